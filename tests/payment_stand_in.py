"""A payment platform that plays its side, as the tests of pages and of the wire set it up."""

from django.test import Client
from tests.builders import MONDAY
from tests.builders_payments import PAYEE

from thongsuot.adapters.payment_platform import wire
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.models import Message
from thongsuot.domains.payments.terms import PlatformOrder
from thongsuot.kernel.clock import local_date

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


def opened(story, client) -> str:
    """Begin a payment of the story's dossier and open it with the platform."""
    by = Actor.citizen(dossier=story.code)
    reference = dossiers.begin_payment(code=story.code, by=by, at=story.now())
    client.open(order(reference, queries.get_payment(reference).amount_vnd))
    return reference


def due(story):
    return queries.due_of(f"dossier:{story.code}")


def acts(story):
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


def news():
    return [message.news for message in Message.objects.order_by("id")]


def reconcile(story, client):
    return dossiers.reconcile_day(on=local_date(MONDAY), platform=client, clock=story.now)
