"""What tests of processes share: the small process of a birth registration."""

import dataclasses

from tests.builders import BIRTH, MONDAY

from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.catalogue.terms import (
    Lane,
    Level,
    Process,
    ProcessStep,
    Seat,
    StepDocument,
    StepOutcome,
    Trigger,
    Work,
)
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import PostKind

DESK = Lane(Seat.DESK, PostKind.DESK)
HANDLER = Lane(Seat.COMPETENT, PostKind.HANDLER)
HEAD = Lane(Seat.COMPETENT, PostKind.HEAD)
TOLD = {"by": Actor.system(), "at": MONDAY}
TODAY = MONDAY.date()


def step(code, work, lane, minutes, *follows, **fields):
    """Return a step that the holder ends towards one of ``follows``; '' is the end."""
    outcomes = tuple(StepOutcome(f"k{n}", "", after) for n, after in enumerate(follows, 1))
    return ProcessStep(code, f"Bước {code}", work, lane, minutes, outcomes, **fields)


def birth(*steps, **changed):
    """Return a process in four steps with a limit of one day of eight hours."""
    whole = Process(
        code=BIRTH, name="Quy trình đăng ký khai sinh", procedure=BIRTH, limit_minutes=480,
        level=Level.COMMUNE, source="Quyết định mẫu",
        steps=steps or (
            step("B1", Work.RECEIVE, DESK, 60, "B2"),
            step("B2", Work.VERIFY, HANDLER, 240, "B3",
                 documents=(StepDocument("Trích lục", "B3"),)),
            step("B3", Work.SIGN, HEAD, 120, "B4", "B2"),
            step("B4", Work.RETURN, DESK, 60, ""),
        ),
    )  # fmt: skip
    return dataclasses.replace(whole, **changed)


def with_step(process, code, **changed):
    """Return the process with one step changed."""
    steps = (dataclasses.replace(s, **changed) if s.code == code else s for s in process.steps)
    return dataclasses.replace(process, steps=tuple(steps))


def publish(process):
    """Put a process in force on the day on which the dossiers come."""
    catalogue.save_process(process=process, **TOLD)
    catalogue.publish_process(code=process.code, valid_from=TODAY, **TOLD)


def place(story):
    """Return the version and the step at which the dossier is."""
    dossier = Dossier.objects.select_related("process_version").get(code=story.code)
    version = dossier.process_version
    return (version and version.number, dossier.process_step)


def last_detail(story, act):
    """Return what the record says of the last act of this name."""
    return next(a for a in acts_of(f"dossier:{story.code}")[::-1] if a.act == act).detail


LONGER = birth(
    step("B1", Work.RECEIVE, DESK, 60, "B2a"),
    step("B2a", Work.VERIFY, HANDLER, 240, "B3"),
    step("B3", Work.SIGN, HEAD, 120, "B4", "B2a"),
    step("B4", Work.RETURN, DESK, 60, ""),
)
"""Another version: its second step has another name."""


def with_papers(to, *after):
    """Return the birth process whose second step goes on to ``to`` when papers asked for came.

    ``after`` are steps that stand behind the second.
    """
    found = birth().find_step("B2")
    came = StepOutcome("bo-sung", "Người nộp đã bổ sung", to, Trigger.SUPPLEMENT)
    first, second, *rest = with_step(birth(), "B2", outcomes=(*found.outcomes, came)).steps
    return birth(first, second, *after, *rest)


def with_timer(to, minutes=60):
    """Return the birth process whose second step goes on to ``to`` when its time has passed."""
    step = birth().find_step("B2")
    late = StepOutcome("qua-gio", "Quá giờ", to, Trigger.TIME, minutes)
    return with_step(birth(), "B2", outcomes=(*step.outcomes, late))
