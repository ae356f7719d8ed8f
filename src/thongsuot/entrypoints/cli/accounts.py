"""``thongsuot org enable|token|revoke``: authority of an account, given and taken."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import click

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries, services
from thongsuot.domains.organisation.terms import NotOnThisPost, OfficerUnknown
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note
from thongsuot.entrypoints.cli.rehearsing import is_rehearsal, rehearsable
from thongsuot.entrypoints.shared import tokens
from thongsuot.kernel.clock import local_date, to_local, utc_now


def account(username: str) -> queries.Officer:
    """Return the account of a name.  Raises: OfficerUnknown."""
    officer = queries.find_officer(username)
    if officer is None:
        raise OfficerUnknown("there is no such account")
    return officer


def actor_at(username: str, agency: str, at: datetime) -> Actor:
    """Return an officer on a post of an agency.  Raises: OfficerUnknown; NotOnThisPost."""
    officer = account(username)
    acting = (queries.actor_of(officer.pk, post.pk, at)
              for post in queries.posts_of(officer.pk, local_date(at)))  # fmt: skip
    found = next((by for by in acting if by.agency == agency), None)
    if found is None:
        held = posts_held(officer.pk, local_date(at))
        raise not_on("the officer holds no post there", held, agency=agency)
    return found


def posts_held(officer_id: int, on: date) -> dict[str, int]:
    """Return the posts an officer holds that day: the id by the code."""
    return {post.code: post.pk for post in queries.posts_of(officer_id, on)}


def not_on(said: str, held: Iterable[str], **facts: str) -> NotOnThisPost:
    """Return the refusal of a post, with the codes of those the officer does hold."""
    return NotOnThisPost(said, **facts, holds=" ".join(sorted(held)) or "none")


@click.command()
@click.argument("username")
@json_option
@rehearsable
def enable(username: str, as_json: bool) -> None:
    """Let the disabled account USERNAME act again, within its posts and roles.

    \b
    Examples: thongsuot org enable lan
              thongsuot org enable lan --json
    """
    officer = account(username)
    services.enable_account(officer_id=officer.pk, by=Actor.system(), at=utc_now())
    done = {"username": officer.username, "disabled": False}
    answer(done, [f"{officer.username} may act within posts and roles"], as_json=as_json)
    if not officer.has_usable_password():
        note("it has no password: thongsuot org password " + officer.username)


@click.command()
@click.argument("username")
@click.argument("post")
@click.option(
    "--days", type=click.IntRange(1, tokens.LONGEST.days), default=tokens.VALID_FOR.days,
    show_default=True, help="How long it is good.",
)  # fmt: skip
@json_option
@rehearsable
def token(username: str, post: str, days: int, as_json: bool) -> None:
    """Print, once, the token with which a program acts for USERNAME on the post of code POST.

    \b
    Examples: thongsuot org token lan H99.31.01:quay-1 --days 30
              thongsuot org token lan H99.31.01:quay-1 --json
    """
    officer, at, span = account(username), utc_now(), timedelta(days=days)
    held = posts_held(officer.pk, local_date(at))
    if post not in held:
        raise not_on("the officer does not hold this post", held, post=post)
    services.issue_token(
        officer_id=officer.pk, post_id=held[post], until=at + span, by=Actor.system(), at=at
    )
    if is_rehearsal():  # a token would open doors: it is in no table that is rolled back
        answer(
            {"until": at + span},
            [f"would be good until {to_local(at + span):%Y-%m-%d %H:%M}"],
            as_json=as_json,
        )
        return
    written = tokens.issue(officer_id=officer.pk, post_id=held[post], valid_for=span)
    answer({"token": written, "until": at + span}, [written], as_json=as_json)
    note("it is not kept and not shown again; to end it: thongsuot org revoke " + officer.username)


@click.command()
@click.argument("username")
@json_option
@rehearsable
def revoke(username: str, as_json: bool) -> None:
    """End every token issued so far for USERNAME; the account itself goes on.

    \b
    Examples: thongsuot org revoke lan
              thongsuot org revoke lan --json
    """
    officer = account(username)
    services.revoke_tokens(officer_id=officer.pk, by=Actor.system(), at=utc_now())
    done = {"username": officer.username, "revoked": True}
    answer(done, [f"no token of {officer.username} counts any more"], as_json=as_json)


COMMANDS = (enable, token, revoke)
