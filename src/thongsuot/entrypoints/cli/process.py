"""``thongsuot process``: process tables in, checked, published on a day, rolled back."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from thongsuot.domains.catalogue import processes, reading, services
from thongsuot.domains.catalogue.bpmn import write_bpmn
from thongsuot.domains.catalogue.rules.process_checks import longest_minutes
from thongsuot.domains.catalogue.rules.process_content import content_of
from thongsuot.domains.catalogue.terms import Fault, Process
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import process_bpmn
from thongsuot.entrypoints.cli.importing import (
    day_of,
    existing_file,
    exit_of,
    told,
)
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    Exit,
    answer,
    dry_run_option,
    in_force,
    json_option,
    note,
    read_json,
)
from thongsuot.entrypoints.cli.rehearsing import is_rehearsal, rehearsable
from thongsuot.entrypoints.shared.process_words import wording
from thongsuot.kernel.clock import local_date, utc_now

FORMAT_PAGE = "see docs/howto/processes.md"
number_option = click.option("--version", "number", type=int, help="The newest if missing.")
from_option = click.option(
    "--from", "first", metavar="YYYY-MM-DD", help="First day; today if missing."
)


@click.group()
def process() -> None:
    """Import, check, publish and show the processes of procedures."""


@process.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@dry_run_option
@json_option
@click.pass_context
def import_file(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Take over processes from FILE as drafts: our own .json, tables as data/workflows, or .bpmn.

    Ends with 0 when every process was taken, 8 when some were refused, 4 when all were: a BPMN
    model outside the subset is refused whole, with each element named.

    \b
    Examples: thongsuot process import epar_workflows.json --dry-run
              thongsuot process import permit.bpmn --json
    """
    if process_bpmn.is_bpmn(existing_file(file)):
        report = process_bpmn.import_bpmn(file, by=Actor.system(), at=utc_now(), dry_run=dry_run)
        answer(report.as_json(), told(report), as_json=as_json)
        ctx.exit(Exit.INVALID if report.refused else Exit.OK)
    rows = reading.read_processes(file)
    report = services.import_processes(rows=rows, by=Actor.system(), at=utc_now(), dry_run=dry_run)
    answer(report.as_json(), told(report), as_json=as_json)
    ctx.exit(exit_of(report))


@process.command(name="list")
@json_option
def list_all(as_json: bool) -> None:
    """List the processes: which version holds today, which comes, which is a draft.

    \b
    Examples: thongsuot process list
              thongsuot process list --json
    """
    found = processes.process_lines(local_date(utc_now()))
    lines = (
        f"{line.code}  {line.procedure_code or '-'}  holds {line.holds or '-'}  "
        f"draft {line.draft or '-'}  {line.name}"
        for line in found
    )
    answer([asdict(line) for line in found], lines, as_json=as_json)


@process.command()
@click.argument("code")
@number_option
@json_option
def show(code: str, number: int | None, as_json: bool) -> None:
    """Show one version of the process CODE as a table; with --json as it can be imported again.

    \b
    Examples: thongsuot process show 1.001193
              thongsuot process show 1.001193 --version 2 --json
    """
    version = processes.get_process_version(code, number)
    stated = processes.read_process(version)
    answer(content_of(stated), _table(version, stated), as_json=as_json)


def _table(version: processes.ProcessVersion, stated: Process) -> Iterator[str]:
    state = f"from {version.valid_from}" if version.valid_from else "draft"
    yield f"{stated.code}/{version.number}  {state}  {stated.name}"
    yield f"procedure {stated.procedure or '-'}, limit {stated.limit_minutes or '-'} minutes, "
    yield f"longest way {longest_minutes(stated)} minutes"
    for step in stated.steps:
        after = ", ".join(outcome.next or "end" for outcome in step.outcomes)
        lane = f"{step.lane.seat} {step.lane.agency_kind or ''} {step.lane.post}"
        yield f"{step.code}  {step.work}  {lane}  {step.share_minutes} min  -> {after}"


@process.command()
@click.argument("code")
@click.option("--format", "kind", type=click.Choice(["bpmn", "json"]), required=True)
@number_option
def export(code: str, kind: str, number: int | None) -> None:
    """Print one version of the process CODE as BPMN 2.0 with its layout, or as our own JSON.

    \b
    Examples: thongsuot process export 1.001193 --format bpmn > birth.bpmn
              thongsuot process export 1.001193 --format json --version 2
    """
    stated = processes.read_process(processes.get_process_version(code, number))
    if kind == "bpmn":
        click.echo(write_bpmn(stated, wording()), nl=False)
    else:
        answer(content_of(stated), [], as_json=True)


