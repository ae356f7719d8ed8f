"""Words of papers: their types, their kinds, what is found in a file, what is refused."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from thongsuot.kernel.errors import Refused


class MediaType(StrEnum):
    """The types of file taken in, as their content shows them."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    WEBP = "image/webp"
    PDF = "application/pdf"


class Kind(StrEnum):
    """What a paper is within its subject."""

    UPLOAD = "upload"
    DECLARATION = "declaration"
    INTAKE_SLIP = "intake_slip"
    SUPPLEMENT_REQUEST = "supplement"
    REFUSAL_TO_RECEIVE = "refusal_to_receive"
    STOP_NOTICE = "stop_notice"
    PAYMENT_NOTICE = "payment_notice"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Readable:
    """The PDF that is read on screens, made of or found in a file that came in.

    ``disarmed`` says that scripts, actions or embedded files were left out of it.
    """

    pdf: bytes
    pages: int
    disarmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """One paper of one subject, as other rooms and doors see it.

    ``media_type`` and ``size`` (bytes) are those of the file as it came, ``pdf_size`` and
    ``pages`` those of the PDF that is read; ``commitment`` is what the record keeps of it.
    """

    id: UUID
    subject: str
    kind: Kind
    component_code: str
    name: str
    media_type: MediaType
    size: int
    pdf_size: int
    pages: int
    disarmed: bool
    commitment: str
    attached_at: datetime
    withdrawn_at: datetime | None
    signed_at: datetime | None
    signed_by: int | None


@dataclass(frozen=True, slots=True)
class Dong:
    """An amount of money, printed in figures and in words."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: the agency, the one above it, the number given, the place."""

    agency: str
    place: str
    superior: str = ""
    number: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPaper:
    """One line of the intake slip; what the state holds is looked up and not taken."""

    name: str
    originals: int = 0
    copies: int = 0
    electronic: int = 0
    held_by_state: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSlipPaper:
    """Receipt and appointment. ``record_hash`` is that of the entry of the receipt.

    Units:   ``limit_unit`` as in ``deadlines``: working-hour, working-day, day, month;
             ``channel`` direct, online or postal; ``record_line`` the entry's place in its chain.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNoticePaper:
    """Notice that the settling of a dossier ends without a decision."""

    letterhead: Letterhead
    about: About
    grounds: tuple[Ground, ...]
    signatory: Signatory
    track_url: str
    returned: tuple[str, ...] = ()


Result = ResultPaper | RefusalOnSubstancePaper
Notice = (
    IntakeSlipPaper
    | DeclarationPaper
    | SupplementRequestPaper
    | RefusalToReceivePaper
    | StopNoticePaper
)
Paper = Result | Notice


class DocumentsError(Refused):
    """A paper is refused.

    DocumentsError
    ├── FileRefused            a file sent in cannot be taken
    │   ├── FileEmpty              it holds nothing
    │   ├── FileTooLarge           more bytes than allowed
    │   ├── FileTypeRefused        neither a picture nor a PDF, whatever its name says
    │   ├── FileUnreadable         cut off or damaged
    │   ├── FileLocked             asks for a password
    │   ├── FileNeedsItsProgram    a portfolio or a form that only its own program shows
    │   ├── PictureTooLarge        more pixels than allowed
    │   ├── TooManyPages           more pages than allowed
    │   └── UploadInterrupted      the sender went away in the middle
    ├── FileAsBefore           the very file that was sent before, where another is asked for
    ├── TooManyFiles           the subject holds as many files as it may
    ├── PaperUnknown           no such paper, or not for this visitor's eyes
    ├── NotWithdrawable        only what was sent in can be taken back, and once
    └── NotSignable            only a result is signed, and once
    """

    code = "documents-refused"


class FileRefused(DocumentsError):
    """A file that was sent in cannot be taken."""

    code = "file-refused"


class FileEmpty(FileRefused):
    """The file holds no byte."""

    code = "file-empty"


class FileTooLarge(FileRefused):
    """The file is larger than allowed.  Facts: max_bytes."""

    code = "file-too-large"


class FileTypeRefused(FileRefused):
    """The content is neither a picture nor a PDF.  Facts: found (what it looks like)."""

    code = "file-type-refused"


class FileUnreadable(FileRefused):
    """The content is cut off or damaged.  Facts: media_type."""

    code = "file-unreadable"


class FileLocked(FileRefused):
    """The file opens with a password only."""

    code = "file-locked"


class FileNeedsItsProgram(FileRefused):
    """The pages are not in the file as pages.  Facts: found (portfolio or dynamic-form)."""

    code = "file-needs-its-program"


class PictureTooLarge(FileRefused):
    """The picture has more pixels than allowed.  Facts: max_megapixels."""

    code = "picture-too-large"


class TooManyPages(FileRefused):
    """The file has more pages than allowed.  Facts: max_pages."""

    code = "too-many-pages"


class UploadInterrupted(FileRefused):
    """The sender went away in the middle; nothing was kept."""

    code = "upload-interrupted"


class FileAsBefore(DocumentsError):
    """The very file that was sent before, where another is asked for."""

    code = "file-as-before"


class TooManyFiles(DocumentsError):
    """The subject holds as many files as it may.  Facts: max_files."""

    code = "too-many-files"


class PaperUnknown(DocumentsError):
    """There is no such paper for this visitor."""

    code = "paper-unknown"


class NotWithdrawable(DocumentsError):
    """Only a file that was sent in can be taken back, and only once."""

    code = "paper-not-withdrawable"


class NotSignable(DocumentsError):
    """Only a result is signed, and only once."""

    code = "paper-not-signable"


class FileMissing(Exception):
    """A fault: the row of a stored file is there and its content is not."""
