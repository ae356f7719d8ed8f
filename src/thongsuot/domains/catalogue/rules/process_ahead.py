"""Which steps of a process still lie ahead of a dossier."""

from collections.abc import Sequence

from thongsuot.domains.catalogue.terms import Process, ProcessStep, Trigger


def steps_ahead(process: Process, code: str) -> list[ProcessStep]:
    """Return the steps that the work of this one may lead to, in the order of the table.

    A way back to a step that stands before this one in the table lies not ahead.
    """
    order = {one.code: number for number, one in enumerate(process.steps)}
    now = process.find_step(code)
    reached, waiting = set[str](), [now] if now else []
    while waiting:
        for following in following_codes(waiting.pop()):
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


def following_codes(step: ProcessStep) -> Sequence[str]:
    """Return the codes of the steps that its work, when done, leads to; '' is the end."""
    return [one.next for one in step.outcomes if one.trigger is Trigger.DONE]
