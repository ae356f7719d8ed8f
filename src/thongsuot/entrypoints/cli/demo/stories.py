"""What will happen to each sample dossier, decided beforehand by the seed alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import log
from random import Random
from typing import Any, Final, TypeVar

from thongsuot.domains.catalogue.terms import Channel
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.entrypoints.cli.demo.province import desk_code
from thongsuot.entrypoints.cli.demo.world import Service, World
from thongsuot.kernel.clock import LOCAL

Row = Mapping[str, Any]
S = NationalState
T = TypeVar("T")


class Fate(StrEnum):
    """How a story ends, if it is not left before."""

    GRANTED = "granted"
    TURNED_DOWN = "turned-down"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


FATES: Final = {
    Fate.GRANTED: 87, Fate.TURNED_DOWN: 4, Fate.REFUSED: 4, Fate.WITHDRAWN: 3, Fate.STOPPED: 2,
}  # fmt: skip
CHANNELS: Final = {Channel.ONLINE: 60, Channel.DIRECT: 34, Channel.POSTAL: 6}
LEFT: Final = (
    S.REGISTERED, S.PROCESSING, S.RECEIVED, S.SUPPLEMENT_REQUESTED, S.OBLIGATION_REQUESTED,
    S.PROCESSING, S.RESOLVED, S.PROCESSING, S.REGISTERED, S.PROCESSING, S.RESOLVED,
)  # fmt: skip
"""In which states the newest dossiers are left, in turn, so that every inbox holds something.

Odd in number: the halves of the province take turns too, and each gets some of every kind.
"""
AGES: Final = {
    S.REGISTERED: (0, 1), S.RECEIVED: (0, 2), S.PROCESSING: (1, 14),
    S.SUPPLEMENT_REQUESTED: (4, 9), S.OBLIGATION_REQUESTED: (4, 9), S.RESOLVED: (6, 14),
}  # fmt: skip
"""How many working days ago the dossiers left in a state were filed: the fewest, the most."""
OPEN_SHARE: Final = 0.14
AT_MERGER_SHARE: Final = 0.006
LAST_BEFORE_MERGER: Final = (1, 3)
"""How many working days before a merger those are filed that cross it: the fewest, the most."""
PROVINCE_SHARE: Final = 0.7
AT_CENTRE: Final = 0.6
WITH_FILES: Final = 0.35
"""Share of the online submissions by e-form that go through a draft with photographs."""
SUPPLEMENTED: Final = 0.06
PAYING: Final = 0.5
"""Of the procedures that ask for a payment."""
SILENT: Final = 0.03
LAST_SILENCE: Final = date(2026, 10, 20)
"""After it the sample's own policy leaves more time for answers than there is."""
CROSSED: Final = 0.03
DETOURS: Final = {0: 886, 1: 80, 2: 26, 3: 8}
USUAL_PACE: Final = 0.55
PACE_SPREAD: Final = 0.45
PACES: Final = (0.12, 2.0)
LONGEST_NEAR_THE_END_DAYS: Final = 15
NEAR_THE_END: Final = timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Story:
    """One dossier before it is played."""

    number: int
    seed: str
    half: int
    procedure: str
    settler: str
    desk: str
    channel: Channel
    begins_at: datetime
    fate: Fate
    pace: float
    detours: tuple[str, ...]
    crosses: str
    supplement: bool
    files: bool
    pays: bool
    silent: bool
    left_in: NationalState | None


