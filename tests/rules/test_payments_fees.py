"""What is due: by procedure, case, channel, group, place and day, less what is not charged."""

from datetime import date

import pytest

from thongsuot.domains.payments.rules import fees_due, read_tariffs, total
from thongsuot.domains.payments.terms import (
    Asked,
    CollectedAt,
    Exemption,
    FeeKind,
    Per,
    Scope,
    Tariff,
    TariffFileWrong,
)

PROVINCE, COMMUNE, OLD_COMMUNE, OLD_PROVINCE = 1, 2, 3, 4
HOUSE = "1.013225"
AREAS = (
    frozenset({COMMUNE}), frozenset({PROVINCE}), frozenset({OLD_COMMUNE}),
    frozenset({OLD_PROVINCE}),
)  # fmt: skip


def tariff(amount, *, item="nha-o", per=Per.DOSSIER, least=0, **scope) -> Tariff:
    return Tariff(
        procedure=HOUSE, item=item, name="Lệ phí mẫu", kind=FeeKind.CHARGE, per=per,
        amount_vnd=amount, collected=CollectedAt.RECEIPT, legal_basis="NQ 1/2025", least=least,
        scope=Scope(**scope),
    )  # fmt: skip


def freed(percent, *, procedure=HOUSE, **scope) -> Exemption:
    return Exemption("mien", "Miễn mẫu", percent, "NQ 9/2025", procedure, Scope(**scope))


def asked(**said) -> Asked:
    usual = {
        "procedure": HOUSE, "channel": "direct", "areas": AREAS, "on": date(2026, 3, 2),
    }  # fmt: skip
    return Asked(**{**usual, **said})


@pytest.mark.parametrize(("tariffs", "given", "amount"), [
    pytest.param([tariff(75_000)], {}, 75_000, id="one amount for all"),
    pytest.param([tariff(20_000), tariff(10_000, channel="online")], {"channel": "online"},
                 10_000, id="the amount of the channel before the one for all"),
    pytest.param([tariff(20_000), tariff(10_000, channel="online")], {}, 20_000,
                 id="the counter's amount at the counter"),
    pytest.param([tariff(75_000, area=PROVINCE), tariff(50_000, area=COMMUNE)], {}, 50_000,
                 id="the commune's own before the province's"),
    pytest.param([tariff(75_000, area=PROVINCE), tariff(50_000, area=OLD_COMMUNE)], {}, 75_000,
                 id="what stands before what went into it"),
    pytest.param([tariff(60_000, area=OLD_PROVINCE), tariff(90_000, area=99)], {}, 60_000,
                 id="the old province's, as long as nothing has replaced it"),
    pytest.param([tariff(75_000), tariff(150_000, case="cong-trinh")], {"case": "cong-trinh"},
                 150_000, id="by the case"),
    pytest.param([tariff(75_000), tariff(30_000, group="poor")], {"group": "poor"}, 30_000,
                 id="by the group of the applicant"),
    pytest.param([tariff(8_000, per=Per.COPY)], {"copies": 3}, 24_000, id="for each copy"),
    pytest.param([tariff(8_000, per=Per.COPY, least=1)], {}, 8_000,
                 id="one copy at any rate where that is the procedure"),
    pytest.param([tariff(8_000, per=Per.COPY)], {}, 0, id="no copy, no fee"),
    pytest.param([tariff(75_000, channel="postal")], {}, 0, id="what no tariff names is free"),
    pytest.param([tariff(75_000), tariff(5_000, item="khac")], {}, 80_000, id="items add up"),
])  # fmt: skip
def test_the_closest_amount_counts(tariffs, given, amount):
    assert total(fees_due(tariffs, [], asked(**given))) == amount


@pytest.mark.parametrize(("exemptions", "given", "amount"), [
    pytest.param([freed(100, channel="online")], {"channel": "online"}, 0,
                 id="nothing online by the resolution"),
    pytest.param([freed(100, channel="online")], {}, 75_001, id="but not at the counter"),
    pytest.param([freed(50), freed(30)], {}, 37_501, id="the one that gives most, rounded down"),
    pytest.param([freed(100, area=COMMUNE)], {}, 0, id="in the commune that freed it"),
    pytest.param([freed(100, area=99)], {}, 75_001, id="and in no other"),
    pytest.param([freed(100, procedure="")], {}, 0, id="of every procedure"),
    pytest.param([freed(100, group="poor")], {"group": "merit"}, 75_001, id="for its group alone"),
])  # fmt: skip
def test_an_exemption_applies_by_itself(exemptions, given, amount):
    assert total(fees_due([tariff(75_001)], exemptions, asked(**given))) == amount


