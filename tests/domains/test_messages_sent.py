"""Messages on their way: through a real mail server, put off, refused, lost, kept for the day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.builders import BIRTH, LAN, MONDAY, Story, build_province
from tests.builders_messages import Way, ways
from tests.post_office import HANG_UP, Desk, post_office

from thongsuot.adapters.smtp.client import MailServer, SmtpCarrier
from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Channel as Came
from thongsuot.domains.exchange import queries
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.models import Attempt, Message
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, TryLater
from thongsuot.domains.exchange.terms import (
    Channel,
    MessageState,
    Recipient,
    Report,
    ReportFate,
    to_officer,
)
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def message(published_calendar):
    """Return one message that waits: a receipt was told at 08:44 on a Monday."""
    story = Story(build_province()).received()
    return Message.objects.get(subject=f"dossier:{story.code}")


def send(message, using, *, after=timedelta(), **more):
    return exchange.send_next(ways=using, at=message.created_at + after, **more)


def test_a_letter_goes_through_the_mail_server_and_is_kept_on_record(message):
    desk = Desk()
    with post_office(desk) as port:
        mail = SmtpCarrier(MailServer("127.0.0.1", port, "smtp"), "mot-cua@mauan.example")
        done = send(message, ways(email=mail))
        assert send(message, ways(email=mail)) is None
    message.refresh_from_db()
    code = message.subject.removeprefix("dossier:")
    assert done.state is MessageState.SENT
    assert (message.state, message.channel, message.taken_at) == ("sent", "email", None)
    (letter,) = desk.letters
    assert letter["To"] == "lan@vidu.example"
    assert f"https://mauan.example/h/{code}" in letter.get_content()
    assert "Bộ phận Một cửa xã Mẫu An" in letter.get_content()
    assert LAN.full_name not in letter.as_string()
    (told,) = queries.told_about(message.subject)
    assert (told.shown_address, told.ended_at) == ("l•••@vidu.example", message.created_at)


@pytest.mark.usefixtures("published_calendar")
def test_a_digest_that_was_told_before_an_upgrade_is_still_sent_after_it():
    """Its row counts what was counted then: no requests for papers that wait for a signature."""
    counted = {"late": 12, "today": 3, "tomorrow": 4, "waiting": 2, "apologies": 1}
    exchange.tell(
        subject="digest:2026-03-02", template="digest", to=to_officer(7), cause="daily",
        values=counted, at=MONDAY,
    )  # fmt: skip
    told = Message.objects.get()
    assert told.values == counted
    way = Way()
    assert send(told, ways(email=way)).state is MessageState.SENT
    (letter,) = way.letters
    assert "Văn bản xin lỗi chờ ký: 1; yêu cầu bổ sung chờ ký: 0." in letter.text


def test_what_is_put_off_is_tried_again_further_and_further_apart_until_it_is_dead(message):
    later = Way(*[TryLater("smtp-450")] * 7)
    waits, at = [], message.created_at
    while (done := exchange.send_next(ways=ways(email=later), at=at)) is not None:
        if done.state is not MessageState.FAILED:
            break
        message.refresh_from_db()
        waits.append((message.next_at - at) // A_MINUTE)
        at = message.next_at
    assert waits == [1, 5, 15, 60, 240, 720]
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("dead", 7, "smtp-450")


def test_a_refusal_goes_on_by_the_next_way_at_once(message):
    mail, sms = Way(NeverWorks("smtp-550")), Way()
    using = ways(email=mail, sms=sms)
    assert send(message, using).state is MessageState.FAILED
    assert send(message, using).state is MessageState.SENT
    assert [letter.address for letter in sms.letters] == [LAN.phone]
    tried = Attempt.objects.order_by("number").values_list("channel", "error", "final")
    assert list(tried) == [("email", "smtp-550", True), ("sms", "", False)]


def after_every_wait(message, using):
    """Try as often as it is tried, each time when the wait is over; return the last outcome."""
    done = None
    for _try in range(7):
        message.refresh_from_db()
        done = exchange.send_next(ways=using, at=message.next_at)
    message.refresh_from_db()
    return done


def when_people_are_up(message, using, at):
    """Try at night, which puts it off, and when the night is over."""
    exchange.send_next(ways=using, at=at)
    message.refresh_from_db()
    return exchange.send_next(ways=using, at=message.next_at)


def test_a_refusal_at_the_last_try_still_goes_on_by_the_next_way(message):
    sms = Way()
    using = ways(email=Way(*[TryLater("smtp-450")] * 6, NeverWorks("smtp-550")), sms=sms)
    assert after_every_wait(message, using).state is MessageState.FAILED
    assert when_people_are_up(message, using, message.next_at).state is MessageState.SENT
    assert len(sms.letters) == 1


def test_what_is_reported_lost_after_the_last_try_still_goes_on_by_the_next_way(message):
    sms = Way()
    using = ways(email=Way(*[TryLater("smtp-450")] * 6), sms=sms)
    assert after_every_wait(message, using).state is MessageState.SENT
    said = Report(
        message=message.pk, channel=Channel.EMAIL, reference="ref-1", delivered=False, fault="gone"
    )
    at = message.ended_at + A_MINUTE
    assert exchange.take_report(report=said, at=at) is ReportFate.TAKEN
    assert when_people_are_up(message, using, at).state is MessageState.SENT
    assert len(sms.letters) == 1


def test_refused_on_every_way_at_the_last_try_it_is_dead_by_the_reason_of_that(message):
    using = ways(email=Way(*[TryLater("smtp-450")] * 6, NeverWorks("smtp-550")))
    after_every_wait(message, using)
    assert exchange.send_next(ways=using, at=message.next_at).state is MessageState.DEAD
    message.refresh_from_db()
    assert message.last_error == "smtp-550"


def test_refused_on_every_way_it_is_dead_and_says_why(message):
    using = ways(email=Way(NeverWorks("smtp-550")))
    send(message, using)
    assert send(message, using).state is MessageState.DEAD
    message.refresh_from_db()
    assert message.last_error == "smtp-550"


def test_a_closed_way_is_named_and_costs_the_other_letters_no_attempt(message):
    using = ways(email=Way(CarrierDown("no-connection")))
    assert send(message, using).closed is Channel.EMAIL
    other = Message.objects.create(
        subject=message.subject, recipient=message.recipient, template="supplement", cause="9",
        values={"papers": 1}, created_at=message.created_at, next_at=message.created_at,
    )  # fmt: skip
    done = send(message, using, closed=frozenset({Channel.EMAIL}))
    other.refresh_from_db()
    assert (done.state, done.closed) == (MessageState.QUEUED, None)
    assert (other.attempts, other.next_at) == (0, message.created_at + A_MINUTE)


def test_after_a_lost_answer_the_letter_goes_again_under_the_same_id(message):
    desk = Desk(answers={"DATA": HANG_UP})
    with post_office(desk) as port:
        using = ways(email=SmtpCarrier(MailServer("127.0.0.1", port, "smtp"), "a@mauan.example"))
        assert send(message, using).state is MessageState.FAILED
        desk.answers.clear()
        assert send(message, using, after=A_MINUTE).state is MessageState.SENT
    first, second = (letter["Message-ID"] for letter in desk.letters)
    assert first == second == f"<{message.pk}@mauan.example>"


def test_what_a_dead_worker_had_taken_is_taken_up_by_another(message):
    class Killed(BaseException):
        pass

    with pytest.raises(Killed):
        send(message, ways(email=Way(Killed())))
    alive = ways(email=Way())
    assert send(message, alive, after=A_MINUTE) is None
    assert send(message, alive, after=6 * A_MINUTE).state is MessageState.SENT
    message.refresh_from_db()
    assert message.attempts == 2


def test_what_kills_every_worker_is_dead_in_the_end(message):
    Message.objects.update(attempts=7)
    assert send(message, ways(email=Way())).state is MessageState.DEAD


def test_nobody_is_woken_by_a_telephone(message):
    sms = Way()
    night = message.created_at.replace(hour=16, minute=0)  # 23:00 in Vietnam
    done = exchange.send_next(ways=ways(sms=sms), at=night)
    message.refresh_from_db()
    assert done.state is MessageState.QUEUED
    assert (sms.letters, message.next_at) == ([], night + timedelta(hours=8))
    assert exchange.send_next(ways=ways(sms=sms), at=message.next_at).state is MessageState.SENT


def test_whoever_files_again_is_reached_as_was_given_with_the_new_dossier(message):
    again = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Came.ONLINE,
        identity=replace(LAN, phone="0912000999"), answers={}, by=Actor.citizen(),
        at=message.created_at + A_MINUTE,
    )  # fmt: skip
    to = f"applicant:{again.code}"
    assert dossier_queries.recipient(to).phone == LAN.phone
    assert queries.recipient_of(to, dossier_queries.recipient(to)).phone == "0912000999"


def test_without_an_address_it_is_no_dead_letter(message):
    assert send(message, ways(Recipient(), email=Way())).state is MessageState.UNADDRESSED


def test_what_has_grown_too_old_waits_for_a_person(message):
    mail = Way()
    done = send(message, ways(email=mail), after=timedelta(days=8))
    message.refresh_from_db()
    assert (done.state, message.last_error, mail.letters) == (MessageState.DEAD, "too-old", [])


def test_sending_one_message_asks_the_database_a_known_number_of_times(
    message, django_assert_num_queries
):
    using = ways(email=Way())
    queries.said_on(message.created_at.date())
    with django_assert_num_queries(11):
        send(message, using)


def test_addresses_are_sealed_where_they_are_kept(message):
    send(message, ways(email=Way()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, reference, error FROM exchange_attempt")
        kept = b"".join(bytes(str(value), "utf-8") for value in cursor.fetchone())
    assert b"lan@" not in kept
    assert Attempt.objects.get().address == "lan@vidu.example"
