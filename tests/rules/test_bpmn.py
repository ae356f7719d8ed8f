"""BPMN 2.0: our own export comes back unchanged, what is outside the subset is named."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.builders_bpmn import LINE, drawn_elsewhere
from tests.builders_processes import PERMIT, processes

from thongsuot.domains.catalogue.bpmn import read_bpmn, write_bpmn
from thongsuot.domains.catalogue.bpmn.drawing import NEUTRAL, draw
from thongsuot.domains.catalogue.bpmn.graph import Kind
from thongsuot.domains.catalogue.bpmn.layout import Box, place
from thongsuot.domains.catalogue.terms import (
    FileNotReadable,
    Lane,
    ProcessWrong,
    Seat,
    Trigger,
    Work,
)
from thongsuot.domains.organisation.terms import PostKind

SCHEMAS = Path(__file__).resolve().parents[2] / "node_modules/bpmn-moddle/resources/bpmn/xsd"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """Return the schema of the OMG, as a package of npm ships it."""
    if not SCHEMAS.is_dir():
        pytest.skip("run `make setup` first: the schema comes with bpmn-moddle")
    return etree.XMLSchema(etree.parse(SCHEMAS / "BPMN20.xsd"))


@settings(max_examples=120)
@given(processes())
def test_any_process_comes_back_from_its_export_unchanged(process):
    understood = read_bpmn(write_bpmn(process))
    assert understood.process == process
    assert not understood.warnings


@settings(max_examples=40)
@given(processes())
def test_any_export_holds_to_the_schema_of_bpmn(schema, process):
    schema.assertValid(etree.fromstring(write_bpmn(process)))


@settings(max_examples=60)
@given(processes())
def test_nothing_is_drawn_over_anything_else(process):
    graph = draw(process, NEUTRAL)
    places = place(graph)
    hosted = {node.id for node in graph.nodes if node.kind is Kind.BOUNDARY}
    boxes = [box for name, box in places.nodes.items() if name not in hosted]
    assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]
    lane_of = {node.id: node.lane for node in graph.nodes}
    assert all(_within(places.nodes[name], places.lanes[lane_of[name]]) for name in places.nodes)
    assert all(_within(lane, places.pool) for lane in places.lanes.values())


def _overlap(a: Box, b: Box) -> bool:
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    return not (beside or a.y + a.height <= b.y or b.y + b.height <= a.y)


def _within(inner: Box, outer: Box) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


def test_a_permit_is_drawn_in_the_words_of_the_subset():
    kinds = {node.kind for node in draw(PERMIT, NEUTRAL).nodes}
    assert kinds == set(Kind) - {Kind.CATCH}


def test_a_way_to_a_step_that_is_not_there_cannot_be_drawn():
    lost = PERMIT.steps[0].__class__(
        "B9", "Lạc", PERMIT.steps[0].work, PERMIT.steps[0].lane, 0, PERMIT.steps[0].outcomes
    )
    alone = PERMIT.__class__("X", "X", "", (lost,))
    with pytest.raises(ProcessWrong) as refusal:
        write_bpmn(alone)
    assert refusal.value.facts["step"] == "B9"


# --- files drawn elsewhere --------------------------------------------------------------------


def test_a_plain_file_becomes_a_process_and_what_stands_in_is_said():
    understood = read_bpmn(drawn_elsewhere(LINE))
    assert understood.process
    assert [(step.code, step.work) for step in understood.process.steps] == [("t1", Work.RECEIVE)]
    assert understood.process.start.lane == Lane(Seat.DESK, PostKind.DESK)
    assert [(n.id, n.problem) for n in understood.warnings] == [
        ("t1", "work-stands-in"), ("t1", "share-stands-in"), ("t1", "lane-stands-in"),
    ]  # fmt: skip


def test_gateways_and_events_between_steps_become_outcomes():
    understood = read_bpmn(drawn_elsewhere(
        '<startEvent id="s"/><userTask id="a"/><exclusiveGateway id="x"/>'
        '<manualTask id="b"/><endEvent id="e"/>'
        '<intermediateCatchEvent id="m" name="Đã bổ sung"><messageEventDefinition/>'
        "</intermediateCatchEvent>"
        '<boundaryEvent id="w" attachedToRef="b"><timerEventDefinition>'
        "<timeDuration>P1DT30M</timeDuration></timerEventDefinition></boundaryEvent>"
        '<sequenceFlow id="1" sourceRef="s" targetRef="a"/>'
        '<sequenceFlow id="2" sourceRef="a" targetRef="x"/>'
        '<sequenceFlow id="3" sourceRef="x" targetRef="b" name="Đủ"/>'
        '<sequenceFlow id="4" sourceRef="x" targetRef="m" name="Thiếu"/>'
        '<sequenceFlow id="5" sourceRef="m" targetRef="a"/>'
        '<sequenceFlow id="6" sourceRef="b" targetRef="e"/>'
        '<sequenceFlow id="7" sourceRef="w" targetRef="e"/>'
    ))  # fmt: skip
    first, second = understood.process.steps
    assert [(o.name, o.next, o.trigger) for o in first.outcomes] == [
        ("Đủ", "b", Trigger.DONE), ("Thiếu · Đã bổ sung", "a", Trigger.SUPPLEMENT),
    ]  # fmt: skip
    assert second.by_hand
    assert [(o.next, o.after_minutes) for o in second.outcomes] == [("", None), ("", 510)]


def test_branches_between_parallel_gateways_are_the_step_and_the_opinions_beside_it():
    understood = read_bpmn(drawn_elsewhere(
        '<laneSet id="ls"><lane id="l1" name="Phòng"><flowNodeRef>a</flowNodeRef>'
        "<flowNodeRef>fork</flowNodeRef></lane>"
        '<lane id="l2" name="Công an"><flowNodeRef>o</flowNodeRef></lane></laneSet>'
        '<startEvent id="s"/><parallelGateway id="fork"/><userTask id="o" name="Cho ý kiến"/>'
        '<userTask id="a" name="Thẩm định"/><parallelGateway id="join"/><endEvent id="e"/>'
        '<sequenceFlow id="1" sourceRef="s" targetRef="fork"/>'
        '<sequenceFlow id="2" sourceRef="fork" targetRef="o"/>'
        '<sequenceFlow id="3" sourceRef="fork" targetRef="a"/>'
        '<sequenceFlow id="4" sourceRef="o" targetRef="join"/>'
        '<sequenceFlow id="5" sourceRef="a" targetRef="join"/>'
        '<sequenceFlow id="6" sourceRef="join" targetRef="e"/>'
    ))  # fmt: skip
    (step,) = understood.process.steps
    assert (step.code, step.lane.unit) == ("a", "Phòng")
    assert [(o.code, o.name, o.basis) for o in step.opinions] == [("o", "Cho ý kiến", "phoi-hop")]
    assert ("o", "basis-stands-in") in [(n.id, n.problem) for n in understood.warnings]


@pytest.mark.parametrize(
    ("inside", "element", "identity"),
    [
        pytest.param('<scriptTask id="j"/>', "scriptTask", "j", id="a script"),
        pytest.param('<task id="j"/>', "task", "j", id="a task that does not say by whom"),
        pytest.param('<subProcess id="j"/>', "subProcess", "j", id="a process within"),
        pytest.param('<inclusiveGateway id="j"/>', "inclusiveGateway", "j", id="an inclusive gate"),
        pytest.param('<startEvent id="j"/>', "startEvent", "j", id="a second start"),
        pytest.param('<intermediateCatchEvent id="j"/>', "intermediateCatchEvent", "j",
                     id="an event that waits for nothing"),
        pytest.param('<endEvent id="j"><terminateEventDefinition id="k"/></endEvent>',
                     "terminateEventDefinition", "k", id="an end that terminates"),
        pytest.param('<userTask id="j"><multiInstanceLoopCharacteristics/></userTask>',
                     "multiInstanceLoopCharacteristics", "j", id="many at once, by its task"),
        pytest.param('<boundaryEvent id="j" attachedToRef="t1" cancelActivity="false">'
                     "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
                     "</timerEventDefinition></boundaryEvent>",
                     "boundaryEvent", "j", id="an event that lets the task go on"),
        pytest.param('<boundaryEvent id="j" attachedToRef="t1"><timerEventDefinition>'
                     '<timeCycle id="k">R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent>',
                     "timeCycle", "k", id="time that comes again"),
        pytest.param('<sequenceFlow id="j" sourceRef="t1" targetRef="nobody"/>',
                     "sequenceFlow", "j", id="a flow to nothing"),
        pytest.param('<boundaryEvent id="j" attachedToRef="e"><messageEventDefinition/>'
                     "</boundaryEvent>", "boundaryEvent", "j", id="an event on no task"),
        pytest.param('<exclusiveGateway id="j"/><sequenceFlow id="k" sourceRef="t1" targetRef="j"/>'
                     '<sequenceFlow id="l" sourceRef="j" targetRef="j"/>',
                     "exclusiveGateway", "j", id="a gateway that leads to itself"),
        pytest.param('<parallelGateway id="j"/><userTask id="a"/><userTask id="b"/>'
                     '<sequenceFlow id="k" sourceRef="t1" targetRef="j"/>'
                     '<sequenceFlow id="l" sourceRef="j" targetRef="a"/>'
                     '<sequenceFlow id="m" sourceRef="j" targetRef="b"/>',
                     "parallelGateway", "j", id="two holders at once"),
        pytest.param('<userTask id="j"/><sequenceFlow id="k" sourceRef="t1" targetRef="j"/>'
                     '<sequenceFlow id="l" sourceRef="j" targetRef="e"/>',
                     "userTask", "t1", id="two flows out of a task, which run at once"),
        pytest.param('<boundaryEvent id="j" attachedToRef="t1"><timerEventDefinition>'
                     "<timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>",
                     "boundaryEvent", "j", id="an event on a task that leads nowhere"),
        pytest.param('<intermediateCatchEvent id="j"><messageEventDefinition/>'
                     '</intermediateCatchEvent><sequenceFlow id="k" sourceRef="j" targetRef="e"/>',
                     "intermediateCatchEvent", "j", id="an event to which nothing leads"),
        pytest.param('<sequenceFlow id="j" sourceRef="e" targetRef="t1"/>', "sequenceFlow", "j",
                     id="a flow out of an end"),
        pytest.param('<userTask id="t1"/>', "userTask", "t1", id="two nodes of one id"),
        pytest.param('<laneSet id="ls"><lane id="a"><flowNodeRef>t1</flowNodeRef></lane>'
                     '<lane id="b"><flowNodeRef>t1</flowNodeRef></lane></laneSet>',
                     "flowNodeRef", "t1", id="a step in two lanes"),
    ],
)  # fmt: skip
def test_what_is_outside_the_subset_is_named(inside, element, identity):
    understood = read_bpmn(drawn_elsewhere(LINE + inside))
    assert understood.process is None
    assert (element, identity) in {(named.element, named.id) for named in understood.refused}


ASKED = (
    '<startEvent id="s"/><parallelGateway id="fork"/><userTask id="o"/><userTask id="a"/>'
    '<parallelGateway id="join"/><endEvent id="e"/>'
    '<sequenceFlow id="1" sourceRef="s" targetRef="fork"/>'
    '<sequenceFlow id="2" sourceRef="fork" targetRef="a"/>'
    '<sequenceFlow id="3" sourceRef="fork" targetRef="o"/>'
    '<sequenceFlow id="4" sourceRef="a" targetRef="join"/>'
    '<sequenceFlow id="5" sourceRef="o" targetRef="join"/>'
    '<sequenceFlow id="6" sourceRef="join" targetRef="e"/>'
)


def test_a_timer_on_an_opinion_is_named_and_not_dropped():
    assert read_bpmn(drawn_elsewhere(ASKED)).process
    timer = (
        '<boundaryEvent id="w" attachedToRef="o"><timerEventDefinition><timeDuration>P1D'
        "</timeDuration></timerEventDefinition></boundaryEvent>"
        '<sequenceFlow id="7" sourceRef="w" targetRef="e"/>'
    )
    understood = read_bpmn(drawn_elsewhere(ASKED + timer))
    assert [(n.element, n.id) for n in understood.refused] == [
        ("boundaryEvent", "w"), ("sequenceFlow", "7"),
    ]  # fmt: skip


def test_a_parallel_gateway_behind_a_choice_is_named():
    understood = read_bpmn(drawn_elsewhere(
        '<startEvent id="s"/><userTask id="a"/><exclusiveGateway id="x"/><userTask id="b"/>'
        '<parallelGateway id="j"/><endEvent id="e"/>'
        '<sequenceFlow id="1" sourceRef="s" targetRef="a"/>'
        '<sequenceFlow id="2" sourceRef="a" targetRef="x"/>'
        '<sequenceFlow id="3" sourceRef="x" targetRef="b"/>'
        '<sequenceFlow id="4" sourceRef="x" targetRef="j"/>'
        '<sequenceFlow id="5" sourceRef="b" targetRef="j"/>'
        '<sequenceFlow id="6" sourceRef="j" targetRef="e"/>'
    ))  # fmt: skip
    assert [(n.id, n.problem) for n in understood.refused] == [("j", "waits-for-ever")]


def test_flows_out_of_a_task_that_say_when_they_are_taken_are_a_choice():
    understood = read_bpmn(drawn_elsewhere(
        '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>'
        '<sequenceFlow id="1" sourceRef="s" targetRef="a"/>'
        '<sequenceFlow id="2" sourceRef="a" targetRef="b"><conditionExpression>thiếu'
        "</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="3" sourceRef="a" targetRef="e"/>'
        '<sequenceFlow id="4" sourceRef="b" targetRef="e"/>'
    ))  # fmt: skip
    assert [o.name for o in understood.process.start.outcomes] == ["thiếu", ""]


def test_a_pool_of_the_citizen_and_notes_are_left_out_and_said():
    before = (
        '<collaboration id="c"><participant id="us" processRef="P"/><participant id="citizen"/>'
        '<messageFlow id="mf" sourceRef="citizen" targetRef="us"/></collaboration>'
    )
    note = '<textAnnotation id="n"><text>Ghi chú</text></textAnnotation>'
    understood = read_bpmn(drawn_elsewhere(LINE + note, before))
    assert understood.process
    left = {named.id for named in understood.warnings if named.problem == "left-out"}
    assert left == {"mf", "n"}


# --- files that mean harm ---------------------------------------------------------------------

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><l>&c;</l>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(LAUGHS, id="entities that multiply"),
        pytest.param(OUTSIDE, id="an entity from a file"),
        pytest.param(OUTSIDE.decode().encode("utf-16"), id="the same in another encoding"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00\x01", id="bytes"),
        pytest.param(b"<definitions/>", id="another language's definitions"),
        pytest.param(b" " * 5_000_001, id="far too much"),
        pytest.param(b"<a>" * 100_000, id="far too deep"),
        pytest.param(b'<?xml version="1.0" encoding="utf-7"?><a/>', id="an odd encoding"),
    ],
)
def test_what_is_no_bpmn_is_refused_and_nothing_grows(content):
    with pytest.raises(FileNotReadable):
        read_bpmn(content)


def _diamonds(count: int) -> str:
    """Return gateways in a row, each with two flows to the next: the ways double each time."""
    flows = "".join(
        f'<exclusiveGateway id="g{n}"/>'
        + "".join(
            f'<sequenceFlow id="d{n}{s}" sourceRef="g{n}" targetRef="g{n + 1}"/>' for s in "ab"
        )
        for n in range(count)
    )
    return (
        f'{flows}<exclusiveGateway id="g{count}"/>'
        '<sequenceFlow id="in" sourceRef="t1" targetRef="g0"/>'
        f'<sequenceFlow id="out" sourceRef="g{count}" targetRef="e"/>'
    )


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        pytest.param(_diamonds(20), "too-many-ways", id="ways that double twenty times"),
        pytest.param(_diamonds(2000), "too-many-ways", id="two thousand gateways in a row"),
        pytest.param(
            "".join(f'<userTask id="u{n}"/>' for n in range(9000)), "too-many-steps",
            id="nine thousand steps",
        ),
    ],
)  # fmt: skip
def test_a_file_made_to_take_long_is_refused_soon(inside, problem):
    understood = read_bpmn(drawn_elsewhere(LINE + inside))
    assert problem in {named.problem for named in understood.refused}
