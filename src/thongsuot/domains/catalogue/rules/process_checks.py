"""What makes a process fit to be published, decided from the table alone.

What sends back to a step that was passed on every way repeats work and is not counted again.
Who sits on the posts that day is asked in ``process_staffing``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from thongsuot.domains.catalogue.terms import (
    END,
    Fault,
    Process,
    ProcessStep,
    Seat,
    Stage,
    StepOutcome,
    Trigger,
    Work,
)

SHARES_OVER_LIMIT = "shares-over-limit"
NEXT_UNKNOWN = "next-unknown"


def check_process(process: Process, *, law_minutes: int | None = None) -> list[Fault]:
    """Return everything wrong with a process, in the order of its table.

    ``law_minutes`` is the limit that the law gives; the process may keep a shorter one.
    Units:   minutes of working time.
    Source:  TT 01/2018/TT-VPCP Art. 8; docs/law/processes.md.
    """
    faults = [
        *_codes(process),
        *_first(process),
        *_followers(process),
        *_papers(process),
        *_reach(process),
        *_signing(process),
        *_opinions(process),
        *_limits(process, law_minutes),
    ]
    places = {step.code: place for place, step in enumerate(process.steps)}
    return sorted(faults, key=lambda fault: places.get(fault.step, len(places)))


def refusals(faults: Sequence[Fault]) -> list[Fault]:
    """Return those for which a process may not be published."""
    return [fault for fault in faults if fault.refuses]


def _codes(process: Process) -> Iterator[Fault]:
    for code, times in Counter(step.code for step in process.steps).items():
        if times > 1:
            yield Fault(code, "code", "code-twice", f"{times} steps have the code {code}")
    opinions = Counter(one.code for step in process.steps for one in step.opinions)
    for code, times in opinions.items():
        if times > 1:
            yield Fault("", "opinions", "code-twice", f"{times} opinions have the code {code}")
    for step in process.steps:
        if len({one.code for one in step.outcomes}) < len(step.outcomes):
            yield Fault(step.code, "outcomes", "code-twice", "two outcomes have one code")


def _first(process: Process) -> Iterator[Fault]:
    start = process.start
    if start.work is not Work.RECEIVE or start.lane.seat is not Seat.DESK:
        yield Fault(
            start.code, "work", "start-not-receipt", "a process starts with receipt at the desk"
        )


def _followers(process: Process) -> Iterator[Fault]:
    known = {step.code for step in process.steps}
    for step in process.steps:
        for outcome in step.outcomes:
            if outcome.next != END and outcome.next not in known:
                reason = f"leads to {outcome.next}, which is no step of the process"
                yield Fault(step.code, "outcomes", NEXT_UNKNOWN, reason)
            if outcome.next == step.code and outcome.trigger is Trigger.DONE:
                yield Fault(step.code, "outcomes", "leads-to-itself", "leads to itself")


def _papers(process: Process) -> Iterator[Fault]:
    """Papers that come lead to one step, from a step in which some may be asked for.

    Source:  docs/law/dossier-life.md: asked for while it is processed, before it is signed.
    """
    again = {one.next for step in process.steps for one in step.outcomes}
    for step in process.steps:
        leads = {one.next for one in outcomes_of_papers(step)}
        if len(leads) > 1:
            reason = f"papers that come would lead to {len(leads)} steps at once"
            yield Fault(step.code, "outcomes", "papers-two-ways", reason)
        is_before = step.stage is Stage.INTAKE and step.code not in again
        if leads and (is_before or step.stage is Stage.RETURN or step.work is Work.ISSUE):
            reason = "no papers are asked for in this step"
            yield Fault(step.code, "outcomes", "papers-never-asked", reason)
        if END in leads:
            reason = "papers that come would end the process"
            yield Fault(step.code, "outcomes", "papers-to-the-end", reason)


def _reach(process: Process) -> Iterator[Fault]:
    """Every step is reached, and from every step that is reached the end is."""
    reached = _closure(process.start.code, _onwards(process))
    ending = _closure(END, _backwards(process))
    if process.start.code not in ending:
        yield Fault("", "steps", "no-end", "no way leads from the start to an end")
    for step in process.steps:
        if step.code not in reached:
            yield Fault(step.code, "code", "not-reachable", "no way leads to this step")
        elif step.code not in ending and process.start.code in ending:
            yield Fault(step.code, "outcomes", "leads-nowhere", "no way leads on to an end")


def _onwards(process: Process) -> Mapping[str, set[str]]:
    return {step.code: {one.next for one in step.outcomes} for step in process.steps}


def _backwards(process: Process) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in process.steps:
        for one in step.outcomes:
            found.setdefault(one.next, set()).add(step.code)
    return found


def _closure(start: str, leads: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for code in leads.get(waiting.pop(), ()):
            if code not in seen:
                seen.add(code)
                waiting.append(code)
    return seen


def _signing(process: Process) -> Iterator[Fault]:
    """Nobody signs what he drafted; what is signed names the step that signs it.

    Source:  NĐ 61/2018 Art. 19; docs/law/processes.md, "Checks".
    """
    by_code = {step.code: step for step in process.steps}
    drafting = {step.lane.key for step in process.steps if step.work is Work.VERIFY}
    for step in process.steps:
        if step.work is Work.SIGN and step.lane.key in drafting:
            reason = "the post that drafts would sign its own draft"
            yield Fault(step.code, "lane", "drafter-signs", reason)
        for paper in step.documents:
            signer = by_code.get(paper.signed_in)
            if paper.must and not paper.signed_in:
                reason = "nothing shows whether a paper that nobody signs was made"
                yield Fault(step.code, "documents", "must-unsigned", reason)
            if paper.signed_in == step.code:
                reason = "the paper would be signed in the step that makes it"
                yield Fault(step.code, "documents", "drafter-signs", reason)
            elif paper.signed_in and (signer is None or signer.work is not Work.SIGN):
                reason = f"{paper.signed_in} is no step that signs"
                yield Fault(step.code, "documents", "signed-nowhere", reason)


def unsigned(process: Process) -> list[Fault]:
    """Flag a process in which nobody signs: by it no result would ever be signed.

    Source:  NĐ 61/2018 Art. 19(2): the competent person signs the result.
    """
    if any(step.work is Work.SIGN for step in process.steps):
        return []
    return [Fault("", "steps", "nobody-signs", "no step signs the result", refuses=False)]


def _opinions(process: Process) -> Iterator[Fault]:
    for step in process.steps:
        for one in step.opinions:
            if one.limit_minutes is not None and one.limit_minutes > step.share_minutes:
                reason = f"the opinion {one.code} may take longer than the step beside it"
                yield Fault(step.code, "opinions", "opinion-over-share", reason, refuses=False)


def _limits(process: Process, law_minutes: int | None) -> Iterator[Fault]:
    limit = process.limit_minutes
    if law_minutes is not None and limit is not None and limit > law_minutes:
        reason = f"the process gives {limit} minutes, the law {law_minutes}"
        yield Fault("", "limit_minutes", "limit-over-law", reason)
    bound = min((m for m in (limit, law_minutes) if m is not None), default=None)
    spent = longest_minutes(process)
    if bound is not None and spent > bound:
        reason = f"the shares add up to {spent} minutes, the limit is {bound}"
        yield Fault("", "share_minutes", SHARES_OVER_LIMIT, reason)


def longest_minutes(process: Process) -> int:
    """Return the shares of the longest way from the start on, whatever the order of the rows.

    What sends back to a step that every way here has passed repeats work and is not counted
    again. Steps that send one another round and may be begun at more than one of them are all
    counted, each once.
    Units:   minutes of working time.
    """
    share = {step.code: step.share_minutes for step in process.steps}
    onward = _ahead(process)
    reached = {code: _closure(code, onward) for code in share}
    longest: dict[frozenset[str], int] = {}
    for code in sorted(share, key=lambda code: len(reached[code])):
        round_it = _round(code, reached)
        further = {_round(to, reached) for to in reached[code] - round_it if to in share}
        longest[round_it] = sum(share[one] for one in round_it) + max(
            (longest[after] for after in further), default=0
        )
    return longest[_round(process.start.code, reached)]


def _round(code: str, reached: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the steps that lead to a step and to which it leads, itself among them."""
    return frozenset(to for to in reached[code] if code in reached.get(to, ()))


