"""The figures for everybody: agencies alone, and no number small enough to point at a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeVar

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.reports import Report
from thongsuot.domains.accountability.terms import (
    Age,
    Charged,
    Flow,
    Handovers,
    HidingPlace,
    League,
    Loop,
)
from thongsuot.entrypoints.shared.figures import sections
from thongsuot.entrypoints.shared.figures.exceptions import exception_section
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.readings import Cut, least, told
from thongsuot.entrypoints.shared.figures.sections import Section

FEW: Final = 5
"""Fewer than this are not told of one agency: a choice of ours, so that nobody is told apart."""
Row = TypeVar("Row")
Column = Literal["handovers", "bounces", "returned", "silent"]
COLUMNS: Final[tuple[Column, ...]] = ("handovers", "bounces", "returned", "silent")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: the figures as they are told today, or ``was``, as they were told then."""

    now: Report
    was: Report | None = None
    heirs: Mapping[int, int] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """The figures that are shown."""
        return self.was or self.now

    def both(
        self, rows: Callable[[Report], Sequence[Row]]
    ) -> tuple[Sequence[Row], Sequence[Row] | None]:
        """Return rows as they are told today and, where it is shown, as they were."""
        return rows(self.now), rows(self.was) if self.was else None

    def heir(self, agency: int) -> int:
        """Return who answers today for an agency."""
        return self.heirs.get(agency, agency)

    def pair(self, pair: tuple[int, int]) -> tuple[int, int]:
        """Return who answers today for both, in their order."""
        return self.heir(pair[0]), self.heir(pair[1])

    def two(self, pair: tuple[int, int]) -> tuple[int, int]:
        """Return who answers today for both, in any order."""
        one, other = sorted(self.pair(pair))
        return one, other


def public_sections(shown: Shown, names: Names, time: WorkingTime) -> list[Section]:
    """Return what the public sees of a report: no officer, no dossier, no small number."""
    period, name = shown.report.period, names.agency
    ages, few_ages = _ages(shown)
    loops, few_loops = _loops(shown)
    places, few_places = _places(shown)
    charges, few_charges = _charges(shown)
    league, few_decided = _league(shown)
    return [
        sections.league_section(league, names, period, FEW, left_out=few_decided),
        sections.ageing_section(
            ages, {age.key: name(age.key) for age in ages}, _("Cơ quan"), FEW, left_out=few_ages
        ),
        sections.charge_section(
            [(name(row.holder.agency), row) for row in charges], time, period, _("Cơ quan"), FEW,
            left_out=few_charges, open_as_of=shown.report.open_as_of,
        ),
        sections.matrix_section(
            _flows(shown), name, period, (_("Cơ quan giao"), _("Cơ quan nhận")), FEW
        ),
        sections.loop_section(
            [replace(loop, codes=[]) for loop in loops], name, time, period, FEW, left_out=few_loops
        ),
        sections.hiding_section(places, name, time, period, FEW, left_out=few_places),
        exception_section(shown.report.redatings, shown.report.rulings, period, FEW),
    ]  # fmt: skip


def _ages(shown: Shown) -> tuple[list[Age], bool]:
    cut: Cut[Age, int] = Cut(
        lambda age: age.key, shown.heir, lambda age: age.open,
        lambda age: least(*age.buckets, age.late, age.paused),
    )  # fmt: skip
    return told(*shown.both(lambda report: report.ages), cut, FEW)


def _loops(shown: Shown) -> tuple[list[Loop], bool]:
    cut: Cut[Loop, tuple[int, int]] = Cut(
        lambda loop: (loop.one, loop.other), shown.two,
        lambda loop: loop.bounces + loop.returned, lambda loop: least(loop.bounces, loop.returned),
    )  # fmt: skip
    return told(*shown.both(lambda report: report.loops), cut, FEW)


def _places(shown: Shown) -> tuple[list[HidingPlace], bool]:
    cut: Cut[HidingPlace, int] = Cut(
        lambda place: place.agency, shown.heir, lambda place: place.sent,
        lambda place: least(place.asked, place.single, place.asked - place.single,
                            place.repeated, place.special, place.was_late, place.open,
                            place.taken_back, place.kept, place.asked - place.kept),
    )  # fmt: skip
    return told(*shown.both(lambda report: report.hiding_places), cut, FEW)


def _charges(shown: Shown) -> tuple[list[Charged], bool]:
    """Return the lateness that is told; a dossier that two bore is one for their heir."""
    now, was = shown.both(lambda report: by_agency(report.charges))
    shared = {row.holder.agency: -row.dossiers for row in now}
    for row in was or ():
        heir = shown.heir(row.holder.agency)
        shared[heir] = shared.get(heir, 0) + row.dossiers
    cut: Cut[Charged, int] = Cut(
        lambda row: row.holder.agency, shown.heir, lambda row: row.dossiers,
        lambda row: row.dossiers,
    )  # fmt: skip
    return told(now, was, cut, FEW, shared=shared)


def by_agency(rows: Sequence[Charged]) -> list[Charged]:
    """Return lateness by agency: what its officers and posts bear, each dossier counted once."""
    summed: dict[int, Charged] = {}
    for row in rows:
        whole = summed.setdefault(row.holder.agency, Charged(row.holder))
        whole.dossiers += row.first
        whole.first += row.first
        whole.late += row.late
        whole.answering += row.answering
        whole.silent += row.silent
    return sorted(summed.values(), key=lambda row: (-row.late, row.holder.agency))


def _league(shown: Shown) -> tuple[League, bool]:
    """Return the league without agencies of few, and whether there were any.

    The whole is of those told: from that of all one could reckon how many of the others are late.
    """
    ranks, left_out = told(
        *shown.both(lambda report: report.league.ranks),
        Cut(lambda rank: rank.agency, shown.heir, lambda rank: rank.decided,
            lambda rank: rank.decided), FEW,
    )  # fmt: skip
    decided, on_time = sum(rank.decided for rank in ranks), sum(rank.on_time for rank in ranks)
    return League(decided, on_time, tuple(ranks)), left_out


def _flows(shown: Shown) -> Handovers:
    """Return the flows without small numbers, none of which the whole gives away."""
    told_of = shown.report.handovers
    keys = {name: _told_pairs(shown, name) for name in COLUMNS}
    flows = (
        Flow(*pair, *(getattr(flow, name) * (pair in keys[name]) for name in COLUMNS))
        for flow in told_of.flows
        for pair in [(flow.giver, flow.taker)]
    )
    return replace(told_of, flows=tuple(f for f in flows if f.handovers or f.returned or f.silent))


def _told_pairs(shown: Shown, name: Column) -> set[tuple[int, int]]:
    """Return between whom one of the numbers is told."""

    def number(flow: Flow) -> int:
        count: int = getattr(flow, name)
        return count

    cut: Cut[Flow, tuple[int, int]] = Cut(
        lambda flow: (flow.giver, flow.taker), shown.pair, number, number
    )
    flows = told(*shown.both(lambda report: report.handovers.flows), cut, FEW)[0]
    return {cut.key(flow) for flow in flows}
