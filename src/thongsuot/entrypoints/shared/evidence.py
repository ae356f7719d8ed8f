"""An evidence pack: the paper for people, and beside it the file for machines."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from thongsuot.domains.accountability.evidence import evidence_of
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.evidence import EvidencePaper, HeldPart, RecordedLine
from thongsuot.domains.documents.terms import About
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.services import take_evidence
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.shared import evidence_words
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.entrypoints.shared.why_due import why_due_of

LOG_PAGE: Final = "/so-ghi"


@dataclass(frozen=True, slots=True)
class Pack:
    """The two files of a pack, by name."""

    code: str
    pdf: bytes
    data: bytes

    def files(self) -> dict[str, bytes]:
        """Return name and content of each."""
        return {f"{_name(self.code)}.pdf": self.pdf, f"{_name(self.code)}.json": self.data}

    def as_zip(self) -> bytes:
        """Return both in one file."""
        return zipped(self.files())


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files in one, the same bytes for the same content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def pack_of(view: DossierView, story: Sequence[str], *, by: Actor, at: datetime) -> Pack:
    """Return the pack of a dossier, told by the sentences of ``story``; its taking is on record.

    Raises:  DossierUnknown; RoleMissing.
    """
    take_evidence(code=view.code, by=by, at=at)
    document = evidence_of(view.code, by=by, at=at)
    data = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return Pack(view.code, documents.preview(_paper(view, story, document, data), at=at), data)


def _name(code: str) -> str:
    return f"chung-cu-{code}"


def _paper(
    view: DossierView, story: Sequence[str], document: dict[str, Any], data: bytes
) -> EvidencePaper:
    return EvidencePaper(
        about=About(
            code=view.code, applicant=view.applicant.full_name,
            procedure_code=view.procedure_code, procedure_name=view.procedure_name,
        ),
        agency=view.receiving_agency,
        state=state_name(view.state),
        story=tuple(story),
        held=tuple(
            HeldPart(
                officer=span.holder.officer_name, post=span.holder.post_title,
                agency=span.holder.agency_name, step=span.step, started_at=span.started_at,
                ended_at=span.ended_at,
            )
            for span in view.spans
        ),
        promised=evidence_words.promised(document),
        why=tuple(why_due_of(view)),
        lateness=evidence_words.lateness(document),
        late=evidence_words.late_parts(document, view),
        answers=evidence_words.answers(document),
        recorded=tuple(_recorded(view, document)),
        checkpoint=tuple((document["checkpoint"] or "").splitlines()),
        keys=tuple(document["keys"]),
        data_name=f"{_name(view.code)}.json",
        data_sha256=hashlib.sha256(data).hexdigest(),
        check_url=f"{settings.PUBLIC_URL}{LOG_PAGE}",
    )  # fmt: skip


def _recorded(view: DossierView, document: dict[str, Any]) -> list[RecordedLine]:
    places = {proof["seq"]: str(proof["index"]) for proof in document["proofs"]}
    return [
        RecordedLine(
            number=act.seq, act=act.act, at=act.at, hash=act.hash, sealed=places.get(act.seq, "")
        )
        for act in record.acts_of(view.subject)
    ]
