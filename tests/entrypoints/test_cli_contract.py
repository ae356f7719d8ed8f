"""What other people's scripts rely on, of every command: ``--json``, ``--dry-run``, exit codes.

The commands are found by walking them; what is added later has to keep the contract or say why not.
"""

import click
import pytest
from tests.entered import every_command, run

READS = {
    "accountability analyse", "accountability report",
    "calendar changes", "calendar due", "calendar list", "custody policy", "demo logins",
    "doctor", "dossier explain", "dossier show", "fee show", "form check", "form list", "form show",
    "answering policy",
    "lateness policy", "ledger checkpoint", "ledger consistency", "ledger proof", "ledger verify",
    "message letterbox", "message list", "message texts", "org figures", "org find",
    "payment policy", "payment refused",
    "procedure diff", "procedure export", "procedure search", "procedure unsettled",
    "process check", "process export", "process list", "process show", "supplement policy",
}  # fmt: skip
"""They change nothing; what some write, they write into the file or folder they are told."""
NEVER_REHEARSED = {
    "accountability sum-up": "keeps what the record says already; forgotten, it is read again",
    "bench": "measures in a scratch database that is dropped",
    "demo fill": "the second half of demo run",
    "demo platform": "a server",
    "demo reset": "drops samples alone, and asks first",
    "demo run": "a server",
    "serve": "a server",
    "worker": "a server; what it does was decided before",
}
"""Commands that write and have no ``--dry-run``, and why."""
NO_DOCUMENT = {
    "demo fill": "answers nothing",
    "demo platform": "a server",
    "demo reset": "answers nothing",
    "demo run": "a server",
    "form show": "prints a template, to begin a new one from",
    "procedure export": "prints a format of its own",
    "process export": "prints a format of its own",
    "serve": "a server",
    "worker": "a server",
}


def lacking(option: str) -> set[str]:
    """Return the commands without an option; ``bench`` stands for all of its kind."""
    return {
        "bench" if path.startswith("bench ") and option == "--dry-run" else path
        for path, command in every_command().items()
        if not any(option in given.opts for given in command.params)
    }


def test_whatever_writes_can_be_rehearsed_or_says_why_not():
    assert lacking("--dry-run") == READS | set(NEVER_REHEARSED)


def test_whatever_answers_answers_in_json_too():
    assert lacking("--json") == set(NO_DOCUMENT)


FILES = [
    (path, [p for p in command.params if isinstance(p, click.Argument)])
    for path, command in every_command().items()
    if any(p.name in {"file", "plan", "log"} for p in command.params)
]


@pytest.mark.parametrize(("path", "arguments"), FILES, ids=[path for path, _ in FILES])
def test_a_file_that_is_not_there_ends_every_command_alike(path, arguments, tmp_path):
    needed = {"form": ["--form", "03/2025/TT-VPCP:04"]}.get(path.split()[0], [])
    if path == "ledger verify":
        words = ["--policy", str(tmp_path / "none")]
    else:
        words = [str(tmp_path / "none") for _ in arguments]
    done = run(*path.split(), *words, *needed)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("error: no file ")
