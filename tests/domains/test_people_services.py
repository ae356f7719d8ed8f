from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.builders_organisation import invented_organisation
from tests.builders_people import AT, BINH, COMPANY, LAN

from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.people import queries, services
from thongsuot.domains.people.models import Person, Representation
from thongsuot.domains.people.terms import (
    Basis,
    DisclosureRefused,
    Doubt,
    NameMissing,
    NumberTaken,
    PersonalIdLength,
    PersonUnknown,
    Purpose,
    RepresentationRefused,
    RepresentationUnknown,
    SampleNumber,
)
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
CITIZEN = Actor.citizen()
LATER = AT + timedelta(days=1)


def remember(identity=LAN, by=CITIZEN, at=AT) -> Person:
    return services.remember(identity=identity, by=by, at=at)


def acts(person: Person) -> list[str]:
    return [entry.act for entry in ledger.acts_of(person.subject)]


@pytest.fixture
def desk() -> Actor:
    """Return the invented officer who receives at the desk."""
    invented_organisation()
    return officer("lan")


def officer(username: str) -> Actor:
    found = organisation.find_officer(username)
    post = organisation.posts_of(found.pk, local_date(AT))[0]
    return organisation.actor_of(found.pk, post.pk, AT)


class TestRemembering:
    def test_a_new_person_is_put_on_file_with_one_entry(self):
        person = remember()
        assert acts(person) == ["person_recorded"]
        assert queries.agrees_with_record(person.pk)

    def test_the_entry_says_nothing_of_who_it_is(self):
        entry = ledger.acts_of(remember().subject)[0]
        assert entry.detail.keys() == {"kind", "identity"}
        said = str(entry.detail)
        assert LAN.personal_id not in said
        assert LAN.phone not in said

    def test_the_same_number_and_name_is_the_same_person(self):
        first = remember()
        again = remember(replace(LAN, full_name="NGUYỄN  THỊ VÍ DỤ", personal_id="999 185 000017"))
        assert again.pk == first.pk
        assert acts(first) == ["person_recorded"]

    def test_whoever_knows_number_and_name_cannot_change_the_telephone(self):
        remember()
        again = remember(replace(LAN, phone="0999999999"))
        assert again.as_identity().phone == LAN.phone

    def test_the_same_number_under_another_name_stays_another_person(self):
        first = remember()
        other = remember(replace(LAN, full_name="Lê Văn Khác"))
        assert other.pk != first.pk
        assert queries.masked(other.pk).full_name == "Lê Văn K•••"
        [claim] = queries.claims_beside(first.pk, LAN.full_name)
        assert (claim.person_id, claim.masked_name) == (other.pk, "Lê Văn K•••")
        assert not claim.by_tones_alone
        assert queries.claims_beside(remember(BINH).pk, BINH.full_name) == []

    def test_a_person_without_a_number_is_never_taken_for_another(self):
        nameless = replace(LAN, personal_id="")
        assert remember(nameless).pk != remember(nameless).pk
        assert queries.claims_beside(remember(nameless).pk, LAN.full_name) == []

    def test_a_business_is_known_by_its_number(self):
        assert remember(COMPANY).pk == remember(replace(COMPANY, full_name="CÔNG TY TNHH MẪU")).pk

    def test_a_person_known_by_either_number_is_found(self):
        company = remember(COMPANY)
        assert remember(replace(COMPANY, personal_id=BINH.personal_id)).pk == company.pk

    @pytest.mark.parametrize(
        ("identity", "refusal"),
        [
            pytest.param(replace(LAN, full_name=" "), NameMissing, id="no name"),
            pytest.param(replace(LAN, personal_id="123"), PersonalIdLength, id="a short number"),
        ],
    )
    def test_what_cannot_be_is_refused_and_leaves_nothing(self, identity, refusal):
        with pytest.raises(refusal):
            remember(identity)
        assert not Person.objects.exists()

    def test_sample_numbers_are_refused_in_real_service(self, settings):
        settings.SAMPLE_DATA = False
        with pytest.raises(SampleNumber):
            remember()

    def test_the_database_refuses_a_second_row_for_one_claim(self):
        first = remember()
        with pytest.raises(IntegrityError, match="people_one_person"), transaction.atomic():
            Person.objects.create(
                kind=first.kind, identity=first.identity, recorded_at=AT,
                name_index=first.name_index, personal_id_index=first.personal_id_index,
            )  # fmt: skip


