"""``org reorganise`` and ``org find``: merge, divide, rename, abolish; what became of a code."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries.figures import Reading, public_figures
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.rules.reorganised import (
    DelegationLapsed,
    ReorganisationReport,
)
from thongsuot.domains.organisation.terms import AgencyUnknown
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    Exit,
    answer,
    dry_run_option,
    json_option,
    note,
    read_json,
)
from thongsuot.kernel.clock import local_date, utc_now

FORMAT_PAGE = "see docs/howto/reorganise.md"
SHOWN = 20
"""How many lines of one kind people are shown; --json gives all."""


@click.command()
@click.argument("plan", type=A_FILE)
@dry_run_option
@json_option
@click.pass_context
def reorganise(ctx: click.Context, plan: Path, dry_run: bool, as_json: bool) -> None:
    """Merge, divide, rename or abolish agencies by a PLAN, with all their open work.

    The plan is tried out and reported first; it is applied only when nobody has anything left to
    decide and nothing would be nobody's. Ends with code 4 and the report when it was not, 5 when
    its day has not come, is too long ago, or its code was used by another plan.

    \b
    Examples: thongsuot org reorganise merger.json --dry-run
              thongsuot org reorganise merger.json --json
    """
    document = read_json(plan, FORMAT_PAGE)
    report = _run(document, dry_run=True)
    if not dry_run and not report.repeated and report.may_be_applied:
        for line in _lines(report):
            note(line)
        report = _run(document, dry_run=False)
    said = asdict(report) | {"applied": report.applied_at is not None}
    answer(said, [*_lines(report), _verdict(report)], as_json=as_json)
    ctx.exit(Exit.OK if report.may_be_applied else Exit.INVALID)


def _run(document: object, *, dry_run: bool) -> ReorganisationReport:
    return dossiers.reorganise(document=document, by=Actor.system(), at=utc_now(), dry_run=dry_run)


def _verdict(report: ReorganisationReport) -> str:
    if report.repeated:
        return f"applied before, at {_instant(report.applied_at)}; nothing was changed"
    if report.applied_at is not None:
        return f"applied at {_instant(report.applied_at)}"
    return "nothing was changed"


def _instant(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _lines(report: ReorganisationReport) -> Iterator[str]:
    yield f"plan {report.plan or '?'}, from {report.effective_on or '?'}: {report.source}"
    counts = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in report.counts.items())
    yield from filter(None, [counts])
    yield from _shown("fault", [_fault(problem) for problem in report.problems])
    open_ = [f"{d.kind} of {d.subject}: {' or '.join(d.choices)}" for d in report.decisions]
    yield from _shown("to decide", open_)
    if report.problems or report.repeated:
        return
    yield from _work(report)
    yield from _shown("officer without a post", report.officers_without_post)
    yield from _shown("officer with two posts of one kind", report.officers_with_two_posts)
    yield from _shown("settled by nobody", report.competences_orphaned)
    yield from _shown("settled by two", report.competences_doubled)
    yield from _shown("delegation that ends", list(map(_lapsed, report.delegations_lapsed)))
    yield from _shown("desk that ends", report.desks)
    yield f"{len(report.procedures)} procedures, with their forms, have another settler"


def _work(report: ReorganisationReport) -> Iterator[str]:
    work = report.work
    yield from _shown(
        "work", [f"{m.old} to {m.new}: {m.dossiers} dossiers, {m.held} held" for m in work.moves]
    )
    yield f"open dossiers: {work.open_before} before, {work.open_after} after"
    yield f"held: {work.held_before} before, {work.held_after} after"
    yield f"open questions: {work.offers_carried} carried, {work.offers_lapsed} ended"
    yield f"opinions that wait: {work.opinions_carried} carried"
    yield f"drafts that name a desk that ends: {work.drafts}"
    yield f"orphans: {len(work.orphans)}"
    yield from _shown("orphan", work.orphans)


def _lapsed(delegation: DelegationLapsed) -> str:
    grantor = f"{delegation.grantor} ({delegation.grantor_agency})"
    delegate = f"{delegation.delegate} ({delegation.delegate_agency})"
    return f"{delegation.id} of {grantor} to {delegate}, until {delegation.last_day}"


def _shown(kind: str, found: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield from (f"{kind}: {line}" for line in found[:SHOWN])
    if len(found) > SHOWN:
        yield f"{kind}: and {len(found) - SHOWN} more (--json gives all)"


def _fault(problem: object) -> str:
    section, row, where, what = (
        getattr(problem, name) for name in ("section", "row", "field", "problem")
    )
    place = f"{section} {row}" if row else str(section)
    return " ".join(filter(None, (f"{place}:", where, what)))


@click.command()
@click.argument("code")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about; today if left out."
)
@json_option
def find(code: str, on: datetime | None, as_json: bool) -> None:
    """Say what the CODE of an agency, in either order, or of an area means, and who answers for it.

    \b
    Examples: thongsuot org find 000.00.32.H99
              thongsuot org find 31268 --on 2025-07-01 --json
    """
    day = on.date() if on else local_date(utc_now())
    found = _became(code, day)
    lines = [f"{found.code} {found.name}"]
    if found.ended_on:
        lines.append(f"ended on {found.ended_on}" + (f": {found.source}" if found.source else ""))
        stands = f"{found.stands} {found.stands_name}" if found.stands else "nobody"
        lines.append(f"{stands} answers for it")
    if found.choices:
        lines.append(f"not settled: {' or '.join(found.choices)}")
    answer(asdict(found), lines, as_json=as_json)


def _became(code: str, on: date) -> successors.Became:
    try:
        return successors.agency_became(code, on)
    except AgencyUnknown:
        if not code.isdigit():
            raise
        return successors.area_became(code, on)


@click.command()
@click.option(
    "--as", "reading", type=click.Choice([r.value for r in Reading]), default=Reading.AS_NOW.value,
    show_default=True, help="By the agency that answered then, or that answers today.",
)  # fmt: skip
@json_option
def figures(reading: str, as_json: bool) -> None:
    """Count the dossiers of the last ninety days by desk, the whole first.

    \b
    Examples: thongsuot org figures
              thongsuot org figures --as was --json
    """
    rows = public_figures(utc_now(), Reading(reading))
    lines = (
        f"{row.desk or 'all'}: {row.received} received, {row.decided} decided,"
        f" {row.on_time} of them on time, {row.overdue} overdue"
        for row in rows
    )
    answer([asdict(row) for row in rows], lines, as_json=as_json)


COMMANDS = (reorganise, find, figures)
