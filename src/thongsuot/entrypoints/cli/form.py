"""``thongsuot form``: the forms of the law, and the templates that print them."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from thongsuot.domains.documents import forms, printing, services, templates, trying
from thongsuot.domains.documents.terms import LegalForm
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    CommandFailed,
    Exit,
    answer,
    dry_run_option,
    json_option,
)
from thongsuot.kernel.clock import local_date, utc_now

SOURCE = click.argument("file", type=A_FILE)
KEY = click.option(
    "--form", "key", required=True, help="circular:number, 03/2025/TT-VPCP:04; or a paper of ours"
)


@click.group()
def form() -> None:
    """List the forms of the law and replace the templates that print them."""


@form.command("list")
@json_option
def list_forms(as_json: bool) -> None:
    """List every form with its days, its source and the template that prints it today.

    \b
    Examples: thongsuot form list
              thongsuot form list --json
    """
    on = local_date(utc_now())
    rows = [_told(one, on) for one in forms.replaceable()]
    lines = [
        f"{row['form']}  {row['valid_from']} to {row['valid_to'] or 'now'}  [{row['mark']}]"
        f"  {row['paper']}  {row['template']}  {row['title']}"
        for row in rows
    ]
    answer(rows, lines, as_json=as_json)


@form.command()
@click.argument("key")
def show(key: str) -> None:
    """Print the template in force today, to begin a new one from.

    \b
    Examples: thongsuot form show 03/2025/TT-VPCP:04 > apology.typ
              thongsuot form show 01/2018/TT-VPCP:01
    """
    chosen = forms.get_form(key)
    found = templates.find_template(chosen, local_date(utc_now()))
    shipped = printing.FOLDER / f"{chosen.paper}.typ"
    click.echo(found.source if found else shipped.read_text("utf-8"), nl=False)


@form.command()
@SOURCE
@KEY
@json_option
def check(file: Path, key: str, as_json: bool) -> None:
    """Try a template against invented papers; say the line of what is wrong.

    \b
    Examples: thongsuot form check apology.typ --form 03/2025/TT-VPCP:04
              thongsuot form check slip.typ --form 03/2025/TT-VPCP:01 --json
    """
    tried = trying.check(forms.get_form(key).paper, _text(file))
    answer({"form": key, "tried": tried}, [f"{tried} papers printed"], as_json=as_json)


@form.command()
@SOURCE
@KEY
@click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day; today without it."
)
@dry_run_option
@json_option
def publish(file: Path, key: str, first: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Let a template print a form from a day on; papers made before stay as they are.

    \b
    Examples: thongsuot form publish apology.typ --form 03/2025/TT-VPCP:04 --dry-run
              thongsuot form publish apology.typ --form 03/2025/TT-VPCP:04 --from 2027-01-01
    """
    at = utc_now()
    found = services.publish_template(
        form=key, source=_text(file), valid_from=first.date() if first else local_date(at),
        by=Actor.system(), at=at, dry_run=dry_run,
    )  # fmt: skip
    verb = "would print" if dry_run else "prints"
    lines = [f"{file.name} {verb} {key} from {found.valid_from}"]
    answer(asdict(found) | {"applied": not dry_run}, lines, as_json=as_json)


@form.command()
@click.argument("key")
@click.option("--to", "digest", default="", help="Start of the SHA-256 of an earlier one.")
@dry_run_option
@json_option
def rollback(key: str, digest: str, dry_run: bool, as_json: bool) -> None:
    """Print a form from today on as before; without --to by the shipped template.

    \b
    Examples: thongsuot form rollback 03/2025/TT-VPCP:04 --dry-run
              thongsuot form rollback receipt --to 4be1c09a
    """
    at = utc_now()
    found = services.roll_back(form=key, to=digest, by=Actor.system(), at=at, dry_run=dry_run)
    verb = "would print" if dry_run else "prints"
    lines = [f"{digest or 'the shipped template'} {verb} {key} from {found.valid_from}"]
    answer(asdict(found) | {"applied": not dry_run}, lines, as_json=as_json)


def _told(one: LegalForm, on: date) -> dict[str, Any]:
    found = templates.find_template(one, on)
    template = f"published {found.valid_from} {found.sha256[:12]}" if found else "shipped"
    return {"form": one.key, **asdict(one), "template": template}


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except ValueError as error:
        raise CommandFailed(
            f"{file.name} is no text in UTF-8",
            why=str(error)[:120],
            advice="save it as UTF-8, see docs/howto/replace-a-form.md",
            exit_code=Exit.INVALID,
        ) from None
