"""``thongsuot bench intake``: it runs whole, and says what it must."""

import json
import os
import subprocess

import pytest
from django.conf import settings
from tests.installation import CONSOLE_SCRIPT

from thongsuot.entrypoints.cli.bench.analyse import PYTHON
from thongsuot.entrypoints.cli.bench.record_growth import exponent
from thongsuot.entrypoints.cli.bench.report import lines

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
SMALL = ("--sizes", "20,200", "--seconds", "1", "--rounds", "3", "--clients", "2", "--workers", "1")


@pytest.fixture(scope="module")
def measured():
    """Return what a very small run prints; it works in a scratch database of its own."""
    done = subprocess.run(
        [str(CONSOLE_SCRIPT), "bench", "intake", *SMALL, "--json"],
        env=os.environ | {"THONGSUOT_SAMPLE_DATA": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_both_rates_come_from_one_run_and_the_ratio_from_both(measured):
    assert min(measured["ours"], measured["baseline"]) > 0
    ratio = measured["ours"] / measured["baseline"]
    assert measured["ratio"] == pytest.approx(ratio, rel=0.05, abs=0.001)


def test_the_middle_of_the_rounds_is_told_between_the_lowest_and_the_highest(measured):
    for row in measured["by_size"]:
        assert row["rounds"] == 3
        rates = [row[f"units_per_s{which}"] for which in ("_lowest", "", "_highest")]
        assert rates == sorted(rates)


def test_the_cost_of_a_request_is_told_for_each_size(measured):
    assert [row["dossiers"] for row in measured["by_size"]] == [20, 200]
    assert measured["server_cpu_ms_per_request"] > 0
    assert measured["growth"] > 0
    said = list(lines(measured))
    assert f"growth: {measured['growth']} of the rate at 20 dossiers is kept at 200" in said


def test_where_the_time_goes_is_told_by_request_and_by_part(measured):
    asked = {kind: row["queries"] for kind, row in measured["where"]["requests"].items()}
    assert asked == {"create": 10, "receive": 16, "read": 3}, "commits included"
    assert sum(part["share"] for part in measured["where"]["parts"]) == pytest.approx(1, abs=0.01)


def test_figures_are_timed_question_by_question_beside_one_reading():
    done = subprocess.run(
        [str(CONSOLE_SCRIPT), "bench", "figures", "--dossiers", "400", "--json"],
        env=os.environ | {"THONGSUOT_SAMPLE_DATA": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["ratio"] == pytest.approx(found["ours"] / found["baseline"], rel=0.1, abs=0.002)
    assert {"loops", "lateness", "list of late dossiers"} < found["seconds"].keys()


@pytest.fixture(scope="module")
def record():
    """Return what a very small run over the record prints."""
    small = ("--sizes", "200,1000", "--trees", "300,3000", "--seconds", "0.4", "--json")
    done = subprocess.run(
        [str(CONSOLE_SCRIPT), "bench", "ledger", *small],
        env=os.environ | {"THONGSUOT_SAMPLE_DATA": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_the_record_is_measured_beside_bare_insert_and_bare_hashing(record):
    assert [row["entries"] for row in record["by_size"]] == [200, 1000]
    for row in (record, record["verify"]):
        assert min(row["ours"], row["baseline"]) > 0
        assert row["ratio"] == pytest.approx(row["ours"] / row["baseline"], rel=0.05)
    assert record["seal"]["ours"] > 0
    for row in record["by_size"]:
        assert row["verify_cpu_us"] > 0 < row["hash_cpu_us"]
        assert row["filling_s"] > 0 < row["disk_mb"]
        assert "verify_database_cpu_us" in row, "empty where the database is elsewhere"


def test_proofs_are_timed_in_trees_of_each_size_and_growth_has_its_exponent(record):
    assert [row["leaves"] for row in record["by_tree"]] == [300, 3000]
    assert all(0 < row["median_ms"] <= row["p95_ms"] for row in record["by_tree"])
    assert set(record["exponents"]) == {
        "append", "seal", "verify", "growing_a_tree", "proving_every_leaf",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("points", "power"),
    [
        ([(10, 5.0), (100, 50.0), (1000, 500.0)], 1.0),
        ([(10, 1.0), (1000, 1e4)], 2.0),
        ([(1, 1)], None),
    ],
)
def test_the_exponent_is_the_slope_of_the_logarithms(points, power):
    assert exponent(points) == power


def ran(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(CONSOLE_SCRIPT), "bench", *words, "--json"],
        env=os.environ | {"THONGSUOT_SAMPLE_DATA": "1"}, capture_output=True, text=True,
    )  # fmt: skip


def test_hand_overs_are_measured_beside_the_same_rows_in_plain_sql():
    done = ran("custody", "--clients", "2", "--seconds", "0.5")
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["clients"] == 2
    assert found["ratio"] == pytest.approx(found["ours"] / found["baseline"], rel=0.05, abs=0.01)


STAND_IN = """#!/bin/sh
echo '{"events": 300, "seconds": 0.5, "handovers": 77, "pairs": 5, "version": "none"}'
"""


def test_the_analysis_is_measured_beside_whatever_python_has_pm4py(tmp_path):
    other = tmp_path / "python"
    other.write_text(STAND_IN)
    other.chmod(0o755)
    done = ran("analyse", "--events", "300", "--python", str(other))
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert (found["events"], found["baseline"], found["baseline_handovers"]) == (300, 600, 77)
    assert found["handovers"] > 200
    assert found["ratio"] == pytest.approx(found["ours"] / 600, rel=0.05)


@pytest.mark.skipif((settings.HOME / PYTHON).exists(), reason="this home has pm4py's environment")
def test_without_pm4py_the_analysis_says_so_and_ends_as_an_outside_system_missing():
    done = ran("analyse", "--events", "300")
    assert (done.returncode, done.stdout) == (7, "")
    assert "pm4py's own environment is not there" in done.stderr
    assert "docs/howto/measure.md" in done.stderr
