"""The ladder: each rung once, to whom it is for, from the minute its day opens; and the digest."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story, add_committee, build_province
from tests.builders_custody import asked, returned_twice
from tests.builders_deadlines import calendar, local, with_half_days
from tests.builders_staff import new_head

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines.queries import shipped_calendar
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.models import Digest, Extension, Reminder
from thongsuot.domains.dossiers.lateness.terms import Counts
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.terms import Outcome, ReasonMissing
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db


def vietnam(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of March 2026; the 2nd is a Monday."""
    return MONDAY.replace(day=day, hour=hour, minute=minute) - timedelta(hours=7)


@pytest.fixture
def story(published_calendar) -> Story:
    """Return a dossier received on Monday the 2nd and due on Monday the 9th at 17:00."""
    province = build_province(days=5)
    add_committee(province)
    return Story(province).processing()


LISTS = {
    "waiting": Block.OFFERED, "intake": Block.INTAKE, "opinions": Block.OPINION,
    "rulings": Block.DISPUTED, "decisions": Block.SIGN, "apologies": Block.APOLOGY,
    "requests": Block.REQUEST,
}  # fmt: skip


def told() -> list[tuple[str, str]]:
    """Return on which rungs who was told, in order."""
    rows = Reminder.objects.order_by("pk").values_list("rung", "officer__full_name")
    return list(rows)


HANDLER, HEAD, CHAIRMAN = "Đỗ Văn Mẫu Hai", "Lê Thị Mẫu Ba", "Ngô Văn Mẫu Chín"


def test_every_rung_is_climbed_on_its_day_and_told_to_whom_it_is_for(story):
    for day in (3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19):
        dossiers.remind(at=vietnam(day, 7))
    assert told() == [
        ("T-2", HANDLER), ("T-1", HANDLER), ("T0", HANDLER), ("T+1", HANDLER), ("T+3", HEAD),
        ("T+7", CHAIRMAN),
    ]  # fmt: skip
    days = [r.at.astimezone(MONDAY.tzinfo).day for r in Reminder.objects.order_by("pk")]
    assert days == [5, 6, 9, 10, 12, 18]


@pytest.mark.parametrize(
    ("at", "rungs"),
    [
        pytest.param(vietnam(5, 6, 59), 0, id="before the offices open: not yet"),
        pytest.param(vietnam(5, 7), 1, id="when they open: at once"),
        pytest.param(vietnam(7, 12), 1, id="on a day off: nothing new, the last rung stands"),
    ],
)
def test_a_rung_is_reached_when_the_offices_open_on_its_day(story, at, rungs):
    dossiers.remind(at=at)
    assert Reminder.objects.count() == rungs


def test_whoever_was_asleep_is_told_of_the_last_rung_alone(story):
    dossiers.remind(at=vietnam(12, 9))
    assert told() == [("T+3", HEAD)]


def test_each_thing_is_told_once_however_often_it_is_asked(story):
    assert [dossiers.remind(at=vietnam(6, 8, minute)) for minute in range(3)] == [1, 0, 0]
    assert Message.objects.filter(template="reminder").count() == 1


def test_an_escalation_is_an_act_on_record_and_moves_nobody(story):
    before = custodies.holder_of(f"dossier:{story.code}")
    entries = len(record.acts_of(f"dossier:{story.code}"))
    dossiers.remind(at=vietnam(12, 9))
    acts = record.acts_of(f"dossier:{story.code}")
    assert (len(acts), acts[-1].act, acts[-1].actor) == (entries + 1, "escalated", Actor.system())
    assert acts[-1].detail["officers"] == [story.province.head.officer_id]
    assert custodies.holder_of(f"dossier:{story.code}") == before
    assert Message.objects.get(template="overdue").recipient.endswith(
        str(story.province.head.officer_id)
    )


def test_who_came_to_head_it_after_another_was_told_is_told_with_the_next_rung(story):
    dossiers.remind(at=vietnam(12, 9))
    new_head(story.province, last_day=date(2026, 3, 13), at=vietnam(12, 10))
    dossiers.remind(at=vietnam(18, 9))
    assert told() == [("T+3", HEAD), ("T+7", CHAIRMAN), ("T+7", "Vũ Thị Mẫu Tám")]
    assert Reminder.objects.last().to == "head"
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert len(entry.detail["officers"]) == 2
    assert Message.objects.filter(template="overdue").count() == 3


def test_reminding_the_holder_writes_no_entry(story):
    entries = len(record.acts_of(f"dossier:{story.code}"))
    dossiers.remind(at=vietnam(5, 9))
    assert len(record.acts_of(f"dossier:{story.code}")) == entries


