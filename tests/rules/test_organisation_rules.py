"""Agency codes in both orders, and lists of areas put together."""

import json
from datetime import date
from pathlib import Path

import pytest

from thongsuot.domains.organisation.rules import areas, codes, plan
from thongsuot.domains.organisation.terms import AreaListsDiffer, AreaRow, Share, SuccessionRow

DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("H99", "000.00.00.H99"),
        ("H99.31", "000.00.31.H99"),
        ("H53.01.02", "000.02.01.H53"),
        ("G01.12.34.567", "567.34.12.G01"),
    ],
)
def test_both_orders_tell_the_same(new, old):
    assert codes.in_old_order(new) == old
    assert codes.in_new_order(old) == new
    assert codes.is_code(new)
    assert codes.is_legacy_code(old)


@pytest.mark.parametrize("code", ["H99.123", "G09.20.11.222.33"])
def test_a_code_without_a_place_in_the_old_order_has_none(code):
    assert codes.is_code(code)
    assert codes.in_old_order(code) == ""


@pytest.mark.parametrize("text", ["", "H9", "h99", "H99.", "H99.1", "000.00.31.H99", "H99 .31"])
def test_what_is_no_code_is_seen(text):
    assert not codes.is_code(text)


def _lists(*, parent="01", old="00001", new="00002"):
    before = [AreaRow("01", "Tỉnh Mẫu", ""), AreaRow("00001", "Xã A", "01")]
    after = [AreaRow("01", "Tỉnh Mẫu", ""), AreaRow("00002", "Xã B", parent)]
    successions = [SuccessionRow(old, new, Share.WHOLE)]
    return areas.with_days(before, after, successions, DAY), successions


def test_a_unit_on_both_lists_goes_on_and_the_others_end_or_begin():
    facts, successions = _lists()
    areas.check_lists_agree(facts, successions, DAY)
    assert [(f.code, f.valid_from, f.valid_to) for f in facts] == [
        ("01", None, None), ("00001", None, DAY), ("00002", DAY, None),
    ]  # fmt: skip


def test_a_unit_that_another_went_into_is_new_even_under_its_old_name():
    before = [AreaRow("01", "Tỉnh Mẫu", ""), AreaRow("02", "Tỉnh Hai", "")]
    merged = [SuccessionRow("01", "01", Share.WHOLE), SuccessionRow("02", "01", Share.WHOLE)]
    facts = areas.with_days(before, before[:1], merged, DAY)
    assert [(f.code, f.valid_from) for f in facts] == [("01", None), ("01", DAY), ("02", None)]


@pytest.mark.parametrize("wrong", [{"parent": "09"}, {"old": "09999"}, {"new": "00001"}])
def test_lists_that_do_not_agree_are_refused(wrong):
    facts, successions = _lists(**wrong)
    with pytest.raises(AreaListsDiffer):
        areas.check_lists_agree(facts, successions, DAY)


def test_the_example_of_the_documentation_is_a_right_file():
    page = (Path(__file__).parents[2] / "docs" / "howto" / "organisation-file.md").read_text(
        "utf-8"
    )
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    read = plan.parse(example)
    assert read.problems == ()
    assert all(len(read.rows[section]) == 1 for section in plan.SECTIONS)


def test_the_documentation_names_every_field():
    page = (Path(__file__).parents[2] / "docs" / "howto" / "organisation-file.md").read_text(
        "utf-8"
    )
    fields = {name for columns in plan.SECTIONS.values() for name in columns}
    assert not [name for name in fields if f"`{name}`" not in page and f'"{name}"' not in page]
