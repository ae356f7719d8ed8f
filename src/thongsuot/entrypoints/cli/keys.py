"""``thongsuot keys``: rotate the keys that seal personal data."""

import click

from thongsuot.domains.documents import services as documents
from thongsuot.domains.people import services as people
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import (
    answer,
    dry_run_option,
    json_option,
    note,
    progress,
)
from thongsuot.entrypoints.cli.rehearsing import is_rehearsal, rehearsable
from thongsuot.entrypoints.cli.servers import note_keys


@click.group()
def keys() -> None:
    """Rotate the keys that seal personal data: add one, reseal; nothing is restarted."""


@keys.command()
@dry_run_option
@json_option
@pass_installation
def add(installation: Installation, dry_run: bool, as_json: bool) -> None:
    """Write the next key. Running servers seal with it from then on.

    \b
    Examples: thongsuot keys add
              thongsuot keys add --dry-run --json
    """
    number = installation.next_key() if dry_run else installation.add_key()
    verb = "would be written" if dry_run else "is ready"
    answer({"key": number, "applied": not dry_run}, [f"key {number} {verb}"], as_json=as_json)
    if dry_run:
        return
    note("back up the keys folder, then: thongsuot keys reseal")


@keys.command()
@json_option
@rehearsable
def reseal(as_json: bool) -> None:
    """Seal everything anew with the newest key; may be stopped and repeated.

    When it says 0 and 0, the older key files may be taken away.

    \b
    Examples: thongsuot keys reseal
              thongsuot keys reseal --json
    """
    note_keys()
    with progress("values") as tell:
        values = people.reseal(progress=tell)
    files = documents.reseal_files(dry_run=is_rehearsal())
    answer({"values": values, "files": files}, [f"{values} values, {files} files"], as_json=as_json)
