"""Contents on disk: each under the SHA-256 of itself, sealed, written whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from django.conf import settings

from thongsuot.domains.documents.terms import FileMissing
from thongsuot.kernel.sealing import Keyring

FOLDER_MODE: Final = 0o700
UNFINISHED: Final = ".unfinished"


def sha256_of(content: bytes) -> str:
    """Return the name of a content: its SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


class ContentStore:
    """A folder of sealed contents, outside of what the web serves.

    Two writers of the same content may meet: each writes a file of its own and renames it into
    place; either is whole and opens to the same bytes.
    """

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    def path_of(self, sha256: str) -> Path:
        """Return where a content lies or would lie."""
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its SHA-256; after that it survives a power cut."""
        sha256 = sha256_of(content)
        if not self.holds(sha256):
            self._write(self.path_of(sha256), self._keyring.seal(content, _context(sha256)))
        return sha256

    def holds(self, sha256: str) -> bool:
        """Whether the content is there."""
        return self.path_of(sha256).is_file()

    def get(self, sha256: str) -> bytes:
        """Return a content.

        Raises:  FileMissing; SealBroken if one bit of it changed; KeyMissing.
        """
        try:
            sealed = self.path_of(sha256).read_bytes()
        except FileNotFoundError:
            raise FileMissing(f"no content {sha256}") from None
        return self._keyring.open(sealed, _context(sha256))

    def age_of(self, sha256: str) -> float:
        """Return when the content was written.  Units: seconds since 1970."""
        return self.path_of(sha256).stat().st_mtime

    def needs_resealing(self, sha256: str) -> bool:
        """Return whether an older key than the newest sealed a content."""
        return self._keyring.needs_resealing(self.path_of(sha256).read_bytes())

    def reseal(self, sha256: str) -> bool:
        """Seal a content anew if an older key than the newest sealed it; return whether."""
        path = self.path_of(sha256)
        sealed = path.read_bytes()
        if not self._keyring.needs_resealing(sealed):
            return False
        plain = self._keyring.open(sealed, _context(sha256))
        self._write(path, self._keyring.seal(plain, _context(sha256)))
        return True

    def names(self) -> Iterator[str]:
        """Yield the SHA-256 of every content that is there."""
        return (path.name for path in self._folder.glob("??/??/*") if path.suffix != UNFINISHED)

    def unfinished(self) -> Iterator[Path]:
        """Yield what writers left behind that were stopped in the middle."""
        return self._folder.glob(f"??/??/*{UNFINISHED}")

    def _write(self, path: Path, sealed: bytes) -> None:
        for folder in (self._folder, path.parent.parent, path.parent):
            _ensure_folder(folder)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}{UNFINISHED}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                _sync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)  # the name, too, must survive


def _ensure_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


_in_bulk: ContextVar[bool] = ContextVar("written_in_bulk", default=False)


@contextmanager
def written_in_bulk() -> Iterator[None]:
    """Make contents survive a power cut at the end, all at once, instead of one by one.

    For loads that begin anew when they are cut off: one wait for the disk instead of thousands.
    """
    before = _in_bulk.set(True)
    try:
        yield
    finally:
        _in_bulk.reset(before)
        os.sync()


def _sync(descriptor: int) -> None:
    if not _in_bulk.get():
        os.fsync(descriptor)


def _context(sha256: str) -> bytes:
    """Return what a sealed content is bound to: moved under another name it does not open."""
    return b"documents.content:" + sha256.encode()


def content_store() -> ContentStore:
    """Return the store of this installation."""
    return ContentStore(Path(settings.FILES_FOLDER), settings.KEYRING)
