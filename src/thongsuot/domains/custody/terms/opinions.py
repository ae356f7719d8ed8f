"""Words of asking another agency: the question, its answer, what silence meant."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from thongsuot.domains.custody.terms.words import NamePlate, Silence
from thongsuot.domains.deadlines.terms.limits import NOT_KEPT, Counting


class Opinion(StrEnum):
    """What became of a question to another agency.

    ``SILENT``: no opinion by its time, which means nothing; ``CONSENT``: a law takes that silence
    for consent; ``LAPSED``: the decision was signed, or the subject ended, before anybody answered
    and before the time was over; of a part that is owed, also after it.
    """

    WAITING = ""
    AGREE = "agree"
    DISAGREE = "disagree"
    CONDITIONS = "with-conditions"
    RECALLED = "recalled"
    SILENT = "silent"
    CONSENT = "deemed-consent"
    LAPSED = "lapsed"


GIVEN: Final = frozenset({Opinion.AGREE, Opinion.DISAGREE, Opinion.CONDITIONS})
"""What an answerer may say; the rest comes about without one."""


@dataclass(frozen=True, slots=True)
class OpinionTerms:
    """One question to a post of another agency, beside the subject's own way; custody stays.

    ``basis`` is the code of the legal basis, ``silence`` what that makes of no answer by
    ``answer_by``. ``text`` is what the answerer said.
    """

    id: int
    subject: str
    asker: NamePlate
    to_post_id: int
    to_post_title: str
    to_agency_code: str
    to_agency_name: str
    question: str
    basis: str
    basis_name: str
    basis_source: str
    liability: str
    silence: Silence
    asked_at: datetime
    answer_by: datetime
    answer: Opinion
    text: str
    answered_at: datetime | None
    answered_by: str
    counting: Counting = NOT_KEPT
    """By what ``answer_by`` was counted."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.answer is Opinion.WAITING

    @property
    def was_silent(self) -> bool:
        """Whether the time went by without an answer, whatever the law makes of that."""
        return self.answer in {Opinion.SILENT, Opinion.CONSENT}

    @property
    def settled_at(self) -> datetime | None:
        """From when on nobody waited for it.

        Silence that is consent by law is so at the limit, however late the system marks it.
        """
        if self.answer is Opinion.CONSENT:
            return self.answer_by
        return self.answered_at
