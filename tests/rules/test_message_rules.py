"""Words of messages: what they may carry, how long they are, when and by which way they go."""

import re
from datetime import UTC, date, datetime

import pytest

from thongsuot.domains.exchange import rules
from thongsuot.domains.exchange.terms import (
    Channel,
    Recipient,
    TemplateUnknown,
    ValueNotPlain,
    WordingWrong,
)

TEMPLATES = {template.code: template for template in rules.shipped().templates}
POLICY = rules.shipped().policy
SITE = "https://dichvucong.tinhmau.gov.vn"
SURROUNDINGS = {"code": "H99.31.01-20260302-0000001", "site": SITE, "hotline": "1900 0000"}
EVERYWHERE = Recipient(email="lan@vidu.vn", phone="0912000417")


def words(template):
    """Return every text of one occasion, filled with its sample."""
    values = {**SURROUNDINGS, **dict(template.sample)}
    values["link"] = rules.filled(dict(rules.shipped().links)[template.audience], SURROUNDINGS)
    zalo = [text for _name, text in template.zalo.fields] if template.zalo else []
    texts = [template.sms, template.title, *template.body, *zalo]
    return [rules.filled(text, values) for text in texts]


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_every_text_fills_from_its_sample_and_fits_into_the_parts_that_are_paid_for(code):
    filled = words(TEMPLATES[code])
    assert rules.fits(filled[0], POLICY)
    assert not [text for text in filled if "{" in text]


PLAIN = {
    "code", "link", "site", "hotline", "agency", "due_at", "amount_vnd", "papers", "since", "late",
    "today", "tomorrow", "waiting", "apologies", "requests", "proof", "answer_by", "count",
    "decide_by", "intake", "opinions", "rulings", "decisions", "unanswered",
    "objections",
}  # fmt: skip
"""What texts may be filled with: codes, counts, sums, dates, the office; nothing of a person."""


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_no_text_carries_personal_data(code):
    template = TEMPLATES[code]
    zalo = [text for _name, text in template.zalo.fields] if template.zalo else []
    texts = " ".join([template.sms, template.title, *template.body, *zalo])
    assert set(re.findall(r"\{(\w+)", texts)) | set(dict(template.sample)) <= PLAIN
    around = f"{SURROUNDINGS['code']}|{SURROUNDINGS['hotline']}|{SITE}"
    said = re.sub(around, "", " ".join(words(template)))
    assert not re.search(r"\d{9,}|[\w.]+@[\w.]+", said), "no number of a person, no address"


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_no_text_blames_shouts_or_uses_a_word_that_says_nothing(code):
    said = " ".join(words(TEMPLATES[code])).lower()
    banned = ("thất bại", "không hợp lệ", "vui lòng thử lại", "quý khách", "!", "bạn ")
    assert not [word for word in banned if word in said]


@pytest.mark.parametrize(("text", "parts"), [
    pytest.param("a" * 160, 1, id="160 plain letters go in one"),
    pytest.param("a" * 161, 2, id="one more makes two of 153"),
    pytest.param("a" * 307, 3, id="307 plain letters make three"),
    pytest.param("[" * 80, 1, id="a bracket takes two places"),
    pytest.param("[" * 81, 2, id="81 brackets do not go in one"),
    pytest.param("ế" * 70, 1, id="70 letters with marks go in one"),
    pytest.param("ế" * 71, 2, id="one more makes two of 67"),
    pytest.param("ế" * 135, 3, id="135 letters with marks make three"),
    pytest.param("a" * 69 + "ế", 1, id="one mark makes the whole text UCS-2"),
    pytest.param("a" * 70 + "ế", 2, id="and so two parts of 71 letters"),
])  # fmt: skip
def test_parts_of_an_sms(text, parts):
    assert rules.sms_parts(text) == parts


def test_a_text_without_marks_is_what_old_telephones_write():
    assert rules.without_marks("Đã nhận hồ sơ, hẹn trả") == "Da nhan ho so, hen tra"


def vietnam(hour: int, minute: int = 0) -> datetime:
    """Return an instant of 3 March 2026 by the clock on the wall in Vietnam."""
    return datetime.combine(date(2026, 3, 3), datetime.min.time(), UTC).replace(
        hour=(hour - 7) % 24, minute=minute, day=3 if hour >= 7 else 2
    )


