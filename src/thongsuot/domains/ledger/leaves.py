"""The hash of each leaf at its place, in a file of its own: memory does not grow with it."""

import mmap
import tempfile

from thongsuot.domains.ledger.rules.tree import HASH_BYTES


class LeafFile:
    """The file, without a name: it goes with its maker and those forked from it, even if killed.

    What they write they all see.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        with tempfile.TemporaryFile(prefix="thongsuot-leaves-") as file:
            file.truncate(max(1, count * HASH_BYTES))
            self.hashes = mmap.mmap(file.fileno(), 0)

    def __enter__(self) -> "LeafFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self.hashes.close()

    def read(self, first: int, count: int) -> bytes:
        """Return the hashes of some leaves, fewer at the end."""
        last = min(first + count, self.count)
        return self.hashes[first * HASH_BYTES : last * HASH_BYTES]
