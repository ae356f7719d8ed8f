"""Does the record hold? Chains, tree, checkpoints, and what is kept outside the database.

One walk over every chain puts the hash of each leaf at its place in a file of its own; one over
that file, tile by tile, compares it with what was published. Memory does not grow with the record.
The first thing that does not hold is named.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from thongsuot.domains.ledger import beside, queries, witnessing
from thongsuot.domains.ledger.leaves import LeafFile
from thongsuot.domains.ledger.models import (
    Cosignature,
    Entry,
    Leaf,
    Sealed,
    Tile,
    Unsealed,
)
from thongsuot.domains.ledger.rules import notes, tiles, tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteWrong, Verifier
from thongsuot.domains.ledger.rules.tiles import TILE_LEVELS, TILE_WIDTH
from thongsuot.domains.ledger.rules.tree import HASH_BYTES
from thongsuot.domains.ledger.rules.witnesses import Policy
from thongsuot.domains.ledger.terms import Fault, FaultKind, Verification

CHUNK: Final = 5_000
WHOLE: Final = TILE_WIDTH * HASH_BYTES
HIGHEST_LEVEL: Final = 7
"""Above it no tile of ours can stand: its tree would have more leaves than there are numbers."""
_WAITING: Final = """
    SELECT count(*) FROM ledger_unsealed u JOIN ledger_entry e ON e.id = u.entry_id
    LEFT JOIN ledger_leaf l ON l.entry_id = e.id
    WHERE l.entry_id IS NULL
"""
LOG: Final = "log"
"""What a fault names as its subject when it is of the log as a whole; ``seq`` is then a size."""

Tell = Callable[[int], None]


def audit(
    trusted: Sequence[Verifier] = (),
    kept: str = "",
    tell: Tell = lambda _done: None,
    policy: Policy | None = None,
    workers: int = 1,
) -> Verification:
    """Check everything; ``kept`` is the newest note that was kept outside the database.

    ``policy`` names the witnesses whose cosignatures are looked at, and how many are enough.
    ``tell`` hears how many entries were walked; the log counts a second time. More than one
    of ``workers`` walk a large record side by side: then in a transaction that sees one moment.
    """
    log, known = _Log(trusted, kept, policy or Policy()), TileRoots()
    with LeafFile(Leaf.objects.count()) as leaves:
        chains = _walked(leaves, known, tell, workers)
        in_log = log.first_fault(leaves, known, lambda done: tell(chains.entries + done))
        in_log = in_log or _never_sealed(chains.unplaced)
    fault = chains.first_fault or in_log
    return Verification(chains.entries, chains.subjects, log.checkpoints, fault, log.witnessed())


class TileRoots(list[bytes]):
    """The roots over the whole tiles that were published, from the first on, where known."""

    def found(self) -> Iterator[None]:
        """Work them out, one a step, from what was published; whether it holds is another walk."""
        for packed in _stored_tiles():
            if len(packed) < WHOLE:
                return
            self.append(tiles.whole_root(packed))
            yield

    def of(self, number: int, packed: bytes) -> bytes:
        """Return the root over a whole tile as it was published."""
        return self[number] if number < len(self) else tiles.whole_root(packed)


def _walked(leaves: LeafFile, known: TileRoots, tell: Tell, workers: int) -> Verification:
    """Walk every chain; where it is worth it side by side, and find tiles' roots meanwhile."""
    entries = queries.count() if workers > 1 else 0
    several, found = beside.workers_for(entries, workers), None
    if several > 1:
        found = beside.walk(several, entries, leaves, tell, known.found())
    return found or queries.verify_all(tell, leaves.hashes)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry at its place in the log, with the hash of its leaf."""

    number: int
    subject: str
    seq: int
    leaf: bytes

    def fault(self, kind: FaultKind) -> Fault:
        """Return a fault of this entry."""
        return Fault(self.subject, self.seq, kind)


class Walk:
    """One walk along the log, leaf by leaf, beside the hashes that were published."""

    def __init__(self, wanted: set[int]) -> None:
        """``wanted``: the sizes at which the root is remembered."""
        self._wanted, self._edge = wanted, tree.Edge()
        self._roots: dict[int, bytes] = {}
        self.tile_roots: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves were as they should be."""
        return self._edge.size

    def root_at(self, size: int) -> bytes | None:
        """Return the root when the log had that size; None if it never had, or none was wanted."""
        return self._roots.get(size)

    def add_tile(self, packed: bytes, root: bytes) -> None:
        """Go over a whole tile of leaves that are what was published; ``root`` is above them."""
        start = self._edge.size
        self.tile_roots.append(root)
        if self._wanted.isdisjoint(range(start + 1, start + TILE_WIDTH)):
            self._edge.add_whole(root, TILE_LEVELS)
            self._remember()
            return
        for leaf in tiles.unpacked(packed):
            self._edge.add(leaf)
            self._remember()

    def _remember(self) -> None:
        if self._edge.size in self._wanted:
            self._roots[self._edge.size] = self._edge.root()

    def first_fault(
        self, entries: Iterable[Placed], published: Iterator[bytes], tell: Tell
    ) -> Fault | None:
        """Return the first entry that is not what was published at its place.

        Both begin where the walk stands.
        """
        wrong: tuple[Placed, bytes] | None = None
        for number, entry in enumerate(entries, self._edge.size):
            if entry.number != number:
                return Fault(LOG, number, FaultKind.DELETED)
            written = next(published, b"")
            if wrong is not None:
                return _misplaced(*wrong, entry, written)
            if entry.leaf != written:
                wrong = (entry, written)
                continue
            self._edge.add(entry.leaf)
            self._remember()
            tell(number + 1)
        beyond = next(published, b"")
        if wrong is not None:
            shifted = beyond == wrong[0].leaf
            return wrong[0].fault(FaultKind.DELETED if shifted else FaultKind.ALTERED)
        return Fault(LOG, self._edge.size, FaultKind.DELETED) if beyond else None


