"""What an officer's statement tells besides holding, and that each line of it can be answered."""

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, add_committee, add_neighbour, build_province
from tests.builders_birth_process import birth, publish, with_step
from tests.builders_custody import asked, given, returned_twice
from tests.builders_officer import Door, hidden_fields, text_of
from tests.builders_reorganisation import DAY, LATER, actor_now, apply, merger
from tests.builders_story import BIRTH_PAPER, guided
from tests.builders_story import asked as papers_asked

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries as accountability
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Appointment, Post
from thongsuot.domains.organisation.terms import AgencyKind

pytestmark = pytest.mark.django_db
MARCH = {"tu": "2026-03-01", "den": "2026-03-31"}
APRIL = {"tu": "2026-04-01", "den": "2026-04-30"}
ANSWER = "Máy in phôi hỏng từ ngày 03/03, đã báo lãnh đạo."


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    """Return the officers' door of a province with a committee; nothing has happened yet."""
    province = build_province(days=5)
    add_neighbour(province)
    add_committee(province)
    return Door(monkeypatch, Story(province))


def told(door, who: str, **period) -> list[tuple[str, str]]:
    """Return what the file of his statement tells of him: what, and why or how it ended."""
    answer = door.open(who).get("statement_file", "json", **(period or MARCH))
    return [(event["what"], event["reason"]) for event in json.loads(answer.content)["events"]]


def explain(door, who: str, act: str):
    """Let an officer answer the newest entry of that name."""
    visit = door.open(who)
    shown = hidden_fields(visit.get("explain", door.story.code))
    entries = record.acts_of(f"dossier:{door.story.code}")
    entry = next(found.seq for found in reversed(entries) if found.act == act)
    return visit.send("explain", door.story.code, entry=entry, words=ANSWER, key=shown["key"])


def silent(door) -> None:
    """Let the limit of the opinion that was asked for pass."""
    found = custodies.opinions_of(f"dossier:{door.story.code}")[-1]
    door.story.at = found.answer_by + timedelta(minutes=1)
    dossiers.take_silence_for_answers(at=door.story.now())


def test_the_page_of_one_dossier_reads_what_happened_with_that_one_alone(door):
    story, handler = door.story, door.province.handler
    given(story.processing(), asked(story))
    with CaptureQueriesContext(connection) as read:
        found = accountability.entries_of(story.code, handler.officer_id, at=story.now())
    assert found
    tables = ("custody_offer", "custody_opinionrequest", "custody_dispute",
              "dossiers_supplementrequest", "dossiers_extension")  # fmt: skip
    for query in read:
        if any(table in query["sql"] for table in tables):
            assert story.code in query["sql"]


def put_off(door) -> None:
    """Let the handler draft an apology, which the head signs."""
    story, who = door.story, door.province
    dossiers.propose_extension(
        code=story.code, days=2, reason="Phải xác minh thêm tại nơi cư trú trước đây",
        by=who.handler, at=story.now(),
    )  # fmt: skip
    dossiers.sign_extension(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())


def request_signed(door) -> None:
    """Let the handler draft a request for papers, which the head signs."""
    story, who = door.story, door.province
    dossiers.draft_supplement(code=story.code, papers=[BIRTH_PAPER], by=who.handler, at=story.now())
    dossiers.sign_supplement(
        code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now()
    )


def test_an_opinion_asked_of_him_stands_there_as_it_was_answered(door):
    opinion = asked(door.story.processing())
    assert told(door, "stranger") == [("opinion-asked", "")]
    given(door.story, opinion)
    assert told(door, "stranger") == [("opinion-given", "agree")]
    assert told(door, "handler") == told(door, "stranger", **APRIL) == []
    answer = door.open("stranger").get("statement", **MARCH)
    assert "Liên quan 1 hồ sơ, không giữ hồ sơ nào." in text_of(answer)
    assert "Không giữ hồ sơ nào trong kỳ." in text_of(answer), "what he was asked stands below"
    words = text_of(door.open("stranger").get("statement", **MARCH))
    assert "Được hỏi ý kiến, trả lời đúng hạn: 1 lần" in words
    assert "Công chức hộ tịch, UBND xã Mẫu An" in words


def test_an_opinion_that_nobody_gave_stands_with_whoever_served_the_post_and_he_may_answer(door):
    asked(door.story.processing())
    silent(door)
    assert told(door, "stranger") == [("opinion-left-to-silence", "silent")]
    assert told(door, "head") == []
    assert explain(door, "stranger", "opinion_unanswered").status_code == 302
    assert ANSWER in text_of(door.open("stranger").get("statement", **MARCH))


def test_a_question_past_its_limit_that_still_waits_is_told_as_overdue(door):
    asked(door.story.processing())
    found = custodies.opinions_of(f"dossier:{door.story.code}")[-1]
    door.story.at = found.answer_by
    assert told(door, "stranger") == [("opinion-asked", "overdue")]
    assert explain(door, "stranger", "opinion_asked").status_code == 302


