"""What a citizen answers is cleaned, and what cannot stand is named by field and code."""

import json
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thongsuot.domains.catalogue import rules, shipped
from thongsuot.domains.catalogue.rules.telling import stated, told
from thongsuot.domains.catalogue.terms import FieldKind, FormWrong, Needed
from thongsuot.domains.people.terms import NameMissing

TODAY = date(2026, 11, 20)
judged = partial(rules.clean_answers, today=TODAY, samples=True)
DOCUMENT = {
    "code": "1.900001", "title": "Thử", "valid_from": "2025-07-01", "source": "thử", "minutes": 3,
    "promise": "Tôi cam đoan.",
    "topics": [
        {"slug": "nguoi-nop", "title": "Ai?", "fields": [
            {"name": "applicant_full_name", "label": "Tên", "kind": "text", "required": True},
            {"name": "applicant_personal_id", "label": "Số", "kind": "personal_id",
             "required": True},
            {"name": "applicant_birth_on", "label": "Sinh", "kind": "date"},
            {"name": "applicant_phone", "label": "ĐT", "kind": "phone", "required": True},
            {"name": "applicant_email", "label": "Thư", "kind": "email"},
            {"name": "applicant_address", "label": "Ở", "kind": "address"}]},
        {"slug": "viec", "title": "Gì?", "fields": [
            {"name": "born_on", "label": "Ngày", "kind": "date", "required": True,
             "not_future": True, "year_only": True},
            {"name": "married", "label": "Cưới?", "kind": "choice", "required": True,
             "choices": [{"value": "yes", "label": "Có"}, {"value": "no", "label": "Không"}]},
            {"name": "spouse", "label": "Ai?", "kind": "text", "required": True, "max_length": 10,
             "shown_when": {"field": "married", "values": ["yes"]}},
            {"name": "copies", "label": "Bản", "kind": "number", "minimum": 1, "maximum": 50},
            {"name": "remark", "label": "Thêm", "kind": "longtext", "max_length": 30}]},
    ],
    "papers": [{"component_code": "to-khai", "name": "Tờ khai", "needed": "required"}],
}  # fmt: skip
FORM = rules.read_form(DOCUMENT)
GOOD = {"born_on": "27/3/1995", "married": "no"}


def clean(topic="viec", **raw):
    base = GOOD if topic == "viec" else {}
    return judged(FORM, topic, base | raw)


def errors(topic="viec", **raw):
    return [(error.field, error.code) for error in clean(topic, **raw)[1]]


def test_good_answers_come_out_clean():
    cleaned, wrong = clean(copies="2", remark=" dòng 1 \r\n dòng 2 ")
    assert wrong == []
    assert cleaned == {
        "born_on": "1995-03-27", "married": "no", "copies": "2", "remark": "dòng 1 \n dòng 2",
    }  # fmt: skip


def test_a_date_may_come_in_three_boxes():
    raw = {"born_on-day": "27", "born_on-month": "3", "born_on-year": "1995", "married": "no"}
    cleaned, wrong = judged(FORM, "viec", raw)
    assert (cleaned["born_on"], wrong) == ("1995-03-27", [])


