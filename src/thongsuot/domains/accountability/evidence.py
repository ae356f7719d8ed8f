"""The evidence of one dossier: everything recorded, with proofs that hold without us.

Codes, numbers, hashes and the officers who acted; nothing of the applicant. Papers are there by
their hashes and the salt of their commitments: whoever has a paper proves that it is the one.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Span
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.queries import PaperHashes
from thongsuot.domains.dossiers.queries import view_for
from thongsuot.domains.ledger import public_log, sealing, witnessing
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor

FORMAT: Final = "thongsuot-evidence/1"


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
