"""The public log as files: written for an inspector, and checked without a database.

checkpoint            the newest signed note
witnessed             the newest note that enough witnesses cosigned, where there is one
keys                  the verifier keys, a line each
tile/…                hashes (C2SP tlog-tiles)
entries/00000.jsonl   the entries in the order of the log, a line of canonical JSON each
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from thongsuot.domains.ledger import public_log, sealing
from thongsuot.domains.ledger.auditing import Placed, Tell, Walk, opened_note
from thongsuot.domains.ledger.models import Tile
from thongsuot.domains.ledger.rules import GENESIS, notes, tiles, tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteWrong, Verifier
from thongsuot.domains.ledger.rules.tiles import TileName
from thongsuot.domains.ledger.rules.tree import HASH_BYTES
from thongsuot.domains.ledger.rules.witnesses import Policy
from thongsuot.domains.ledger.terms import ExportUnreadable, Fault, FaultKind, Verification

LINES: Final = 100_000
"""Entries in one file."""
CHUNK: Final = 5_000


def export(folder: Path, tell: Tell = lambda _done: None) -> int:
    """Write the log into an empty folder; return how many entries.  Raises: ExportUnreadable."""
    check_empty(folder)
    written = _write_entries(folder / "entries", tell)
    _write_tiles(folder)
    (folder / "checkpoint").write_text(public_log.newest_note() or "", "utf-8")
    if witnessed := public_log.witnessed_note():
        (folder / "witnessed").write_text(witnessed, "utf-8")
    keys = "".join(f"{key}\n" for key in sealing.log_verifiers())
    (folder / "keys").write_text(keys, "utf-8")
    return written


def check_empty(folder: Path) -> None:
    """Refuse a folder that holds something already.  Raises: ExportUnreadable."""
    if folder.exists() and any(folder.iterdir()):
        raise ExportUnreadable("the folder is not empty")


def _write_entries(folder: Path, tell: Tell) -> int:
    """Write the entries, ``LINES`` to a file; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    placed = enumerate(public_log.contents())
    for number, lines in groupby(placed, key=lambda line: line[0] // LINES):
        with (folder / f"{number:05}.jsonl").open("wb") as file:
            for place, line in lines:
                file.write(line + b"\n")
                written = place + 1
                tell(written)
    return written


def _write_tiles(folder: Path) -> None:
    for tile in Tile.objects.order_by("level", "number").iterator(chunk_size=CHUNK):
        width = len(tile.hashes) // HASH_BYTES
        path = folder / tiles.path_of(TileName(tile.level, tile.number), width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(tile.hashes))


def audit_export(
    folder: Path,
    trusted: Sequence[Verifier],
    tell: Tell = lambda _done: None,
    policy: Policy | None = None,
) -> Verification:
    """Check an export by its files alone: every chain, the tree, the signatures.

    Raises:  ExportUnreadable for what is no export.
    """
    policy = policy or Policy()
    note = _read(folder / "checkpoint")
    if not note:
        raise ExportUnreadable("there is no checkpoint in this folder")
    checkpoint = opened_note(note, trusted)
    if checkpoint is None:
        return Verification(0, 0, 1, Fault("log", 0, FaultKind.RE_SIGNED))
    chains = _Chains()
    seen = _witnessed(folder, trusted, policy)
    walk = Walk({checkpoint.size} | ({seen.size} if seen else set()))
    in_log = walk.first_fault(chains.follow(_entries(folder)), _stored(folder), tell)
    fault = chains.fault or in_log
    if fault is None and walk.size != checkpoint.size:
        kind = FaultKind.TRUNCATED if walk.size < checkpoint.size else FaultKind.INSERTED
        fault = Fault("log", walk.size, kind)
    for known in (checkpoint, seen):
        if fault is None and known and walk.root_at(known.size) != known.root:
            fault = Fault("log", known.size, FaultKind.RE_SIGNED)
    return Verification(walk.size, chains.subjects, 1, fault, seen.size if seen else 0)


def _witnessed(folder: Path, trusted: Sequence[Verifier], policy: Policy) -> Checkpoint | None:
    """Return the newest checkpoint in the folder that enough witnesses cosigned."""
    for name in ("checkpoint", "witnessed"):
        note = _read(folder / name) if (folder / name).exists() else ""
        if policy.wants_any and note and policy.is_met(_signers(note, policy)):
            return opened_note(note, trusted)
    return None


def _signers(note: str, policy: Policy) -> list[Verifier]:
    """Return the witnesses whose cosignature on the note holds."""
    try:
        return notes.opened(note, policy.verifiers())[1]
    except NoteWrong:
        return []


class _Chains:
    """Follows every chain at once: the number, hash and instant of each subject's last entry."""

    def __init__(self) -> None:
        self._heads: dict[str, tuple[int, str, str]] = {}
        self.fault: Fault | None = None

    @property
    def subjects(self) -> int:
        """How many subjects were met."""
        return len(self._heads)

    def follow(self, entries: Iterator[tuple[bytes, dict[str, Any]]]) -> Iterator[Placed]:
        """Yield each entry's place in the log; remember the first link that does not hold."""
        for number, (line, said) in enumerate(entries):
            subject, seq, at = str(said["subject"]), int(said["seq"]), str(said["at"])
            last, head, latest = self._heads.get(subject, (0, GENESIS, ""))
            if self.fault is None and ((seq, said["previous"]) != (last + 1, head) or at < latest):
                kind = FaultKind.BROKEN_LINK if said["previous"] != head else FaultKind.BACK_DATED
                kind = FaultKind.MISSING if seq != last + 1 else kind
                self.fault = Fault(subject, seq, kind)
            self._heads[subject] = (seq, hashlib.sha256(line).hexdigest(), at)
            yield Placed(number, subject, seq, tree.leaf_hash(line))


def _entries(folder: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    for path in sorted((folder / "entries").glob("*.jsonl")):
        with path.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n"), _parsed(line)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ExportUnreadable("a line is no entry") from error
    if not isinstance(said, dict) or not {"subject", "seq", "at", "previous"} <= said.keys():
        raise ExportUnreadable("a line is no entry")
    if not isinstance(said["seq"], int):
        raise ExportUnreadable("a line is no entry")
    return said


def _stored(folder: Path) -> Iterator[bytes]:
    """Yield the leaf hashes of the exported tiles; none from a gap on."""
    number = 0
    while True:
        whole = folder / tiles.path_of(TileName(0, number))
        partial = sorted(Path(f"{whole}.p").glob("*"), key=_width)
        path = whole if whole.is_file() else (partial[-1] if partial else None)
        if path is None:
            return
        packed = path.read_bytes()
        for at in range(0, len(packed), HASH_BYTES):
            yield packed[at : at + HASH_BYTES]
        number += 1


def _width(path: Path) -> int:
    """Return how many hashes a partial tile holds, by its name."""
    try:
        return int(path.name)
    except ValueError as error:
        raise ExportUnreadable("among the tiles lies what is none") from error


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExportUnreadable("this is no export of the log") from error