class TestShowing:
    def test_people_are_shown_masked(self):
        shown = queries.masked(remember().pk)
        assert shown.full_name == "Nguyễn Thị V• D•"
        assert (shown.number, shown.phone) == ("999•••••0017", "091••••417")
        assert (shown.email, shown.birth_year) == ("v•••@example.vn", 1985)

    def test_many_are_shown_in_one_query(self, django_assert_num_queries):
        ids = [remember().pk, remember(BINH).pk, remember(COMPANY).pk]
        with django_assert_num_queries(1):
            shown = queries.masked_many([*ids, ids[0], uuid4()])
        assert [shown[pk].birth_year for pk in ids] == [1985, 1990, None]
        assert len(shown) == 3

    def test_their_own_papers_bear_the_full_name(self):
        assert queries.on_own_papers(remember().pk) == LAN

    def test_nobody_is_shown_under_an_unknown_id(self):
        with pytest.raises(PersonUnknown):
            queries.masked(uuid4())

    def test_doubts_about_a_number_are_told_without_showing_it(self):
        told = queries.doubts_in(replace(LAN, birth_on=date(1958, 3, 5)))
        assert told == (Doubt.BIRTH_YEAR_DIFFERS,)


class TestDisclosing:
    def test_an_officer_who_settles_dossiers_sees_all_and_it_is_recorded(self, desk):
        person = remember()
        seen = services.disclose(
            person_id=person.pk, by=desk, at=LATER, purpose=Purpose.INTAKE, dossier="H99.31-1"
        )
        assert seen == LAN
        entry = ledger.acts_of(person.subject)[-1]
        assert (entry.act, entry.actor) == ("person_disclosed", desk)
        assert entry.detail == {"purpose": "intake", "dossier": "H99.31-1"}

    @pytest.mark.parametrize("who", [CITIZEN, Actor.officer(officer_id=0, post_id=0, agency="H1")])
    @pytest.mark.usefixtures("desk")
    def test_nobody_else_sees_all(self, who):
        person = remember()
        with pytest.raises(DisclosureRefused):
            services.disclose(person_id=person.pk, by=who, at=LATER, purpose="intake")
        assert acts(person) == ["person_recorded"]

    def test_an_officer_no_longer_on_the_post_sees_nothing(self, desk):
        person = remember()
        gone = replace(desk, post_id=-1)
        with pytest.raises(DisclosureRefused):
            services.disclose(person_id=person.pk, by=gone, at=LATER, purpose="intake")

    def test_a_purpose_must_be_one_of_the_known(self, desk):
        person = remember()
        with pytest.raises(ValueError, match="curiosity"):
            services.disclose(person_id=person.pk, by=desk, at=LATER, purpose="curiosity")

    def test_a_paper_of_a_long_name_is_noted_once_a_day_as_any_other(self, desk):
        person = remember()
        paper = f"draft-apology:{'H17.15-' * 5}-20260105-0000001"
        for at in (LATER, LATER, LATER + timedelta(days=1)):
            services.note_paper_read(
                person_id=person.pk, paper=paper, purpose=Purpose.DECISION, dossier="", by=desk,
                at=at,
            )  # fmt: skip
        assert acts(person).count("person_paper_read") == 2

    def test_nothing_is_disclosed_of_an_unknown_person(self, desk):
        with pytest.raises(PersonUnknown):
            services.disclose(person_id=uuid4(), by=desk, at=LATER, purpose="intake")


class TestFinding:
    def test_people_are_found_by_whole_number_phone_and_name(self, desk):
        lan, binh = remember(), remember(BINH)

        def find(**given: str):
            return queries.find_ids(by=desk, at=LATER, **given)

        assert find(personal_id="999 185 000017") == [lan.pk]
        assert find(phone="+84 912 000 417") == [lan.pk]
        assert find(name="tran van thi du") == [binh.pk]
        assert find(name=BINH.full_name, personal_id=LAN.personal_id) == []
        assert find(name="Trần") == []
        assert find() == []

    def test_the_public_cannot_ask_who_is_on_file(self):
        with pytest.raises(DisclosureRefused):
            queries.find_ids(by=CITIZEN, at=AT, phone=LAN.phone)


