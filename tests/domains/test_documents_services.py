"""Papers of a subject: taken in once, taken back, printed, signed, numbered, never lost."""

import io
import uuid

import pikepdf
import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.builders_documents import (
    ACTIVE,
    AT,
    CITIZEN,
    DOSSIER,
    DRAFT,
    NAME,
    PHOTO,
    everybody,
    pdf_of,
    photo,
    picture,
    result,
    send,
    slip,
)

from thongsuot.adapters.signing.local import LocalSigner
from thongsuot.domains.documents import queries, rules, services
from thongsuot.domains.documents.models import Attachment, StoredFile
from thongsuot.domains.documents.services.papers import PIECE_BYTES
from thongsuot.domains.documents.storage import content_store, sha256_of
from thongsuot.domains.documents.terms import (
    FileEmpty,
    FileTooLarge,
    FileTypeRefused,
    FileUnreadable,
    Kind,
    MediaType,
    NotSignable,
    NotWithdrawable,
    PaperUnknown,
    TooManyFiles,
    UploadInterrupted,
)
from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.terms import Actor


def original_of(paper):
    """Return the file as it came; it is kept as evidence and shown by no page."""
    return content_store().get(Attachment.objects.get(pk=paper.id).original_id)


def nobody(by, subject, kind):
    return False


@pytest.fixture
def head_of_agency(db) -> Actor:
    officer = get_user_model().objects.create(username="mai", full_name="Trần Mai Mẫu")
    return Actor.officer(officer_id=officer.pk, post_id=1, agency="H99.31")


def test_a_photo_is_taken_in_and_read_as_a_pdf(db):
    paper = send()
    assert (paper.kind, paper.media_type, paper.pages) == (Kind.UPLOAD, MediaType.JPEG, 1)
    assert paper.name == NAME
    pdf = queries.read_pdf(paper.id, by=CITIZEN, may_read=everybody)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
    assert original_of(paper) == PHOTO


def test_the_record_says_which_paper_came_and_nothing_of_what_it_says(db):
    paper = send()
    (entry,) = ledger.acts_of(DRAFT)
    assert entry.act == "paper_attached"
    assert entry.detail["paper"] == str(paper.id)
    assert entry.detail["content"] == paper.commitment
    written = str(entry.detail)
    assert "sinh" not in written
    assert sha256_of(PHOTO) not in written, "not even the bare hash of the content"


def test_names_of_files_lie_sealed_in_the_database(db):
    send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM documents_attachment")
        assert "chứng sinh".encode() not in bytes(cursor.fetchone()[0])


def test_the_same_file_sent_twice_is_there_once(db):
    first, second = send(), send()
    assert first == second
    assert len(ledger.acts_of(DRAFT)) == 1