@process.command()
@click.argument("code")
@number_option
@from_option
@json_option
@click.pass_context
def check(
    ctx: click.Context, code: str, number: int | None, first: str | None, as_json: bool
) -> None:
    """Say what is wrong with a version of the process CODE if it held from a day on.

    Ends with 4 when something would refuse its publication.

    \b
    Examples: thongsuot process check 1.001193
              thongsuot process check 1.001193 --from 2027-01-01 --json
    """
    version = processes.get_process_version(code, number)
    faults = processes.faults_of(
        processes.read_process(version), day_of(first, "--from"), utc_now()
    )
    answer([fault.as_json() for fault in faults], map(_line, faults), as_json=as_json)
    ctx.exit(Exit.INVALID if any(fault.refuses for fault in faults) else Exit.OK)


def _line(fault: Fault) -> str:
    verdict = "refused" if fault.refuses else "warning"
    return f"{verdict}: {fault.step or 'process'}, {fault.field}: {fault.problem}: {fault.reason}"


@process.command()
@click.argument("code")
@from_option
@dry_run_option
@json_option
def publish(code: str, first: str | None, dry_run: bool, as_json: bool) -> None:
    """Publish the draft of the process CODE; dossiers received before keep their version.

    \b
    Examples: thongsuot process publish 1.001193 --from 2027-01-01 --dry-run
              thongsuot process publish 1.001193
    """
    version = services.publish_process(
        code=code, valid_from=day_of(first, "--from"), by=Actor.system(), at=utc_now(),
        dry_run=dry_run,
    )  # fmt: skip
    _say_published(version, day_of(first, "--from"), dry_run, as_json)


@process.command()
@click.argument("code")
@click.option("--version", "number", type=int, required=True, help="The one that comes back.")
@from_option
@json_option
@rehearsable
def rollback(code: str, number: int, first: str | None, as_json: bool) -> None:
    """Put the content of an earlier version of CODE in force again, as a new version.

    \b
    Examples: thongsuot process rollback 1.001193 --version 1
              thongsuot process rollback 1.001193 --version 1 --from 2027-01-01
    """
    on = day_of(first, "--from")
    version = services.restore_process(
        code=code, number=number, valid_from=on, by=Actor.system(), at=utc_now()
    )
    _say_published(version, on, is_rehearsal(), as_json)


def _say_published(
    version: processes.ProcessVersion, on: date, dry_run: bool, as_json: bool
) -> None:
    verb = "would hold" if dry_run else "holds"
    document = {
        "process": version.process_code, "version": version.number, "valid_from": on,
        "restores": version.restores, "applied": not dry_run,
    }  # fmt: skip
    answer(document, [f"{version.process_code}/{version.number} {verb} from {on}"], as_json=as_json)


@process.command()
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
def policy(file: Path, dry_run: bool, as_json: bool) -> None:
    """Publish what happens to a hand-over outside its process: refused, with a reason, allowed.

    \b
    Examples: thongsuot process policy policy-2027.json --dry-run
              thongsuot process policy policy-2027.json
    """
    stated = services.publish_process_policy(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    note(in_force(stated.version, stated.valid_from, dry_run=dry_run))
    answer(asdict(stated) | {"applied": not dry_run}, [stated.version], as_json=as_json)


@process.command()
@click.argument("code")
@click.option("--version", "number", type=int, required=True, help="Where they go on.")
@click.option(
    "--step", "steps", multiple=True, metavar="OLD=NEW", help="Where those of a step go on."
)
@dry_run_option
@json_option
@click.pass_context
def move(
    ctx: click.Context, code: str, number: int, steps: tuple[str, ...], dry_run: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Let the running dossiers of the process CODE follow another published version.

    Holders and due dates stay. Ends with 8 when a step is not in that version: say where with
    --step.

    \b
    Examples: thongsuot process move 1.001193 --version 2 --dry-run
              thongsuot process move 1.001193 --version 2 --step B3=B4
    """
    report = dossiers.move_to_process(
        process_code=code, number=number, by=Actor.system(), at=utc_now(),
        steps=_ways(steps), dry_run=dry_run,
    )  # fmt: skip
    would = "would be " if dry_run else ""
    lines = [f"{would}moved  {len(report.moved)}", f"undecided  {len(report.undecided)}"]
    answer(asdict(report), lines, as_json=as_json)
    for left in report.undecided:
        note(f"undecided: {left.code}: step {left.from_step} of version {left.from_version}")
    ctx.exit(Exit.PARTIAL if report.undecided else Exit.OK)


def _ways(steps: tuple[str, ...]) -> dict[str, str]:
    for one in steps:
        if one.count("=") != 1:
            raise click.BadParameter("written OLD=NEW", param_hint="--step")
    return dict(one.split("=") for one in steps)
