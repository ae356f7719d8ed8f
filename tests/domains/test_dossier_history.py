"""What happened to a dossier is neither moved nor rewritten, by SQL either.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql
from tests.builders_story import asked, drafted_and_signed, resolved, rewrite, supplied

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Decision, SupplementRequest
from thongsuot.domains.dossiers.terms import HandedTo, Step
from thongsuot.domains.ledger import queries as record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "column",
    ["submitted_at", "received_at", "processing_at", "decided_at", "returned_at", "due_at"],
)
def test_7_no_instant_and_no_due_date_can_be_changed_even_by_sql(story, column):
    resolved(story).handed(story.province.head, "desk", Step.RETURN)
    dossiers.return_result(
        code=story.code, to=HandedTo.APPLICANT, by=story.province.desk, at=story.now()
    )
    change = sql.SQL(
        "UPDATE dossiers_dossier SET {0} = {0} + interval '1 day'; SET CONSTRAINTS ALL IMMEDIATE"
    ).format(sql.Identifier(column))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("DELETE FROM dossiers_dossier", id="a dossier with a code"),
        pytest.param("DELETE FROM ledger_entry", id="an entry deleted"),
        pytest.param("UPDATE ledger_entry SET act = 'withdrawn'", id="an entry rewritten"),
        pytest.param("TRUNCATE ledger_entry", id="the record emptied"),
        pytest.param("UPDATE custody_custody SET started_at = now()", id="a span moved"),
        pytest.param("DELETE FROM custody_custody", id="a span deleted"),
        pytest.param("UPDATE dossiers_duedateset SET due_at = now()", id="a due date rewritten"),
    ],
)  # fmt: skip
def test_19_history_is_neither_deleted_nor_edited(story, statement):
    story.processing()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "signed_at = signed_at - interval '1 day'", "number = '2/2026/KQ'", "outcome = 'refused'",
        "signed_by_id = issued_by_id", "issued_at = issued_at + interval '1 day'",
        "issued_at = NULL, issued_by_id = NULL", "drafted_at = drafted_at - interval '1 day'",
        "paper = draft_paper",
    ],
)  # fmt: skip
def test_19_a_signed_and_issued_decision_stays_as_it_is(story, change):
    resolved(story)
    with pytest.raises(DatabaseError, match="decision is signed and issued once"):
        rewrite("dossiers_decision", change)


@pytest.mark.parametrize(
    "change",
    [
        "asked_at = asked_at + interval '1 day'", "answered_at = NULL",
        "answered_at = answered_at - interval '1 hour'", "special_base = 'Luật mẫu'",
    ],
)  # fmt: skip
def test_19_when_papers_were_asked_for_and_came_is_written_once(story, photo, change):
    supplied(asked(story), photo)
    with pytest.raises(DatabaseError, match="request for papers is made and answered once"):
        rewrite("dossiers_supplementrequest", change)


def test_words_of_a_signed_decision_and_of_a_request_can_be_sealed_with_a_newer_key(story, photo):
    supplied(asked(story), photo)
    drafted_and_signed(story)
    Decision.objects.get().save()
    SupplementRequest.objects.get().save()


def test_19_an_act_is_never_dated_before_the_one_before_it(story):
    story.received()
    early = story.at - timedelta(days=30)
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=early)
    instants = [act.at for act in record.acts_of(f"dossier:{story.code}")]
    assert instants == sorted(instants)
