"""Load the province: organisation and catalogue first, then all lives, in two processes.

Half of the desks, with the departments they send to, share no counter and no register with the
other half; so both halves may be played side by side and come out the same as one by one.
"""

import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count as counted
from multiprocessing.connection import Connection
from typing import Any, Final

from django.db import connections

from thongsuot import bootstrap
from thongsuot.domains.catalogue import reading, shipped
from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.custody import services as custody
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.documents.storage import written_in_bulk
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import memory
from thongsuot.domains.organisation import services as organisation
from thongsuot.entrypoints.cli.demo import merger, money
from thongsuot.entrypoints.cli.demo.case import Case
from thongsuot.entrypoints.cli.demo.clockwork import Life, play
from thongsuot.entrypoints.cli.demo.haste import in_haste, nothing_left_to_the_worker
from thongsuot.entrypoints.cli.demo.lives import life
from thongsuot.entrypoints.cli.demo.province import areas, organisation_file, sample
from thongsuot.entrypoints.cli.demo.stories import S, Story, Teller
from thongsuot.entrypoints.cli.demo.world import Service, World, mergers_of, services_on
from thongsuot.kernel.children import forked
from thongsuot.kernel.clock import LOCAL, local_date, utc_now

SIZES: Final = {"tiny": 60, "small": 2_000, "full": 20_000}
FIRST: Final = date(2025, 5, 20)
UNTIL: Final = date(2026, 11, 20)
SET_UP_AT: Final = datetime.combine(date(2025, 5, 5), time(8), LOCAL).astimezone(UTC)
OFFICE_CLOSES: Final = time(17)
LAST_EVENING: Final = datetime.combine(UNTIL, OFFICE_CLOSES, LOCAL).astimezone(UTC)
HALVES: Final = (0, 1)
HALF_THAT_MERGES: Final = 0
"""In which both communes of the merger are."""
WAIT_S: Final = 0.2
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of the lives: how many dossiers, how many acts, and a hash over all of them."""

    dossiers: int
    acts: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a life needs around it."""

    world: World
    services: dict[str, Service]


def set_up() -> None:
    """Take over the invented areas, the sample catalogue and the organisation of the province."""
    by = Actor.system()
    organisation.add_areas(
        facts=areas(), successions=[], effective_on=local_date(merger.merged_at()),
        source=sample("province")["source"], by=by, at=utc_now(),
    )  # fmt: skip
    rows = reading.read_jsonl(shipped.SAMPLE_PROCEDURES)
    catalogue.import_records(rows=rows, by=by, at=SET_UP_AT)
    settlements = reading.read_settlements(shipped.SAMPLE_SETTLEMENTS)
    catalogue.apply_settlements(settlements=settlements, by=by, at=SET_UP_AT)
    organisation.import_plan(document=_organisation(), by=by, at=SET_UP_AT)
    custody.publish_policy(document=sample("handover_policy"), by=by, at=SET_UP_AT)
    money.publish_tariffs(SET_UP_AT)
    _publish_processes(by)


def _publish_processes(by: Actor) -> None:
    """Publish the sample's processes; the dossiers of three procedures follow them."""
    rows = reading.read_processes(shipped.SAMPLE_PROCESSES)
    catalogue.import_processes(rows=rows, by=by, at=SET_UP_AT)
    for row in rows:
        code = str(row.values["code"]) if row.values else ""
        catalogue.publish_process(code=code, valid_from=local_date(SET_UP_AT), by=by, at=SET_UP_AT)


def _services() -> dict[str, Service]:
    return services_on(FIRST, sample("words")["missing_paper"])


def _organisation() -> dict[str, Any]:
    return organisation_file(_of_communes())


def _of_communes() -> list[str]:
    """Return the procedures that the table of competence gives to every commune."""
    departments = sample("province")["departments"]
    elsewhere = {code for agency in departments for code in agency["settles"]}
    return [code for code in sorted(_services()) if code not in elsewhere]


def stage_of_province() -> Stage:
    """Return what every life needs around it, once the province is set up."""
    calendar = deadlines.calendar_at(SET_UP_AT)
    world = World(_organisation(), mergers_of(sample("province")), calendar)
    return Stage(world, _services())


def teller_of(stage: Stage, seed: int) -> Teller:
    """Return who decides the stories of one seed."""
    return Teller(seed, sample("province"), stage.services, stage.world, (FIRST, UNTIL))


