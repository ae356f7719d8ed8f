"""The payment platform's messages: checksum, instants, outages, what it does not know."""

import json
from datetime import timedelta
from http import HTTPStatus

import pytest
from tests.builders import MONDAY
from tests.payment_stand_in import PARTNER, order
from tests.wires import dripping_server

from thongsuot.adapters.payment_platform import wire
from thongsuot.adapters.payment_platform.client import HttpPaymentPlatform
from thongsuot.adapters.payment_platform.fake import ONLY_ON_THE_WIRE
from thongsuot.domains.payments.ports import MessageForged, PlatformRefused, PlatformUnavailable
from thongsuot.domains.payments.terms import Verdict
from thongsuot.entrypoints.api.throttle import Throttle


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


@pytest.mark.parametrize("address", [
    "http://elsewhere.test/tra/1", "http://127.0.0.1/tra/1", "javascript:alert(1)",
    "http://127.0.0.1:{port}@elsewhere.test/", "http://127.0.0.1:{port}\\@elsewhere.test/",
    "//elsewhere.test/", "https://127.0.0.1:{port}/", "http://127.0.0.1:{port}/\n", "", 7, ["x"],
    None, "http://127.0.0.1:{port}/" + "a" * 2000, "http://[::1", "http://127.0.0.1:99999/",
], ids=repr)  # fmt: skip
def test_an_address_that_is_not_the_platforms_leads_nobody_there(stand_in, monkeypatch, address):
    platform, client = stand_in
    if isinstance(address, str):
        address = address.replace("{port}", platform.address.rpartition(":")[2])
    said = {"error_code": "0", "message": json.dumps({"UrlThanhToan": address})}
    monkeypatch.setattr(
        platform,
        "answer",
        lambda _m: (HTTPStatus.OK, "application/json", json.dumps(said).encode()),
    )
    with pytest.raises(PlatformUnavailable):
        client.open(order())


def test_pages_on_another_host_are_named_by_the_installation(stand_in):
    platform, _client = stand_in
    for pages, opens in ((["https://pay.test"], False), ([platform.address], True)):
        client = HttpPaymentPlatform(f"{platform.address}/api", PARTNER, pages=pages)
        if opens:
            assert client.open(order()).startswith(platform.address)
        else:
            with pytest.raises(PlatformUnavailable):
                client.open(order())


@pytest.mark.parametrize("body", [
    b'{"TrangThaiGD": ["1"]}', b'{"MaGiaoDich": "\\ud800"}', b'{"x": "\\udfff"}', b"[" * 100_000,
    b'{"SoTien": 1e400}', b'{"MaNganHang": "a\\u0000b"}', b"null", b"7",
])  # fmt: skip
def test_an_answer_with_odd_fields_is_no_answer(stand_in, monkeypatch, body):
    platform, client = stand_in
    monkeypatch.setattr(platform, "answer", lambda _m: (HTTPStatus.OK, "application/json", body))
    with pytest.raises((PlatformUnavailable, MessageForged)):
        client.query(order().reference, at=MONDAY)
    with pytest.raises((PlatformUnavailable, PlatformRefused)):
        client.open(order())


def test_the_throttle_lets_some_through_and_counts_the_others():
    now = [0.0]
    throttle = Throttle(burst=2, a_second=1, clock=lambda: now[0])
    assert [throttle.take() for _ in range(4)] == [1, 1, 0, 0]
    now[0] = 1.0
    assert [throttle.take(), throttle.take()] == [3, 0]


@pytest.mark.parametrize("field", ["SoTien", "MaGiaoDich", "MaNganHang", "MaThamChieu"])
@pytest.mark.parametrize(
    "odd", [["20000"], {"a": 1}, 20000.0, True, "20000\n", "20\x00000", "\ud800"], ids=repr
)
def test_an_odd_field_makes_a_message_forged_though_its_checksum_is_right(field, odd):
    said = dict.fromkeys(wire.CONFIRM_FIELDS, "1") | {"MaDoiTac": "MAU", "MaTienTe": "VND"}
    client = HttpPaymentPlatform("http://127.0.0.1:1/", PARTNER)
    assert client.read(wire.sealed(said, wire.CONFIRM_FIELDS, PARTNER.secret)).amount_vnd == 1
    halved = odd == "\ud800"
    said = {**said, field: odd, wire.CHECKSUM: "0"} if halved else wire.sealed(
        {**said, field: odd}, wire.CONFIRM_FIELDS, PARTNER.secret
    )  # fmt: skip
    with pytest.raises(MessageForged):
        client.read(said)