def test_a_line_shows_its_ground_and_that_of_its_exemption():
    (line,) = fees_due([tariff(75_000)], [freed(100)], asked())
    assert (line.legal_basis, line.exemption, line.exemption_basis) == (
        "NQ 1/2025", "Miễn mẫu", "NQ 9/2025",
    )  # fmt: skip
    assert (line.full_vnd, line.amount_vnd) == (75_000, 0)


def test_of_two_old_amounts_for_one_place_the_lower_is_taken_and_marked():
    both = (frozenset({COMMUNE}), frozenset({PROVINCE}), frozenset({OLD_COMMUNE, 7}))
    alike = [tariff(60_000, area=OLD_COMMUNE), tariff(90_000, area=7)]
    (line,) = fees_due(alike, [], asked(areas=both))
    assert (line.amount_vnd, line.doubtful) == (60_000, True)


ROW = {
    "procedure": HOUSE, "item": "nha-o", "name": "Lệ phí", "kind": "charge",
    "amount_vnd": 75_000, "valid_from": "2025-01-01", "legal_basis": "NQ 1/2025",
}  # fmt: skip


def file(*rows, **more):
    return {
        "format": "thongsuot-tariffs/1", "version": "v1", "source": "mẫu",
        "tariffs": list(rows), **more,
    }  # fmt: skip


@pytest.mark.parametrize("wrong", [
    {"amount_vnd": 75_000.0}, {"amount_vnd": "75000"}, {"amount_vnd": -1}, {"amount_vnd": True},
    {"procedure": " 1.013225"}, {"legal_basis": ""}, {"kind": "tax"}, {"valid_from": "2025"},
    {"valid_to": "2024-12-31"}, {"areas": "99"}, {"channel": "fax"}, {"group": "The rich"},
    {"item": "Nhà ở"},
])  # fmt: skip
def test_a_row_that_says_it_wrongly_is_named_and_the_others_are_read(wrong):
    found = read_tariffs(file({**ROW, **wrong}, ROW))
    (fault,) = found.faults
    assert (fault.row, fault.field) == (1, f"tariffs.{next(iter(wrong))}")
    assert [row.row for row in found.rows] == [2]


@pytest.mark.parametrize(("section", "row", "key"), [
    pytest.param("tariffs", {**ROW, "area": ["99"]}, "area", id="one area for several"),
    pytest.param("tariffs", {**ROW, "Channel": "online"}, "Channel", id="a capital letter"),
    pytest.param("tariffs", {**ROW, "percent": 50}, "percent", id="a key of another section"),
    pytest.param("exemptions", {
        "code": "mien", "name": "Miễn", "percent": 100, "valid_from": "2025-01-01",
        "legal_basis": "NQ 9/2025", "procedure": HOUSE,
    }, "procedure", id="an exemption meant for one procedure that would hold for all"),
    pytest.param("payees", {
        "agency": "H99.31", "bank": "970436", "account": "0011001234567", "name": "UBND",
        "valid_from": "2025-01-01", "branch": "Mẫu",
    }, "branch", id="an account"),
])  # fmt: skip
def test_a_key_that_nobody_reads_is_refused_by_row_and_name(section, row, key):
    found = read_tariffs({**file(), section: [row]})
    (fault,) = found.faults
    assert (fault.row, fault.field) == (1, f"{section}.{key}")
    assert "known are" in fault.reason
    assert not found.rows


def test_a_row_may_carry_a_note():
    assert not read_tariffs(file({**ROW, "note": "Theo phụ lục"}, note="Bản mẫu")).faults


@pytest.mark.parametrize("document", [
    {**file(), "exemption": []}, {**file(), "Tariffs": []},
    None, [], {"format": "else"}, {**file(), "version": ""}, {**file(), "tariffs": {}},
    {**file(), "payees": [1]},
])  # fmt: skip
def test_what_is_no_tariff_file_is_refused_whole(document):
    with pytest.raises(TariffFileWrong):
        read_tariffs(document)
