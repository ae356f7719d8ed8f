"""The apology of a late dossier as a paper: what it says, and its signature.

Source:  TT 01/2018/TT-VPCP Form 04; TT 03/2025/TT-VPCP Form 04.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.documents import queries as document_queries
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import (
    About,
    ApologyPaper,
    FiledPaper,
    Signatory,
)
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.applicants import name_on_papers
from thongsuot.domains.dossiers.services import heads, notices
from thongsuot.domains.dossiers.services.papers import check_url
from thongsuot.domains.dossiers.wording import paper_words, recipients_with
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date

BOOK: Final = "XL"
"""The register of apologies; its lines are numbered without gap within agency and year."""


def make_signed(
    dossier: Dossier, drafted: Extension, *, signer: Signer, by: Actor, at: datetime
) -> FiledPaper:
    """Print the apology under its number and sign it; return the paper that holds it."""
    year = local_date(at).year
    line = documents.next_number(agency_code=by.agency, book=BOOK, year=year)
    values = _values(dossier, drafted, by)
    head = replace(values.letterhead, number=heads.numbered(line, f"{year}/{BOOK}"))
    made = documents.make_unsigned(
        subject=dossier.subject, values=replace(values, letterhead=head), at=at
    )
    return documents.sign_paper(attachment_id=made.id, signer=signer, by=by, at=at)


def preview(dossier: Dossier, drafted: Extension, *, by: Actor, at: datetime) -> bytes:
    """Return the apology as it would be signed, without number."""
    return document_queries.preview(_values(dossier, drafted, by), at=at)


def _values(dossier: Dossier, drafted: Extension, by: Actor) -> ApologyPaper:
    posts = organisation.posts_by_id([by.acting_post, by.place or 0])
    agency = posts[by.place or 0].agency
    signer = organisation.get_officer(by.acting_officer)
    contact, phone = _contact(dossier)
    return ApologyPaper(
        letterhead=heads.head_of(agency),
        about=About(
            code=dossier.code,
            applicant=name_on_papers(dossier),
            procedure_code=dossier.procedure_code,
            procedure_name=dossier.version.name,
        ),
        received_at=dossier.received_at or dossier.submitted_at,
        due_at=drafted.original_due_at,
        new_due_at=drafted.new_due_at,
        reason=drafted.reason or paper_words().no_reason,
        state=_state(dossier),
        return_place=dossier.receiving_agency.name,
        contact_name=contact,
        contact_phone=phone,
        signatory=Signatory(
            title=posts[by.acting_post].title,
            name=signer.full_name,
            on_behalf=notices.in_whose_stead(by.on_behalf_of),
        ),
        track_url=check_url(dossier.code),
        recipients=recipients_with(dossier.receiving_agency.name),
        record=heads.newest_trace(dossier.subject),
    )


def _contact(dossier: Dossier) -> tuple[str, str]:
    """Return who holds it and at which telephone he answers for it."""
    held = custodies.holder_of(dossier.subject)
    if held is None:
        return "", settings.HOTLINE
    return held.holder.officer_name, held.holder.phone or settings.HOTLINE


def _state(dossier: Dossier) -> str:
    held = custodies.holder_of(dossier.subject)
    if dossier.processing_at is None or held is None:
        return paper_words().at_the_desk
    return paper_words().in_hand.format(agency=held.holder.agency_name)
