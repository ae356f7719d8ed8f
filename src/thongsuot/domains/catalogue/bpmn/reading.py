"""A BPMN 2.0 file as a graph; whatever is outside the subset is named with its element and id."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from thongsuot.domains.catalogue.bpmn.graph import (
    EVENTS,
    MODEL,
    OURS,
    TASKS,
    Cause,
    Findings,
    Flow,
    Graph,
    Kind,
    LaneBox,
    Named,
    Node,
    Own,
)
from thongsuot.domains.catalogue.terms import FileNotReadable

MOST_BYTES: Final = 5_000_000
MOST_ELEMENTS: Final = 50_000
_KINDS: Final = {kind.value: kind for kind in Kind}
_CAUSES: Final = {cause.value: cause for cause in Cause}
_WORDS: Final = frozenset(
    {"documentation", "textAnnotation", "association", "group", "category", "messageFlow"}
)
"""Elements that only tell: they are left out, and named as left out."""
_WIRING: Final = frozenset({"incoming", "outgoing", "extensionElements"})
_REASONS: Final = {
    "outside-subset": "this element is not run here",
    "second-process": "a file holds one process",
    "second-lane-set": "lanes lie side by side, in one set",
    "without-cause": "an event here waits for time or for a message, for one of them",
    "with-cause": "the process starts and ends by itself, without a cause",
    "not-interrupting": "an event on a task ends the task",
    "time-not-a-duration": "time is given as a duration",
    "on-no-task": "an event sits on a task of the process",
    "leads-nowhere": "a flow leads from one node of the process to another",
    "in-two-lanes": "one post does a step: a node lies in one lane",
    "id-twice": "two nodes of the process have one id",
    "compensation": "a task that undoes another is not run here",
    "left-out": "it only tells, and is left out",
    "condition-left-out": "a person chooses the outcome: the condition is left out",
}


def read_graph(content: bytes) -> tuple[Graph, Findings]:
    """Return the process of a file, and what was found outside the subset.

    Raises:  FileNotReadable for what is no BPMN, is too large, or declares a document type.
    """
    root = _root(content)
    found = Findings()
    processes = [child for child in root if _local(child) == "process"]
    main = _main(root, processes)
    for child in root:
        name = _local(child)
        if name == "process" and child is not main:
            _refuse(found, child, "second-process")
        elif name == "collaboration":
            _collaboration(child, found)
        elif name not in {"process", "message", "extensionElements", None}:
            _other(found, child)
    return _graph(main, found), found


def names_in(content: bytes) -> dict[str, str]:
    """Return what the elements of a file are called, by id.  Raises: FileNotReadable."""
    return {
        one.get("id"): " ".join(one.get("name", "").split())
        for one in _root(content).iter()
        if one.get("id") and one.get("name")
    }


def _root(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise FileNotReadable("the file is too large")
    _refuse_entities(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileNotReadable("the file is no XML") from error
    if root.tag != f"{{{MODEL}}}definitions":
        raise FileNotReadable("the file is XML, but no BPMN 2.0")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise FileNotReadable("the file holds too many elements")
    return root


def _refuse_entities(content: bytes) -> None:
    """Refuse a document type before anything it declares could grow."""

    def refuse(*_declared: object) -> None:
        raise FileNotReadable("the file declares a document type, which BPMN never does")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileNotReadable("the file is no XML") from error


def _main(root: Any, processes: list[Any]) -> Any:
    """Return the process that a pool shows and that has a flow, else the first."""
    shown = [
        p.get("processRef", "").rpartition(":")[2] for p in root.iter(f"{{{MODEL}}}participant")
    ]
    told = [p for p in processes if p.get("id") in shown] or processes
    busy = [p for p in told if p.find(f"{{{MODEL}}}sequenceFlow") is not None]
    if not told:
        raise FileNotReadable("the file holds no process")
    return (busy or told)[0]


def _local(element: Any) -> str | None:
    """Return the name of an element of the model; None for other languages' elements."""
    tag = element.tag
    if not isinstance(tag, str):
        return None
    name = etree.QName(tag)
    return name.localname if name.namespace == MODEL else None


