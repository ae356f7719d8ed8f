"""A process drawn as a graph: steps as tasks, outcomes as gateways and flows, opinions beside."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from thongsuot.domains.catalogue.bpmn.graph import (
    Cause,
    Flow,
    Graph,
    Kind,
    LaneBox,
    Node,
    Own,
)
from thongsuot.domains.catalogue.terms import (
    Lane,
    OpinionBeside,
    Process,
    ProcessStep,
    ProcessWrong,
    StepOutcome,
    Trigger,
)
from thongsuot.domains.organisation.terms import AgencyKind

START: Final = "Start"
FINISH: Final = "End"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")
_CAUSES: Final = {Trigger.TIME: Cause.TIME, Trigger.SUPPLEMENT: Cause.MESSAGE}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a drawing that a process itself does not have, for the reader's language."""

    start: str
    finish: str
    supplement: str
    lane: Callable[[Lane], str]
    asked: Callable[[AgencyKind], str]


NEUTRAL: Final = Wording(
    start="start", finish="end", supplement="supplement",
    lane=lambda lane: lane.unit or lane.key, asked=lambda kind: kind.value,
)  # fmt: skip
"""Codes instead of words."""


def draw(process: Process, words: Wording) -> Graph:
    """Return the graph of a process.

    Raises:  ProcessWrong for an outcome that leads to a step which is not there.
    """
    boxes = _boxes(process, words)
    flows = [flow for step in process.steps for flow in _flows(process, step)]
    entries = Counter(flow.target for flow in flows)
    flows.insert(0, Flow("Flow_start", START, entry_of(process.start)))
    entries[flows[0].target] += 1
    nodes = [Node(START, Kind.START, words.start, boxes[process.start.lane.key].id)]
    for step in process.steps:
        merged = entries[f"Fork_{safe(step.code)}"] > 1
        nodes += _nodes(step, boxes, merged=merged)
        flows = _merge(step, flows) if merged else flows
    last = next((s for s in reversed(process.steps) if not all(o.next for o in s.outcomes)), None)
    end_lane = boxes[(last or process.steps[-1]).lane.key].id
    nodes.append(Node(FINISH, Kind.END, words.finish, end_lane))
    return Graph(
        id=f"Process_{safe(process.code)}",
        name=process.name,
        lanes=list(boxes.values()),
        nodes=nodes,
        flows=flows,
        own=[Own("process", _process_values(process))],
    )


def safe(code: str) -> str:
    """Return a code as a part of an XML id; different codes stay different."""
    return _UNSAFE.sub(lambda found: f".{ord(found[0]):x}.", code)


def entry_of(step: ProcessStep) -> str:
    """Return the node at which one comes into a step."""
    return f"Fork_{safe(step.code)}" if step.opinions else f"Step_{safe(step.code)}"


def _exit_of(step: ProcessStep) -> str:
    return f"Join_{safe(step.code)}" if step.opinions else f"Step_{safe(step.code)}"


def _boxes(process: Process, words: Wording) -> dict[str, LaneBox]:
    """Return the lanes in the order in which they first work, those that are asked last."""
    boxes: dict[str, LaneBox] = {}
    for lane in (step.lane for step in process.steps):
        if lane.key not in boxes:
            own = Own("lane", _present(
                seat=lane.seat, post=lane.post, unit=lane.unit,
                agencyKind=lane.agency_kind.value if lane.agency_kind else "",
            ))  # fmt: skip
            boxes[lane.key] = LaneBox(f"Lane_{len(boxes) + 1}", words.lane(lane), [own])
    for kind in (asked.agency_kind for step in process.steps for asked in step.opinions):
        if _asked_key(kind) not in boxes:
            own = Own("asked", {"agencyKind": kind.value})
            boxes[_asked_key(kind)] = LaneBox(f"Lane_{len(boxes) + 1}", words.asked(kind), [own])
    return boxes


def _asked_key(kind: AgencyKind) -> str:
    return f"asked:{kind.value}"


# --- nodes ------------------------------------------------------------------------------------