def test_the_year_alone_is_enough_where_the_form_says_so():
    raw = {"born_on-day": "", "born_on-month": "", "born_on-year": "1950", "married": "no"}
    assert judged(FORM, "viec", raw)[0]["born_on"] == "1950"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param({"born_on": ""}, ("born_on", "required"), id="nothing"),
        pytest.param({"born_on": "30/2/1995"}, ("born_on", "date-no-such-day"), id="30 February"),
        pytest.param({"born_on": "27/3"}, ("born_on", "date-wrong"), id="no year"),
        pytest.param({"born_on": "3/27/1995"}, ("born_on", "date-no-such-month"), id="month first"),
        pytest.param({"born_on": "1/1/1066"}, ("born_on", "date-too-old"), id="long ago"),
        pytest.param({"born_on": "27//1995"}, ("born_on", "date-incomplete"), id="no month"),
        pytest.param({"born_on": "27/ba/1995"}, ("born_on", "date-not-digits"), id="in words"),
        pytest.param({"born_on": "27/3/95"}, ("born_on", "date-year-digits"), id="two digits"),
        pytest.param({"born_on": "68"}, ("born_on", "date-year-digits"), id="a short year"),
        pytest.param({"born_on": "21/11/2026"}, ("born_on", "date-in-future"), id="tomorrow"),
        pytest.param({"born_on": "2027"}, ("born_on", "date-in-future"), id="next year"),
        pytest.param({"married": "maybe"}, ("married", "choice-wrong"), id="no such choice"),
        pytest.param({"married": "yes"}, ("spouse", "required"), id="asked because of an answer"),
        pytest.param(
            {"married": "yes", "spouse": "x" * 11}, ("spouse", "too-long"), id="too long"
        ),
        pytest.param({"copies": "two"}, ("copies", "number-wrong"), id="words for a number"),
        pytest.param({"copies": "hai mươi bản"}, ("copies", "number-wrong"), id="many words"),
        pytest.param({"copies": "9" * 5000}, ("copies", "too-long"), id="endless digits"),
        pytest.param({"copies": "²"}, ("copies", "number-wrong"), id="a superscript"),
        pytest.param({"copies": "1.5"}, ("copies", "number-wrong"), id="a part of a copy"),
        pytest.param({"copies": "0"}, ("copies", "number-too-small"), id="too few"),
        pytest.param({"copies": "51"}, ("copies", "number-too-large"), id="too many"),
        pytest.param({"remark": "x" * 31}, ("remark", "too-long"), id="a long remark"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_stand_is_named_by_field_and_code(raw, expected):
    assert errors(**raw) == [expected]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"applicant_personal_id": "12345"}, ("applicant_personal_id", "personal-id-wrong")),
        ({"applicant_phone": "12"}, ("applicant_phone", "phone-wrong")),
        ({"applicant_email": "lan@"}, ("applicant_email", "email-wrong")),
    ],
)
def test_numbers_and_addresses_of_people_are_checked(raw, expected):
    good = {
        "applicant_full_name": "Nguyễn Thị Ví Dụ", "applicant_personal_id": "999195000012",
        "applicant_phone": "+84 912 345 678",
    }  # fmt: skip
    assert errors("nguoi-nop", **good) == []
    assert errors("nguoi-nop", **(good | raw)) == [expected]


def test_facts_of_an_error_fill_its_sentence():
    _, (error,) = clean(born_on="18/12/2026")
    assert error.facts == {"today": "2026-11-20"}


def test_an_answer_that_is_not_asked_does_not_come_out():
    assert "spouse" not in clean(spouse="Ai đó")[0]


def test_cleaning_again_changes_nothing():
    cleaned, _ = clean(married="yes", spouse="Ví Dụ", copies="1.000", remark="a\nb")
    again, wrong = judged(FORM, FORM.topic("viec"), cleaned)
    assert (again, wrong) == (cleaned, [])


@settings(deadline=None)
@given(st.dictionaries(
    st.sampled_from(["born_on", "married", "spouse", "copies", "remark", "born_on-day"]),
    st.text() | st.integers() | st.none() | st.lists(st.text()),
))  # fmt: skip
def test_no_answer_whatever_it_holds_crashes_the_cleaning(raw):
    cleaned, _ = judged(FORM, "viec", raw)
    json.dumps(cleaned).encode()


def test_the_applicant_is_read_from_the_answers_of_all_topics():
    identity = rules.applicant_of({
        "viec": {"born_on": "2026-01-01"},
        "nguoi-nop": {
            "applicant_full_name": "Nguyễn Thị Ví Dụ", "applicant_personal_id": "999195000012",
            "applicant_phone": "0912345678", "applicant_birth_on": "1995-03-27",
        },
    })  # fmt: skip
    assert identity.full_name == "Nguyễn Thị Ví Dụ"
    assert identity.birth_on == date(1995, 3, 27)
    with pytest.raises(NameMissing):
        rules.applicant_of({})


