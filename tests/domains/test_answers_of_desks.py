"""By when a desk answers what was sent to it: a dated policy, its hours, fees, the record."""

import pytest
from django.db import DatabaseError
from tests.builders import BIRTH, LAN, MONDAY, Story, add_neighbour, build_province
from tests.builders_deadlines import SHIPPED, document, local
from tests.builders_payments import POOR, filed_online, give_back, publish_tariffs
from tests.builders_recounting import TUESDAY, publish_swap, recount
from tests.builders_story import guided, rewrite, row, supplied

from thongsuot import bootstrap
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.answering import queries, rules
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.answering.terms import (
    AnsweringPolicyVersionTaken,
    AnsweringPolicyWrong,
    WaitsFor,
)
from thongsuot.domains.dossiers.lateness.terms import LatenessPolicyNotYours
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import Means
from thongsuot.entrypoints.shared.why_limits import why_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
SYSTEM = Actor.system()


@pytest.fixture
def province(published_calendar):
    return build_province()


@pytest.fixture
def story(province):
    return Story(province, at=local("2026-03-02 10:00"))


def stated(**changes):
    """Return the shipped policy with other values, from the second of March on."""
    return rules.shipped_document() | {"version": "2026-1", "valid_from": "2026-03-02"} | changes


def due(story):
    return queries.answer_due(story.code)


def last_entry(story):
    return record.acts_of(f"dossier:{story.code}")[-1]


def test_a_submission_is_answered_within_eight_hours_of_the_desks_work(story):
    story.registered()
    sent = DeskAnswer.objects.get()
    owed = due(story)
    assert (owed.minutes, owed.policy, owed.waits_for) == (480, "2018-1", WaitsFor.NOTHING)
    assert owed.answer_by == rules.answer_by(sent.counted_from, 480, calendar_at(sent.counted_from))
    assert owed.calendar_version == "2022-2026.1"
    assert last_entry(story).detail["answer_by"] == owed.answer_by.isoformat()
    assert last_entry(story).detail["answer_policy"] == "2018-1"


def test_a_published_policy_holds_for_what_is_sent_from_then_on(province):
    before = Story(province, at=local("2026-03-02 10:00")).registered()
    published = stated(answer_minutes=120)
    dossiers.publish_answering_policy(document=published, by=SYSTEM, at=before.now())
    dossiers.publish_answering_policy(document=published, by=SYSTEM, at=before.now())
    after = Story(province, at=local("2026-03-03 09:00")).registered()
    assert (due(before).minutes, due(before).policy) == (480, "2018-1")
    assert (due(after).minutes, due(after).policy) == (120, "2026-1")
    [entry] = record.acts_of("policy:answering")
    assert (entry.act, entry.detail["version"]) == ("answering_policy_published", "2026-1")
    assert record.verify_all().ok


ROW = {"procedure": BIRTH, "answer_minutes": 120, "source": "Quyết định mẫu 9"}


def test_a_procedure_may_have_a_time_of_its_own_from_a_day_on(province):
    later = ROW | {"valid_from": "2026-03-04", "answer_minutes": 60, "source": "Quyết định mẫu 10"}
    other = ROW | {"procedure": "1.000656", "answer_minutes": 30}
    policy = stated(procedures=[ROW, later, other])
    dossiers.publish_answering_policy(document=policy, by=SYSTEM, at=local("2026-03-02 08:00"))
    minutes = [
        due(Story(province, at=local(f"2026-03-0{day} 09:00")).registered()).minutes
        for day in (3, 4)
    ]
    assert minutes == [120, 60]
    told = why_answer(due(Story(province, at=local("2026-03-05 09:00")).registered()))
    assert "Mức thời gian theo quy tắc 2026-1: Quyết định mẫu 10." in told


def test_a_procedure_without_a_row_has_the_time_of_all(province):
    policy = stated(procedures=[ROW | {"procedure": "1.000656"}])
    dossiers.publish_answering_policy(document=policy, by=SYSTEM, at=local("2026-03-02 08:00"))
    story = Story(province, at=local("2026-03-03 09:00")).registered()
    assert due(story).minutes == 480


