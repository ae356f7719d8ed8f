"""Whether sample data is here, and whole: the record says so itself."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.db import ProgrammingError, transaction
from psycopg.errors import InsufficientPrivilege, UndefinedTable

from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.cli.demo.loading import Played
from thongsuot.kernel.clock import utc_now

SUBJECT: Final = "sample-data:H99"
BEGUN: Final = "sample_data_begun"
LOADED: Final = "sample_data_loaded"


class Presence(StrEnum):
    """What this installation holds."""

    NOTHING = "nothing"
    OTHERS = "others"
    """Agencies that are no sample: nothing of the sample may be mixed with them."""
    UNFINISHED = "unfinished"
    LOADED = "loaded"


OF_THE_SAMPLE: Final = frozenset({Presence.UNFINISHED, Presence.LOADED})


@dataclass(frozen=True, slots=True)
class Sample:
    """What was loaded, as the record keeps it."""

    size: str
    seed: int
    dossiers: int
    acts: int
    checksum: str


def presence() -> Presence:
    """Return what this installation holds; it may be asked of tables that are not up to date.

    Tables that are not there, or not the application's to read yet, hold nothing.
    """
    try:
        with transaction.atomic():
            return _presence()
    except ProgrammingError as error:
        if isinstance(error.__cause__, UndefinedTable | InsufficientPrivilege):
            return Presence.NOTHING
        raise


def _presence() -> Presence:
    acts = record.names_of_acts(SUBJECT)
    if LOADED in acts:
        return Presence.LOADED
    if BEGUN in acts:
        return Presence.UNFINISHED
    return Presence.OTHERS if organisation.has_agencies() else Presence.NOTHING


def used_meanwhile() -> bool:
    """Return whether visitors did anything to dossiers since the sample began to come in.

    What the sample itself plays, it plays at instants before that.
    """
    begun = next(act.at for act in record.acts_of(SUBJECT) if act.act == BEGUN)
    return record.people_acted_after(begun, kind="dossier")


def loaded() -> Sample:
    """Return what was loaded; asked only when something was."""
    detail = next(a.detail for a in record.acts_of(SUBJECT) if a.act == LOADED)
    return Sample(**detail)  # type: ignore[arg-type]  # as ``note_loaded`` wrote it


def note_begun(size: str, seed: int) -> None:
    """Record that sample data begins to come in."""
    _note(BEGUN, {"size": size, "seed": seed})


def note_loaded(size: str, seed: int, played: Played) -> None:
    """Record what came in."""
    _note(LOADED, {"size": size, "seed": seed, **asdict(played)})


def _note(act: str, detail: dict[str, str | int]) -> None:
    ledger.record(subject=SUBJECT, act=act, by=Actor.system(), at=utc_now(), detail=detail)


@contextmanager
def one_load_at_a_time(home: Path) -> Iterator[bool]:
    """Yield whether no other load into this folder is under way, and keep others out meanwhile."""
    with (home / "sample.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
