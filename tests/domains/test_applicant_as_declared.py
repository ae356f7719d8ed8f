"""Whoever applies is named on every paper as this dossier names them, not as one before it did."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import BIRTH, LAN, Story, build_province
from tests.builders_documents import text_of

from thongsuot import bootstrap
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import policy, queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.applicants import masked_applicants
from thongsuot.domains.dossiers.queries.inbox import Block, inbox
from thongsuot.domains.dossiers.queries.register import register_page
from thongsuot.domains.dossiers.terms import Channel, Outcome, Step
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import rules as people_rules
from thongsuot.domains.people import services as people

pytestmark = pytest.mark.django_db

BARE, ACCENTED, OTHER_TONE = "NGUYEN THI THU HUE", "Nguyễn Thị Thu Huệ", "Nguyễn Thị Thu Huế"
OFFICE = "Số 5 đường Mẫu"


@pytest.fixture
def province(published_calendar):
    return build_province()


def filed(province, name: str, **known) -> Story:
    """Enter a dossier at the counter under one personal number, with this name."""
    story = Story(province)
    story.code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT,
        identity=replace(LAN, full_name=name, **known), answers={}, by=province.desk,
        at=story.now(),
    ).code  # fmt: skip
    return story


def paper(story: Story, kind: Kind) -> str:
    """Return what the dossier's paper of a kind says."""
    dossiers.prepare_papers(code=story.code, at=story.now())
    [found] = [p for p in documents.attachments_of(f"dossier:{story.code}") if p.kind == kind]
    by = Actor.citizen(dossier=story.code)
    pdf = documents.read_pdf(found.id, by=by, may_read=policy.may_read(story.at))
    return text_of(pdf)


def second(province, first: str, name: str) -> Story:
    """File for one person twice, and return the later dossier."""
    before, story = filed(province, first), filed(province, name)
    ids = Dossier.objects.filter(code__in=[before.code, story.code])
    assert len(set(ids.values_list("applicant_id", flat=True))) == 1
    return story


@pytest.mark.parametrize(
    ("first", "name"),
    [
        pytest.param(BARE, ACCENTED, id="first without accents"),
        pytest.param(ACCENTED, BARE, id="then without accents"),
        pytest.param(OTHER_TONE, ACCENTED, id="another who is called almost so"),
    ],
)
class TestTheNameOnPapers:
    def test_the_slip_bears_it_as_declared(self, province, first, name):
        story = second(province, first, name)
        dossiers.receive(code=story.code, by=province.desk, at=story.now())
        slip = paper(story, Kind.INTAKE_SLIP)
        assert name in slip
        assert first not in slip

    def test_so_does_a_refusal_to_receive(self, province, first, name):
        story = second(province, first, name)
        dossiers.refuse(
            ground=RefusalGround.OTHER,
            signer=bootstrap.signer(), code=story.code, reason="Không thuộc thẩm quyền của xã",
            legal_basis="Điều 1 NĐ 1/2020", by=province.desk, at=story.now(),
        )  # fmt: skip
        assert name in paper(story, Kind.REFUSAL_TO_RECEIVE)

    @pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
    def test_so_does_what_was_decided(self, province, first, name, outcome):
        story = second(province, first, name)
        dossiers.receive(code=story.code, by=province.desk, at=story.now())
        story.handed(province.desk, "handler", Step.VERIFY)
        dossiers.draft_decision(
            code=story.code, outcome=outcome, grounds="Đã xem hồ sơ theo quy định",
            by=province.handler, at=story.now(),
        )  # fmt: skip
        story.handed(province.handler, "head", Step.SIGN)
        pdf = dossiers.preview_result(code=story.code, by=province.head, at=story.now())
        assert name in text_of(pdf)
        assert first not in text_of(pdf)

    def test_so_does_an_apology(self, province, first, name):
        story = second(province, first, name)
        dossiers.receive(code=story.code, by=province.desk, at=story.now())
        story.handed(province.desk, "handler", Step.VERIFY)
        dossiers.propose_extension(
            code=story.code, days=2, reason="Phải xác minh thêm", by=province.handler,
            at=story.now(),
        )  # fmt: skip
        pdf = dossiers.preview_apology(code=story.code, by=province.head, at=story.now())
        assert name in text_of(pdf)

    def test_so_do_receipts(self, province, first, name):
        story = second(province, first, name)
        citizen = Actor.citizen(dossier=story.code)
        assert queries.payer_of(story.code, by=citizen, at=story.now()) == name
        named = dossiers.payer_named(
            code=story.code, receipt="receipt:1", by=province.desk, at=story.now()
        )
        assert named == name

    def test_pages_mask_the_name_that_was_declared(self, province, first, name):
        story = second(province, first, name)
        shown = people_rules.mask_name(name)
        view = queries.view_for(story.code, by=province.desk, at=story.now())
        assert view.applicant.full_name == shown
        rows = inbox(Block.INTAKE, by=province.desk, at=story.now())
        assert {row.applicant for row in rows if row.code == story.code} == {shown}
        [hit] = queries.find_by_code(story.code, by=province.desk, at=story.now())
        assert hit.applicant == shown


