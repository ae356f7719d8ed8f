"""The jobs themselves: each calls one service and may be repeated at any time."""

import time
from contextlib import suppress
from datetime import timedelta

import structlog
from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext_noop
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from thongsuot import bootstrap
from thongsuot.domains.accountability import summing
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.documents import services as documents
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.services import PREPARE_PAPERS
from thongsuot.domains.exchange.terms import TAKE_STATEMENT
from thongsuot.domains.ledger import locks
from thongsuot.domains.organisation import services as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.entrypoints.jobs import messages
from thongsuot.entrypoints.shared.heartbeats import (
    DEAD_AFTER_S,
    EVERY_FIFTEEN_SECONDS,
    EVERY_MINUTE_APART,
    TIME_ACTS,
)
from thongsuot.kernel.clock import local_date, utc_now

log = structlog.get_logger("thongsuot.jobs")
ASK_AFTER = timedelta(minutes=3)
"""A citizen who comes back is told at once; one who does not is asked for after this."""
_asked_up_to = [0]
"""The payment that this process asked about last."""
_open_again_at = [0.0]
"""Before this, by the clock that only goes on, open late dossiers are not reckoned anew."""
REST_OF_TIME = 20
"""So many times as long as it took, it is let be."""
LEFT_BEHIND = gettext_noop(
    "Người giữ không còn ở vị trí này; giao người đứng đầu cơ quan theo quy tắc"
)
"""What the record says, sealed, of a subject that a leaver left behind."""
TIME_PASSED = gettext_noop("Đã hết thời gian của bước trước; hệ thống chuyển theo quy trình")
"""What a post reads with a dossier that time moves on to it."""
TRY_AGAIN = RetryStrategy(max_attempts=10, exponential_wait=2)
"""2, 4, 8 … seconds after each failure; the last comes about half an hour after the first."""


@app.task(name=PREPARE_PAPERS, queue="papers", retry=TRY_AGAIN)
def prepare_papers(code: str) -> None:
    """Make the papers that a dossier owes its applicant; what is there already stays."""
    dossiers.prepare_papers(code=code, at=utc_now())


@app.task(name=TAKE_STATEMENT, queue="statements", retry=TRY_AGAIN)
def take_statement(run_id: int) -> None:
    """Take the next lines of a bank's statement; the rest comes when others had their turn."""
    if not dossiers.take_lines(run_id=run_id, clock=utc_now):
        dossiers.leave_to_the_worker(run_id=run_id)


