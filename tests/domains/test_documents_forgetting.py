"""Papers that were never sent are forgotten with their draft; what was sent never is."""

import os
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.builders_documents import AT, CITIZEN, DOSSIER, DRAFT, everybody, pdf_of, send

from thongsuot.domains.documents import queries, services
from thongsuot.domains.documents.models import Attachment, StoredFile
from thongsuot.domains.documents.storage import content_store
from thongsuot.domains.documents.terms import PaperUnknown
from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor

LATER = AT + timedelta(days=31)
OTHER_DRAFT = "draft:another"
pytestmark = pytest.mark.django_db


def forget(subject=DRAFT):
    return services.forget(subject=subject, by=Actor.system(), at=LATER)


def sweep():
    """Sweep as the hourly job does, with contents as old as those of a forgotten draft."""
    for sha256 in content_store().names():
        os.utime(content_store().path_of(sha256), (AT.timestamp(), AT.timestamp()))
    return services.sweep_orphans(at=LATER)


def test_name_and_contents_go_and_the_row_stays():
    paper = send()
    original = Attachment.objects.get().original_id
    assert forget() == 1
    row = Attachment.objects.get(pk=paper.id)
    assert (row.name, row.original, row.pdf, row.forgotten_at) == ("", None, None, LATER)
    assert not StoredFile.objects.exists()
    assert sweep() == 2
    assert not content_store().holds(original)
    assert list(queries.missing_contents()) == []


def test_what_the_record_committed_to_can_still_be_proved_by_who_has_the_file():
    paper = send()
    (attached,) = ledger.acts_of(DRAFT)
    pdf = Attachment.objects.get().pdf_id
    forget()
    salt = bytes(Attachment.objects.get(pk=paper.id).salt)
    assert attached.detail["content"] == commitment(pdf, salt)


def test_the_forgetting_is_on_the_record_once_and_names_papers_by_code():
    papers = [send(), send(pdf_of(3))]
    assert (forget(), forget()) == (2, 0)
    forgotten = [act for act in ledger.acts_of(DRAFT) if act.act == "papers_forgotten"]
    assert [set(act.detail["papers"]) for act in forgotten] == [{str(p.id) for p in papers}]


def test_a_draft_without_papers_leaves_no_entry():
    assert forget() == 0
    assert ledger.acts_of(DRAFT) == []


def test_a_withdrawn_paper_is_forgotten_too():
    paper = send()
    services.withdraw_upload(subject=DRAFT, attachment_id=paper.id, by=CITIZEN, at=AT)
    assert forget() == 1
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("elsewhere", [OTHER_DRAFT, DOSSIER])
def test_a_content_that_another_paper_holds_too_stays(elsewhere):
    send()
    kept = send(subject=elsewhere)
    forget()
    assert sweep() == 0
    assert StoredFile.objects.count() == 2
    assert queries.read_pdf(kept.id, by=CITIZEN, may_read=everybody)


def test_a_forgotten_paper_is_unknown_and_no_longer_listed():
    paper = send()
    forget()
    assert queries.attachments_of(DRAFT) == queries.uploads_of(DRAFT) == []
    with pytest.raises(PaperUnknown):
        queries.get_paper(paper.id, by=CITIZEN, may_read=everybody)
    with pytest.raises(PaperUnknown):
        services.withdraw_upload(subject=DRAFT, attachment_id=paper.id, by=CITIZEN, at=LATER)


def test_the_same_file_may_be_sent_again_after_it_was_forgotten():
    send()
    forget()
    again = send(at=LATER)
    assert queries.read_pdf(again.id, by=CITIZEN, may_read=everybody)


def test_what_was_sent_is_never_forgotten():
    send()
    services.adopt(from_subject=DRAFT, to_subject=DOSSIER)
    with pytest.raises(ValueError, match="only the papers of a draft"):
        forget(DOSSIER)
    assert forget(DRAFT) == 0
    assert Attachment.objects.get().original is not None


FORGET = "UPDATE documents_attachment SET forgotten_at = now(), original_id = NULL, pdf_id = NULL"


@pytest.mark.parametrize(
    "statement",
    [
        FORGET,
        f"{FORGET}, subject = 'draft:{DOSSIER}'",
        "UPDATE documents_attachment SET forgotten_at = now()",
        "UPDATE documents_attachment SET original_id = NULL, pdf_id = NULL",
        "DELETE FROM documents_storedfile",
    ],
)
def test_the_database_itself_lets_nobody_forget_what_was_sent(statement):
    send(subject=DOSSIER)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'dossier:another'",
        "forgotten_at = NULL",
        "forgotten_at = now()",
        "withdrawn_at = now(), original_id = (SELECT sha256 FROM documents_storedfile LIMIT 1)",
    ],
)
def test_what_is_forgotten_does_not_come_back(change):
    send()
    send(pdf_of(3), subject=DOSSIER)
    forget()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE documents_attachment SET {change} WHERE subject = %s",  # noqa: S608
            [DRAFT],
        )


def test_a_half_forgotten_draft_paper_is_refused():
    send()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_attachment SET forgotten_at = now(), pdf_id = NULL")
