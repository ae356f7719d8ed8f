from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.domains.people import queries, rules
from thongsuot.domains.people.terms import (
    Doubt,
    EmailWrong,
    EnterpriseNumberWrong,
    Identity,
    NameMissing,
    PersonalIdLength,
    PersonalIdPlace,
    PersonalIdWrong,
    PersonKind,
    PhoneWrong,
    RepresentationRefused,
    Sex,
)

PLACES = frozenset({"001", "079"})
LAN = Identity(
    full_name="Nguyễn Thị Văn Dụ",
    personal_id="999185001234",
    birth_on=date(1985, 3, 5),
    sex=Sex.FEMALE,
    phone="0912345678",
    email="mau@example.vn",
)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("079205001234", id="twelve digits"),
        pytest.param("079 205 001234", id="grouped for reading"),
        pytest.param(" 079.205-001234 ", id="points and dashes"),
        pytest.param("079\u00a0205\u00a0001234", id="non-breaking spaces"),
    ],
)
def test_a_personal_number_is_read_however_it_is_grouped(written):
    assert rules.check_personal_id(written) == "079205001234"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("012345678", 9, id="an old nine-digit card"),
        pytest.param("0792050012345", 13, id="one digit too many"),
        pytest.param("٠٧٩٢٠٥٠٠١٢٣٤", 0, id="digits of another script"),
    ],
)
def test_a_personal_number_of_another_length_is_refused_with_the_digits_counted(written, digits):
    with pytest.raises(PersonalIdLength) as refused:
        rules.check_personal_id(written)
    assert refused.value.facts == {"digits": digits}


def test_a_personal_number_with_letters_in_it_is_refused():
    with pytest.raises(PersonalIdWrong):
        rules.check_personal_id("O79205001234a1")


def test_no_place_of_registration_is_numbered_000():
    with pytest.raises(PersonalIdPlace) as refused:
        rules.check_personal_id("000205001234")
    assert refused.value.facts == {"place": "000"}


def test_a_person_registered_abroad_is_not_refused_but_looked_at():
    abroad = replace(LAN, personal_id=rules.check_personal_id("145185001234"))
    assert rules.doubts(abroad, PLACES) == (Doubt.PLACE_UNKNOWN,)


@pytest.mark.parametrize(
    ("number", "year", "sex"),
    [
        ("079085001234", 1985, Sex.MALE),
        ("079185001234", 1985, Sex.FEMALE),
        ("079205001234", 2005, Sex.MALE),
        ("079300001234", 2000, Sex.FEMALE),
        ("079499001234", 2199, Sex.MALE),
        ("079999001234", 2399, Sex.FEMALE),
    ],
)
def test_the_number_speaks_of_the_year_of_birth_and_the_sex(number, year, sex):
    assert (rules.birth_year_in(number), rules.sex_in(number)) == (year, sex)


@pytest.mark.parametrize(
    ("identity", "doubts"),
    [
        pytest.param(LAN, (), id="all agrees"),
        pytest.param(replace(LAN, personal_id="001185001234"), (), id="a known place"),
        pytest.param(
            replace(LAN, personal_id="003185001234"), (Doubt.PLACE_UNKNOWN,), id="a gap in the list"
        ),
        pytest.param(
            replace(LAN, birth_on=date(1986, 1, 1)),
            (Doubt.BIRTH_YEAR_DIFFERS,),
            id="another year of birth",
        ),
        pytest.param(replace(LAN, sex=Sex.MALE), (Doubt.SEX_DIFFERS,), id="another sex"),
        pytest.param(
            replace(LAN, birth_on=None, birth_year=None, sex=None), (), id="nothing to compare"
        ),
        pytest.param(replace(LAN, birth_on=None, birth_year=1985), (), id="the year alone"),
        pytest.param(
            replace(LAN, birth_on=None, birth_year=1958),
            (Doubt.BIRTH_YEAR_DIFFERS,),
            id="the year alone, another",
        ),
        pytest.param(Identity(full_name="Không Số"), (), id="no number at all"),
    ],
)
def test_what_disagrees_is_a_doubt_and_never_a_refusal(identity, doubts):
    assert rules.doubts(identity, PLACES) == doubts


def test_the_day_of_birth_gives_the_year():
    assert LAN.birth_year == 1985


def test_sixty_three_provinces_are_known_as_places_of_registration():
    places = queries.birth_registration_places()
    assert len(places) == 63
    assert {"001", "031", "048", "079", "087", "096"} <= places


def test_no_place_of_registration_bears_the_code_kept_for_samples():
    assert rules.SAMPLE_PLACE not in queries.birth_registration_places()
    assert rules.is_sample(rules.check_personal_id("999 185 001234"))
    assert not rules.is_sample("079205001234")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0100047516", "0100047516"),
        (" 010 004 7516 ", "0100047516"),
        ("0100047516-001", "0100047516-001"),
        ("0100047516001", "0100047516-001"),
    ],
)
def test_an_enterprise_number_has_ten_digits_and_may_name_a_unit(written, number):
    assert rules.check_enterprise_number(written) == number


@pytest.mark.parametrize("written", ["", "010004751", "01000475160", "01000A7516"])
def test_an_enterprise_number_of_another_form_is_refused(written):
    with pytest.raises(EnterpriseNumberWrong):
        rules.check_enterprise_number(written)


