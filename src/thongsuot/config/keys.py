"""Key files: made on first start, readable by the service alone, never in the database."""

import os
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit
from thongsuot.kernel.sealing import KEY_BYTES, GrowingKeyring, Keyring

A_TICK_NS = 1_000_000_000
"""Two changes of a folder closer than this may bear one time."""


def read_or_make_text(path: Path, fresh: str = "") -> str:
    """Return the secret kept in ``path``; the first start writes ``fresh``, or one of its own."""
    return _read_or_make(path, fresh or secrets.token_urlsafe(48))


def read_or_make_keyring(folder: Path) -> Keyring:
    """Return all sealing keys under ``folder``; the newest seals, every one opens.

    Files are named ``personal-data.<number>.key``; adding the next number rotates the key, in
    running processes, too. Keys are made where there is none at all. Whether they are those of
    the database is asked when it is entered (``people.keeping``).

    Raises:  CommandFailed where some are there and others gone: a new one would open nothing.
    """
    index = folder / "index.key"
    if not (index.exists() or _sealing_keys(folder)):
        _read_or_make(folder / "personal-data.1.key", _fresh())
        _read_or_make(index, _fresh())
    sealing = _sealing_keys(folder)
    if not sealing or not index.exists():
        gone = "index.key" if sealing else "personal-data.*.key"
        raise CommandFailed(
            f"a key file is gone: {gone}",
            why=f"other keys are in {folder}; a new one would open nothing that was sealed",
            advice="bring back the whole folder of keys from the backup",
            exit_code=Exit.CONFLICT,
        )
    keys = {number: _key_in(path) for number, path in sealing.items()}
    return GrowingKeyring(keys, b64decode(index.read_text()), _Comings(folder))


class _Comings:
    """The sealing keys that come into a folder after it was read.

    Told by the time at which the folder last changed. A folder that cannot be read, or a file
    that is not whole yet, brings none: whatever runs goes on with the keys it has.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: int | None = None

    def __call__(self, known: Collection[int]) -> dict[int, bytes]:
        """Return the keys by number that are not known yet."""
        try:
            changed = self.folder.stat().st_mtime_ns
            if changed == self._seen:
                return {}
            files = _sealing_keys(self.folder)
            added = {n: _key_in(path) for n, path in files.items() if n not in known}
        except (OSError, ValueError):
            return {}
        if all(len(key) == KEY_BYTES for key in added.values()):
            self._seen = changed if time.time_ns() - changed > A_TICK_NS else None
        return {number: key for number, key in added.items() if len(key) == KEY_BYTES}


def _key_in(path: Path) -> bytes:
    return b64decode(path.read_text())


def _sealing_keys(folder: Path) -> dict[int, Path]:
    return {int(path.name.split(".")[1]): path for path in folder.glob("personal-data.*.key")}


def _fresh() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def add_key(folder: Path) -> int:
    """Write the next sealing key beside the others and return its number.

    Whatever runs seals with it from then on; older keys still open what they sealed.
    """
    number = next_number(folder)
    _read_or_make(folder / f"personal-data.{number}.key", _fresh())
    return number


def next_number(folder: Path) -> int:
    """Return the number that the next sealing key will have."""
    return max(_sealing_keys(folder), default=0) + 1


def _give_to_owner_of(folder: Path, file: Path) -> None:
    """Let whoever owns the folder read the file, also where the root user made it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(file, owner.st_uid, owner.st_gid)


def _read_or_make(path: Path, fresh: str) -> str:
    """Return what ``path`` holds; of several first starts at once, one writes it whole."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            whole.touch(mode=0o600)
            whole.write_text(fresh)
            _give_to_owner_of(path.parent, whole)
            with suppress(FileExistsError):
                os.link(whole, path)
        finally:
            whole.unlink(missing_ok=True)
    return path.read_text()
