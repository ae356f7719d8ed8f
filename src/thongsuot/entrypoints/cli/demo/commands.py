"""``thongsuot demo``: load the sample province, run it, say who may log in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from django.db import ProgrammingError

from thongsuot.domains.ledger import locks
from thongsuot.domains.people import keeping
from thongsuot.domains.people.terms import KeysNotOurs
from thongsuot.entrypoints.cli.database import prepare_database
from thongsuot.entrypoints.cli.demo import loading, logins, money, post, state
from thongsuot.entrypoints.cli.demo.coming_years import publish_invented
from thongsuot.entrypoints.cli.demo.running import Ready, drop_logs, run_servers
from thongsuot.entrypoints.cli.demo.state import Presence, Sample
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import (
    CommandFailed,
    Exit,
    answer,
    dry_run_option,
    json_option,
    note,
    progress,
)
from thongsuot.entrypoints.shared.heartbeats import TIME_ACTS
from thongsuot.kernel.clock import utc_now

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
@dry_run_option
@json_option
@pass_installation
def load(installation: Installation, size: str, seed: int, dry_run: bool, as_json: bool) -> None:
    """Load the sample province into an empty installation; repeating it changes nothing.

    \b
    Examples: thongsuot demo load
              thongsuot demo load --size full --seed 7 --json
    """
    if dry_run:
        _say_what_would_load(size, seed, as_json=as_json)
        return
    sample = load_sample(installation, size, seed)
    open_to = logins.open_accounts(installation.home)
    document = {**asdict(sample), "logins": [asdict(login) for login in open_to]}
    answer(
        document, (f"{name}: {value}" for name, value in asdict(sample).items()), as_json=as_json
    )


def _say_what_would_load(size: str, seed: int, *, as_json: bool) -> None:
    found = _presence_of_ours()
    if found is Presence.LOADED:
        _checked(size, seed)
    dossiers = 0 if found is Presence.LOADED else loading.SIZES[size]
    document = {"size": size, "seed": seed, "dossiers": dossiers, "applied": False}
    answer(document, [f"{dossiers} dossiers would be loaded"], as_json=as_json)


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


def _prepare_to_run(installation: Installation, size: str, seed: int) -> Ready:
    """Set the province up; its dossiers may come in while the pages are served already."""
    with _loading_alone(installation):
        found = _set_up(installation, size, seed)
    if found is Presence.UNFINISHED:
        note("an earlier load was cut off and cannot go on: today came over half-lived dossiers")
        note("what came in and what was done on the pages is kept, and no more dossiers come in")
        note("for the whole sample: thongsuot demo reset, then thongsuot demo run")
    if found is Presence.LOADED:
        _say_if_another(size, seed)
    filling = ["demo", "fill", "--size", size, "--seed", str(seed)]
    return Ready(
        logins=logins.open_accounts(installation.home),
        still_to_do=filling if found is Presence.NOTHING else None,
    )


def _say_if_another(size: str, seed: int) -> None:
    sample = state.loaded()
    if (sample.size, sample.seed) != (size, seed):
        note(f"the sample that is here is served: size {sample.size}, seed {sample.seed}")
        note(f"for size {size}, seed {seed}: thongsuot demo reset, then thongsuot demo run again")


@demo.command(hidden=True)
@size_option
@seed_option
@pass_installation
def fill(installation: Installation, size: str, seed: int) -> None:
    """Bring in the dossiers of a province that was set up a moment ago."""
    with _loading_alone(installation):
        if state.presence() is not Presence.UNFINISHED:
            raise _no_sample("no sample waits for its dossiers here")
        _fill(installation, size, seed)
    note("the sample is complete")


@demo.command(hidden=True)
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--site", required=True)
def platform(port: int, site: str) -> None:
    """Play the payment platform for the sample, on loopback alone."""
    money.serve_platform(port, site)


@demo.command(name="logins")
@json_option
@pass_installation
def show_logins(installation: Installation, as_json: bool) -> None:
    """Print the accounts by which the sample may be tried.

    \b
    Examples: thongsuot demo logins
              thongsuot demo logins --json
    """
    if _presence_of_ours() is Presence.NOTHING:
        raise _no_sample("there is no sample to log in to")
    found = logins.open_accounts(installation.home)
    answer([asdict(login) for login in found], login_lines(found), as_json=as_json)


@demo.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_installation
def reset(installation: Installation, yes: bool) -> None:
    """Drop the sample with its record, files, letters, logs and keys, and all that was tried on it.

    Keys that were here before the sample came, or seal another database too, stay.

    \b
    Examples: thongsuot demo reset
              thongsuot demo reset --yes
    """
    if state.presence() not in state.OF_THE_SAMPLE:
        raise _no_sample("there is no sample to drop")
    if not yes:
        click.confirm("Drop everything in this installation?", abort=True, err=True)
    with _loading_alone(installation):
        if not _keys_are_the_samples():
            installation.keep_keys()
        installation.empty()
        left = installation.drop_sample_keys()
    drop_logs(installation.home)
    note("dropped; thongsuot demo load brings it back")
    if left:
        note(f"kept in {installation.home / 'keys'}, not of the sample alone: {', '.join(left)}")


def _keys_are_the_samples() -> bool:
    """Whether the keys here open what this sample sealed; any others are somebody's."""
    try:
        keeping.check_keys()
    except (KeysNotOurs, ProgrammingError):  # or the tables are not up to date
        return False
    return True


