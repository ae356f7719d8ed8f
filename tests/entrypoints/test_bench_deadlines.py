"""``thongsuot bench deadlines``: it runs whole, compares itself, and says what it must."""

import json

from click.testing import CliRunner

from thongsuot.entrypoints.cli.bench.deadlines import deadlines_bench


def test_due_dates_in_columns_are_measured_beside_numpy_and_the_rule_itself():
    done = CliRunner().invoke(deadlines_bench, ["--rows", "1000", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["agree"] == 5_000
    assert found["ratio"] > 0
    assert set(found["by_unit"]) == {"working-hour", "same-day", "working-day", "day", "month"}
