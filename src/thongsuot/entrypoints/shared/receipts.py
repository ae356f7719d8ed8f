"""Electronic receipts as PDF, for either door that has found one for its visitor."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.receipts import ReceiptLine, ReceiptPaper
from thongsuot.domains.documents.terms import Dong, PaperSize
from thongsuot.domains.dossiers.rules import code_of
from thongsuot.domains.dossiers.services.heads import trace_of_receipt
from thongsuot.domains.organisation import queries as organisation


def check_url(check_code: str) -> str:
    """Return where anybody sees whether a receipt holds."""
    return f"{settings.PUBLIC_URL}/bien-lai/{check_code}"


def answer(
    receipt: Any, *, procedure: str, payer: str, size: PaperSize | None = None
) -> HttpResponse:
    """Return the PDF of a receipt; the same bytes whenever it is asked for."""
    paper = _paper(receipt, procedure, payer)
    pdf = documents.preview(paper, at=receipt.issued_at, size=size)
    answered = HttpResponse(pdf, content_type="application/pdf")
    name = f"bien-lai-{receipt.number:07d}-{receipt.year}.pdf"
    answered.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answered.headers["Cache-Control"] = "no-store, private"
    return answered


def answer_refund(
    refund: Any, *, procedure: str, payer: str, size: PaperSize | None = None
) -> HttpResponse:
    """Return the PDF of the slip of money given back."""
    pdf = documents.preview(_slip(refund, procedure, payer), at=refund.at, size=size)
    answered = HttpResponse(pdf, content_type="application/pdf")
    name = f"phieu-hoan-tra-{refund.number:07d}-{refund.year}.pdf"
    answered.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answered.headers["Cache-Control"] = "no-store, private"
    return answered


def _slip(refund: Any, procedure: str, payer: str) -> ReceiptPaper:
    agency = organisation.get_agency(refund.agency)
    amount = Dong(refund.amount_vnd)
    return ReceiptPaper(
        agency=agency.name,
        place=agency.area.name,
        number=refund.name,
        kind="refund",
        payer=payer,
        dossier=code_of(refund.payment.subject),
        procedure=procedure,
        lines=(ReceiptLine(name=str(refund.payment.reference), quantity=1, amount=amount),),
        total=amount,
        means=refund.payment.means,
        receiver=organisation.get_officer(refund.by_id).full_name,
        issued_at=refund.at,
        check_code=refund.check_code,
        check_url=check_url(refund.check_code),
        basis=refund.legal_basis,
        record=trace_of_receipt(refund.payment.subject, refund.at),
    )


def _paper(receipt: Any, procedure: str, payer: str) -> ReceiptPaper:
    agency = organisation.get_agency(receipt.agency)
    by = receipt.issued_by_id
    return ReceiptPaper(
        agency=agency.name,
        place=agency.area.name,
        number=receipt.name,
        kind=receipt.kind,
        payer=payer,
        dossier=code_of(receipt.subject),
        procedure=procedure,
        lines=tuple(
            ReceiptLine(
                name=line["name"], quantity=line["quantity"], amount=Dong(line["amount_vnd"])
            )
            for line in receipt.lines
        ),
        total=Dong(receipt.amount_vnd),
        means=receipt.payment.means,
        receiver=organisation.get_officer(by).full_name if by else "",
        issued_at=receipt.issued_at,
        check_code=receipt.check_code,
        check_url=check_url(receipt.check_code),
        cancelled_at=receipt.cancelled_at,
        record=trace_of_receipt(receipt.subject, receipt.issued_at),
    )
