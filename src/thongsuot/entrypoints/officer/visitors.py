"""Who is at the door: the officer of the session, acting on one post. Here the clock is read."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.policy import MAY_CHANGE
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import delegations, successors
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import (
    AgencyKind,
    DelegationOver,
    DelegationUnknown,
    NotOnThisPost,
    PostKind,
    Role,
)
from thongsuot.domains.organisation.terms.delegations import (
    DelegationTerms,
)
from thongsuot.domains.payments.policy import MAY_LOOK_OVER
from thongsuot.kernel.clock import local_date, utc_now

POST_KEY: Final = "officer-post"
IN_STEAD: Final = "uq"
COUNTING: Final = frozenset({PostKind.DESK, PostKind.DIVISION_HEAD, PostKind.HEAD})
"""From posts of these kinds one receives, signs or supervises, and so reads what a desk took."""

WITH_A_DESK = frozenset(
    {AgencyKind.PROVINCE_COMMITTEE, AgencyKind.COMMUNE_COMMITTEE, AgencyKind.DISTRICT_COMMITTEE}
)
"""Agencies that have a desk of their own, for which their head answers."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One post the officer holds, as the bar shows it."""

    post_id: int
    title: str
    agency_code: str
    agency_name: str
    agency_short: str
    delegation: DelegationTerms | None = None
    """Under what the officer sits here in another's stead, if so."""
    leads: bool = False
    """Whether it is the post of a head, who sees the staff."""
    keeps_processes: bool = False
    """Whether the officer drafts and publishes processes from it."""
    tends: bool = False
    """Whether it is an administrator's, who is led to what could not be delivered."""
    reads_register: bool = False
    counts_money: bool = False
    """Whether the bar leads to the register and to the money of a desk, from where they open."""

    @property
    def key(self) -> str:
        """What a form sends and the session keeps of the choice."""
        return f"{IN_STEAD}{self.delegation.id}" if self.delegation else str(self.post_id)

    @property
    def as_whom(self) -> str:
        """The post in words; in another's stead also whose, and in which form."""
        if self.delegation is None:
            return self.title
        return _("{own}, {form} {title} {name}").format(
            own=self.title,
            form=self.delegation.form.name,
            title=self.delegation.from_title,
            name=self.delegation.from_name,
        )


@dataclass(frozen=True, slots=True)
class Visitor:
    """The officer at the door, on one post, at the instant of this request."""

    officer_id: int
    full_name: str
    seat: Seat
    others: tuple[Seat, ...]
    by: Actor
    at: datetime


def now() -> datetime:
    """Return the instant of this request; every other module is handed it."""
    return utc_now()


def find_visitor(request: HttpRequest, at: datetime) -> Visitor | None:
    """Return the visitor, or None while no post is chosen or the chosen one was left."""
    officer_id = account_of(request)
    seats = seats_of(officer_id, at)
    chosen = request.session.get(POST_KEY)
    own = [seat for seat in seats if seat.delegation is None]
    if chosen is None and len(own) == 1:
        chosen = own[0].key
    seat = next((seat for seat in seats if seat.key == str(chosen)), None)
    if seat is None:
        seat = _seat_that_stands(chosen, seats, at)
    if seat is None:
        return None
    try:
        by = _actor(officer_id, seat, at)
    except (NotOnThisPost, DelegationOver, DelegationUnknown):  # ended between the two readings
        return None
    others = tuple(other for other in seats if other != seat)
    return Visitor(officer_id, name_of(request), seat, others, by, at)


def _actor(officer_id: int, seat: Seat, at: datetime) -> Actor:
    if seat.delegation:
        return delegations.actor_under(seat.delegation.id, officer_id, at)
    return organisation.actor_of(officer_id, seat.post_id, at)


def _seat_that_stands(chosen: str | None, seats: list[Seat], at: datetime) -> Seat | None:
    """Return the officer's own seat on the post that a reorganisation made of the chosen one."""
    if not str(chosen).isdecimal():
        return None
    stands = successors.standing_post(int(str(chosen)), local_date(at))
    return next((s for s in seats if s.post_id == stands and s.delegation is None), None)


def seats_of(officer_id: int, at: datetime) -> list[Seat]:
    """Return the posts the officer holds that day, and those he may speak for in others' stead."""
    own = _own_seats(officer_id, at)
    held = {seat.post_id: seat for seat in own}
    instead = (one for one in delegations.delegations_to(officer_id, at) if one.to_post in held)
    return own + [
        Seat(
            one.to_post, held[one.to_post].title, one.agency_code, one.agency_name,
            one.agency_name, one,
        )
        for one in instead
    ]  # fmt: skip


def _own_seats(officer_id: int, at: datetime) -> list[Seat]:
    posts = organisation.posts_of(officer_id, local_date(at))
    return [_own_seat(officer_id, post, at) for post in posts]


def _own_seat(officer_id: int, post: Any, at: datetime) -> Seat:
    """Return a post as the bar shows it; roles are asked for where its kind does not tell."""
    seat = Seat(
        post.pk, post.title, post.agency.code, post.agency.name, post.agency.short_name,
        leads=post.kind == PostKind.HEAD,
    )  # fmt: skip
    if post.kind != PostKind.CONTROL:
        heads_a_desk = post.kind == PostKind.HEAD and post.agency.kind in WITH_A_DESK
        return replace(
            seat,
            reads_register=post.agency.is_desk or heads_a_desk,
            counts_money=post.kind in COUNTING,
        )
    roles = organisation.roles_of(officer_id, local_date(at)).get(post.agency.code, set())
    return replace(
        seat,
        keeps_processes=not roles.isdisjoint(MAY_CHANGE),
        tends=Role.ADMINISTER in roles,
        reads_register=Role.CONTROL in roles,
        counts_money=not roles.isdisjoint(MAY_LOOK_OVER),
    )


def name_of(request: HttpRequest) -> str:
    """Return the name of the account that is logged in."""
    return str(getattr(request.user, "full_name", ""))


def leave_seat(request: HttpRequest) -> None:
    """Act on no post until one is chosen again."""
    request.session.pop(POST_KEY, None)


def account_of(request: HttpRequest) -> int:
    """Return the account that is logged in."""
    return int(request.user.pk or 0)


def take_seat(request: HttpRequest, key: str, at: datetime) -> None:
    """Act on this post, or in another's stead, from now on.  Raises: NotOnThisPost."""
    seat = next((s for s in seats_of(account_of(request), at) if s.key == key), None)
    if seat is None:
        raise NotOnThisPost("no such seat")
    _actor(account_of(request), seat, at)
    request.session[POST_KEY] = seat.key