def test_a_question_taken_back_stands_in_nobodys_statement(door):
    opinion = asked(door.story.processing())
    dossiers.recall_opinion(opinion_id=opinion, by=door.province.handler, at=door.story.now())
    assert told(door, "stranger") == told(door, "handler") == []


def test_a_part_of_a_linked_procedure_is_told_as_what_it_is(door):
    part = OpinionBeside("qh", "Xác nhận quy hoạch", AgencyKind.DEPARTMENT, "lien-thong", 120)
    publish(with_step(birth(), "B2", opinions=(part,)))
    door.story.processing()
    assert told(door, "stranger") == [("part-owed", "")]
    found = custodies.opinions_of(f"dossier:{door.story.code}")[-1]
    door.story.at = found.answer_by
    assert told(door, "stranger") == [("part-owed", "overdue")]
    given(door.story, found.id)
    assert told(door, "stranger") == [("part-done-late", "agree")]
    words = text_of(door.open("stranger").get("statement", **MARCH))
    assert "phần việc liên thông, trả lời quá hạn" in words
    assert "đã làm xong phần việc" in words
    assert explain(door, "stranger", "opinion_given").status_code == 302


def test_a_request_for_papers_stands_with_who_wrote_and_who_signed_it(door):
    door.story.processing()
    request_signed(door)
    assert told(door, "handler") == [("request-for-papers-drafted", "")]
    assert told(door, "head") == [("papers-asked-for", "")]
    assert explain(door, "handler", "supplement_requested").status_code == 302


def test_guidance_before_receipt_stands_with_the_desk(door):
    guided(door.story.registered())
    assert told(door, "desk") == [("guided-before-receipt", "")]
    assert explain(door, "desk", "submission_guided").status_code == 302


def test_a_new_date_stands_with_who_signed_and_who_wrote_it(door):
    door.story.processing()
    put_off(door)
    assert told(door, "head") == [("new-date-signed", "in-time")]
    assert told(door, "handler") == [("new-date-drafted", "in-time")]
    assert told(door, "desk") == [], "he had handed it on"
    assert explain(door, "handler", "extension_signed").status_code == 302


def test_a_new_date_stands_with_who_held_it_though_another_wrote_and_signed_it(door):
    story, who = door.story.processing(), door.province
    dossiers.propose_extension(
        code=story.code, days=2, reason="Phải xác minh thêm tại nơi cư trú trước đây",
        by=who.head, at=story.now(),
    )  # fmt: skip
    dossiers.sign_extension(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    assert told(door, "handler") == [("new-date-while-he-held-it", "in-time")]
    assert explain(door, "handler", "extension_signed").status_code == 302


def test_a_loop_stands_with_both_sides_and_its_ruling_with_the_superior_too(door):
    returned_twice(door.story)
    assert told(door, "desk")[-1] == ("went-to-the-superior", "same-ground")
    assert told(door, "handler")[-1] == ("went-to-the-superior", "same-ground")
    for who in ("desk", "handler", "stranger"):
        assert explain(door, who, "handover_returned").status_code == 302
    found = custodies.last_dispute_of(f"dossier:{door.story.code}")
    dossiers.decide_dispute(
        dispute_id=found.id, agency="H99.05", legal_basis="Quyết định 05/QĐ-UBND",
        by=door.province.actor("chairman"), at=door.story.now(),
    )  # fmt: skip
    assert told(door, "chairman") == [("ruling-given", "same-ground")]
    for who in ("desk", "handler", "stranger"):
        assert told(door, who)[-1] == ("ruling-received", "same-ground")
        assert explain(door, who, "dispute_decided").status_code == 302
    assert told(door, "head") == []
    words = text_of(door.open("chairman").get("statement", **MARCH))
    assert "Phân định cơ quan có thẩm quyền: 1 lần" in words


def disagreed(door, days: int, answer) -> None:
    """Have the citizen disagree with the head's request, and the chairman answer so much later."""
    story = papers_asked(door.story)
    by = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=ANSWER, by=by, at=story.now())
    story.at += timedelta(days=days)
    answer(code=story.code, reason=ANSWER, by=door.province.actor("chairman"), at=story.now())


def test_an_objection_stands_with_who_answered_it_and_with_who_had_asked(door):
    disagreed(door, 1, dossiers.uphold_objection)
    assert told(door, "chairman") == [("objection-answered", "upheld")]
    assert told(door, "head")[-1] == ("objected-to-and-taken-back", "")
    assert not [what for what, _why in told(door, "stranger") if "objec" in what]
    assert explain(door, "head", "objection_upheld").status_code == 302
    words = text_of(door.open("head").get("statement", **MARCH))
    assert "người nộp không đồng ý, yêu cầu bổ sung bị rút lại: 1 lần" in words


def test_an_answer_to_a_citizen_that_came_late_is_told_so(door):
    disagreed(door, 7, dossiers.reject_objection)
    assert told(door, "chairman") == [("objection-answered-late", "rejected")]
    assert told(door, "head")[-1] == ("objected-to-and-kept", "")
    words = text_of(door.open("chairman").get("statement", **MARCH))
    assert "Trả lời người nộp không đồng ý, quá hạn: 1 lần" in words
    assert "giữ nguyên yêu cầu bổ sung" in words


