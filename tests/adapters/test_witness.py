"""Witnesses on the wire: a stand-in plays its side, well and badly; sealing never waits for it."""

import json
import subprocess
import sys
import threading
import time
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.builders_public_log import AT, grow
from tests.entered import run

from thongsuot.adapters.witness import wire
from thongsuot.adapters.witness.client import HttpWitness
from thongsuot.adapters.witness.fake import StandInWitness
from thongsuot.domains.ledger import auditing, exporting, public_log, sealing, witnessing
from thongsuot.domains.ledger.models import Cosignature, Sealed
from thongsuot.domains.ledger.ports import (
    WitnessAhead,
    WitnessElsewhere,
    WitnessRefused,
    WitnessUnavailable,
)
from thongsuot.domains.ledger.rules import notes, tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteSigner
from thongsuot.domains.ledger.rules.witnesses import Policy, parsed_policy
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import sealer

LITTLE_PATIENCE_S = 0.3
ALL_PATIENCE_S = 60.0
"""More than a busy machine needs to answer, and than a test waits for another thread."""
CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"
NEVER_ENDING = {"slow", "endless"}
LEAVES = [tree.leaf_hash(b"%d" % place) for place in range(9)]
LOG = NoteSigner("mau.example/so-ghi", b"1" * 32)


def stand_in(place=1, logs=None):
    known = sealing.log_verifiers() if logs is None else logs
    return StandInWitness(f"nhan-chung-{place}.example", bytes([place]) * 32, known)


@pytest.fixture
def witness():
    """Return a witness that knows our log."""
    return stand_in()


@pytest.fixture
def line(witness):
    """Return the address at which that witness serves."""
    with witness.served() as url:
        yield url


@pytest.fixture
def asked(witness, line):
    """Return the client of that witness, over a real line."""
    return HttpWitness(witness.verifier, line, ALL_PATIENCE_S)


def policy_of(*witnesses, quorum="all", urls=()):
    lines = [f"log {sealing.log_verifiers()[0]}"]
    names = [f"w{place}" for place, _witness in enumerate(witnesses)]
    for place, each in enumerate(witnesses):
        lines.append(f"witness w{place} {each.verifier} {' '.join(urls[place : place + 1])}")
    lines += [f"group g {quorum} {' '.join(names)}", "quorum g"]
    return "\n".join(lines)


# --- what the witness answers ------------------------------------------------------------------


def note_of(size, signer=LOG, root=None):
    return notes.signed(
        Checkpoint("mau.example/so-ghi", size, root or tree.root_of(LEAVES[:size])), [signer]
    )


def proof_of(old, new):
    return tree.consistency_proof(
        old, new, lambda level, n: tree.root_of(LEAVES[n << level : (n + 1) << level])
    )


def said(witness, note, old=0, proof=()):
    return witness.answer(wire.request(note, old=old, proof=proof))


def test_a_witness_answers_each_request_as_the_format_says():
    witness = stand_in(logs=[LOG.verifier])
    assert said(witness, note_of(4)).status == 200
    assert said(witness, note_of(9), 4, proof_of(4, 9)).status == 200
    assert said(witness, note_of(9), 9).status == 200, "the same again"
    behind = said(witness, note_of(9), 4, proof_of(4, 9))
    assert (behind.status, behind.text, behind.kind) == (409, "9\n", "text/x.tlog.size")
    assert said(witness, note_of(9, root=bytes(32)), 9).status == 409, "another root"
    assert said(witness, note_of(4), 9).status == 400, "an old size beyond the checkpoint"
    assert witness.answer(b"old 01\n\n" + note_of(9).encode()).status == 400
    assert witness.answer(b"nothing").status == 400


@pytest.mark.parametrize("proof", [[], proof_of(4, 9)[:-1], [*proof_of(4, 9), bytes(32)]])
def test_a_witness_cosigns_no_growth_that_is_not_proved(proof):
    witness = stand_in(logs=[LOG.verifier])
    said(witness, note_of(4))
    assert said(witness, note_of(9), 4, proof).status == 422
    assert witness.remembered["mau.example/so-ghi"].size == 4


