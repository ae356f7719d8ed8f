"""Every code an officer can meet has its Vietnamese words."""

import pytest

from thongsuot.domains.custody.terms import Cause, CustodyError, Opinion, ReturnReason
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.terms import (
    Act,
    Channel,
    DossierError,
    DueReason,
    HandedTo,
    Outcome,
    Step,
)
from thongsuot.domains.organisation.terms import (
    AppointmentUnknown,
    AreaListsDiffer,
    LogInRefused,
    OrganisationError,
    PasswordTooWeak,
    PlanWrong,
    ReorganisationEarly,
    ReorganisationKnown,
    ReorganisationLate,
    SourceMissing,
    SuccessionSettled,
    SuccessionUnknown,
    TooManyLogIns,
)
from thongsuot.domains.payments.terms import (
    PaymentsError,
    TariffFileWrong,
    TariffsMovedOn,
    TariffsNotYours,
)
from thongsuot.entrypoints.officer import bar, sentences, words
from thongsuot.entrypoints.shared.sentences import FALLBACK, registered_codes, sentence_for

ELSEWHERE = {
    "window-open",  # only the system's own job meets it
    # only a citizen meets these
    "draft-unknown", "draft-sent", "answers-incomplete", "too-many-attempts", "pin-needed",
    "pin-only",
    "claim-waits", "sent-too-much", "objection-made", "objection-too-late",
    "nobody-answers-objections",
    LogInRefused.code, TooManyLogIns.code,  # said by the log-in itself
    TariffsMovedOn.code,  # said by the page that shows what the file comes to now
    AppointmentUnknown.code, AreaListsDiffer.code, PasswordTooWeak.code, PlanWrong.code,
    "supplement-policy-wrong", "supplement-policy-version-taken",  # the command line
    "answering-policy-wrong", "answering-policy-version-taken",
    "payment-policy-wrong", "payment-policy-version-taken",
    "lateness-policy-wrong", "lateness-policy-version-taken", "lateness-policy-not-yours",
    SourceMissing.code, TariffFileWrong.code, TariffsNotYours.code,
    SuccessionSettled.code, SuccessionUnknown.code, ReorganisationEarly.code,
    ReorganisationKnown.code, ReorganisationLate.code,  # met on the command line
}  # fmt: skip

BY_THE_SYSTEM = {
    Act.ACCEPT_SILENTLY, Act.OPINION_UNANSWERED, Act.SUCCEED, Act.RECOUNT, Act.RECOUNT_LIMIT,
    Act.ESCALATE, Act.PASS_ON,
    Act.ANSWER_LATE,
    Act.CHANGE_PROCESS, Act.END_WINDOW, Act.TIME_PASSED,
    Act.PAY_FEE, Act.MISMATCH,
}  # fmt: skip
AT_HOME = {Act.COMPLETE, Act.CLAIM_TRANSFER}
FACTS = {
    "least": 10, "most": 1, "days": 3, "year": 2027, "field": "x", "superior": "UBND",
    "subjects": 2, "agency": "UBND", "first": "H99.05", "second": "H99.31", "due_vnd": 20_000,
    "told_vnd": 1_000, "noted_vnd": 10_000,
}  # fmt: skip


def leaves(base):
    """Return the refusals of a room that are named for what happened."""
    below = base.__subclasses__()
    return [leaf for error in below for leaf in leaves(error)] or [base]


REFUSALS = [
    error
    for room in (DossierError, CustodyError, OrganisationError, PaymentsError)
    for error in leaves(room)
    if error.code not in ELSEWHERE
]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: error.code)
def test_a_refusal_says_what_happened_why_and_what_to_do(error):
    assert error.code in registered_codes(sentences.DOOR)
    said = sentence_for(error("", **FACTS), sentences.DOOR)
    assert said.title != FALLBACK.title
    assert len(said.why) > 30
    assert len(said.what_to_do) > 20
    assert "{" not in said.title + said.why + said.what_to_do


BANNED = ("thất bại", "không hợp lệ", "lỗi không xác định", "hệ thống bận", "Vui lòng", "!")


@pytest.mark.parametrize("code", sorted(sentences.SENTENCES))
def test_sentences_avoid_the_words_that_say_nothing(code):
    sentence = sentences.SENTENCES[code]
    whole = f"{sentence.title} {sentence.why} {sentence.what_to_do}"
    assert not [word for word in BANNED if word in whole]


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (Block, words.BLOCKS), (Channel, words.CHANNELS), (Step, words.STEPS),
        (ReturnReason, words.RETURN_REASONS), (Opinion, words.OPINIONS), (Cause, words.CAUSES),
        (Outcome, words.OUTCOMES),
        (HandedTo, words.RECIPIENTS), (Unit, words.UNITS), (DueReason, words.DUE_REASONS),
        (Act, words.ACTS), (Kind, words.PAPER_KINDS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_every_code_has_its_word(codes, table):
    assert not [code for code in codes if code not in table]


def test_every_act_of_an_officer_has_a_name_a_page_and_its_effect():
    acts = set(Act) - {Act.SUBMIT, *AT_HOME, *BY_THE_SYSTEM}
    assert set(bar.NAMES) == set(bar.PAGES) == acts