def login_lines(found: list[logins.Login]) -> Iterator[str]:
    """Return the accounts as a table for people."""
    return (f"  {login.username:<20} {login.password}  {login.does}" for login in found)


def load_sample(installation: Installation, size: str, seed: int) -> Sample:
    """Load the sample unless it is there.

    Raises:  CommandFailed where other data, another sample or another load is in the way.
    """
    with _loading_alone(installation):
        found = _set_up(installation, size, seed)
        if found is Presence.UNFINISHED:
            raise _cut_off_and_used()
        if found is Presence.NOTHING:
            _fill(installation, size, seed)
        return _checked(size, seed)


@contextmanager
def _loading_alone(installation: Installation) -> Iterator[None]:
    with state.one_load_at_a_time(installation.home) as alone:
        if not alone:
            raise CommandFailed(
                "another load is running",
                why="one installation is filled by one command at a time",
                advice="wait for it, then thongsuot demo logins",
                exit_code=Exit.CONFLICT,
            )
        yield


def _set_up(installation: Installation, size: str, seed: int) -> Presence:
    """Bring in the province unless it is there, and return what was found."""
    found = _ready_to_load(installation)
    installation.mark_as_sample()
    if found is Presence.NOTHING:
        _begin(size, seed)
    publish_invented(utc_now())
    return found


def _ready_to_load(installation: Installation) -> Presence:
    """Bring the database up to date; what an earlier load left unfinished is dropped, if unused.

    Raises:  CommandFailed, before anything is changed, where the data are no sample.
    """
    note("==> database")
    _presence_of_ours()
    prepare_database(installation)
    found = _presence_of_ours()
    if found is not Presence.UNFINISHED or state.used_meanwhile():
        return found
    note("an earlier load was cut off; beginning anew")
    installation.empty()
    prepare_database(installation)
    return Presence.NOTHING


def _begin(size: str, seed: int) -> None:
    note("==> sample province")
    state.note_begun(size, seed)
    loading.set_up()


def _fill(installation: Installation, size: str, seed: int) -> None:
    # Lives are played at past instants: no job may act on them as if those were over.
    with locks.kept_from_others(TIME_ACTS), progress("dossiers") as tell:
        played = loading.play_all(
            loading.SIZES[size], seed, tell, side_by_side=installation.may_start_processes
        )
        post.deliver_last_days(loading.LAST_EVENING)
    state.note_loaded(size, seed, played)


def _presence_of_ours() -> Presence:
    """Return how much of the sample is here.  Raises: CommandFailed where others' data are."""
    found = state.presence()
    if found is Presence.OTHERS:
        raise CommandFailed(
            "this installation holds agencies of its own",
            why="sample data is never mixed with others, and others are never shown as samples",
            advice="give the sample a folder of its own: THONGSUOT_HOME=… thongsuot demo load",
            exit_code=Exit.CONFLICT,
        )
    return found


def _cut_off_and_used() -> CommandFailed:
    return CommandFailed(
        "an earlier load was cut off, and the sample was used since",
        why="beginning anew would drop what was done on the pages",
        advice="thongsuot demo run goes on with it; thongsuot demo reset drops it",
        exit_code=Exit.CONFLICT,
    )


def _no_sample(what: str) -> CommandFailed:
    return CommandFailed(
        what,
        why="the record does not say that sample data was loaded here",
        advice="check THONGSUOT_HOME; thongsuot demo load brings a sample",
        exit_code=Exit.CONFLICT,
    )


def _checked(size: str, seed: int) -> Sample:
    sample = state.loaded()
    if (sample.size, sample.seed) != (size, seed):
        raise CommandFailed(
            f"a sample of size {sample.size} and seed {sample.seed} is here already",
            why="an installation holds one sample, and another size or seed was asked for",
            advice="thongsuot demo reset",
            exit_code=Exit.CONFLICT,
        )
    return sample
