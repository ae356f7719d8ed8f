"""Key files: made on first start, readable by the service alone, never in the database."""

import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

from thongsuot.kernel.sealing import KEY_BYTES, Keyring


def read_or_make_text(path: Path, fresh: str = "") -> str:
    """Return the secret kept in ``path``; the first start writes ``fresh``, or one of its own."""
    return _read_or_make(path, fresh or secrets.token_urlsafe(48))


def read_or_make_keyring(folder: Path) -> Keyring:
    """Return all sealing keys under ``folder``; the newest seals, every one opens.

    Files are named ``personal-data.<number>.key``; adding the next number rotates the key.
    """
    first = folder / "personal-data.1.key"
    _read_or_make(first, b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    index = _read_or_make(folder / "index.key", b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    keys = {
        int(path.name.split(".")[1]): b64decode(path.read_text())
        for path in folder.glob("personal-data.*.key")
    }
    return Keyring(sealing_keys=keys, index_key=b64decode(index))


def add_key(folder: Path) -> int:
    """Write the next sealing key beside the others and return its number.

    Servers started from then on seal with it; older keys still open what they sealed.
    """
    numbers = [int(path.name.split(".")[1]) for path in folder.glob("personal-data.*.key")]
    number = max(numbers, default=0) + 1
    fresh = b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    _read_or_make(folder / f"personal-data.{number}.key", fresh)
    return number


def _read_or_make(path: Path, fresh: str) -> str:
    """Return what ``path`` holds; of several first starts at once, one writes it whole."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = path.with_name(f"{path.name}.{os.getpid()}")
        whole.touch(mode=0o600)
        whole.write_text(fresh)
        with suppress(FileExistsError):
            os.link(whole, path)
        whole.unlink()
    return path.read_text()
