"""kill -9 in the middle of a stream: web server, worker, database, and all at once.

What was acknowledged is there once and whole; what was owed is made once; the record holds.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from tests import installation as whole
from tests.streams import Stream, bearing

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ENTERED_PER_TURN = 8
STRUCK_AT = 5
"""So many dossiers of a turn are acknowledged when the blow falls; the others are under way."""
PAIRS = 2
WITHIN_S = 60.0
HOUSEKEEPING = "housekeeping"


@dataclass
class Installation:
    """An installation whose processes are killed and started again."""

    home: Path
    port: int
    token: str = ""

    def __post_init__(self) -> None:
        whole.set_up(self.home, self.port)
        officer = str(whole.TESTS / "tokens_of_officers.py")
        self.token = whole.python(self.home, self.port, officer, "lan.motcua")
        self.start_web()
        self.start_worker()
        self.until_it_serves()
        self.until_another_works(0)

    @property
    def url(self) -> str:
        return f"http://{whole.LOOPBACK}:{self.port}"

    def start_web(self) -> None:
        self.web = self._start("serve", "--port", str(self.port))

    def start_worker(self) -> None:
        self.worker = self._start("worker")

    def until_it_serves(self) -> None:
        """Wait until the web server answers and reaches its database."""
        whole.until_it_answers(self.web.pid, self.port, self.home / "serve.log")
        for _attempt in range(int(WITHIN_S * 10)):
            asked = httpx.get(f"{self.url}/api/dossiers/none", headers=bearing(self.token))
            if asked.is_client_error:  # it has looked for it
                return
            assert asked.status_code == HTTPStatus.SERVICE_UNAVAILABLE, asked.text
            assert not whole.has_ended(self.web.pid), self.log()
        raise AssertionError(f"the database does not come back: {self.log()}")

    def until_another_works(self, before: int) -> None:
        """Wait until a worker has begun that is younger than ``before``."""
        for _attempt in range(int(WITHIN_S * 10)):
            if self.youngest_worker() > before:
                return
            assert not whole.has_ended(self.worker.pid), self.log()
        raise AssertionError(f"the worker does not begin: {self.log()}")

    def youngest_worker(self) -> int:
        [(youngest,)] = self.ask("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
        return youngest

    def log(self) -> str:
        return "".join((self.home / f"{name}.log").read_text() for name in ("serve", "worker"))

    def database(self) -> psycopg.Connection:
        """Return a connection that may read everything."""
        folder = (self.home / "postgres" / "postmaster.pid").read_text().splitlines()[4]
        return psycopg.connect(host=folder, user="postgres", dbname="thongsuot", autocommit=True)

    def ask(self, question: str) -> list[tuple]:
        with self.database() as connection:
            return connection.execute(question).fetchall()

    def command(self, *words: str) -> dict:
        return json.loads(whole.command(self.home, self.port, *words, "--json"))

    def remove(self) -> None:
        kill_group(self.web)
        kill_group(self.worker)
        kill_database(self.home)
        shutil.rmtree(self.home)

    def _start(self, *words: str) -> "subprocess.Popen[bytes]":
        with (self.home / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [str(whole.CONSOLE_SCRIPT), *words], env=whole.variables(self.home, self.port),
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip


def kill_group(leader: "subprocess.Popen[bytes]") -> None:
    """Kill a server and all that it started; return when nobody holds its port any more."""
    processes = whole.family(leader.pid)
    os.killpg(leader.pid, signal.SIGKILL)
    leader.wait(timeout=WITHIN_S)
    psutil.wait_procs(processes, timeout=WITHIN_S)


def kill_database(home: Path) -> None:
    """Kill the server and all its backends, as a crash does."""
    processes = whole.family(whole.postmaster(home))
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=WITHIN_S)


@pytest.fixture
def installation() -> Iterator[Installation]:
    home = Path(tempfile.mkdtemp(prefix="ts-"))
    home.chmod(0o755)  # under root the database runs as another user, who must get there
    made = Installation(home, whole.free_port())
    yield made
    made.remove()


@pytest.fixture
def stream(installation, photo) -> Stream:
    return Stream(installation.url, installation.token, photo().getvalue())


@dataclass(frozen=True)
class Blow:
    """What is killed while the stream flows, and what an operator does after it."""

    strike: Callable[[Installation], None]
    recover: Callable[[Installation], None]


def kill_the_web_server(installation):
    kill_group(installation.web)


def kill_the_worker(installation):
    kill_group(installation.worker)


def kill_the_database(installation):
    kill_database(installation.home)


def cut_the_power(installation):
    kill_the_web_server(installation)
    kill_the_worker(installation)
    kill_the_database(installation)


def start_another_worker(installation):
    before = installation.youngest_worker()
    installation.start_worker()
    installation.until_another_works(before)


def leave_it_to_the_worker(_installation):
    """Nobody starts the database by hand: the worker misses it and brings it back."""


def start_everything(installation):
    installation.start_web()
    installation.start_worker()


BLOWS = [
    Blow(kill_the_web_server, Installation.start_web),
    Blow(kill_the_worker, start_another_worker),
    Blow(kill_the_database, leave_it_to_the_worker),
    Blow(cut_the_power, start_everything),
]


def test_what_was_acknowledged_is_there_once_and_whole_whatever_is_killed(installation, stream):
    with stream.flowing():
        for turn, blow in enumerate(BLOWS):
            begun = turn * ENTERED_PER_TURN * PAIRS
            stream.strike_at(begun + STRUCK_AT, partial(blow.strike, installation))
            stream.allow(ENTERED_PER_TURN)
            stream.wait_for_the_blow()
            blow.recover(installation)
            installation.until_it_serves()
            stream.open_for_business.set()
            stream.wait_for(begun + ENTERED_PER_TURN * PAIRS)
    until_nothing_is_owed(installation)

    assert stream.unanswered, "no blow fell into the stream"
    assert all(len(codes) == 1 for codes in stream.codes.values()), stream.codes
    received = {code for codes in stream.codes.values() for code in codes}
    assert len(received) == len(stream.codes) == len(BLOWS) * ENTERED_PER_TURN * PAIRS
    nothing_is_there_twice(installation, received, set(stream.filed))
    everything_is_whole(installation, received, set(stream.filed))
    the_record_holds(installation)
    a_key_still_names_its_dossier(installation, stream)


def until_nothing_is_owed(installation: Installation) -> None:
    """Wait until the worker has done its jobs, those of a killed one included."""
    for _attempt in range(int(WITHIN_S * 5)):
        owed = installation.ask(
            "SELECT id, status, attempts FROM procrastinate_jobs WHERE task_name = 'prepare_papers'"
        )
        if not owed:
            return
        assert not whole.has_ended(installation.worker.pid, 0.2), installation.log()
    raise AssertionError(f"still owed: {owed}; {installation.log()[-3000:]}")


def nothing_is_there_twice(installation, received, filed):
    """Each acknowledged dossier is there, and no other."""
    codes = [code for (code,) in installation.ask("SELECT code FROM dossiers_dossier")]
    assert sorted(codes) == sorted(received | filed)
    numbered = [tuple(code.rsplit("-", 2)[1:]) for code in codes]  # anew with each day
    assert len(set(numbered)) == len(numbered)


def everything_is_whole(installation, received, filed):
    """Each has the entries, the holder, the due date and the papers of a whole one; no orphans."""
    acts = counted(installation, "SELECT subject, act FROM ledger_entry WHERE subject ~ '^dossier'")
    papers = counted(installation, "SELECT subject, kind FROM documents_attachment")
    holders = counted(
        installation, "SELECT subject, step FROM custody_custody WHERE ended_at IS NULL"
    )
    due = counted(
        installation,
        "SELECT 'dossier:' || d.code, s.reason FROM dossiers_dossier d"
        " JOIN dossiers_duedateset s ON s.dossier_id = d.id AND s.due_at = d.due_at"
        " WHERE d.received_at IS NOT NULL AND d.pin IS NOT NULL",
    )
    at_the_counter, online = subjects(received), subjects(filed)
    assert acts == of_each(at_the_counter, submitted=1, received=1, paper_made=2) | of_each(
        online, submitted=1, paper_made=1
    )
    assert {s: papers.get(s) for s in at_the_counter | online} == of_each(
        at_the_counter, declaration=1, intake_slip=1
    ) | of_each(online, upload=1, declaration=1)
    assert holders == of_each(at_the_counter, intake=1)
    assert due == of_each(at_the_counter, receipt=1)
    everything_is_on_disk(installation)


def everything_is_on_disk(installation):
    for (name,) in installation.ask("SELECT sha256 FROM documents_storedfile"):
        assert (installation.home / "files" / name[:2] / name[2:4] / name).stat().st_size


def counted(installation, question) -> dict[str, dict[str, int]]:
    """Return, by subject, how often each kind of row is there."""
    found: dict[str, dict[str, int]] = {}
    for subject, kind in installation.ask(question):
        kinds = found.setdefault(subject, {})
        kinds[kind] = kinds.get(kind, 0) + 1
    return found


def of_each(subjects, **kinds) -> dict[str, dict[str, int]]:
    return dict.fromkeys(subjects, kinds)


def subjects(codes) -> set[str]:
    return {f"dossier:{code}" for code in codes}


def the_record_holds(installation):
    verified = installation.command("ledger", "verify")
    assert verified["ok"], verified
    examined = installation.command("doctor")
    assert examined["ok"], examined


def a_key_still_names_its_dossier(installation, stream):
    """Sent once more after everything, a key makes nothing; the last one is shown whole."""
    before = installation.ask("SELECT count(*) FROM ledger_entry")
    with stream.session() as session:
        for key, codes in stream.codes.items():
            assert {stream.enter(session, key)} == codes
    assert installation.ask("SELECT count(*) FROM ledger_entry") == before
    shown = installation.command("dossier", "show", max(code for (code,) in stream.codes.values()))
    assert (shown["state"], shown["holder"]["officer"]) == (2, "Trần Thị Ngọc Lan")
    assert shown["due_at"]
