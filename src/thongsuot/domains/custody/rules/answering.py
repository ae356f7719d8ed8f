"""What may be offered, accepted and returned: values in, refusal out."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from thongsuot.domains.custody.terms import (
    Answer,
    AnswerNotDue,
    AnswerTooLate,
    BasisNamesNothing,
    Grounds,
    GroundsMissing,
    NobodyOnPost,
    NotOfferedToYou,
    NotTheHolder,
    OfferedToOneself,
    OfferNotOpen,
    ReturnReason,
)

LEGAL_BASIS_LETTERS = 200
EXPLANATION_LETTERS = 150
_NUMBER: Final = re.compile(
    r"(?<![\w/])\d+\w?/(?:\d{4}/)?(?:[^\W\d_]{1,8}[-/][^\W\d_]{2}|[a-z]{2,8}\d)"
)
"""Number, year if any, symbol: 61/2018/NĐ-CP, 663/QĐ-UBND, 60/2014/QH13."""
_SHORT: Final = r"\d+\w?/(?:\d{4}(?![\w/])|[a-zđ]{2,8}(?!\w))"
"""As people shorten it behind its kind: NĐ 61/2018, Công văn 12/STP."""
_DAY: Final = re.compile(r"\b(?:ngày|tháng|quý|năm)\W+$")


NOBODY_AWAY: Final[Mapping[int, int | None]] = MappingProxyType({})


def check_holder(*, holder_id: int | None, visitor_id: int | None) -> None:
    """Refuse an act on a subject that someone else, or nobody, holds.  Raises: NotTheHolder."""
    if holder_id is None or holder_id != visitor_id:
        raise NotTheHolder("the subject is held by someone else")


def check_offer(*, giver_post: int, to_post: int, serving: Collection[int], giver: int) -> None:
    """Refuse a hand-over to oneself or to nobody.

    ``serving`` are the officers on the receiving post that day.
    Raises:  OfferedToOneself; NobodyOnPost.
    Source:  NĐ 61/2018 Art. 19; a hand-over names its receiver.
    """
    if to_post == giver_post or set(serving) == {giver}:
        raise OfferedToOneself("the receiver is the giver")
    if not serving:
        raise NobodyOnPost("no enabled officer serves that post", post=to_post)


def check_may_answer(*, answer: Answer, giver: int, visitor: int, serving: Collection[int]) -> None:
    """Refuse an answer that is late, or given by someone who was not asked.

    Raises:  OfferNotOpen; NotOfferedToYou; OfferedToOneself.
    """
    if answer is not Answer.WAITING:
        raise OfferNotOpen("the offer was answered already")
    if visitor not in serving:
        raise NotOfferedToYou("the offer names another post")
    if visitor == giver:
        raise OfferedToOneself("the giver cannot answer his own question")


def check_grounds(grounds: Grounds, basis_words: Collection[str]) -> None:
    """Refuse a return that does not name all three grounds, or another reason without words.

    Raises:  GroundsMissing; BasisNamesNothing.
    """
    check_basis(grounds.legal_basis, basis_words)
    letters = len(grounds.explanation.strip())
    explained, other = letters > 0, grounds.reason is ReturnReason.OTHER
    if explained is not other or letters > EXPLANATION_LETTERS:
        raise GroundsMissing("another reason, and no other, is said in words", field="explanation")
    if not grounds.right_agency.strip():
        raise GroundsMissing("a return names its grounds", field="right_agency")


def check_basis(legal_basis: str, words: Collection[str]) -> str:
    """Return the legal basis without outer blanks; refuse none, and what names no document.

    It is not looked up whether there is such a document: a person reads it.
    Raises:  GroundsMissing; BasisNamesNothing.
    """
    basis = legal_basis.strip()
    if not basis or len(legal_basis) > LEGAL_BASIS_LETTERS:
        raise GroundsMissing("the legal basis is named", field="legal_basis")
    if not names_a_document(basis, words):
        raise BasisNamesNothing("the legal basis names no document", field="legal_basis")
    return basis


def names_a_document(basis: str, words: Collection[str]) -> bool:
    """Return whether a text holds the number of a document: whole, or after the word for its kind.

    "123/2015/NĐ-CP, Điều 13", "Luật Hộ tịch 60/2014/QH13" and "NĐ 61/2018" do; "Luật sư", "Điều
    13", "Thẩm quyền quyết định của Chủ tịch", "tháng 5/2026" and "5/ngày" do not: they send nobody
    to a text that can be opened and read.
    """
    said = _written(basis)
    return _NUMBER.search(said) is not None or any(_numbered(_written(w), said) for w in words)


def _numbered(word: str, said: str) -> bool:
    """Return whether the word for a kind of document has a short number behind it."""
    kind = re.escape(word)
    return any(
        not _DAY.search(found["name"])
        for found in re.finditer(rf"(?<!\w){kind}(?P<name>(?:\W+[^\W\d]+){{0,8}}\W+){_SHORT}", said)
    )


def _written(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


def check_returned_in_time(*, answer_by: datetime | None, at: datetime) -> None:
    """Refuse a return after the time for answering; only accepting is left.

    So the end of the limit, and not the moment at which the system gets round to it, decides.
    Raises:  AnswerTooLate.
    """
    if answer_by is not None and at >= answer_by:
        raise AnswerTooLate("the time for returning is over", answer_by=answer_by.isoformat())


def check_silence(*, answer: Answer, answer_by: datetime | None, at: datetime) -> None:
    """Refuse to take silence for an answer before its time, or beside an answer.

    Raises:  OfferNotOpen; AnswerNotDue.
    """
    if answer is not Answer.WAITING:
        raise OfferNotOpen("the offer was answered already")
    if answer_by is None or at < answer_by:
        raise AnswerNotDue("the time for answering is not over")


def pick_receiver(
    *,
    serving: Collection[int],
    giver: int,
    held: Mapping[int, int],
    away: Mapping[int, int | None] = NOBODY_AWAY,
) -> int | None:
    """Return who takes over when a post was silent: who holds least, then the lowest id.

    ``held`` counts what each officer holds; ``away`` names who is not at work, with who stands in
    for him. In the place of such a one his stand-in takes over, else whoever is at work on the
    post, else another's stand-in. None when that leaves nobody but the giver.
    """
    able = sorted(set(serving) - {giver}, key=lambda officer: (held.get(officer, 0), officer))
    stand_ins = [away.get(officer) for officer in able]
    present = [officer for officer in able if officer not in away]
    if able and able[0] not in away:
        return able[0]
    choices = [*stand_ins[:1], *present, *stand_ins[1:]]
    return next((one for one in choices if one is not None and one != giver), None)
