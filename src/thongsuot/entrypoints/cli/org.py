"""``thongsuot org``: areas, agencies, posts, officers, roles and competence."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services
from thongsuot.domains.organisation.terms import PlanReport, PlanWrong, Problem
from thongsuot.entrypoints.cli import accounts, reorganise, staff
from thongsuot.entrypoints.cli.accounts import account
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    Exit,
    answer,
    dry_run_option,
    json_option,
    progress,
    read_json,
)
from thongsuot.entrypoints.cli.rehearsing import rehearsable
from thongsuot.kernel.clock import utc_now

FORMAT_PAGE = "see docs/howto/organisation-file.md"


@click.group()
def org() -> None:
    """Areas, agencies, posts, officers, roles and competence."""


@org.command("import")
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
@click.pass_context
def import_(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Take over an organisation file whole, or refuse it whole with every problem named.

    Ends with code 4 and the report when a row cannot be taken over.

    \b
    Examples: thongsuot org import commune.json --dry-run
              thongsuot org import commune.json --json
    """
    document = read_json(file, FORMAT_PAGE)
    try:
        report = services.import_plan(
            document=document, by=Actor.system(), at=utc_now(), dry_run=dry_run,
            held=custodies.held_by_post,
        )  # fmt: skip
    except PlanWrong as refused:
        report = refused.report
    applied = not (dry_run or report.problems)
    answer(asdict(report) | {"applied": applied}, _lines(report, applied), as_json=as_json)
    ctx.exit(Exit.INVALID if report.problems else Exit.OK)


def _lines(report: PlanReport, applied: bool) -> list[str]:
    counts = [
        f"{section}: {created} created, {report.updated[section]} updated,"
        f" {report.unchanged[section]} unchanged"
        for section, created in report.created.items()
    ]
    verdict = "taken over" if applied else "nothing was changed"
    return [*counts, *(_line(problem) for problem in report.problems), verdict]


def _line(problem: Problem) -> str:
    place = f"{problem.section} row {problem.row}" if problem.row else problem.section
    return " ".join(filter(None, (f"{place}:", problem.field, problem.problem)))


@org.command()
@dry_run_option
@json_option
def areas(dry_run: bool, as_json: bool) -> None:
    """Take over the administrative units before and after 1 July 2025; repeatable.

    \b
    Examples: thongsuot org areas
              thongsuot org areas --dry-run --json
    """
    with progress("areas") as tell:
        report = services.import_areas(
            by=Actor.system(), at=utc_now(), progress=tell, dry_run=dry_run
        )
    answer(
        asdict(report),
        [
            f"{report.created} units created, {report.unchanged} unchanged,"
            f" {report.successions} successions added",
            f"{report.open_decisions} divided units await a person's decision",
        ],
        as_json=as_json,
    )


@org.command()
@click.argument("old")
@click.argument("new")
@click.option("--source", required=True, help="The document that decides it.")
@dry_run_option
@json_option
def settle(old: str, new: str, source: str, dry_run: bool, as_json: bool) -> None:
    """Settle which NEW unit answers for what is known by the divided OLD unit alone.

    \b
    Examples: thongsuot org settle 31268 31288 --source "Quyết định 01/QĐ-UBND"
              thongsuot org settle 31268 31288 --source "Quyết định 01/QĐ-UBND" --dry-run
    """
    row = services.settle_succession(
        old_code=old, new_code=new, source=source, by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    settled = {"old": old, "new": new, "effective_on": row.effective_on, "applied": not dry_run}
    verb = "would be" if dry_run else "is"
    answer(settled, [f"{old} {verb} succeeded by {new}"], as_json=as_json)


@org.command()
@click.argument("username")
@click.option("--keep-tokens", is_flag=True, help="Let programs go on with the tokens they have.")
@json_option
@rehearsable
def password(username: str, keep_tokens: bool, as_json: bool) -> None:
    """Give the account USERNAME a password: asked for twice, or the first line of stdin.

    Sessions and tokens of before end. Ends with code 3 when there is no such account, 4 when the
    password is too weak.

    \b
    Examples: thongsuot org password lan
              pass show thongsuot/lan | thongsuot org password lan
    """
    officer = account(username)
    services.set_password(
        officer_id=officer.pk, password=_ask_for_password(), by=Actor.system(), at=utc_now(),
        keeps_tokens=keep_tokens,
    )  # fmt: skip
    answer({"username": officer.username}, [f"{officer.username} may log in"], as_json=as_json)


def _ask_for_password() -> str:
    """Return what is typed without showing it, or what another program pipes in."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


for command in (*accounts.COMMANDS, *staff.COMMANDS, *reorganise.COMMANDS):
    org.add_command(command)