def _name_of(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else "entity"


def _id_of(element: Any) -> str:
    """Return the id of an element, or of the nearest one above that has any."""
    while element is not None:
        if element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return ""


def _named(element: Any, problem: str) -> Named:
    return Named(
        _name_of(element), _id_of(element), problem, _REASONS[problem], element.sourceline or 0
    )


def _refuse(found: Findings, element: Any, problem: str = "outside-subset") -> None:
    found.refused.append(_named(element, problem))


def _leave_out(found: Findings, element: Any, problem: str = "left-out") -> None:
    found.warnings.append(_named(element, problem))


def _other(found: Findings, element: Any) -> None:
    """Leave out what only tells, refuse the rest."""
    if _local(element) in _WORDS:
        _leave_out(found, element)
    else:
        _refuse(found, element)


def _collaboration(collaboration: Any, found: Findings) -> None:
    for child in collaboration:
        if _local(child) not in {"participant", "extensionElements", None}:
            _other(found, child)
        elif _local(child) == "participant":
            for part in child:
                if _local(part) not in {"extensionElements", None}:
                    _other(found, part)


# --- the process ------------------------------------------------------------------------------


def _graph(process: Any, found: Findings) -> Graph:
    lanes, lane_of = _lanes(process, found)
    nodes, flows = [], []
    for child in process:
        name = _local(child)
        if name in _KINDS:
            nodes.append(_node(child, _KINDS[name], lane_of, found))
        elif name == "sequenceFlow":
            flows.append(_flow(child, found))
        elif name not in {"laneSet", "extensionElements", None}:
            _other(found, child)
    if not found.refused:
        found.refused += _loose_ends(nodes, flows)
    return Graph(
        id=process.get("id", ""), name=process.get("name", ""), lanes=lanes, nodes=nodes,
        flows=flows, own=_own(process),
    )  # fmt: skip


def _loose_ends(nodes: Sequence[Node], flows: Sequence[Flow]) -> Iterator[Named]:
    """Yield flows between nodes that are not there, and events on what is no task."""
    known = {node.id for node in nodes}
    tasks = {node.id for node in nodes if node.kind in TASKS}
    for flow in flows:
        if not {flow.source, flow.target} <= known:
            yield Named(
                "sequenceFlow", flow.id, "leads-nowhere", _REASONS["leads-nowhere"], flow.line
            )
    seen: set[str] = set()
    for node in nodes:
        if node.id in seen:
            yield Named(node.kind.value, node.id, "id-twice", _REASONS["id-twice"], node.line)
        seen.add(node.id)
        if node.kind is Kind.BOUNDARY and node.host not in tasks:
            yield Named(node.kind.value, node.id, "on-no-task", _REASONS["on-no-task"], node.line)


def _lanes(process: Any, found: Findings) -> tuple[list[LaneBox], dict[str, str]]:
    boxes: list[LaneBox] = []
    lane_of: dict[str, str] = {}
    sets = [child for child in process if _local(child) == "laneSet"]
    for extra in sets[1:]:
        _refuse(found, extra, "second-lane-set")
    for lane in (one for one in sets[0] if _local(one)) if sets else ():
        if _local(lane) != "lane":
            if _local(lane) != "extensionElements":
                _other(found, lane)
            continue
        box = LaneBox(lane.get("id", ""), lane.get("name", ""), _own(lane))
        boxes.append(box)
        for child in lane:
            if _local(child) == "flowNodeRef":
                _lies_in(box, child, lane_of, found)
            elif _local(child) not in {"extensionElements", None}:
                _other(found, child)
    return boxes, lane_of


def _lies_in(box: LaneBox, ref: Any, lane_of: dict[str, str], found: Findings) -> None:
    node = (ref.text or "").strip()
    if lane_of.setdefault(node, box.id) != box.id:
        reason, line = _REASONS["in-two-lanes"], ref.sourceline or 0
        found.refused.append(Named("flowNodeRef", node, "in-two-lanes", reason, line))


def _node(element: Any, kind: Kind, lane_of: Mapping[str, str], found: Findings) -> Node:
    cause, duration = _cause(element, kind, found)
    if kind is Kind.BOUNDARY and element.get("cancelActivity") == "false":
        _refuse(found, element, "not-interrupting")
    if element.get("isForCompensation") == "true":
        _refuse(found, element, "compensation")
    identity = element.get("id", "")
    return Node(
        id=identity, kind=kind, name=element.get("name", ""),
        lane=lane_of.get(identity, ""),
        host=element.get("attachedToRef", "").rpartition(":")[2] if kind is Kind.BOUNDARY else "",
        cause=cause, duration=duration, own=_own(element), line=element.sourceline or 0,
    )  # fmt: skip


def _cause(element: Any, kind: Kind, found: Findings) -> tuple[Cause | None, str]:
    """Return what makes an event happen; name every other part of the node."""
    causes = []
    for child in element:
        name = _local(child)
        if name is None or name in _WIRING:
            continue
        if name in _CAUSES and kind in EVENTS:
            causes.append(child)
        elif name in _CAUSES:
            _refuse(found, child, "with-cause")
        else:
            _other(found, child)
    if kind not in EVENTS:
        return None, ""
    if len(causes) != 1:
        _refuse(found, element, "without-cause")
        return None, ""
    return _CAUSES[_name_of(causes[0])], _duration(causes[0], found)


def _duration(cause: Any, found: Findings) -> str:
    for child in cause:
        name = _local(child)
        if name == "timeDuration":
            return (child.text or "").strip()
        if name not in {"documentation", "extensionElements", None}:
            _refuse(found, child, "time-not-a-duration")
    return ""


def _flow(element: Any, found: Findings) -> Flow:
    name, conditional = element.get("name", ""), False
    for child in element:
        if _local(child) == "conditionExpression":
            conditional = True
            _leave_out(found, child, "condition-left-out")
            name = name or " ".join((child.text or "").split())
        elif _local(child) not in {"extensionElements", None}:
            _other(found, child)
    return Flow(
        id=element.get("id", ""), source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""), name=name, own=_own(element),
        line=element.sourceline or 0, conditional=conditional,
    )  # fmt: skip


def _own(element: Any) -> list[Own]:
    """Return our own extension elements of an element; those of others say nothing to us."""
    held = element.find(f"{{{MODEL}}}extensionElements")
    return list(_ours(held)) if held is not None else []


def _ours(held: Any) -> Iterator[Own]:
    for child in held:
        if isinstance(child.tag, str) and etree.QName(child).namespace == OURS:
            yield Own(_name_of(child), {str(key): str(value) for key, value in child.items()})
