"""``thongsuot accountability``: who held, who sent round, by any event log or our own record."""

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.event_logs import read_xes
from thongsuot.domains.accountability.terms import Case, Counts, Met
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import A_FILE, answer, as_plain, json_option, note, progress
from thongsuot.kernel import formats

OFFSETS_NAMED = 12
"""How many zones of a log are told; a log of one country has two at most."""


@click.group()
def accountability() -> None:
    """Who held, how long, who sent round."""


@accountability.command()
@click.argument("log", type=A_FILE)
@click.option("--holder", default="org:resource", show_default=True, help="What names a holder.")
@click.option("--top", default=5, show_default=True, type=click.IntRange(0), help="Pairs shown.")
@click.option("--json-cases", "each", is_flag=True, help="A JSON line a case: who held it, when.")
@json_option
def analyse(log: Path, holder: str, top: int, each: bool, as_json: bool) -> None:
    """Count hand-overs, bounces and returns in LOG, an event log in XES, packed or not.

    Works on the file alone; docs/howto/analyse-event-logs.md has the definitions.

    \b
    Examples: thongsuot accountability analyse log.xes.gz --holder org:group --json
              thongsuot accountability analyse log.xes --json-cases | jq .spans
    """
    counts = Counts()
    size = log.stat().st_size
    with progress("bytes") as tell:
        for case in read_xes(log, holder, lambda done: tell(done, size)):
            rules.count(case, counts)
            if each:
                click.echo(json.dumps(_spans(case), ensure_ascii=False, default=as_plain))
    for odd in _oddities(counts):
        note(f"warning: {odd}")
    if not each:
        answer(_document(counts, top), _lines(counts, top), as_json=as_json)


day_option = click.DateTime(["%Y-%m-%d"])


@accountability.command()
@click.option("--from", "first", type=day_option, help="First day; this quarter's by default.")
@click.option("--to", "last", type=day_option, help="Last day; today by default.")
@click.option("--agency", help="Code of an agency: it, those below it, what went into them.")
@click.option(
    "--reading", type=click.Choice(["as-was", "as-now", "both"]), default="as-was",
    show_default=True, help="Agencies as they were, or as they answer today.",
)  # fmt: skip
@json_option
@pass_installation
def report(
    installation: Installation, first: datetime | None, last: datetime | None,
    agency: str | None, reading: str, as_json: bool,
) -> None:  # fmt: skip
    """Tell what the record says of a period: hand-overs, loops, lateness, pauses, open work.

    docs/law/lateness.md says how lateness is split; docs/howto/accountability.md the rest.

    \b
    Examples: thongsuot accountability report --from 2026-01-01 --to 2026-03-31 --json
              thongsuot accountability report --agency H99.31 --reading both
    """
    installation.enter(sample_data=False, quiet=True)
    from thongsuot.entrypoints.cli import record_report  # its rooms need the settings

    days = (first.date() if first else None, last.date() if last else None)
    with progress("late dossiers") as tell:
        found = record_report.figures_of(*days, agency=agency, reading=reading, tell=tell)
    answer(record_report.told(found), record_report.told_in_lines(found), as_json=as_json)


@accountability.command("sum-up")
@click.option("--anew", is_flag=True, help="Forget what is kept, and read the whole record.")
@click.option("--verify", is_flag=True, help="Count 90 days anew, too, and compare.")
@json_option
@pass_installation
def sum_up(installation: Installation, anew: bool, verify: bool, as_json: bool) -> None:
    """Read the record into the summaries that pages of figures answer from.

    The worker does so every minute. Broken off, it goes on where it stopped.

    \b
    Examples: thongsuot accountability sum-up
              thongsuot accountability sum-up --anew --verify --json
    """
    installation.enter(sample_data=False, quiet=True)
    from thongsuot.entrypoints.cli import summaries  # its rooms need the settings

    found = summaries.read(anew=anew, verify=verify)
    answer(found, (f"{name.replace('_', ' ')}: {value}" for name, value in found.items()),
           as_json=as_json)  # fmt: skip


def _spans(case: Case) -> dict[str, Any]:
    return {"case": case.name, "spans": rules.spans_of(case)}


def _document(counts: Counts, top: int) -> dict[str, Any]:
    return {
        "cases": counts.cases,
        "events": counts.events,
        "holders": len(counts.holders),
        "handovers": counts.handovers,
        "cases_with_handover": counts.cases_with_handover,
        "bounces": counts.bounces,
        "cases_with_bounce": counts.cases_with_bounce,
        "cases_with_return": counts.cases_with_return,
        "longest_chain": counts.longest_chain,
        "top_pairs": [list(row) for row in counts.most(counts.pairs, top)],
        "top_bounces": [list(row) for row in counts.most(counts.bounced, top)],
        "events_without_holder": counts.without_holder,
        "cases_out_of_order": counts.out_of_order,
        "events_without_instant": counts.without_instant,
        "unreadable_instants": counts.unreadable.events,
        "unreadable_first_line": counts.unreadable.first_line or None,
        "offsets": [
            {"offset": offset, "events": met.events, "first_line": met.first_line}
            for offset, met in _offsets(counts)
        ],
    }


def _offsets(counts: Counts) -> list[tuple[str | None, Met]]:
    """Return how far from UTC instants are written, the commonest first; None where unsaid."""
    ranked = sorted(counts.offsets.items(), key=lambda item: -item[1].events)
    return [
        (None if away is None else str(timezone(away)).removeprefix("UTC") or "+00:00", met)
        for away, met in ranked[:OFFSETS_NAMED]
    ]


def _oddities(counts: Counts) -> Iterator[str]:
    """Yield what is odd about the instants of a log: how many, and where first."""
    if counts.out_of_order:
        yield f"{counts.out_of_order} cases are not in the order of their instants"
    if counts.unreadable.events:
        odd = f"{counts.unreadable.events} events have an instant that cannot be read"
        yield f"{odd}; the first stands in line {counts.unreadable.first_line}"
    if len(counts.offsets) > 1:
        told = ", ".join(
            f"{offset or 'none said'}: {met.events} (first in line {met.first_line})"
            for offset, met in _offsets(counts)
        )
        yield f"instants are written in {len(counts.offsets)} zones: {told}"


def _lines(counts: Counts, top: int) -> Iterator[str]:
    for name, value in _document(counts, 0).items():
        if isinstance(value, int):
            yield f"{name.replace('_', ' ')}: {formats.number(value)}"
    yield from _oddities(counts)
    for title, pairs in (("hand-overs", counts.pairs), ("bounces", counts.bounced)):
        for one, other, number in counts.most(pairs, top):
            yield f"  {title}: {one} → {other}: {formats.number(number)}"
