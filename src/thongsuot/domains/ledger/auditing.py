"""Does the record hold? Chains, tree, checkpoints, and what is kept outside the database.

One walk over every chain and one over the log, both streaming: memory does not grow with the
record. The first thing that does not hold is named.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from thongsuot.domains.ledger import queries, rules
from thongsuot.domains.ledger.models import Entry, Leaf, Sealed, Tile, Unsealed
from thongsuot.domains.ledger.rules import notes, tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteWrong, Verifier
from thongsuot.domains.ledger.rules.tiles import HASH_BYTES, TILE_WIDTH
from thongsuot.domains.ledger.terms import Fault, FaultKind, Verification

CHUNK: Final = 5_000
LOG: Final = "log"
"""What a fault names as its subject when it is of the log as a whole; ``seq`` is then a size."""

Tell = Callable[[int], None]


def audit(
    trusted: Sequence[Verifier] = (), kept: str = "", tell: Tell = lambda _done: None
) -> Verification:
    """Check everything; ``kept`` is the newest note that was kept outside the database.

    ``tell`` hears how many entries were walked; the log counts a second time.
    """
    chains = queries.verify_all(tell)
    log = _Log(trusted, kept)
    in_log = log.first_fault(lambda done: tell(chains.entries + done))
    fault = chains.first_fault or in_log
    return Verification(chains.entries, chains.subjects, log.checkpoints, fault)


class _Log:
    """One walk over the public log."""

    def __init__(self, trusted: Sequence[Verifier], kept: str) -> None:
        self.trusted, self.kept = trusted, kept
        self.checkpoints = 0
        self._edge = tree.Edge()
        self._roots: dict[int, bytes] = {}

    def first_fault(self, tell: Tell) -> Fault | None:
        """Return the first thing that does not hold."""
        notes_kept = self._notes()
        wanted = {sealed.size for sealed in notes_kept}
        kept = self._opened(self.kept) if self.kept else None
        if self.kept and kept is None:
            return Fault(LOG, 0, FaultKind.RE_SIGNED)
        fault = self._walk(wanted | ({kept.size} if kept else set()), tell)
        return (
            fault or self._unsigned(notes_kept) or self._shorter_than(kept) or self._never_sealed()
        )

    def _notes(self) -> list[Sealed]:
        found = list(Sealed.objects.order_by("size"))
        self.checkpoints = len(found)
        return found

    def _walk(self, wanted: set[int], tell: Tell) -> Fault | None:
        stored = _stored_leaves()
        before: tuple[Leaf, bytes, bytes] | None = None
        for number, leaf in enumerate(_leaves()):
            if leaf.number != number:
                return Fault(LOG, number, FaultKind.DELETED)
            seen = _leaf_hash(leaf)
            written = next(stored, b"")
            if before is not None:
                return _misplaced(before, seen, written)
            if seen != written:
                before = (leaf, seen, written)
                continue
            self._edge.add(seen)
            if self._edge.size in wanted:
                self._roots[self._edge.size] = self._edge.root()
            tell(number + 1)
        if before is not None:
            return _fault_at(before[0], FaultKind.ALTERED)
        return Fault(LOG, self._edge.size, FaultKind.DELETED) if next(stored, b"") else None

    def _unsigned(self, notes_kept: Sequence[Sealed]) -> Fault | None:
        """Return the first checkpoint that does not fit, and whether the newest covers all."""
        for sealed in notes_kept:
            checkpoint = self._opened(sealed.note)
            if checkpoint is None or checkpoint.size != sealed.size:
                return Fault(LOG, sealed.size, FaultKind.RE_SIGNED)
            if sealed.size > self._edge.size:
                return Fault(LOG, self._edge.size, FaultKind.TRUNCATED)
            if self._roots[sealed.size] != checkpoint.root:
                return Fault(LOG, sealed.size, FaultKind.RE_SIGNED)
        newest = notes_kept[-1].size if notes_kept else 0
        return Fault(LOG, newest, FaultKind.INSERTED) if newest < self._edge.size else None

    def _shorter_than(self, kept: Checkpoint | None) -> Fault | None:
        """Compare with what was kept outside: the log may only have grown since."""
        if kept is None or self._roots.get(kept.size) == kept.root:
            return None
        short = kept.size > self._edge.size
        return Fault(LOG, kept.size, FaultKind.TRUNCATED if short else FaultKind.RE_SIGNED)

    def _never_sealed(self) -> Fault | None:
        """Return an entry that neither stands in the log nor waits to."""
        waiting = Unsealed.objects.values("entry_id")
        outside = Entry.objects.filter(leaf__isnull=True).exclude(pk__in=waiting)
        found = outside.order_by("pk").first()
        return Fault(found.subject, found.seq, FaultKind.INSERTED) if found else None

    def _opened(self, note: str) -> Checkpoint | None:
        try:
            return notes.opened(note, self.trusted)[0]
        except NoteWrong:
            return None


def _leaves() -> Iterator[Leaf]:
    found = Leaf.objects.order_by("number").select_related("entry")
    return iter(found.iterator(chunk_size=CHUNK))


def _leaf_hash(leaf: Leaf) -> bytes:
    return tree.leaf_hash(rules.entry_content(leaf.entry.as_act(), leaf.entry.previous_hash))


def _stored_leaves() -> Iterator[bytes]:
    """Yield the leaf hashes that the tiles hold; none from a gap on."""
    found = Tile.objects.filter(level=0).order_by("number")
    for number, tile in enumerate(found.iterator(chunk_size=TILE_WIDTH)):
        if tile.number != number:
            return
        packed = bytes(tile.hashes)
        for at in range(0, len(packed), HASH_BYTES):
            yield packed[at : at + HASH_BYTES]


def _misplaced(before: tuple[Leaf, bytes, bytes], seen: bytes, written: bytes) -> Fault:
    """Name what happened at a leaf that is not what the tiles say, by the leaf after it."""
    leaf, first_seen, first_written = before
    if (first_seen, seen) == (written, first_written):
        return _fault_at(leaf, FaultKind.REORDERED)
    if first_seen == written:
        return _fault_at(leaf, FaultKind.DELETED)
    return _fault_at(leaf, FaultKind.INSERTED if seen == first_written else FaultKind.ALTERED)


def _fault_at(leaf: Leaf, kind: FaultKind) -> Fault:
    return Fault(leaf.entry.subject, leaf.entry.seq, kind)
