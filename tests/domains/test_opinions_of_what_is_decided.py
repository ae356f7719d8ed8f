"""An opinion that still had time when the dossier was decided is nobody's silence."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.builders_custody import asked
from tests.builders_deadlines import calendar
from tests.builders_story import drafted_and_signed

from thongsuot.domains.accountability.queries.charges import reckon_dossier
from thongsuot.domains.accountability.rules.waiting import consulted
from thongsuot.domains.accountability.terms import Holder
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import Opinion, OpinionNotOpen
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db
YEARS = calendar()


def issued(story) -> None:
    dossiers.issue_decision(code=story.code, by=story.province.clerk, at=story.now())


def opinion(story):
    return custodies.opinions_of(f"dossier:{story.code}")[-1]


def test_what_had_time_lapses_with_the_signature_which_names_it(story):
    question = asked(story.processing())
    drafted_and_signed(story)
    found = opinion(story)
    assert found.answer is Opinion.LAPSED
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.detail["lapsed_opinions"]) == ("decision_signed", [question])
    assert found.answered_at == entry.at
    issued(story)
    assert "lapsed_opinions" not in record.acts_of(f"dossier:{story.code}")[-1].detail
    with pytest.raises(OpinionNotOpen):
        dossiers.give_opinion(
            opinion_id=question, answer=Opinion.AGREE, text="Thửa đất nằm ngoài quy hoạch.",
            by=story.province.actor("stranger"), at=story.now(),
        )  # fmt: skip


def test_what_has_time_at_the_signature_lapses_though_it_is_issued_after_its_limit(story):
    question = asked(story.processing())
    drafted_and_signed(story)
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.detail["lapsed_opinions"]) == ("decision_signed", [question])
    assert opinion(story).answer is Opinion.LAPSED
    story.at = opinion(story).answer_by + timedelta(days=1)
    assert dossiers.take_silence_for_answers(at=story.now()) == 0
    issued(story)
    assert told(story) == ["opinion-not-needed"]
    found = reckon_dossier(story.code, at=story.at + timedelta(days=9), calendar=YEARS)
    assert sum(account.silent for account in found.accounts) == 0


def test_its_limit_comes_and_nobody_is_told_of_a_silence_nor_charged(story):
    asked(story.processing())
    issued(drafted_and_signed(story))
    until = opinion(story).answer_by
    assert dossiers.take_silence_for_answers(at=until + timedelta(days=3)) == 0
    assert not Message.objects.filter(template="opinion-unanswered").exists()
    found = reckon_dossier(story.code, at=until + timedelta(days=9), calendar=YEARS)
    assert sum(account.silent for account in found.accounts) == 0


def test_what_was_over_when_it_was_decided_stays_silence_up_to_the_decision(story):
    asked(story.processing())
    story.at = opinion(story).answer_by + timedelta(days=1)
    issued(drafted_and_signed(story))
    assert opinion(story).answer is Opinion.WAITING, "its silence is still to be marked"
    decided = reckon_dossier(story.code, at=story.at, calendar=YEARS)
    dossiers.take_silence_for_answers(at=story.at + timedelta(days=4))
    assert opinion(story).answer is Opinion.SILENT
    later = reckon_dossier(story.code, at=story.at + timedelta(days=9), calendar=YEARS)
    assert 0 < sum(a.silent for a in decided.accounts) <= sum(a.silent for a in later.accounts)
    assert later.used == decided.used, "the clock stood still with the decision"


def test_without_an_open_question_nothing_lapses(story):
    issued(drafted_and_signed(story.processing()))
    assert custody.lapse_opinions(subject=f"dossier:{story.code}", at=story.now()) == []
    assert "lapsed_opinions" not in record.acts_of(f"dossier:{story.code}")[-1].detail


@pytest.mark.parametrize(("over", "began"), [(True, "asked"), (False, "due")])
def test_silence_marked_later_is_charged_only_where_the_time_was_over(story, over, began):
    at, due = story.at, story.at + timedelta(days=3)
    stopped = due + timedelta(hours=1) if over else due - timedelta(hours=1)
    found = consulted(
        Holder(1, 2), at, due + timedelta(days=2), answer_by=due, silent=True, stopped_at=stopped
    )
    assert found.due_at == {"asked": at, "due": due}[began]


def told(story) -> list[str]:
    """Return what the officer of the other agency was told of since he was asked, in order."""
    to = to_officer(story.province.officers["stranger"].pk)
    rows = Message.objects.filter(recipient=to).exclude(template__endswith="-asked")
    return list(rows.order_by("created_at").values_list("template", flat=True))


def test_who_was_asked_is_told_once_that_nothing_need_be_answered(story):
    asked(story.processing())
    drafted_and_signed(story)
    at = story.now()
    for _twice in range(2):
        dossiers.issue_decision(code=story.code, by=story.province.clerk, at=at, key="once")
    assert told(story) == ["opinion-not-needed"]
    assert not Message.objects.filter(template="opinion-not-needed").exclude(
        recipient=to_officer(story.province.officers["stranger"].pk)
    ), "and nobody else is"


def test_who_was_silent_is_not_told_that_he_need_not_answer_by_the_decision(story):
    asked(story.processing())
    story.at = opinion(story).answer_by + timedelta(days=1)
    issued(drafted_and_signed(story))
    assert told(story) == []


def test_who_was_asked_is_told_when_the_dossier_ends_otherwise(story):
    asked(story.processing())
    dossiers.withdraw(
        code=story.code, reason="Đổi ý", by=Actor.citizen(dossier=story.code), at=story.now()
    )
    assert told(story) == ["opinion-not-needed"]


def test_who_was_asked_is_told_when_the_question_is_taken_back(story):
    question = asked(story.processing())
    dossiers.recall_opinion(opinion_id=question, by=story.province.handler, at=story.now())
    assert told(story) == ["opinion-not-needed"]


class LineLost(Exception):
    """The connection is lost after the act and before its end."""


def withdrawn_and_lost(story) -> None:
    with transaction.atomic():
        dossiers.withdraw(
            code=story.code, reason="Đổi ý", by=Actor.citizen(dossier=story.code), at=story.now()
        )
        raise LineLost


def test_an_ending_that_does_not_come_about_tells_nobody(story):
    asked(story.processing())
    with pytest.raises(LineLost):
        withdrawn_and_lost(story)
    assert opinion(story).answer is Opinion.WAITING
    assert told(story) == []
