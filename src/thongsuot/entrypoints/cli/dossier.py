"""``thongsuot dossier``: one dossier, as a state with its holders or as a story."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from thongsuot.domains.custody.terms import Span
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.plumbing import answer, json_option
from thongsuot.entrypoints.cli.rehearsing import is_rehearsal, rehearsable
from thongsuot.entrypoints.cli.story import story_of
from thongsuot.entrypoints.shared.evidence import pack_of
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.entrypoints.shared.why_due import why_due_of
from thongsuot.kernel import formats
from thongsuot.kernel.clock import utc_now


@click.group()
def dossier() -> None:
    """Show a dossier, or tell its story."""


@dossier.command()
@click.argument("code")
@json_option
def show(code: str, as_json: bool) -> None:
    """Print the state of the dossier CODE and who held it from when to when.

    \b
    Examples: thongsuot dossier show H99.01.10-20261103-0000007
              thongsuot dossier show H99.01.10-20261103-0000007 --json
    """
    view = dossiers.view_for(code.strip(), by=Actor.system(), at=utc_now())
    answer(_document(view), _lines(view), as_json=as_json)


@dossier.command()
@click.argument("code")
@json_option
def explain(code: str, as_json: bool) -> None:
    """Tell the story of the dossier CODE in plain Vietnamese, one sentence an act.

    \b
    Examples: thongsuot dossier explain H99.01.10-20261103-0000007
              thongsuot dossier explain H99.01.10-20261103-0000007 --json
    """
    at = utc_now()
    view = dossiers.view_for(code.strip(), by=Actor.system(), at=at)
    moments = dossiers.timeline_of(view.code, by=Actor.system(), at=at)
    story, why = story_of(view, moments, at), why_due_of(view)
    asked = [_("Vì sao là ngày này?"), *why] if why else []
    said = {"code": view.code, "story": story, "why_due": why}
    answer(said, [*story, *asked], as_json=as_json)


@dossier.command()
@click.argument("code")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
@rehearsable
def evidence(code: str, folder: Path, as_json: bool) -> None:
    """Write the evidence of the dossier CODE into FOLDER: a PDF/A for people, JSON with proofs.

    Personal data is masked; the taking is put on record. tools/check_proof.py checks the JSON.

    \b
    Examples: thongsuot dossier evidence H99.01.10-20261103-0000007 /srv/evidence
              python tools/check_proof.py evidence FILE.json --key KEY
    """
    at, by = utc_now(), Actor.system()
    view = dossiers.view_for(code.strip(), by=by, at=at)
    story = story_of(view, dossiers.timeline_of(view.code, by=by, at=at), at)
    made = pack_of(view, story, by=by, at=at).files()
    if not is_rehearsal():
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (folder / name).write_bytes(content)
    answer({"files": list(made)}, [str(folder / name) for name in made], as_json=as_json)


def _document(view: DossierView) -> dict[str, Any]:
    return {
        "code": view.code,
        "state": int(view.state),
        "state_name": state_name(view.state),
        "procedure": view.procedure_code,
        "procedure_version": view.version_number,
        "channel": view.channel,
        "received_by": view.receiving_agency_code,
        "competent": view.competent_agency_code,
        "submitted_at": view.submitted_at,
        "received_at": view.received_at,
        "due_at": view.due.due_at if view.due else None,
        "due_dates": [asdict(due) for due in view.due_dates],
        "decided_at": view.decided_at,
        "ended_at": view.ended_at,
        "outcome": view.outcome,
        "holder": _span(view.holder) if view.holder else None,
        "custody": [_span(span) for span in view.spans],
        "offered_to": view.open_offer.to_agency_code if view.open_offer else None,
        "head_hash": view.head_hash,
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "officer": span.holder.officer_name,
        "post": span.holder.post_title,
        "agency": span.holder.agency_code,
        "step": span.step,
        "from": span.started_at,
        "to": span.ended_at,
    }


def _lines(view: DossierView) -> list[str]:
    lines = [
        f"{view.code}  {int(view.state)} {state_name(view.state)}",
        f"{view.procedure_code}  {view.plain_name}",
    ]
    if view.due:
        lines.append(f"due {formats.moment(view.due.due_at)}")
    for span in view.spans:
        until = formats.moment(span.ended_at) if span.ended_at else "now"
        holder = span.holder
        lines.append(
            f"  {formats.moment(span.started_at)} - {until}  {holder.officer_name},"
            f" {holder.post_title}, {holder.agency_name} ({span.step})"
        )
    return lines
