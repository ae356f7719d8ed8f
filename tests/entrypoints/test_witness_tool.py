"""tools/witness.py by itself, against the real addresses over HTTP: a stranger is a witness."""

import re
import runpy
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from tests.builders_public_log import AT, grow
from tests.entered import run

from thongsuot.adapters.witness.client import HttpWitness
from thongsuot.domains.ledger import public_log, sealing, witnessing
from thongsuot.domains.ledger.ports import WitnessRefused
from thongsuot.domains.ledger.rules import notes
from thongsuot.domains.ledger.rules.witnesses import parsed_policy

pytestmark = pytest.mark.slow
TOOL = Path(__file__).parents[2] / "tools" / "witness.py"
NAME = "nhan-chung.example/w1"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        pass


def serving(environ, answer):
    try:
        yield from get_wsgi_application()(environ, answer)
    finally:
        connections.close_all()


@pytest.fixture
def site(committed_db):
    """Serve the product on loopback; yields where its log is."""
    server = make_server("127.0.0.1", 0, serving, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/so-ghi"
    server.shutdown()
    server.server_close()
    thread.join()


class Stranger:
    """Somebody with a folder, the tool and Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = notes.verifier_from(self.does("new", NAME, "secret").stdout)

    def does(self, *words: str) -> subprocess.CompletedProcess[str]:
        called = [sys.executable, "-I", str(TOOL), *words]
        return subprocess.run(called, cwd=self.folder, capture_output=True, text=True)

    def looks(self, url: str) -> subprocess.CompletedProcess[str]:
        return self.does("look", url, *self.own())

    def own(self) -> list[str]:
        log = str(sealing.log_verifiers()[0])
        return ["--key", log, "--secret", "secret", "--state", "state.json"]

    @contextmanager
    def served(self):
        """Serve as a witness for a while; yields its submission prefix."""
        called = [sys.executable, "-I", str(TOOL), "serve", "127.0.0.1:0", *self.own()]
        at_work = subprocess.Popen(
            called, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            port = re.search(r", (\d+)\)", at_work.stdout.readline())[1]
            yield HttpWitness(self.key, f"http://127.0.0.1:{port}")
        finally:
            at_work.kill()
            at_work.wait()
            at_work.stdout.close()


@pytest.fixture
def stranger(tmp_path):
    return Stranger(tmp_path)


@pytest.fixture
def known(stranger, settings):
    """The operator names the stranger among the witnesses."""
    log = sealing.log_verifiers()[0]
    settings.WITNESS_POLICY = parsed_policy(f"log {log}\nwitness w {stranger.key}\nquorum w\n")


def test_a_stranger_looks_at_the_log_and_hands_in_a_cosignature(site, stranger, known):
    for count, size in ((5, 5), (300, 305), (0, 305)):
        grow(count) if count else None
        looked = stranger.looks(site)
        assert looked.returncode == 0, looked.stderr
        said, signers = notes.opened(looked.stdout, [*sealing.log_verifiers(), stranger.key])
        assert (said.size, signers[-1]) == (size, stranger.key)
    (stranger.folder / "note").write_text(looked.stdout, "utf-8")
    taken = run("ledger", "cosign", "--note", str(stranger.folder / "note"))
    assert (taken.exit_code, taken.stdout) == (0, f"{NAME}: taken\n")
    assert public_log.newest_note() == looked.stdout
    assert public_log.witnessed_note() == looked.stdout


def test_a_log_that_was_rewritten_is_caught_and_the_proof_of_it_kept(site, stranger, as_superuser):
    grow(5)
    stranger.looks(site)
    as_superuser.execute("SET session_replication_role = replica")
    for emptied in ("leaf", "tile", "sealed", "unsealed"):
        as_superuser.execute(f"DELETE FROM ledger_{emptied}")  # noqa: S608 - our own tables
    as_superuser.execute("DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_entry)")
    as_superuser.execute("INSERT INTO ledger_unsealed SELECT id FROM ledger_entry")
    sealing.seal(signer=sealing.log_signer(), at=AT)
    for count in (0, 1, 4):
        grow(count) if count else None
        caught = stranger.looks(site)
        assert caught.returncode == 1, caught.stdout
        assert "DOES NOT HOLD" in caught.stderr
    accused = sorted(stranger.folder.glob("state.json.contradiction-*"))
    assert len(accused) == 3
    assert all(notes.opened(file.read_text(), sealing.log_verifiers()) for file in accused)


def test_a_stranger_answers_by_itself_and_remembers_after_a_restart(db, stranger):
    grow(5)
    with stranger.served() as witness:
        assert witnessing.ask(witness) == 5
        grow(3)
        note, steps = public_log.note_at(8), public_log.prove_growth(5, 8)
        with pytest.raises(WitnessRefused, match="422"):
            witness.cosign(note, old=5, proof=steps[:-1])
    with stranger.served() as witness:
        assert witnessing.ask(witness) == 8
        unknown = notes.signed(
            notes.Checkpoint("mau.example/khac", 9, bytes(32)), [sealing.log_signer()]
        )
        with pytest.raises(WitnessRefused, match="404"):
            witness.cosign(unknown, old=0, proof=[])


def test_what_is_not_ours_is_no_cosignature(db, stranger, known, tmp_path):
    grow(2)
    (tmp_path / "note").write_text(public_log.newest_note(), "utf-8")
    refused = run("ledger", "cosign", "--note", str(tmp_path / "note"))
    assert refused.exit_code == 1
    assert "no witness of the policy has cosigned it" in refused.stderr


def test_a_log_that_is_out_of_order_for_a_while_is_not_accused(site, stranger, settings):
    grow(5)
    assert stranger.looks(site).returncode == 0
    grow(3)
    note = public_log.newest_note().encode()

    def half(environ, answer):
        is_note = environ["PATH_INFO"].endswith("/checkpoint")
        answer("200 OK" if is_note else "503 Service Unavailable", [])
        return [note if is_note else b""]

    server = make_server("127.0.0.1", 0, half, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    looked = stranger.looks(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    assert looked.returncode == 7, looked.stderr
    assert not list(stranger.folder.glob("*contradiction*"))


@pytest.mark.parametrize("body", [
    b"old 1\nAAAA\n\nmau.example\n2\n" + b"A" * 43 + b"=\n\n", b"old \n\nx",
    b"old 0\n\nmau.example\n\nAAAA\n\n",
], ids=["a step that is no hash", "no old size", "a checkpoint without a size"])  # fmt: skip
def test_what_is_no_request_is_refused_and_breaks_nothing(body):
    tool = runpy.run_path(str(TOOL))
    with pytest.raises(tool["Wrong"]):
        tool["parsed"](tool["asked"](body)[0])


def test_nobody_at_the_address_is_an_outage_and_no_accusation(stranger):
    gone = stranger.looks("http://127.0.0.1:9/so-ghi")
    assert gone.returncode == 7
    assert not list(stranger.folder.glob("*contradiction*"))