def test_a_person_is_found_by_number_with_all_that_was_filed_under_it(province):
    codes = {filed(province, name).code for name in (BARE, ACCENTED, "Trần Văn Thí Dụ")}
    ids = people.look_up(number=LAN.personal_id, by=province.desk, at=Story(province).now())
    hits = queries.find_by_applicants(ids, by=province.desk, at=Story(province).now())
    assert {hit.code for hit in hits} == codes


class TestWhatIsDisclosed:
    def test_the_telephone_is_the_one_of_this_dossier(self, province):
        filed(province, BARE, phone="0900000111", address=OFFICE)
        story = filed(province, ACCENTED, phone="0900000222")
        seen = dossiers.disclose_applicant(
            code=story.code, by=province.desk, at=story.now(), purpose="intake"
        ).identity
        assert (seen.full_name, seen.phone, seen.address) == (ACCENTED, "0900000222", "")

    def test_it_is_entered_for_the_person_on_file(self, province):
        story = second(province, BARE, ACCENTED)
        dossiers.disclose_applicant(
            code=story.code, by=province.desk, at=story.now(), purpose="intake"
        )
        person = Dossier.objects.get(code=story.code).applicant_id
        entry = record.acts_of(f"person:{person}")[-1]
        assert entry.act == "person_disclosed"
        assert entry.detail == {"purpose": "intake", "dossier": story.code}


def as_listed(province, story) -> set[str]:
    """Return how the lists, the search and the register name whoever applies."""
    dossiers.receive(code=story.code, by=province.desk, at=story.now())
    rows = inbox(Block.HELD, by=province.desk, at=story.now())
    hits = queries.find_by_code(story.code, by=province.desk, at=story.now())
    lines = register_page("H99.31.01", 2026, by=province.desk, at=story.now())
    return {
        *(row.applicant for row in rows if row.code == story.code),
        *(hit.applicant for hit in hits),
        *(line.applicant for line in lines if line.code == story.code),
    }


class TestADossierOfBefore:
    """Filed before the declared name was kept with each dossier."""

    @pytest.fixture
    def story(self, province):
        filed(province, BARE)
        story = filed(province, ACCENTED)
        Dossier.objects.filter(code=story.code).update(declared=None)
        return story

    def test_what_came_from_the_counter_bears_the_name_on_file(self, province, story):
        view = queries.view_for(story.code, by=province.desk, at=story.now())
        assert view.applicant.full_name == people_rules.mask_name(BARE)
        rows = inbox(Block.INTAKE, by=province.desk, at=story.now())
        assert story.code in {row.code for row in rows}
        dossiers.receive(code=story.code, by=province.desk, at=story.now())
        assert BARE in paper(story, Kind.INTAKE_SLIP)

    def test_what_a_form_says_is_read_there_by_pages_and_lists(self, province, story):
        draft = dossiers.begin_draft(procedure_code=BIRTH, at=story.now())
        said = {"nguoi-nop": {"applicant_full_name": ACCENTED,
                              "applicant_personal_id": LAN.personal_id}}  # fmt: skip
        Dossier.objects.filter(code=story.code).update(draft=draft, answers=said)
        citizen = Actor.citizen(dossier=story.code)
        assert queries.payer_of(story.code, by=citizen, at=story.now()) == ACCENTED
        shown = people_rules.mask_name(ACCENTED)
        view = queries.view_for(story.code, by=province.desk, at=story.now())
        assert view.applicant.full_name == shown
        assert as_listed(province, story) == {shown}

    def test_a_list_says_of_each_what_its_page_says_in_two_queries(self, province, story):
        draft = dossiers.begin_draft(procedure_code=BIRTH, at=story.now())
        said = {"nguoi-nop": {"applicant_full_name": OTHER_TONE,
                              "applicant_personal_id": LAN.personal_id}}  # fmt: skip
        in_form, unreadable = filed(province, BARE), filed(province, BARE)
        Dossier.objects.filter(code=in_form.code).update(draft=draft, answers=said, declared=None)
        other = dossiers.begin_draft(procedure_code=BIRTH, at=story.now())
        Dossier.objects.filter(code=unreadable.code).update(
            draft=other, answers={"nguoi-nop": {}}, declared=None
        )
        rows = list(Dossier.objects.defer("answers"))
        with CaptureQueriesContext(connection) as asked:
            names = masked_applicants(rows)
        assert len(asked) == 2
        for row in Dossier.objects.all():
            page = queries.view_for(row.code, by=province.desk, at=story.now())
            assert names[row.pk] == page.applicant
        named = names[Dossier.objects.get(code=in_form.code).pk].full_name
        assert named == people_rules.mask_name(OTHER_TONE) != people_rules.mask_name(BARE)
