"""A citizen follows a dossier: what happened to it, and the page that tells it."""

import io

from tests.builders_documents import pdf_of

from thongsuot import bootstrap
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import MissingPaper, PayeeSide, PaymentNotice


def asked(story, *names) -> None:
    papers = [
        MissingPaper(f"giay-{n}", name, "Ảnh mờ, không đọc được") for n, name in enumerate(names)
    ]
    services.draft_supplement(
        code=story.code, papers=papers, by=story.province.handler, at=story.now()
    )
    services.sign_supplement(
        signer=bootstrap.signer(), code=story.code, by=story.province.head, at=story.now()
    )


def owing(story) -> None:
    """Pass on a notice of what is to be paid, which nobody has paid yet."""
    notice = PaymentNotice(
        issuer=PayeeSide.TAX_OFFICE, number="1520/TB-CT", issued_on=story.at.date(),
        amount_vnd=16_000, legal_basis="Luật Đất đai 31/2024/QH15, Điều 155",
    )  # fmt: skip
    services.request_payment(
        code=story.code, notice=notice, name="thong-bao.pdf", stream=io.BytesIO(pdf_of()),
        by=story.province.handler, at=story.now(),
    )  # fmt: skip


def signed(story) -> None:
    services.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )


def issued(story) -> None:
    signed(story)
    services.issue_decision(code=story.code, by=story.province.clerk, at=story.now())


def papers_of(story):
    return documents.attachments_of(f"dossier:{story.code}")


def page_of(citizen, story):
    return citizen.get("dossier", story.code)
