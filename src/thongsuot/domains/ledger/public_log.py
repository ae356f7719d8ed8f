"""The public log as outsiders ask for it: checkpoint, tiles, and proofs for one entry."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from thongsuot.domains.ledger import reading, witnessing
from thongsuot.domains.ledger.models import Entry, Leaf, Sealed, Tile
from thongsuot.domains.ledger.reading import Stored
from thongsuot.domains.ledger.rules import entry_content, recorded_instant, tiles, tree
from thongsuot.domains.ledger.rules.tiles import TileName
from thongsuot.domains.ledger.rules.tree import HASH_BYTES
from thongsuot.domains.ledger.sealing import TileReader, log_verifiers
from thongsuot.domains.ledger.terms import CheckpointUnknown, EntryUnknown


@dataclass(frozen=True, slots=True)
class Proof:
    """That one entry stands in the log of a checkpoint; everything an outsider needs to check.

    ``content`` is the entry as it was hashed; ``index`` its place; ``path`` the hashes that lead
    to the root of the ``note``.
    """

    subject: str
    seq: int
    hash: str
    content: bytes
    index: int
    path: list[bytes]
    note: str


@dataclass(frozen=True, slots=True)
class Growth:
    """That the log of one checkpoint only adds to that of an older one (RFC 6962 section 2.1.2).

    ``old`` and ``new`` are the signed notes, ``path`` the hashes that lead to both roots.
    """

    old: str
    new: str
    path: list[bytes]


def newest_note() -> str | None:
    """Return the newest checkpoint as a signed note; None before anything is sealed."""
    newest = witnessing.newest()
    return witnessing.published(newest) if newest else None


def witnessed_note() -> str | None:
    """Return the newest checkpoint that enough witnesses cosigned; None without any."""
    found = witnessing.newest_witnessed(witnessing.policy())
    return witnessing.published(found) if found else None


def contents() -> Iterator[bytes]:
    """Return the entries of the log as they are hashed, in the order of the log."""
    return (entry.content for entry in reading.by_leaf())


def leaves_in_tiles() -> int:
    """Return how many leaf hashes the tiles hold."""
    last = Tile.objects.filter(level=0).order_by("-number").first()
    return last.number * tiles.TILE_WIDTH + len(last.hashes) // HASH_BYTES if last else 0


def path_of(leaf: int, size: int) -> list[bytes]:
    """Return the path from a leaf to the root of the first ``size``.  Raises: ValueError."""
    return tree.inclusion_proof(leaf, size, tiles.node_from(TileReader()))


def size() -> int:
    """Return how many entries are sealed."""
    return Sealed.objects.order_by("-size").values_list("size", flat=True).first() or 0


def note_at(size: int) -> str | None:
    """Return the checkpoint of that size as a signed note; None where the log never had one."""
    found = witnessing.with_lines(Sealed.objects.filter(size=size)).first()
    return witnessing.published(found) if found else None


def read_tile(name: TileName, width: int) -> bytes | None:
    """Return the first ``width`` hashes of a tile, None where the log has not so many."""
    row = Tile.objects.filter(level=name.level, number=name.number).first()
    if row is None or len(row.hashes) < width * HASH_BYTES:
        return None
    return bytes(row.hashes)[: width * HASH_BYTES]


def prove(subject: str, seq: int) -> Proof | None:
    """Return the proof for an entry; None while it waits to be sealed.

    It leads to the newest checkpoint that enough witnesses cosigned, or to the newest of all.
    Raises:  EntryUnknown.
    """
    entry = Entry.objects.filter(subject=subject, seq=seq).first()
    if entry is None:
        raise EntryUnknown("the record has no such entry", seq=seq)
    leaf = Leaf.objects.filter(entry=entry).first()
    if leaf is None:
        return None
    content = entry_content(entry.as_act(), entry.previous_hash)
    at = recorded_instant(entry.at)
    return _Prover().prove(
        Stored(leaf.number, subject, seq, at, entry.previous_hash, entry.hash, content)
    )


def prove_all(subject: str) -> list[tuple[Stored, Proof | None]]:
    """Return all entries of a subject, each with what ``prove`` returns for it, in their order.

    The checkpoints are chosen once for all of them.
    """
    entries = list(reading.of_subject(subject))
    prover = _Prover()
    return [(entry, prover.prove(entry)) for entry in entries]


class _Prover:
    """What proofs lead to: the newest checkpoint of enough witnesses, the newest of all, tiles."""

    def __init__(self) -> None:
        witnessed = witnessing.newest_witnessed(witnessing.policy())
        self._targets = [found for found in (witnessed, witnessing.newest()) if found]
        self._node = tiles.node_from(TileReader())

    def prove(self, entry: Stored) -> Proof | None:
        """Return the proof for an entry; None for one that waits to be sealed."""
        over = next((found for found in self._targets if found.size > entry.number), None)
        if entry.number < 0 or over is None:
            return None
        return Proof(
            subject=entry.subject,
            seq=entry.seq,
            hash=entry.hash,
            content=entry.content,
            index=entry.number,
            path=tree.inclusion_proof(entry.number, over.size, self._node),
            note=witnessing.published(over),
        )


def as_document(proof: Proof) -> dict[str, object]:
    """Return a proof as it is handed out; bytes in base64, in the order a checker needs them."""
    return {
        "subject": proof.subject,
        "seq": proof.seq,
        "hash": proof.hash,
        "entry": b64encode(proof.content).decode(),
        "index": proof.index,
        "path": [b64encode(step).decode() for step in proof.path],
        "checkpoint": proof.note,
        "keys": [str(key) for key in log_verifiers()],
    }


def prove_growth(old: int, new: int) -> list[bytes]:
    """Return the proof that the log of ``new`` entries only adds to that of ``old``.

    Raises:  ValueError unless the log has that many.
    """
    return tree.consistency_proof(old, new, tiles.node_from(TileReader()))


def prove_consistency(old: int, new: int) -> Growth:
    """Return the proof between two checkpoints, named by their sizes.

    Raises:  CheckpointUnknown, also when the newer is named first.
    """
    notes = {size: note_at(size) for size in (old, new)}
    missing = [size for size, note in notes.items() if note is None]
    if missing or old > new:
        raise CheckpointUnknown(
            "checkpoints are named by size, the older first", size=(missing or [old])[0]
        )
    return Growth(str(notes[old]), str(notes[new]), prove_growth(old, new))


def growth_document(growth: Growth) -> dict[str, object]:
    """Return a proof of growth as it is handed out: both notes, the hashes in base64, our keys."""
    return {
        "old": growth.old,
        "new": growth.new,
        "proof": [b64encode(step).decode() for step in growth.path],
        "keys": [str(key) for key in log_verifiers()],
    }