class TestCorrecting:
    def test_a_correction_replaces_and_says_which_fields(self, desk):
        person = remember()
        services.correct(
            person_id=person.pk, identity=replace(LAN, phone="0999000111", email=""),
            by=desk, at=LATER,
        )  # fmt: skip
        assert queries.masked(person.pk).phone == "099••••111"
        assert queries.find_ids(by=desk, at=LATER, phone="0999000111") == [person.pk]
        entry = ledger.acts_of(person.subject)[-1]
        assert (entry.act, entry.detail["fields"]) == ("person_corrected", ["email", "phone"])
        assert queries.agrees_with_record(person.pk)

    def test_nobody_is_corrected_into_somebody_else(self, desk):
        remember()
        binh = remember(BINH)
        with pytest.raises(NumberTaken):
            services.correct(person_id=binh.pk, identity=LAN, by=desk, at=LATER)
        assert queries.masked(binh.pk).birth_year == 1990
        assert acts(binh) == ["person_recorded"]

    def test_the_public_corrects_nobody(self):
        person = remember()
        with pytest.raises(DisclosureRefused):
            services.correct(person_id=person.pk, identity=BINH, by=CITIZEN, at=LATER)

    def test_a_change_behind_the_record_shows(self):
        person = remember()
        person.identity = {**person.identity, "phone": "0999999999"}
        person.save()
        assert not queries.agrees_with_record(person.pk)


class TestRepresenting:
    FIRST = date(2026, 3, 2)

    def authorise(self, desk, person, represents, **options):
        return services.record_representation(
            **{
                "person_id": person.pk, "represents_id": represents.pk,
                "basis": Basis.AUTHORISED, "document": "Giấy ủy quyền mẫu 01",
                "valid_from": self.FIRST, "by": desk, "at": AT,
            }
            | options
        )  # fmt: skip

    def test_one_may_act_for_another_from_the_first_day_on(self, desk):
        binh, lan = remember(BINH), remember()
        self.authorise(desk, binh, lan)
        asked = {"person_id": binh.pk, "represents_id": lan.pk}
        assert queries.may_represent(**asked, on=self.FIRST)
        assert not queries.may_represent(**asked, on=self.FIRST - timedelta(days=1))
        assert not queries.may_represent(person_id=lan.pk, represents_id=binh.pk, on=self.FIRST)
        assert queries.represented_by(binh.pk, self.FIRST) == [(lan.pk, Basis.AUTHORISED)]

    def test_the_record_of_the_represented_tells_it_without_the_document(self, desk):
        binh, lan = remember(BINH), remember()
        made = self.authorise(desk, binh, lan)
        entry = ledger.acts_of(lan.subject)[-1]
        assert entry.act == "representation_recorded"
        assert entry.detail["by"] == str(binh.pk)
        assert "Giấy" not in str(entry.detail)
        assert Representation.objects.get(pk=made.pk).document == "Giấy ủy quyền mẫu 01"

    def test_it_ends_on_the_day_that_was_said(self, desk):
        binh, lan = remember(BINH), remember()
        made = self.authorise(desk, binh, lan, valid_to=date(2026, 12, 31))
        services.end_representation(
            representation_id=made.pk, on=date(2026, 3, 5), by=desk, at=LATER
        )
        asked = {"person_id": binh.pk, "represents_id": lan.pk}
        assert queries.may_represent(**asked, on=date(2026, 3, 4))
        assert not queries.may_represent(**asked, on=date(2026, 3, 5))
        assert acts(lan)[-1] == "representation_ended"

    def test_it_cannot_end_before_it_began(self, desk):
        made = self.authorise(desk, remember(BINH), remember())
        with pytest.raises(RepresentationRefused):
            services.end_representation(representation_id=made.pk, on=self.FIRST, by=desk, at=LATER)

    def test_an_unknown_one_cannot_end(self, desk):
        with pytest.raises(RepresentationUnknown):
            services.end_representation(representation_id=0, on=self.FIRST, by=desk, at=LATER)

    def test_nobody_represents_themselves(self, desk):
        lan = remember()
        with pytest.raises(RepresentationRefused):
            self.authorise(desk, lan, lan)

    def test_the_public_cannot_put_an_authority_on_file(self):
        with pytest.raises(DisclosureRefused):
            self.authorise(CITIZEN, remember(BINH), remember())

    def test_the_database_refuses_it_too(self):
        lan = remember()
        with pytest.raises(IntegrityError, match="of_somebody_else"), transaction.atomic():
            Representation.objects.create(
                person=lan, represents=lan, basis=Basis.AUTHORISED, document="",
                valid_from=self.FIRST, recorded_at=AT,
            )  # fmt: skip
