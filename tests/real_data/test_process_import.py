"""The processes of a real one-stop shop: exactly the faulty ones are refused or flagged."""

import json
from collections import Counter

import pytest
from django.conf import settings
from tests.entered import run

from thongsuot.domains.catalogue import processes

FILE = settings.SHARED_DATA / "data" / "workflows" / "epar_workflows.json"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.is_file(), reason="needs data/workflows; set THONGSUOT_SHARED"),
]
OVERSPENT = {
    *("DT05", "KT09", "KT10", "LD04", "TN11", "TN17", "TN18", "TN19", "TN23"),
    *(f"TC{n:02}" for n in (5, 6, 8, 9, 10, 16, 17, 18, 19)),
    *(f"TP{n:02}" for n in range(1, 12)),
}
UNEQUAL = {"DT07", "TP06", "TP07", *(f"TC{n:02}" for n in (1, 2, 3, 7, 11, 12, 13, 14, 15))}
MISSING = "no step of the process"


def import_file(*options):
    done = run("process", "import", FILE, "--json", *options)
    return done.exit_code, json.loads(done.stdout)


def test_of_114_processes_29_overspend_12_do_not_add_up_and_one_misses_tasks():
    exit_code, report = import_file("--dry-run")
    assert exit_code == 8
    assert (report["read"], report["created"]) == (114, 85)
    assert {row["code"] for row in report["refused"]} == OVERSPENT
    assert all("the shares add up to" in row["reason"] for row in report["refused"])
    missing = [
        row["code"] for row in report["refused"] if "no step of the process" in row["reason"]
    ]
    assert missing == ["TP10"]
    assert {row["code"] for row in report["warnings"]} == UNEQUAL
    assert {row["problem"] for row in report["warnings"]} == {"steps-not-the-limit"}


def test_what_is_sound_becomes_drafts_and_the_same_file_again_changes_nothing():
    import_file()
    _exit, again = import_file()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 85)
    kept = processes.process_versions("DT01")[0]
    stated = processes.read_process(kept)
    assert kept.is_draft
    assert [(s.code, s.work, s.share_minutes) for s in stated.steps] == [
        ("DT01::TIEP_NHAN", "receive", 0), ("DT01::BAN_GIAO", "receive", 240),
        ("DT01::PHAN_CONG", "assign", 480), ("DT01::THU_LY", "verify", 5280),
        ("DT01::XET_DUYET", "approve", 480), ("DT01::KY_DUYET", "sign", 0),
        ("DT01::THU_PHI", "collect", 0), ("DT01::TRA_KET_QUA", "return", 0),
    ]  # fmt: skip
    limits = Counter(
        processes.read_process(processes.process_versions(line.code)[0]).limit_minutes is None
        for line in processes.process_lines(kept.saved_at.date())
    )
    assert limits == {True: 35, False: 50}
