"""Named questions about who and where; each takes the day it is asked about."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from thongsuot.domains.ledger.settled import while_settled
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import questions
from thongsuot.domains.organisation.memory import kept
from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Area,
    AreaSuccession,
    Competence,
    Officer,
    Post,
    RoleGrant,
)
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.terms import (
    AgencyUnknown,
    AreaLevel,
    AreaUnknown,
    CompetentAgency,
    Desk,
    NoDesk,
    NotDelegated,
    NotOnThisPost,
    OfficerUnknown,
    PostKind,
    Role,
    RoleMissing,
)
from thongsuot.kernel.clock import local_date

# --- areas ---------------------------------------------------------------------------------


def _areas_on(on: date) -> QuerySet[Area]:
    began = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return Area.objects.filter(began, Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def find_area(code: str, on: date) -> Area | None:
    """Return the unit that bears ``code`` on ``on``, with its parents, if there is one."""
    return _areas_on(on).filter(code=code).select_related("parent__parent").first()


def get_area(code: str, on: date) -> Area:
    """Return the unit that bears ``code`` on ``on``.

    Raises:  AreaUnknown.
    """
    area = find_area(code, on)
    if area is None:
        raise AreaUnknown("no unit bears this code on this day", area=code, on=on.isoformat())
    return area


def provinces(on: date) -> list[Area]:
    """Return the provinces standing on ``on``, by code."""
    return list(_areas_on(on).filter(level=AreaLevel.PROVINCE).order_by("code"))


def communes(on: date, province_code: str | None = None) -> list[Area]:
    """Return the communes standing on ``on``, by code; of one province if one is named."""
    found = _areas_on(on).filter(level=AreaLevel.COMMUNE).select_related("parent__parent")
    if province_code:
        within = Q(parent__code=province_code, parent__level=AreaLevel.PROVINCE)
        found = found.filter(within | Q(parent__parent__code=province_code))
    return list(found.order_by("code"))


def successions_of(code: str) -> list[AreaSuccession]:
    """Return what became of the unit that bore ``code`` last before it ended, if it did."""
    rows = AreaSuccession.objects.filter(old__code=code).select_related("old", "new")
    return list(rows.order_by("new__code"))


def lineage(area_id: int, on: date) -> list[int]:
    """Return the unit's and its parents' ids, nearest first; an ended unit's successor's."""
    near: list[int] = []
    unit: Area | None = _standing_area(
        Area.objects.select_related("parent__parent").get(pk=area_id), on
    )
    while unit is not None:
        near.append(unit.pk)
        unit = unit.parent
    return near


def _standing_area(area: Area, on: date) -> Area:
    """Return the unit, or its settled successor; one that nobody has settled stays itself."""
    while area.valid_to is not None and area.valid_to <= on:
        row = (
            AreaSuccession.objects.filter(old=area, is_successor=True, effective_on__lte=on)
            .select_related("new__parent__parent")
            .first()
        )
        if row is None:
            return area
        area = row.new
    return area


# --- agencies ------------------------------------------------------------------------------


def agencies(on: date) -> list[Agency]:
    """Return the agencies standing on ``on``, by code."""
    found = Agency.objects.filter(in_force(on)).select_related("area", "parent")
    return list(found.order_by("code"))


def has_agencies() -> bool:
    """Return whether there is any agency, past and future ones too; older tables can be asked."""
    return Agency.objects.exists()


def find_agency(code: str, on: date) -> Agency | None:
    """Return the agency that bears ``code``, written in either order, on ``on``."""
    either = Q(code=code) | Q(code_legacy=code)
    return Agency.objects.filter(in_force(on), either).select_related("area", "parent").first()


@kept
def get_agency(code: str, on: date | None = None) -> Agency:
    """Return the agency that bears ``code`` on ``on``; without a day, the newest that bore it.

    Raises:  AgencyUnknown.
    """
    if on is None:
        either = Q(code=code) | Q(code_legacy=code)
        newest = Agency.objects.filter(either).order_by("-valid_from")
        found = newest.select_related("area", "parent").first()
    else:
        found = find_agency(code, on)
    if found is None:
        raise AgencyUnknown("no agency bears this code", agency=code)
    return found


@kept
@while_settled
def get_desk(code: str, on: date) -> Desk:
    """Return the agency that bears ``code``, written in either order, on ``on``.

    Raises:  AgencyUnknown, also for one that has ended by then.
    """
    return _desk(questions.DESK_BY_CODE.first(code=code, on=on), code)


@kept
@while_settled
def desk_by_id(agency_id: int) -> Desk:
    """Return the agency of this id.  Raises: AgencyUnknown."""
    return _desk(questions.DESK_BY_ID.first(agency=agency_id), "")


def agency_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of agencies past and present by id, in one query."""
    return dict(Agency.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def _desk(found: tuple[Any, ...] | None, code: str) -> Desk:
    if found is None:
        raise AgencyUnknown("no agency bears this code", agency=code)
    agency_id, bears, is_desk, parent_id, area_ends_on, *areas = found
    return Desk(agency_id, bears, is_desk, parent_id, area_ends_on, tuple(filter(None, areas)))


def desk_of(agency_code: str, on: date) -> Agency:
    """Return the one-stop desk that receives for an agency on ``on``.

    It is the agency itself if it is a desk, else the desk beside it under the nearest parent
    that has one.

    Raises:  AgencyUnknown; NoDesk.
    """
    chain: list[int] = []
    unit: Agency | None = get_agency(agency_code, on)
    while unit is not None:
        chain.append(unit.pk)
        unit = unit.parent
    near = Q(pk__in=chain) | Q(parent_id__in=chain)
    desks = list(Agency.objects.filter(in_force(on), near, is_desk=True).order_by("code"))
    if not desks:
        raise NoDesk("no one-stop desk serves this agency", agency=agency_code)

    def distance(desk: Agency) -> int:
        return chain.index(desk.pk if desk.pk in chain else desk.parent_id or 0)

    return min(desks, key=distance)


# --- competence ----------------------------------------------------------------------------


@kept
def competent_agencies(
    procedure_code: str, on: date, area_id: int | None = None
) -> list[Competence]:
    """Return which agencies settle the procedure on ``on``; for one area, nearest first.

    What a superior has decided comes before the rest, the newest decision first.
    A competence without an area of its own holds where its agency stands. An area that ended
    is answered for by its settled successor.
    """
    rows = (
        Competence.objects.filter(in_force(on), in_force(on, "agency__"))
        .filter(procedure_code=procedure_code)
        .select_related("agency__area", "area")
        .order_by("agency__code")
    )
    if area_id is None:
        return list(rows)
    near = lineage(area_id, on)
    covered = Q(area_id__in=near) | Q(area_id__isnull=True, agency__area_id__in=near)
    return sorted(rows.filter(covered), key=lambda row: questions.place_in_table(row, near))


@kept
@while_settled
def competent_for(procedure_code: str, desk: Desk, on: date) -> CompetentAgency | None:
    """Return the agency that settles what ``desk`` receives, if one does.

    Where the table names several, what a superior decided comes first, then the one whose desk
    it is, then the nearest.
    """
    ended = desk.area_ends_on is not None and desk.area_ends_on <= on
    near = lineage(desk.areas[0], on) if ended else list(desk.areas)
    area, above, top = (near + near[-1:] * questions.MOST_AREAS)[: questions.MOST_AREAS]
    found = questions.COMPETENT.every(
        procedure=procedure_code, on=on, area=area, above=above, top=top
    )
    if not found:
        return None
    best = min(found, key=lambda row: questions.place_at_desk(row, desk.parent_id, near))
    agency_id, code = best[2:4]
    return CompetentAgency(agency_id, code)


def is_competent(
    procedure_code: str, agency_code: str, on: date, area_id: int | None = None
) -> bool:
    """Return whether the agency settles the procedure on ``on``, in the area if one is named."""
    rows = competent_agencies(procedure_code, on, area_id)
    return any(row.agency.code == agency_code for row in rows)


# --- posts and officers --------------------------------------------------------------------


def _held_on(on: date) -> QuerySet[Appointment]:
    """Return the appointments that give authority on ``on``."""
    return questions.held_on(on, questions.midnight(on))


def find_officer(username: str) -> Officer | None:
    """Return the account of this name, however it was capitalised."""
    return Officer.objects.filter(username=username.strip().lower()).first()


@kept
def get_officer(officer_id: int) -> Officer:
    """Return the account.

    Raises:  OfficerUnknown.
    """
    officer = Officer.objects.filter(pk=officer_id).first()
    if officer is None:
        raise OfficerUnknown("there is no such account", officer=officer_id)
    return officer


def actor_of(officer_id: int, post_id: int, at: datetime) -> Actor:
    """Return the officer acting on one of their posts at the instant ``at``.

    Raises:  NotOnThisPost if the appointment, the post or the agency does not hold that day, or
             the account is disabled by then.
    """
    found = questions.acting(officer_id, post_id, local_date(at))
    if found is None or not found.enabled(at):
        raise NotOnThisPost("the officer does not hold this post", officer=officer_id, post=post_id)
    return Actor.officer(officer_id=officer_id, post_id=post_id, agency=found.agency)


def actor_by_token(officer_id: int, post_id: int, issued_at: datetime, at: datetime) -> Actor:
    """Return the officer for whom a program acts at ``at`` with a token issued earlier.

    Raises:  NotOnThisPost as ``actor_of`` does, and where the token was revoked.
    """
    found = questions.acting(officer_id, post_id, local_date(at))
    if found is None or not found.enabled(at) or found.revoked(issued_at):
        raise NotOnThisPost("the token gives no post", officer=officer_id, post=post_id)
    return Actor.officer(officer_id=officer_id, post_id=post_id, agency=found.agency)


def posts_of(officer_id: int, on: date) -> list[Post]:
    """Return the posts the officer holds on ``on``, with their agencies; none when disabled."""
    held = _held_on(on).filter(officer_id=officer_id)
    posts = Post.objects.filter(pk__in=held.values("post_id")).select_related("agency__area")
    return list(posts.order_by("code"))


def posts_in(agency_code: str, kind: PostKind | None, on: date) -> list[Post]:
    """Return the posts of an agency on ``on``, with who holds them (``post.held``)."""
    posts = _posts_on(on).filter(agency__code=agency_code)
    return list(posts if kind is None else posts.filter(kind=kind))


def posts_of_agencies(codes: Iterable[str], on: date) -> list[Post]:
    """Return the posts of several agencies on ``on``, with who holds them (``post.held``)."""
    return list(_posts_on(on).filter(agency__code__in=set(codes)))


def staffed_posts(on: date) -> list[Post]:
    """Return every post that somebody holds on ``on`` (``post.held``), in two queries."""
    return [post for post in _posts_on(on) if post.held]  # type: ignore[attr-defined]


def _posts_on(on: date) -> QuerySet[Post]:
    held = Prefetch("appointments", _held_on(on).select_related("officer"), to_attr="held")
    posts = Post.objects.filter(in_force(on), in_force(on, "agency__")).select_related("agency")
    return posts.order_by("code").prefetch_related(held)


@kept
def officers_on(post_id: int, on: date) -> list[Officer]:
    """Return who holds the post with authority on ``on``, longest first."""
    held = _held_on(on).filter(post_id=post_id).select_related("officer")
    return [row.officer for row in held.order_by("valid_from", "pk")]


@kept
def posts_by_id(ids: Iterable[int]) -> dict[int, Post]:
    """Return posts past and present with their agencies, in one query, for showing a history."""
    found = Post.objects.filter(pk__in=set(ids)).select_related("agency")
    return {post.pk: post for post in found}


def officers_by_id(ids: Iterable[int]) -> dict[int, Officer]:
    """Return officers past and present, in one query, for showing a history."""
    return Officer.objects.in_bulk(set(ids))


# --- roles ---------------------------------------------------------------------------------


def _granted_on(on: date) -> QuerySet[RoleGrant]:
    return questions.granted_on(on, questions.midnight(on))


@kept
def has_role(officer_id: int, agency_code: str, role: Role, on: date) -> bool:
    """Return whether the officer has the role for the agency on ``on``.

    A role without any post in force gives nothing.
    """
    granted = _granted_on(on).filter(officer_id=officer_id, agency__code=agency_code, role=role)
    return granted.filter(officer__in=_held_on(on).values("officer_id")).exists()


def roles_of(officer_id: int, on: date) -> dict[str, set[Role]]:
    """Return the officer's roles on ``on``, by agency code."""
    rows = _granted_on(on).filter(
        officer_id=officer_id, officer__in=_held_on(on).values("officer_id")
    )
    found: dict[str, set[Role]] = {}
    for code, role in rows.values_list("agency__code", "role"):
        found.setdefault(code, set()).add(Role(role))
    return found


@kept
def require_role(by: Actor, role: Role, on: date) -> None:
    """Refuse an actor without the role for the agency on whose post they act.

    In another's stead, that other's roles count, as far as the delegation reaches.
    Raises:  RoleMissing, also for whoever is no officer or no longer on the post; NotDelegated.
    """
    behalf = by.on_behalf_of
    if behalf is not None and role.value not in behalf.acts:
        raise NotDelegated("the delegation does not reach so far", role=role.value)
    officer, post = by.powers_of, by.place
    if not (officer and post and questions.has_on_post(officer, post, by.agency, role, on)):
        raise RoleMissing("the actor lacks the role", role=role.value, agency=by.agency)