def test_the_page_draws_what_he_held_and_leads_from_each_line_to_an_answer(door):
    asked(door.story.processing())
    request_signed(door)
    door.story.at += timedelta(days=1)
    page = door.open("handler").get("statement", **MARCH)
    html = page.content.decode()
    assert 'class="ts-picture"' in html
    assert "1 trên 1 hồ sơ" in text_of(page)
    assert html.count(f"/so-lieu/cua-toi/{door.story.code}/") == 2, "the dossier's, the request's"
    control = door.open("stranger").get("statement", **MARCH).content.decode()
    assert 'class="ts-picture"' not in control, "he held nothing"
    file = door.open("handler").get("statement_file", "csv", **MARCH)
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert [row[:2] for row in rows if "soạn yêu cầu bổ sung" in row] == [
        [door.story.code, "soạn yêu cầu bổ sung"]
    ]


def test_the_link_of_a_line_leads_to_that_very_entry(door):
    story = door.story.processing()
    put_off(door)
    asked(story)
    visit = door.open("handler")
    html = visit.get("statement", **MARCH).content.decode()
    (address,) = re.findall(r'href="([^"]*\?luc=[^"]*)"', html)
    page = visit.browser.get(unescape(address)).content.decode()
    entries = record.acts_of(f"dossier:{story.code}")
    (signed,) = [act.seq for act in entries if act.act == "extension_signed"]
    assert re.findall(r'value="(\d+)"[^>]*\schecked', page) == [str(signed)]
    usual = visit.get("explain", story.code).content.decode()
    assert re.findall(r'value="(\d+)"[^>]*\schecked', usual) == [str(entries[-1].seq)]


def test_a_statement_costs_as_many_queries_for_many_dossiers_as_for_one(
    door, django_assert_max_num_queries
):
    first = door.story.processing()
    put_off(door)
    visit = door.open("handler")
    visit.get("statement", **MARCH)
    with django_assert_max_num_queries(45) as few:
        visit.get("statement", **MARCH)
    for _more in range(3):
        door.story = Story(door.province, at=first.now()).processing()
        put_off(door)
        asked(door.story)
    visit = door.open("handler")
    with django_assert_max_num_queries(len(few)):
        visit.get("statement", **MARCH)


def test_an_instant_that_is_of_no_entry_of_his_chooses_none_for_him(door):
    door.story.processing()
    visit, code = door.open("handler"), door.story.code
    assert visit.get("explain", code).content.decode().count(" checked") == 1, "the newest"
    elsewhere = visit.get("explain", code, luc="2026-03-02T01:02:03+00:00").content.decode()
    assert 'name="entry"' in elsewhere
    assert " checked" not in elsewhere


def asked_before_the_merger(door) -> None:
    """Let the department ask the commune's clerk on the last working day before it ends."""
    story = door.story.processing()
    story.handed(door.province.handler, "stranger", Step.VERIFY)
    story.at = DAY - timedelta(days=3) + timedelta(hours=10)
    asked(story, who="clerk", by=door.province.stranger)
    apply(merger())


def events_of(who: str, at) -> list[tuple[str, str]]:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    found = accountability.statement(
        actor_now(f"mau.{who}").officer_id, march, at=at, calendar=calendar_at(at)
    )
    return [(event.what, event.reason) for event in found.events]


def test_an_opinion_put_to_a_post_that_ended_stands_with_who_answers_for_it_now(door):
    asked_before_the_merger(door)
    assert ("opinion-asked", "") in events_of("clerk", LATER)
    until = custodies.opinions_of(f"dossier:{door.story.code}")[-1].answer_by
    dossiers.take_silence_for_answers(at=until)
    assert ("opinion-left-to-silence", "silent") in events_of("clerk", until)
    entries = accountability.entries_of(
        door.story.code, actor_now("mau.clerk").officer_id, at=until
    )
    assert "opinion_unanswered" in {entry.act for entry in entries}, "and may be answered"


def test_what_a_post_let_pass_before_it_ended_stays_with_who_served_it_then(door):
    story = door.story.processing()
    story.handed(door.province.handler, "stranger", Step.VERIFY)
    asked(story, who="clerk", by=door.province.stranger)
    until = custodies.opinions_of(f"dossier:{story.code}")[-1].answer_by
    assert until < DAY
    dossiers.take_silence_for_answers(at=until)
    Appointment.objects.filter(officer__username="mau.clerk").update(valid_to=DAY.date())
    apply(merger())
    stands = Post.objects.get(pk=door.province.posts["clerk"].pk).successor_id
    Appointment.objects.create(
        officer=door.province.officers["desk"], post_id=stands, valid_from=DAY.date()
    )
    assert not [one for one in events_of("desk", LATER) if one[0].startswith("opinion")]
