"""``thongsuot bench deadlines``: it compares itself, and says what it must; slow, it runs whole."""

import json
import os
import subprocess

import pytest
from tests.installation import CONSOLE_SCRIPT

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.entrypoints.cli.bench.deadlines import _measured

UNITS = {"working-hour", "same-day", "working-day", "day", "month"}


def test_due_dates_in_columns_are_compared_with_the_rule_in_each_unit():
    found = _measured(deadlines.shipped_calendar(), 1_000)
    assert found["agree"] == 5_000
    assert found["ratio"] > 0
    assert set(found["by_unit"]) == UNITS
    assert min(found["by_unit"].values()) > 0


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_due_dates_in_columns_are_measured_beside_numpy_the_rule_and_the_service():
    done = subprocess.run(
        [str(CONSOLE_SCRIPT), "bench", "deadlines", "--rows", "1000", "--dossiers", "12", "--json"],
        env=os.environ | {"THONGSUOT_SAMPLE_DATA": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["agree"] == 5_000
    assert found["ratio"] > 0
    assert set(found["by_unit"]) == UNITS
    assert found["dossiers"] == 12
    each = found["microseconds_each"]
    assert set(each) == {"ours", "baseline", "one_by_one", "service"}
    assert min(each.values()) > 0
