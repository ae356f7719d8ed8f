"""Published procedures are cleaned, and what is wrong with them is said with its place."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_catalogue import component, list_row, method, row, values

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules.contents import (
    component_codes,
    content_of,
    digest_of,
)
from thongsuot.domains.catalogue.rules.legal import repair_base
from thongsuot.domains.catalogue.rules.records import read_record
from thongsuot.domains.catalogue.terms import ComponentLine, SourceRow

REFERENCE = shipped.reference()
SYMBOLS = REFERENCE.legal_symbols


def read(**changed):
    return read_record(row(7, **changed), REFERENCE)


def remarked(remarks):
    return [(remark.field, remark.problem) for remark in remarks.warnings]


def test_a_clean_record_is_taken_without_a_word():
    record, remarks = read()
    assert record.code == "1.900001"
    assert remarks.warnings == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        pytest.param(None, "code-missing", id="no code"),
        pytest.param("", "code-missing", id="an empty code"),
        pytest.param("1.00119", "code-malformed", id="a digit short"),
        pytest.param("1,001193", "code-malformed", id="a comma"),
        pytest.param("0.001193", "code-malformed", id="a leading zero"),
        pytest.param("１.001193", "code-malformed", id="a full-width digit"),
        pytest.param(1.001193, "code-not-text", id="a number from a sheet"),
    ],
)
def test_a_record_without_a_valid_code_is_refused_with_its_place(code, problem):
    record, remarks = read(code=code)
    refusal = remarks.refusal
    assert record is None
    assert (refusal.row, refusal.field, refusal.problem) == (7, "code", problem)
    assert refusal.reason


def test_blanks_around_a_code_are_taken_away_and_remarked():
    record, remarks = read(code=" 1.900001\u200b")
    assert record.code == "1.900001"
    assert remarked(remarks) == [("code", "code-trimmed")]


def test_text_is_brought_to_nfc():
    record, remarks = read(name=unicodedata.normalize("NFD", "Đăng ký hộ tịch"))
    assert record.name == "Đăng ký hộ tịch"
    assert remarked(remarks) == [("name", "text-not-nfc")]


def test_invisible_characters_do_not_reach_the_database():
    record, _ = read(name="Đăng\u200b ký\x00 \ud800hộ tịch", steps="Bước 1\x00\r\nBước 2")
    assert record.name == "Đăng ký hộ tịch"
    assert record.steps == "Bước 1\nBước 2"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"name": 5}, id="a number for a name"),
        pytest.param({"name": " "}, id="a blank name"),
        pytest.param({"methods": "none"}, id="text for a list"),
        pytest.param({"methods": ["none"]}, id="text for an object"),
        pytest.param({"methods": [method(limit="7")]}, id="text for a number"),
        pytest.param({"methods": [method(limit=True)]}, id="true for a number"),
        pytest.param({"components": [component(originals="1")]}, id="text for a count"),
        pytest.param({"legal_bases": [5]}, id="a number for a document"),
        pytest.param({"source": {"path": 5}}, id="a number for a place"),
    ],
)
def test_a_record_of_another_shape_is_refused_and_never_crashes(changed):
    record, remarks = read(**changed)
    assert record is None
    assert remarks.refusal.problem in {"wrong-type", "name-missing"}
    assert remarks.refusal.field.startswith(next(iter(changed)))


def test_a_decision_longer_than_is_kept_refuses_the_row_at_its_field():
    record, remarks = read(decision="1/QĐ-BTP, " * 10)
    assert record is None
    refusal = remarks.refusal
    assert (refusal.row, refusal.field, refusal.problem) == (7, "decision", "text-too-long")


@pytest.mark.parametrize("code", ["k" * 37, "Tờ khai", "0912345678", "012345678901", "<b>", "a b"])
def test_a_code_of_a_paper_that_the_record_cannot_hold_is_left_out_and_remarked(code):
    record, remarks = read(components=[component(), component("Đơn", code=code)])
    assert record.components[1].code == ""
    assert remarked(remarks) == [("components[1].code", "component-code-unclear")]


@pytest.mark.parametrize("limit", [float("nan"), float("inf"), -1, 10**9])
def test_a_limit_nobody_can_believe_is_left_out(limit):
    record, remarks = read(methods=[method(limit=limit)])
    assert record.methods[0].limit is None
    assert ("methods[0].limit", "limit-out-of-range") in remarked(remarks)


def test_both_spellings_of_a_level_are_one():
    assert read(levels=["Cấp Bộ", "Cấp bộ", "Cấp Xã"])[0].levels == ("Cấp bộ", "Cấp xã")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"levels": ["Cấp huyện"]}, ("levels[0]", "level-unknown"), id="a level gone"),
        pytest.param({"methods": []}, ("methods", "methods-missing"), id="no methods"),
        pytest.param(
            {"methods": [method(unit=None)]}, ("methods[0].unit", "unit-missing"), id="no unit"
        ),
        pytest.param(
            {"methods": [method(channel="Bồ câu")]},
            ("methods[0].channel", "channel-unknown"), id="an unknown channel",
        ),
        pytest.param(
            {"methods": [method(fee_text="Miễn phí", fee_amount=0, note="5.000 đồng")]},
            ("methods[0].fee_text", "fee-free-but-amount"), id="free but an amount named",
        ),
        pytest.param(
            {"methods": [method(limit=3), method(limit=7)]},
            ("methods", "limits-differ"), id="cases of one channel",
        ),
        pytest.param(
            {"methods": [method(limit=3), method(limit=7, channel="Trực tuyến")]},
            ("methods", "limits-differ-by-channel"), id="channels apart",
        ),
        pytest.param(
            {"components": [component(" ")]}, ("components[0].name", "component-unnamed"),
            id="a component without a name",
        ),
        pytest.param(
            {"executing_agency": None}, ("executing_agency", "executing-agency-missing"),
            id="no agency",
        ),
        pytest.param(
            {"executing_agency": "Sở A, Sở B"}, ("executing_agency", "executing-agencies-several"),
            id="several agencies",
        ),
        pytest.param(
            {"legal_bases": ["123/2015/NĐ-CPN"]}, ("legal_bases", "legal-base-repaired"),
            id="a swallowed letter",
        ),
        pytest.param(
            {"legal_bases": ["Luật Hàng hải"]}, ("legal_bases", "legal-base-unclear"),
            id="a law without its number",
        ),
        pytest.param({"colour": "blue"}, ("colour", "field-unknown"), id="an unknown field"),
        pytest.param({"source": "somewhere"}, ("source", "source-unclear"), id="a loose source"),
    ],
)  # fmt: skip
def test_what_a_person_should_look_at_is_remarked_with_its_field(changed, expected):
    record, remarks = read(**changed)
    assert record is not None
    assert expected in remarked(remarks)
    assert all(w.row == 7 and w.code == "1.900001" and w.reason for w in remarks.warnings)


def test_a_list_names_a_procedure_and_is_not_blamed_for_saying_no_more():
    record, remarks = read_record(list_row(), REFERENCE)
    assert record.methods == ()
    assert remarks.warnings == []


@pytest.mark.parametrize(
    ("run_together", "number"),
    [
        ("123/2015/NĐ-CPN", "123/2015/NĐ-CP"),
        ("08/2025/TT-BTPQUY", "08/2025/TT-BTP"),
        ("15/2024/TT-BNNPTNTT", "15/2024/TT-BNNPTNT"),
        ("66.7/2025/NQ-CPL", "66.7/2025/NQ-CP"),
        ("595/QĐ-BHXHTH", "595/QĐ-BHXH"),
        ("60/2014/QH13", "60/2014/QH13"),
        ("46/2016/TT-BYT", "46/2016/TT-BYT"),
        ("12/2020/XYZ-ABC", "12/2020/XYZ-ABC"),
        ("Bộ luật Dân sự", "Bộ luật Dân sự"),
    ],
)
def test_a_number_that_swallowed_the_next_word_is_cut_back(run_together, number):
    assert repair_base(run_together, SYMBOLS) == number


def test_a_component_keeps_its_code_while_its_name_stays():
    lines = [ComponentLine("", name, 1, 0, False) for name in ("Tờ khai", "Đơn", "Tờ khai")]
    codes = component_codes(tuple(lines))
    assert codes[2] == f"{codes[0]}.2"
    assert component_codes((lines[1], lines[0])) == [codes[1], codes[0]]


@pytest.mark.parametrize("own", [("A.2", "A", "A"), ("A", "A.3", "A", "A"), ("A", "A", "A.2")])
def test_no_two_components_have_one_code_whatever_codes_they_bring(own):
    lines = tuple(ComponentLine("", "Tờ khai", 1, 0, False, code=code) for code in own)
    codes = component_codes(lines)
    assert len(set(codes)) == len(own)
    assert codes[0] == own[0]


def test_a_component_may_bring_its_own_code():
    line = ComponentLine("", "Giấy chứng sinh", 1, 0, False, code="giay-chung-sinh")
    assert component_codes((line,)) == ["giay-chung-sinh"]


def test_the_source_is_not_part_of_the_content():
    here, _ = read(source={"repo": "a"})
    there, _ = read(source={"repo": "b"})
    assert digest_of(content_of(here)) == digest_of(content_of(there))


words = st.text(max_size=30)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*values(), "colour"]), anything, max_size=8))
def test_no_record_whatever_it_holds_crashes_the_reading(changed):
    record, remarks = read_record(SourceRow(1, values() | changed), REFERENCE)
    assert (record is None) == (remarks.refusal is not None)
    if record:
        digest_of(content_of(record))


@settings(max_examples=100, deadline=None)
@given(name=words, steps=words, note=words, limit=st.integers(0, 999), unit=words)
def test_reading_what_was_read_changes_nothing(name, steps, note, limit, unit):
    changed = {"steps": steps, "methods": [method(limit=limit, unit=unit, note=note)]}
    first, _ = read(name=name + "x", **changed)
    content = content_of(first)
    second, remarks = read_record(SourceRow(1, content), REFERENCE)
    assert content_of(second) == content
    assert "text-not-nfc" not in [remark.problem for remark in remarks.warnings]
