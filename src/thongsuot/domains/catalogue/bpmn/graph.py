"""A process as a graph of BPMN elements: what the subset holds, before it has places or meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from thongsuot.domains.catalogue.terms import Process
from thongsuot.domains.catalogue.terms.procedures import Json

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
OURS: Final = "urn:thongsuot:process:1"
"""The namespace of what BPMN has no word for: shares of the limit, posts, legal bases."""


class Kind(StrEnum):
    """The flow nodes of the subset, by their BPMN names."""

    START = "startEvent"
    END = "endEvent"
    USER = "userTask"
    MANUAL = "manualTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    BOUNDARY = "boundaryEvent"
    CATCH = "intermediateCatchEvent"


TASKS: Final = frozenset({Kind.USER, Kind.MANUAL})
GATEWAYS: Final = frozenset({Kind.EXCLUSIVE, Kind.PARALLEL})
EVENTS: Final = frozenset({Kind.BOUNDARY, Kind.CATCH})
"""Events that something makes happen: time, or the citizen's supplement."""


class Cause(StrEnum):
    """What makes an event happen, by its BPMN name."""

    TIME = "timerEventDefinition"
    MESSAGE = "messageEventDefinition"


@dataclass(frozen=True, slots=True)
class Own:
    """An extension element of ours: its name and its attributes."""

    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LaneBox:
    """One lane."""

    id: str
    name: str
    own: Sequence[Own] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node.  ``host`` is the task that a boundary event sits on."""

    id: str
    kind: Kind
    name: str = ""
    lane: str = ""
    host: str = ""
    cause: Cause | None = None
    duration: str = ""
    own: Sequence[Own] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow.  ``conditional``: the file says when it is taken."""

    id: str
    source: str
    target: str
    name: str = ""
    own: Sequence[Own] = ()
    line: int = 0
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """One process in one pool."""

    id: str
    name: str
    lanes: Sequence[LaneBox]
    nodes: Sequence[Node]
    flows: Sequence[Flow]
    own: Sequence[Own] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """An element of a file that is outside the subset, or was left out: its name, id and why.

    ``problem`` is a stable code, ``reason`` words; ``line`` is where it stands in the file.
    """

    element: str
    id: str
    problem: str
    reason: str
    line: int = 0

    def as_json(self) -> dict[str, Json]:
        """Return it as reports print it."""
        return {
            "element": self.element, "id": self.id, "line": self.line,
            "problem": self.problem, "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file came to: a process, or what is outside the subset; and what was left out."""

    process: Process | None
    refused: Sequence[Named] = ()
    warnings: Sequence[Named] = ()


@dataclass(slots=True)
class Findings:
    """What is collected while a file is read."""

    refused: list[Named] = field(default_factory=list)
    warnings: list[Named] = field(default_factory=list)


def values_of(owns: Sequence[Own], name: str) -> Mapping[str, str] | None:
    """Return the attributes of our extension element of this name, if there is one."""
    return next((own.values for own in owns if own.name == name), None)
