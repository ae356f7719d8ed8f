"""``thongsuot database``: from an empty server to one that the rooms can work with."""

import click

from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services as organisation
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import answer, json_option, progress
from thongsuot.entrypoints.cli.rehearsing import is_rehearsal, rehearsable
from thongsuot.entrypoints.cli.servers import (
    collect_pages,
    keep_keys_of_others,
    migrations_missing,
    note_keys,
)
from thongsuot.kernel.clock import utc_now


@click.group()
def database() -> None:
    """Create, migrate and fill the database."""


@database.command()
@json_option
@rehearsable
@pass_installation
def prepare(installation: Installation, as_json: bool) -> None:
    """Create tables and rights, publish calendars, take over areas, lay out page files; repeatable.

    \b
    Examples: thongsuot database prepare
              DATABASE_OWNER_URL=postgresql://… thongsuot database prepare --dry-run --json
    """
    if is_rehearsal():
        missing = migrations_missing()  # made by the owner, each for good: never in a rehearsal
        done = {"migrations_missing": missing} if missing else _fill()
    else:
        done = prepare_database(installation)
        collect_pages()
    answer(done, (f"{name}: {count}" for name, count in done.items()), as_json=as_json)


def prepare_database(installation: Installation) -> dict[str, int | str]:
    """Do all that ``prepare`` does and return what was added."""
    installation.migrate()
    done = _fill()
    keep_keys_of_others(installation)
    return done


def _fill() -> dict[str, int | str]:
    note_keys()
    at = utc_now()
    with progress("areas") as tell:
        areas = organisation.import_areas(by=Actor.system(), at=at, progress=tell)
    calendar = deadlines.publish_shipped_calendar(by=Actor.system(), at=at)
    return {
        "areas_created": areas.created,
        "open_successions": areas.open_decisions,
        "calendar": calendar.version,
    }