def test_a_witness_cosigns_neither_strangers_nor_logs_it_does_not_know():
    witness = stand_in(logs=[LOG.verifier])
    stranger = NoteSigner("mau.example/so-ghi", b"9" * 32)
    assert said(witness, note_of(4, stranger)).status == 403
    assert said(stand_in(logs=[]), note_of(4)).status == 404


def test_a_request_is_read_as_it_was_written():
    body = wire.request(note_of(9), old=4, proof=proof_of(4, 9))
    assert wire.parsed_request(body) == (4, proof_of(4, 9), note_of(9))
    assert body.startswith(b"old 4\n")


def test_a_cosignature_names_its_instant_and_holds_for_no_other():
    witness = stand_in(logs=[LOG.verifier])
    line = said(witness, note_of(4)).text
    found = notes.cosignature_in(note_of(4) + line, witness.verifier)
    assert found == (line, datetime(2026, 1, 1, tzinfo=UTC))
    blob = bytearray(b64decode(line.split(" ")[2]))
    assert witness.verifier.holds(notes.text_of(note_of(4)), bytes(blob[4:]))
    blob[11] ^= 1
    assert not witness.verifier.holds(notes.text_of(note_of(4)), bytes(blob[4:]))
    assert notes.verifier_from(str(witness.verifier)) == witness.verifier


# --- asking over the line ----------------------------------------------------------------------


@pytest.mark.django_db
class TestAsking:
    def test_the_newest_checkpoint_is_cosigned_and_published_with_its_line(self, asked):
        size = grow(5)
        assert witnessing.ask(asked) == size
        note = public_log.newest_note()
        trusted = [*sealing.log_verifiers(), asked.verifier]
        assert notes.opened(note, trusted)[1] == trusted
        assert witnessing.ask(asked) is None, "asked once a checkpoint"

    def test_growth_is_proved_from_what_the_witness_saw_last(self, asked, witness):
        grow(5)
        witnessing.ask(asked)
        grow(300)
        grow(1)
        assert witnessing.ask(asked) == 306
        assert witness.asked == 2

    def test_a_witness_that_remembers_another_size_is_proved_from_there(self, asked, witness):
        first = grow(5)
        witnessing.ask(asked)
        as_superfluous = witness.remembered.copy()
        grow(3)
        witnessing.ask(asked)
        grow(3)
        witness.remembered = as_superfluous  # put back from an older backup, knowingly
        assert witness.remembered.popitem()[1].size == first
        assert witnessing.ask(asked) == 11

    def test_a_witness_that_saw_more_than_there_is_says_that_acts_are_missing(self, asked, witness):
        grow(5)
        origin = sealing.log_signer().verifier.name
        witness.remembered[origin] = Checkpoint(origin, 9, bytes(32))
        with pytest.raises(WitnessAhead, match="saw 9 entries, there are 5"):
            witnessing.ask(asked)

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("down", WitnessUnavailable),
            ("slow", WitnessUnavailable),
            ("endless", WitnessUnavailable),
            ("wrong-size", (WitnessElsewhere, WitnessRefused)),
            ("bad-signature", WitnessRefused),
            ("stranger", WitnessRefused),
            ("garbage", WitnessRefused),
        ],
    )
    def test_a_witness_that_misbehaves_is_told_kept_out_and_asked_again(
        self, asked, witness, line, fault, error
    ):
        grow(5)
        witness.fault = fault
        hurried = HttpWitness(witness.verifier, line, LITTLE_PATIENCE_S)
        with pytest.raises(error):
            witnessing.ask(hurried if fault in NEVER_ENDING else asked)
        assert not Cosignature.objects.exists()
        assert len(public_log.newest_note().splitlines()) == 5, "published without it"
        witness.fault = ""
        assert witnessing.ask(asked) == 5

    def test_nobody_at_the_address_is_an_outage(self, witness):
        grow(1)
        with witness.served() as url:
            gone = HttpWitness(witness.verifier, url)
        with pytest.raises(WitnessUnavailable):
            witnessing.ask(gone)

    def test_the_command_asks_all_and_says_who_did_not(self, settings, witness):
        size = grow(4)
        other = stand_in(2)
        with witness.served() as url, other.served() as second:
            text = policy_of(witness, other, urls=(url, second), quorum="any")
            settings.WITNESS_POLICY = parsed_policy(text)
            other.fault = "down"
            done = run("ledger", "cosign", "--json")
        assert done.exit_code == 7
        found = json.loads(done.stdout)["witnesses"]
        assert found[witness.verifier.name] == ""
        assert found[other.verifier.name].startswith("WitnessUnavailable")
        assert witnessing.last_size(witness.verifier) == size


