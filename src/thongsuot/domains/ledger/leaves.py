"""The hash of each leaf at its place, in a file of its own: memory does not grow with the record.

No model here: processes beside the one that verifies write into the same file, without Django.
"""

import mmap
import os
import tempfile
from pathlib import Path

from thongsuot.domains.ledger.rules.tree import HASH_BYTES


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
        self.hashes = mmap.mmap(descriptor, 0)
        os.close(descriptor)

    def __enter__(self) -> "LeafFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self.hashes.close()
        if self._is_ours:
            self.path.unlink()

    def read(self, first: int, count: int) -> bytes:
        """Return the hashes of some leaves, fewer at the end."""
        last = min(first + count, self.count)
        return self.hashes[first * HASH_BYTES : last * HASH_BYTES]