def test_a_policy_tried_leaves_nothing(province):
    dossiers.publish_answering_policy(document=stated(), by=SYSTEM, at=MONDAY, dry_run=True)
    assert queries.policy_in_force(MONDAY.date()).version == "2018-1"
    assert record.acts_of("policy:answering") == []


def test_a_policy_is_published_by_administrators_alone(province):
    with pytest.raises(LatenessPolicyNotYours):
        dossiers.publish_answering_policy(document=stated(), by=province.desk, at=MONDAY)


def test_another_policy_of_the_same_version_is_refused(province):
    dossiers.publish_answering_policy(document=stated(), by=SYSTEM, at=MONDAY)
    with pytest.raises(AnsweringPolicyVersionTaken):
        dossiers.publish_answering_policy(document=stated(note="khác"), by=SYSTEM, at=MONDAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"format": "another/1"}, "format", id="another format"),
        pytest.param({"procedures": [ROW, ROW]}, "procedures", id="a procedure twice on one day"),
        pytest.param(
            {"procedures": [ROW | {"source": ""}]}, "source", id="a procedure without its ground"
        ),
        pytest.param({"answer_minutes": 0}, "answer_minutes", id="no time at all"),
        pytest.param({"answer_minutes": "480"}, "answer_minutes", id="a text for a number"),
        pytest.param({"source": " "}, "source", id="no source"),
        pytest.param({"valid_from": "2026-13-01"}, "valid_from", id="no day"),
        pytest.param(
            {"ladder": [{"code": "R", "working_days": 1, "to": "holder"}]}, "to",
            id="a rung for a holder, and nobody holds it",
        ),
        pytest.param(
            {"ladder": [{"code": "R", "working_days": 1, "to": "head"}] * 2}, "ladder",
            id="two rungs of one name",
        ),
    ],
)  # fmt: skip
def test_a_policy_that_is_none_is_refused_at_its_field(changes, field):
    with pytest.raises(AnsweringPolicyWrong) as refused:
        rules.parse_policy(stated(**changes))
    assert refused.value.facts["field"] == field


def test_the_hour_is_counted_by_the_desks_own_office_hours(province):
    add_neighbour(province)
    mornings = {
        "agency": "H99.31.01", "valid_from": "2026-03-03", "source": "Thông báo mẫu",
        "sessions": [["07:30", "11:30"]],
    }  # fmt: skip
    deadlines.publish_calendar(
        document=document(
            version="desk-mornings", in_force_from="2026-03-03", source="Thông báo mẫu",
            office_hours=[*SHIPPED["office_hours"], mornings],
        ),
        by=SYSTEM, at=local("2026-03-03 08:00"),
    )  # fmt: skip
    sent = sent_at(province, local("2026-03-04 10:30"), "H99.31.01")
    elsewhere = sent_at(province, local("2026-03-04 10:30"), "H99.32.01")
    assert queries.answer_due(sent).answer_by == local("2026-03-06 10:30")
    assert queries.answer_due(sent).hours_of == "H99.31.01"
    assert queries.answer_due(elsewhere).answer_by == local("2026-03-05 10:30")
    assert queries.answer_due(elsewhere).hours_of == ""


def sent_at(province, at, desk):
    """Have a citizen send something to a desk; return its code."""
    return dossiers.register(
        procedure_code=BIRTH, receiving_agency=desk, channel=Channel.ONLINE, identity=LAN,
        answers={}, by=Actor.citizen(), at=at,
    ).code  # fmt: skip


