"""The payment platform's messages: checksum, instants, outages, what it does not know."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY
from tests.payment_stand_in import PARTNER, order
from tests.wires import dripping_server

from thongsuot.adapters.payment_platform import wire
from thongsuot.adapters.payment_platform.client import HttpPaymentPlatform
from thongsuot.adapters.payment_platform.fake import ONLY_ON_THE_WIRE
from thongsuot.domains.payments.ports import MessageForged, PlatformRefused, PlatformUnavailable
from thongsuot.domains.payments.terms import Verdict


def test_the_checksum_is_that_of_the_fields_and_the_secret_joined_by_pipes():
    message = {"LoaiBanTin": "QUERY", "PhienBan": "1.0.6", "MaDoiTac": "MAU", "MaThamChieu": "R1",
               "ThoiGianGD": "20260302083000"}  # fmt: skip
    # printf 'QUERY|1.0.6|MAU|R1|20260302083000|bi-mat' | sha256sum
    assert wire.checksum(message, wire.ASK_FIELDS, "bi-mat") == (
        "729b6b43ebc92ea18119748ae9d4d74c4e6f40696db296c46dbb130459eb4d2f"
    )


@pytest.mark.parametrize("name", [wire.CHECKSUM, "MaThamChieu"])
def test_half_a_surrogate_pair_is_never_genuine(name):
    said = {"MaThamChieu": "R1", wire.CHECKSUM: "0" * 64, name: "\ud800"}
    assert not wire.is_genuine(said, ("MaThamChieu",), "bi-mat")


def test_the_afternoon_is_written_in_24_hours():
    assert wire.moment(MONDAY + timedelta(hours=7)) == "20260302153000"


def test_a_payment_is_opened_paid_and_told_of(stand_in):
    platform, client = stand_in
    address = client.open(order())
    assert address == client.open(order()), "opened again it is the same"
    assert client.query(order().reference, at=MONDAY).verdict is Verdict.WAITING
    platform.pay(order().reference, "lost-callback")
    said = client.query(order().reference, at=MONDAY)
    assert (said.verdict, said.amount_vnd) == (Verdict.PAID, 20_000)
    assert client.bill(order().reference, at=MONDAY).startswith(b"%PDF")


def test_what_the_platform_does_not_know_it_says(stand_in):
    _platform, client = stand_in
    assert client.query("TS-none", at=MONDAY).verdict is Verdict.UNKNOWN
    with pytest.raises(PlatformRefused):
        client.bill("TS-none", at=MONDAY)
    client.open(order())
    with pytest.raises(PlatformRefused):
        client.open(order(amount=1))


@pytest.mark.parametrize("fault", ONLY_ON_THE_WIRE)
def test_a_platform_that_misbehaves_is_named_as_such(stand_in, fault):
    platform, client = stand_in
    client.open(order())
    platform.fault = fault
    with pytest.raises(MessageForged if fault == "wrong-checksum" else PlatformUnavailable):
        client.query(order().reference, at=MONDAY)


def test_another_secret_opens_nothing(stand_in):
    platform, _client = stand_in
    stranger = HttpPaymentPlatform(f"{platform.address}/api", wire.Partner("MAU", "khac"))
    with pytest.raises(PlatformRefused):
        stranger.open(order())
    assert not platform.orders


def test_a_platform_that_answers_drop_by_drop_is_given_up():
    with dripping_server() as port:
        client = HttpPaymentPlatform(f"http://127.0.0.1:{port}/", PARTNER, patience_s=0.5)
        with pytest.raises(PlatformUnavailable):
            client.query("TS-none", at=MONDAY)
