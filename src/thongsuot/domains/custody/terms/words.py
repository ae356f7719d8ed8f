"""Words of custody: spans of holding, offers, answers, refusals."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from thongsuot.domains.deadlines.terms import TimeLimit
from thongsuot.domains.deadlines.terms.limits import NOT_KEPT, Counting


class EndReason(StrEnum):
    """Why a span of custody ended."""

    HANDED_OVER = "handed-over"
    REASSIGNED = "reassigned"
    REORGANISED = "reorganised"
    CLOSED = "closed"


class Cause(StrEnum):
    """What made a loop of a subject's way, so that it goes to the common superior."""

    SAME_GROUND = "same-ground"
    CROSSINGS = "crossings"


class MoveReason(StrEnum):
    """Why a subject changes its holder without having been asked for; the record keeps the code."""

    ABSENCE = "absence"
    LEFT = "left"
    SUSPENDED = "suspended"
    APPOINTMENT_ENDED = "appointment-ended"
    WORKLOAD = "workload"
    CONFLICT_OF_INTEREST = "conflict-of-interest"
    REORGANISED = "reorganised"

    @property
    def ends_as(self) -> EndReason:
        """How the span that it ends is marked."""
        if self is MoveReason.REORGANISED:
            return EndReason.REORGANISED
        return EndReason.REASSIGNED


class Answer(StrEnum):
    """What became of an offer.

    ``SILENT``: accepted by silence; ``UNSERVED``: the limit ran out and nobody served the post,
    so that the giver holds on; ``LAPSED``: the subject ended before anybody answered;
    ``REFERRED``: never put, it went to the common superior instead.
    """

    WAITING = ""
    ACCEPTED = "accepted"
    SILENT = "silent"
    RETURNED = "returned"
    RECALLED = "recalled"
    UNSERVED = "unserved"
    LAPSED = "lapsed"
    REFERRED = "referred"


TAKEN_OVER: Final = frozenset({Answer.ACCEPTED, Answer.SILENT})
"""Answers after which the other side holds."""


class ReturnReason(StrEnum):
    """Why an offer is returned; the code the record keeps."""

    WRONG_COMPETENCE = "wrong-competence"
    MISSING_COMPONENT = "missing-component"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Silence(StrEnum):
    """What silence on a question to another agency means: nothing, or consent by a law.

    ``OWED``: what is asked for is a part of the work, that agency's own (liên thông). No time ends
    it: from then on it is late, and still owed.
    """

    NONE = "none"
    CONSENT = "deemed-consent"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class OpinionBasis:
    """A legal basis on which another agency is asked: its time, and what its silence means.

    ``liability`` says who answers for what silence consented to; ``source`` names the law.
    ``procedures`` and ``levels`` are those the law covers, none for all; but consent by silence
    never covers all: where no procedure is named, it covers none.
    """

    code: str
    name: str
    source: str
    limit: TimeLimit
    silence: Silence
    liability: str
    procedures: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def covers(self, procedure: str, level: str) -> bool:
        """Say whether it may be used for a procedure that an agency of this level settles."""
        return self.may_cover(procedure) and (not self.levels or level in self.levels)

    def may_cover(self, procedure: str) -> bool:
        """Say whether it may be used for a procedure at some level."""
        if not self.procedures:
            return self.silence is not Silence.CONSENT
        return procedure in self.procedures


