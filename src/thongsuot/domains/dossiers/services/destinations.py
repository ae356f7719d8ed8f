"""Where each dossier, and each thing that is held, goes when agencies end."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.rules import SUBJECT_KIND
from thongsuot.domains.dossiers.terms import Part
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.rules.reorganised import (
    Decision,
    NewOrder,
    Succession,
    Successor,
)
from thongsuot.domains.organisation.terms import SplitBy

Held = Sequence[tuple[str, int, int]]
"""Subject, officer and post."""


@dataclass(frozen=True, slots=True)
class Goes:
    """That another agency answers for a dossier: what it was, and what it is then."""

    was_id: int
    was: str
    now: Successor


class Destinations:
    """Reads only: what a plan means for these dossiers and for what is held on ended posts."""

    def __init__(self, order: NewOrder, dossiers: Collection[Dossier], held: Held) -> None:
        self.order, self.held = order, held
        self.dossiers = {dossier.code: dossier for dossier in dossiers}
        self.agencies: dict[str, dict[Part, Goes]] = {}
        self.decisions: list[Decision] = []
        self.holders: dict[str, tuple[int, int]] = {}
        self.orphans: list[str] = []
        self._areas: dict[int, set[int]] = {}
        self._staff: dict[int, list[tuple[str, int, int]]] = {}
        self._found: dict[tuple[int, int], tuple[int, int] | None] = {}
        for dossier in dossiers:
            self._send(dossier)
        for subject, officer, post in held:
            self._seat(subject, officer, post)

    def _send(self, dossier: Dossier) -> None:
        parts: dict[Part, Goes] = {}
        for part, agency in (
            (Part.DESK, dossier.receiving_agency_id), (Part.SETTLER, dossier.competent_agency_id),
        ):  # fmt: skip
            succession = self.order.successions.get(agency or 0)
            if agency is None or succession is None or succession.is_open:
                continue
            now = self._successor(dossier, succession)
            if now is None:
                choices = tuple(successor.code for successor in succession.into)
                decision = Decision("dossier", dossier.code, choices)
                self.decisions += [decision] if decision not in self.decisions[-1:] else []
            else:
                parts[part] = Goes(agency, succession.code, now)
        if parts:
            self.agencies[dossier.code] = parts

    def _successor(self, dossier: Dossier, succession: Succession) -> Successor | None:
        named = self.order.decisions.get(dossier.code, "")
        if named not in {successor.code for successor in succession.into}:
            named = ""
        by_area = succession.by == SplitBy.AREA
        areas = self._lineage(dossier.receiving_agency_id) if by_area else set()
        return succession.successor_for(dossier.procedure_code, areas, named)

    def _lineage(self, desk: int) -> set[int]:
        """Return the unit where the desk stands, and those it lies in, from the day on."""
        if desk not in self._areas:
            unit = organisation.desk_by_id(desk).areas[0]
            self._areas[desk] = set(organisation.lineage(unit, self.order.day))
        return self._areas[desk]

    def _seat(self, subject: str, officer: int, post: int) -> None:
        """Find who holds it from the day on: whoever holds it now, where that is still right."""
        old = self.order.post_agencies[post]
        succession = self.order.successions[old]
        if succession.is_open:
            return
        to = self._goes_to(subject, old, succession)
        seat = self.order.seats.get((officer, post))
        if seat is not None and (to is None or self.order.post_agencies[seat] == to.id):
            self.holders[subject] = (officer, seat)
            return
        agency = to or succession.heir
        if agency is not None and (agency.id, post) not in self._found:
            self._found[agency.id, post] = self._somebody(agency, post)
        found = self._found[agency.id, post] if agency is not None else None
        if found is None:
            self.orphans.append(subject)
        else:
            self.holders[subject] = found

    def _goes_to(self, subject: str, old: int, succession: Succession) -> Successor | None:
        """Return the successor that goes on with it; None where whoever held it keeps it."""
        if len(succession.into) == 1:
            return None
        parts = self.agencies.get(subject.removeprefix(f"{SUBJECT_KIND}:"), {})
        moved = [goes.now for goes in parts.values() if goes.was_id == old]
        return moved[-1] if moved else None

    def _somebody(self, agency: Successor, post: int) -> tuple[int, int] | None:
        """Return an officer and post of the agency for what was held on ``post``.

        Whoever serves the post that goes on; else one of the same kind; else anybody there.
        """
        if agency.id not in self._staff:
            posts = organisation.posts_in(agency.code, None, self.order.day)
            self._staff[agency.id] = [
                (row.kind, row.pk, held.officer_id)
                for row in posts
                for held in row.held  # type: ignore[attr-defined]  # prefetched
            ]
        kind = organisation.posts_by_id([post])[post].kind
        goes_on = self.order.posts.get(post)
        ranked = sorted(
            self._staff[agency.id], key=lambda seat: (seat[1] != goes_on, seat[0] != kind)
        )
        return (ranked[0][2], ranked[0][1]) if ranked else None

    def asked_astray(self, asked: Sequence[tuple[str, int]]) -> list[str]:
        """Return the subjects whose question waits at another successor than theirs."""
        found = []
        for subject, post in asked:
            succession = self.order.successions[self.order.post_agencies[post]]
            to = self._goes_to(subject, self.order.post_agencies[post], succession)
            stands = self.order.post_agencies.get(self.order.posts.get(post, 0))
            if to is not None and to.id != stands:
                found.append(subject)
        return found

    def held_by_agencies(self) -> dict[tuple[str, str], int]:
        """Return how much of what is held goes from which agency to which, by codes."""
        counted: Counter[tuple[str, str]] = Counter()
        posts = organisation.posts_by_id({post for _officer, post in self.holders.values()})
        for subject, _officer, post in self.held:
            if subject in self.holders:
                old = self.order.successions[self.order.post_agencies[post]].code
                counted[old, posts[self.holders[subject][1]].agency.code] += 1
        return dict(counted)
