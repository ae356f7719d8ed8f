"""A start that cannot be: three lines and a code, whatever is wrong with variables and folders."""

import os
import subprocess
import sys
from errno import ENOSPC

import pytest

from thongsuot.config.start_faults import told
from thongsuot.entrypoints.cli.plumbing import CommandFailed

NOBODY = "postgresql://me:geheim@127.0.0.1:1/n"


def start(home, *words, **variables):
    """Run a command in an installation that has no database; return how it ended."""
    foreign = ("DATABASE_", "DJANGO_", "THONGSUOT_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    given = {"THONGSUOT_HOME": str(home), "DATABASE_URL": NOBODY, **variables}
    return subprocess.run(
        [sys.executable, "-m", "thongsuot.config.manage", *words],
        env=kept | given, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("variables", "code", "said"), [
    pytest.param({"THONGSUOT_PROXIES": "x"}, 2, "THONGSUOT_PROXIES must", id="no number"),
    pytest.param({"DATABASE_URL": "mysql://me:geheim@h/n"}, 2, "DATABASE_URL", id="no address"),
    pytest.param({"THONGSUOT_HOME": "~nobody-here"}, 2, "THONGSUOT_HOME must", id="nobody's home"),
    pytest.param({"THONGSUOT_HOME": "/proc/nothing"}, 1, "/proc/nothing", id="a closed folder"),
    pytest.param({}, 7, "the database does not answer", id="nobody listens"),
])  # fmt: skip
def test_a_start_that_cannot_be_is_told_in_three_lines(tmp_path, variables, code, said):
    ended = start(tmp_path, "serve", **variables)
    lines = ended.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["error", "why", "next"], ended.stderr
    assert ended.returncode == code
    assert said in lines[0]
    assert "geheim" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(
    "words", [("ledger", "--help"), ("dossier", "show", "-h"), ("serve", "-h")]
)
def test_asked_how_it_is_used_a_command_enters_nothing(tmp_path, words):
    ended = start(tmp_path / "home", *words, DATABASE_URL="")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Usage: ")
    assert not (tmp_path / "home").exists(), "no folder, no key, no database"


def test_what_is_asked_after_two_dashes_is_no_question_for_help(tmp_path):
    ended = start(tmp_path, "dossier", "show", "--", "--help")
    assert (ended.returncode, ended.stdout) == (7, ""), "it looks for a dossier of this name"


def test_a_reader_who_has_read_enough_is_told_of_no_fault():
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "thongsuot.config.manage", "calendar", "due", "--help"],
            stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, "")


def test_a_key_file_that_is_damaged_is_told_without_what_it_holds(tmp_path):
    start(tmp_path, "worker")
    (tmp_path / "keys" / "personal-data.1.key").write_text("geheim")
    ended = start(tmp_path, "worker")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (4, 3), ended.stderr
    assert "backup" in ended.stderr
    assert "geheim" not in ended.stderr


def test_doctor_tells_a_lost_database_as_a_fault(tmp_path):
    ended = start(tmp_path, "doctor")
    assert ended.returncode == 1
    assert ended.stdout.startswith("FAULT    database: does not answer: ")
    assert "signing" in ended.stdout
    assert "geheim" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(("error", "code", "said"), [
    pytest.param(OSError(ENOSPC, "No space left on device"), 1, "make room", id="a full disk"),
    pytest.param(PermissionError(13, "Permission denied", "/x"), 6, "THONGSUOT_HOME",
                 id="a folder of somebody else"),
    pytest.param(subprocess.CalledProcessError(1, "initdb"), 7, "postgres/log", id="no server"),
])  # fmt: skip
def test_what_the_machine_refuses_is_told_with_its_next_step(tmp_path, error, code, said):
    with pytest.raises(CommandFailed) as refused, told(tmp_path):
        raise error
    assert refused.value.exit_code == code
    assert said in refused.value.advice
