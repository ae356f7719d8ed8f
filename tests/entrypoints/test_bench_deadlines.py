"""``thongsuot bench deadlines``: it runs whole, compares itself, and says what it must."""

import json
import os
import subprocess

import pytest
from tests.installation import CONSOLE_SCRIPT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_due_dates_in_columns_are_measured_beside_numpy_the_rule_and_the_service():
    done = subprocess.run(
        [str(CONSOLE_SCRIPT), "bench", "deadlines", "--rows", "1000", "--dossiers", "12", "--json"],
        env=os.environ | {"THONGSUOT_SAMPLE_DATA": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["agree"] == 5_000
    assert found["ratio"] > 0
    assert set(found["by_unit"]) == {"working-hour", "same-day", "working-day", "day", "month"}
    assert found["dossiers"] == 12
    each = found["microseconds_each"]
    assert set(each) == {"ours", "baseline", "one_by_one", "service"}
    assert min(each.values()) > 0