@app.periodic(cron="17 * * * *")
@app.task(name="sweep_orphans", queue="housekeeping", queueing_lock="sweep_orphans")
def sweep_orphans(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is given
    """Remove stored files that no paper refers to, such as those of a broken-off upload."""
    documents.sweep_orphans(at=utc_now())


@app.periodic(cron="47 19 * * *")  # UTC: a quarter to three at night in Vietnam
@app.task(name="forget", queue="housekeeping", queueing_lock="forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Forget what nobody came back to: drafts with their papers, old failures, sessions."""
    at = utc_now()
    dossiers.forget_lookup_failures(at=at)
    dossiers.forget_network_hours(at=at)
    organisation.forget_log_in_failures(at=at)
    exchange.forget_messages(at=at)
    SessionStore.clear_expired()
    with locks.alone(TIME_ACTS) as may_act:
        if may_act:
            dossiers.forget_drafts(at=at)
            paying.forget_words(at=at)


@app.periodic(cron="5 17 * * *")  # UTC: five past midnight in Vietnam
@app.task(name="settle_orphans", queue="housekeeping", queueing_lock="settle_orphans")
def settle_orphans(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Give what nobody is left to answer for to who heads the agency."""
    with locks.kept_from_others(TIME_ACTS):
        settled = dossiers.settle_orphans(why=LEFT_BEHIND, at=utc_now())
    for leaver in settled.left:
        log.warning("held-by-nobody", post=leaver.post_id, subjects=leaver.subjects)


@app.periodic(cron="*/2 * * * *")
@app.task(name="ask_payments", queue="housekeeping", queueing_lock="ask_payments")
def ask_payments(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Ask the platform about payments that nobody came back from: a message may be lost.

    For some seconds; the next turn goes on where this one ended, and past what did not answer.
    """
    platform = bootstrap.payment_platform(local_date(utc_now()))
    if platform is not None:
        _asked_up_to[0] = dossiers.ask_waiting(
            platform=platform, after=_asked_up_to[0], since=ASK_AFTER, clock=utc_now
        )


@app.periodic(cron="30 17-23 * * *")  # UTC: half past midnight in Vietnam, and each hour till six
@app.task(name="reconcile_day", queue="housekeeping", queueing_lock="reconcile_day")
def reconcile_day(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Close yesterday's money: an explained zero, or a list for whoever answers for the till.

    A run that time or an outage broke off is gone on with an hour later.
    """
    platform = bootstrap.payment_platform(local_date(utc_now()))
    yesterday = local_date(utc_now()) - timedelta(days=1)
    if payments.is_closed(yesterday):
        return
    closed = dossiers.reconcile_day(on=yesterday, platform=platform, clock=utc_now)
    if not closed.is_explained:
        log.warning("day-not-explained", differences=len(closed.differences))


@app.periodic(cron=EVERY_FIFTEEN_SECONDS)
@app.task(name="silence", queue="housekeeping", queueing_lock="silence")
def take_silence_for_answers(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Do what silence means for every question whose time for answering is over.

    So for every step whose process says what its time brings about, and for loops before a
    superior that may not decide any more.
    A citizen's time for sending papers ends with a reminder, never with a dossier.
    """
    with locks.alone(TIME_ACTS) as may_act:
        if may_act:
            dossiers.take_silence_for_answers(at=utc_now())
            dossiers.pass_disputes_on(at=utc_now())
            dossiers.take_time_for_outcomes(why=TIME_PASSED, at=utc_now())
            dossiers.end_windows(at=utc_now())


@app.periodic(cron=EVERY_MINUTE_APART)
@app.task(name="lateness", queue="housekeeping", queueing_lock="lateness")
def remind(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Remind, tell those above and who is new, draft apologies, make the digests of the day."""
    with locks.alone(TIME_ACTS) as may_act:
        if may_act:
            at = utc_now()
            dossiers.settle_answers(at=at)
            dossiers.remind(at=at)
            dossiers.remind_desks(at=at)
            dossiers.remind_asked(at=at)
            dossiers.tell_new_answerers(at=at)
            dossiers.draft_extensions(at=at)
            dossiers.send_digests(at=at)


@app.periodic(cron="* * * * * 38")
@app.task(name="sum_up", queue="housekeeping", queueing_lock="sum_up")
def sum_up(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Read what was recorded into the summaries of the figures.

    What is open and late is reckoned anew as often as that leaves time for other work.
    """
    began = time.monotonic()
    with_open = began >= _open_again_at[0]
    with locks.alone("sum-up") as may_read, suppress(CalendarGap):
        if may_read:
            summing.sum_up(at=utc_now(), with_open=with_open)
    if with_open:
        took = time.monotonic() - began
        _open_again_at[0] = time.monotonic() + REST_OF_TIME * took


@app.periodic(cron=EVERY_FIFTEEN_SECONDS)
@app.task(name="send_messages", queue="messages", queueing_lock="send_messages")
def send_messages(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Send the messages that are due, for some seconds; the rest in the next turn."""
    with locks.alone(TIME_ACTS) as may_act:
        pass  # asked only: sending takes long, and nobody else is to wait for it
    if may_act:
        messages.send_due(utc_now)


@app.periodic(cron=EVERY_FIFTEEN_SECONDS)
@app.task(name="rescue_jobs", queue="housekeeping", queueing_lock="rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Take up again the jobs of a worker that was killed in the middle of them."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # housekeeping, of which the next turn waits already
            await manager.finish_job(job, Status.ABORTED, delete_job=True)
