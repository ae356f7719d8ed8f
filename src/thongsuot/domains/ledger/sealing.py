"""The sealer: committed entries take their place in the public log, a checkpoint is signed.

It runs beside the acts and never holds one up: an act leaves its entry in a queue, in its own
transaction, and the sealer takes what is committed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from thongsuot.domains.ledger import reading, rows
from thongsuot.domains.ledger.models import Sealed, Tile
from thongsuot.domains.ledger.rules import tiles, tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, NoteSigner, Verifier, signed
from thongsuot.domains.ledger.rules.tiles import TileName
from thongsuot.domains.ledger.services import bookkeeping

MOST: Final = 5_000
"""Entries sealed by one checkpoint at most."""
SEALER: Final = "thongsuot sealer"

_TAKE: Final = """
    WITH taken AS (
        DELETE FROM ledger_unsealed WHERE entry_id IN (
            SELECT entry_id FROM ledger_unsealed ORDER BY entry_id LIMIT %s
        ) RETURNING entry_id
    )
    SELECT e.id FROM ledger_entry e JOIN taken ON taken.entry_id = e.id ORDER BY e.id
"""
_PLACE: Final = """
    INSERT INTO ledger_leaf (number, entry_id)
    SELECT %s + place, id FROM unnest(%s::bigint[]) WITH ORDINALITY AS given(id, place)
"""
_GROW: Final = """
    INSERT INTO ledger_tile (level, number, hashes) VALUES (%s, %s, %s)
    ON CONFLICT (level, number) DO UPDATE SET hashes = EXCLUDED.hashes
"""
_HASHES: Final = "SELECT hashes FROM ledger_tile WHERE level = %s AND number = %s"


def log_signer() -> NoteSigner:
    """Return the newest key of the log."""
    name, private = settings.LOG_KEYS[-1]
    return NoteSigner(name, private)


def log_verifiers() -> list[Verifier]:
    """Return the public keys of the log, oldest first."""
    return [NoteSigner(name, private).verifier for name, private in settings.LOG_KEYS]


@bookkeeping("sealing adds no act: it commits to those that happened")
@transaction.atomic
def seal(*, signer: NoteSigner, at: datetime, most: int = MOST) -> int:
    """Seal up to ``most`` entries that wait, oldest first; return how many.

    Of several sealers at once one works, and the others return 0.
    """
    if not _is_alone():
        return 0
    ids = _taken(most)
    if not ids:
        return 0
    size = _size()
    leaves = [tree.leaf_hash(entry.content) for entry in reading.by_id(ids)]
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [size - 1, ids])
    _sign(_grown(size, leaves), size + len(ids), signer, at)
    return len(ids)


def _is_alone() -> bool:
    number = int.from_bytes(hashlib.sha256(SEALER.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _taken(most: int) -> list[int]:
    """Take the entries that wait out of the queue, oldest first; pass over those that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [most])
        return [entry_id for (entry_id,) in cursor.fetchall()]


def _size() -> int:
    return Sealed.objects.order_by("-size").values_list("size", flat=True).first() or 0


def _grown(size: int, leaves: Sequence[bytes]) -> dict[TileName, bytes]:
    """Add the leaves to the stored tiles; return the tiles at the edge of the tree."""
    edge = stored_tiles(tiles.edge_names(size))
    changed = tiles.grown(size, edge, leaves)
    with connection.cursor() as cursor:
        cursor.executemany(
            _GROW, [(name.level, name.number, hashes) for name, hashes in changed.items()]
        )
    return edge | changed


@bookkeeping("a benchmark grows a tree of leaves that are nobody's acts, in a database of its own")
def grow_tiles(size: int, leaves: Sequence[bytes]) -> None:
    """Add leaves to the stored tiles and nothing else; for measuring proofs."""
    _grown(size, leaves)


def _sign(edge: Mapping[TileName, bytes], size: int, signer: NoteSigner, at: datetime) -> None:
    root = tree.root_at(size, tiles.node_from(edge.__getitem__))
    note = signed(Checkpoint(signer.verifier.name, size, root), [signer])
    Sealed.objects.create(size=size, root=root.hex(), at=at, note=note)


class TileReader:
    """Tiles from the table, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[TileName, bytes] = {}

    def __call__(self, name: TileName) -> bytes:
        """Return the packed hashes of a tile.  Raises: Tile.DoesNotExist."""
        if name not in self._known:
            found = rows.first(_HASHES, [name.level, name.number])
            if found is None:
                raise Tile.DoesNotExist
            self._known[name] = bytes(found[0])
        return self._known[name]


def stored_tiles(names: Iterable[TileName]) -> dict[TileName, bytes]:
    """Return those of the tiles that are there."""
    found = {}
    for name in names:
        row = Tile.objects.filter(level=name.level, number=name.number).first()
        if row:
            found[name] = bytes(row.hashes)
    return found
