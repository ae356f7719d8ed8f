"""Tariffs for tests: the birth registration of the invented province costs something."""

import io

from tests.builders import BIRTH, LAN, MONDAY, Province, Story, add_officer
from tests.builders_documents import pdf_of
from tests.builders_officer import hidden_fields

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Channel, PayeeSide, PaymentNotice
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import queries
from thongsuot.domains.payments import services as payments
from thongsuot.domains.payments.rules.policies import FORMAT
from thongsuot.kernel.packaged import packaged_json

DAY = "2025-01-01"
ROW = {
    "procedure": "1.001193", "item": "khai-sinh", "name": "Lệ phí đăng ký khai sinh",
    "kind": "charge", "amount_vnd": 20_000, "valid_from": DAY, "legal_basis": "NQ 01/2025/NQ-HĐND",
}  # fmt: skip
ONLINE_HALF = {
    "code": "truc-tuyen", "name": "Nộp trực tuyến: giảm một nửa", "percent": 50,
    "channel": "online", "procedures": ["1.001193"], "valid_from": DAY,
    "legal_basis": "NQ 09/2025/NQ-HĐND",
}  # fmt: skip
POOR = {
    "code": "ho-ngheo", "name": "Người thuộc hộ nghèo", "percent": 100, "group": "poor",
    "procedures": ["1.001193"], "valid_from": DAY, "legal_basis": "NQ 10/2025/NQ-HĐND",
}  # fmt: skip
PAYEE = {
    "agency": "*", "bank": "970400", "account": "9990000001", "name": "TK MAU",
    "valid_from": DAY,
}  # fmt: skip
NOTICE = PaymentNotice(
    issuer=PayeeSide.TAX_OFFICE,
    number="1520/TB-CT",
    issued_on=MONDAY.date(),
    amount_vnd=1_250_000,
    legal_basis="Luật Đất đai 31/2024/QH15, Điều 155",
)
POLICY_CODES = {
    "no_fault": ["00"], "paid": ["P"], "waiting": ["W"], "failed": ["F"], "unknown": ["U"],
    "answer_fields": ["MaLoi"], "query_answer_fields": ["MaLoi", "TrangThaiGD"],
}  # fmt: skip
POLICY = {
    "format": FORMAT, "version": "2027-1", "valid_from": "2027-01-01", "source": "Công văn mẫu",
    "pay_within_minutes": 15, "reconcile_minutes": 5, "codes": POLICY_CODES,
}  # fmt: skip

KNOWN = packaged_json("thongsuot.domains.payments", "payment_policy.json")["groups"]
ORPHANS = {
    "code": "orphan", "name": "Trẻ mồ côi", "source": "NQ 11/2027/NQ-HĐND",
    "valid_from": "2027-01-01",
}  # fmt: skip


def tariff_file(*tariffs, exemptions=(), payees=(PAYEE,), version="mau-1") -> dict:
    """Return a tariff file with these rows."""
    return {
        "format": "thongsuot-tariffs/1", "version": version, "source": "Dữ liệu mẫu",
        "tariffs": list(tariffs), "exemptions": list(exemptions), "payees": list(payees),
    }  # fmt: skip


def publish_tariffs(at, *tariffs, exemptions=(), **more):
    """Take over rows; without any, what ``ROW`` says."""
    return payments.import_tariffs(
        document=tariff_file(*(tariffs or (ROW,)), exemptions=exemptions, **more),
        by=Actor.system(), at=at,
    )  # fmt: skip


def filed_online(province: Province) -> Story:
    """Return the story of a birth registration that a citizen has filed online."""
    story = Story(province)
    story.code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.ONLINE, identity=LAN,
        answers={}, by=Actor.citizen(), at=story.now(),
    ).code  # fmt: skip
    return story


def second_at_the_desk(province: Province):
    """Return another officer of the desk, who approves what the first proposes."""
    add_officer(
        province, "desk_two", "H99.31.01", "Công chức Một cửa", "desk", "Bùi Thị Mẫu Sáu",
        [Role.RECEIVE],
    )  # fmt: skip
    return province.actor("desk_two")


def propose_refund(story: Story, reference: str, *, by=None, at=None):
    """Propose to give a payment back; return the proposal that waits."""
    dossiers.propose_refund(
        code=story.code, reference=reference, reason="Người nộp rút hồ sơ",
        legal_basis="Luật Phí và lệ phí 97/2015/QH13", account="tiền mặt",
        by=by or story.province.desk, at=at or story.now(),
    )  # fmt: skip
    return queries.waiting_refund(f"dossier:{story.code}")


def give_back(story: Story, reference: str) -> None:
    """Propose a refund at the desk and have the head of the commune approve it."""
    asked = propose_refund(story, reference)
    dossiers.refund_payment(
        code=story.code, proposal_id=asked.pk, why="Đúng là thu thừa", by=story.province.head,
        at=story.now(),
    )  # fmt: skip


def collect(counter, code, **said):
    """Have an officer take the sum that the page shows."""
    seen = hidden_fields(counter.get("collect_fee", code))["seen_vnd"]
    return counter.send("collect_fee", code, seen_vnd=seen, **said)


def pdf() -> io.BytesIO:
    """Return the notice as its issuer sends it."""
    return io.BytesIO(pdf_of())
