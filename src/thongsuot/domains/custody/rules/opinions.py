"""What may be asked of another agency and answered, and what its silence means."""

from collections.abc import Collection, Sequence
from datetime import datetime

from thongsuot.domains.custody.terms import (
    GIVEN,
    AnswerNotDue,
    BasisElsewhere,
    BasisUnknown,
    ConsentNotByLaw,
    NobodyOnPost,
    NotAskedOfYou,
    OfferedToOneself,
    Opinion,
    OpinionBasis,
    OpinionNotOpen,
    OpinionOfOwnAgency,
    Silence,
    WordsMissing,
)

QUESTION_LETTERS = 20
OPINION_LETTERS = 10


def basis_named(
    code: str, bases: Sequence[OpinionBasis], *, procedure: str, level: str,
    silence: Silence | None = None,
) -> OpinionBasis:  # fmt: skip
    """Return the legal basis on which is asked; ``silence`` is what the asker takes it to say.

    ``procedure`` is what the question is about, ``level`` that of the agency that asks.
    Raises:  BasisUnknown; BasisElsewhere; ConsentNotByLaw.
    Source:  NĐ 61/2018 Art. 19(5)(b): silence is no consent; only a special law makes it one.
    """
    found = next((basis for basis in bases if basis.code == code), None)
    if found is None:
        raise BasisUnknown("no such legal basis that day", basis=code[:40])
    if not found.covers(procedure, level):
        raise BasisElsewhere("the law does not cover this procedure here", basis=found.code)
    if silence is Silence.CONSENT and found.silence is not Silence.CONSENT:
        raise ConsentNotByLaw("the legal basis does not make silence consent", basis=found.code)
    return found


def check_words(text: str, least: int) -> str:
    """Return the words without outer blanks; refuse too few.  Raises: WordsMissing."""
    words = text.strip()
    if len(words) < least:
        raise WordsMissing("say more", least=least)
    return words


def check_answerers(*, serving: Collection[int], asker: int, is_own_agency: bool) -> None:
    """Refuse a question to nobody, to oneself or inside one's own agency.

    Raises:  OfferedToOneself; NobodyOnPost; OpinionOfOwnAgency.
    """
    if set(serving) == {asker}:
        raise OfferedToOneself("the asker alone serves that post")
    if not serving:
        raise NobodyOnPost("no enabled officer serves that post")
    if is_own_agency:
        raise OpinionOfOwnAgency("an opinion is asked of another agency")


def check_may_opine(
    *, answer: Opinion, given: Opinion, serving: Collection[int], visitor: int, asker: int
) -> None:
    """Refuse an opinion by somebody else, or on what does not wait any more.

    Raises:  OpinionNotOpen; NotAskedOfYou; OfferedToOneself.
    """
    if answer is not Opinion.WAITING or given not in GIVEN:
        raise OpinionNotOpen("the question does not wait any more")
    if visitor not in serving:
        raise NotAskedOfYou("another post was asked")
    if visitor == asker:
        raise OfferedToOneself("the asker cannot answer himself")


def check_still_heard(*, silence: Silence, answer_by: datetime, at: datetime) -> None:
    """Refuse an opinion after its time where silence agrees: the limit decides, not the worker.

    Raises:  OpinionNotOpen.
    Source:  Construction Law 50/2014/QH13 Art. 102(1), for what the law of a basis says alike.
    """
    if silence is Silence.CONSENT and at >= answer_by:
        raise OpinionNotOpen("silence has agreed when the time was over")


def silence_means(
    *, answer: Opinion, answer_by: datetime, at: datetime, silence: Silence
) -> Opinion:
    """Return what no answer has come to; a part of the work stays owed.

    Raises:  OpinionNotOpen; AnswerNotDue.
    """
    if answer is not Opinion.WAITING:
        raise OpinionNotOpen("the question does not wait any more")
    if at < answer_by or silence is Silence.OWED:
        raise AnswerNotDue("the time for answering is not over")
    return Opinion.CONSENT if silence is Silence.CONSENT else Opinion.SILENT
