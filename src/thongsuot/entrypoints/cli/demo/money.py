"""The sample's money: tariffs in force, fees paid at the counter or online, a platform to try."""

import threading
from datetime import datetime
from typing import BinaryIO, Final

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.rules import purpose_of
from thongsuot.domains.payments.terms import Confirmation, Means, Verdict
from thongsuot.kernel.clock import utc_now
from thongsuot.kernel.packaged import packaged_json

HEADING: Final = "Ngày giao dịch,Số giao dịch,Ghi có,Ghi nợ,Nội dung"
OTHER_VND: Final = 300_000


def publish_tariffs(at: datetime) -> None:
    """Take over the tariffs that come with the package."""
    document = packaged_json("thongsuot.domains.payments", "sample_tariffs.json")
    paying.import_tariffs(document=document, by=Actor.system(), at=at)


def owes(code: str) -> bool:
    """Return whether a fee waits to be paid."""
    return payments.due_of(subject_of(code)) > 0


def pay_online(code: str, at: datetime) -> None:
    """Pay as a citizen does, and be told of it as the platform tells."""
    by = Actor.citizen(dossier=code)
    reference = dossiers.begin_payment(code=code, by=by, at=at)
    amount = payments.get_payment(reference).amount_vnd
    said = Confirmation(reference, Verdict.PAID, amount, f"GD{reference[-10:]}", "MAUBANK")
    dossiers.accept_payment(said=said, source="callback", digest="0" * 64, at=at)


def pay_at_the_counter(code: str, by: Actor, at: datetime) -> None:
    """Pay in cash; the desk hands out the receipt."""
    amount = payments.due_of(subject_of(code))
    dossiers.collect_fee(code=code, means=Means.CASH, amount_vnd=amount, by=by, at=at)


def claim_transfer(code: str, screen: BinaryIO, at: datetime) -> None:
    """Say as a citizen does that the money was sent."""
    by = Actor.citizen(dossier=code)
    dossiers.claim_transfer(code=code, name="man-hinh.jpg", stream=screen, by=by, at=at)


def bring_statement(code: str, number: int, by: Actor, at: datetime) -> None:
    """Take in a statement that shows the transfer, and another that names no dossier."""
    day, amount = f"{at:%d/%m/%Y}", payments.due_of(subject_of(code))
    rows = [
        f"{day},MAU{number:06}A,{amount},,{purpose_of(code)} NOP PHI",
        f"{day},MAU{number:06}B,{OTHER_VND},,TIEN THUE HOI TRUONG",
        f"{day},MAU{number:06}C,,{OTHER_VND},TRA TIEN DIEN",
    ]
    content = "\n".join([HEADING, *rows]).encode()
    dossiers.import_statement(content=content, desk=by.agency, by=by, at=at)


def has_paid(code: str) -> bool:
    """Return whether money came that could go back."""
    return payments.standing_of(subject_of(code)).refundable


def propose_refund(code: str, by: Actor, at: datetime) -> None:
    """Propose to give the fee of a dossier that was withdrawn back."""
    dossiers.propose_refund(
        code=code, reference=payments.payments_of(subject_of(code))[-1].reference,
        reason="Người nộp rút hồ sơ khi chưa có kết quả",
        legal_basis="Luật Phí và lệ phí 97/2015/QH13",
        account="tài khoản người nộp đã dùng để nộp", by=by, at=at,
    )  # fmt: skip


def serve_platform(port: int, site: str) -> None:
    """Play the payment platform on loopback until the process is ended."""
    with bootstrap.stand_in_platform(site=site, clock=utc_now).served(port):
        threading.Event().wait()
