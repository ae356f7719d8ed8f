"""``thongsuot supplement``: how often, how soon and for how long papers may be asked for."""

from dataclasses import asdict

import click

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.supplements import queries
from thongsuot.domains.dossiers.terms.objections import ObjectionPolicy
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicies, SupplementPolicy
from thongsuot.entrypoints.cli.policies import PolicyCommands


@click.group()
def supplement() -> None:
    """Asking for papers: how often, how soon, how long the citizen has."""


def _lines(found: SupplementPolicies) -> list[str]:
    head = [f"version: {found.version}, from {found.valid_from}", f"source: {found.source}"]
    return head + [_line(row) for row in found.rows]


def _line(row: SupplementPolicy) -> str:
    of = row.procedure or row.field or "every other procedure"
    counted = "counted anew" if row.restart_clock else "pushed by the waiting time"
    window = f"{row.window.quantity} {row.window.unit.value}" if row.window else "none"
    return (
        f"{of}: at most {row.guidances} before receipt; after it {row.max_supplements}, within "
        f"{row.notice_days} working days of receipt; "
        f"signed by the {row.signed_by.value}; "
        f"the limit is {counted}; window {window}, then {row.on_expiry.value} ({row.source}); "
        f"{_objection(row.objection)}"
    )


def _objection(row: ObjectionPolicy) -> str:
    within = f"{row.answer_within.quantity} {row.answer_within.unit.value}"
    said = f"a citizen who disagrees is answered by the {row.answered_by.value} within {within}"
    return f"{said}; once rejected his window {row.window.value} ({row.note or 'as shipped'})"


PolicyCommands(
    name="supplement policy", holds="", keeps="what was asked for before keeps its own",
    page="docs/howto/supplement-policy.md", find=queries.policies_in_force,
    publish=services.publish_supplement_policy, plain=asdict, lines=_lines,
).add_to(supplement)  # fmt: skip
