"""What became of agencies, posts and areas that have ended: who answers for them today."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries
from thongsuot.domains.organisation.models import (
    Agency,
    AgencySuccession,
    Area,
    AreaSuccession,
    Competence,
    Post,
    Reorganisation,
)
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.terms import AgencyUnknown, AreaUnknown, NotOnThisPost, Share
from thongsuot.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Became:
    """A code that was looked up: what bore it, and what answers for it on the day asked about.

    ``stands`` is empty where nothing answers for it, or a person has still to settle what does;
    ``ended_on`` is empty where it stands itself.
    """

    code: str
    name: str
    ended_on: date | None
    stands: str
    stands_name: str
    source: str
    choices: tuple[str, ...] = ()


def heirs(on: date) -> dict[int, int]:
    """Return which agency answers on ``on`` for each one that went into others, by id."""
    rows = AgencySuccession.objects.filter(
        is_successor=True, reorganisation__effective_on__lte=on
    ).values_list("old_id", "new_id")
    into = dict(rows)
    return {old: _last(old, into) for old in into}


def _last(old: int, into: dict[int, int]) -> int:
    while old in into:
        old = into[old]
    return old


def heir_of(agency_id: int, on: date) -> Agency | None:
    """Return the agency itself if it stands on ``on``, else the one that answers for it."""
    found = Agency.objects.select_related("area", "parent").filter(pk=agency_id).first()
    while found is not None and not found.holds(on):
        row = (
            AgencySuccession.objects.filter(
                old=found, is_successor=True, reorganisation__effective_on__lte=on
            )
            .select_related("new__area", "new__parent")
            .first()
        )
        found = row.new if row else None
    return found


def left_to(agency_code: str, on: date) -> set[int]:
    """Return the ids of the agencies for which the one of this code answers on ``on``."""
    standing = queries.find_agency(agency_code, on)
    if standing is None:
        return set()
    found: set[int] = set()
    newest = {standing.pk}
    while newest:
        rows = AgencySuccession.objects.filter(
            new__in=newest, is_successor=True, reorganisation__effective_on__lte=on
        )
        newest = set(rows.values_list("old_id", flat=True)) - found
        found |= newest
    return found


def codes_left_to(agency_code: str, on: date) -> set[str]:
    """Return an agency's code and those of the agencies for which it answers on ``on``."""
    left = Agency.objects.filter(pk__in=left_to(agency_code, on))
    return {agency_code, *left.values_list("code", flat=True)}


def find_standing(code: str, on: date) -> Agency | None:
    """Return the agency that bears ``code`` on ``on``, in either order, or who answers for it.

    For one that was divided nobody is returned: which part is meant, a person has to say.
    """
    standing = queries.find_agency(code, on)
    if standing is not None:
        return standing
    before = Agency.objects.filter(Q(code=code) | Q(code_legacy=code), valid_from__lte=on)
    newest = before.order_by("-valid_from").first()
    return _whole_heir(newest, on) if newest is not None else None


def _whole_heir(ended: Agency, on: date) -> Agency | None:
    found: Agency | None = ended
    while found is not None and not found.holds(on):
        row = AgencySuccession.objects.filter(
            old=found, share=Share.WHOLE, reorganisation__effective_on__lte=on
        ).select_related("new__area", "new__parent")
        found = next((into.new for into in row), None)
    return found


def standing_post(post_id: int, on: date) -> int | None:
    """Return the post itself if it stands on ``on``, else the one that stands for it."""
    post = Post.objects.select_related("successor").filter(pk=post_id).first()
    if post is None or post.holds(on):
        return post.pk if post else None
    return post.successor_id


def actor_by_token(officer_id: int, post_id: int, issued_at: datetime, at: datetime) -> Actor:
    """Return for whom a program acts with its token; one for a post that ended goes on with it.

    Raises:  NotOnThisPost.
    """
    try:
        return queries.actor_by_token(officer_id, post_id, issued_at, at)
    except NotOnThisPost:
        stands = standing_post(post_id, local_date(at))
        if stands in (None, post_id):
            raise
        return queries.actor_by_token(officer_id, stands or 0, issued_at, at)


def standing_in_ended_areas(on: date) -> list[str]:
    """Return the codes of agencies that stand on ``on`` in a unit that has ended by then."""
    left = Agency.objects.filter(in_force(on), area__valid_to__lte=on)
    return list(left.order_by("code").values_list("code", flat=True))