def opened_note(note: str, trusted: Sequence[Verifier]) -> Checkpoint | None:
    """Return what a note says if somebody trusted has signed it."""
    try:
        return notes.opened(note, trusted)[0]
    except NoteWrong:
        return None


class _Log:
    """The public log in the database."""

    def __init__(self, trusted: Sequence[Verifier], kept: str, policy: Policy) -> None:
        self.trusted, self.kept, self.policy = trusted, kept, policy
        self.checkpoints = 0

    def first_fault(self, leaves: LeafFile, known: TileRoots, tell: Tell) -> Fault | None:
        """Return the first thing that does not hold.

        Instants beside the notes are not read: they prove nothing, and may be such as no program
        can read.
        """
        sealed = list(Sealed.objects.only("size", "note").order_by("size"))
        self.checkpoints = len(sealed)
        kept = opened_note(self.kept, self.trusted) if self.kept else None
        if self.kept and kept is None:
            return Fault(LOG, 0, FaultKind.RE_SIGNED)
        walk = Walk({row.size for row in sealed} | ({kept.size} if kept else set()))
        return (
            _along(walk, leaves, known, tell)
            or _wrong_above(walk)
            or self._unsigned(sealed, walk)
            or self._wrongly_cosigned()
            or _other_than(kept, walk)
        )

    def witnessed(self) -> int:
        """Return the size of the newest checkpoint that enough witnesses cosigned."""
        return witnessing.witnessed_size(self.policy)

    def _wrongly_cosigned(self) -> Fault | None:
        """Return the first checkpoint under which a signature of a known witness is wrong."""
        keys = {str(key): key for key in self.policy.verifiers()}
        kept = Cosignature.objects.filter(key__in=keys).order_by("sealed_id")
        lines = kept.values_list("sealed_id", "sealed__note", "line", "key")
        for size, note, line, key in lines.iterator(chunk_size=CHUNK):
            if not _holds(note + line, keys[key]):
                return Fault(LOG, size, FaultKind.RE_SIGNED)
        return None

    def _unsigned(self, sealed: Sequence[Sealed], walk: Walk) -> Fault | None:
        """Return the first checkpoint that does not fit, and whether the newest covers all."""
        for row in sealed:
            checkpoint = opened_note(row.note, self.trusted)
            if checkpoint is None or checkpoint.size != row.size:
                return Fault(LOG, row.size, FaultKind.RE_SIGNED)
            if row.size > walk.size:
                return Fault(LOG, walk.size, FaultKind.TRUNCATED)
            if walk.root_at(row.size) != checkpoint.root:
                return Fault(LOG, row.size, FaultKind.RE_SIGNED)
        newest = sealed[-1].size if sealed else 0
        return Fault(LOG, newest, FaultKind.INSERTED) if newest < walk.size else None