class Teller:
    """Decides stories from what the province, its catalogue and its calendar offer."""

    def __init__(
        self, seed: int, province: Row, services: Mapping[str, Service], world: World,
        window: tuple[date, date],
    ) -> None:  # fmt: skip
        self.seed, self.province, self.services, self.world = seed, province, services, world
        self.first, self.until = window
        self.calendar: WorkingCalendar = world.calendar
        self.communes = [list(_of_half(province, half)) for half in (0, 1)]
        self.merged_on = date.fromisoformat(province["merged_on"])
        departments = {row["code"] for row in province["departments"]}
        asking = {row["code"] for row in province["departments"] if row.get("asks_payment")}
        settled = {code: world.settlers(code) for code in services}
        self.of_departments = [
            c for c, found in settled.items() if found[:1] and found[0] in departments
        ]
        self.paid_for = [c for c in self.of_departments if settled[c][0] in asking]
        self.of_communes = [
            c for c, found in settled.items() if found and c not in self.of_departments
        ]

    def stories(self, count: int) -> Iterator[Story]:
        """Yield ``count`` stories; each depends on the seed and its own number alone."""
        left = round(count * OPEN_SHARE)
        crossing = range(left + left % 2, left + 2 * max(1, round(count * AT_MERGER_SHARE)), 2)
        for number in range(count):
            left_in = _left_in(number) if number < left else None
            yield self._story(number, left_in, at_merger=number in crossing)

    def _story(self, number: int, left_in: NationalState | None, *, at_merger: bool) -> Story:
        seed = f"{self.seed}/{number}"
        rng = Random(seed)  # noqa: S311 - sample data must be repeatable, not secret
        half = number % 2
        of_province = not at_merger and self._goes_up(rng, half, left_in)
        day = self._last_day(rng) if at_merger else self._day(rng, left_in)
        service = self._service(rng, of_province, day, left_in)
        channel = _pick(rng, {c: w for c, w in CHANNELS.items() if c in service.limits})
        among = self._merging() if at_merger else self.communes[half]
        desk, settler = self._place(rng, among, service.code, of_province, day)
        form = service.has_form and channel is Channel.ONLINE
        supplement = left_in is S.SUPPLEMENT_REQUESTED or rng.random() < SUPPLEMENTED
        crossed = not supplement and rng.random() < CROSSED
        detours = () if supplement else self._detours(rng, settler)
        return Story(
            number=number,
            seed=seed,
            half=half,
            procedure=service.code,
            settler=settler,
            desk=desk,
            channel=channel,
            begins_at=_moment(rng, day, online=channel is Channel.ONLINE),
            fate=Fate.GRANTED if left_in else _pick(rng, FATES),
            pace=_pace(rng),
            detours=detours,
            crosses=self._other(rng, settler) if crossed else "",
            supplement=supplement,
            files=form and rng.random() < WITH_FILES,
            left_in=left_in,
            pays=service.code in self.paid_for
            and (left_in is S.OBLIGATION_REQUESTED or rng.random() < PAYING),
            silent=not left_in and rng.random() < SILENT and day < LAST_SILENCE,
        )

    def _goes_up(self, rng: Random, half: int, left_in: NationalState | None) -> bool:
        """Return whether an agency of the province settles it; only one half has those."""
        if half:
            return False
        return rng.random() < PROVINCE_SHARE or left_in is S.OBLIGATION_REQUESTED

    def _merging(self) -> list[Row]:
        return [row for half in self.communes for row in half if "merger_of" in row]

    def _last_day(self, rng: Random) -> date:
        """Return one of the last working days before the merger."""
        last = self.calendar.working_days_until(self.merged_on - timedelta(days=1))
        return self.calendar.nth_working_day(last + 1 - rng.randint(*LAST_BEFORE_MERGER))

    def _day(self, rng: Random, left_in: NationalState | None) -> date:
        last = self.calendar.working_days_until(self.until)
        if left_in is not None:
            return self.calendar.nth_working_day(last - rng.randint(*AGES[left_in]))
        first = self.calendar.working_days_until(self.first)
        return self.calendar.nth_working_day(rng.randint(first, last - 3))

    def _service(
        self, rng: Random, of_province: bool, day: date, left_in: NationalState | None
    ) -> Service:
        codes = self.of_departments if of_province else self.of_communes
        if left_in is S.OBLIGATION_REQUESTED:
            codes = self.paid_for  # at most some weeks: within the published calendar
        elif self.until - day < NEAR_THE_END:
            codes = [c for c in codes if all(map(_short, self.services[c].limits.values()))]
        weights = self.province["weights"]
        return self.services[_pick(rng, {code: weights.get(code, 1) for code in codes})]

    def _place(
        self, rng: Random, communes: Sequence[Row], procedure: str, of_province: bool, day: date
    ) -> tuple[str, str]:
        """Return the desk that receives and the agency that settles."""
        commune = self._commune(rng, communes, day)
        if not of_province:
            return desk_code(commune), commune
        settler = self.world.settlers(procedure)[0]
        at_centre = rng.random() < AT_CENTRE
        return (self.province["centre"]["code"] if at_centre else desk_code(commune)), settler

    def _commune(self, rng: Random, communes: Sequence[Row], day: date) -> str:
        (commune,) = rng.choices(communes, [row.get("weight", 1) for row in communes])
        if "merger_of" in commune and day < self.merged_on:
            return str(rng.choice(commune["merger_of"]))
        return str(commune["code"])

    def _detours(self, rng: Random, settler: str) -> tuple[str, ...]:
        count = _pick(rng, DETOURS)
        return tuple(self._other(rng, settler) for _ in range(count))

    def _other(self, rng: Random, settler: str) -> str:
        others = [row["code"] for row in self.province["departments"] if row["code"] != settler]
        return str(rng.choice(others))


def _left_in(number: int) -> NationalState:
    """Return in which state one of the newest is left; only one half asks for payments."""
    left = LEFT[number % len(LEFT)]
    return S.PROCESSING if left is S.OBLIGATION_REQUESTED and number % 2 else left


def _of_half(province: Row, half: int) -> Iterator[Row]:
    """Yield the communes of one half that work here already: of their own, or by a merger."""
    served = (row for row in province["communes"] if row.keys() & {"staff", "merger_of"})
    return (row for row in served if row["half"] == half)


def _pick(rng: Random, weights: Mapping[T, int]) -> T:
    return rng.choices(list(weights), list(weights.values()))[0]


def _pace(rng: Random) -> float:
    slowest, fastest = PACES[1], PACES[0]
    return min(slowest, max(fastest, rng.lognormvariate(log(USUAL_PACE), PACE_SPREAD)))


def _short(limit: TimeLimit) -> bool:
    return limit.unit is not Unit.MONTH and limit.quantity <= LONGEST_NEAR_THE_END_DAYS


def _moment(rng: Random, day: date, *, online: bool) -> datetime:
    """Return when somebody files: at the desk in office hours, online from early till late."""
    if online:
        clock = time(rng.randint(6, 21), rng.randint(0, 59), rng.randint(0, 59))
    else:
        clock = time(rng.choice((8, 9, 10, 14, 15)), rng.randint(0, 59), rng.randint(0, 59))
    return datetime.combine(day, clock, LOCAL).astimezone(UTC)
