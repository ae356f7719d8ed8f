"""``thongsuot demo``: load the sample province, run it, say who may log in."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from thongsuot.entrypoints.cli.database import prepare_database
from thongsuot.entrypoints.cli.demo import loading, logins, state
from thongsuot.entrypoints.cli.demo.running import run_servers
from thongsuot.entrypoints.cli.demo.state import Presence, Sample
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import (
    CommandFailed,
    Exit,
    answer,
    json_option,
    note,
    progress,
)

size_option = click.option(
    "--size", type=click.Choice(list(loading.SIZES)), default="small", show_default=True,
    help="How many dossiers: 60, 2,000 or 20,000.",
)  # fmt: skip
seed_option = click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True,
    help="The same seed gives the same dossiers and acts.",
)  # fmt: skip


@click.group()
def demo() -> None:
    """The invented sample province."""


@demo.command()
@size_option
@seed_option
@json_option
@pass_installation
def load(installation: Installation, size: str, seed: int, as_json: bool) -> None:
    """Load the sample province into an empty installation; repeating it changes nothing.

    \b
    Examples: thongsuot demo load
              thongsuot demo load --size full --seed 7 --json
    """
    sample = load_sample(installation, size, seed)
    open_to = logins.open_accounts(installation.home)
    document = {**asdict(sample), "logins": [asdict(login) for login in open_to]}
    answer(
        document, (f"{name}: {value}" for name, value in asdict(sample).items()), as_json=as_json
    )


@demo.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@size_option
@seed_option
@pass_installation
def run(installation: Installation, port: int, size: str, seed: int) -> None:
    """Set up, load the sample where there is none, and serve until Ctrl-C.

    \b
    Examples: thongsuot demo run
              thongsuot demo run --port 8080
    """
    try:
        run_servers(installation, port, prepare=lambda: _prepare_to_run(installation, size, seed))
    finally:
        installation.stop_database()


def _prepare_to_run(installation: Installation, size: str, seed: int) -> list[logins.Login]:
    if state_of_sample(installation) is Presence.LOADED:
        note("==> database")
        prepare_database(installation)
    else:
        load_sample(installation, size, seed)
    return logins.open_accounts(installation.home)


@demo.command(name="logins")
@json_option
@pass_installation
def show_logins(installation: Installation, as_json: bool) -> None:
    """Print the accounts by which the sample may be tried.

    \b
    Examples: thongsuot demo logins
              thongsuot demo logins --json
    """
    found = logins.open_accounts(installation.home)
    answer([asdict(login) for login in found], login_lines(found), as_json=as_json)


@demo.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_installation
def reset(installation: Installation, yes: bool) -> None:
    """Drop the sample with its record and its files, and all that was tried on it.

    \b
    Examples: thongsuot demo reset
              thongsuot demo reset --yes
    """
    prepare_database(installation)
    if state.presence() not in {Presence.LOADED, Presence.UNFINISHED}:
        raise CommandFailed(
            "there is no sample to drop",
            why="the record does not say that sample data was loaded here",
            exit_code=Exit.CONFLICT,
        )
    if not yes:
        click.confirm("Drop everything in this installation?", abort=True, err=True)
    installation.empty()
    note("dropped; thongsuot demo load brings it back")


def login_lines(found: list[logins.Login]) -> Iterator[str]:
    """Return the accounts as a table for people."""
    return (f"  {login.username:<20} {login.password}  {login.does}" for login in found)


def state_of_sample(installation: Installation) -> Presence:
    """Bring the tables up to date and return what the installation holds."""
    installation.migrate()
    return state.presence()


def load_sample(installation: Installation, size: str, seed: int) -> Sample:
    """Load the sample unless it is there.

    Raises:  CommandFailed where other data, another sample or another load is in the way.
    """
    with state.one_load_at_a_time(installation.home) as alone:
        if not alone:
            raise CommandFailed("another load is running", exit_code=Exit.CONFLICT)
        note("==> database")
        prepare_database(installation)
        found = state.presence()
        if found is Presence.UNFINISHED:
            note("an earlier load was cut off; beginning anew")
            installation.empty()
            prepare_database(installation)
            found = Presence.NOTHING
        if found is Presence.NOTHING:
            _load(installation, size, seed)
        return _checked(found, size, seed)


def _load(installation: Installation, size: str, seed: int) -> None:
    note("==> sample province")
    installation.mark_as_sample()
    state.note_begun(size, seed)
    loading.set_up()
    with progress("dossiers") as tell:
        played = loading.play_all(
            loading.SIZES[size], seed, tell, side_by_side=installation.may_start_processes
        )
    state.note_loaded(size, seed, played)


def _checked(found: Presence, size: str, seed: int) -> Sample:
    if found is Presence.OTHERS:
        raise CommandFailed(
            "this installation holds agencies of its own",
            why="sample data is never mixed with others",
            advice="give the sample a folder of its own: THONGSUOT_HOME=… thongsuot demo load",
            exit_code=Exit.CONFLICT,
        )
    sample = state.loaded()
    if (sample.size, sample.seed) != (size, seed):
        raise CommandFailed(
            f"a sample of size {sample.size} and seed {sample.seed} is here already",
            advice="thongsuot demo reset",
            exit_code=Exit.CONFLICT,
        )
    return sample
