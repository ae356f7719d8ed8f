"""``thongsuot payment``: the day's money set beside the platform's."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.terms import ApplicantGroup, DayClosed, PaymentPolicy
from thongsuot.entrypoints.cli.accounts import actor_at
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    CommandFailed,
    Exit,
    answer,
    json_option,
    note,
)
from thongsuot.entrypoints.cli.policies import PolicyCommands
from thongsuot.entrypoints.cli.rehearsing import is_rehearsal, rehearsable
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, utc_now

A_MINUTE = timedelta(minutes=1)
REHEARSED = A_MINUTE
"""How long a rehearsal asks: what it settles is locked to everybody until it is rolled back."""
CODES = ("no_fault", "paid", "waiting", "failed", "unknown")
FIELDS = ("answer_fields", "query_answer_fields")
A_NOTE = 100
"""After how many questions the command says how far it is."""


@click.group()
def payment() -> None:
    """Payments by the national platform: reconcile a day, see what was refused."""


@payment.command()
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day; yesterday if missing.")
@click.option(
    "--for", "seconds", type=click.IntRange(1, 6 * 3600),
    help="How many seconds to ask at the longest, else as the policy says; the next run goes on.",
)  # fmt: skip
@json_option
@rehearsable
@click.pass_context
def reconcile(ctx: click.Context, day: str | None, seconds: int | None, as_json: bool) -> None:
    """Ask the platform about every payment of a day; settle what was lost on the way.

    Ends with 0 in an explained zero, with 1 when something has to be looked at. A run that was
    broken off is gone on with by the next one. A dry run asks for a minute at the longest.

    \b
    Examples: thongsuot payment reconcile
              thongsuot payment reconcile --date 2026-03-02 --json
    """
    platform = bootstrap.payment_platform(local_date(utc_now()))
    if platform is None:
        raise CommandFailed(
            "no payment platform is known here",
            why="online payment is off, or THONGSUOT_PLATFORM_URL names none",
            advice="set THONGSUOT_PLATFORM_URL, see docs/howto/fees.md",
            exit_code=Exit.NOT_FOUND,
        )
    most = timedelta(seconds=seconds) if seconds else None
    if is_rehearsal():
        most = min(most or REHEARSED, REHEARSED)
    closed = dossiers.reconcile_day(
        on=_day(day, local_date(utc_now())), platform=platform, clock=utc_now, most=most,
        tell=_tell,
    )  # fmt: skip
    answer(_document(closed), _lines(closed), as_json=as_json)
    ctx.exit(Exit.OK if closed.is_explained else Exit.FAILURE)


@payment.command()
@click.argument("file", type=A_FILE)
@click.option("--desk", required=True, metavar="CODE", help="The desk whose account it is.")
@click.option(
    "--by", "username", required=True, metavar="ACCOUNT",
    help="The officer of the desk in whose name it is taken in; the record names him.",
)  # fmt: skip
@json_option
@rehearsable
@click.pass_context
def statement(ctx: click.Context, file: Path, desk: str, username: str, as_json: bool) -> None:
    """Take in a bank's statement (CSV, XLSX): each line is matched, refused as known, or listed.

    Ends with 1 when lines are left that name no dossier with such a sum, or cannot be read.

    \b
    Examples: thongsuot payment statement sao-ke.csv --desk H99.31.01 --by lan --dry-run
              thongsuot payment statement sao-ke.xlsx --desk H99.31.01 --by lan --json
    """
    content = file.read_bytes()
    found = organisation.find_agency(desk, local_date(utc_now()))
    if found is None or not found.is_desk:
        raise CommandFailed(
            "no desk has this code",
            why=f"today {desk} is no agency, or none that receives",
            advice="check the code in the organisation file, see docs/howto/organisation-file.md",
            exit_code=Exit.NOT_FOUND,
        )
    at = utc_now()
    by = actor_at(username, desk, at)
    taken = dossiers.import_statement(content=content, desk=desk, by=by, at=at, by_command=True)
    lines = [
        f"{taken.lines} lines of money in: {taken.taken} taken, {taken.mismatched} to give back, "
        f"{taken.left} left, {len(taken.repeated)} known before, "
        f"{taken.known} of notices confirmed by hand, {taken.refused} their dossier cannot take "
        f"now, {taken.elsewhere} settled meanwhile",
        *(f"  known before: {number}" for number in taken.repeated),
        *(f"  row {fault.row} cannot be read: {fault.field}" for fault in taken.faults),
    ]
    answer(asdict(taken), lines, as_json=as_json)
    ctx.exit(Exit.FAILURE if taken.left or taken.refused or taken.faults else Exit.OK)


@payment.command()
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def refused(most: int, as_json: bool) -> None:
    """Show how many calls at the platform's door changed nothing, and the last ones.

    \b
    Examples: thongsuot payment refused
              thongsuot payment refused --most 100 --json
    """
    days, calls = payments.refused_calls(most)
    counted = [{"on": d.on, "news": d.news, "count": d.count} for d in days]
    kept = [{"at": c.at, "news": c.news, "source": c.source, "digest": c.digest} for c in calls]
    lines = [f"{d['on']} {d['news']}: {d['count']}" for d in counted]
    lines += [f"  {c['at']} {c['news']} {c['source']} {str(c['digest'])[:16]}" for c in kept]
    answer({"days": counted, "calls": kept}, lines or ["none"], as_json=as_json)


def _policy_lines(found: PaymentPolicy) -> list[str]:
    return [
        f"version: {found.version}, from {found.valid_from}",
        f"source: {found.source}",
        f"a page of the platform stays open {found.pay_within}",
        f"a run of the reconciliation asks {found.reconcile_for} at the longest",
        f"what a bank books within {found.notice_met_days} days of a notice met by hand is it",
        f"a transfer noted by hand is to be shown by a statement in {found.unseen_days} days",
        f"words of payers are erased after {found.words_days} days",
        f"paid: {', '.join(sorted(found.codes.paid))}",
        *(f"group {g.code}, {_days(g)}: {g.name} ({g.source})" for g in found.groups),
    ]


def _stated(found: PaymentPolicy) -> dict[str, Any]:
    codes = {name: sorted(getattr(found.codes, name)) for name in CODES}
    fields = {name: list(getattr(found.codes, name)) for name in FIELDS}
    return {
        "version": found.version, "valid_from": found.valid_from, "source": found.source,
        "pay_within_minutes": found.pay_within // A_MINUTE,
        "reconcile_minutes": found.reconcile_for // A_MINUTE,
        "notice_met_days": found.notice_met_days, "unseen_days": found.unseen_days,
        "words_days": found.words_days, "codes": codes | fields,
        "groups": [asdict(group) for group in found.groups],
    }  # fmt: skip


def _days(group: ApplicantGroup) -> str:
    return f"from {group.valid_from}" + (f" until {group.valid_to}" if group.valid_to else "")


PolicyCommands(
    name="payment policy", holds=": codes of the platform, how long things may last",
    keeps="payments begun before keep the time they were given", page="docs/howto/fees.md",
    find=payments.policy_in_force, publish=paying.publish_policy, plain=_stated,
    lines=_policy_lines,
).add_to(payment)  # fmt: skip


def _tell(done: int, every: int) -> None:
    if done % A_NOTE == 0:
        note(f"asked about {done} of {every}")


def _day(day: str | None, today: date) -> date:
    try:
        return date.fromisoformat(day) if day else today - timedelta(days=1)
    except ValueError:
        raise click.BadParameter("a day is written 2026-03-27", param_hint="--date") from None


def _document(closed: DayClosed) -> dict[str, Any]:
    return asdict(closed) | {"explained": closed.is_explained}


def _lines(closed: DayClosed) -> list[str]:
    return [
        f"{closed.on}: {closed.payments} payments, {closed.settled} settled by this run",
        *([f"not asked about yet: {closed.left}; run again to go on"] if closed.left else []),
        f"ours     {formats.dong(closed.ours_vnd)}",
        f"theirs   {formats.dong(closed.theirs_vnd)}",
        "explained: every đồng is accounted for"
        if closed.is_explained
        else f"to look at: {len(closed.open)}",
        *(
            f"  {d.reference} {d.dossier}: {d.problem}, ours {formats.dong(d.ours_vnd)}, "
            f"theirs {formats.dong(d.theirs_vnd)}"
            f"{', explained' if d.reference in closed.explained else ''}"
            for d in closed.differences
        ),
    ]
