"""What an import will do with each row, decided before anything is written."""

from tests.builders_catalogue import list_row, method, row

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules.contents import content_of, digest_of
from thongsuot.domains.catalogue.rules.planning import Known, plan_import
from thongsuot.domains.catalogue.rules.records import read_record
from thongsuot.domains.catalogue.terms import Channel, Origin, SourceRow

REFERENCE = shipped.reference()
CODE = "1.900001"


def known(settled=None, origin=Origin.RECORD, **changed):
    """Return what the catalogue would hold after such a row had been taken over."""
    record, _ = read_record(row(**changed), REFERENCE)
    return Known(
        last_number=1, version_id=10, digest=digest_of(content_of(record)), origin=origin,
        name=record.name, field=record.field or "", decision=record.decision or "",
        executing_agency=record.executing_agency or "", settled=settled or {},
    )  # fmt: skip


def plan(*rows, held=None):
    return plan_import(rows, {CODE: held} if held else {}, REFERENCE)


def problems(planned):
    return [remark.problem for remark in planned.warnings]


def test_a_new_code_is_created():
    assert plan(row()).created == 1


def test_the_same_content_is_unchanged():
    planned = plan(row(), held=known())
    assert (planned.unchanged, planned.versions) == (1, [])


def test_changed_content_is_a_new_version():
    planned = plan(row(name="Tên mới"), held=known())
    assert (planned.created, planned.updated) == (0, 1)


def test_a_procedure_that_had_ended_comes_back_as_a_new_version():
    assert plan(row(), held=Known(last_number=3)).updated == 1


def test_a_code_twice_in_one_file_is_taken_once():
    planned = plan(row(1), row(2, name="Khác"))
    assert planned.created == 1
    assert [(r.row, r.field, r.problem) for r in planned.refused] == [(2, "code", "code-twice")]


def test_a_row_that_could_not_be_read_does_not_stop_the_others():
    broken = SourceRow(1, None, problem="not-json", reason="the line is not JSON")
    planned = plan(broken, row(2))
    assert (planned.read, planned.created, len(planned.refused)) == (2, 1, 1)


def test_one_name_under_two_codes_is_remarked():
    assert problems(plan(row(1), row(2, code="1.900002"))).count("name-shared") == 2


def test_a_list_creates_what_is_not_there_and_says_that_nothing_can_be_received():
    planned = plan(list_row())
    assert planned.created == 1
    assert problems(planned) == ["methods-missing"]


def test_a_list_never_overwrites_a_record_but_says_where_they_disagree():
    planned = plan(list_row(name="Tên khác", field="Đất đai"), held=known(executing_agency=None))
    assert planned.unchanged == 1
    assert problems(planned) == ["name-differs", "field-differs", "executing-agency-only-in-list"]


def test_a_list_changes_what_a_list_had_said():
    assert plan(list_row(), held=known(origin=Origin.LIST)).updated == 1


UNCLEAR = {"methods": [method(limit=1, unit=None)]}


def carried(held, **changed):
    planned = plan(row(name="Tên mới", **changed), held=held)
    return planned.versions[0].carried, problems(planned)


def test_a_settlement_goes_on_while_limit_and_decision_stay_the_same():
    held = known(settled={Channel.DIRECT: "1"}, **UNCLEAR)
    assert carried(held, **UNCLEAR)[0] == (Channel.DIRECT,)


def test_a_settlement_lapses_with_another_decision():
    held = known(settled={Channel.DIRECT: "1"}, **UNCLEAR)
    gone, said = carried(held, decision="2/QĐ-BTP", **UNCLEAR)
    assert gone == ()
    assert "settlement-lapsed" in said


def test_a_settlement_lapses_with_another_limit():
    held = known(settled={Channel.DIRECT: "1"}, **UNCLEAR)
    gone, said = carried(held, methods=[method(limit=2, unit=None)])
    assert gone == ()
    assert "settlement-lapsed" in said


def test_a_settlement_ends_quietly_when_the_limit_is_published_at_last():
    held = known(settled={Channel.DIRECT: "1"}, **UNCLEAR)
    gone, said = carried(held, methods=[method(limit=1)])
    assert gone == ()
    assert "settlement-lapsed" not in said