class TestAnUnpaidFee:
    """The desk may not receive before it is paid, so its time stands."""

    @pytest.fixture
    def story(self, province):
        publish_tariffs(MONDAY)
        return filed_online(province)

    def test_no_hour_is_set_while_it_is_unpaid(self, story):
        assert (due(story).answer_by, due(story).waits_for) == (None, WaitsFor.FEE)
        assert last_entry(story).detail["answer_waits_for"] == "fee"

    def test_paid_it_has_the_whole_time_from_then_on(self, story):
        story.at = local("2026-03-09 10:00")
        dossiers.collect_fee(
            code=story.code, means=Means.CASH, amount_vnd=20_000, by=story.province.desk,
            at=story.at,
        )  # fmt: skip
        assert due(story).waits_for is WaitsFor.NOTHING
        assert due(story).answer_by == local("2026-03-10 10:00")
        [(since, until)] = due(story).stood
        assert (since, until) == (DeskAnswer.objects.earliest("pk").counted_from, story.at)
        assert last_entry(story).detail["answer_by"] == due(story).answer_by.isoformat()

    def test_a_fee_that_is_found_to_be_none_lets_the_time_run(self, story):
        publish_tariffs(MONDAY, exemptions=[POOR], version="mau-2")
        story.at = local("2026-03-09 09:53")
        found_poor(story)
        assert due(story).waits_for is WaitsFor.NOTHING
        assert due(story).answer_by == local("2026-03-10 10:00")

    def test_a_correction_that_leaves_it_due_leaves_it_standing(self, story):
        found_poor(story)
        assert (due(story).answer_by, due(story).waits_for) == (None, WaitsFor.FEE)
        assert DeskAnswer.objects.count() == 1

    def test_money_given_back_lets_it_stand_again_with_what_was_left(self, story):
        story.at = local("2026-03-09 10:00")
        collect(story)
        story.at = local("2026-03-09 14:30")
        give_back(story, reference_of(story))
        stood_from = story.at
        assert (due(story).answer_by, due(story).waits_for) == (None, WaitsFor.FEE)
        assert due(story).stood[-1] == (stood_from, None)

    def test_money_that_changes_nothing_leaves_the_hour_that_was_counted_anew(self, story):
        publish_tariffs(MONDAY, exemptions=[POOR], version="mau-2")
        story.at = local("2026-03-02 10:00")
        found_poor(story)
        publish_swap(off="2026-03-03")
        recount(TUESDAY)
        anew = due(story)
        story.at = local("2026-03-04 08:00")
        found_poor(story)
        assert anew.calendar_version == "2022-2026.2"
        assert due(story) == anew

    def test_time_that_goes_on_is_counted_by_the_calendar_in_force_by_then(self, story):
        publish_swap(off="2026-03-10", worked="2026-03-14")
        story.at = local("2026-03-09 09:53")
        collect(story)
        assert due(story).calendar_version == "2022-2026.2"
        assert due(story).answer_by == local("2026-03-11 10:00")

    def test_money_given_back_makes_nobody_late_by_a_calendar_that_came_afterwards(self, story):
        story.at = local("2026-03-06 15:00")
        collect(story)
        in_time = due(story).answer_by
        publish_swap(off="2026-03-13", worked="2026-03-07", in_force_from="2026-03-07",
                     at=local("2026-03-07 07:00"))  # fmt: skip
        story.at = local("2026-03-09 09:00")
        recount(story.at)
        assert due(story).answer_by == in_time
        give_back(story, reference_of(story))
        assert (due(story).answer_by, due(story).waits_for) == (None, WaitsFor.FEE)

    def test_what_was_late_before_money_was_given_back_stays_late(self, story):
        story.at = local("2026-03-02 10:00")
        collect(story)
        late = due(story)
        story.at = local("2026-03-09 09:00")
        give_back(story, reference_of(story))
        assert due(story) == late

    def test_money_is_not_forgotten_while_a_calendar_is_waited_for(self, province, story):
        story.code = sent_at(province, local("2026-12-31 15:00"), "H99.31.01")
        story.at = local("2026-12-31 15:30")
        collect(story)
        [(_since, paid_at)] = due(story).stood
        give_back(story, reference_of(story))
        assert due(story).waits_for is WaitsFor.CALENDAR
        assert due(story).stood[0][1] == paid_at
        assert due(story).stood[1][1] is None


def found_poor(story):
    """Have the desk find that the applicant is of a poor household."""
    dossiers.correct_fee(
        code=story.code, group="poor", case="", copies=0, proof="Giấy xác nhận hộ nghèo số 12/XN",
        by=story.province.desk, at=story.now(),
    )  # fmt: skip


def collect(story):
    dossiers.collect_fee(
        code=story.code, means=Means.CASH, amount_vnd=20_000, by=story.province.desk, at=story.now()
    )


def reference_of(story):
    return payments.payments_of(f"dossier:{story.code}")[-1].reference


