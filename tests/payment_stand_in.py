"""A payment platform that plays its side, as the tests of pages and of the wire set it up."""

from django.test import Client
from tests.builders import MONDAY
from tests.builders_payments import PAYEE

from thongsuot.adapters.payment_platform import wire
from thongsuot.domains.payments.terms import PlatformOrder

PARTNER = wire.Partner("MAU", "bi-mat")


DOOR = "/api/thanh-toan/xac-nhan"


BACK = "http://127.0.0.1/thanh-toan/ve"


def order(reference="TS260302083700ABCDEF", amount=20_000) -> PlatformOrder:
    return PlatformOrder(
        reference=reference, amount_vnd=amount, at=MONDAY, dossier="H99.31.01-20260302-0000001",
        procedure="1.001193", procedure_name="Khai sinh", agency="H99.31.01", agency_name="Mẫu",
        bank=PAYEE["bank"], account=PAYEE["account"], account_name=PAYEE["name"], words="Nop",
    )  # fmt: skip


def sent_to_our_door(_door: str, body: bytes) -> bytes:
    return Client().post(DOOR, body, content_type="application/json").content
