"""``thongsuot message``: what could not be delivered, and the words of messages."""

from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import click

from thongsuot import bootstrap
from thongsuot.domains.exchange import queries, services
from thongsuot.domains.exchange.terms import Channel, to_officer
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import OfficerUnknown
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    CommandFailed,
    Exit,
    answer,
    dry_run_option,
    in_force,
    json_option,
    progress,
    read_json,
)
from thongsuot.entrypoints.cli.rehearsing import rehearsable
from thongsuot.kernel.clock import local_date, utc_now

FORMAT_PAGE = "see docs/howto/messages.md"


@click.group()
def message() -> None:
    """What could not be delivered, and the words of messages."""


@message.command("list")
@json_option
def list_dead(as_json: bool) -> None:
    """List what could not be delivered, newest first; addresses are masked.

    \b
    Examples: thongsuot message list
              thongsuot message list --json
    """
    waits, rows = queries.backlog(utc_now()), queries.dead_letters()
    lines = [f"{waits.dead} dead, {waits.waiting} wait, {waits.due} due"]
    lines += [
        f"{row.id}  {row.template}  {row.subject}  {row.channel or '-'}  {row.shown_address}"
        f"  {row.attempts} attempts  {row.error}"
        for row in rows
    ]
    answer(
        {"backlog": asdict(waits), "dead": [asdict(row) for row in rows]}, lines, as_json=as_json
    )


@message.command()
@click.argument("number", required=False)
@click.option("--all", "every", is_flag=True, help="Every one that could not be delivered.")
@json_option
@rehearsable
def resend(number: str | None, every: bool, as_json: bool) -> None:
    """Send one dead message again, or all of them, with all attempts anew.

    \b
    Examples: thongsuot message resend 6f1c…
              thongsuot message resend --all
    """
    if every == bool(number):
        raise click.UsageError("name one message, or --all")
    by = Actor.system()
    if number:
        services.resend(message_id=_id(number), by=by, at=utc_now())
        done = 1
    else:
        with progress("sent again") as shown:
            done = services.resend_all(by=by, at=utc_now(), progress=shown)
    answer({"resent": done}, [f"{done} wait again"], as_json=as_json)


@message.command("give-up")
@click.argument("number")
@click.option("--why", required=True, help="In words, such as that the citizen was called.")
@json_option
@rehearsable
def give_up(number: str, why: str, as_json: bool) -> None:
    """Decide that a dead message is not sent, with the reason.

    \b
    Examples: thongsuot message give-up 6f1c… --why "Đã gọi điện báo ngày 03/03"
    """
    services.give_up(message_id=_id(number), why=why, by=Actor.system(), at=utc_now())
    answer({"given_up": number}, [f"{number} is not sent"], as_json=as_json)


@message.command()
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
def publish(file: Path, dry_run: bool, as_json: bool) -> None:
    """Publish texts or settings of messages; what the file does not name stays.

    \b
    Examples: thongsuot message publish texts-2027.json --dry-run
              thongsuot message publish texts-2027.json
    """
    stated = services.publish_wordings(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    document = {"version": stated.version, "templates": [t.code for t in stated.templates],
                "settings": stated.policy is not None, "applied": not dry_run}  # fmt: skip
    held = in_force(stated.version, stated.valid_from, dry_run=dry_run)
    lines = [f"{held}: {len(stated.templates)} texts"]
    answer(document, lines, as_json=as_json)


@message.command()
@json_option
def texts(as_json: bool) -> None:
    """Show the texts and settings in force today.

    \b
    Examples: thongsuot message texts
              thongsuot message texts --json
    """
    said = queries.said_on(local_date(utc_now()))
    lines = [
        f"{code}  {'needed' if text.needed else 'optional'}  [{text.version}]  {text.sms}"
        for code, text in sorted(said.templates.items())
    ]
    answer({"templates": said.templates, "settings": said.policy}, lines, as_json=as_json)


@message.command()
@json_option
def letterbox(as_json: bool) -> None:
    """Show what would have been sent, where sample data keep messages in the house.

    \b
    Examples: thongsuot message letterbox
    """
    kept = [asdict(letter) for letter in bootstrap.kept_letters()]
    lines = [f"{k['at']}  {k['channel']}  {k['address']}  {k['title'] or k['text']}" for k in kept]
    answer(kept, lines, as_json=as_json)


@message.command()
@click.argument("username")
@click.option("--email", default="", help="Where the officer gets reminders.")
@click.option("--phone", default="", help="A mobile number for SMS and Zalo.")
@click.option("--first", type=click.Choice([c.value for c in Channel]), help="Tried first.")
@json_option
@rehearsable
def contact(username: str, email: str, phone: str, first: str | None, as_json: bool) -> None:
    """Say where an officer is reached with reminders and the daily digest.

    \b
    Examples: thongsuot message contact hung --email hung@sonoivu.example
    """
    officer = organisation.find_officer(username)
    if officer is None:
        raise OfficerUnknown("there is no such account")
    services.keep_contact(
        to=to_officer(officer.pk), email=email, phone=phone,
        channel=Channel(first) if first else None, at=utc_now(),
    )  # fmt: skip
    reached = [name for name, given in (("email", email), ("phone", phone)) if given]
    line = f"{officer.username} is reached by {' and '.join(reached) or 'nothing'}"
    answer({"username": officer.username, "reached_by": reached}, [line], as_json=as_json)


def _id(number: str) -> UUID:
    try:
        return UUID(number)
    except ValueError:
        raise CommandFailed(
            "this is no number of a message",
            why="a number is eight, four, four, four and twelve letters or digits, with dashes",
            advice="thongsuot message list",
            exit_code=Exit.INVALID,
        ) from None