def play_all(count: int, seed: int, tell: Tell, *, side_by_side: bool) -> Played:
    """Let ``count`` dossiers live; ``tell`` hears how many have, and how many there are."""
    stage = stage_of_province()
    stories = list(teller_of(stage, seed).stories(count))
    halves = [[story for story in stories if story.half == half] for half in HALVES]
    played = _side_by_side if side_by_side else _one_by_one
    return _together(played(stage, halves, tell))


def _one_by_one(stage: Stage, halves: Sequence[Sequence[Story]], tell: Tell) -> list[Played]:
    total, done = sum(map(len, halves)), 0
    found = []
    for half in halves:
        before = done
        found.append(_play_half(stage, half, lambda n, before=before: tell(before + n, total)))  # type: ignore[misc]  # mypy loses the default
        done += len(half)
    return found


def _side_by_side(stage: Stage, halves: Sequence[Sequence[Story]], tell: Tell) -> list[Played]:
    """Play the second half in a child process and the first one here.

    Only in a process that has printed nothing yet: the printer's threads survive no fork.
    """
    bootstrap.signer()
    connections.close_all()  # a child may not share a connection
    context, total = multiprocessing.get_context("fork"), sum(map(len, halves))
    here, there = context.Pipe(duplex=False)
    elsewhere = context.Value("i", 0)
    child = forked(_play_elsewhere, stage, halves[1], elsewhere, there)
    child.start()
    first = _play_half(stage, halves[0], lambda done: tell(done + elsewhere.value, total))
    while child.is_alive():
        child.join(WAIT_S)
        tell(len(halves[0]) + elsewhere.value, total)
    if child.exitcode or not here.poll():
        raise ChildProcessError("the second half of the sample province was not played")
    return [first, here.recv()]


def _play_elsewhere(stage: Stage, half: Sequence[Story], done: Any, answer: Connection) -> None:
    def note(count: int) -> None:
        done.value = count

    answer.send(_play_half(stage, half, note))
    connections.close_all()


def _play_half(stage: Stage, half: Sequence[Story], tell: Callable[[int], None]) -> Played:
    merges = any(story.half == HALF_THAT_MERGES for story in half)
    cases = play_cases(stage, half, tell, merges=merges)
    return _played(case.code for case in cases if case.code)


def play_cases(
    stage: Stage, stories: Iterable[Story], tell: Callable[[int], None], *, merges: bool = True
) -> list[Case]:
    """Play some stories until the end of the window; every act goes through the services.

    Those that no desk has received come first, so that the desks have work at once; whatever
    takes a number in a register does so in the order of time. The merger of two communes
    happens at its own instant among the lives, and those that no desk has received after it.
    """
    signer = bootstrap.signer()
    cases = [Case(s, stage.services[s.procedure], stage.world, signer) for s in stories]
    ended = counted(0 if merges else 1)  # the merger is a life, but no dossier's
    waiting = [case for case in cases if case.story.left_in is S.REGISTERED]
    others = [case for case in cases if case.story.left_in is not S.REGISTERED]

    def go(lives: Iterable[Life]) -> None:
        play(lives, until=LAST_EVENING, ended=lambda: tell(next(ended)))

    def let_wait() -> None:
        go(life(case, LAST_EVENING) for case in waiting)

    with nothing_left_to_the_worker(), written_in_bulk(), in_haste(), memory.unchanging():
        if not merges:
            let_wait()
        played = [life(case, LAST_EVENING) for case in others]
        go([*([_merger(stage, let_wait)] if merges else []), *played])
    return cases


def _merger(stage: Stage, then: Callable[[], None]) -> Life:
    """Let two communes become one on their day, between what came before and what comes after."""
    yield merger.merged_at()
    merger.apply()
    stage.world.follow_mergers()
    then()


def _played(codes: Iterable[str]) -> Played:
    digest, acts, dossiers = hashlib.sha256(), 0, 0
    for code in sorted(codes):
        dossiers += 1
        for act in record.acts_of(f"dossier:{code}"):
            acts += 1
            actor = act.actor
            line = (code, act.seq, act.act, act.at.isoformat(), actor.agency, actor.officer_id)
            digest.update(repr(line).encode())
    return Played(dossiers, acts, digest.hexdigest())


def _together(found: Sequence[Played]) -> Played:
    whole = hashlib.sha256("".join(part.checksum for part in found).encode())
    return Played(
        dossiers=sum(part.dossiers for part in found),
        acts=sum(part.acts for part in found),
        checksum=whole.hexdigest(),
    )
