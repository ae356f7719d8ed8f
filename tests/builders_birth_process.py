"""What tests of processes share: the small process of a birth registration."""

import dataclasses

from tests.builders import BIRTH

from thongsuot.domains.catalogue.terms import (
    Lane,
    Level,
    Process,
    ProcessStep,
    Seat,
    StepDocument,
    StepOutcome,
    Work,
)
from thongsuot.domains.organisation.terms import PostKind

DESK = Lane(Seat.DESK, PostKind.DESK)
HANDLER = Lane(Seat.COMPETENT, PostKind.HANDLER)
HEAD = Lane(Seat.COMPETENT, PostKind.HEAD)


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
