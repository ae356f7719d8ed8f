"""A graph as a process: what our own files say exactly, and of others' what can be known.

A file drawn elsewhere does not say who does a step, with which share of the limit: a stand-in is
taken and named as a warning, so that a person fills it in before anything is published.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from thongsuot.domains.catalogue.bpmn.graph import (
    TASKS,
    Cause,
    Findings,
    Graph,
    Kind,
    LaneBox,
    Named,
    Node,
    Understood,
    values_of,
)
from thongsuot.domains.catalogue.bpmn.loose import loose_ends
from thongsuot.domains.catalogue.bpmn.reading import read_graph
from thongsuot.domains.catalogue.bpmn.wandering import Wanderer, Way
from thongsuot.domains.catalogue.rules.process_content import FORMAT, MOST_STEPS, process_of
from thongsuot.domains.catalogue.terms import Seat, Trigger, Work
from thongsuot.domains.organisation.terms import AgencyKind, PostKind

MINUTES_OF_A_DAY: Final = 480
"""Of a duration that a file drawn elsewhere gives in days: eight working hours."""
_DURATION: Final = re.compile(
    r"P(?:(?P<days>\d{1,5})D)?(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,8})M)?)?"
)
_TRIGGERS: Final = {None: Trigger.DONE, Cause.TIME: Trigger.TIME, Cause.MESSAGE: Trigger.SUPPLEMENT}
_REASONS: Final = {
    "one-start": "a process starts in one place",
    "no-step": "a process has a step",
    "too-many-steps": f"a process has {MOST_STEPS} steps at most",
    "start-leads-to-one-step": "the start leads to one step",
    "time-unreadable": "a duration is in days, hours and minutes, such as PT480M",
    "lane-stands-in": "the file does not say which post in which agency this lane is",
    "work-stands-in": "the file does not say what kind of work this step is",
    "share-stands-in": "the file does not say which share of the limit this step has",
    "basis-stands-in": "the file does not say on which legal basis this opinion is asked, of whom",
}
_Row = dict[str, object]


def read_bpmn(content: bytes, *, default_basis: str = "phoi-hop") -> Understood:
    """Return what a file came to: its process, or every element outside the subset.

    ``default_basis`` stands in where a file drawn elsewhere says none for an opinion.

    Raises:  FileNotReadable; ProcessWrong where the file states a value that no process can have.
    """
    graph, found = read_graph(content)
    if found.refused:
        return Understood(None, found.refused, found.warnings)
    reader = _Reader(graph, found, default_basis)
    document = reader.document()
    if not found.refused:
        found.refused += loose_ends(graph, reader.way)
    if found.refused:
        return Understood(None, found.refused, found.warnings)
    return Understood(process_of(document), (), found.warnings)


class _Reader:
    """Turns one graph into the document of a process."""

    def __init__(self, graph: Graph, found: Findings, basis: str) -> None:
        self.graph, self.found, self.basis = graph, found, basis
        self.way = Wanderer(graph, found)
        self.lanes = {box.id: box for box in graph.lanes}
        self.steps = [
            node for node in graph.nodes if node.kind in TASKS and node.id not in self.way.opinions
        ]
        self.said: set[str] = set()
        self.first: Node | None = None
        self.codes = {node.id: _code(node, "step") for node in graph.nodes if node.kind in TASKS}

    def document(self) -> _Row:
        """Return the document; incomplete where something was refused."""
        own = values_of(self.graph.own, "process") or {}
        name = self.graph.name or self.graph.id
        return {
            "format": FORMAT,
            "code": own.get("code") or self.graph.id,
            "name": name if own else _flat(name),
            "procedure": own.get("procedure", ""),
            "level": own.get("level"),
            "limit_minutes": _number(own.get("limitMinutes")),
            "source": own.get("source", ""),
            "steps": [self._step(node) for node in self._in_order()],
        }

    def _in_order(self) -> list[Node]:
        """Return the steps, the one at which the process starts first."""
        starts = [node for node in self.graph.nodes if node.kind is Kind.START]
        for extra in starts[1:] or ([] if starts else self.graph.nodes[:1]):
            self._refuse(extra, "one-start")
        if not self.steps:
            self._refuse(starts[0] if starts else None, "no-step")
        if len(self.steps) > MOST_STEPS:
            self._refuse(self.steps[MOST_STEPS], "too-many-steps")
        if len(starts) != 1 or not 1 <= len(self.steps) <= MOST_STEPS:
            return []
        firsts = self.way.first_steps(starts[0])
        first = next((node for node in self.steps if node.id in firsts), None)
        if len(firsts) != 1 or first is None:
            self._refuse(starts[0], "start-leads-to-one-step")
            return []
        self.first = first
        return [first, *(node for node in self.steps if node is not first)]

    # --- steps --------------------------------------------------------------------------------

    def _step(self, node: Node) -> _Row:
        own = values_of(node.own, "step")
        if own is None:
            self._warn(node, "work-stands-in")
            self._warn(node, "share-stands-in")
        values = own or {}
        return {
            "code": self.codes[node.id],
            "name": node.name if own else _flat(node.name) or self.codes[node.id],
            "work": values.get("work", self._work(node).value),
            "lane": self._lane(node),
            "share_minutes": _number(values.get("shareMinutes", "0")),
            "by_hand": node.kind is Kind.MANUAL,
            "outcomes": self._outcomes(node),
            "opinions": [self._opinion(asked) for asked in self._asked(node)],
            "documents": [
                {
                    "name": paper.values.get("name"),
                    "signed_in": paper.values.get("signedIn", ""),
                    "must": paper.values.get("must") == "true",
                }
                for paper in node.own
                if paper.name == "document"
            ],
        }

    def _work(self, node: Node) -> Work:
        """Return the work that stands in: a process starts with receipt."""
        return Work.RECEIVE if node is self.first else Work.VERIFY

    def _lane(self, node: Node) -> _Row:
        box = self.lanes.get(node.lane)
        own = values_of(box.own, "lane") if box else None
        if own is None:
            return self._unsaid_lane(node, box)
        return {
            "seat": own.get("seat"), "post": own.get("post"),
            "agency_kind": own.get("agencyKind"), "unit": own.get("unit", ""),
        }  # fmt: skip

    def _unsaid_lane(self, node: Node, box: LaneBox | None) -> _Row:
        """Return a lane that stands in, named once: the desk where it starts, else who settles."""
        if node.lane not in self.said:
            self.said.add(node.lane)
            self.found.warnings.append(
                Named("lane", box.id, "lane-stands-in", _REASONS["lane-stands-in"])
                if box
                else self._named(node, "lane-stands-in")
            )
        desk = node is self.first or (box and self.first and self.first.lane == box.id)
        return {
            "seat": (Seat.DESK if desk else Seat.COMPETENT).value,
            "post": (PostKind.DESK if desk else PostKind.HANDLER).value,
            "agency_kind": None,
            "unit": _flat(box.name) if box else "",
        }

    def _asked(self, node: Node) -> Iterator[Node]:
        for beside in self.way.beside.values():
            if beside.step == node.id:
                yield from (self.way.nodes[identity] for identity in beside.opinions)

    def _opinion(self, node: Node) -> _Row:
        own = values_of(node.own, "opinion")
        if own is None:
            self._warn(node, "basis-stands-in")
        values = own or {}
        return {
            "code": values.get("code") or _code(node, "opinion"),
            "name": node.name if own else _flat(node.name) or node.id,
            "agency_kind": values.get("agencyKind", AgencyKind.OTHER.value),
            "basis": values.get("basis", self.basis),
            "limit_minutes": _number(values.get("limitMinutes")),
            "must": values.get("must") == "true",
        }

    # --- outcomes -----------------------------------------------------------------------------

    def _outcomes(self, node: Node) -> list[_Row]:
        found = [
            (self._place(way, number), self._outcome(node, way, number))
            for number, way in enumerate(self.way.ways_from(node))
        ]
        return [row for _place, row in sorted(found, key=lambda pair: pair[0])]

    def _place(self, way: Way, number: int) -> int:
        own = values_of(way.own, "outcome")
        stated = _number(own.get("place")) if own else None
        return stated if isinstance(stated, int) else number

    def _outcome(self, node: Node, way: Way, number: int) -> _Row:
        own = values_of(way.own, "outcome")
        names = "".join(way.names) if own else _flat(" · ".join(name for name in way.names if name))
        return {
            "code": own.get("code") if own else f"{number + 1}",
            "name": names,
            "next": self.codes[way.target] if way.target else "",
            "trigger": _TRIGGERS[way.cause].value,
            "after_minutes": self._minutes(node, way) if way.cause is Cause.TIME else None,
        }

    def _minutes(self, node: Node, way: Way) -> int:
        found = _DURATION.fullmatch(way.duration)
        minutes = _minutes_of(found.groupdict()) if found else 0
        if not minutes:
            event = next(
                (e for e in self.graph.nodes if e.duration == way.duration and e.cause), node
            )
            self._refuse(event, "time-unreadable")
        return minutes

    # --- findings -----------------------------------------------------------------------------

    def _refuse(self, node: Node | None, problem: str) -> None:
        self.found.refused.append(self._named(node, problem))

    def _warn(self, node: Node, problem: str) -> None:
        self.found.warnings.append(self._named(node, problem))

    def _named(self, node: Node | None, problem: str) -> Named:
        if node is None:
            return Named("process", self.graph.id, problem, _REASONS[problem])
        return Named(node.kind.value, node.id, problem, _REASONS[problem], node.line)


def _minutes_of(parts: Mapping[str, str | None]) -> int:
    days, hours, minutes = (int(parts[name] or 0) for name in ("days", "hours", "minutes"))
    return days * MINUTES_OF_A_DAY + hours * 60 + minutes


def _code(node: Node, name: str) -> str:
    own = values_of(node.own, name)
    return (own or {}).get("code") or node.id


def _number(text: str | None) -> object:
    """Return a whole number, or the text itself, which the process then refuses by its field."""
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdigit() else text


def _flat(text: str) -> str:
    return " ".join(text.split())
