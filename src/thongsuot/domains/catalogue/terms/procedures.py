"""Channels, levels, records as they are read, plans and reports, words of citizens."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from thongsuot.domains.deadlines.terms import TimeLimit, Unit

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON can say."""


class Channel(StrEnum):
    """How an applicant reaches the desk; limits and fees may differ by it."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class Level(StrEnum):
    """At which level of government a procedure is settled."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"
    OTHER = "other"


class Origin(StrEnum):
    """What a version was read from."""

    RECORD = "record"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Receivable:
    """Under which version of a procedure dossiers come in, and in what time they are settled."""

    version_id: int
    number: int
    limit: TimeLimit


@dataclass(frozen=True, slots=True)
class Method:
    """One line of "cách thức thực hiện": a channel, the limit and the fee as published.

    Units:  ``limit`` in whatever ``unit`` says; ``fee_amount`` as its publisher computed it.
    """

    channel: str
    limit: int | float | None
    unit: str | None
    fee_text: str
    fee_amount: int | None
    note: str


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One line of "thành phần hồ sơ": a paper with its counts, or a note without any."""

    group: str
    name: str
    originals: int | None
    copies: int | None
    has_form_file: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What the procedure gives."""

    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class ProcedureRecord:
    """A procedure as published, cleaned: NFC, no invisible characters, known names for levels."""

    code: str
    name: str
    ministry_group: str
    decision: str | None
    levels: tuple[str, ...]
    kind: str | None
    field: str | None
    applicants: str | None
    competent_authority: str | None
    executing_agency: str | None
    delegated_agency: str | None
    coordinating_agency: str | None
    receiving_address: str | None
    steps: str
    methods: tuple[Method, ...]
    components: tuple[ComponentLine, ...]
    legal_bases: tuple[str, ...]
    results: tuple[ResultLine, ...]
    conditions: str | None
    source: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee as published and, where it can be told without guessing, its amount.

    Units:  ``amount_vnd`` in đồng; None when the text does not settle it.
    """

    raw: str
    amount_vnd: int | None
    note: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a file: its place, and either what it says or why it cannot be read."""

    row: int
    values: dict[str, object] | None
    origin: Origin = Origin.RECORD
    problem: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with one field of one row: ``problem`` is a stable code, ``reason`` words."""

    row: int
    code: str | None
    field: str
    problem: str
    reason: str

    def as_json(self) -> dict[str, Json]:
        """Return the remark as reports print it."""
        return {
            "row": self.row,
            "code": self.code,
            "field": self.field,
            "problem": self.problem,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with ``dry_run`` would do."""

    read: int
    created: int
    updated: int
    unchanged: int
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    dry_run: bool = False

    def as_json(self) -> dict[str, Json]:
        """Return the report as ``procedure import --json`` prints it."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [remark.as_json() for remark in self.refused],
            "warnings": [remark.as_json() for remark in self.warnings],
            "dry_run": self.dry_run,
        }


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a published limit of some channels means, and on what that rests."""

    code: str
    channels: tuple[Channel, ...]
    limit: TimeLimit
    source: str


@dataclass(frozen=True, slots=True)
class SettlementReport:
    """What became of each ``code/channel`` of a settlement file."""

    settled: tuple[str, ...]
    already_known: tuple[str, ...]
    not_found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions; None where the side does not have it.

    ``of`` names the paper or the channel where the field is one of several of its kind.
    """

    field: str
    before: Json
    after: Json
    of: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure as a search shows it; a higher ``score`` comes first."""

    code: str
    name: str
    plain_name: str
    field: str
    levels: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A turn of life under which citizens look for procedures."""

    slug: str
    name: str
    hint: str
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainName:
    """How citizens call a procedure."""

    code: str
    name: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """What citizens say for a word of the law."""

    says: tuple[str, ...]
    means: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What people look for here that another authority settles, and what to tell them."""

    says: tuple[str, ...]
    answer: str
    source: str


@dataclass(frozen=True, slots=True)
class ExportWords:
    """What an export says of limits, as the national catalogue words them."""

    units: dict[Unit, str]
    unsettled: str
    nothing_published: str


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The words of citizens, set beside the words of the law."""

    names: dict[str, PlainName]
    life_events: tuple[LifeEvent, ...]
    synonyms: tuple[Synonym, ...]
    fillers: frozenset[str]
    elsewhere: tuple[Elsewhere, ...] = ()
