"""Which steps of a process still lie ahead of a dossier."""

from collections.abc import Collection, Sequence
from typing import Final

from thongsuot.domains.catalogue.terms import Process, ProcessStep, Trigger

BY_WORK: Final = frozenset({Trigger.DONE})
"""What whoever holds it brings about, by finishing the work."""


def steps_ahead(
    process: Process, code: str, triggers: Collection[Trigger] = BY_WORK
) -> list[ProcessStep]:
    """Return the steps that the work of this one may lead to, in the order of the table.

    With more ``triggers``, those too to which time or the papers of the citizen lead.
    A way back to a step that stands before this one in the table lies not ahead.
    """
    order = {one.code: number for number, one in enumerate(process.steps)}
    now = process.find_step(code)
    reached, waiting = set[str](), [now] if now else []
    while waiting:
        for following in following_codes(waiting.pop(), triggers):
            found = process.find_step(following)
            if found and following not in reached and order[following] > order[code]:
                reached.add(following)
                waiting.append(found)
    return [one for one in process.steps if one.code in reached]


def usual_way(process: Process) -> list[ProcessStep]:
    """Return the steps that a dossier takes where nothing comes in between: the first way down."""
    order = {one.code: number for number, one in enumerate(process.steps)}
    way, step = list[ProcessStep](), process.start
    while True:
        way.append(step)
        further = (
            process.steps[order[code]]
            for code in following_codes(step)
            if order.get(code, -1) > order[step.code]
        )
        onward = next(further, None)
        if onward is None:
            return way
        step = onward


def following_codes(step: ProcessStep, triggers: Collection[Trigger] = BY_WORK) -> Sequence[str]:
    """Return the codes of the steps that its work, when done, leads to; '' is the end."""
    return [one.next for one in step.outcomes if one.trigger in triggers]
