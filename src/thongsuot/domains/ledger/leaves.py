"""The hash of each leaf at its place, in a file of its own: memory does not grow with the record.

No model here: processes beside the one that verifies write into the same file, without Django.
"""

import mmap
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from thongsuot.domains.ledger.rules import tree
from thongsuot.domains.ledger.rules.tiles import HASH_BYTES


class LeafFile:
    """The file, that only its owner may read and that goes when its maker closes it."""

    def __init__(self, count: int, path: Path | None = None) -> None:
        """``path`` is that of a file that another process made for as many leaves."""
        self.count, self._is_ours = count, path is None
        if path is None:
            descriptor, name = tempfile.mkstemp(prefix="thongsuot-leaves-")
            os.truncate(descriptor, max(1, count * HASH_BYTES))
        else:
            descriptor, name = os.open(path, os.O_RDWR), str(path)
        self.path = Path(name)
        self._map = mmap.mmap(descriptor, 0)
        os.close(descriptor)

    def __enter__(self) -> "LeafFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self._map.close()
        if self._is_ours:
            self.path.unlink()

    def put(self, entries: Iterable[tuple[int, bytes]]) -> None:
        """Note the hash of each content at its place; beyond the count it leaves a gap, found."""
        hashes, count, leaf_hash = self._map, self.count, tree.leaf_hash
        for place, content in entries:
            if 0 <= place < count:
                hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES] = leaf_hash(content)

    def read(self, first: int, count: int) -> bytes:
        """Return the hashes of some leaves, fewer at the end."""
        last = min(first + count, self.count)
        return self._map[first * HASH_BYTES : last * HASH_BYTES]