def test_after_an_apology_the_ladder_counts_from_the_new_date(story):
    dossiers.propose_extension(
        code=story.code, days=4, reason="Chờ kết quả xác minh", by=story.province.handler,
        at=vietnam(6, 9),
    )  # fmt: skip
    dossiers.sign_extension(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=vietnam(6, 10)
    )
    dossiers.remind(at=vietnam(12, 9))
    assert told() == [("T-1", HANDLER)], "due anew on Friday the 13th"


def test_what_waits_for_the_citizen_or_is_decided_reminds_nobody(story):
    dossiers.stop(
        signer=bootstrap.signer(),
        code=story.code, reason="Không còn căn cứ", legal_basis="Điều 21 NĐ 118/2025",
        by=story.province.handler, at=vietnam(5, 6),
    )  # fmt: skip
    assert dossiers.remind(at=vietnam(12, 9)) == 0


def test_nobody_is_reminded_on_the_day_of_receipt_of_what_just_came(story):
    Story(story.province, at=vietnam(5, 8)).received()
    dossiers.remind(at=vietnam(5, 9))
    assert len(told()) == 1


def questions(at) -> int:
    with CaptureQueriesContext(connection) as asked:
        dossiers.remind(at=at)
    return len(asked)


def test_a_turn_asks_as_few_questions_for_many_as_for_one(story):
    for_one = questions(vietnam(5, 9))
    for place in range(4):
        Story(story.province, at=vietnam(2, 10, place)).received()
    assert questions(vietnam(5, 9, 5)) <= for_one
    assert len(told()) == 5


def test_the_bands_of_the_ladder_part_all_promises_without_gap_or_overlap():
    found = rules.bands(rules.shipped_policy().ladder, vietnam(12, 9), shipped_calendar())
    assert [rung.code for rung, *_rest in found] == ["T-2", "T-1", "T0", "T+1", "T+3", "T+7"]
    assert found[-1][1] is None
    for (_one, start, _end), (_next, _start, end) in pairwise(found):
        assert start == end


# --- drafts of the system -------------------------------------------------------------------


def test_on_the_last_day_of_notice_the_system_drafts_where_nobody_did(story):
    assert dossiers.draft_extensions(at=vietnam(6, 14, 59)) == 0
    assert dossiers.draft_extensions(at=vietnam(6, 15)) == 1
    assert dossiers.draft_extensions(at=vietnam(6, 16)) == 0
    drafted = Extension.objects.get()
    assert (drafted.reason, drafted.drafted_by, drafted.signed_at) == ("", None, None)
    head = queries.inbox(queries.Block.APOLOGY, by=story.province.head, at=vietnam(6, 16))
    assert [row.code for row in head] == [story.code]


def test_an_apology_that_was_sent_back_is_drafted_again_and_waits_for_a_person(story):
    who, late = story.province, "Phải xác minh thêm tại cơ sở"
    dossiers.propose_extension(
        code=story.code, days=2, reason=late, by=who.handler, at=vietnam(5, 9)
    )
    dossiers.send_back_draft(
        code=story.code, draft=DraftKind.APOLOGY, reason="Nêu rõ đã xác minh ở đâu", by=who.head,
        at=vietnam(5, 10),
    )  # fmt: skip
    assert who.head.officer_id not in queries.waiting_for_everybody(at=vietnam(5, 11))
    assert dossiers.draft_extensions(at=vietnam(6, 15)) == 1
    assert dossiers.draft_extensions(at=vietnam(6, 16)) == 0
    drafted = Extension.objects.get()
    assert (drafted.reason, drafted.drafted_by) == (late, None), "what was written is not lost"
    assert queries.waiting_for_everybody(at=vietnam(6, 16))[who.head.officer_id].apologies == 1
    with pytest.raises(ReasonMissing):
        dossiers.sign_extension(
            code=story.code, signer=bootstrap.signer(), by=who.head, at=vietnam(6, 16)
        )


def test_an_afternoon_on_which_the_worker_stood_still_is_made_up_for_until_it_is_due(story):
    assert dossiers.draft_extensions(at=vietnam(10, 8)) == 0
    assert dossiers.draft_extensions(at=vietnam(7, 9)) == 1, "a Saturday"
    assert dossiers.draft_extensions(at=vietnam(9, 8)) == 0


def test_on_a_half_day_the_system_drafts_before_the_offices_close():
    half, rule = calendar(years=with_half_days()), rules.shipped_policy().extension
    new_years_eve = date(2025, 12, 31)
    before, opened = (
        [day for _due, day in rules.drafted_on(rule, local(f"2025-12-31 {clock}"), half)]
        for clock in ("06:59", "07:00")
    )
    assert new_years_eve not in before
    assert new_years_eve in opened