def test_the_same_file_may_serve_for_two_components(db):
    first, second = send(), send(component="GUQ")
    assert first.id != second.id
    assert {paper.component_code for paper in queries.uploads_of(DRAFT)} == {"GCS", "GUQ"}
    assert StoredFile.objects.count() == 2, "the photo and its PDF, each kept once"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", FileEmpty, id="an empty file"),
        pytest.param(b"PK\x03\x04 a zip called anh.jpg", FileTypeRefused, id="a zip"),
        pytest.param(photo("HEIF")[:-60], FileUnreadable, id="a HEIC that was cut off"),
        pytest.param(PHOTO[: len(PHOTO) // 2], FileUnreadable, id="a JPEG that was cut off"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_kept(db, content, refusal):
    with pytest.raises(refusal):
        send(content)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()
    assert ledger.acts_of(DRAFT) == []


class Endless:
    """A sender who sends a picture's head and then zeros, as long as anybody listens."""

    def __init__(self, size: int, head: bytes = b"\xff\xd8\xff\xe0") -> None:
        self.left, self.read_so_far, self.head = size, 0, head

    def read(self, size: int) -> bytes:
        piece = min(size, self.left)
        self.left -= piece
        self.read_so_far += piece
        sent, self.head = self.head.ljust(piece, b"\0"), b""
        return sent


def test_a_file_of_200_mb_is_stopped_early(db, settings):
    stream = Endless(200 * 1024**2)
    with pytest.raises(FileTooLarge) as refused:
        send(stream)
    assert refused.value.facts == {"max_bytes": settings.MAX_UPLOAD_BYTES}
    assert stream.read_so_far <= settings.MAX_UPLOAD_BYTES + PIECE_BYTES


def test_a_large_file_of_a_wrong_type_is_stopped_at_its_first_piece(db):
    stream = Endless(200 * 1024**2, head=b"PK\x03\x04")
    with pytest.raises(FileTypeRefused):
        send(stream)
    assert stream.read_so_far == PIECE_BYTES


class Dripping(io.BytesIO):
    """A slow sender: one byte at a time."""

    def read(self, size: int) -> bytes:
        return super().read(min(size, 1))


def test_a_file_that_drips_in_is_taken_like_any_other(db):
    assert send(Dripping(photo(of=picture(40, 40)))).media_type is MediaType.JPEG


def test_a_sender_who_goes_away_leaves_nothing(db):
    class Broken(io.BytesIO):
        def read(self, _size: int) -> bytes:
            raise ConnectionResetError

    with pytest.raises(UploadInterrupted):
        send(Broken())
    assert not Attachment.objects.exists()


def test_a_subject_holds_only_so_many_files(db, monkeypatch):
    monkeypatch.setattr(rules, "MAX_FILES", 2)
    first = send(pdf_of(1))
    send(pdf_of(2))
    with pytest.raises(TooManyFiles):
        send(pdf_of(3))
    services.withdraw_upload(subject=DRAFT, attachment_id=first.id, by=CITIZEN, at=AT)
    assert send(pdf_of(3)).pages == 3


def test_a_pdf_with_a_script_is_kept_as_evidence_and_read_without_it(db):
    content = pdf_of(change=ACTIVE["a script when it is opened"])
    paper = send(content)
    assert paper.disarmed
    assert b"app.alert" not in queries.read_pdf(paper.id, by=CITIZEN, may_read=everybody)
    assert original_of(paper) == content


def test_a_file_taken_back_is_shown_no_more_but_stays(db):
    paper = send()
    services.withdraw_upload(subject=DRAFT, attachment_id=paper.id, by=CITIZEN, at=AT)
    assert queries.attachments_of(DRAFT) == []
    assert queries.uploads_of(DRAFT) == []
    assert original_of(paper) == PHOTO
    assert [entry.act for entry in ledger.acts_of(DRAFT)] == ["paper_attached", "paper_withdrawn"]
    again = send()
    assert again.id != paper.id, "and it may be sent again"


def test_only_an_upload_of_the_subject_is_taken_back_and_once(db):
    paper = send()
    printed = services.make_paper(subject=DRAFT, values=slip(), by=CITIZEN, at=AT)
    for subject, paper_id, refusal in (
        ("draft:another", paper.id, PaperUnknown),
        (DRAFT, uuid.uuid4(), PaperUnknown),
        (DRAFT, printed.id, NotWithdrawable),
    ):
        with pytest.raises(refusal):
            services.withdraw_upload(subject=subject, attachment_id=paper_id, by=CITIZEN, at=AT)
    services.withdraw_upload(subject=DRAFT, attachment_id=paper.id, by=CITIZEN, at=AT)
    with pytest.raises(NotWithdrawable):
        services.withdraw_upload(subject=DRAFT, attachment_id=paper.id, by=CITIZEN, at=AT)


def test_who_may_not_read_hears_that_there_is_no_such_paper(db):
    paper = send()
    for ask in (queries.get_paper, queries.read_pdf):
        with pytest.raises(PaperUnknown):
            ask(paper.id, by=CITIZEN, may_read=nobody)
        with pytest.raises(PaperUnknown):
            ask(uuid.uuid4(), by=CITIZEN, may_read=everybody)


def test_the_owner_of_the_subject_is_asked_about_the_visitor_the_subject_and_the_kind(db):
    asked = []
    paper = send()
    queries.read_pdf(paper.id, by=CITIZEN, may_read=lambda *about: asked.append(about) or True)
    assert asked == [(CITIZEN, DRAFT, Kind.UPLOAD)]


def test_a_draft_s_papers_move_to_its_dossier_and_never_further(db):
    paper = send()
    assert services.adopt(from_subject=DRAFT, to_subject=DOSSIER) == 1
    assert [kept.id for kept in queries.attachments_of(DOSSIER)] == [paper.id]
    assert queries.attachments_of(DRAFT) == []
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        services.adopt(from_subject=DOSSIER, to_subject="dossier:another")


def test_a_result_is_printed_then_signed_and_both_texts_stay(head_of_agency, tmp_path):
    made = services.make_unsigned(subject=DOSSIER, values=result(), at=AT)
    signed = services.sign_paper(
        attachment_id=made.id, signer=LocalSigner(tmp_path), by=head_of_agency, at=AT
    )
    assert (signed.signed_at, signed.signed_by) == (AT, head_of_agency.officer_id)
    unsigned = original_of(made)
    text = queries.read_pdf(made.id, by=CITIZEN, may_read=everybody)
    assert text.startswith(unsigned), "a signature is appended and changes nothing before it"
    assert queries.attachments_of(DOSSIER) == [signed]
    assert ledger.acts_of(DOSSIER) == [], "the decision is the act; it commits to the paper"


def test_only_a_result_is_signed_by_an_officer_and_once(head_of_agency, tmp_path):
    signer = LocalSigner(tmp_path)
    printed = services.make_paper(subject=DOSSIER, values=slip(), by=head_of_agency, at=AT)
    made = services.make_unsigned(subject=DOSSIER, values=result(), at=AT)
    for paper, by in ((printed, head_of_agency), (made, CITIZEN)):
        with pytest.raises(NotSignable):
            services.sign_paper(attachment_id=paper.id, signer=signer, by=by, at=AT)
    services.sign_paper(attachment_id=made.id, signer=signer, by=head_of_agency, at=AT)
    with pytest.raises(NotSignable):
        services.sign_paper(attachment_id=made.id, signer=signer, by=head_of_agency, at=AT)


def test_a_paper_of_the_dossier_is_entered_in_its_record(db):
    printed = services.make_paper(subject=DOSSIER, values=slip(), by=CITIZEN, at=AT)
    (entry,) = ledger.acts_of(DOSSIER)
    assert (entry.act, entry.detail["kind"]) == ("paper_made", Kind.INTAKE_SLIP)
    assert entry.detail["content"] == printed.commitment


def test_a_preview_shows_the_paper_and_keeps_nothing(db, settings):
    settings.SAMPLE_DATA = False
    pdf = queries.preview(slip(), at=AT)
    assert not StoredFile.objects.exists()
    made = services.make_paper(subject=DOSSIER, values=slip(), by=CITIZEN, at=AT)
    assert queries.read_pdf(made.id, by=CITIZEN, may_read=everybody) == pdf


def test_sample_data_marks_what_is_printed(db, settings):
    settings.SAMPLE_DATA = False
    real = services.make_paper(subject=DOSSIER, values=slip(), by=CITIZEN, at=AT)
    settings.SAMPLE_DATA = True
    sample = services.make_paper(subject=DOSSIER, values=slip(), by=CITIZEN, at=AT)
    assert real.pdf_size != sample.pdf_size


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM documents_attachment",
        "TRUNCATE documents_attachment",
        "UPDATE documents_attachment SET original_id = pdf_id",
        "UPDATE documents_attachment SET subject = 'dossier:another'",
        "UPDATE documents_attachment SET pdf_id = original_id",
        "UPDATE documents_storedfile SET size = 1",
        "DELETE FROM documents_storedfile",
        "DELETE FROM documents_registernumber",
        "UPDATE documents_registernumber SET number = 7",
        "INSERT INTO documents_registernumber (agency_code, book, year, number)"
        " VALUES ('H99.31', 'result', 2026, 9)",
    ],
)
def test_the_database_itself_refuses_to_change_what_stays(db, statement):
    send(subject=DOSSIER)
    services.next_number(agency_code="H99.31", book="result", year=2026)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_registers_count_from_one_each_agency_book_and_year_apart(db):
    taken = [
        services.next_number(agency_code=agency, book=book, year=year)
        for agency, book, year in (
            ("H99.31", "result", 2026), ("H99.31", "result", 2026), ("H99.31", "slip", 2026),
            ("H99.32", "result", 2026), ("H99.31", "result", 2027), ("H99.31", "result", 2026),
        )
    ]  # fmt: skip
    assert taken == [1, 2, 1, 1, 1, 3]


def test_what_is_young_is_not_swept(db):
    content_store().put(b"being attached just now")
    assert services.sweep_orphans(at=AT) == 0


def test_a_store_that_lost_a_content_is_healed_by_the_next_who_sends_it(db):
    content = pdf_of(3)
    paper = send(content)
    content_store().path_of(sha256_of(content)).unlink()
    assert list(queries.missing_contents()) == [sha256_of(content)]
    send(content, subject="draft:another")
    assert queries.read_pdf(paper.id, by=CITIZEN, may_read=everybody) == content


def test_a_list_of_papers_asks_the_database_once(db, django_assert_num_queries):
    for pages in range(1, 6):
        send(pdf_of(pages))
    with django_assert_num_queries(1):
        assert len(queries.attachments_of(DRAFT)) == 5
