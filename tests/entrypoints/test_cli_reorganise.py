"""``org reorganise`` and ``org find``: what they print, and how they end."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.builders import Story, add_neighbour, build_province
from tests.builders_reorganisation import DAY, NEW, merger, row
from tests.entered import EnteredAlready

from thongsuot.entrypoints.cli import reorganise
from thongsuot.entrypoints.cli.main import thongsuot


@pytest.fixture
def story(published_calendar, monkeypatch):
    monkeypatch.setattr(reorganise, "utc_now", lambda: DAY)
    province = build_province()
    add_neighbour(province)
    return Story(province).processing()


@pytest.fixture
def run(tmp_path):
    """Return what runs the command on a plan, as a file or as its text."""

    def run(document, *options):
        file = tmp_path / "plan.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        return command("reorganise", file, *options)

    return run


def command(*args):
    return CliRunner().invoke(thongsuot, ["org", *map(str, args)], obj=EnteredAlready())


def test_a_dry_run_reports_and_changes_nothing(story, run):
    done = run(merger(), "--dry-run", "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert said["applied"] is False
    assert said["work"]["moves"][0] == {"old": "H99.31", "new": NEW, "dossiers": 1, "held": 1}
    assert (said["work"]["orphans"], said["decisions"]) == ([], [])
    assert row(story.code).competent_agency.code == "H99.31"


def test_a_run_reports_first_then_applies(story, run):
    done = run(merger())
    assert done.exit_code == 0
    assert "work: H99.31 to H99.33: 1 dossiers, 1 held" in done.stderr
    assert "open dossiers: 1 before, 1 after" in done.stdout
    assert "orphans: 0" in done.stdout
    assert done.stdout.endswith("applied at 2026-03-09T00:00:00+07:00\n")
    assert row(story.code).competent_agency.code == NEW


def test_a_plan_run_twice_changes_nothing_the_second_time(story, run):
    run(merger())
    again = run(merger())
    assert again.exit_code == 0
    assert "applied before, at 2026-03-0" in again.stdout
    assert "nothing was changed" in again.stdout


def test_every_fault_is_named_with_its_place(story, run):
    plan = merger(colour="red")
    plan["steps"][0]["from"][1] = "H99.77"
    plan["steps"][1]["into"]["kind"] = "castle"
    plan["steps"].append({"do": "merge", "from": [], "into": "?"})
    done = run(plan, "--json")
    faults = [(p["section"], p["row"], p["field"]) for p in json.loads(done.stdout)["problems"]]
    assert done.exit_code == 4
    assert faults == [
        ("colour", 0, ""), ("steps", 2, "into.kind"), ("steps", 3, "from"), ("steps", 3, "into"),
    ]  # fmt: skip


def test_a_name_of_nothing_is_a_fault_too(story, run):
    plan = merger(posts=[{"from": "H99.31:nobody", "to": "H99.33:head"}])
    plan["steps"][0]["from"][1] = "H99.77"
    plan["steps"][1]["into"]["area"] = "98765"
    done = run(plan)
    assert done.exit_code == 4
    assert "fault: steps 1: from[2] names no agency that stands" in done.stdout
    assert "fault: steps 2: into.area names no unit that stands then" in done.stdout
    assert "fault: posts 1: from names no post of an agency that ends" in done.stdout
    assert done.stdout.endswith("nothing was changed\n")


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"', "{}", "null"])
def test_what_is_no_plan_is_refused(story, run, text):
    assert run(text).exit_code == 4


def test_before_its_day_it_may_be_tried_out_only(story, run, monkeypatch):
    monkeypatch.setattr(reorganise, "utc_now", lambda: DAY - timedelta(days=2))
    assert run(merger(), "--dry-run").exit_code == 0
    done = run(merger())
    assert done.exit_code == 5
    assert "reorganisation-early (plan=H99-2026-03, day=2026-03-09)" in done.stderr


def test_find_says_what_became_of_a_code(story, run):
    run(merger())
    said = json.loads(command("find", "H99.32", "--on", "2026-03-09", "--json").stdout)
    assert (said["stands"], said["ended_on"]) == (NEW, "2026-03-09")
    lines = command("find", "99001", "--on", "2026-03-09").stdout
    assert "99003 Xã Mẫu Mới answers for it" in lines
    assert command("find", "H11.99").exit_code == 3