@dataclass(frozen=True, slots=True)
class HandoverPolicy:
    """How long a question may stay unanswered, and when a loop goes to the common superior.

    ``basis_words`` are the kinds of documents ("Luật", "NĐ"): behind one of them a number may be
    short ("NĐ 61/2018") for a legal basis to name its document.
    Units:   ``answer_minutes`` and ``decide_minutes``, in which the superior decides on a loop, in
             minutes of working time; ``returns_on_one_ground`` and
             ``crossings_of_two_agencies`` count: the one that reaches it goes to the superior.
    """

    version: str
    valid_from: date
    source: str
    answer_minutes: int
    decide_minutes: int
    returns_on_one_ground: int
    crossings_of_two_agencies: int
    opinion_bases: tuple[OpinionBasis, ...]
    basis_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePlate:
    """Who answers: an officer on a post of an agency, as shown at the door."""

    officer_id: int
    officer_name: str
    post_id: int
    post_title: str
    agency_code: str
    agency_name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Span:
    """One unbroken span of time in which one officer answered for the subject.

    ``move_id`` names the reassignment by which it began, if no hand-over did: it goes on with
    the step, and with the share of the limit, of the span before.
    """

    subject: str
    holder: NamePlate
    step: str
    started_at: datetime
    ended_at: datetime | None
    limit_minutes: int | None
    end_reason: str = ""
    move_id: int | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes over what somebody else held: an officer on one of his posts."""

    officer_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who holds subjects and may not hold them, or soon will not be able to.

    ``last_day`` is the last day of the appointment; None where the account is disabled.
    """

    officer_id: int
    officer_name: str
    post_id: int
    post_title: str
    agency_code: str
    subjects: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a reassignment did.  ``lapsed`` are the subjects whose open question it ended."""

    move_id: int
    at: datetime
    subjects: int
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a return must name, all three: reason code, legal basis, the competent agency.

    ``explanation`` says in words what the reason is where no code of ours does.
    """

    reason: ReturnReason
    legal_basis: str
    right_agency: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """One hand-over as a question: from whom, to which post, for what, how long, and the answer.

    ``limit_minutes`` is in minutes of working time; ``overruns`` says that it reaches beyond the
    due instant of the subject, which the giver was shown. From ``answer_by`` on silence accepts
    (None for what was asked before there was a limit); ``policy`` is the version that gave it.
    ``contestable``: it asks who settles the subject, not for a signature or to give back a result.
    """

    id: int
    subject: str
    giver: NamePlate
    to_post_id: int
    to_post_title: str
    to_agency_code: str
    to_agency_name: str
    step: str
    limit_minutes: int
    overruns: bool
    why: str
    offered_at: datetime
    answer: Answer
    answered_at: datetime | None
    answered_by: str
    grounds: Grounds | None
    right_agency_name: str
    answer_by: datetime | None = None
    policy: str = ""
    stands_post_id: int | None = None
    """The post that stands for the asked one, where a reorganisation ended that."""
    contestable: bool = True
    answered_by_id: int | None = None
    counting: Counting = NOT_KEPT
    """By what ``answer_by`` was counted."""

    def is_overdue(self, at: datetime) -> bool:
        """Whether the time for answering is over, answered meanwhile or not."""
        return self.answer_by is not None and (self.answered_at or at) >= self.answer_by

    def waits_at(self, post_id: int | None) -> bool:
        """Whether whoever acts on this post is asked."""
        return post_id is not None and post_id in (self.to_post_id, self.stands_post_id)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the superior decided: which agency is competent, on what legal basis; it binds.

    It binds the agency that answers for the named one since a reorganisation: ``stands_code``,
    ``stands_name``. Both are empty where none does, and then it binds nobody.
    """

    agency_id: int
    agency_code: str
    agency_name: str
    legal_basis: str
    decided_at: datetime
    decided_by: str
    stands_code: str
    stands_name: str


@dataclass(frozen=True, slots=True)
class PutUp:
    """A stretch in which a loop was before one superior.  ``until`` None: it is so still.

    ``decide_by`` None: it had no limit, or none yet.
    """

    superior_id: int
    code: str
    name: str
    since: datetime
    until: datetime | None
    decide_by: datetime | None


@dataclass(frozen=True, slots=True)
class DisputeTerms:
    """One question of competence between agencies, before their common superior.

    ``offer`` is the hand-over that made it so: returned on the same ground again, or never put
    because it would have crossed once too often; ``earlier`` is the one before it. The giver of
    ``offer`` holds until the ruling. ``lapsed_at``: the subject ended first. ``superior`` is who
    has to decide, or has decided; ``put_up`` tells before whom it was, and when, oldest first: more
    than one where a superior could not decide any more. At ``decide_by`` the time for deciding is
    over (None: it had no limit); nothing happens by itself.
    """

    id: int
    subject: str
    cause: Cause
    offer: OfferTerms
    earlier: OfferTerms
    superior_code: str
    superior_name: str
    put_up: tuple[PutUp, ...]
    opened_at: datetime
    ruling: Ruling | None
    lapsed_at: datetime | None
    decide_by: datetime | None = None
    counting: Counting = NOT_KEPT
    """By what ``decide_by`` was counted."""
    counted_from: datetime | None = None
    """From when ``decide_by`` was counted where that is not since this superior has it."""
    sides: frozenset[int] = frozenset()
    """Who had given or answered when it went up; empty for what went up before that was kept."""

    @property
    def put_to(self) -> str:
        """What the superior is called before which it went up, perhaps ended since."""
        return self.put_up[0].name

    @property
    def waits_since(self) -> datetime:
        """Since when it is, or was at the end, before the superior that has it now."""
        return self.put_up[-1].since

    @property
    def limit_since(self) -> datetime:
        """From when the time to decide counts; what answers for a superior goes on with its own."""
        return self.counted_from or self.waits_since

    @property
    def waits_for_calendar(self) -> bool:
        """Whether it has a time to be decided in whose end no calendar has reached yet."""
        return self.decide_by is None and self.counting.quantity is not None

    @property
    def is_open(self) -> bool:
        """Whether the superior has not decided and the subject goes on."""
        return self.ruling is None and self.lapsed_at is None

    @property
    def took_sides(self) -> set[int]:
        """The officers who gave or answered, and so do not decide."""
        offers = (self.offer, self.earlier)
        return (
            {*self.sides}
            | {o.giver.officer_id for o in offers}
            | {o.answered_by_id or 0 for o in offers}
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The codes of the agencies asked, giving or named instead, each once, the newest first."""
        named = []
        for offer in (self.offer, self.earlier):
            named += [offer.to_agency_code, offer.giver.agency_code]
            named += [offer.grounds.right_agency] if offer.grounds else []
        return tuple(dict.fromkeys(named))

    @property
    def settled_at(self) -> datetime | None:
        """When it ended, either way."""
        return self.ruling.decided_at if self.ruling else self.lapsed_at

    def is_overdue(self, at: datetime) -> bool:
        """Whether the time for deciding is over, decided meanwhile or not."""
        return self.decide_by is not None and (self.settled_at or at) >= self.decide_by
