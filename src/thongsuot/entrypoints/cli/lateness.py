"""``thongsuot lateness``: until when an apology is in time, who is reminded on which day."""

from dataclasses import asdict

import click

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.lateness import queries
from thongsuot.domains.dossiers.lateness.terms import Addressee, LatenessPolicy
from thongsuot.entrypoints.cli.policies import PolicyCommands


@click.group()
def lateness() -> None:
    """Apologies and reminders: until when, on which days, to whom."""


def _plain(found: LatenessPolicy) -> dict[str, object]:
    rule = found.extension
    drafts = f"{rule.system_draft_at:%H:%M}" if rule.system_draft_at else None
    return asdict(found) | {
        "digest_at": f"{found.digest_at:%H:%M}",
        "extension": asdict(rule) | {"system_draft_at": drafts},
    }


def _lines(found: LatenessPolicy) -> list[str]:
    rule = found.extension
    return [
        f"version: {found.version}, from {found.valid_from}",
        f"source: {found.source}",
        f"an apology is in time {rule.notice_days} working days before the due day, later ones are "
        f"{rule.after_notice.value}; at most {rule.most_days} working days more, once",
        *(
            f"{rung.code}: {rung.working_days:+d} working days, to the {rung.to.value}"
            + (", by message" if rung.by_message else "")
            for rung in found.ladder
        ),
        *(
            f"{of} {rung.code}: {rung.working_days:+d} working days from its end, to "
            + ("who owes it" if rung.to is Addressee.HOLDER else f"the {rung.to.value}")
            for of, ladder in (("opinion", found.opinions), ("objection", found.objections))
            for rung in ladder
        ),
        f"daily digest: {found.digest_at:%H:%M}",
    ]


PolicyCommands(
    name="lateness policy", holds="", keeps="what was signed and said before stays",
    page="docs/howto/lateness-policy.md", find=queries.policy_in_force,
    publish=services.publish_lateness_policy, plain=_plain, lines=_lines,
).add_to(lateness)  # fmt: skip