def _holds(note: str, key: Verifier) -> bool:
    try:
        return notes.cosignature_in(note, key) is not None
    except NoteWrong:
        return False


def _other_than(kept: Checkpoint | None, walk: Walk) -> Fault | None:
    """Compare with what was kept outside: the log may only have grown since."""
    if kept is None or walk.root_at(kept.size) == kept.root:
        return None
    short = kept.size > walk.size
    return Fault(LOG, kept.size, FaultKind.TRUNCATED if short else FaultKind.RE_SIGNED)


def _never_sealed(unplaced: int) -> Fault | None:
    """Return an entry that neither stands in the log nor waits to.

    The walk over the chains saw that many without a place. Where as many of them wait, all do, and
    nobody has to look for the others once more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        if (unplaced,) == cursor.fetchone():
            return None
    found = _outside().order_by("pk").first()
    return Fault(found.subject, found.seq, FaultKind.INSERTED) if found else None


def _outside() -> QuerySet[Entry]:
    """Return entries that neither stand in the log nor wait to.

    Asked with EXISTS, which the database joins whatever it believes the tables' sizes to be: right
    after much was sealed it still counts on as many waiting, and walks those for every entry.
    """
    here = {"entry": OuterRef("pk")}
    return Entry.objects.filter(
        ~Exists(Leaf.objects.filter(**here)), ~Exists(Unsealed.objects.filter(**here))
    )


def _along(walk: Walk, leaves: LeafFile, known: TileRoots, tell: Tell) -> Fault | None:
    """Go along the log: whole tiles while they are as published, then leaf by leaf."""
    published = _stored_tiles()
    for packed in published:
        if len(packed) < WHOLE or leaves.read(walk.size, TILE_WIDTH) != packed:
            return walk.first_fault(
                _leaves(walk.size, leaves), _hashes(chain([packed], published)), tell
            )
        walk.add_tile(packed, known.of(walk.size // TILE_WIDTH, packed))
        tell(walk.size)
    return walk.first_fault(_leaves(walk.size, leaves), iter(()), tell)


def _leaves(first: int, leaves: LeafFile) -> Iterator[Placed]:
    found = Leaf.objects.filter(number__gte=first).order_by("number")
    named = found.values_list("number", "entry__subject", "entry__seq")
    for number, subject, seq in named.iterator(chunk_size=CHUNK):
        yield Placed(number, subject, seq, leaves.read(number, 1))


def _stored_tiles() -> Iterator[bytes]:
    """Yield the tiles of leaf hashes; none from a gap on."""
    found = Tile.objects.filter(level=0).order_by("number")
    for number, tile in enumerate(found.iterator(chunk_size=TILE_WIDTH)):
        if tile.number != number:
            return
        yield bytes(tile.hashes)


def _hashes(packed: Iterable[bytes]) -> Iterator[bytes]:
    return (each for tile in packed for each in tiles.unpacked(tile))


def _wrong_above(walk: Walk) -> Fault | None:
    """Compare the tiles above the leaves, which proofs are made of, with what lies below them."""
    wanted = {
        (name.level + 1, name.number): packed
        for name, packed in tiles.grown(0, {}, walk.tile_roots).items()
    }
    for tile in Tile.objects.filter(level__gte=1).order_by("level", "number").iterator():
        if wanted.pop((tile.level, tile.number), b"") != bytes(tile.hashes):
            level = min(tile.level, HIGHEST_LEVEL)
            below = tile.number * TILE_WIDTH ** (level + 1)
            return Fault(LOG, below, FaultKind.ALTERED)
    return Fault(LOG, walk.size, FaultKind.DELETED) if wanted else None


def _misplaced(first: Placed, first_written: bytes, second: Placed, written: bytes) -> Fault:
    """Name what happened at a leaf that is not what was published, by the leaf after it."""
    if (first.leaf, second.leaf) == (written, first_written):
        return first.fault(FaultKind.REORDERED)
    if first.leaf == written:
        return first.fault(FaultKind.DELETED)
    return first.fault(FaultKind.INSERTED if second.leaf == first_written else FaultKind.ALTERED)
