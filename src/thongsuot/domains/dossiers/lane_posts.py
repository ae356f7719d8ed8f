"""Which posts a step of a process means for one dossier, and whether a post is one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from thongsuot.domains.catalogue.terms import Lane, Seat
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import superiors
from thongsuot.domains.organisation.terms import AgencyKind, PostKind


@dataclass(frozen=True, slots=True)
class Places:
    """Where a dossier is received and settled: codes of agencies, '' where none settles it yet."""

    desk: str
    competent: str
    area_id: int


def posts_of(lane: Lane, places: Places, on: date) -> list[Any]:
    """Return the posts that do the steps of a lane and that somebody serves."""
    if lane.seat is Seat.KIND and lane.agency_kind is not None:
        return posts_of_kind(lane.agency_kind, lane.post, places.area_id, on)
    agency = places.desk
    if lane.seat is Seat.COMPETENT:
        agency = places.competent or agency
    posts: list[Any] = list(organisation.posts_in(agency, lane.post, on))
    return [post for post in posts if post.held]


def posts_of_kind(kind: AgencyKind, post: PostKind | None, area_id: int, on: date) -> list[Any]:
    """Return the posts of the nearest agencies of a kind; of all where none is near."""
    found: list[Any] = [
        one
        for one in organisation.staffed_posts(on)
        if one.agency.kind == kind and post in (None, one.kind)
    ]
    for area in organisation.lineage(area_id, on):
        near = [one for one in found if one.agency.area_id == area]
        if near:
            return near
    return found


def is_of(lane: Lane, dossier: Dossier, post_id: int, on: date) -> bool:
    """Whether a post is one that the lane means for this dossier.

    For a head's, one that is to supervise the agency where it has no head counts as well.
    """
    post: Any = organisation.posts_by_id([post_id]).get(post_id)
    if post is None or (post.kind != lane.post.value and not _heads(lane, post, on)):
        return False
    if lane.seat is Seat.DESK:
        return post.agency_id == dossier.receiving_agency_id or _stands_for(dossier, post, on)
    if lane.seat is Seat.KIND:
        return lane.agency_kind is not None and post.agency.kind == lane.agency_kind.value
    return post.agency_id == dossier.competent_agency_id or policy.is_competent(
        dossier, post.agency.code, on
    )


def _heads(lane: Lane, post: Any, on: date) -> bool:
    if lane.post is not PostKind.HEAD:
        return False
    heads = superiors.heads_of(post.agency.code, on)
    return any(officer.pk in heads for officer in organisation.officers_on(post.pk, on))


def _stands_for(dossier: Dossier, post: Any, on: date) -> bool:
    """Whether the post is of a desk where the dossier's own desk was, which has ended."""
    if not post.agency.is_desk or dossier.receiving_agency.holds(on):
        return False
    near = organisation.lineage(dossier.receiving_agency.area_id, on)
    return bool(post.agency.area_id == near[0])
