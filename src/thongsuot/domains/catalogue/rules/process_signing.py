"""Who signs by a process, and which opinions it wants before that."""

from collections.abc import Collection, Iterable, Sequence

from thongsuot.domains.catalogue.rules.process_checks import following, outcomes_of_papers
from thongsuot.domains.catalogue.terms import (
    OpinionBeside,
    Process,
    ProcessStep,
    StepOutcome,
    Work,
)


def signing_step(process: Process, here: str) -> ProcessStep | None:
    """Return the step in which whoever is at ``here`` signs: it, or one that the same people do."""
    return next((step for step in own_steps(process, here) if step.work is Work.SIGN), None)


def own_steps(process: Process, here: str) -> list[ProcessStep]:
    """Return the step and those after it that the same people do without a hand-over."""
    first = process.find_step(here)
    found, waiting = list[ProcessStep](), [first] if first else []
    while waiting:
        step = waiting.pop(0)
        if step not in found and first is not None and step.lane.key == first.lane.key:
            found.append(step)
            waiting += following(process, step.code)
    return found


def outcome_of_papers(process: Process, here: str) -> StepOutcome | None:
    """Return what papers bring about that were asked for at ``here`` and came; None if nothing.

    It stands at the step, or at one that the same people do next without a hand-over.
    """
    found = (one for step in own_steps(process, here) for one in outcomes_of_papers(step))
    return next(found, None)


def certain_steps(process: Process, here: str) -> list[ProcessStep]:
    """Return the step and those after it that the same people do in every case."""
    found: list[ProcessStep] = []
    step = process.find_step(here)
    while step is not None and step not in found and step.lane.key == (found or [step])[0].lane.key:
        found.append(step)
        onward = following(process, step.code)
        step = onward[0] if len(onward) == 1 else None
    return found


def opinions_to_ask(process: Process, here: str, asked: Collection[str]) -> list[OpinionBeside]:
    """Return the opinions that the process wants at a step and nobody has asked for yet."""
    wanted = (one for step in own_steps(process, here) for one in step.opinions)
    return [one for one in wanted if one.code not in asked]


def still_to_ask(
    process: Process, here: str, asked: Collection[str], missing: Iterable[OpinionBeside]
) -> list[OpinionBeside]:
    """Return what a step wants, then what is ``missing`` of earlier ones, that nobody asked for."""
    own = opinions_to_ask(process, here, asked)
    known = {*asked, *(one.code for one in own)}
    return [*own, *(one for one in missing if one.code not in known)]


def opinions_missing(
    process: Process, passed: Iterable[str], had: Collection[str]
) -> Sequence[OpinionBeside]:
    """Return the opinions that the steps passed want and that neither came nor fell silent."""
    steps = (step for here in passed for step in certain_steps(process, here))
    wanted = {one.code: one for step in steps for one in step.opinions}
    return [one for code, one in wanted.items() if code not in had]


def papers_to_draft(process: Process, here: str) -> list[str]:
    """Return the papers that a step makes for a later one to sign, by name."""
    steps = certain_steps(process, here)
    return [paper.name for step in steps for paper in step.documents if paper.signed_in]


def papers_owed(process: Process, here: str, target: str) -> list[str]:
    """Return the papers without which a step is not left for ``target``, by name.

    Back up the table the way is always free: work is repeated there, and nothing was concluded.
    """
    places = {step.code: place for place, step in enumerate(process.steps)}
    if places.get(target, -1) <= places.get(here, -1):
        return []
    steps = certain_steps(process, here)
    return [paper.name for step in steps for paper in step.documents if paper.must]
