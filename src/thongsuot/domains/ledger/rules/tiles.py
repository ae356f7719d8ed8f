"""The tree cut into tiles of 256 hashes, as C2SP tlog-tiles names and packs them.

Tile (level, number) holds the hashes of the nodes (8·level, number·256) to (…, number·256 + 255);
a tile at the right edge holds fewer and is replaced as the tree grows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from thongsuot.domains.ledger.rules.tree import HASH_BYTES, Node, level_above

TILE_LEVELS: Final = 8
TILE_WIDTH: Final = 1 << TILE_LEVELS
_GROUP: Final = 1000


@dataclass(frozen=True, slots=True, order=True)
class TileName:
    """Which tile."""

    level: int
    number: int


ReadTile = Callable[[TileName], bytes]
"""Gives the packed hashes of a tile; it may hold more than asked for, never fewer."""


def path_of(name: TileName, width: int = TILE_WIDTH) -> str:
    """Return where a tile lies: ``tile/0/x001/x234/067``, with ``.p/<width>`` while partial."""
    groups = [f"{name.number % _GROUP:03}"]
    rest = name.number // _GROUP
    while rest:
        groups.append(f"x{rest % _GROUP:03}")
        rest //= _GROUP
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{name.level}/{'/'.join(reversed(groups))}{partial}"


def parsed(level: int, place: str) -> tuple[TileName, int] | None:
    """Return which tile a path names, and how wide; None for what is no such path.

    ``place`` is what follows the level: ``x001/x234/067.p/128``.
    """
    whole, _, width = place.partition(".p/")
    groups = whole.split("/")
    written = all(re.fullmatch(r"x\d{3}", group) for group in groups[:-1])
    if not written or not re.fullmatch(r"\d{3}", groups[-1]) or level >= HASH_BYTES:
        return None
    number = int("".join(group[-3:] for group in groups))
    name = TileName(level, number)
    wide = int(width) if width.isascii() and width.isdigit() else TILE_WIDTH
    is_itself = path_of(name, wide) == f"tile/{level}/{place}" and 0 < wide <= TILE_WIDTH
    return (name, wide) if is_itself else None


def width_at(name: TileName, size: int) -> int:
    """Return how many hashes the tile holds when the tree has ``size`` leaves."""
    nodes = size >> (TILE_LEVELS * name.level)
    return max(0, min(TILE_WIDTH, nodes - name.number * TILE_WIDTH))


def names_at(size: int) -> Iterator[TileName]:
    """Yield every tile of a tree of ``size`` leaves, level by level."""
    level = 0
    while nodes := size >> (TILE_LEVELS * level):
        yield from (TileName(level, number) for number in range(-(-nodes // TILE_WIDTH)))
        level += 1


def grown(size: int, edge: dict[TileName, bytes], leaves: Sequence[bytes]) -> dict[TileName, bytes]:
    """Return the tiles that change when ``leaves`` are added to a tree of ``size``.

    ``edge`` gives the partial tiles of the tree before; see ``edge_names``.
    """
    changed: dict[TileName, bytes] = {}
    level, first, hashes = 0, size, list(leaves)
    while hashes:
        filled = _fill(level, first, hashes, edge, changed)
        first >>= TILE_LEVELS
        level, hashes = level + 1, filled
    return changed


def edge_names(size: int) -> list[TileName]:
    """Return the tiles of a tree of ``size`` leaves that are not full yet."""
    found, level = [], 0
    while nodes := size >> (TILE_LEVELS * level):
        if nodes % TILE_WIDTH:
            found.append(TileName(level, nodes // TILE_WIDTH))
        level += 1
    return found


def node_from(read: ReadTile) -> Node:
    """Return the tree's nodes, worked out from its tiles; a tile too narrow is a ValueError."""

    def node(level: int, number: int) -> bytes:
        above = level % TILE_LEVELS
        first = number << above
        packed = read(TileName(level // TILE_LEVELS, first // TILE_WIDTH))
        start = first % TILE_WIDTH * HASH_BYTES
        hashes = packed[start : start + (HASH_BYTES << above)]
        if len(hashes) != HASH_BYTES << above:
            raise ValueError(f"the tile of node {level}/{number} is too narrow")
        return whole_root(hashes) if above else hashes

    return node


def whole_root(packed: bytes) -> bytes:
    """Return the node above a power of two of neighbours, which lie one behind the other."""
    while len(packed) > HASH_BYTES:
        packed = level_above(packed)
    return packed


def _fill(
    level: int, first: int, hashes: Sequence[bytes], edge: dict[TileName, bytes],
    changed: dict[TileName, bytes],
) -> list[bytes]:  # fmt: skip
    """Pack the nodes from ``first`` on into tiles of one level; return the hashes above it."""
    filled, done = [], 0
    while done < len(hashes):
        number, start = divmod(first + done, TILE_WIDTH)
        piece = hashes[done : done + TILE_WIDTH - start]
        name = TileName(level, number)
        packed = (edge[name] if start else b"") + b"".join(piece)
        changed[name] = packed
        if start + len(piece) == TILE_WIDTH:
            filled.append(whole_root(packed))
        done += len(piece)
    return filled


def unpacked(packed: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)]
