"""The command ``process`` with BPMN: out and in again, and what is refused by name."""

import json
from functools import partial

import pytest
from tests import entered
from tests.builders import build_province
from tests.builders_birth_process import birth
from tests.builders_bpmn import LINE, drawn_elsewhere

from thongsuot.domains.catalogue.rules.process_content import content_of

run = partial(entered.run, "process")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


@pytest.fixture
def imported(tmp_path):
    """Import the process of a birth from our own JSON and return its code."""
    build_province()
    path = tmp_path / "birth.json"
    path.write_text(json.dumps(content_of(birth())))
    assert run("import", path).exit_code == 0
    return birth().code


def test_what_was_exported_is_unchanged_when_it_comes_in_again(imported, tmp_path):
    path = tmp_path / "birth.bpmn"
    path.write_bytes(run("export", imported, "--format", "bpmn").stdout_bytes)
    report = json.loads(run("import", path, "--json").stdout)
    assert (report["read"], report["unchanged"], report["warnings"]) == (1, 1, [])
    shown = json.loads(run("export", imported, "--format", "json").stdout)
    assert shown == content_of(birth())


def test_a_model_outside_the_subset_ends_with_4_and_names_each_element(tmp_path):
    path = tmp_path / "script.bpmn"
    path.write_bytes(drawn_elsewhere(LINE + '<scriptTask id="j"/><callActivity id="k"/>'))
    done = run("import", path, "--json")
    assert done.exit_code == 4
    refused = json.loads(done.stdout)["refused"]
    assert [(row["code"], row["field"]) for row in refused] == [
        ("j", "scriptTask"), ("k", "callActivity"),
    ]  # fmt: skip
    assert "row 1, j, scriptTask: outside-subset" in run("import", path).stderr


def test_a_model_drawn_elsewhere_becomes_a_draft_with_what_a_person_must_fill_in(tmp_path):
    path = tmp_path / "plain.bpmn"
    path.write_bytes(drawn_elsewhere(LINE))
    done = run("import", path, "--dry-run", "--json")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["created"]) == (0, 1)
    assert {row["problem"] for row in report["warnings"]} >= {"lane-stands-in", "share-stands-in"}


def test_what_is_no_bpmn_ends_with_4(tmp_path):
    path = tmp_path / "laughs.bpmn"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert run("import", path).exit_code == 4
