"""The evidence of one dossier: everything recorded, with proofs that hold without us.

Codes, numbers, hashes and the officers who acted; nothing of the applicant. Papers are there by
their hashes and the salt of their commitments: whoever has a paper proves that it is the one. So is
who brought something to the counter in the applicant's place: by the commitment to its words,
whose salt only who may read the name is given, since names can be tried one after another.
What officers answered to the record stands in their own words, each with the salt by which it is
the one of its entry; that they name no applicant is asked of them where they write. So does what
they wrote when they handed it over, returned, ruled, asked, moved or answered an objection.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from thongsuot.domains.accountability.models import Explanation
from thongsuot.domains.accountability.queries import reckon_dossier
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Span
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.queries import PaperHashes
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.queries import view_for
from thongsuot.domains.dossiers.queries.views import DueView
from thongsuot.domains.dossiers.queries.visits import VisitHashes, visits_of
from thongsuot.domains.dossiers.queries.words import answers_to_objections
from thongsuot.domains.dossiers.services.evidence import FORMAT
from thongsuot.domains.ledger import public_log, sealing, witnessing
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Act, Actor
from thongsuot.domains.organisation import facts as organisation

PARTS: Final = (
    "late", "held", "share", "over", "answering", "answering_over", "silent", "paused", "earlier",
    "after",
)  # fmt: skip
"""What an account tells of each who answers for some of the time."""
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "handover_offered": ("why",),
    "handover_referred": ("why",),
    "handover_returned": ("legal_basis", "explanation"),
    "opinion_asked": ("question",),
    "opinion_given": ("text",),
    "dispute_decided": ("legal_basis",),
    "custody_reassigned": ("why",),
    "objection_upheld": ("reason",),
    "objection_rejected": ("reason",),
}
"""What officers wrote with these acts; the entry commits to each under this name."""


def evidence_of(code: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return the machine-readable evidence of a dossier.  Raises: DossierUnknown.

    ``proofs`` are as an applicant gets them; ``waiting`` are the entries that are not sealed yet,
    which follow them in the chain.
    """
    view = view_for(code, by=by, at=at)
    proofs, waiting = _proved(view.subject)
    acts = record.acts_of(view.subject)
    return {
        "format": FORMAT,
        "dossier": view.code,
        "procedure": view.procedure_code,
        "made_at": at.isoformat(),
        "log": sealing.log_signer().verifier.name,
        "keys": [str(key) for key in sealing.log_verifiers()],
        "witnesses": [str(key) for key in witnessing.policy().verifiers()],
        "checkpoint": public_log.newest_note(),
        "custody": [_span(span) for span in custodies.spans_of(view.subject)],
        "due_dates": [_due(due) for due in view.due_dates],
        "extension": _extension(view.extension),
        "lateness": _lateness(view.code, at),
        "explanations": _explanations(view.subject),
        "words": _words(
            acts, [*custodies.words_of(view.subject), *answers_to_objections(code, by=by, at=at)]
        ),
        "visits": [_visit(visit) for visit in visits_of(code, by=by, at=at)],
        "papers": _papers(view.subject, _committed(act.detail for act in acts)),
        "database_clock": {
            str(act.seq): act.recorded_at.isoformat() for act in acts if act.recorded_at
        },
        "proofs": proofs,
        "waiting": waiting,
    }


