"""A request for papers, a refusal, a stop: each is signed in its act by who answers for it."""

import io

import pypdf
import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from tests.builders import Story, build_province
from tests.builders_officer import Door, text_of
from tests.builders_staff import add_deputy, granted, in_stead
from tests.builders_story import BIRTH_PAPER, row

from thongsuot import bootstrap
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.models import PaperWords, RegisterNumber
from thongsuot.domains.documents.ports import SigningFailed
from thongsuot.domains.documents.terms import Kind, SignatureUnavailable
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import SupplementRequest
from thongsuot.domains.dossiers.services.heads import BOOKS
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.rules import commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
WORDS = {"reason": "Người nộp không thuộc đối tượng", "legal_basis": "Điều 17 NĐ 61/2018"}


@pytest.fixture
def story():
    return Story(build_province())


def common(story, who, signer=None):
    by = story.province.actor(who)
    signer = signer or bootstrap.signer()
    return {"code": story.code, "signer": signer, "by": by, "at": story.now()}


def guide(story, **more):
    dossiers.guide_submission(papers=[BIRTH_PAPER], **common(story.registered(), "desk", **more))


def refuse(story, **more):
    dossiers.refuse(
        ground=RefusalGround.OTHER, **WORDS, **common(story.registered(), "desk", **more)
    )


def request(story, **more):
    dossiers.request_supplement(papers=[BIRTH_PAPER], **common(story.processing(), "head", **more))


def sign_the_draft(story, **more):
    story.processing()
    dossiers.draft_supplement(
        code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
    )
    dossiers.sign_supplement(**common(story, "head", **more))


def stop(story, **more):
    dossiers.stop(**WORDS, **common(story.processing(), "handler", **more))


ACTS = [
    pytest.param(guide, "desk", Kind.SUPPLEMENT_REQUEST, id="what the desk lacks, by the desk"),
    pytest.param(refuse, "desk", Kind.REFUSAL_TO_RECEIVE, id="a refusal, by the desk"),
    pytest.param(request, "head", Kind.SUPPLEMENT_REQUEST, id="a request, by the head"),
    pytest.param(sign_the_draft, "head", Kind.SUPPLEMENT_REQUEST, id="a draft, by the head"),
    pytest.param(stop, "handler", Kind.STOP_NOTICE, id="a stop, by who holds it"),
]


def papers(story, kind):
    found = documents.attachments_of(f"dossier:{story.code}")
    return [paper for paper in found if paper.kind is kind]


def words_of(paper) -> str:
    return str(PaperWords.objects.get(attachment=paper.id).words)


