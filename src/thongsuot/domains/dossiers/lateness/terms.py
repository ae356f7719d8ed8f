"""Words of lateness: the one extension, rungs of the reminder ladder, the policy, refusals."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from thongsuot.domains.dossiers.terms import DossierError


class Addressee(StrEnum):
    """Who is reminded: the holder, the head of his agency, the head above that one."""

    HOLDER = "holder"
    HEAD = "head"
    SUPERIOR = "superior"


class Timing(StrEnum):
    """When an apology was signed, by the act's own instant; the database checks it."""

    IN_TIME = "in-time"
    LATE_NOTICE = "late-notice"
    AFTER_EXPIRY = "after-expiry"


class AfterNotice(StrEnum):
    """What becomes of an apology once its last instant is past: taken and marked, or refused."""

    MARKED = "marked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder; ``by_message`` it is also sent, not only shown.

    Units:   ``working_days`` from the due day, before it negative; said when the offices open.
    """

    code: str
    working_days: int
    to: Addressee
    by_message: bool = False


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How the one extension is made.

    Units:   ``notice_days`` working days before the due day, at whose end an apology is in time;
             ``most_days`` working days that the new date may lie after the first; at
             ``system_draft_at`` (local) of the last day of notice the system drafts one by
             ``system_draft_days``, never where it is None.
    """

    notice_days: int
    after_notice: AfterNotice
    most_days: int
    legal_basis: str
    system_draft_at: time | None
    system_draft_days: int


@dataclass(frozen=True, slots=True)
class LatenessPolicy:
    """One version of the policy; ``digest_at`` is the local time of the daily digest.

    ``opinions`` and ``objections`` are ladders of what is asked of somebody by an hour of its own:
    an opinion, and the answer to a citizen who disagrees. Their holder is who owes it.
    """

    version: str
    valid_from: date
    source: str
    extension: ExtensionRule
    ladder: tuple[Rung, ...]
    digest_at: time
    opinions: tuple[Rung, ...] = ()
    objections: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """The new date that an extension comes to, and by when its apology is in time."""

    original_due_at: datetime
    new_due_at: datetime
    new_due_on: date
    notice_by: datetime
    calendar_version: str
    hours_of: str = ""
    rule_version: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """One extension as pages show it; ``drafted_by`` is empty where the system drafted it."""

    original_due_at: datetime
    new_due_at: datetime
    new_due_on: date
    notice_by: datetime
    days: int
    reason: str
    legal_basis: str
    drafted_by: str
    drafted_by_id: int | None
    drafted_at: datetime
    signed_by: str
    signed_at: datetime | None
    timing: Timing | None
    paper: UUID | None
    calendar_version: str = ""
    hours_of: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One running dossier that a promise is about."""

    id: int
    code: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """One line of "Nhắc việc": the last that was said of a dossier, to whom, of which promise."""

    id: int
    code: str
    procedure_name: str
    rung: str
    to: Addressee
    due_at: datetime
    at: datetime
    settles: str = ""
    """Code of the agency by whose hours it is counted."""
    is_answer: bool = False
    """Whether it is about the desk's answer to a submission; nobody holds that."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for one officer, as the digest says it.

    ``today`` and ``tomorrow`` are due then (the next working day); ``late`` by the date promised
    at first; ``waiting`` hand-overs to answer; ``apologies`` to sign, and ``requests`` for papers,
    and ``decisions``; ``intake`` to answer at the desk, ``opinions`` to give, ``rulings`` to make
    on loops, ``objections`` of citizens to answer; ``unanswered`` are those of ``intake`` whose
    hour is past. The others but the first three are each a block of the inbox.
    """

    late: int = 0
    today: int = 0
    tomorrow: int = 0
    waiting: int = 0
    apologies: int = 0
    requests: int = 0
    intake: int = 0
    unanswered: int = 0
    opinions: int = 0
    rulings: int = 0
    decisions: int = 0
    objections: int = 0


class ExtendedAlready(DossierError):
    """The due date was put off once; the law knows no second time.  Facts: to (day)."""

    code = "extended-already"


class ExtensionTooLate(DossierError):
    """The last instant for the apology is past, and the policy takes none after it."""

    code = "extension-too-late"


class ExtensionWrong(DossierError):
    """The new date is too far, or no later than now.  Facts: field, most."""

    code = "extension-wrong"


class NoExtensionDrafted(DossierError):
    """There is no apology to sign."""

    code = "no-extension-drafted"


class NotTheHead(DossierError):
    """An apology is signed by the head of the competent agency, or in his stead."""

    code = "not-the-head"


class LatenessPolicyWrong(DossierError):
    """The document is no policy.  Facts: field."""

    code = "lateness-policy-wrong"


class LatenessPolicyVersionTaken(DossierError):
    """Another policy has this version.  Facts: version."""

    code = "lateness-policy-version-taken"


class LatenessPolicyNotYours(DossierError):
    """The policy is published by administrators alone."""

    code = "lateness-policy-not-yours"
