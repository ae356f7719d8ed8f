"""The Merkle tree over all entries, exactly as RFC 6962 section 2.1 has it.

Every hash is 32 bytes of SHA-256. Nodes are named by level and number: level 0 are the leaves,
node (level, n) covers the leaves from n·2^level on; only nodes whose leaves are all there exist.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final

Node = Callable[[int, int], bytes]
"""Gives the hash of the node (level, number) of a tree."""

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf that holds ``content``."""
    return hashlib.sha256(_LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


def level_above(packed: bytes) -> bytes:
    """Return the nodes above an even number of neighbours; all lie one behind the other."""
    sha256, pair = hashlib.sha256, 2 * HASH_BYTES
    starts = range(0, len(packed), pair)
    return b"".join([sha256(_NODE + packed[at : at + pair]).digest() for at in starts])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, in one pass and with a hash a level in memory."""
    edge = Edge()
    for leaf in leaves:
        edge.add(leaf)
    return edge.root()


class Edge:
    """The right edge of a growing tree: the roots of its largest complete subtrees."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        """Go on from a tree of ``size`` leaves; ``roots`` are largest first, one a bit of it."""
        if size.bit_count() != len(roots):
            raise ValueError("there is one complete subtree a bit of the size")
        self.size = size
        self._roots = list(roots)

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        self._roots.append(leaf)
        self.size += 1
        full = self.size
        while full % 2 == 0:
            right, left = self._roots.pop(), self._roots.pop()
            self._roots.append(node_hash(left, right))
            full //= 2

    def add_whole(self, root: bytes, level: int) -> None:
        """Append a complete subtree of 2^level leaves, where the tree ends at a multiple of it.

        Raises:  ValueError elsewhere.
        """
        if self.size % (1 << level):
            raise ValueError("a subtree of this size does not begin here")
        self._roots.append(root)
        self.size += 1 << level
        full = self.size >> level
        while full % 2 == 0:
            right, left = self._roots.pop(), self._roots.pop()
            self._roots.append(node_hash(left, right))
            full //= 2

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        if not self._roots:
            return EMPTY_ROOT
        *others, root = self._roots
        for left in reversed(others):
            root = node_hash(left, root)
        return root


def root_at(size: int, node: Node) -> bytes:
    """Return the root of the first ``size`` leaves of the tree that ``node`` knows."""
    return _hash_of(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return the path from leaf ``index`` to the root of the first ``size`` leaves.

    Raises:  ValueError when there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return _path(index, 0, size, node)


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of ``new`` leaves only adds to that of ``old``.

    Raises:  ValueError unless 0 <= old <= new.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not come after one of {old}")
    if old in {0, new}:
        return []
    return _subproof(old, 0, new, node, is_whole=True)


def proves_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Return whether ``proof`` leads from the leaf to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            reached = node_hash(step, reached)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def proves_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether ``proof`` leads from both roots into one tree (RFC 9162 section 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    is_complete = old & (old - 1) == 0
    steps = [old_root, *proof] if is_complete else list(proof)
    return bool(steps) and _both_roots(old, new, steps) == (old_root, new_root)


def _both_roots(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the two roots that the steps of a consistency proof lead to, if they lead to any."""
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old_root = new_root = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            old_root, new_root = node_hash(step, old_root), node_hash(step, new_root)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            new_root = node_hash(new_root, step)
        place, last = place >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None


def _split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _hash_of(start: int, end: int, node: Node) -> bytes:
    """Return the hash over the leaves from ``start`` to before ``end``."""
    count = end - start
    if count & (count - 1) == 0:
        return node(count.bit_length() - 1, start // count)
    middle = start + _split(count)
    return node_hash(_hash_of(start, middle, node), _hash_of(middle, end, node))


def _path(index: int, start: int, end: int, node: Node) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, node), _hash_of(middle, end, node)]
    return [*_path(index, middle, end, node), _hash_of(start, middle, node)]


def _subproof(old: int, start: int, end: int, node: Node, *, is_whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2 for the leaves from ``start`` to before ``end``."""
    if old == end:
        return [] if is_whole else [_hash_of(start, end, node)]
    middle = start + _split(end - start)
    if old <= middle:
        below = _subproof(old, start, middle, node, is_whole=is_whole)
        return [*below, _hash_of(middle, end, node)]
    return [
        *_subproof(old, middle, end, node, is_whole=False),
        _hash_of(start, middle, node),
    ]