@pytest.mark.parametrize(
    ("number", "doubts"),
    [
        ("0100047516", ()),
        ("0100047516-001", ()),
        ("0100047517", (Doubt.CHECK_DIGIT_DIFFERS,)),
    ],
)
def test_a_wrong_check_digit_of_an_enterprise_is_a_doubt(number, doubts):
    business = Identity(full_name="Công ty Mẫu", kind=PersonKind.BUSINESS, enterprise_number=number)
    assert rules.doubts(business, PLACES) == doubts


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084-912.345.678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("(024) 3825 1234", "02438251234"),
        ("+84 24 3825 1234", "02438251234"),
        ("+1 415 555 0100", "+14155550100"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(written, dialled):
    assert rules.check_phone(written) == dialled


@pytest.mark.parametrize(
    ("written", "digits"),
    [("", 0), ("091234567", 9), ("0012345678", 10), ("12345678", 8), ("không có", 0), ("+84", 2)],
)
def test_what_cannot_be_dialled_is_refused_with_the_digits_counted(written, digits):
    with pytest.raises(PhoneWrong) as refused:
        rules.check_phone(written)
    assert refused.value.facts == {"digits": digits}


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_every_way_to_write_a_number_of_this_country_leads_to_one(phone):
    for written in (phone, "+84" + phone[1:], "+84" + phone, "84" + phone[1:], "0084" + phone[1:]):
        assert rules.check_phone(written) == phone


def test_an_address_of_mail_is_trimmed():
    assert rules.check_email(" mau@example.vn ") == "mau@example.vn"


@pytest.mark.parametrize(
    "written", ["", "mau", "mau@", "@example.vn", "mau@example", "a b@example.vn", "a@b..vn"]
)
def test_what_is_no_address_of_mail_is_refused(written):
    with pytest.raises(EmailWrong):
        rules.check_email(written)


def test_an_identity_is_cleaned_as_a_whole():
    written = Identity(
        full_name="  Nguye\u0302\u0303n  Thị\u200b Mẫu ",
        personal_id="999 185 001234",
        phone="+84 912 345 678",
        email=" mau@example.vn",
        address="Thôn Mẫu,\n xã Mẫu",
    )
    assert rules.clean(written) == Identity(
        full_name="Nguyễn Thị Mẫu",
        personal_id="999185001234",
        phone="0912345678",
        email="mau@example.vn",
        address="Thôn Mẫu, xã Mẫu",
    )


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u0301"])
def test_nobody_is_known_without_a_name(name):
    with pytest.raises(NameMissing):
        rules.clean(Identity(full_name=name))


@pytest.mark.parametrize("name", ["Y", "H'Hen Niê", "Nguyễn", "A Kpă H'Lưn Y Thu Niê Kđăm"])
def test_short_long_and_ethnic_names_are_kept_whole(name):
    assert rules.clean(Identity(full_name=name)).full_name == name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Thị Văn Dụ", "Nguyễn Thị V•• D•"),
        ("Trần Thị Lan", "Trần Thị L••"),
        ("Lê An", "Lê A•"),
        ("Lan", "L••"),
        ("Lê Y", "Lê •"),
        ("", ""),
    ],
)
def test_a_masked_name_never_shows_the_given_name(name, masked):
    assert rules.mask_name(name) == masked


def test_masked_numbers_keep_their_ends():
    assert rules.mask_personal_id("079205001234") == "079•••••1234"
    assert rules.mask_phone("0912345678") == "091••••678"
    assert rules.mask_email("mau@example.vn") == "m•••@example.vn"


@pytest.mark.parametrize("mask", [rules.mask_personal_id, rules.mask_phone, rules.mask_email])
def test_nothing_is_masked_as_nothing(mask):
    assert mask("") == ""


@given(st.text(max_size=7))
def test_a_short_number_is_masked_altogether(text):
    assert set(rules.mask_personal_id(text)) <= {"•"}


def test_a_business_is_shown_by_its_public_name_and_number():
    company = Identity(
        full_name="Công ty TNHH Mẫu", kind=PersonKind.BUSINESS,
        enterprise_number="0100047516", phone="0912345678",
    )  # fmt: skip
    masked = rules.mask(company)
    assert (masked.full_name, masked.number) == ("Công ty TNHH Mẫu", "0100047516")
    assert masked.phone == "091••••678"


def test_an_identity_does_not_show_itself_in_messages():
    assert repr(LAN) == "Identity(citizen)"


def test_nobody_represents_themselves():
    with pytest.raises(RepresentationRefused):
        rules.check_representation(themselves=True, valid_from=date(2026, 1, 1), valid_to=None)


def test_a_representation_lasts_a_day_at_least():
    first = date(2026, 1, 1)
    rules.check_representation(themselves=False, valid_from=first, valid_to=date(2026, 1, 2))
    with pytest.raises(RepresentationRefused):
        rules.check_representation(themselves=False, valid_from=first, valid_to=first)


@pytest.mark.parametrize(("one", "other", "alike"), [
    pytest.param("NGUYEN THI HUE", "Nguyễn Thị Huệ", True, id="without accents"),
    pytest.param("NGUYỄN THỊ HUỆ", "nguyễn  thị huệ", True, id="in capitals"),
    pytest.param("Trần Thị Hoà", "Trần Thị Hòa", True, id="the tone on another letter"),
    pytest.param("Nguyễn Thị Huệ", "Nguyễn Thị Huế", False, id="another tone"),
    pytest.param("Lê Thị Thơ", "Lê Thị Tho\u0302", False, id="another vowel"),
    pytest.param("Nguyễn Thị Huệ", "Nguyễn Thị Lan", False, id="another name"),
])  # fmt: skip
def test_two_ways_of_writing_may_be_one_name(one, other, alike):
    assert rules.may_be_one_name(one, other) is alike
    assert rules.may_be_one_name(other, one) is alike
