"""Signed notes (C2SP signed-note) and the checkpoints they carry (C2SP tlog-checkpoint).

A checkpoint is three lines: whose log it is, its size, its root. A note is a text and, after an
empty line, signatures by name: ``— name base64(key id + signature)``. A witness signs the same text
with the instant at which it saw it (C2SP tlog-cosignature, Ed25519).
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = b"\x01"
COSIGNATURE: Final = b"\x04"
KEY_ID_BYTES: Final = 4
TIMESTAMP_BYTES: Final = 8
PUBLIC_BYTES: Final = 32
_SIGNATURE = re.compile(r"— (?P<name>[^ +\n]+) (?P<signature>[A-Za-z0-9+/=]+)\n")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(r"[^\s+]+")


class NoteWrong(ValueError):
    """The text is no signed note, or no checkpoint, or nobody we trust has signed it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at an instant: its name, how many leaves, over what root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name with its public key: who has signed, for anybody to check.

    ``kind`` says how: ``ED25519`` as a log does, or ``COSIGNATURE`` as a witness does.
    """

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(f"{self.name}\n".encode() + self.kind + self.public).digest()[
            :KEY_ID_BYTES
        ]

    def __str__(self) -> str:
        """Return it as it is published: ``name+key id+key``."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self.kind + self.public).decode()}"

    def holds(self, text: str, signature: bytes) -> bool:
        """Return whether the signature on the text is this key's."""
        if self.kind == COSIGNATURE:
            stamp, signature = signature[:TIMESTAMP_BYTES], signature[TIMESTAMP_BYTES:]
            text = cosigned_text(text, int.from_bytes(stamp))
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class NoteSigner:
    """A name with its private key (Ed25519, 32 bytes)."""

    def __init__(self, name: str, private: bytes) -> None:
        if not _NAME.fullmatch(name):
            raise NoteWrong("a signer's name has neither blanks nor +")
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """Return the signature line for a text that ends with a line end."""
        signed = self.verifier.key_id + self._key.sign(text.encode())
        return f"— {self.verifier.name} {b64encode(signed).decode()}\n"


class Cosigner:
    """A witness: a name with its private key (Ed25519, 32 bytes), used for nothing else."""

    def __init__(self, name: str, private: bytes) -> None:
        if not _NAME.fullmatch(name):
            raise NoteWrong("a signer's name has neither blanks nor +")
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw(), COSIGNATURE)

    def line(self, text: str, at: datetime) -> str:
        """Return the signature line for the text of a checkpoint seen at an instant."""
        seconds = int(at.timestamp())
        signature = self._key.sign(cosigned_text(text, seconds).encode())
        blob = self.verifier.key_id + seconds.to_bytes(TIMESTAMP_BYTES) + signature
        return f"— {self.verifier.name} {b64encode(blob).decode()}\n"


def cosigned_text(text: str, seconds: int) -> str:
    """Return what a witness signs: the text of the checkpoint, and when it saw it."""
    return f"cosignature/v1\ntime {seconds}\n{text}"


def text_of(note: str) -> str:
    """Return the signed text of a note.  Raises: NoteWrong."""
    return _parts(note)[0]


def cosignature_in(note: str, witness: Verifier) -> tuple[str, datetime] | None:
    """Return a witness's line in a note and the instant it states; None without one.

    Raises:  NoteWrong when it does not hold.
    """
    text, lines = _parts(note)
    for name, blob in lines:
        if (name, blob[:KEY_ID_BYTES]) != (witness.name, witness.key_id):
            continue
        if not witness.holds(text, blob[KEY_ID_BYTES:]):
            raise NoteWrong(f"the cosignature by {name} does not hold")
        return f"— {name} {b64encode(blob).decode()}\n", _instant(blob)
    return None


def _instant(blob: bytes) -> datetime:
    seconds = int.from_bytes(blob[KEY_ID_BYTES : KEY_ID_BYTES + TIMESTAMP_BYTES])
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise NoteWrong("a cosignature names no instant") from error


def signed(checkpoint: Checkpoint, signers: Iterable[NoteSigner]) -> str:
    """Return the checkpoint as a note with one signature a signer."""
    text = checkpoint.text()
    return f"{text}\n{''.join(signer.line(text) for signer in signers)}"


def with_line(note: str, line: str) -> str:
    """Return the note with one more signature, such as that of a witness.

    Raises:  NoteWrong if the line is no signature, or the note no signed note.
    """
    _text, _signatures = _parts(note)
    if not _SIGNATURE.fullmatch(line):
        raise NoteWrong("this is no signature line")
    return note + line


def opened(note: str, trusted: Sequence[Verifier]) -> tuple[Checkpoint, list[Verifier]]:
    """Return the checkpoint of a note and who of those trusted has signed it.

    Signatures by others are passed over. Raises:  NoteWrong when nobody trusted has signed, or
    a signature that names a trusted key does not hold.
    """
    text, lines = _parts(note)
    by_key = {(key.name, key.key_id): key for key in trusted}
    found = []
    for name, blob in lines:
        key = by_key.get((name, blob[:KEY_ID_BYTES]))
        if key is None:
            continue
        if not key.holds(text, blob[KEY_ID_BYTES:]):
            raise NoteWrong(f"the signature by {name} does not hold")
        found.append(key)
    if not found:
        raise NoteWrong("nobody trusted has signed this note")
    return parsed(text), found


def parsed(text: str) -> Checkpoint:
    """Return the checkpoint that the text of a note says.  Raises: NoteWrong."""
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], _decoded(lines[2])
    except IndexError as error:
        raise NoteWrong("this is no checkpoint") from error
    if not origin or not _SIZE.fullmatch(size) or len(root) != hashlib.sha256().digest_size:
        raise NoteWrong("this is no checkpoint")
    return Checkpoint(origin, int(size), root)


def verifier_from(published: str) -> Verifier:
    """Return a public key from its published form.  Raises: NoteWrong."""
    name, _, rest = published.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    key = _decoded(encoded)
    found = Verifier(name, key[1:], key[:1])
    if found.kind not in {ED25519, COSIGNATURE} or len(found.public) != PUBLIC_BYTES:
        raise NoteWrong("this is no Ed25519 verifier key")
    if found.key_id.hex() != key_id:
        raise NoteWrong("the key does not belong to this name")
    return found


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the signed text and its signatures: name, key id with signature."""
    text, found, signatures = note.rpartition("\n\n")
    lines = list(_SIGNATURE.finditer(signatures))
    if not found or not lines or "".join(line[0] for line in lines) != signatures:
        raise NoteWrong("this is no signed note")
    return f"{text}\n", [(line["name"], _decoded(line["signature"])) for line in lines]


def _decoded(encoded: str) -> bytes:
    """Return the bytes that a part of a note or a key says.  Raises: NoteWrong."""
    try:
        return b64decode(encoded, validate=True)
    except ValueError as error:
        raise NoteWrong("this is no base64") from error
