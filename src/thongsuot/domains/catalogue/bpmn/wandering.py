"""Where one comes from a node of a graph: through gateways and events to the next step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from thongsuot.domains.catalogue.bpmn.graph import (
    EVENTS,
    TASKS,
    Cause,
    Findings,
    Flow,
    Graph,
    Kind,
    Named,
    Node,
    Own,
    values_of,
)

MOST_GATEWAYS: Final = 25
"""Between two steps, one after the other."""
MOST_WAYS: Final = 20_000
"""Flows followed in one file: gateways in a row multiply their ways."""
_REASONS: Final = {
    "too-many-ways": "too many gateways in a row lead on from here",
    "gateway-circle": "these gateways lead to themselves, without a step between",
    "parallel-branches": "a dossier has one holder: beside the step only opinions, each one task,"
    " may run between the two parallel gateways",
    "leads-to-start": "nothing leads into a start",
    "two-causes": "a way waits for one thing: time, or the citizen's supplement",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step: where to, on what cause, and the flows and events it runs through."""

    target: str
    names: tuple[str, ...]
    cause: Cause | None
    duration: str
    own: tuple[Own, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands between two parallel gateways: the step, and the opinions beside it."""

    step: str
    opinions: tuple[str, ...]
    join: str


class Wanderer:
    """Follows the flows of one graph; what cannot be followed is put to the findings."""

    def __init__(self, graph: Graph, found: Findings) -> None:
        self.nodes: Mapping[str, Node] = {node.id: node for node in graph.nodes}
        self.found = found
        self.going: dict[str, list[Flow]] = defaultdict(list)
        self.coming: dict[str, list[Flow]] = defaultdict(list)
        for flow in graph.flows:
            self.going[flow.source].append(flow)
            self.coming[flow.target].append(flow)
        self.beside: dict[str, Beside] = {}
        self.met: set[str] = set()
        self.walked: set[int] = set()
        self.followed = 0
        for node in graph.nodes:
            if node.kind is Kind.PARALLEL and len(self.going[node.id]) > 1:
                self._fork(node)

    @property
    def opinions(self) -> Mapping[str, str]:
        """The opinion tasks, each with the step it is asked beside."""
        return {o: beside.step for beside in self.beside.values() for o in beside.opinions}

    def ways_from(self, step: Node) -> Iterator[Way]:
        """Yield every way out of a step: of its work, then of the events that sit on it."""
        exit_of = next((b.join for b in self.beside.values() if b.step == step.id), step.id)
        for flow in self.going[exit_of]:
            yield from self._along(flow, Way("", (), None, "", ()), (exit_of,))
        for event in self.nodes.values():
            if event.host == step.id:
                start = Way("", (event.name,), event.cause, event.duration, ())
                for flow in self.going[event.id]:
                    yield from self._along(flow, start, (event.id,))

    def first_steps(self, start: Node) -> list[str]:
        """Return where one comes from the start."""
        ways = [
            way
            for flow in self.going[start.id]
            for way in self._along(flow, Way("", (), None, "", ()), (start.id,))
        ]
        return [way.target for way in ways]

    def _along(self, flow: Flow, way: Way, seen: tuple[str, ...]) -> Iterator[Way]:
        node = self.nodes[flow.target]
        self.met.add(node.id)
        self.walked.add(id(flow))
        self.followed += 1
        if self.followed > MOST_WAYS or len(seen) > MOST_GATEWAYS:
            self.name(node, "too-many-ways")
            return
        way = Way(way.target, (*way.names, flow.name), way.cause, way.duration,
                  (*way.own, *flow.own))  # fmt: skip
        if node.kind is Kind.END or node.kind in TASKS:
            yield self._to("" if node.kind is Kind.END else node.id, way)
        elif node.kind is Kind.START:
            self.name(node, "leads-to-start")
        elif node.id in seen:
            self.name(node, "gateway-circle")
        elif node.id in self.beside:
            yield self._to(self.beside[node.id].step, way)
        elif node.kind is Kind.PARALLEL and len(self.going[node.id]) > 1:
            return  # named where forks are looked at
        else:
            yield from self._beyond(node, way, (*seen, node.id))

    def _beyond(self, node: Node, way: Way, seen: tuple[str, ...]) -> Iterator[Way]:
        if node.kind in EVENTS:
            if way.cause is not None:
                self.name(node, "two-causes")
                return
            way = Way(way.target, (*way.names, node.name), node.cause, node.duration, way.own)
        for flow in self.going[node.id]:
            yield from self._along(flow, way, seen)

    def _to(self, target: str, way: Way) -> Way:
        return Way(target, way.names, way.cause, way.duration, way.own)

    # --- parallel gateways --------------------------------------------------------------------

    def _fork(self, node: Node) -> None:
        """Take a pair of parallel gateways for a step with opinions beside it, or name it."""
        branches = [self.nodes[flow.target] for flow in self.going[node.id]]
        joins = {self._join_of(branch) for branch in branches}
        join = joins.pop()
        if joins or not join or len({branch.id for branch in branches}) < len(branches):
            self.name(node, "parallel-branches")
            return
        if len(self.coming[join]) != len(branches):
            self.name(node, "parallel-branches")
            return
        step = self._step_among(node, branches)
        others = tuple(branch.id for branch in branches if branch.id != step.id)
        self.beside[node.id] = Beside(step.id, others, join)
        self.met.add(join)
        for flow in [*self.going[node.id], *self.coming[join]]:
            self.walked.add(id(flow))

    def _join_of(self, branch: Node) -> str:
        """Return the parallel gateway after a branch of one task; '' for any other branch."""
        onward = self.going[branch.id]
        if branch.kind not in TASKS or len(onward) != 1:
            return ""
        join = self.nodes[onward[0].target]
        return join.id if join.kind is Kind.PARALLEL else ""

    def _step_among(self, fork: Node, branches: Sequence[Node]) -> Node:
        """Return the branch that is the step: the one that says so, or is in the fork's lane."""
        said = [b for b in branches if values_of(b.own, "step") is not None]
        near = [b for b in branches if b.lane and b.lane == fork.lane]
        unsaid = [b for b in branches if values_of(b.own, "opinion") is None]
        return (said or [b for b in near if b in unsaid] or unsaid or list(branches))[0]

    def name(self, node: Node, problem: str) -> None:
        """Put a node to what is refused, once."""
        named = Named(node.kind.value, node.id, problem, _REASONS[problem], node.line)
        if named not in self.found.refused:
            self.found.refused.append(named)