def changed(**edits):
    """Return the document with another second topic."""
    second = DOCUMENT["topics"][1] | edits
    return DOCUMENT | {"topics": [DOCUMENT["topics"][0], second]}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(DOCUMENT | {"source": ""}, id="no source"),
        pytest.param(DOCUMENT | {"valid_to": "2025-06-30"}, id="ends before it starts"),
        pytest.param(DOCUMENT | {"topics": DOCUMENT["topics"][1:]}, id="does not ask who applies"),
        pytest.param(DOCUMENT | {"topics": DOCUMENT["topics"] * 2}, id="topics doubled"),
        pytest.param(DOCUMENT | {"papers": DOCUMENT["papers"] * 2}, id="papers doubled"),
        pytest.param(changed(fields=[]), id="a topic that asks nothing"),
        pytest.param(changed(slug="Việc"), id="a slug with marks"),
        pytest.param(changed(fields=[{"name": "x", "label": "X", "kind": "colour"}]), id="a kind"),
        pytest.param(changed(fields=[{"name": "x", "label": "X", "kind": "choice"}]), id="none"),
        pytest.param(
            changed(fields=[{"name": "x", "label": "X", "kind": "text",
                             "shown_when": {"field": "y", "values": ["1"]}}]),
            id="depends on what is not asked before",
        ),
        pytest.param({}, id="nothing"),
    ],
)  # fmt: skip
def test_a_form_that_contradicts_itself_is_refused(document):
    with pytest.raises(FormWrong):
        rules.read_form(document)


SHIPPED = ("1.001193", "1.000894", "1.000656", "2.000635", "1.013225", "1.013949")


@pytest.mark.parametrize("code", SHIPPED)
def test_the_shipped_forms_hold_together(code):
    (form,) = shipped.forms()[code]
    assert form.source
    assert 3 <= len(form.topics) <= 8
    assert form.topics[0].slug == "nguoi-nop"
    assert any(paper.needed is Needed.HELD_BY_STATE for paper in form.papers)


def sample_of(field):
    """Return an answer that a field must take."""
    by_kind = {
        FieldKind.DATE: "1/3/2026", FieldKind.PERSONAL_ID: "999195000012",
        FieldKind.PHONE: "0912345678", FieldKind.EMAIL: "vi.du@example.vn", FieldKind.NUMBER: "2",
    }  # fmt: skip
    return field.choices[0].value if field.choices else by_kind.get(field.kind, "Ví dụ")


@pytest.mark.parametrize("code", SHIPPED)
def test_every_question_of_the_shipped_forms_can_be_answered(code):
    (form,) = shipped.forms()[code]
    for topic in form.topics:
        raw = {field.name: sample_of(field) for field in topic.fields}
        cleaned, wrong = judged(form, topic, raw)
        assert wrong == []
        assert all(line.text for line in told(topic, cleaned))


def test_the_birth_form_asks_what_the_register_of_births_holds():
    (form,) = shipped.forms()["1.001193"]
    names = {field.name for topic in form.topics for field in topic.fields}
    assert names >= {
        "child_full_name", "child_sex", "child_birth_on", "birth_place", "child_ethnicity",
        "child_nationality", "child_hometown", "mother_full_name", "mother_personal_id",
        "father_full_name", "father_personal_id", "applicant_relation", "parents_married",
    }  # fmt: skip


def test_a_father_who_is_not_named_is_not_asked_for():
    (form,) = shipped.forms()["1.001193"]
    cleaned, wrong = judged(form, "cha", {"father_known": "no"}, today=TODAY, samples=True)
    assert (cleaned, wrong) == ({"father_known": "no"}, [])


# What the result states


SHIPPED = [form for versions in shipped.forms().values() for form in versions]


@pytest.mark.parametrize("form", SHIPPED, ids=lambda form: form.code)
def test_a_result_states_whom_it_is_about_and_nothing_of_the_filing(form):
    filing = {"applicant", "delivery", "copies", "known", "conditions"}
    named = [line.field for part in form.result for line in part.lines]
    assert named[0] not in {"applicant_full_name", "mother_full_name"}
    assert [name for name in named if filing & set(name.split("_"))] == []


