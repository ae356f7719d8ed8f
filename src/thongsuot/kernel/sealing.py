"""Authenticated encryption of small values, with keys that can be replaced.

Envelope: version (1 byte), key number (2 bytes), nonce (12 bytes), ciphertext and tag.
The envelope's head and the caller's context are authenticated: a value moved to another
column, or relabelled with another key, does not open.

Source:  AES-256-GCM, NIST SP 800-38D; HMAC-SHA-256, RFC 2104.
"""

import hashlib
import hmac
import secrets
import struct
from collections.abc import Callable, Collection, Mapping
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
INDEX_BYTES: Final = 32

_VERSION: Final = 1
_HEAD: Final = struct.Struct(">BH")
_NONCE_BYTES: Final = 12  # random nonces: safe to about 2**32 values a key; rotate long before
_TAG_BYTES: Final = 16
_KEY_NUMBERS: Final = range(1, 2**16)


class SealingError(Exception):
    """What was sealed cannot be read."""


class SealBroken(SealingError):
    """The bytes, their place or their key are not those that were sealed."""


class KeyMissing(SealingError):
    """The key that sealed the value is not on this keyring."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no sealing key number {number} on this keyring")
        self.number = number


class Keyring:
    """The sealing keys by number, and the key of the blind indexes.

    The highest number seals; every number opens. The index key does not rotate with them:
    changing it means computing every index anew.
    """

    def __init__(self, sealing_keys: Mapping[int, bytes], index_key: bytes) -> None:
        if not sealing_keys:
            raise ValueError("a keyring needs at least one sealing key")
        if wrong := [number for number in sealing_keys if number not in _KEY_NUMBERS]:
            raise ValueError(f"key numbers run from 1 to 65535, got {wrong}")
        if any(len(key) != KEY_BYTES for key in (*sealing_keys.values(), index_key)):
            raise ValueError(f"every key holds {KEY_BYTES} bytes")
        self._ciphers = {number: AESGCM(key) for number, key in sealing_keys.items()}
        self._newest = max(sealing_keys)
        self._index_key = index_key

    def __repr__(self) -> str:
        return f"Keyring(sealing_keys={sorted(self._ciphers)})"

    @property
    def newest(self) -> int:
        """The number of the key that seals."""
        return self._newest

    @property
    def head(self) -> bytes:
        """What every value begins with that the newest key sealed."""
        return _HEAD.pack(_VERSION, self.newest)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Return ``plain`` encrypted with the newest key, bound to ``context``."""
        number, nonce = self.newest, secrets.token_bytes(_NONCE_BYTES)
        head = _HEAD.pack(_VERSION, number)
        return head + nonce + self._ciphers[number].encrypt(nonce, plain, head + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return what was sealed under ``context``.

        Raises:  SealBroken if one bit of it or of the context differs; KeyMissing.
        """
        number = _key_number(sealed)
        if number not in self._ciphers:
            raise KeyMissing(number)
        head, rest = sealed[: _HEAD.size], sealed[_HEAD.size :]
        nonce, body = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return self._ciphers[number].decrypt(nonce, body, head + context)
        except InvalidTag:
            raise SealBroken("the value is not what was sealed in this place") from None

    def needs_resealing(self, sealed: bytes) -> bool:
        """Return whether an older key than the newest sealed it."""
        return _key_number(sealed) != self.newest

    def blind_index(self, value: str, purpose: str) -> bytes:
        """Return a keyed digest by which equal values are found without being readable.

        The same value under another purpose gives another index.

        Units:   32 bytes.
        Raises:  ValueError if ``purpose`` holds a NUL, which parts it from the value.
        """
        if "\0" in purpose:
            raise ValueError("a purpose cannot hold a NUL")
        message = f"{purpose}\0{value}".encode()
        return hmac.new(self._index_key, message, hashlib.sha256).digest()


class GrowingKeyring(Keyring):
    """A keyring to which keys come while it is in use; none is taken away meanwhile.

    ``added`` is asked before every sealing, and when a value was sealed by a key not known here;
    told the numbers known, it returns the keys that came since.
    """

    def __init__(
        self, sealing_keys: Mapping[int, bytes], index_key: bytes,
        added: Callable[[Collection[int]], Mapping[int, bytes]],
    ) -> None:  # fmt: skip
        super().__init__(sealing_keys, index_key)
        self._added, self._one_looks = added, Lock()

    @property
    def newest(self) -> int:
        """The number of the key that seals: the newest there is by now."""
        self._look()
        return self._newest

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return what was sealed under ``context``, by a key that came a moment ago, too.

        Raises:  SealBroken if one bit of it or of the context differs; KeyMissing.
        """
        try:
            return super().open(sealed, context)
        except KeyMissing:
            self._look()
            return super().open(sealed, context)

    def _look(self) -> None:
        with self._one_looks:
            added = self._added(self._ciphers.keys())
            if added:
                more = {number: AESGCM(key) for number, key in added.items()}
                self._ciphers = more | self._ciphers  # before the number that names one of them
                self._newest = max(self._ciphers)


def _key_number(sealed: bytes) -> int:
    if len(sealed) < _HEAD.size + _NONCE_BYTES + _TAG_BYTES:
        raise SealBroken("too short to be a sealed value")
    version, number = _HEAD.unpack_from(sealed)
    if version != _VERSION:
        raise SealBroken(f"unknown envelope version {version}")
    return int(number)