def test_three_witnesses_sign_the_same_checkpoint_though_each_asks_at_a_moment_of_its_own(
    db, settings
):
    three = [stand_in(place) for place in (1, 2, 3)]
    settings.WITNESS_POLICY = parsed_policy(policy_of(*three, quorum="2"))
    with three[0].served() as one, three[1].served() as two, three[2].served() as third:
        clients = [
            HttpWitness(w.verifier, u) for w, u in zip(three, (one, two, third), strict=True)
        ]
        for _round in range(3):
            signed = []
            for client in clients:
                grow(1)
                signed.append(witnessing.ask(client))
            assert signed == [signed[0]] * 3
            assert witnessing.newest_witnessed(witnessing.policy()).size == signed[0]
        assert signed[0] == 7, "the first of the third round"


def test_a_witness_that_is_past_what_the_others_signed_goes_ahead(asked, witness, db):
    grow(2)
    witnessing.ask(asked)
    grow(2)
    with stand_in(2).served() as url:
        witnessing.ask(HttpWitness(stand_in(2).verifier, url))
    grow(2)
    said(witness, public_log.newest_note(), 2, public_log.prove_growth(2, 6))  # its answer is lost
    grow(2)
    assert witnessing.ask(asked) == 8


# --- how many are enough -----------------------------------------------------------------------


@pytest.fixture
def two(db, settings):
    """Return two witnesses that cosigned five entries; one of them also eight."""
    both = stand_in(1), stand_in(2)
    with both[0].served() as one, both[1].served() as other:
        clients = [HttpWitness(w.verifier, u) for w, u in zip(both, (one, other), strict=True)]
        grow(5)
        for client in clients:
            witnessing.ask(client)
        grow(3)
        witnessing.ask(clients[0])
    settings.WITNESS_POLICY = parsed_policy(policy_of(*both))
    return both


def test_a_proof_leads_to_the_newest_checkpoint_that_enough_cosigned(two, settings):
    assert public_log.prove("task:0", 1).note.splitlines()[1] == "5"
    assert public_log.prove("task:1", 3).note.splitlines()[1] == "8", "no other covers it"
    sizes = [proof.note.splitlines()[1] for _entry, proof in public_log.prove_all("task:1")]
    assert sizes == ["5", "5", "8"], "all at once the same"
    settings.WITNESS_POLICY = parsed_policy(policy_of(*two, quorum="any"))
    assert public_log.prove("task:0", 1).note.splitlines()[1] == "8"
    settings.WITNESS_POLICY = Policy()
    assert public_log.prove("task:0", 1).note.splitlines()[1] == "8"


def test_a_quorum_is_found_however_many_checkpoints_one_witness_signed_since(
    two, settings, monkeypatch
):
    monkeypatch.setattr(witnessing, "READ_AT_ONCE", 2)
    for _time in range(5):
        size = grow(1)
        sealed = Sealed.objects.get(size=size)
        Cosignature.objects.create(sealed=sealed, key=str(two[0].verifier), line="", seen_at=AT)
    assert witnessing.newest_witnessed(witnessing.policy()).size == 5
    settings.WITNESS_POLICY = parsed_policy(policy_of(two[0], stand_in(3)))
    assert witnessing.newest_witnessed(witnessing.policy()) is None


