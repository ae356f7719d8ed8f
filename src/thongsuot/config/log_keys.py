"""Keys that sign the public log: files like the others, never in the database.

``public-log.<number>.key`` holds whose log it is and a private key (Ed25519, base64). Adding the
next number rotates: the newest signs, every one is trusted for what it signed.
"""

import re
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from urllib.parse import urlsplit

from thongsuot.config.keys import read_or_make_text

PRIVATE_BYTES = 32
_NUMBER = re.compile(r"public-log\.(\d+)\.key")


def read_or_make(folder: Path, public_url: str) -> tuple[tuple[str, bytes], ...]:
    """Return name and private key of every log key, oldest first; the first start makes one."""
    numbers = sorted(
        int(found[1]) for p in folder.glob("*") if (found := _NUMBER.fullmatch(p.name))
    )
    texts = [_text(folder, number, public_url) for number in numbers or [1]]
    return tuple((name, b64decode(key)) for name, _, key in (text.partition(" ") for text in texts))


def add(folder: Path, public_url: str) -> int:
    """Write the next key and return its number; the sealer signs with it once restarted."""
    existing = read_or_make(folder, public_url)
    number = len(existing) + 1
    _text(folder, number, public_url, name=existing[-1][0])
    return number


def _text(folder: Path, number: int, public_url: str, name: str = "") -> str:
    fresh = (
        f"{name or _origin(public_url)} {b64encode(secrets.token_bytes(PRIVATE_BYTES)).decode()}"
    )
    return read_or_make_text(folder / f"public-log.{number}.key", fresh)


def _origin(public_url: str) -> str:
    """Return the log's name: an address without its scheme; the key file keeps it from then on."""
    return f"{urlsplit(public_url).netloc or 'localhost'}/so-ghi"
