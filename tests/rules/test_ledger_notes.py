"""Signed notes: a published one is read, ours are read back, forged ones are refused."""

from base64 import b64decode

import pytest

from thongsuot.domains.ledger.rules import notes
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteSigner, NoteWrong

# The example of the format's first implementation (Go, package sumdb/note).
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAID = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNED = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)

CHECKPOINT = Checkpoint("mau.example/so-ghi", 4096, bytes(range(32)))
OURS = NoteSigner("mau.example/so-ghi", b"1" * 32)
WITNESS = NoteSigner("thanh-tra.example", b"2" * 32)


def test_a_published_signature_holds_under_its_published_key():
    key = notes.verifier_from(PETER)
    blob = b64decode(SIGNED)
    assert blob[:4] == key.key_id
    assert key.holds(SAID, blob[4:])
    assert not key.holds(SAID.replace("don't", "do"), blob[4:])
    assert str(key) == PETER


def test_a_checkpoint_is_read_back_as_it_was_signed():
    note = notes.signed(CHECKPOINT, [OURS])
    assert note.startswith("mau.example/so-ghi\n4096\n")
    assert notes.opened(note, [OURS.verifier]) == (CHECKPOINT, [OURS.verifier])


def test_a_witness_adds_a_line_and_both_are_known():
    note = notes.signed(CHECKPOINT, [OURS])
    both = notes.with_line(note, WITNESS.line(CHECKPOINT.text()))
    _checkpoint, signers = notes.opened(both, [OURS.verifier, WITNESS.verifier])
    assert signers == [OURS.verifier, WITNESS.verifier]
    assert notes.opened(both, [WITNESS.verifier])[1] == [WITNESS.verifier]


def test_a_rotated_key_signs_under_the_same_name():
    newer = NoteSigner(OURS.verifier.name, b"3" * 32)
    note = notes.signed(CHECKPOINT, [newer])
    assert notes.opened(note, [OURS.verifier, newer.verifier])[1] == [newer.verifier]


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("4096", "4097"),
        lambda note: note.replace("mau.example/so-ghi\n4096", "khac.example\n4096"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.rpartition("—")[0],
        lambda note: note + "x",
        lambda note: note + "— a abc\n",
        lambda note: note + "— a =\n",
        lambda _note: "",
    ],
    ids=[
        "size",
        "origin",
        "no empty line",
        "no signature",
        "more behind it",
        "three letters",
        "only padding",
        "nothing",
    ],
)
def test_a_changed_note_is_refused(change):
    with pytest.raises(NoteWrong):
        notes.opened(change(notes.signed(CHECKPOINT, [OURS])), [OURS.verifier])


def test_a_note_that_only_strangers_signed_is_refused():
    with pytest.raises(NoteWrong, match="nobody trusted"):
        notes.opened(notes.signed(CHECKPOINT, [WITNESS]), [OURS.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "a\n01\n",
        "a\n-1\nAAAA\n",
        "\n1\n",
        "a\n1\nAAAA\n",
        "a\n",
        "a\n1\nế\n",
        "a\n1\nAAA\n",
        "a\n" + "9" * 5_000 + "\n" + "A" * 43 + "=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteWrong):
        notes.parsed(text)


def test_a_key_under_another_name_is_refused():
    with pytest.raises(NoteWrong, match="belong"):
        notes.verifier_from(PETER.replace("Peter", "Paul"))


@pytest.mark.parametrize("key", [PETER[:-4] + "ếếếế", PETER[:-1], "a+b", "", "ế+c74f20a3+ế"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(NoteWrong):
        notes.verifier_from(key)