def _nodes(step: ProcessStep, boxes: dict[str, LaneBox], *, merged: bool) -> Iterator[Node]:
    code, lane = safe(step.code), boxes[step.lane.key].id
    if merged:
        yield Node(f"Merge_{code}", Kind.EXCLUSIVE, lane=lane)
    if step.opinions:
        yield Node(f"Fork_{code}", Kind.PARALLEL, lane=lane)
    kind = Kind.MANUAL if step.by_hand else Kind.USER
    yield Node(f"Step_{code}", kind, step.name, lane, own=_step_own(step))
    for asked in step.opinions:
        where = boxes[_asked_key(asked.agency_kind)].id
        own = Own("opinion", _opinion_values(asked))
        yield Node(f"Opinion_{safe(asked.code)}", Kind.USER, asked.name, where, own=[own])
    if step.opinions:
        yield Node(f"Join_{code}", Kind.PARALLEL, lane=lane)
    if len(_done(step)) > 1:
        yield Node(f"Split_{code}", Kind.EXCLUSIVE, lane=lane)
    for place, outcome in enumerate(step.outcomes):
        if outcome.trigger is not Trigger.DONE:
            yield Node(
                f"Event_{code}-{place}", Kind.BOUNDARY, outcome.name, lane, f"Step_{code}",
                _CAUSES[outcome.trigger], _duration(outcome),
            )  # fmt: skip


def _done(step: ProcessStep) -> list[StepOutcome]:
    return [outcome for outcome in step.outcomes if outcome.trigger is Trigger.DONE]


def _duration(outcome: StepOutcome) -> str:
    return f"PT{outcome.after_minutes}M" if outcome.after_minutes is not None else ""


# --- flows ------------------------------------------------------------------------------------


def _flows(process: Process, step: ProcessStep) -> Iterator[Flow]:
    code = safe(step.code)
    if step.opinions:
        ways = [f"Step_{code}", *(f"Opinion_{safe(asked.code)}" for asked in step.opinions)]
        for place, node in enumerate(ways):
            yield Flow(f"Beside_{code}-{place}", f"Fork_{code}", node)
            yield Flow(f"Beside_{code}-{place}-back", node, f"Join_{code}")
    split = len(_done(step)) > 1
    if split:
        yield Flow(f"Flow_{code}-split", _exit_of(step), f"Split_{code}")
    for place, outcome in enumerate(step.outcomes):
        own = Own("outcome", _present(code=outcome.code, place=str(place)))
        done = outcome.trigger is Trigger.DONE
        source = f"Split_{code}" if split else _exit_of(step)
        yield Flow(
            f"Flow_{code}-{place}",
            source if done else f"Event_{code}-{place}",
            _target(process, step, outcome),
            outcome.name if done else "",
            [own],
        )


def _target(process: Process, step: ProcessStep, outcome: StepOutcome) -> str:
    if not outcome.next:
        return FINISH
    following = process.find_step(outcome.next)
    if following is None:
        raise ProcessWrong("it leads to a step that is not there", field="next", step=step.code)
    return entry_of(following)


def _merge(step: ProcessStep, flows: Sequence[Flow]) -> list[Flow]:
    """Let several ways meet before a fork: a parallel gateway would wait for all of them."""
    fork, merge = f"Fork_{safe(step.code)}", f"Merge_{safe(step.code)}"
    met = [
        Flow(flow.id, flow.source, merge, flow.name, flow.own) if flow.target == fork else flow
        for flow in flows
    ]
    return [*met, Flow(f"Flow_{safe(step.code)}-merge", merge, fork)]


# --- what BPMN has no word for ----------------------------------------------------------------


def _present(**values: str) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value}


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _process_values(process: Process) -> dict[str, str]:
    return _present(
        code=process.code, procedure=process.procedure, source=process.source,
        level=process.level.value if process.level else "",
        limitMinutes=_number(process.limit_minutes),
    )  # fmt: skip


def _step_own(step: ProcessStep) -> list[Own]:
    values = _present(code=step.code, work=step.work, shareMinutes=str(step.share_minutes))
    papers = [
        Own(
            "document",
            _present(name=paper.name, signedIn=paper.signed_in, must="true" if paper.must else ""),
        )
        for paper in step.documents
    ]
    return [Own("step", values), *papers]


def _opinion_values(asked: OpinionBeside) -> dict[str, str]:
    return _present(
        code=asked.code, agencyKind=asked.agency_kind, basis=asked.basis,
        limitMinutes=_number(asked.limit_minutes), must="true" if asked.must else "",
    )  # fmt: skip