def test_no_apology_is_drafted_for_what_is_about_to_be_decided(story):
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện cấp",
        by=story.province.handler, at=vietnam(6, 9),
    )  # fmt: skip
    assert dossiers.draft_extensions(at=vietnam(6, 15)) == 0


# --- the digest -----------------------------------------------------------------------------


def test_the_digest_comes_once_a_working_day_at_its_hour_with_what_waits(story):
    story.offered(story.province.handler, "head", "sign")
    assert dossiers.send_digests(at=vietnam(7, 9)) == 0, "a Saturday"
    assert dossiers.send_digests(at=vietnam(9, 7, 29)) == 0
    assert dossiers.send_digests(at=vietnam(9, 7, 30)) == 2
    assert dossiers.send_digests(at=vietnam(9, 7, 31)) == 0
    counts = {digest.officer.full_name: digest.counts for digest in Digest.objects.all()}
    assert counts[HANDLER]["today"] == 1
    assert counts[HEAD]["waiting"] == 1
    assert Message.objects.filter(template="digest").count() == 2


def test_the_digest_counts_late_and_tomorrow_and_apologies(story):
    dossiers.draft_extensions(at=vietnam(6, 15))
    tomorrow = queries.waiting_for_everybody(at=vietnam(6, 16))
    late = queries.waiting_for_everybody(at=vietnam(10, 8))
    handler, head = story.province.handler.officer_id, story.province.head.officer_id
    assert (tomorrow[handler].tomorrow, tomorrow[head].apologies) == (1, 1)
    assert late[handler].late == 1


def test_every_number_of_the_digest_is_the_length_of_the_list_that_it_opens(story):
    who, at = story.province, vietnam(3, 10)
    asked(story)
    for prepare in (Story.registered, Story.drafted, returned_twice):
        prepare(Story(who, at=at))
    counted = queries.waiting_for_everybody(at=vietnam(3, 14))
    for name, officer in who.officers.items():
        shown = {
            number: queries.count_in(block, by=who.actor(name), at=vietnam(3, 14))
            for number, block in LISTS.items()
        }
        said = asdict(counted.get(officer.pk, Counts()))
        assert {number: said[number] for number in LISTS} == shown, name
    told = {name: counted[who.officers[name].pk] for name in ("desk", "stranger", "chairman")}
    assert (told["desk"].intake, told["stranger"].opinions, told["chairman"].rulings) == (1, 1, 1)
    assert counted[who.head.officer_id].decisions == 1
    assert counted[who.head.officer_id].late == 0


def test_a_decision_that_was_sent_back_waits_for_no_signature(story):
    story.drafted_by_handler()
    dossiers.send_back_draft(
        code=story.code, draft=DraftKind.DECISION, reason="Thiếu căn cứ cấp, soạn lại",
        by=story.province.head, at=story.now(),
    )  # fmt: skip
    at = story.now()
    assert queries.count_in(Block.SIGN, by=story.province.head, at=at) == 0
    assert story.province.head.officer_id not in queries.waiting_for_everybody(at=at)


def test_publishing_a_policy_changes_the_ladder_from_its_day_on_and_is_on_record(story):
    document = rules.shipped_document() | {
        "version": "2", "valid_from": "2026-03-01",
        "ladder": [{"code": "T+0", "working_days": 0, "to": "head", "message": False}],
    }  # fmt: skip
    for _twice in range(2):
        dossiers.publish_lateness_policy(document=document, by=Actor.system(), at=MONDAY)
    assert [a.act for a in record.acts_of("policy:lateness")] == ["lateness_policy_published"]
    dossiers.remind(at=vietnam(9, 7))
    assert told() == [("T+0", HEAD)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": "x"}, "format"),
        ({"digest_at": "late"}, "digest_at"),
        ({"ladder": [{"code": "a", "working_days": 1, "to": "nobody"}]}, "to"),
        ({"ladder": [{"code": "a", "working_days": 1, "to": "head"}] * 2}, "ladder"),
        ({"extension": {}}, "notice_days"),
        ({"valid_from": "soon"}, "valid_from"),
    ],
)
def test_a_policy_that_is_none_is_refused_with_its_place(change, field):
    with pytest.raises(rules.LatenessPolicyWrong) as refused:
        rules.parse_policy(rules.shipped_document() | change)
    assert refused.value.facts["field"] == field


def test_late_within_the_minute_of_becoming_late(story):
    code, by = story.code, story.province.handler
    promised = Dossier.objects.get(code=code).due_at
    midnight = vietnam(10, 0)
    assert promised < midnight
    before = queries.due_lists(by, at=midnight - timedelta(minutes=1))
    after = queries.due_lists(by, at=midnight)
    assert [line.code for line in before.today.lines] == [code]
    assert [line.code for line in after.late.lines] == [code]