def _ahead(process: Process) -> Mapping[str, set[str]]:
    """Return where each step leads, without the ways back to what is passed on every way to it."""
    onward, start = _onwards(process), process.start.code
    ahead = {code: set(leads) for code, leads in onward.items()}
    for passed in onward:
        others = {code: leads - {passed} for code, leads in onward.items()}
        avoiding = set() if passed == start else _closure(start, others)
        for code in onward:
            if code not in avoiding:
                ahead[code].discard(passed)
    return ahead


def outcomes_of_papers(step: ProcessStep) -> list[StepOutcome]:
    """Return the outcomes of a step that come with the papers the citizen was asked for."""
    return [one for one in step.outcomes if one.trigger is Trigger.SUPPLEMENT]


def following(process: Process, code: str, *, papers_came: bool = False) -> list[ProcessStep]:
    """Return the steps that may follow a step when its holder says it is done, in their order.

    Where ``papers_came`` that were asked for in the step, first those to which they lead.
    """
    step = process.find_step(code)
    if step is None:
        return []
    named = [one.next for one in outcomes_of_papers(step)] if papers_came else []
    named += [one.next for one in step.outcomes if one.trigger is Trigger.DONE]
    return [after for name in dict.fromkeys(named) if (after := process.find_step(name))]


@dataclass(frozen=True, slots=True)
class Hop:
    """A step to which a dossier may be handed, and the share of the limit that goes with it.

    Units:   ``share_minutes`` in minutes of working time.
    """

    step: ProcessStep
    share_minutes: int


def hops_from(process: Process, code: str, *, papers_came: bool = False) -> list[Hop]:
    """Return where the holder of a step may hand the dossier; ``papers_came`` as in ``following``.

    Steps of the same people are theirs without a hand-over, and what the clerk issues is issued
    without holding it: both are passed on the way. The share of a step takes in those that the
    same people do next.
    """
    here = process.find_step(code)
    if here is None:
        return []
    found: list[ProcessStep] = []
    seen, waiting = {code}, following(process, code, papers_came=papers_came)
    while waiting:
        step = waiting.pop(0)
        if step.code in seen:
            continue
        seen.add(step.code)
        if step.lane.key == here.lane.key:
            waiting += following(process, step.code, papers_came=papers_came)
            continue
        found.append(step)
        if step.work is Work.ISSUE:
            waiting += following(process, step.code)
    return [Hop(step, _share_from(process, step)) for step in found]


def _share_from(process: Process, step: ProcessStep) -> int:
    share, seen = step.share_minutes, {step.code}
    onward = following(process, step.code)
    while len(onward) == 1 and onward[0].lane.key == step.lane.key and onward[0].code not in seen:
        share += onward[0].share_minutes
        seen.add(onward[0].code)
        onward = following(process, onward[0].code)
    return share
