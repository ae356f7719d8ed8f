"""Reading an upload takes seconds, and no transaction stands open meanwhile."""

import io

import pytest
from django.db import connection
from tests.builders import MONDAY, Story, build_province
from tests.builders_documents import photo
from tests.builders_payments import filed_online, publish_tariffs
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import PayeeSide, PaymentNotice
from thongsuot.domains.ledger.terms import Actor

NOTICE = PaymentNotice(
    PayeeSide.TAX_OFFICE, "1520/TB-CT", MONDAY.date(), 1_250_000, "Luật Đất đai 31/2024/QH15"
)


class Watched(io.BytesIO):
    """A file that notes whether a transaction is open while it is read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.read_inside: set[bool] = set()

    def read(self, size: int | None = -1) -> bytes:
        self.read_inside.add(connection.in_atomic_block)
        return super().read(size)


@pytest.fixture
def province(committed_db):
    publish_calendar()
    return build_province()


@pytest.fixture
def stream():
    return Watched(photo())


def test_no_transaction_is_open_while_the_proof_of_a_transfer_is_read(province, stream):
    publish_tariffs(MONDAY)
    story = filed_online(province)
    dossiers.claim_transfer(
        code=story.code, name="man-hinh.jpg", stream=stream,
        by=Actor.citizen(dossier=story.code), at=story.now(),
    )  # fmt: skip
    assert stream.read_inside == {False}


def test_no_transaction_is_open_while_a_notice_to_pay_is_read(province, stream):
    story = Story(province).processing()
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="thong-bao.jpg", stream=stream,
        by=province.handler, at=story.now(),
    )  # fmt: skip
    assert stream.read_inside == {False}
