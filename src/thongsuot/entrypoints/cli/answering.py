"""``thongsuot answering``: within how much working time a desk answers a submission."""

from dataclasses import asdict

import click

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.answering import queries
from thongsuot.domains.dossiers.answering.terms import AnsweringPolicy
from thongsuot.entrypoints.cli.policies import PolicyCommands


@click.group()
def answering() -> None:
    """Answering what was sent: how soon a desk does, who is told when it did not."""


def _lines(found: AnsweringPolicy) -> list[str]:
    return [
        f"version: {found.version}, from {found.valid_from}",
        f"source: {found.source}",
        *([f"note: {found.note}"] if found.note else []),
        f"a desk answers within {found.answer_minutes} minutes of its own working time; they stand "
        "while a fee is unpaid that receipt waits for",
        *(
            f"procedure {row.procedure}, from {row.valid_from}: within {row.answer_minutes} minutes"
            f" ({row.source})"
            for row in found.rows
        ),
        *(
            f"{rung.code}: {rung.working_days:+d} working days, to the {rung.to.value}"
            + (", by message" if rung.by_message else "")
            for rung in found.ladder
        ),
    ]


PolicyCommands(
    name="answering policy", holds="", keeps="what was sent before keeps its hour",
    page="docs/howto/answering-policy.md", find=queries.policy_in_force,
    publish=services.publish_answering_policy, plain=asdict, lines=_lines,
).add_to(answering)  # fmt: skip