@pytest.mark.parametrize(
    ("stood", "found"),
    [
        pytest.param([], "2026-03-05 10:00", id="it never stood"),
        pytest.param(
            [("2026-03-04 10:00", "2026-03-06 15:00")], "2026-03-09 15:00",
            id="it stood from the beginning: all of it is left",
        ),
        pytest.param(
            [("2026-03-04 15:00", "2026-03-06 15:00")], "2026-03-09 10:00",
            id="three and a half hours were used before it stood",
        ),
        pytest.param([("2026-03-04 15:00", None)], None, id="it stands"),
        pytest.param(
            [("2026-03-05 10:01", None)], "2026-03-05 10:00",
            id="late when it began to stand, and late it stays",
        ),
        pytest.param(
            [("2026-03-04 18:00", "2026-03-05 06:00")], "2026-03-05 10:00",
            id="a night takes no working time",
        ),
    ],
)  # fmt: skip
def test_what_stood_is_left_out(stood, found, published_calendar):
    stretches = [(local(since), local(until) if until else None) for since, until in stood]
    calendar = calendar_at(local("2026-03-04 10:00"))
    by = rules.answer_by(local("2026-03-04 10:00"), 480, calendar, stretches)
    assert by == (local(found) if found else None)


class TestAnAnswer:
    """What ends the waiting, and what has a desk asked anew."""

    def test_receipt_answers(self, story):
        story.received()
        [answered] = DeskAnswer.objects.all()
        assert (answered.answer, answered.answered_at) == ("received", row(story).received_at)
        assert due(story) is None

    def test_guiding_answers_and_what_comes_then_has_the_whole_time_anew(self, story, photo):
        guided(story.registered())
        assert due(story) is None
        story.at = local("2026-03-05 10:00")
        supplied(story, photo)
        first, second = DeskAnswer.objects.order_by("pk")
        assert (first.answer, second.answered_at) == ("submission_guided", None)
        assert second.counted_from > first.answered_at
        assert due(story).answer_by > local("2026-03-06 10:00")
        assert last_entry(story).detail["answer_policy"] == "2018-1"

    def test_refusing_answers(self, story):
        story.registered()
        dossiers.refuse(
            ground=RefusalGround.OTHER, code=story.code, reason="Không thuộc phạm vi tiếp nhận.",
            legal_basis="Điều 17 NĐ 61/2018", signer=bootstrap.signer(), by=story.province.desk,
            at=story.now(),
        )  # fmt: skip
        assert DeskAnswer.objects.get().answer == "refused"

    def test_a_desk_that_sends_it_on_has_answered_and_the_other_has_its_own_time(self, story):
        add_neighbour(story.province)
        story.registered()
        story.at = local("2026-03-03 09:00")
        dossiers.forward_submission(
            code=story.code, to_desk="H99.32.01", why="Người nộp cư trú ở xã Mẫu Bình.",
            by=story.province.desk, at=story.at,
        )  # fmt: skip
        first, second = DeskAnswer.objects.order_by("pk")
        assert (first.answer, first.desk.code) == ("forwarded", "H99.31.01")
        assert (second.desk.code, second.counted_from) == ("H99.32.01", story.at)
        assert second.answer_by == local("2026-03-04 09:00")

    def test_withdrawing_ends_the_waiting(self, story):
        story.registered()
        dossiers.withdraw(
            code=story.code, reason="Tôi không cần nữa, xin rút.",
            by=Actor.citizen(dossier=story.code), at=story.now(),
        )  # fmt: skip
        assert DeskAnswer.objects.get().answer == "withdrawn"

    def test_an_hour_that_runs_is_not_moved_either(self, story):
        story.registered()
        with pytest.raises(DatabaseError):
            rewrite(
                "dossiers_deskanswer", "answer = answer, answered_at = answered_at, minutes = 1"
            )

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param("answer_by = answer_by + interval '1 day'", id="its hour"),
            pytest.param("answered_at = answered_at - interval '1 day'", id="when it was given"),
            pytest.param("desk_id = desk_id + 1", id="who gave it"),
            pytest.param("answer = 'recounted'", id="that it was given"),
        ],
    )
    def test_what_was_answered_is_not_rewritten(self, story, change):
        story.received()
        with pytest.raises(DatabaseError):
            rewrite("dossiers_deskanswer", change)
