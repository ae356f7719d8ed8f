"""``thongsuot custody``: how long to answer a hand-over, and when a loop goes up."""

from dataclasses import asdict

import click

from thongsuot.domains.custody import queries, services
from thongsuot.domains.custody.terms import HandoverPolicy
from thongsuot.entrypoints.cli.policies import PolicyCommands


@click.group()
def custody() -> None:
    """How long to answer a hand-over, and when a loop goes up."""


def _lines(found: HandoverPolicy) -> list[str]:
    return [
        f"version: {found.version}, from {found.valid_from}",
        f"source: {found.source}",
        f"an offer is accepted by silence after {found.answer_minutes} working minutes",
        f"a superior decides on a loop within {found.decide_minutes} working minutes",
        f"return number {found.returns_on_one_ground} on one ground, or crossing number "
        f"{found.crossings_of_two_agencies} of two agencies, goes to the common superior",
        *(
            f"opinion {b.code}: {b.limit.quantity} {b.limit.unit.value}, silence: {b.silence.value}"
            f" ({b.source})"
            for b in found.opinion_bases
        ),
    ]


PolicyCommands(
    name="hand-over policy", holds="", keeps="what was asked before keeps its own time",
    page="docs/howto/hand-over-policy.md", find=queries.policy_in_force,
    publish=services.publish_policy, plain=asdict, lines=_lines,
).add_to(custody)  # fmt: skip
