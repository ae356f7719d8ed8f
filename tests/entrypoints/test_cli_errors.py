"""Every error of a command: what happened, why, what to do next, a line each."""

import importlib
import pkgutil
import re
from pathlib import Path

import click
import pytest
from tests.entered import every_command, run

from thongsuot import domains
from thongsuot.entrypoints.cli import procedure
from thongsuot.entrypoints.cli.main import INTERRUPTED, thongsuot
from thongsuot.entrypoints.cli.next_steps import ROOMS, STEPS
from thongsuot.entrypoints.cli.plumbing import failure_of
from thongsuot.kernel.errors import Refused

ROOT = Path(__file__).resolve().parents[2]
LINES = ("error: ", "why: ", "next: ")
COMMAND = re.compile(r"thongsuot ((?:[a-z][a-z-]+ ?)+)((?:[A-Z]+ ?)*)((?:--[a-z-]+ ?)?)")
LONGEST = 160


def refusals() -> list[type[Refused]]:
    """Return every refusal that there is: a superset of what commands can meet."""
    for found in pkgutil.walk_packages(domains.__path__, f"{domains.__name__}."):
        if "migrations" not in found.name:
            importlib.import_module(found.name)
    known, fresh = [], [Refused]
    while fresh:
        known += fresh
        fresh = [below for kind in fresh for below in kind.__subclasses__()]
    return [kind for kind in known if kind.__module__.startswith("thongsuot.")]


def told(failure: click.ClickException, capsys) -> list[str]:
    failure.show()
    return capsys.readouterr().err.splitlines()


def is_in_three_lines(lines: list[str]) -> bool:
    """Whether they say what, why and what next, and none of them nothing."""
    return len(lines) == len(LINES) and all(
        line.startswith(name) and line[len(name) :].strip()
        for line, name in zip(lines, LINES, strict=True)
    )


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: f"{kind.__name__} {kind.code}")
def test_each_refusal_is_told_in_three_lines(kind, capsys):
    refused = kind.__new__(kind)
    Refused.__init__(refused, "what\nhappened", field="x")
    lines = told(failure_of(refused), capsys)
    assert is_in_three_lines(lines)
    assert lines[0] == "error: what happened"
    assert len(lines[2]) <= LONGEST


def test_a_step_is_only_for_a_refusal_that_there_is():
    codes = {kind.code for kind in refusals()}
    assert set(STEPS) - codes == set()
    assert set(ROOMS) - codes == set()


@pytest.mark.parametrize("step", sorted({*STEPS.values(), *ROOMS.values()}))
def test_a_step_names_commands_options_and_pages_that_there_are(step):
    commands = every_command()
    for words, _arguments, option in COMMAND.findall(step):
        path = next(
            (known for known in sorted(commands, key=len, reverse=True)
             if f"{words} ".startswith(f"{known} ")), None,
        )  # fmt: skip
        assert path, f"no command: {words}"
        if option.strip() not in {"", "--help"}:
            assert any(option.strip() in given.opts for given in commands[path].params), option
    for page in re.findall(r"docs/[\w/-]+\.md", step):
        assert (ROOT / page).is_file(), page


@pytest.mark.parametrize("words", [
    pytest.param(["nothing"], id="no such command"),
    pytest.param(["procedure", "nothing"], id="no such verb"),
    pytest.param(["procedure", "diff"], id="an argument is missing"),
    pytest.param(["procedure", "search", "x", "--limit", "0"], id="a number out of its range"),
    pytest.param(["procedure", "search", "x", "--nothing"], id="no such option"),
    pytest.param(["procedure", "export", "--format", "x"], id="a choice that is none"),
    pytest.param(["calendar", "due", "--from", "2/3/2026", "--limit", "1", "--unit", "day"],
                 id="a day that cannot be read"),
])  # fmt: skip
def test_a_command_that_cannot_be_read_is_told_in_three_lines(words):
    done = run(*words)
    assert done.exit_code == 2
    assert is_in_three_lines(done.stderr.splitlines()), done.stderr
    assert done.stderr.splitlines()[2].endswith("--help")


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "code"), [
    pytest.param(["procedure", "diff", "9.999999"], 3, id="a refusal of a room"),
    pytest.param(["procedure", "import", "nowhere.jsonl"], 3, id="no such file"),
    pytest.param(["message", "contact", "nobody"], 3, id="no such account"),
    pytest.param(["message", "resend", "x"], 4, id="a number that is none"),
    pytest.param(["ledger", "checkpoint"], 3, id="nothing sealed yet"),
    pytest.param(["payment", "statement", __file__, "--desk", "H0", "--by", "x"], 3, id="no desk"),
])  # fmt: skip
def test_a_command_that_fails_says_it_in_three_lines(words, code):
    done = run(*words)
    assert (done.exit_code, is_in_three_lines(done.stderr.splitlines())) == (code, True), (
        done.stderr
    )


def breaking(error: BaseException):
    def broken(*_args, **_kwargs):
        raise error

    return broken


def test_a_fault_is_told_by_its_kind_and_never_by_what_people_wrote(monkeypatch):
    monkeypatch.setattr(procedure, "utc_now", breaking(KeyError("Nguyễn Văn Dụ 999190000017")))
    done = run("procedure", "unsettled")
    assert done.exit_code == 1
    assert is_in_three_lines(done.stderr.splitlines())
    assert "KeyError" in done.stderr
    assert "Nguyễn" not in done.output
    assert isinstance(run("--debug", "procedure", "unsettled").exception, KeyError)


def test_a_file_that_may_not_be_written_is_named_with_the_reason(monkeypatch):
    monkeypatch.setattr(
        procedure, "utc_now", breaking(PermissionError(13, "Permission denied", "/x"))
    )
    done = run("procedure", "unsettled")
    assert done.stderr.splitlines()[:2] == ["error: /x cannot be used", "why: Permission denied"]


def test_stopping_it_by_hand_is_told_in_three_lines_too(monkeypatch, capsys):
    monkeypatch.setattr(procedure, "utc_now", breaking(KeyboardInterrupt()))
    done = run("procedure", "unsettled")
    assert done.exit_code == 130
    assert done.stderr.strip().splitlines()[-3:] == told(INTERRUPTED, capsys)


def test_asked_for_help_it_is_no_error():
    done = run("--help")
    assert (done.exit_code, done.stderr) == (0, "")
    assert isinstance(thongsuot, click.Group)
