"""The public log, kept in files: whoever bends the database must bend these too.

checkpoint   the newest signed note: a weak witness that costs nothing; others keep the same
tile/…       hashes (C2SP tlog-tiles): a proxy gives them out without asking the server
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from thongsuot.domains.ledger import public_log
from thongsuot.domains.ledger.rules import notes, tiles
from thongsuot.domains.ledger.rules.tiles import TileName
from thongsuot.domains.ledger.rules.tree import HASH_BYTES

NAME = "checkpoint"


def keep_newest() -> None:
    """Write the tiles that are not kept yet, then the newest note that commits to them."""
    note = public_log.newest_note()
    if note is None:
        return
    folder = Path(settings.LOG_FOLDER)
    _keep_tiles(folder, notes.parsed(notes.text_of(note)).size)
    _write(folder / NAME, note.encode())


def kept_note() -> str:
    """Return the note that was kept, or nothing."""
    path = Path(settings.LOG_FOLDER) / NAME
    return path.read_text("utf-8", errors="replace") if path.exists() else ""


def _keep_tiles(folder: Path, size: int) -> None:
    """Keep the tiles of a tree of ``size`` leaves; of a tile that became whole no part stays."""
    for name in _whole_but_not_kept(folder, size):
        path = _keep(folder, name, tiles.TILE_WIDTH)
        shutil.rmtree(f"{path}.p", ignore_errors=True)
    for name in tiles.edge_names(size):
        _keep(folder, name, tiles.width_at(name, size))


def _whole_but_not_kept(folder: Path, size: int) -> Iterator[TileName]:
    """Yield them in the order of the log, so that what was broken off is gone on with."""
    level = 0
    while whole := size >> (tiles.TILE_LEVELS * (level + 1)):
        first = whole
        while first and not _is_kept(folder / tiles.path_of(TileName(level, first - 1))):
            first -= 1
        yield from (TileName(level, number) for number in range(first, whole))
        level += 1


def _keep(folder: Path, name: TileName, width: int) -> Path:
    path = folder / tiles.path_of(name, width)
    if not _is_kept(path, width) and (hashes := public_log.read_tile(name, width)):
        _write(path, hashes)
    return path


def _is_kept(path: Path, width: int = tiles.TILE_WIDTH) -> bool:
    """Return whether a tile lies there whole: what a power cut left empty is written again."""
    return path.is_file() and path.stat().st_size == width * HASH_BYTES


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