def source_of(plan: str) -> str:
    """Return the document behind a reorganisation, by the plan's code; '' if there was none."""
    found = Reorganisation.objects.filter(code=plan).values_list("source", flat=True)
    return found.first() or ""


def agency_became(code: str, on: date) -> Became:
    """Return what an agency code, in either order, means on ``on``.  Raises: AgencyUnknown."""
    return agencies_became([code], on)[0]


def agencies_became(codes: Sequence[str], on: date) -> list[Became]:
    """Return what each of the agency codes, in either order, means on ``on``.

    One query for those that stand; some more for each one that has ended.
    Raises:  AgencyUnknown.
    """
    either = Q(code__in=codes) | Q(code_legacy__in=codes)
    bore: dict[str, Agency] = {}
    for agency in Agency.objects.filter(either, valid_from__lte=on).order_by("valid_from"):
        bore |= {agency.code_legacy: agency, agency.code: agency}
    unknown = [code for code in codes if code not in bore]
    if unknown:
        raise AgencyUnknown("no agency bears this code", agency=unknown[0])
    return [_became(bore[code], on) for code in codes]


def _became(bore: Agency, on: date) -> Became:
    if bore.holds(on):
        return Became(bore.code, bore.name, None, bore.code, bore.name, "")
    heir = heir_of(bore.pk, on)
    made = Reorganisation.objects.filter(successions__old=bore).first()
    return Became(
        code=bore.code, name=bore.name, ended_on=bore.valid_to,
        stands=heir.code if heir else "", stands_name=heir.name if heir else "",
        source=made.source if made else "",
    )  # fmt: skip


def area_became(code: str, on: date) -> Became:
    """Return what the code of a unit means on ``on``.  Raises: AreaUnknown."""
    standing = queries.find_area(code, on)
    gone = Area.objects.filter(code=code, valid_to__lte=on).order_by("-valid_to").first()
    if standing is not None and gone is None:
        return Became(code, standing.name, None, code, standing.name, "")
    if gone is None:
        raise AreaUnknown("no unit bears this code", area=code)
    rows = list(AreaSuccession.objects.filter(old=gone).select_related("new"))
    chosen = next((row for row in rows if row.is_successor), None)
    return Became(
        code=code, name=gone.name, ended_on=gone.valid_to,
        stands=chosen.new.code if chosen else "", stands_name=chosen.new.name if chosen else "",
        source=chosen.source if chosen else "",
        choices=tuple(sorted(row.new.code for row in rows)) if chosen is None else (),
    )  # fmt: skip


def inherits(agency_code: str, on: date) -> tuple[set[int], set[str]]:
    """Return the areas, ended ones too, and the procedures for which an agency goes on with work.

    The areas by id: its own, and those that went into it by settled successions.
    """
    agency = queries.find_agency(agency_code, on)
    if agency is None:
        return set(), set()
    went = AreaSuccession.objects.filter(
        new=agency.area_id, is_successor=True, effective_on__lte=on
    ).values_list("old_id", flat=True)
    settled = Competence.objects.filter(in_force(on), agency=agency)
    return {agency.area_id, *went}, set(settled.values_list("procedure_code", flat=True))


def former_names(area_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of the units that went into each of the areas, whole or in part."""
    rows = AreaSuccession.objects.filter(new_id__in=set(area_ids)).select_related("old")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("old__code"):
        found.setdefault(row.new_id, []).append(row.old.name)
    return found


def open_successions() -> list[AreaSuccession]:
    """Return the parts of divided units whose successor a person still has to settle."""
    rows = AreaSuccession.objects.filter(decided=False).select_related("old", "new")
    return list(rows.order_by("old__code", "new__code"))


def newest_areas(codes: Collection[str]) -> dict[str, int]:
    """Return the units that bear these codes, by id: the standing one, else the last that did."""
    rows = (
        Area.objects.filter(code__in=codes)
        .order_by(F("valid_from").asc(nulls_first=True))
        .values_list("code", "pk")
    )
    return dict(rows)


def areas_before(area_ids: Iterable[int], on: date) -> list[frozenset[int]]:
    """Return the units that went into these, tier by tier, the narrowest first, with parents.

    What an old province or commune had set goes on in its territory until it is replaced.
    """
    rows = AreaSuccession.objects.filter(new_id__in=list(area_ids), effective_on__lte=on)
    olds = list(rows.values_list("old_id", "old__parent_id", "old__parent__parent_id"))
    tiers = [frozenset(filter(None, tier)) for tier in zip(*olds, strict=True)]
    return [tier for tier in tiers if tier]
