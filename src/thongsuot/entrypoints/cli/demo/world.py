"""Who sits where on which day, and what may be asked of whom: read once, asked often."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.deadlines.terms import TimeLimit, WorkingCalendar
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import PostKind

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seat:
    """One officer on one post from one day until before another."""

    officer: str
    officer_id: int
    post_id: int
    agency: str
    kind: PostKind
    first: date
    last: date | None

    def holds(self, on: date) -> bool:
        """Return whether the officer sits there on ``on``."""
        return self.first <= on and (self.last is None or on < self.last)

    def actor(self) -> Actor:
        """Return the officer acting on this post."""
        return Actor.officer(officer_id=self.officer_id, post_id=self.post_id, agency=self.agency)


class NobodyThere(Exception):
    """No officer sits on such a post that day: the dossier waits."""


class World:
    """The province as its organisation file has it, with the ids that the database gave."""

    def __init__(self, document: Row, mergers: Row, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self._mergers = mergers
        self._seats = list(_seats(document))
        self._competent: dict[str, list[Row]] = {}
        for row in document["competences"]:
            self._competent.setdefault(row["procedure"], []).append(row)

    def seats_of(self, agency: str, kind: PostKind, on: date) -> list[Seat]:
        """Return who sits on posts of this kind on that day, the newest first.

        For an agency that was merged: those who came from it, where they sit since.
        """
        now = self.agency_on(agency, on)
        found = [s for s in self._seats if s.agency == now and s.kind is kind and s.holds(on)]
        if now != agency:
            came = {s.officer for s in self._seats if s.agency == agency}
            found = [seat for seat in found if seat.officer in came]
        return sorted(found, key=lambda seat: (seat.first, seat.officer), reverse=True)

    def seats_on(self, on: date) -> list[Seat]:
        """Return who sits anywhere on that day."""
        return [seat for seat in self._seats if seat.holds(on)]

    def seat_of(self, officer: str, kind: PostKind, on: date) -> Seat:
        """Return where an officer sits that day on a post of this kind.  Raises: NobodyThere."""
        for seat in self._seats:
            if seat.officer == officer and seat.kind is kind and seat.holds(on):
                return seat
        raise NobodyThere(officer)

    def officer_named(self, officer_id: int) -> str:
        """Return the username of an officer of the province."""
        return next(seat.officer for seat in self._seats if seat.officer_id == officer_id)

    def follow_mergers(self) -> None:
        """Learn where those sit whose agencies were merged; asked once that is done."""
        for code, (into, merged_on) in self._mergers.items():
            gone = [s for s in self._seats if s.agency == code]
            self._seats = [s for s in self._seats if s.agency != code]
            self._seats += [replace(seat, last=merged_on) for seat in gone]
            self._seats += list(_seats_in(into, merged_on, {seat.officer_id for seat in gone}))

    def agency_on(self, code: str, on: date) -> str:
        """Return the agency itself, or what it was merged into by that day."""
        into, merged_on = self._mergers.get(code, (code, date.max))
        return str(into) if on >= merged_on else code

    def settlers(self, procedure: str) -> list[str]:
        """Return the agencies that the table of competence names, in its order."""
        return list(dict.fromkeys(row["agency"] for row in self._competent.get(procedure, ())))


def mergers_of(province: Row) -> dict[str, tuple[str, date]]:
    """Return for each agency that ended what it went into, and when."""
    merged_on = date.fromisoformat(province["merged_on"])
    return {
        code + tail: (commune["code"] + tail, merged_on)
        for commune in province["communes"]
        for code in commune.get("merger_of", ())
        for tail in ("", ".01")
    }


def _seats(document: Row) -> Iterable[Seat]:
    posts = {row["code"]: row for row in document["posts"]}
    ids = _post_ids(document)
    officers: dict[str, int] = {}
    for row in document["officers"]:
        found = organisation.find_officer(row["username"])
        if found is not None:
            officers[row["username"]] = found.pk
    for row in document["appointments"]:
        yield Seat(
            officer=row["officer"],
            officer_id=officers[row["officer"]],
            post_id=ids[row["post"]],
            agency=row["post"].split(":")[0],
            kind=PostKind(posts[row["post"]]["kind"]),
            first=date.fromisoformat(row["valid_from"]),
            last=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )


def _seats_in(agency: str, on: date, officers: Collection[int]) -> Iterable[Seat]:
    """Yield where some officers sit in an agency from ``on``, as the database has it."""
    for post in organisation.posts_in(agency, None, on):
        for held in post.held:  # type: ignore[attr-defined]  # prefetched by the query
            if held.officer_id in officers:
                yield Seat(
                    officer=held.officer.username, officer_id=held.officer_id, post_id=post.pk,
                    agency=agency, kind=PostKind(post.kind), first=on, last=held.valid_to,
                )  # fmt: skip


def _post_ids(document: Row) -> dict[str, int]:
    return {
        post.code: post.pk
        for row in document["agencies"]
        for post in organisation.posts_in(row["code"], None, date.fromisoformat(row["valid_from"]))
    }


@dataclass(frozen=True, slots=True)
class Service:
    """A procedure as the sample uses it: its limits by channel, and one of its components."""

    code: str
    limits: dict[str, TimeLimit]
    component: tuple[str, str]
    has_form: bool


def services_on(on: date, missing_paper: str) -> dict[str, Service]:
    """Return the procedures that may be received on that day, by code."""
    found = (_service(version, on, missing_paper) for version in catalogue.versions_in_force(on))
    return {service.code: service for service in found if service.limits}


def _service(version: catalogue.ProcedureVersion, on: date, missing_paper: str) -> Service:
    limits = {row.channel: row.limit for row in version.limits.all() if row.limit}
    components = catalogue.components_of(version)
    named = [(row.code, row.name[:120]) for row in components if row.code]
    return Service(
        code=version.code,
        limits=limits,
        component=named[-1] if named else ("giay-to-khac", missing_paper),
        has_form=catalogue.form_of(version.code, on) is not None,
    )
