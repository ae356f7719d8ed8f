"""What an entry hashes to, what it may hold, and whether a chain holds."""

import hashlib
import re
from binascii import hexlify
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from mmap import mmap
from typing import Final

from thongsuot.domains.ledger.rules.tree import HASH_BYTES, leaf_hash
from thongsuot.domains.ledger.terms import Act, DetailNotCodes, DetailValue, Fault, FaultKind
from thongsuot.kernel.canonical import canonical_json

GENESIS = "0" * 64
"""What the first entry of a chain names as its predecessor."""
_GENESIS = GENESIS.encode()

SAME_INSTANT = timedelta(seconds=5)
"""Two visitors' requests may reach the record in the other order; more than this is a lie."""

_CODE = re.compile(r"(?!0\d{11}\Z)(?!(\+?84|0)[35789]\d{8}\Z)[A-Za-z0-9_.:/+\-]{0,160}", re.ASCII)
"""A personal number, too, has the shape of a code (twelve digits, the first 0), and so has the
number of a mobile telephone: they are none."""


def recorded_instant(at: datetime) -> str:
    """Return the instant as the record writes it: UTC with microseconds, ``Z`` at the end."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_content(entry: Act, previous: str) -> bytes:
    """Return the entry's canonical form (RFC 8785): what its hash and the public log cover."""
    return canonical_json(
        {
            "subject": entry.subject,
            "seq": entry.seq,
            "act": entry.act,
            "at": recorded_instant(entry.at),
            "actor": entry.actor.as_recorded(),
            "detail": entry.detail,
            "previous": previous,
        }
    )


def entry_hash(entry: Act, previous: str) -> str:
    """Return the SHA-256 of the entry's content, as 64 hexadecimal digits."""
    return hashlib.sha256(entry_content(entry, previous)).hexdigest()


def commitment(text: str, salt: bytes | memoryview) -> str:
    """Return a salted commitment to words that stay outside the record.

    Whoever holds text and salt can prove what was said; when both are erased, the record stays
    whole and says nothing of them.
    """
    return hashlib.sha256(bytes(salt) + text.encode()).hexdigest()


def check_detail(detail: Mapping[str, DetailValue]) -> None:
    """Refuse whatever is not a code or a number.

    Raises:  DetailNotCodes, naming the key and never the value.
    """
    for name, value in detail.items():
        if not _CODE.fullmatch(name) or not _is_code(value):
            raise DetailNotCodes(f"detail {name!r} is neither a code nor a number", field=name)


def _is_code(value: DetailValue) -> bool:
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    if isinstance(value, list):
        return all(_is_code(item) for item in value)
    return value is None or isinstance(value, int)


def first_fault(chain: Iterable[tuple[Act, str]]) -> Fault | None:
    """Return the first entry of one subject's chain that does not hold, or None.

    ``chain`` gives each entry, in order of ``seq``, with the hash it names as its predecessor.
    """
    expected_seq, head, last_at = 1, GENESIS, None
    for entry, previous in chain:
        kind = None
        if entry.seq != expected_seq:
            kind = FaultKind.MISSING
        elif previous != head:
            kind = FaultKind.BROKEN_LINK
        elif entry_hash(entry, previous) != entry.hash:
            kind = FaultKind.ALTERED
        elif last_at is not None and entry.at < last_at:
            kind = FaultKind.BACK_DATED
        if kind:
            return Fault(entry.subject, entry.seq, kind)
        expected_seq, head, last_at = expected_seq + 1, entry.hash, entry.at
    return None


Linked = tuple[int, bytes, int, bytes, bytes, bytes, bytes]
"""Place in the log, subject, number in the chain, instant, hash before, hash, content."""
Leaves = bytearray | mmap
"""The hashes of leaves, each at its place."""
CHUNK: Final = 5_000


class ChainWalk:
    """A walk over all entries, subject by subject, each chain in its order."""

    def __init__(self) -> None:
        self.entries = self.subjects = self.unplaced = 0
        self.fault: Fault | None = None

    def through(self, entries: Iterable[Linked], leaves: Leaves | None = None) -> Iterator[int]:
        """Walk to the end; yield how many entries were walked, now and then.

        Puts the hash of each leaf at its place into ``leaves``; beyond their end it leaves a gap,
        that is found. An instant is written as ``recorded_instant`` has it, so that texts compare
        as instants.
        """
        sha256, hashes = hashlib.sha256, bytearray() if leaves is None else leaves
        count = len(hashes) // HASH_BYTES
        here, last, head, latest = None, 0, b"", b""
        for place, subject, seq, at, previous, said, content in entries:
            if subject != here:
                here, last, head, latest = subject, 0, _GENESIS, b""
                self.subjects += 1
            last += 1
            is_whole = hexlify(sha256(content).digest()) == said
            if seq != last or previous != head or not is_whole or at < latest:
                self._remember(
                    subject, seq, is_next=seq == last, is_linked=previous == head,
                    is_whole=is_whole,
                )  # fmt: skip
            last, head, latest = seq, said, at
            if 0 <= place < count:
                start = place * HASH_BYTES
                hashes[start : start + HASH_BYTES] = leaf_hash(content)
            elif place < 0:
                self.unplaced += 1
            self.entries += 1
            if not self.entries % CHUNK:
                yield self.entries
        yield self.entries

    def _remember(
        self, subject: bytes, seq: int, *, is_next: bool, is_linked: bool, is_whole: bool
    ) -> None:
        """Name what is wrong with an entry, if it is the first."""
        if self.fault is not None:
            return
        kind = FaultKind.BACK_DATED if is_whole else FaultKind.ALTERED
        if not is_next:
            kind = FaultKind.MISSING
        elif not is_linked:
            kind = FaultKind.BROKEN_LINK
        self.fault = Fault(subject.decode(), seq, kind)
