"""A process as a BPMN 2.0 file with its layout (BPMNDI)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from thongsuot.domains.catalogue.bpmn.drawing import NEUTRAL, Wording, draw
from thongsuot.domains.catalogue.bpmn.graph import (
    BPMNDI,
    DC,
    DI,
    MODEL,
    OURS,
    Cause,
    Flow,
    Graph,
    Kind,
    Node,
    Own,
)
from thongsuot.domains.catalogue.bpmn.layout import Box, Places, place
from thongsuot.domains.catalogue.terms import Process

__all__ = ["NEUTRAL", "Wording", "write_bpmn"]

_PREFIXES: Final = {None: MODEL, "bpmndi": BPMNDI, "dc": DC, "di": DI, "ts": OURS}
SUPPLEMENT: Final = "Message_supplement"
POOL: Final = "Pool"


def write_bpmn(process: Process, words: Wording = NEUTRAL) -> bytes:
    """Return the process as a file that BPMN tools open and ``read_bpmn`` reads back unchanged.

    Raises:  ProcessWrong for an outcome that leads to a step which is not there.
    """
    graph = draw(process, words)
    root = etree.Element(_model("definitions"), nsmap=_PREFIXES)
    root.set("id", "Definitions")
    root.set("name", process.name)
    root.set("targetNamespace", OURS)
    root.set("exporter", "Thông Suốt")
    if any(node.cause is Cause.MESSAGE for node in graph.nodes):
        _add(root, "message", id=SUPPLEMENT, name=words.supplement)
    pool = _add(root, "collaboration", id="Collaboration")
    _add(pool, "participant", id=POOL, name=process.name, processRef=graph.id)
    _process(root, graph)
    _diagram(root, graph, place(graph))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _add(parent: Any, tag: str, **values: str) -> Any:
    """Add an element of the model; what has no value is not written."""
    named = {name: value for name, value in values.items() if value}
    return etree.SubElement(parent, _model(tag), named)


def _own(parent: Any, owns: Sequence[Own]) -> None:
    if not owns:
        return
    held = _add(parent, "extensionElements")
    for own in owns:
        etree.SubElement(held, f"{{{OURS}}}{own.name}", dict(own.values))


# --- the model --------------------------------------------------------------------------------


def _process(root: Any, graph: Graph) -> None:
    process = _add(root, "process", id=graph.id, name=graph.name, isExecutable="false")
    _own(process, graph.own)
    lanes = _add(process, "laneSet", id="Lanes")
    for box in graph.lanes:
        lane = _add(lanes, "lane", id=box.id, name=box.name)
        _own(lane, box.own)
        for node in graph.nodes:
            if node.lane == box.id:
                _add(lane, "flowNodeRef").text = node.id
    coming, going = _ends(graph.flows)
    for node in graph.nodes:
        _node(process, node, coming[node.id], going[node.id])
    for flow in graph.flows:
        drawn = _add(
            process, "sequenceFlow", id=flow.id, name=flow.name,
            sourceRef=flow.source, targetRef=flow.target,
        )  # fmt: skip
        _own(drawn, flow.own)


def _ends(flows: Iterable[Flow]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    coming: dict[str, list[str]] = defaultdict(list)
    going: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        coming[flow.target].append(flow.id)
        going[flow.source].append(flow.id)
    return coming, going


def _node(process: Any, node: Node, coming: Sequence[str], going: Sequence[str]) -> None:
    drawn = _add(process, node.kind.value, id=node.id, name=node.name, attachedToRef=node.host)
    _own(drawn, node.own)
    for flow in coming:
        _add(drawn, "incoming").text = flow
    for flow in going:
        _add(drawn, "outgoing").text = flow
    if node.cause is Cause.MESSAGE:
        _add(drawn, Cause.MESSAGE.value, id=f"{node.id}-cause", messageRef=SUPPLEMENT)
    if node.cause is Cause.TIME:
        cause = _add(drawn, Cause.TIME.value, id=f"{node.id}-cause")
        if node.duration:
            _add(cause, "timeDuration").text = node.duration


# --- the diagram ------------------------------------------------------------------------------


def _diagram(root: Any, graph: Graph, places: Places) -> None:
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "Diagram"})
    plane = etree.SubElement(
        diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "Plane", "bpmnElement": "Collaboration"}
    )
    _shape(plane, POOL, places.pool, {"isHorizontal": "true"})
    for lane in graph.lanes:
        _shape(plane, lane.id, places.lanes[lane.id], {"isHorizontal": "true"})
    for node in graph.nodes:
        marked = {"isMarkerVisible": "true"} if node.kind is Kind.EXCLUSIVE else {}
        shape = _shape(plane, node.id, places.nodes[node.id], marked)
        if node.id in places.labels:
            _label(shape, places.labels[node.id])
    for flow in graph.flows:
        edge = etree.SubElement(
            plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"di_{flow.id}", "bpmnElement": flow.id}
        )
        for x, y in places.flows[flow.id]:
            etree.SubElement(edge, f"{{{DI}}}waypoint", {"x": _n(x), "y": _n(y)})
        if flow.id in places.labels:
            _label(edge, places.labels[flow.id])


def _shape(plane: Any, element: str, box: Box, values: Mapping[str, str]) -> Any:
    shape = etree.SubElement(
        plane,
        f"{{{BPMNDI}}}BPMNShape",
        {"id": f"di_{element}", "bpmnElement": element, **values},
    )
    _bounds(shape, box)
    return shape


def _label(drawn: Any, box: Box) -> None:
    _bounds(etree.SubElement(drawn, f"{{{BPMNDI}}}BPMNLabel"), box)


def _bounds(parent: Any, box: Box) -> None:
    etree.SubElement(
        parent,
        f"{{{DC}}}Bounds",
        {"x": _n(box.x), "y": _n(box.y), "width": _n(box.width), "height": _n(box.height)},
    )


def _n(value: float) -> str:
    return f"{value:g}"
