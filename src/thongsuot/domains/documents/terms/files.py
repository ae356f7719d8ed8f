"""Words of files: their types, what a paper is within its subject, what is found in one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


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
    APOLOGY = "apology"
    STOP_NOTICE = "stop_notice"
    PAYMENT_NOTICE = "payment_notice"
    TRANSFER_PROOF = "transfer_proof"
    WITHDRAWAL_REQUEST = "withdrawal_request"
    OBJECTION = "objection"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Readable:
    """The PDF that is read on screens, made of or found in a file that came in.

    ``disarmed`` says that scripts, actions or embedded files were left out of it.
    """

    pdf: bytes
    pages: int
    disarmed: bool


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """A file that came in and was read, before it is kept.

    ``readable`` is ``None`` where a PDF was made of the same content before.
    """

    content: bytes
    readable: Readable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """One paper of one subject, as other rooms and doors see it.

    ``media_type`` and ``size`` (bytes) are those of the file as it came, ``pdf_size`` and
    ``pages`` those of the PDF that is read; ``commitment`` is what the record keeps of that PDF,
    ``original_commitment`` of the file as it came.
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
    original_commitment: str
    attached_at: datetime
    withdrawn_at: datetime | None
    signed_at: datetime | None
    signed_by: int | None
