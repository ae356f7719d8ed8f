"""The log as files: an inspector checks it without us, and what was bent is named."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from thongsuot.domains.ledger import exporting, sealing
from thongsuot.domains.ledger.rules.notes import NoteSigner
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, ExportUnreadable

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
FIRST = "entries/00000.jsonl"
STRANGER = NoteSigner("127.0.0.1:8000/so-ghi", b"x" * 32)


@pytest.fixture
def folder(tmp_path):
    """Return an export of 300 entries on seven subjects."""
    for number in range(300):
        record(
            subject=f"task:{number % 7}", act="noted", by=Actor.system(),
            at=AT + timedelta(seconds=number), detail={"number": number},
        )  # fmt: skip
    sealing.seal(signer=sealing.log_signer(), at=AT)
    assert exporting.export(tmp_path / "log") == 300
    return tmp_path / "log"


def audited(folder, trusted=None):
    return exporting.audit_export(folder, trusted or sealing.log_verifiers())


def found(folder):
    fault = audited(folder).first_fault
    return fault and fault.kind.value


def rewrite(folder, change):
    """Let ``change`` work on the list of lines."""
    lines = (folder / FIRST).read_bytes().splitlines()
    (folder / FIRST).write_bytes(b"".join(line + b"\n" for line in change(lines)))


def test_an_export_holds_and_says_how_much_was_checked(folder):
    checked = audited(folder)
    assert (checked.ok, checked.entries, checked.subjects, checked.checkpoints) == (True, 300, 7, 1)
    assert (folder / "tile/0/000").stat().st_size == 256 * 32
    assert (folder / "tile/0/001.p/44").stat().st_size == 44 * 32
    said = json.loads((folder / FIRST).read_bytes().splitlines()[5])
    assert (said["subject"], said["detail"]) == ("task:5", {"number": 5})


@pytest.mark.parametrize("place", [0, 1, 7, 100, 255, 256, 298])
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("altered", lambda ls, p: [*ls[:p], ls[p].replace(b"noted", b"other"), *ls[p + 1 :]]),
        ("deleted", lambda ls, p: [*ls[:p], *ls[p + 1 :]]),
        ("inserted", lambda ls, p: [*ls[:p], ls[p].replace(b"task:", b"new:"), *ls[p:]]),
        ("reordered", lambda ls, p: [*ls[:p], ls[p + 1], ls[p], *ls[p + 2 :]]),
    ],
)
def test_a_line_that_was_bent_is_found(folder, place, name, change):
    rewrite(folder, lambda lines: change(lines, place))
    assert found(folder) in {name, "missing", "broken-link"}


def test_an_export_that_was_cut_off_is_found(folder):
    rewrite(folder, lambda lines: lines[:200])
    assert found(folder) in {"deleted", "truncated"}
    (folder / "tile/0/001.p/44").unlink()
    (folder / "tile/0/000").write_bytes((folder / "tile/0/000").read_bytes()[: 200 * 32])
    assert found(folder) == "truncated"


def test_a_signature_by_another_key_is_found(folder):
    note = (folder / "checkpoint").read_text()
    text = note.partition("\n\n")[0] + "\n"
    (folder / "checkpoint").write_text(f"{text}\n{STRANGER.line(text)}")
    assert found(folder) == "re-signed"
    assert audited(folder, [STRANGER.verifier]).ok  # whoever trusts the stranger


def test_what_is_no_export_is_refused(tmp_path, folder):
    with pytest.raises(ExportUnreadable):
        audited(tmp_path / "nothing")
    with pytest.raises(ExportUnreadable):
        exporting.export(folder)
    rewrite(folder, lambda lines: [*lines[:3], b"not an entry", *lines[4:]])
    with pytest.raises(ExportUnreadable):
        audited(folder)
