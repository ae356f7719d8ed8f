"""Words of messages: ways they go, what becomes of them, whom they are for, refusals."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from uuid import UUID

from thongsuot.kernel.errors import Refused

Value = str | int | date | datetime
"""What a message may carry: a code, a number, a day or an instant; never a name or an address."""
TAKE_STATEMENT: Final = "take_statement"
"""The worker's task that takes in the lines of a bank's statement."""


class Channel(StrEnum):
    """How a message can go."""

    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class MessageState(StrEnum):
    """What has become of a message."""

    QUEUED = "queued"
    """Waits for its turn."""
    FAILED = "failed"
    """Was tried and will be tried again."""
    SENT = "sent"
    DEAD = "dead"
    """Is not tried again by itself: a person decides."""
    UNADDRESSED = "unaddressed"
    """There is no address to send it to, or none that was left switched on."""
    GIVEN_UP = "given-up"
    """A person decided that it is not sent."""


WAITING = frozenset({MessageState.QUEUED, MessageState.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Where somebody can be reached; empty text where it is not known.

    ``first`` is the way to be tried first. ``repr`` shows nothing, so that an address in an error
    message stays private.
    """

    email: str = ""
    phone: str = ""
    first: Channel | None = None
    only_needed: bool = False
    """Wants nothing but what the law has him told."""

    def __repr__(self) -> str:
        return "Recipient()"

    def address(self, channel: Channel) -> str:
        """Return the address on one way; empty where there is none."""
        return self.email if channel is Channel.EMAIL else self.phone


class Audience(StrEnum):
    """For whom a text is written."""

    APPLICANT = "applicant"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class ZaloText:
    """A text registered with Zalo: its number there, and what fills its fields."""

    template: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """What is said on one occasion, on each way; empty where that way is not used for it.

    ``needed`` marks what the law has the citizen told: it cannot be switched off.
    """

    code: str
    audience: Audience
    needed: bool
    source: str
    sample: tuple[tuple[str, Value], ...]
    sms: str
    title: str
    body: tuple[str, ...]
    zalo: ZaloText | None
    version: str

    def has(self, channel: Channel) -> bool:
        """Whether there is a text for this way."""
        texts = {Channel.EMAIL: self.title, Channel.SMS: self.sms, Channel.ZALO: self.zalo}
        return bool(texts[channel])


@dataclass(frozen=True, slots=True)
class SendingPolicy:
    """How messages are sent.

    Units:   ``retry_minutes`` one number for each further attempt; ``quiet`` local times, the
             second on the next morning; ``sms_parts`` the most that a text may have.
    """

    order: tuple[Channel, ...]
    quiet_channels: frozenset[Channel]
    quiet_from: time
    quiet_to: time
    retry_minutes: tuple[int, ...]
    sms_parts: int
    sms_accents: bool
    too_old_hours: int
    address_days: int
    keep_days: int
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """One published document: texts and settings that replace earlier ones from a day on."""

    version: str
    valid_from: date
    source: str
    links: tuple[tuple[Audience, str], ...]
    templates: tuple[Template, ...]
    policy: SendingPolicy | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a carrier gets it; ``repr`` shows neither address nor words."""

    id: UUID
    address: str
    text: str
    at: datetime
    title: str = ""
    registered: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"Letter({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a carrier says became of a letter that it took."""

    message: UUID
    channel: Channel
    reference: str
    delivered: bool
    fault: str = ""
    """A code, never a text."""


class ReportFate(StrEnum):
    """What came of a report."""

    TAKEN = "taken"
    REPEATED = "repeated"
    """Said before: the first report stands."""
    LATE = "late"
    """Kept; the message was sent again, given up or is too old to be sent another way."""
    UNKNOWN = "unknown"
    """No letter was given to this carrier under this name."""
    FORGED = "forged"


def to_applicant(code: str) -> str:
    """Name the applicant of a dossier as a recipient."""
    return f"applicant:{code}"


def to_officer(officer_id: int) -> str:
    """Name an officer as a recipient."""
    return f"officer:{officer_id}"


def to_new_address(recipient: str) -> str:
    """Name the address that a recipient gave and has not proven."""
    return f"new-{recipient}"


class ExchangeError(Refused):
    """The room of messages refuses.

    ExchangeError
    ├── TemplateUnknown      nothing is worded under this code
    ├── ValueNotPlain        a message was to carry something else than a code, number or date
    ├── WordingWrong         a document of texts or settings is not one
    ├── WordingBackDated     what was told stays: from today on, or later
    ├── WordingVersionTaken  another document has this version
    ├── MessageUnknown       there is no such message
    ├── MessageNotDead       only what could not be delivered is sent again or given up
    ├── ReasonTooShort       giving up needs its reason in words
    ├── AddressNotProven     a new address takes messages once its code was typed
    └── MessagesNotYours     only an administrator looks after what could not be delivered
    """

    code = "exchange-refused"


class TemplateUnknown(ExchangeError):
    """Nothing is worded under this code.  Facts: template."""

    code = "template-unknown"


class ValueNotPlain(ExchangeError):
    """A message carries codes, numbers and dates alone.  Facts: field."""

    code = "value-not-plain"


class WordingWrong(ExchangeError):
    """A document of texts or settings is not one.  Facts: field."""

    code = "wording-wrong"


class WordingBackDated(ExchangeError):
    """What was told stays as it was: from today on, or later.  Facts: valid_from."""

    code = "wording-back-dated"


class WordingVersionTaken(ExchangeError):
    """Another document has this version.  Facts: version."""

    code = "wording-version-taken"


class MessageUnknown(ExchangeError):
    """There is no such message."""

    code = "message-unknown"


class MessageNotDead(ExchangeError):
    """The message waits, was sent or was given up."""

    code = "message-not-dead"


class MessagesNotYours(ExchangeError):
    """Only an administrator looks after what could not be delivered."""

    code = "messages-not-yours"


class AddressNotProven(ExchangeError):
    """The code is not the newest one that was sent to the address, or it is too old."""

    code = "address-not-proven"


class ReasonTooShort(ExchangeError):
    """Giving up needs its reason in words.  Facts: least."""

    code = "message-reason-short"
