"""Words of the papers that the State writes: what each of them says."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Dong:
    """An amount of money, printed in figures and in words."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: the agency, the one above it, the number given, the place.

    ``agency_code`` says whose registers number it; it is not printed.
    """

    agency: str
    place: str
    superior: str = ""
    number: str = ""
    agency_code: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the record holds the act that a paper tells of: the entry's hash, its place."""

    hash: str
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper: what it is, and what is said of it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a declaration or a result: its heading and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: ``on_behalf`` as in TM., KT.; ``title`` the post; ``name`` the person."""

    title: str
    name: str
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is refused or stopped, and the provision that says so."""

    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The dossier that a paper is about."""

    code: str
    applicant: str
    procedure_code: str
    procedure_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPaper:
    """The result that grants: a certificate, an extract, a decision.

    ``lines`` stand before the ``sections``. ``check_url`` is printed as QR: there anybody sees
    whether the paper stands.
    """

    letterhead: Letterhead
    about: About
    title: str
    lines: tuple[Line, ...]
    signatory: Signatory
    check_url: str
    sections: tuple[Section, ...] = ()
    subtitle: str = ""
    bases: tuple[str, ...] = ()
    opening: str = ""
    closing: str = ""
    recipients: tuple[str, ...] = ()
    record: Trace | None = None
    """The newest entry that stood when it was signed: the signing commits to the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalOnSubstancePaper:
    """The result that refuses, with its grounds and what may be done against it."""

    letterhead: Letterhead
    about: About
    grounds: tuple[Ground, ...]
    remedy: str
    signatory: Signatory
    check_url: str
    recipients: tuple[str, ...] = ()
    record: Trace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPaper:
    """One line of the intake slip; what the state holds is looked up and not taken."""

    name: str
    originals: int = 0
    copies: int = 0
    electronic: int = 0
    held_by_state: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """That an appointment replaces an earlier one: since when, what was waited for, which one.

    ``why`` is ``supplied`` (papers) or ``paid``; ``record`` the entry of the act that moved it.
    """

    at: datetime
    why: str
    replaces: datetime
    record: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSlipPaper:
    """Receipt and appointment. ``record_hash`` is that of the entry of the receipt.

    ``renewed`` says which earlier date it replaces; None of the receipt itself.

    Units:   ``limit_unit`` as in ``deadlines``: working-hour, working-day, day, month;
             ``channel`` direct, online or postal; ``record_line`` the entry's place in its chain.
    ``transfer`` is the text of a VietQR by which what is owed is paid, empty where nothing is.
    """

    letterhead: Letterhead
    about: About
    received_at: datetime
    channel: str
    due_at: datetime
    limit_quantity: int
    limit_unit: str
    return_place: str
    papers: tuple[ReceivedPaper, ...]
    track_url: str
    pin: str
    hotline: str
    receiver: str
    record_hash: str
    record_line: int
    fee: Dong | None = None
    fee_paid: bool = False
    transfer: str = ""
    renewed: Renewed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationPaper:
    """The citizen's tờ khai, made of the answers that were given."""

    title: str
    addressed_to: str
    place: str
    declarant: str
    procedure_code: str
    sections: tuple[Section, ...]
    dossier_code: str = ""
    track_url: str = ""
    record: Trace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One paper that is missing or wrong, and how to put it right."""

    name: str
    problem: str
    legal_basis: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequestPaper:
    """The one request for everything that is missing; meanwhile the clock stands."""

    letterhead: Letterhead
    about: About
    wanted: tuple[Wanted, ...]
    contact_name: str
    contact_phone: str
    signatory: Signatory
    track_url: str
    reply_by: date | None = None
    recipients: tuple[str, ...] = ()
    record: Trace | None = None
    is_signed: bool = False
    """Whether ``record`` is the entry before its signing, which commits to it; else of its act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalToReceivePaper:
    """Why a dossier is not taken in, and where it belongs instead."""

    letterhead: Letterhead
    about: About
    grounds: tuple[Ground, ...]
    signatory: Signatory
    hotline: str
    right_agency: str = ""
    guidance: str = ""
    track_url: str = ""
    recipients: tuple[str, ...] = ()
    record: Trace | None = None
    is_signed: bool = False
    """Whether ``record`` is the entry before its signing, which commits to it; else of its act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyPaper:
    """Apology for a result that will be late, with the reason and the one new date.

    ``due_at`` is what was promised; lateness is still judged by it. ``new_due_at`` is what is
    promised now. ``state`` says in plain words how far the dossier is.
    """

    letterhead: Letterhead
    about: About
    received_at: datetime
    due_at: datetime
    new_due_at: datetime
    reason: str
    state: str
    return_place: str
    contact_name: str
    contact_phone: str
    signatory: Signatory
    track_url: str
    recipients: tuple[str, ...] = ()
    record: Trace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNoticePaper:
    """Notice that the settling of a dossier ends without a decision."""

    letterhead: Letterhead
    about: About
    grounds: tuple[Ground, ...]
    signatory: Signatory
    track_url: str
    returned: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    record: Trace | None = None
    is_signed: bool = False
    """Whether ``record`` is the entry before its signing, which commits to it; else of its act."""


Result = ResultPaper | RefusalOnSubstancePaper
Notice = (
    IntakeSlipPaper
    | DeclarationPaper
    | SupplementRequestPaper
    | RefusalToReceivePaper
    | ApologyPaper
    | StopNoticePaper
)
Paper = Result | Notice
