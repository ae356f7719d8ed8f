"""``thongsuot payment``: the day's money set beside the platform's."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import click

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.payments.terms import DayClosed
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit, answer, json_option
from thongsuot.entrypoints.cli.rehearsing import rehearsable
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, utc_now


@click.group()
def payment() -> None:
    """Payments by the national platform: reconcile a day."""


@payment.command()
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day; yesterday if missing.")
@json_option
@rehearsable
@click.pass_context
def reconcile(ctx: click.Context, day: str | None, as_json: bool) -> None:
    """Ask the platform about every payment of a day; settle what was lost on the way.

    Ends with 0 in an explained zero, with 1 when something has to be looked at.

    \b
    Examples: thongsuot payment reconcile
              thongsuot payment reconcile --date 2026-03-02 --json
    """
    platform = bootstrap.payment_platform()
    if platform is None:
        raise CommandFailed(
            "no payment platform is known here",
            advice="set THONGSUOT_PLATFORM_URL, see docs/howto/fees.md",
            exit_code=Exit.NOT_FOUND,
        )
    at = utc_now()
    closed = dossiers.reconcile_day(on=_day(day, local_date(at)), platform=platform, at=at)
    answer(_document(closed), _lines(closed), as_json=as_json)
    ctx.exit(Exit.OK if closed.is_explained else Exit.FAILURE)


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
        f"ours     {formats.dong(closed.ours_vnd)}",
        f"theirs   {formats.dong(closed.theirs_vnd)}",
        "explained: every đồng is accounted for"
        if closed.is_explained
        else f"to look at: {len(closed.differences)}",
        *(
            f"  {d.reference} {d.dossier}: {d.problem}, ours {formats.dong(d.ours_vnd)}, "
            f"theirs {formats.dong(d.theirs_vnd)}"
            for d in closed.differences
        ),
    ]
