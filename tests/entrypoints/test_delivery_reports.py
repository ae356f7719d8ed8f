"""Carriers report what became of a letter; who forges, repeats or comes late changes nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.builders import LAN, Story, build_province

from thongsuot import bootstrap
from thongsuot.adapters.sms.client import SmsCarrier, sms_gateway
from thongsuot.adapters.sms.fake import KEYS, StandInGateway
from thongsuot.adapters.zalo.fake import StandInZalo
from thongsuot.domains.exchange import marks, queries
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.models import Attempt, DeliveryReport, Message
from thongsuot.domains.exchange.terms import Channel, MessageState, Recipient
from thongsuot.entrypoints.api import reporting
from thongsuot.entrypoints.shared import messages

pytestmark = pytest.mark.django_db
AROUND = exchange.Surroundings("https://mauan.example", "1900 0000")


@pytest.fixture
def message(published_calendar, monkeypatch):
    story = Story(build_province()).received()
    monkeypatch.setattr(reporting, "utc_now", lambda: story.at)
    return Message.objects.get(subject=f"dossier:{story.code}")


@pytest.fixture
def gateway(tmp_path):
    side = StandInGateway()
    (tmp_path / "keys").write_text("\n".join(KEYS))
    with side.served() as url:
        side.carrier = SmsCarrier(
            sms_gateway(url, "TINH MAU", tmp_path / "keys"),
            report_to=bootstrap._sms_report_address,
        )
        yield side


def sent(message, gateway):
    ways = exchange.Ways(
        {Channel.SMS: gateway.carrier}, lambda _whom: Recipient(phone=LAN.phone), AROUND
    )
    return exchange.send_next(ways=ways, at=message.created_at).state, ways


def report(client, address):
    """Call us as the gateway does; the answer's number."""
    return client.get(f"/api{address.partition('/api')[2]}").status_code


def test_a_letter_that_arrived_is_shown_so_and_the_second_report_changes_nothing(
    message, gateway, client
):
    assert sent(message, gateway)[0] is MessageState.SENT
    letter = str(message.pk)
    assert report(client, gateway.reports_on(letter, delivered=True)) == 200
    assert report(client, gateway.reports_on(letter, delivered=False)) == 200
    message.refresh_from_db()
    assert message.state == "sent"
    assert DeliveryReport.objects.get().delivered
    (told,) = queries.told_about(message.subject)
    assert "đã đến máy người nhận qua tin nhắn SMS" in messages._sentence(told, False)


def test_a_letter_that_did_not_arrive_goes_another_way_or_waits_for_a_person(
    message, gateway, client
):
    _state, ways = sent(message, gateway)
    assert report(client, gateway.reports_on(str(message.pk), delivered=False)) == 200
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("failed", "not-delivered")
    at = message.next_at + timedelta(minutes=1)
    assert exchange.send_next(ways=ways, at=at).state is MessageState.DEAD
    assert [row.error for row in Attempt.objects.all()] == ["not-delivered"]


def test_a_forged_report_changes_nothing(message, gateway, client):
    sent(message, gateway)
    real = gateway.reports_on(str(message.pk), delivered=False)
    for forged in (
        real.replace(marks.mark_of(message.pk), "0" * 32),
        real.replace(marks.mark_of(message.pk), marks.mark_of(UUID(int=7))),
        real.replace(str(message.pk), str(UUID(int=7))),
        real.replace("SendFailed=1", "SendFailed=9"),
    ):
        assert report(client, forged) == 403
    report(client, real.replace("SMSID=sms-1", "SMSID=sms-9"))
    assert not DeliveryReport.objects.exists()
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.parametrize("reference", ["%ED%A0%80", "a" * 5_000, ""])
def test_a_report_under_a_name_that_no_letter_bears_changes_nothing(
    message, gateway, client, reference
):
    sent(message, gateway)
    real = gateway.reports_on(str(message.pk), delivered=False)
    assert report(client, real.replace("SMSID=sms-1", f"SMSID={reference}")) == 200
    assert not DeliveryReport.objects.exists()


def test_what_a_gateway_calls_a_letter_is_kept_as_text(message, gateway):
    gateway.named = "sms\0-1"
    assert sent(message, gateway)[0] is MessageState.SENT
    assert Attempt.objects.get().reference == "sms-1"


def test_a_report_names_a_letter_as_the_carrier_does_however_we_keep_it(message, gateway, client):
    gateway.named = "sms\u200b  1" + "x" * 200
    assert sent(message, gateway)[0] is MessageState.SENT
    real = gateway.reports_on(str(message.pk), delivered=True)
    assert report(client, real) == 200
    assert DeliveryReport.objects.get().delivered


def test_a_late_report_is_kept_and_sends_nothing_again(message, gateway, client):
    sent(message, gateway)
    Message.objects.filter(pk=message.pk).update(state="given-up")
    report(client, gateway.reports_on(str(message.pk), delivered=False))
    message.refresh_from_db()
    assert message.state == "given-up"
    assert not DeliveryReport.objects.get().delivered


def test_zalo_says_that_a_letter_arrived_and_is_believed_by_its_signature(
    message, client, settings, tmp_path
):
    (tmp_path / "secret").write_text("bi-mat")
    settings.WAYS_OUT = {**settings.WAYS_OUT, "zalo_secret": tmp_path / "secret"}
    side = StandInZalo({})
    side.taken.append({"tracking_id": str(message.pk)})
    Attempt.objects.create(
        message=message, number=1, at=message.created_at, channel="zalo", reference="zalo-1"
    )
    Message.objects.filter(pk=message.pk).update(
        state="sent", attempts=1, channel="zalo", ended_at=message.created_at
    )
    for secret, status in (("khac", 403), ("bi-mat", 200), ("bi-mat", 200)):
        body, headers = side.report_on(1, secret=secret)
        sent_in = client.post(
            "/api/tin-nhan/zalo", body, content_type="application/json", headers=headers
        )
        assert sent_in.status_code == status
    assert DeliveryReport.objects.get().delivered
