"""Who is at the door: the officer of the session, acting on one post. Here the clock is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import NotOnThisPost
from thongsuot.kernel.clock import local_date, utc_now

POST_KEY: Final = "officer-post"


@dataclass(frozen=True, slots=True)
class Seat:
    """One post the officer holds, as the bar shows it."""

    post_id: int
    title: str
    agency_code: str
    agency_name: str
    agency_short: str


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
    if chosen is None and len(seats) == 1:
        chosen = seats[0].post_id
    seat = next((seat for seat in seats if seat.post_id == chosen), None)
    if seat is None:
        return None
    try:
        by = organisation.actor_of(officer_id, seat.post_id, at)
    except NotOnThisPost:  # disabled between the two readings
        return None
    others = tuple(other for other in seats if other != seat)
    return Visitor(officer_id, name_of(request), seat, others, by, at)


def seats_of(officer_id: int, at: datetime) -> list[Seat]:
    """Return the posts the officer holds that day."""
    posts = organisation.posts_of(officer_id, local_date(at))
    return [
        Seat(post.pk, post.title, post.agency.code, post.agency.name, post.agency.short_name)
        for post in posts
    ]


def name_of(request: HttpRequest) -> str:
    """Return the name of the account that is logged in."""
    return str(getattr(request.user, "full_name", ""))


def leave_seat(request: HttpRequest) -> None:
    """Act on no post until one is chosen again."""
    request.session.pop(POST_KEY, None)


def account_of(request: HttpRequest) -> int:
    """Return the account that is logged in."""
    return int(request.user.pk or 0)


def take_seat(request: HttpRequest, post_id: int, at: datetime) -> None:
    """Act on this post from now on.  Raises: NotOnThisPost."""
    organisation.actor_of(account_of(request), post_id, at)
    request.session[POST_KEY] = post_id
