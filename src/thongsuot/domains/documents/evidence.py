"""The words of an evidence pack and of a personal statement; printed on demand, kept nowhere."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.documents.terms import About


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPart:
    """One span of custody as it is printed; ``ended_at`` None while it lasts."""

    officer: str
    post: str
    agency: str
    step: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLine:
    """One entry of the record as it is printed: its number, what was done, its hash."""

    number: int
    act: str
    at: datetime
    hash: str
    sealed: str
    """Its place in the public log, or nothing while it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePart:
    """Who bears which part of the lateness, and of what; minutes of working time as texts."""

    who: str
    late: str
    held: str
    share: str
    over: str
    waited: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePaper:
    """What the record says of one dossier; the machine-readable file beside it holds the proofs.

    ``data_sha256`` is the hash of that file. ``check_url`` is printed as QR: there it is told how
    anybody checks the record.
    """

    about: About
    agency: str
    state: str
    story: tuple[str, ...]
    held: tuple[HeldPart, ...]
    promised: tuple[str, ...]
    """Each date that was promised, by what, and the new one of an apology."""
    why: tuple[str, ...]
    """Why the date in force is what it is."""
    lateness: str
    late: tuple[LatePart, ...]
    answers: tuple[tuple[str, str], ...]
    """Who answered which entry when, and his words."""
    recorded: tuple[RecordedLine, ...]
    checkpoint: tuple[str, ...]
    keys: tuple[str, ...]
    data_name: str
    data_sha256: str
    check_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPaper:
    """What the record says of one officer over a period; tables as they stand on his page.

    ``data_sha256`` is the hash of the machine-readable file of the same statement.
    """

    officer: str
    period: str
    sentence: str
    dossier_heads: tuple[str, ...]
    dossiers: tuple[tuple[str, ...], ...]
    event_heads: tuple[str, ...]
    events: tuple[tuple[str, ...], ...]
    answers: tuple[tuple[str, str], ...]
    """What each answers, and his words."""
    data_name: str
    data_sha256: str
    check_url: str
