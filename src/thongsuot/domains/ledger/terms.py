"""Words of the record: who acts, what an entry says, what verification finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from thongsuot.kernel.errors import Refused


class ActorKind(StrEnum):
    """Who may act."""

    OFFICER = "officer"
    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Behalf:
    """In whose stead an officer acts, under which delegation, and how far it reaches.

    The record keeps officer, post and delegation; ``form`` is the form of signing, ``acts`` and
    ``procedures`` (none = all) what it covers.
    """

    officer_id: int
    post_id: int
    delegation_id: int
    form: str = ""
    acts: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()

    def covers(self, act: str, procedure: str) -> bool:
        """Return whether the delegation reaches this act on this procedure."""
        return act in self.acts and (not self.procedures or procedure in self.procedures)


@dataclass(frozen=True, slots=True)
class Actor:
    """The visitor on whose behalf an act is done; an officer acts on a post of an agency.

    ``dossier`` is the code of the one dossier whose secret a citizen has shown; it opens that
    dossier to them and is no part of what the record says of the actor. With ``follows_only``
    the secret was a weak one, easily guessed: they may see how it goes and nothing more.
    """

    kind: ActorKind
    officer_id: int | None = None
    post_id: int | None = None
    agency: str = ""
    dossier: str = ""
    follows_only: bool = False
    on_behalf_of: Behalf | None = None

    @classmethod
    def officer(
        cls, *, officer_id: int, post_id: int, agency: str, on_behalf_of: Behalf | None = None
    ) -> "Actor":
        """Return an officer on one of their posts; ``agency`` is the agency's code.

        In another's stead the post is still one's own, and the agency is the other's.
        """
        return cls(ActorKind.OFFICER, officer_id, post_id, agency, on_behalf_of=on_behalf_of)

    @classmethod
    def citizen(cls, *, dossier: str = "", follows_only: bool = False) -> "Actor":
        """Return a citizen; who it is, the dossier knows and the record does not."""
        return cls(ActorKind.CITIZEN, dossier=dossier, follows_only=follows_only)

    @classmethod
    def system(cls) -> "Actor":
        """Return the system itself, for what it does on its own by law or schedule."""
        return cls(ActorKind.SYSTEM)

    @property
    def acting_officer(self) -> int:
        """The officer who acts.  Raises: NotAnOfficer for anybody else."""
        if self.officer_id is None:
            raise NotAnOfficer("only an officer does this")
        return self.officer_id

    @property
    def acting_post(self) -> int:
        """The post the officer acts on.  Raises: NotAnOfficer for anybody else."""
        if self.post_id is None:
            raise NotAnOfficer("only an officer on a post does this")
        return self.post_id

    @property
    def persons(self) -> frozenset[int]:
        """Who acts here: the officer, and in whose stead."""
        own = {self.officer_id} if self.officer_id is not None else set()
        return frozenset(own | ({self.on_behalf_of.officer_id} if self.on_behalf_of else set()))

    def speaking_as(self, holder: int | None) -> int | None:
        """Return ``holder`` where the visitor is he or stands in for him, else the visitor."""
        return holder if holder in self.persons else self.officer_id

    @property
    def powers_of(self) -> int | None:
        """Whose powers count: the officer's own, or those of whom the officer stands in for."""
        return self.on_behalf_of.officer_id if self.on_behalf_of else self.officer_id

    @property
    def place(self) -> int | None:
        """Which post is spoken for: the officer's own, or that of whom the officer stands in."""
        return self.on_behalf_of.post_id if self.on_behalf_of else self.post_id

    def is_same_visitor(self, other: "Actor") -> bool:
        """Whether the record cannot tell the two apart, but for the post."""
        mine = (self.kind, self.officer_id, self.agency)
        return mine == (other.kind, other.officer_id, other.agency)

    def as_recorded(self) -> dict[str, Any]:
        """Return what the entry says of the actor: codes and numbers only."""
        said: dict[str, Any] = {
            "kind": self.kind.value,
            "officer": self.officer_id,
            "post": self.post_id,
            "agency": self.agency,
        }
        if self.on_behalf_of:
            said["on_behalf_of"] = {
                "officer": self.on_behalf_of.officer_id,
                "post": self.on_behalf_of.post_id,
                "delegation": self.on_behalf_of.delegation_id,
            }
        return said


class FaultKind(StrEnum):
    """What can be wrong with a chain, or with the log over all chains."""

    ALTERED = "altered"
    MISSING = "missing"
    BROKEN_LINK = "broken-link"
    BACK_DATED = "back-dated"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    RE_SIGNED = "re-signed"
    UNWITNESSED = "unwitnessed"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that does not hold, and why."""

    subject: str
    seq: int
    kind: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the record found."""

    entries: int
    subjects: int
    checkpoints: int
    first_fault: Fault | None
    witnessed: int = 0
    """The size of the newest checkpoint that enough witnesses cosigned; 0 for none."""
    unplaced: int = 0
    """Entries that have no place in the log, which have to wait for one."""

    @property
    def ok(self) -> bool:
        """Whether everything held."""
        return self.first_fault is None


@dataclass(frozen=True, slots=True)
class ClockReport:
    """How many entries claim another instant than the database's clock had when it wrote them.

    ``first`` is the first of them, ``first_late_s`` how many seconds later it was written;
    negative when the act claims to be in the future.
    """

    looked_at: int
    limit_s: float
    apart: int
    first: "Place | None" = None
    first_late_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Which entry: the subject and its number in the chain."""

    subject: str
    seq: int


@dataclass(frozen=True, slots=True)
class Act:
    """One recorded act, as readers of the record see it."""

    subject: str
    seq: int
    act: str
    at: datetime
    actor: Actor
    detail: dict[str, "DetailValue"]
    hash: str
    recorded_at: datetime | None = None
    """When the database wrote it, by its own clock; no part of the hash."""


DetailValue = str | int | bool | None | list["DetailValue"]


class LedgerError(Refused):
    """The record refuses.

    LedgerError
    ├── DetailNotCodes   words or personal data were about to enter the record
    ├── BackDated        an act claims to be earlier than the one before it
    ├── KeyReused        one idempotency key was used for two different acts or by two visitors
    ├── EntryUnknown     the record has no such entry
    ├── CheckpointUnknown the log never had a checkpoint of that size
    ├── ExportUnreadable the folder holds no export of the log, or is to hold one and is not empty
    └── NotAnOfficer     an officer's act was tried by somebody else
    """

    code = "ledger-refused"


class DetailNotCodes(LedgerError):
    """A detail value is neither a code nor a number."""

    code = "detail-not-codes"


class BackDated(LedgerError):
    """The instant of an act lies before that of the act before it."""

    code = "back-dated"


class EntryUnknown(LedgerError):
    """The record has no such entry."""

    code = "entry-unknown"


class CheckpointUnknown(LedgerError):
    """The log never had a checkpoint of that size, or the sizes are in the wrong order."""

    code = "checkpoint-unknown"


class ExportUnreadable(LedgerError):
    """The folder holds no export of the log, or is to hold one and is not empty."""

    code = "export-unreadable"


class NotAnOfficer(LedgerError):
    """Only an officer on a post does this."""

    code = "not-an-officer"


class KeyReused(LedgerError):
    """The same idempotency key came with a different act, subject, visitor or content."""

    code = "key-reused"
