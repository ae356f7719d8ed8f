"""Dead letters in a person's hands: sent again, given up; texts published; addresses forgotten."""

import json
from datetime import timedelta

import pytest
from django.db.models.signals import post_save
from django.dispatch import receiver
from tests.builders import Story, add_officer, build_province
from tests.builders_messages import Way, copies_of, ways

from thongsuot.domains.exchange import queries, services
from thongsuot.domains.exchange.models import Attempt, GivenUp, Message
from thongsuot.domains.exchange.ports import NeverWorks
from thongsuot.domains.exchange.terms import (
    MessageNotDead,
    MessagesNotYours,
    MessageState,
    ReasonTooShort,
    WordingVersionTaken,
    WordingWrong,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()
WHY = "Đã gọi điện báo lúc 9 giờ"


@pytest.fixture
def province(published_calendar):
    made = build_province()
    add_officer(made, "admin", "H99.05", "Quản trị", "control", "Mẫu Sáu", [Role.ADMINISTER])
    return made


@pytest.fixture
def dead(province):
    """Return a receipt that the only way refused."""
    message = Message.objects.get(subject=f"dossier:{Story(province).received().code}")
    using = ways(email=Way(NeverWorks("smtp-550")))
    while services.send_next(ways=using, at=message.created_at) is not None:
        pass
    message.refresh_from_db()
    assert message.state == MessageState.DEAD
    return message


def test_it_is_listed_with_its_reason_and_a_masked_address(dead):
    (row,) = queries.dead_letters()
    assert (row.error, row.shown_address) == ("smtp-550", "l•••@vidu.example")
    assert queries.backlog(dead.created_at).dead == 1


def test_sent_again_it_goes_by_the_way_that_refused_it_before(dead, province):
    at = dead.created_at + timedelta(days=9)
    services.resend(message_id=dead.pk, by=province.actor("admin"), at=at)
    mail = Way()
    assert services.send_next(ways=ways(email=mail), at=at).state is MessageState.SENT
    assert len(mail.letters) == 1
    acts = [act.act for act in record.acts_of(f"message:{dead.pk}")]
    assert acts == ["message_resent"]


def test_all_are_sent_again_at_once(dead, province):
    assert services.resend_all(by=province.actor("admin"), at=dead.created_at) == 1
    assert queries.backlog(dead.created_at).dead == 0


def test_one_press_sends_the_oldest_again_and_leaves_the_rest(dead, province):
    copies_of(dead, 3)
    by = province.actor("admin")
    assert services.resend_all(by=by, at=dead.created_at, most=2) == 2
    left = Message.objects.filter(state=MessageState.DEAD).order_by("ended_at")
    assert [row.cause for row in left] == ["x2", "x3"]


def test_what_a_second_administrator_sent_again_meanwhile_stops_nobody(dead, province):
    copies_of(dead, 2)
    second = Message.objects.get(cause="x1")

    @receiver(post_save, sender=Message)
    def meanwhile(instance, **_rest):
        if instance.pk == dead.pk:
            services.give_up(message_id=second.pk, why=WHY, by=SYSTEM, at=dead.created_at)

    try:
        by = province.actor("admin")
        assert services.resend_all(by=by, at=dead.created_at) == 2
    finally:
        post_save.disconnect(meanwhile, sender=Message)
    assert queries.backlog(dead.created_at).dead == 0


def test_what_waits_is_not_sent_again(dead, province):
    services.resend(message_id=dead.pk, by=SYSTEM, at=dead.created_at)
    with pytest.raises(MessageNotDead):
        services.resend(message_id=dead.pk, by=SYSTEM, at=dead.created_at)


def test_giving_up_needs_a_reason_which_the_record_seals(dead, province):
    with pytest.raises(ReasonTooShort):
        services.give_up(message_id=dead.pk, why="kệ", by=SYSTEM, at=dead.created_at)
    services.give_up(message_id=dead.pk, why=WHY, by=province.actor("admin"), at=dead.created_at)
    (act,) = record.acts_of(f"message:{dead.pk}")
    assert WHY not in json.dumps(act.detail)
    assert GivenUp.objects.get().why == WHY
    assert queries.dead_letters() == []


def test_only_an_administrator_tends_to_dead_letters(dead, province):
    for act in (
        lambda by: services.resend(message_id=dead.pk, by=by, at=dead.created_at),
        lambda by: services.give_up(message_id=dead.pk, why=WHY, by=by, at=dead.created_at),
        lambda by: services.resend_all(by=by, at=dead.created_at),
    ):
        with pytest.raises(MessagesNotYours):
            act(province.handler)


def test_the_list_is_paged_by_place_and_costs_one_query(dead, django_assert_num_queries):
    for number in range(60):
        Message.objects.create(
            subject=dead.subject, recipient=dead.recipient, template="received",
            cause=f"x{number}", values={}, created_at=dead.created_at, next_at=dead.created_at,
            state=MessageState.DEAD, ended_at=dead.created_at, last_error="too-old",
        )  # fmt: skip
    with django_assert_num_queries(1):
        first = queries.dead_letters()
    rest = queries.dead_letters(before=(first[-1].ended_at, first[-1].id))
    assert (len(first), len(rest)) == (50, 11)
    assert not {row.id for row in first} & {row.id for row in rest}


def document(**fields):
    row = {"code": "received", "for": "applicant", "needed": True, "source": "Quyết định mẫu",
           "sample": {"due_at": "2026-03-20"}, "sms": "Mã {code}, hẹn {due_at:day}"}  # fmt: skip
    return {"format": "thongsuot-messages/1", "version": "mau-1", "valid_from": "2026-01-01",
            "source": "Quyết định mẫu", "templates": [row | fields]}  # fmt: skip


def test_a_published_text_is_what_goes_out(province, dead):
    at = dead.created_at
    services.publish_wordings(document=document(), by=province.actor("admin"), at=at)
    services.publish_wordings(document=document(), by=SYSTEM, at=at)
    services.resend(message_id=dead.pk, by=SYSTEM, at=at)
    sms = Way()
    services.send_next(ways=ways(sms=sms), at=at)
    assert sms.letters[0].text.startswith("Mã H99.31.01-")
    assert Attempt.objects.latest("number").wording == "mau-1"
    acts = [act.act for act in record.acts_of("policy:messages")]
    assert acts == ["messages_published"]


def test_one_version_says_one_thing(province):
    at = Story(province).now()
    services.publish_wordings(document=document(), by=SYSTEM, at=at)
    with pytest.raises(WordingVersionTaken):
        services.publish_wordings(document=document(sms="{code}"), by=SYSTEM, at=at)


@pytest.mark.parametrize("fields", [
    pytest.param({"code": "gossip"}, id="an occasion that nothing tells of"),
    pytest.param({"needed": False}, id="what the law has told is switched off"),
    pytest.param({"sample": {"due_at": "2026-03-20", "income": 1}}, id="a value never given"),
    pytest.param({"sms": "Đã tiếp nhận hồ sơ " * 9}, id="three parts and more"),
])  # fmt: skip
def test_a_text_that_cannot_serve_is_refused(province, fields):
    with pytest.raises(WordingWrong):
        services.publish_wordings(document=document(**fields), by=SYSTEM, at=Story(province).now())


def test_addresses_are_forgotten_after_some_days_and_messages_after_years(province, dead):
    at = dead.created_at
    services.forget_messages(at=at + timedelta(days=89))
    assert Attempt.objects.exclude(has_address=False).exists()
    services.forget_messages(at=at + timedelta(days=91))
    assert [attempt.address for attempt in Attempt.objects.all()] == [""]
    services.give_up(message_id=dead.pk, why=WHY, by=SYSTEM, at=at)
    assert services.forget_messages(at=at + timedelta(days=2_000)) == 1