def printed_on(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def read(story, paper) -> bytes:
    return documents.read_pdf(paper.id, by=story.province.desk, may_read=lambda *_of: True)


@pytest.mark.parametrize(("act", "who", "kind"), ACTS)
def test_the_paper_is_there_with_its_act_and_bears_a_signature_that_holds(story, act, who, kind):
    act(story)
    (paper,) = papers(story, kind)
    before, done = record.acts_of(f"dossier:{story.code}")[-2:]
    assert (paper.signed_at, paper.signed_by) == (done.at, story.province.actor(who).officer_id)
    assert done.detail["paper"] == paper.commitment, "the entry of the act commits to it"
    pdf = read(story, paper)
    (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = list(load_certs_from_pemder_data(bootstrap.signer().authority_certificate()))
    verdict = validate_pdf_signature(found, ValidationContext(trust_roots=roots, moment=done.at))
    assert verdict.bottom_line
    assert verdict.signing_cert.subject.native["serial_number"] == f"officer-{paper.signed_by}"
    printed = printed_on(pdf)
    assert before.hash in "".join(printed.split()), (
        "the newest entry before it, as a result bears it"
    )
    said = f"ký sau dòng {before.seq} của hồ sơ (SHA-256); dòng ghi việc ký ràng buộc"
    assert said in " ".join(printed.split()), "the entry before says nothing of the paper itself"


@pytest.mark.parametrize(("act", "copies"), [
    pytest.param(request, 1, id="a request after the receipt goes to the desk too"),
    pytest.param(guide, 0, id="the desk's own does not go to itself"),
])  # fmt: skip
def test_the_desk_is_a_recipient_of_what_another_signs(story, act, copies):
    act(story)
    (paper,) = papers(story, Kind.SUPPLEMENT_REQUEST)
    printed = printed_on(read(story, paper))
    assert printed.count("- Bộ phận Một cửa xã Mẫu An;") == copies
    assert "- Như trên;" in printed


@pytest.mark.parametrize(("act", "_who", "kind"), ACTS)
def test_the_worker_makes_no_second_one(story, act, _who, kind):
    act(story)
    for _turn in range(2):
        dossiers.prepare_papers(code=story.code, at=story.now())
    assert len(papers(story, kind)) == 1


class Down:
    """A signing service that does not answer."""

    def sign(self, _pdf, **_asked):
        """Sign nothing."""
        raise SigningFailed("no answer")


@pytest.mark.parametrize(("act", "_who", "kind"), ACTS)
def test_where_nothing_can_be_signed_nothing_is_done(story, act, _who, kind):
    with pytest.raises(SignatureUnavailable):
        act(story, signer=Down())
    assert papers(story, kind) == []
    assert row(story).national_state in {NationalState.REGISTERED, NationalState.PROCESSING}
    assert not RegisterNumber.objects.filter(book__in=BOOKS.values()).exists()
    assert not SupplementRequest.objects.exists()
    assert not Message.objects.filter(template__in=("supplement", "refused", "stopped")).exists()


def test_a_delegate_signs_with_his_own_key_and_in_the_heads_stead(story):
    add_deputy(story.province)
    by = in_stead(story.province, granted(story.province))
    story.processing()
    dossiers.draft_supplement(
        code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
    )
    dossiers.sign_supplement(**common(story, "head") | {"by": by})
    (paper,) = papers(story, Kind.SUPPLEMENT_REQUEST)
    assert paper.signed_by == by.officer_id != story.province.head.officer_id
    assert "KT. Chủ tịch" in words_of(paper)


def asked_by_the_version_before(story):
    """Leave a request as it stood before papers were signed: on record, its paper still to come."""
    dossier, at = row(story.processing()), story.now()
    asked = SupplementRequest.objects.create(
        dossier=dossier, papers=[{"component": "KQ1", "name": "Tờ khai", "problem": "Thiếu tờ 2"}],
        policy="mau", legal_base="NĐ 61/2018", restarts_clock=True, asked_at=at, answered_at=at,
        asked_by_id=story.province.head.officer_id, agency=dossier.competent_agency,
    )  # fmt: skip
    ledger.record(
        subject=dossier.subject, act="supplement_requested", by=story.province.head, at=at,
        detail={"request": commitment("x", asked.salt)},
    )  # fmt: skip


def test_a_request_from_before_an_upgrade_gets_its_paper_from_the_worker(story):
    asked_by_the_version_before(story)
    for _turn in range(2):
        dossiers.prepare_papers(code=story.code, at=story.now())
    (paper,) = papers(story, Kind.SUPPLEMENT_REQUEST)
    assert paper.signed_at is None
    assert "Thiếu tờ 2" in words_of(paper)


def test_where_a_signature_comes_first_the_earlier_request_still_has_its_own_paper(story):
    asked_by_the_version_before(story)
    dossiers.request_supplement(
        papers=[BIRTH_PAPER], exception="Người nộp xin bổ sung", **common(story, "head")
    )
    dossiers.prepare_papers(code=story.code, at=story.now())
    said = [
        (bool(paper.signed_at), "Thiếu tờ 2" in words_of(paper))
        for paper in papers(story, Kind.SUPPLEMENT_REQUEST)
    ]
    assert said == [(False, True), (True, False)]


def test_the_page_says_that_nothing_was_signed_and_gives_the_words_back(story, monkeypatch):
    code, door = story.registered().code, Door(monkeypatch, story)
    monkeypatch.setattr(bootstrap, "signer", Down)
    answer = door.open("desk").send("refuse", code, ground="other", **WORDS)
    assert answer.status_code == 503
    assert "Chưa ký được" in text_of(answer)
    assert WORDS["reason"] in text_of(answer)
    assert row(story).refused_at is None


def test_an_officer_sees_that_a_refusal_is_signed_where_results_say_so(story, monkeypatch):
    refuse(story)
    page = text_of(Door(monkeypatch, story).open("desk").get("papers", story.code))
    assert "ký số lúc" in page