@pytest.mark.parametrize(("at", "then"), [
    pytest.param(vietnam(20, 59), vietnam(20, 59), id="a minute before is not quiet"),
    pytest.param(vietnam(21), datetime(2026, 3, 4, 0, 0, tzinfo=UTC), id="from 21:00 until 7:00"),
    pytest.param(vietnam(6, 59), vietnam(7), id="in the small hours until 7:00 of the day"),
    pytest.param(vietnam(7), vietnam(7), id="at 7:00 it is over"),
])  # fmt: skip
def test_quiet_hours_hold_what_rings_until_the_morning(at, then):
    assert rules.after_quiet(at, Channel.SMS, POLICY) == then


def test_a_letter_wakes_nobody():
    assert rules.after_quiet(vietnam(23), Channel.EMAIL, POLICY) == vietnam(23)


def test_the_first_way_with_an_address_and_a_text_is_taken():
    received = TEMPLATES["received"]
    assert rules.chosen(received, EVERYWHERE, POLICY) is Channel.EMAIL
    assert rules.chosen(received, Recipient(phone="0912000417"), POLICY) is Channel.ZALO
    assert rules.chosen(received, EVERYWHERE, POLICY, tried=[Channel.EMAIL]) is Channel.ZALO
    sms = Recipient(email="lan@vidu.vn", phone="0912000417", first=Channel.SMS)
    assert rules.chosen(received, sms, POLICY) is Channel.SMS
    assert rules.chosen(received, Recipient(), POLICY) is None


def test_what_is_not_needed_can_be_switched_off_and_what_is_needed_cannot():
    quiet = Recipient(phone="0912000417", only_needed=True)
    assert rules.chosen(TEMPLATES["processing"], quiet, POLICY) is None
    for code in ("supplement", "supplied", "payment-met"):
        assert rules.chosen(TEMPLATES[code], quiet, POLICY) is Channel.ZALO


def test_tries_lie_further_and_further_apart_and_come_to_an_end():
    at, waits = vietnam(9), []
    for attempts in range(1, 9):
        following = rules.next_try(attempts, at, POLICY)
        waits.append(following and (following - at).total_seconds() / 60)
    assert waits == [1, 5, 15, 60, 240, 720, None, None]


@pytest.mark.parametrize("word", ["Nguyễn Thị Ví Dụ", "xã Mẫu An", "lan@vidu.vn", "a b"])
def test_a_message_carries_no_words(word):
    with pytest.raises(ValueNotPlain) as refused:
        rules.check_told("received", {"who": word})
    assert word not in str(refused.value)


def test_nothing_is_told_that_nobody_has_worded():
    with pytest.raises(TemplateUnknown):
        rules.check_told("gossip", {})


def document(**fields):
    """Return a document that words the receipt anew."""
    row = {"code": "received", "for": "applicant", "needed": True, "source": "Quyết định mẫu",
           "sample": {"due_at": "2026-03-20"}, "sms": "Mã {code}, hẹn {due_at:day}"}  # fmt: skip
    return {"format": "thongsuot-messages/1", "version": "2027-1", "valid_from": "2027-01-01",
            "source": "Quyết định mẫu", "templates": [row | fields]}  # fmt: skip


def test_a_text_that_was_published_before_the_law_wanted_it_told_cannot_be_switched_off():
    published = [rules.parse_wordings(document(needed=False))]
    assert rules.in_force(date(2027, 1, 1), published)["received"].needed


def test_a_published_text_replaces_the_shipped_one_from_its_day_on():
    published = [rules.parse_wordings(document())]
    before, after = (
        rules.in_force(day, published)["received"] for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    assert before.version == rules.shipped().version
    assert (after.version, after.sms) == ("2027-1", "Mã {code}, hẹn {due_at:day}")
    assert rules.in_force(date(2027, 1, 1), published)["refused"] == TEMPLATES["refused"]


@pytest.mark.parametrize(("fields", "named"), [
    pytest.param({"sms": "Chào {name}"}, "received.name", id="a value it is not given"),
    pytest.param({"sms": "{due_at.year}"}, "received.due_at.year", id="an inside of a value"),
    pytest.param({"sms": "{due_at:%Y}"}, "received.due_at", id="a style that there is not"),
    pytest.param({"sms": "{code"}, "received", id="a brace without its partner"),
    pytest.param({"sms": ""}, "received", id="no text at all"),
    pytest.param({"for": "everybody"}, "for", id="an audience that there is not"),
    pytest.param({"source": ""}, "source", id="no source"),
])  # fmt: skip
def test_a_broken_text_is_refused_by_its_name(fields, named):
    with pytest.raises(WordingWrong) as refused:
        rules.parse_wordings(document(**fields))
    assert refused.value.facts["field"] == named