def _proved(subject: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    proofs, waiting = [], []
    for entry, found in public_log.prove_all(subject):
        if found is not None:
            proofs.append(public_log.as_document(found))
            continue
        content = b64encode(entry.content).decode()
        waiting.append({"subject": subject, "seq": entry.seq, "hash": entry.hash, "entry": content})
    return proofs, waiting


def _span(span: Span) -> dict[str, Any]:
    return {
        "officer_id": span.holder.officer_id,
        "officer": span.holder.officer_name,
        "post_id": span.holder.post_id,
        "post": span.holder.post_title,
        "agency": span.holder.agency_code,
        "step": span.step,
        "from": span.started_at.isoformat(),
        "to": span.ended_at.isoformat() if span.ended_at else None,
    }


def _due(due: DueView) -> dict[str, Any]:
    """Return one date that was promised, with all that it was counted from and by."""
    return {
        "due_at": due.due_at.isoformat(),
        "set_at": due.set_at.isoformat(),
        "reason": due.reason,
        "counted_from": due.counted_from.isoformat(),
        "limit": due.quantity,
        "unit": due.unit,
        "calendar": due.calendar_version,
        "rule": due.rule_version,
        "hours_of": due.hours_of,
        "waited": due.wait.quantity if due.wait else None,
        "waited_in": due.wait.unit if due.wait else "",
        "waiting_rule": due.waiting_rule,
    }


def _extension(put_off: ExtensionView | None) -> dict[str, Any] | None:
    """Return the one new date with its apology, once it is signed; the first one stays judged."""
    if put_off is None or put_off.signed_at is None:
        return None
    return {
        "original_due_at": put_off.original_due_at.isoformat(),
        "new_due_at": put_off.new_due_at.isoformat(),
        "days": put_off.days,
        "notice_by": put_off.notice_by.isoformat(),
        "signed_at": put_off.signed_at.isoformat(),
        "timing": str(put_off.timing),
        "calendar": put_off.calendar_version,
        "policy": put_off.policy,
    }


def _lateness(code: str, at: datetime) -> dict[str, Any] | None:
    """Return who bears which minutes of working time, as reckoned at ``at``; None before receipt.

    It is a sum over what is recorded, and no entry itself.
    """
    calendar = deadlines.calendar_at(at).for_telling
    found = reckon_dossier(code, at=at, calendar=calendar)
    if found is None:
        return None
    holders = [account.holder for account in found.accounts]
    names = organisation.officer_names({holder.officer for holder in holders} - {0})
    posts = organisation.posts_of({holder.post for holder in holders} - {0})
    agencies = organisation.agencies_of({holder.agency for holder in holders})
    return {
        "calendar": calendar.version,
        "used_minutes": found.used,
        "late_minutes": found.late,
        "late_before_minutes": found.late_before,
        "parts": [
            {
                "officer_id": account.holder.officer or None,
                "officer": names.get(account.holder.officer, ""),
                "post_id": account.holder.post or None,
                "post": posts[account.holder.post].title if account.holder.post in posts else "",
                "agency": agencies[account.holder.agency].code,
                **{f"{name}_minutes": getattr(account, name) for name in PARTS},
            }
            for account in found.accounts
        ],
    }


def _explanations(subject: str) -> list[dict[str, Any]]:
    """Return what officers answered to entries, oldest first."""
    rows = Explanation.objects.filter(subject=subject).select_related("officer").order_by("id")
    return [
        {
            "entry": row.entry,
            "officer_id": row.officer_id,
            "officer": row.officer.full_name,
            "post_id": row.post_id,
            "at": row.at.isoformat(),
            "words": row.words,
            "salt": bytes(row.salt).hex(),
        }
        for row in rows
    ]


def _words(acts: Iterable[Act], written: Iterable[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Return what officers wrote with the acts, as far as it is what the entry commits to."""
    known = {commitment(words, salt): (words, salt.hex()) for words, salt in written}
    return [
        {"entry": act.seq, "field": field, "words": words, "salt": salt}
        for act in acts
        for field in WORDS.get(act.act, ())
        if (found := known.get(str(act.detail.get(field, ""))))
        for words, salt in [found]
    ]


def _visit(visit: VisitHashes) -> dict[str, Any]:
    """Return what somebody brought to the counter, by the commitment to who that was."""
    return {
        "at": visit.at.isoformat(),
        "what": visit.what,
        "bringer": visit.bringer,
        "officer_id": visit.entered_by_id,
        "brought_by": visit.named,
    }


def _papers(subject: str, said: set[str]) -> list[dict[str, Any]]:
    """Return the papers that the record commits to; a file taken back in a draft is none."""
    return [
        _paper(paper, said)
        for paper in documents.hashes_of(subject)
        if commitment(paper.content_sha256, paper.salt) in said
    ]


def _committed(details: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return every commitment to a paper in the entries of a dossier."""
    said: set[str] = set()
    for detail in details:
        said.update(str(detail[key]) for key in ("paper", "content", "original") if key in detail)
        said.update(*(map(str, detail.get(key, ())) for key in ("papers", "originals")))
    return said


def _paper(paper: PaperHashes, said: set[str]) -> dict[str, Any]:
    """Return a paper's hashes; that of the file as it came only where an entry commits to it."""
    original = {"original_sha256": paper.original_sha256}
    return {
        "paper": str(paper.id),
        "kind": paper.kind,
        "component": paper.component_code,
        "pages": paper.pages,
        "content_sha256": paper.content_sha256,
        **(original if commitment(paper.original_sha256, paper.salt) in said else {}),
        "salt": paper.salt.hex(),
    }