def test_the_audit_says_up_to_where_enough_witnesses_saw(two, settings):
    audited = auditing.audit(sealing.log_verifiers(), policy=settings.WITNESS_POLICY)
    assert (audited.ok, audited.witnessed) == (True, 5)
    anybody = parsed_policy(policy_of(*two, quorum="any"))
    assert auditing.audit(sealing.log_verifiers(), policy=anybody).witnessed == 8


def test_the_independent_checker_wants_the_quorum(two, tmp_path):
    file = tmp_path / "proof.json"
    keys = ["--key", str(sealing.log_verifiers()[0])]
    for each in (*two, stand_in(3)):
        keys += ["--witness", str(each.verifier)]
    for seq, quorum, code in ((1, 2, 0), (1, 3, 1), (3, 1, 0), (3, 2, 1)):
        subject = "task:0" if seq == 1 else "task:1"
        file.write_text(json.dumps(public_log.as_document(public_log.prove(subject, seq))))
        words = [sys.executable, "-I", str(CHECKER), str(file), *keys, "--quorum", str(quorum)]
        done = subprocess.run(words, capture_output=True, text=True)
        assert done.returncode == code, done.stderr


def test_an_export_carries_the_witnessed_checkpoint_and_is_checked_by_it(two, settings, tmp_path):
    exporting.export(tmp_path / "log")
    held = exporting.audit_export(
        tmp_path / "log", sealing.log_verifiers(), policy=settings.WITNESS_POLICY
    )
    assert (held.ok, held.entries, held.witnessed) == (True, 8, 5)


@pytest.mark.parametrize(("wanted", "code"), [("all", 1), ("any", 0)])
def test_with_a_policy_too_few_witnesses_are_a_fault(two, tmp_path, wanted, code):
    exporting.export(tmp_path / "log")
    file = tmp_path / "policy"
    file.write_text(policy_of(two[0], stand_in(3), quorum=wanted))
    words = ("--from-export", str(tmp_path / "log"), "--policy", str(file), "--json")
    done = run("ledger", "verify", *words)
    assert done.exit_code == code
    fault = json.loads(done.stdout)["first_fault"]
    assert (fault and fault["kind"]) == ("unwitnessed" if code else None)


def test_a_cosignature_that_was_bent_is_found(committed_db, as_superuser):
    witness = stand_in()
    grow(2)
    newest = Sealed.objects.get()
    line = said(witness, newest.note).text
    Cosignature.objects.create(sealed=newest, key=str(witness.verifier), line=line, seen_at=AT)
    policy = parsed_policy(policy_of(witness))
    assert auditing.audit(sealing.log_verifiers(), policy=policy).ok
    as_superuser.execute("SET session_replication_role = replica")
    other = witness._cosigner.line("mau\n1\n", AT)
    as_superuser.execute("UPDATE ledger_cosignature SET line = %s", [other])
    fault = auditing.audit(sealing.log_verifiers(), policy=policy).first_fault
    assert fault.kind == "re-signed"


def test_sealing_goes_on_while_a_witness_hangs(committed_db, monkeypatch):
    witness = stand_in()
    witness.fault = "slow"
    monkeypatch.setattr(sealer, "EVERY_S", 0.01)
    monkeypatch.setattr(sealer, "ASK_EVERY_S", 0.01)
    grow(1)
    with witness.served() as url:
        patient = HttpWitness(witness.verifier, url, 2 * ALL_PATIENCE_S)
        monkeypatch.setattr(sealer.bootstrap, "witnesses", lambda: [patient])
        with sealer.sealing_beside():
            until(lambda: witness.asked == 1)
            write_one()
            until(lambda: public_log.size() == 2)
            assert witness.asked == 1, "it hangs still"
            witness.fault = ""


def write_one():
    record(subject="task:9", act="noted", by=Actor.system(), at=AT, detail={})


def until(happened):
    """Wait until something has happened in another thread."""
    waiting, ends = threading.Event(), time.monotonic() + ALL_PATIENCE_S
    while not happened():
        assert time.monotonic() < ends
        waiting.wait(0.01)
