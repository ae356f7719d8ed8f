"""The command ``procedure``: what it prints, and how it ends."""

import json
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import entered
from tests.builders_catalogue import AT, method, take_over, values
from tests.builders_catalogue import row as published

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.models import Procedure

run = partial(entered.run, "procedure")

pytestmark = pytest.mark.django_db
DAY = "2026-03-02"


@pytest.fixture
def file(tmp_path):
    """Return a function that writes records into a file and returns its path."""

    def write(*records, name="records.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(record) for record in records))
        return path

    return write


def test_import_prints_the_report_of_the_contract(file):
    done = run("import", file(values(), values(code=None)), "--json", "--at", DAY)
    report = json.loads(done.stdout)
    assert done.exit_code == 8
    assert {name: report[name] for name in ("read", "created", "updated", "unchanged")} == {
        "read": 2, "created": 1, "updated": 0, "unchanged": 0,
    }  # fmt: skip
    assert report["refused"][0].keys() >= {"row", "code", "reason", "field", "problem"}
    assert report["warnings"] == []


@pytest.mark.parametrize(
    ("records", "code"),
    [
        pytest.param([values()], 0, id="all taken"),
        pytest.param([values(), values()], 8, id="some refused"),
        pytest.param([values(code="x")], 4, id="all refused"),
    ],
)
def test_import_ends_with_the_code_that_says_how_it_went(file, records, code):
    assert run("import", file(*records)).exit_code == code


def test_a_dry_run_writes_nothing_and_says_so(file):
    done = run("import", file(values()), "--dry-run")
    assert "would be created" in done.stdout
    assert not Procedure.objects.exists()


def test_people_read_of_every_refusal_and_warning_on_stderr(file):
    done = run("import", file(values(methods=[method(unit=None)]), values(code="x")))
    assert "refused: row 2, no code, code: code-malformed" in done.stderr
    assert "warning: row 1, 1.900001, methods[0].unit: unit-missing" in done.stderr
    assert "unit-missing" not in done.stdout


def test_many_warnings_of_one_kind_are_counted(file):
    records = [
        values(code=f"1.9{n:05}", name=f"Việc {n}", executing_agency=None) for n in range(25)
    ]
    assert "executing-agency-missing: 5 more" in run("import", file(*records)).stderr


def test_a_missing_file_and_a_file_of_another_kind_are_told_apart(file, tmp_path):
    assert run("import", tmp_path / "nowhere.jsonl").exit_code == 3
    assert run("import", file(values(), name="records.csv")).exit_code == 4
    assert run("import", file(values(), name="records.xlsx")).exit_code == 4
    assert run("import", file(values()), "--at", "2/3/2026").exit_code == 2


def test_what_is_exported_imports_as_unchanged(file, tmp_path):
    take_over(published())
    copy = tmp_path / "copy.jsonl"
    copy.write_text(run("export", "--format", "jsonl").stdout)
    assert json.loads(run("import", copy, "--json").stdout)["unchanged"] == 1


def test_export_as_json_ld():
    take_over(published())
    document = json.loads(run("export", "--format", "cpsv-ap").stdout)
    assert document["@context"].endswith("cpsv-ap.jsonld")


def test_search_finds_and_says_when_nothing_is_found():
    run("import", shipped.SAMPLE_PROCEDURES, "--at", DAY)
    done = run("search", "lam", "giay", "khai", "sinh", "--json")
    assert json.loads(done.stdout)[0]["code"] == "1.001193"
    assert run("search", "lam giay khai sinh").stdout.startswith("1.001193")
    assert run("search", "zzzz").exit_code == 3


def test_limits_wait_until_they_are_settled():
    take_over(published(methods=[method(limit=1, unit=None)]), at=AT)
    assert json.loads(run("unsettled", "--json").stdout) == [
        {"code": "1.900001", "channel": "direct", "raw": "1", "problem": "unit-missing"}
    ]


def test_what_differs_between_versions_is_told_with_both_sides(file):
    run("import", file(values()), "--at", DAY)
    run("import", file(values(methods=[method(limit=5.0)])), "--at", "2026-04-01")
    code = values()["code"]
    told = json.loads(run("diff", code, "--json").stdout)
    assert told["versions"][0] == {
        "number": 1, "valid_from": DAY, "valid_to": "2026-04-01", "withdrawn": False,
    }  # fmt: skip
    assert (told["from"], told["to"]) == (1, 2)
    assert told["differences"] == [{
        "field": "methods.limit", "before": "7 Ngày làm việc", "after": "5 Ngày làm việc",
        "of": "Trực tiếp",
    }]  # fmt: skip
    lines = run("diff", code, "--from", "2", "--to", "1").stdout
    assert "methods.limit (Trực tiếp)\n    - 5 Ngày làm việc\n    + 7 Ngày làm việc" in lines


def test_the_record_is_read_once_for_the_version_that_was_withdrawn(file):
    run("import", file(values()), "--at", DAY)
    run("import", file(values(methods=[method(limit=5.0)])), "--at", "2027-04-01")
    code = values()["code"]
    run("withdraw", code, "--reason", "Nhập nhầm tệp")
    with CaptureQueriesContext(connection) as asked:
        lines = run("diff", code).stdout
    assert "version 2: from 2027-04-01, never held: withdrawn" in lines
    assert sum("version_withdrawn" in query["sql"] for query in asked) == 1


def test_one_version_is_compared_with_nothing_and_an_unknown_one_is_not_found(file):
    run("import", file(values()), "--at", DAY)
    code = values()["code"]
    assert "one version only" in run("diff", code).stdout
    assert run("diff", code, "--to", "7").exit_code == 3
    assert run("diff", "9.999999").exit_code == 3


def test_a_settlement_file_settles_what_is_there(tmp_path):
    take_over(published(methods=[method(limit=1, unit=None)]))
    line = {"code": "1.900001", "channels": ["direct", "online"], "quantity": 1,
            "unit": "working-day", "source": "Luật X, Điều 1"}  # fmt: skip
    path = tmp_path / "settlements.json"
    path.write_text(json.dumps({"settlements": [line]}))
    done = run("settle", path, "--json")
    assert done.exit_code == 8
    assert json.loads(done.stdout) == {
        "settled": ["1.900001/direct"], "already_known": [], "not_found": ["1.900001/online"],
        "applied": True,
    }  # fmt: skip
    assert run("unsettled").stdout == ""


def test_a_repealed_procedure_is_ended_on_a_day_by_a_document(file):
    run("import", file(values()), "--at", DAY)
    code = values()["code"]
    done = run("end", code, "--on", "2099-01-01", "--source", "Quyết định mẫu 01", "--json")
    assert json.loads(done.stdout)["valid_to"] == "2099-01-01"
    assert run("end", code, "--on", "2099-01-01", "--source", "Quyết định mẫu 01").exit_code == 4
    assert run("end", "9.999999", "--on", "2099-01-01", "--source", "QĐ").exit_code == 3
    assert run("end", code, "--on", "2099-01-01", "--source", " ").exit_code == 2
    assert run("end", code, "--on", "1/1/2099", "--source", "QĐ").exit_code == 2
