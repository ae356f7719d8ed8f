"""All published procedures we have, with their known dirt, go through."""

from collections import Counter

import pytest
from django.conf import settings
from django.db import transaction
from tests.builders_catalogue import (
    AT,
    LATER_QUESTIONS,
    ON,
    QUESTIONS,
    SYSTEM,
    asked_well,
    load_sample,
)

from thongsuot.domains.catalogue import exports, queries, reading, services
from thongsuot.domains.catalogue.terms import Channel, LimitNotSettled
from thongsuot.domains.ledger.queries import acts_of

FOLDER = settings.SHARED_DATA / "data" / "tthc"
RECORDS = FOLDER / "procedures.jsonl"
LISTS = sorted((FOLDER / "xlsx").glob("*.xlsx"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RECORDS.is_file(), reason="needs data/tthc; set THONGSUOT_SHARED"),
]


def take_over(path, *, dry_run=False):
    rows = reading.read_file(path)
    return services.import_records(rows=rows, by=SYSTEM, at=AT, dry_run=dry_run)


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """Import all records and lists once; each test works in a savepoint."""
    django_db_setup.enter()
    with django_db_blocker.unblock(), transaction.atomic():
        yield {path.name: take_over(path) for path in [RECORDS, *LISTS]}
        transaction.set_rollback(True)


@pytest.fixture
def reports(imported, db):
    return imported


def test_all_records_and_lists_go_through(reports):
    assert {name: report.read for name, report in reports.items()} == {
        "procedures.jsonl": 2411,
        "danh-sach-tthc-BoCongAn.xlsx": 339,
        "danh-sach-tthc-BoTaiChinh.xlsx": 706,
        "danh-sach-tthc-BoTuPhap.xlsx": 271,
        "danh-sach-tthc-NganhangNhanuocVietNam.xlsx": 261,
        "danh-sach-tthc-NongNghiepvaMoiTruong.xlsx": 537,
    }
    assert len(acts_of("catalogue")) == 6


def test_only_the_records_without_a_code_are_refused(reports):
    report = reports["procedures.jsonl"]
    assert report.created == 2324
    assert Counter(remark.problem for remark in report.refused) == {"code-missing": 87}
    assert all(remark.row > 0 and remark.reason for remark in report.refused)


def test_every_code_of_the_lists_is_known_from_the_records(reports):
    for name, report in reports.items():
        if name.endswith(".xlsx"):
            assert (report.unchanged, report.refused) == (report.read, ())


@pytest.mark.parametrize("path", [RECORDS, *LISTS], ids=lambda path: path.stem)
def test_importing_again_changes_nothing(reports, path):
    for dry_run in (True, False):
        report = take_over(path, dry_run=dry_run)
        assert (report.created, report.updated) == (0, 0)


def test_the_known_dirt_is_remarked_with_its_place(reports):
    warnings = reports["procedures.jsonl"].warnings
    said = Counter(remark.problem for remark in warnings)
    assert said["unit-missing"] > 800
    assert said["limit-missing"] > 250
    assert said["limits-differ-by-channel"] > 100
    assert said["fee-free-but-amount"] > 50
    assert said["executing-agency-missing"] > 200
    assert said["text-not-nfc"] > 300
    assert said["component-unnamed"] == 53
    assert all(w.row and w.code and w.field and w.reason for w in warnings)


def test_pages_that_the_crawl_mixed_up_show_against_the_lists(reports):
    said = reports["danh-sach-tthc-BoCongAn.xlsx"].warnings
    assert sum(remark.problem == "name-differs" for remark in said) == 16


def test_three_channels_of_one_procedure_keep_three_limits(reports):
    version = queries.current_version("1.012783", ON)
    limits = {channel: queries.limit_of(version, channel).quantity for channel in Channel}
    assert limits == {Channel.ONLINE: 15, Channel.POSTAL: 20, Channel.DIRECT: 5}


def test_birth_registration_waits_until_its_unit_is_settled(reports):
    version = queries.current_version("1.001193", ON)
    with pytest.raises(LimitNotSettled):
        queries.check_receivable(version, "online", ON)


def test_a_settlement_of_the_sample_holds_when_the_whole_record_comes(reports):
    load_sample()
    shortened = queries.current_version("1.001193", ON)
    take_over(RECORDS)
    version = queries.current_version("1.001193", ON)
    assert version.number == shortened.number + 1
    queries.check_receivable(version, "online", ON)


def test_no_unclear_limit_can_be_received(reports):
    for row in queries.unsettled_limits(ON):
        assert row.limit is None
        assert row.problem


def test_the_whole_catalogue_survives_export_and_import(reports, tmp_path):
    file = tmp_path / "catalogue.jsonl"
    file.write_text("\n".join(exports.jsonl(ON)))
    report = take_over(file)
    assert (report.read, report.unchanged) == (2324, 2324)


def test_the_whole_catalogue_is_told_as_cpsv_ap(reports):
    graph = exports.cpsv_ap(ON, "https://tinh.example")["@graph"]
    assert sum(node["@type"] == "PublicService" for node in graph) == 2324


@pytest.mark.parametrize("questions", [QUESTIONS, LATER_QUESTIONS], ids=["known", "later"])
def test_citizens_find_their_procedure_among_all(reports, questions):
    there = [pair for pair in questions if queries.versions_of(pair[1])]
    share, missed = asked_well(queries.search, there)
    assert len(there) >= 25
    assert share >= 0.8, missed
