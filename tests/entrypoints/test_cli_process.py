"""The command ``process``: what it prints, and how it ends."""

import json
from functools import partial

import pytest
from tests import entered
from tests.builders import BIRTH, build_province
from tests.builders_birth_process import birth

from thongsuot.domains.catalogue.rules.process_content import content_of

run = partial(entered.run, "process")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


@pytest.fixture
def file(tmp_path):
    """Return a function that writes processes into a file and returns its path."""

    def write(*found):
        path = tmp_path / "processes.json"
        path.write_text(json.dumps({"processes": [content_of(process) for process in found]}))
        return path

    return write


def test_a_process_goes_from_a_file_into_force_and_back_to_an_earlier_version(file):
    build_province()
    assert run("import", file(birth())).exit_code == 0
    assert run("check", BIRTH).exit_code == 0
    assert run("publish", BIRTH, "--dry-run").stdout.strip().startswith(f"{BIRTH}/1 would hold")
    assert run("publish", BIRTH).stdout.startswith(f"{BIRTH}/1 holds")
    assert json.loads(run("show", BIRTH, "--json").stdout) == content_of(birth())
    assert run("rollback", BIRTH, "--version", "1").stdout.startswith(f"{BIRTH}/2 holds")
    assert json.loads(run("list", "--json").stdout)[0]["holds"] == 2


def test_what_cannot_be_published_is_named_with_its_step(file):
    build_province()
    run("import", file(birth(limit_minutes=None, procedure="")))
    checked = run("check", BIRTH, "--json")
    assert checked.exit_code == 4
    assert [fault["problem"] for fault in json.loads(checked.stdout)] == ["procedure-missing"]
    assert run("publish", BIRTH).exit_code == 4
    assert run("show", "9.9").exit_code == 3
