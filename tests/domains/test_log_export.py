"""The log as files: an inspector checks it without us, and what was bent is named."""

import json
import random
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from thongsuot.domains.ledger import exporting, public_log, sealing
from thongsuot.domains.ledger.rules import tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteSigner, signed
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, ExportUnreadable
from thongsuot.kernel.canonical import canonical_json

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
FIRST = "entries/00000.jsonl"
STRANGER = NoteSigner("127.0.0.1:8000/so-ghi", b"x" * 32)


@pytest.fixture
def folder(tmp_path):
    """Return an export of 300 entries on seven subjects."""
    return exported(tmp_path / "log", 300)


def exported(folder, entries):
    for number in range(entries):
        record(
            subject=f"task:{number % 7}", act="noted", by=Actor.system(),
            at=AT + timedelta(seconds=number), detail={"number": number},
        )  # fmt: skip
    sealing.seal(signer=sealing.log_signer(), at=AT)
    assert exporting.export(folder) == entries
    return folder


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


@pytest.mark.parametrize("in_one", [1, 7, 150, 299, 300, 301])
def test_the_files_are_the_log_cut_in_pieces_and_each_is_opened_once(tmp_path, monkeypatch, in_one):
    opened = []
    usual = Path.open

    def noted(path, *args, **more):
        opened.append(path.name)
        return usual(path, *args, **more)

    monkeypatch.setattr(exporting, "LINES", in_one)
    monkeypatch.setattr(Path, "open", noted)
    folder = exported(tmp_path / "log", 300)
    written = [name for name in opened if name.endswith(".jsonl")]
    lines = [content + b"\n" for content in public_log.contents()]
    wanted = [b"".join(lines[at : at + in_one]) for at in range(0, 300, in_one)]
    assert written == [f"{number:05}.jsonl" for number in range(len(wanted))]
    assert [(folder / "entries" / name).read_bytes() for name in written] == wanted
    assert sorted(path.name for path in (folder / "entries").iterdir()) == written
    assert audited(folder).ok


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


def forged(lines, signer, folder):
    """Write an export anew over what its lines say: every chain, tile and the signature."""
    heads, fresh = {}, []
    for line in lines:
        said = json.loads(line)
        seq, previous = heads.get(said["subject"], (0, "0" * 64))
        line = canonical_json(said | {"seq": seq + 1, "previous": previous})
        heads[said["subject"]] = seq + 1, sha256(line).hexdigest()
        fresh.append(line)
    rewrite(folder, lambda _lines: fresh)
    leaves = [tree.leaf_hash(line) for line in fresh]
    shutil.rmtree(folder / "tile/0")
    (folder / f"tile/0/000.p/{len(leaves)}").parent.mkdir(parents=True)
    (folder / f"tile/0/000.p/{len(leaves)}").write_bytes(b"".join(leaves))
    checkpoint = Checkpoint(signer.verifier.name, len(leaves), tree.root_of(leaves))
    (folder / "checkpoint").write_text(signed(checkpoint, [signer]))


def changed(line, **fields):
    return canonical_json(json.loads(line) | fields)


EARLY = "2026-03-01T00:00:00.000000Z"
BENDINGS = {
    "altered": lambda ls, p: [*ls[:p], changed(ls[p], act="other"), *ls[p + 1 :]],
    "deleted": lambda ls, p: [*ls[:p], *ls[p + 1 :]],
    "inserted": lambda ls, p: [*ls[:p], changed(ls[p], subject="task:new"), *ls[p:]],
    "reordered": lambda ls, p: [*ls[:p], ls[p + 1], ls[p], *ls[p + 2 :]],
    "back-dated": lambda ls, p: [*ls[:p], changed(ls[p], at=EARLY), *ls[p + 1 :]],
    "truncated": lambda ls, p: ls[: max(p, 1)],
}


@pytest.mark.parametrize("name", BENDINGS)
def test_an_export_bent_hundreds_of_times_is_found_every_time(tmp_path, name):
    """By a careless hand, and by one that makes chains and tiles anew and signs as a stranger."""
    folder, chance = exported(tmp_path / "log", 40), random.Random(name)  # noqa: S311 - no secret
    lines, note = (folder / FIRST).read_bytes().splitlines(), (folder / "checkpoint").read_text()
    tile = next((folder / "tile/0").rglob("40")).read_bytes()
    for _time in range(100):
        bent = BENDINGS[name](lines, chance.randrange(39))
        rewrite(folder, lambda _lines, bent=bent: bent)
        assert found(folder) in {name, "missing", "broken-link", "altered", "deleted"}
        forged(bent, STRANGER, folder)
        assert found(folder) == "re-signed"
        shutil.rmtree(folder / "tile/0")
        (folder / "tile/0/000.p").mkdir(parents=True)
        (folder / "tile/0/000.p/40").write_bytes(tile)
        (folder / "checkpoint").write_text(note)


def test_an_export_back_dated_and_signed_by_our_own_key_is_found(tmp_path):
    folder = exported(tmp_path / "log", 40)
    lines = (folder / FIRST).read_bytes().splitlines()
    forged(BENDINGS["back-dated"](lines, 30), sealing.log_signer(), folder)
    fault = audited(folder).first_fault
    assert (fault.subject, fault.seq, fault.kind) == ("task:2", 5, "back-dated")


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


@pytest.mark.parametrize("line", ["— a abc\n", "— ế ế\n", "x"])
def test_a_line_under_the_checkpoint_that_is_no_signature_is_found(folder, line):
    note = (folder / "checkpoint").read_text()
    (folder / "checkpoint").write_text(note + line)
    assert found(folder) == "re-signed"


def test_what_is_no_export_is_refused(tmp_path, folder):
    with pytest.raises(ExportUnreadable):
        audited(tmp_path / "nothing")
    with pytest.raises(ExportUnreadable):
        exporting.export(folder)
    entry = b'{"subject": "a", "at": "", "previous": "", "seq": %s}'
    odd = (b"not an entry", entry % b'"x"', entry % b"null", entry % (b"9" * 5_000), b"[" * 99_999)
    for line in odd:
        rewrite(folder, lambda lines, line=line: [*lines[:3], line, *lines[4:]])
        with pytest.raises(ExportUnreadable):
            audited(folder)
