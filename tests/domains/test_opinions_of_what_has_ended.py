"""An end that comes before the worker does turns no silence into a question that lapsed."""

from datetime import timedelta

import pytest
from tests.builders import BIRTH
from tests.builders_custody import BUILDING, asked, law_covers
from tests.builders_deadlines import calendar

from thongsuot import bootstrap
from thongsuot.domains.accountability.queries.charges import reckon_dossier
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Opinion, Silence
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import HandedTo, Step
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db
YEARS = calendar()
WHY = "Người nộp đã mất, không còn đối tượng để giải quyết hồ sơ này"


def opinion(story):
    return custodies.opinions_of(f"dossier:{story.code}")[-1]


def acts(story) -> list[str]:
    return [entry.act for entry in record.acts_of(f"dossier:{story.code}")]


def withdrawn(story) -> None:
    dossiers.withdraw(
        code=story.code, reason="", by=Actor.citizen(dossier=story.code), at=story.now()
    )


def stopped(story) -> None:
    dossiers.stop(
        code=story.code, reason=WHY, legal_basis="Nghị định 118/2025/NĐ-CP, Điều 21",
        signer=bootstrap.signer(), by=story.province.handler, at=story.now(),
    )  # fmt: skip


def handed_out(story) -> None:
    """With the desk again, once it was decided."""
    story.handed(story.province.head, "desk", Step.RETURN)
    dossiers.return_result(
        code=story.code, to=HandedTo.APPLICANT, by=story.province.desk, at=story.now()
    )


def issued(story) -> None:
    dossiers.issue_decision(code=story.code, by=story.province.clerk, at=story.now())


def overdue(story, **more):
    asked(story.processing(), **more)
    story.at = opinion(story).answer_by + timedelta(days=1)
    return story


@pytest.mark.parametrize("end", [withdrawn, stopped])
def test_what_was_over_when_the_dossier_ended_is_silence_and_has_an_entry_of_its_own(story, end):
    overdue(story)
    end(story)
    assert opinion(story).answer is Opinion.SILENT
    entry, last = record.acts_of(f"dossier:{story.code}")[-2:]
    assert (entry.act, entry.actor, entry.at) == ("opinion_unanswered", Actor.system(), last.at)
    assert entry.detail["means"] == "silent"


@pytest.mark.parametrize("end", [withdrawn, stopped])
def test_who_was_silent_to_the_end_is_charged_from_the_asking_on(story, end):
    overdue(story)
    end(story)
    found = reckon_dossier(story.code, at=story.at + timedelta(days=30), calendar=YEARS)
    waited = working_minutes(opinion(story).asked_at, story.at, YEARS)
    assert sum(account.silent for account in found.accounts) == waited > 0


def test_its_end_comes_first_and_the_worker_finds_nothing_to_mark_or_to_tell(story):
    withdrawn(overdue(story))
    assert dossiers.take_silence_for_answers(at=story.at + timedelta(days=3)) == 0
    assert acts(story).count("opinion_unanswered") == 1
    assert not Message.objects.filter(template="opinion-unanswered").exists()


def test_silence_that_the_law_takes_for_consent_has_agreed_before_the_end(story):
    law_covers(BIRTH)
    withdrawn(overdue(story, basis=BUILDING, silence=Silence.CONSENT))
    assert opinion(story).answer is Opinion.CONSENT


def test_what_still_had_time_lapses_with_the_end(story):
    asked(story.processing())
    withdrawn(story)
    assert opinion(story).answer is Opinion.LAPSED
    assert "opinion_unanswered" not in acts(story)


def test_a_result_that_is_handed_out_leaves_what_was_over_before_the_decision_silent(story):
    overdue(story)
    story.drafted_by_handler()
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )
    issued(story)
    handed_out(story)
    assert opinion(story).answer is Opinion.SILENT
    assert acts(story)[-2:] == ["opinion_unanswered", "result_returned"]


def test_a_part_of_the_work_that_is_still_owed_ends_with_the_work(story):
    withdrawn(overdue(story, basis="lien-thong"))
    assert opinion(story).answer is Opinion.LAPSED
