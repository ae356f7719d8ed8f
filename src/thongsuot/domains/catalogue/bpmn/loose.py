"""What of a graph no way runs through: it would be lost without a word, so it is named.

BPMN 2.0 (OMG formal/2011-01-03), on activities and on parallel gateways: several flows out of an
activity or event run at once; a parallel gateway waits for every flow that comes in.
"""

from collections.abc import Iterator
from typing import Final

from thongsuot.domains.catalogue.bpmn.graph import GATEWAYS, Flow, Graph, Kind, Named, Node
from thongsuot.domains.catalogue.bpmn.wandering import Wanderer

_REASONS: Final = {
    "flows-at-once": "several flows out of it run at once; a gateway says which is taken",
    "waits-for-ever": "it waits for all that comes in, and nothing parted before it",
    "not-followed": "no way through the process runs here",
    "leads-nowhere": "a way out of it has to lead on",
}


def loose_ends(graph: Graph, way: Wanderer) -> Iterator[Named]:
    """Yield the nodes and flows that would be lost or would mean something else here.

    To be asked after every way of every step was followed.
    """
    joins = {beside.join for beside in way.beside.values()}
    for node in graph.nodes:
        problem = _problem(node, way, joins)
        if problem:
            yield Named(node.kind.value, node.id, problem, _REASONS[problem], node.line)
    for flow in graph.flows:
        if id(flow) not in way.walked:
            yield Named(
                "sequenceFlow", flow.id, "not-followed", _REASONS["not-followed"], flow.line
            )


def _problem(node: Node, way: Wanderer, joins: set[str]) -> str:
    going = way.going[node.id]
    if node.kind not in GATEWAYS and node.kind is not Kind.START and _at_once(going):
        return "flows-at-once"
    if node.kind is Kind.PARALLEL and len(way.coming[node.id]) > 1 and node.id not in joins:
        return "waits-for-ever"
    if node.kind is Kind.BOUNDARY and not going:
        return "leads-nowhere"
    if node.kind in GATEWAYS | {Kind.CATCH} and not going and node.id in way.met - joins:
        return "leads-nowhere"
    if node.kind in GATEWAYS | {Kind.CATCH} and node.id not in way.met | way.beside.keys():
        return "not-followed"
    if node.kind is Kind.BOUNDARY and node.host in way.opinions:
        return "not-followed"
    return ""


def _at_once(going: list[Flow]) -> bool:
    return sum(1 for flow in going if not flow.conditional) > 1
