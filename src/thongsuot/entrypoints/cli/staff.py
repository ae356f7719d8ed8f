"""``thongsuot org reassign|disable|end-appointment|delegate|absent``: who leaves, who stands in."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.terms import ProcedureUnknown
from thongsuot.domains.custody.terms import MoveReason, NothingToMove, Receiver
from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import delegations, services
from thongsuot.domains.organisation.terms import DisablingReason
from thongsuot.domains.organisation.terms.delegations import (
    AbsenceKind,
    DelegatedAct,
    DelegationTerms,
    Grant,
    SigningForm,
)
from thongsuot.entrypoints.cli.accounts import account, not_on, posts_held
from thongsuot.entrypoints.cli.plumbing import answer, dry_run_option, json_option
from thongsuot.entrypoints.cli.rehearsing import rehearsable
from thongsuot.kernel.clock import local_date, utc_now

SYSTEM = Actor.system()
DAY = click.DateTime(["%Y-%m-%d"])
to_option = click.option(
    "--to", "to", multiple=True, metavar="USER[:POST]",
    help="Who takes over; more than one shares. The post's code where the officer holds several.",
)  # fmt: skip
why_option = click.option("--why", default="", help="The reason in words; kept sealed.")


def _seat(given: str, on: date) -> Receiver:
    """Return the officer and post named as USER or USER:POST.  Raises: NotOnThisPost."""
    username, _, code = given.partition(":")
    officer = account(username)
    held = posts_held(officer.pk, on)
    named = [post for known, post in held.items() if not code or known == code]
    if len(named) != 1:
        raise not_on("name one post that the officer holds", held)
    return Receiver(officer.pk, named[0])


def _seats(given: Sequence[str], at: datetime) -> list[Receiver]:
    return [_seat(one, local_date(at)) for one in given]


@click.command()
@click.option("--from", "from_", required=True, metavar="USER", help="Whose work moves.")
@to_option
@click.option("--reason", required=True, type=click.Choice([r.value for r in MoveReason]))
@why_option
@click.option("--code", "codes", multiple=True, help="Only this dossier; may be repeated.")
@dry_run_option
@json_option
def reassign(
    from_: str, to: tuple[str, ...], reason: str, why: str, codes: tuple[str, ...],
    dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Give what an officer holds to colleagues; no clock is touched.

    \b
    Examples: thongsuot org reassign --from lan --to hung --reason absence --why "Nghỉ ốm" --dry-run
              thongsuot org reassign --from lan --to hung --to mai --reason workload --why "…"
    """
    at, officer = utc_now(), account(from_)
    receivers, chosen = _seats(to, at), list(codes) or None
    shares = dossier_queries.shares_of(from_officer=officer.pk, to=receivers, codes=chosen)
    if not shares:
        raise NothingToMove("the officer holds nothing, or nobody is to take it")
    if not dry_run:
        dossiers.reassign(
            from_officer=officer.pk, to=receivers, reason=MoveReason(reason), why=why,
            by=SYSTEM, at=at, codes=chosen,
        )  # fmt: skip
    told = [{"to": name, "dossiers": list(s.codes)} for name, s in zip(to, shares, strict=False)]
    verb = "would take" if dry_run else "takes"
    answer(
        {"from": officer.username, "applied": not dry_run, "shares": told},
        [f"{share['to']} {verb} {len(share['dossiers'])} dossiers" for share in told],
        as_json=as_json,
    )


@click.command()
@click.argument("username")
@click.option("--reason", required=True, type=click.Choice([r.value for r in DisablingReason]))
@to_option
@why_option
@json_option
@rehearsable
def disable(username: str, reason: str, to: tuple[str, ...], why: str, as_json: bool) -> None:
    """Take all authority from the account USERNAME at once: pages, tokens, everything.

    Whoever still holds something is disabled only together with naming who takes it over; ends
    with code 5 otherwise.

    \b
    Examples: thongsuot org disable lan --reason left
              thongsuot org disable lan --reason left --to hung --why "Chuyển công tác"
    """
    officer, at = account(username), utc_now()
    moved = dossiers.disable_officer(
        officer_id=officer.pk, reason=DisablingReason(reason), to=_seats(to, at), why=why,
        by=SYSTEM, at=at,
    )  # fmt: skip
    done = {"username": officer.username, "disabled": True, "moved": moved}
    lines = [f"{officer.username} may do nothing any more"]
    answer(done, [*lines, f"{moved} dossiers moved"] if moved else lines, as_json=as_json)


