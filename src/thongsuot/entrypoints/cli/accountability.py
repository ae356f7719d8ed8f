"""``thongsuot accountability``: who held, who sent round, by any event log."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.event_logs import read_xes
from thongsuot.domains.accountability.terms import Case, Counts
from thongsuot.entrypoints.cli.plumbing import answer, as_plain, json_option, note, progress
from thongsuot.kernel import formats


@click.group()
def accountability() -> None:
    """Who held, how long, who sent round."""


@accountability.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--holder", default="org:resource", show_default=True, help="What names a holder.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(0), help="Pairs shown.")
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
    if counts.out_of_order:
        note(f"warning: {counts.out_of_order} cases are not in the order of their instants")
    if not each:
        answer(_document(counts, top), _lines(counts, top), as_json=as_json)


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
    }


def _lines(counts: Counts, top: int) -> Iterator[str]:
    for name, value in _document(counts, 0).items():
        if not isinstance(value, list):
            yield f"{name.replace('_', ' ')}: {formats.number(value)}"
    for title, pairs in (("hand-overs", counts.pairs), ("bounces", counts.bounced)):
        for one, other, number in counts.most(pairs, top):
            yield f"  {title}: {one} → {other}: {formats.number(number)}"