def test_a_birth_certificate_begins_with_the_child_then_mother_then_father():
    (form,) = (form for form in SHIPPED if form.code == "1.001193")
    answers = {
        "nguoi-nop": {"applicant_full_name": "Mẹ Mẫu", "applicant_phone": "0912000417"},
        "em-be": {"child_full_name": "Bé Mẫu", "child_sex": "female"},
        "ngay-sinh-noi-sinh": {"child_birth_on": "2026-02-18", "birth_place_kind": "hospital"},
        "me": {"mother_known": "yes", "mother_full_name": "Mẹ Mẫu", "mother_birth_on": "1995"},
        "cha": {"father_known": "no", "father_full_name": "Người đã bỏ"},
        "nhan-ket-qua": {"delivery": "counter", "copies": "2"},
    }
    told_parts = [(title, [(line.label, line.text) for line in lines])
                  for title, lines in stated(form, answers)]  # fmt: skip
    assert told_parts == [
        ("Người được khai sinh", [
            ("Họ, chữ đệm, tên", "Bé Mẫu"), ("Ngày, tháng, năm sinh", "18/02/2026"),
            ("Giới tính", "Nữ"),
        ]),
        ("Mẹ", [("Họ, chữ đệm, tên", "Mẹ Mẫu"), ("Ngày sinh", "1995")]),
    ]  # fmt: skip


def test_a_form_that_names_nothing_for_its_result_gives_nothing_away():
    assert stated(FORM, {"viec": {"married": "no"}}) == []


@pytest.mark.parametrize("name", ["applicant_phone", "no_such_question"])
def test_a_result_may_not_state_the_applicant_or_what_was_not_asked(name):
    wrong = DOCUMENT | {"result": [{"title": "Ai", "lines": [{"field": name, "label": "Số"}]}]}
    with pytest.raises(FormWrong):
        rules.read_form(wrong)


# Dates held against each other, and dates that are hard to believe

(DEATH,) = (form for form in SHIPPED if form.code == "1.000656")
(NEWBORN,) = (form for form in SHIPPED if form.code == "1.001193")
DEATH_TOLD = {"death_place": "Nhà riêng"}
BIRTH_TOLD = {"birth_place_kind": "home", "birth_place": "Nhà riêng"}


@pytest.mark.parametrize(
    ("born", "died", "codes"),
    [
        pytest.param("1950-03-02", "1/3/1950", ["date-before"], id="a day before"),
        pytest.param("1950-03-02", "2/3/1950", [], id="the same day"),
        pytest.param("1950", "1/3/1950", [], id="the year alone may be the same"),
        pytest.param("1951", "1/3/1950", ["date-before"], id="the year alone is later"),
        pytest.param("31/2/1950", "1/3/1950", [], id="nothing is known of a date that is wrong"),
        pytest.param("", "1/3/1950", [], id="not answered yet"),
    ],
)  # fmt: skip
def test_nobody_dies_before_birth(born, died, codes):
    others = {"nguoi-da-mat": {"deceased_birth_on": born}}
    raw = DEATH_TOLD | {"death_on": died}
    cleaned, wrong = judged(DEATH, "su-viec", raw, today=TODAY, others=others, samples=True)
    assert [error.code for error in wrong] == codes
    assert ("death_on" in cleaned) == (not codes)


def test_a_child_of_a_hundred_years_is_asked_about_once_and_may_be_meant():
    raw = BIRTH_TOLD | {"child_birth_on": "1/1/1926"}
    (wrong,) = judged(NEWBORN, "ngay-sinh-noi-sinh", raw)[1]
    assert (wrong.code, wrong.facts["given"]) == ("date-doubtful", "1926-01-01")
    meant = raw | {"child_birth_on_sure": "1926-01-01"}
    cleaned, none = judged(NEWBORN, "ngay-sinh-noi-sinh", meant, today=TODAY, samples=True)
    again = judged(NEWBORN, "ngay-sinh-noi-sinh", cleaned)
    assert (none, again) == ([], (cleaned, []))


def test_another_date_has_to_be_confirmed_anew():
    raw = BIRTH_TOLD | {"child_birth_on": "1/1/1927", "child_birth_on_sure": "1926-01-01"}
    (wrong,) = judged(NEWBORN, "ngay-sinh-noi-sinh", raw)[1]
    assert wrong.code == "date-doubtful"


@pytest.mark.parametrize("form", SHIPPED, ids=lambda form: form.code)
def test_every_required_choice_has_its_own_words_for_being_left_out(form):
    choices = [f for topic in form.topics for f in topic.fields if f.kind is FieldKind.CHOICE]
    assert [field.name for field in choices if field.required and not field.missing] == []


def test_a_date_is_held_only_against_dates_of_its_form():
    wrong = json.loads(json.dumps(DOCUMENT))
    wrong["topics"][1]["fields"][0]["not_before"] = ["married"]
    with pytest.raises(FormWrong):
        rules.read_form(wrong)