@click.command("end-appointment")
@click.argument("username")
@click.argument("post")
@click.option("--last-day", required=True, type=DAY, help="Its last day.")
@click.option("--source", required=True, help="The document that ends it.")
@to_option
@why_option
@json_option
@rehearsable
def end_appointment(
    username: str, post: str, last_day: datetime, source: str, to: tuple[str, ...], why: str,
    as_json: bool,
) -> None:  # fmt: skip
    """End the appointment of USERNAME to the post of code POST after a day.

    For a day that has passed, who takes over what is held there is named in the same act.

    \b
    Examples: thongsuot org end-appointment lan H99.31:ho-tich --last-day 2026-12-31 --source "…"
              thongsuot org end-appointment lan H99.31:ho-tich --last-day 2026-11-20 --source "…" \\
                  --to hung --why "Hết thời hạn biệt phái"
    """
    at = utc_now()
    officer, seat = account(username), _seat(f"{username}:{post}", local_date(at))
    moved = dossiers.end_appointment(
        officer_id=officer.pk, post_id=seat.post_id, last_day=last_day.date(), source=source,
        to=_seats(to, at), why=why, by=SYSTEM, at=at,
    )  # fmt: skip
    done = {"username": officer.username, "post": post, "last_day": last_day.date()}
    line = f"{officer.username} serves {post} until {last_day.date()}"
    answer({**done, "moved": moved}, [line], as_json=as_json)


@click.command()
@click.option("--from", "from_", metavar="USER[:POST]", help="Whose powers.")
@click.option("--to", metavar="USER[:POST]", help="Who acts.")
@click.option("--act", "acts", multiple=True, type=click.Choice([a.value for a in DelegatedAct]))
@click.option("--first-day", type=DAY, help="Today, if not said.")
@click.option("--last-day", type=DAY)
@click.option(
    "--form", type=click.Choice([f.value for f in SigningForm]), default="tuq", show_default=True,
    help="Form of signing: ký thay, thừa lệnh, thừa ủy quyền.",
)  # fmt: skip
@click.option("--procedure", "procedures", multiple=True, help="Only this procedure's code.")
@click.option("--number", default="", help="Number of the document that grants it.")
@click.option("--end", type=int, metavar="ID", help="End this delegation now instead.")
@json_option
@rehearsable
def delegate(as_json: bool, **given: Any) -> None:
    """Let an officer act in another's stead, end that early, or list what is in force.

    \b
    Examples: thongsuot org delegate --from mai --to hung --act sign --act hand-over \\
                  --last-day 2026-12-05 --form kt --number 05/QĐ-UBND
              thongsuot org delegate --end 7
              thongsuot org delegate --json
    """
    at = utc_now()
    if given["end"] is not None:
        services.end_delegation(delegation_id=given["end"], by=SYSTEM, at=at)
        answer({"ended": given["end"]}, [f"delegation {given['end']} has ended"], as_json=as_json)
        return
    if given["from_"] is None:
        found = delegations.delegations_in_force(at)
        answer([asdict(one) for one in found], map(_line, found), as_json=as_json)
        return
    made = services.grant_delegation(grant=_grant(given, local_date(at)), by=SYSTEM, at=at)
    answer(asdict(made), [_line(made)], as_json=as_json)


def _grant(given: dict[str, Any], today: date) -> Grant:
    if given["to"] is None or given["last_day"] is None:
        raise click.UsageError("a delegation needs --to and --last-day")
    if not set(given["procedures"]) <= catalogue.known_codes(given["procedures"]):
        raise ProcedureUnknown("no procedure has one of these codes")
    giver, receiver = _seat(given["from_"], today), _seat(given["to"], today)
    return Grant(
        from_officer=giver.officer_id, from_post=giver.post_id,
        to_officer=receiver.officer_id, to_post=receiver.post_id,
        first_day=given["first_day"].date() if given["first_day"] else today,
        last_day=given["last_day"].date(),
        acts=tuple(DelegatedAct(act) for act in given["acts"]),
        form=SigningForm(given["form"]), number=given["number"],
        procedures=given["procedures"],
    )  # fmt: skip


def _line(one: DelegationTerms) -> str:
    acts = ", ".join(act.value for act in one.acts)
    return (
        f"{one.id}: {one.to_name} ({one.to_title}) {one.form.abbreviation} {one.from_title}"
        f" {one.from_name}, {acts}, {one.first_day} to {one.last_day}, {one.number}"
    )


@click.command()
@click.argument("username")
@click.option("--kind", type=click.Choice([k.value for k in AbsenceKind]), default="leave",
              show_default=True)  # fmt: skip
@click.option("--first-day", required=True, type=DAY)
@click.option("--last-day", required=True, type=DAY)
@click.option("--source", default="", help="The document, where there is one.")
@click.option("--delegation", type=int, metavar="ID", help="Under which somebody stands in.")
@json_option
@rehearsable
def absent(
    username: str, kind: str, first_day: datetime, last_day: datetime, source: str,
    delegation: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Note that USERNAME is away from a day to a day, and who stands in meanwhile.

    \b
    Examples: thongsuot org absent lan --kind leave --first-day 2026-12-01 --last-day 2026-12-05
              thongsuot org absent lan --first-day 2026-12-01 --last-day 2026-12-05 --delegation 7
    """
    noted = services.note_absence(
        officer_id=account(username).pk, kind=AbsenceKind(kind), first_day=first_day.date(),
        last_day=last_day.date(), source=source, delegation_id=delegation, by=SYSTEM, at=utc_now(),
    )  # fmt: skip
    line = f"{username} is away from {noted.first_day} to {noted.last_day}"
    instead = f"{line}; {noted.delegate_name} stands in" if noted.delegate_name else line
    answer(asdict(noted), [instead], as_json=as_json)


COMMANDS = (reassign, disable, end_appointment, delegate, absent)
