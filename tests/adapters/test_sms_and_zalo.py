"""SMS and Zalo on the wire: stand-ins play their side, well and badly."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from thongsuot.adapters.sms.client import SmsCarrier, sms_gateway
from thongsuot.adapters.sms.fake import KEYS, StandInGateway
from thongsuot.adapters.zalo import client as zalo_client
from thongsuot.adapters.zalo.client import ZaloCarrier
from thongsuot.adapters.zalo.fake import TOKEN, StandInZalo
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, TryLater
from thongsuot.domains.exchange.terms import Letter

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LETTER = Letter(
    UUID(int=7), "0912000417", "Hồ sơ đã có kết quả", AT, registered="331977",
    fields=(("ma_ho_so", "H99"), ("duong_dan", "https://mau.example/h/H99")),
)  # fmt: skip
LITTLE_PATIENCE_S, ALL_PATIENCE_S = 0.4, 60.0


@pytest.fixture
def patience_s(request):
    """Return more than a busy machine needs to answer; a test may ask for less."""
    return getattr(request, "param", ALL_PATIENCE_S)


@pytest.fixture
def gateway():
    return StandInGateway()


@pytest.fixture
def sms(gateway, tmp_path, patience_s):
    (tmp_path / "keys").write_text("\n".join(KEYS))
    with gateway.served() as url:
        yield SmsCarrier(sms_gateway(url, "TINH MAU", tmp_path / "keys"), patience_s)


@pytest.fixture
def zalo_side():
    return StandInZalo({"331977": frozenset({"ma_ho_so", "duong_dan"})})


@pytest.fixture
def zalo(zalo_side, tmp_path, patience_s):
    (tmp_path / "token").write_text(TOKEN)
    with zalo_side.served() as url:
        yield ZaloCarrier(tmp_path / "token", url, patience_s)


def test_an_sms_arrives_with_its_words_its_brand_and_its_id(sms, gateway):
    assert sms.carry(LETTER) == "sms-1"
    taken = gateway.taken[str(LETTER.id)]
    assert (taken["Phone"], taken["Content"]) == ("0912000417", "Hồ sơ đã có kết quả")
    assert (taken["Brandname"], taken["IsUnicode"]) == ("TINH MAU", "1")


def test_an_sms_whose_answer_was_lost_arrives_once(sms, gateway):
    gateway.fault = "lost-answer"
    with pytest.raises(CarrierDown):
        sms.carry(LETTER)
    gateway.fault = ""
    sms.carry(LETTER)
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(("refusal", "kind"), [
    pytest.param("101", CarrierDown, id="our key is wrong"),
    pytest.param("103", CarrierDown, id="our balance is used up"),
    pytest.param("99", NeverWorks, id="the number is blocked"),
    pytest.param("108", NeverWorks, id="it is no number"),
    pytest.param("777", TryLater, id="a code that nobody told us of"),
])  # fmt: skip
def test_refusals_of_the_gateway_are_told_apart(sms, gateway, refusal, kind):
    gateway.refusal = refusal
    with pytest.raises(kind) as failed:
        sms.carry(LETTER)
    assert failed.value.code == f"sms-{refusal}"


@pytest.mark.parametrize(("fault", "kind", "code", "patience_s"), [
    ("down", CarrierDown, "http-503", ALL_PATIENCE_S),
    ("slow", CarrierDown, "time-out", LITTLE_PATIENCE_S),
    ("lost-answer", CarrierDown, "connection-lost", ALL_PATIENCE_S),
    ("garbage", TryLater, "unreadable", ALL_PATIENCE_S),
], indirect=["patience_s"])  # fmt: skip
def test_faults_on_the_wire_have_their_names_on_both_ways(
    sms, gateway, zalo, zalo_side, fault, kind, code
):
    gateway.fault = zalo_side.fault = fault
    for carrier in (sms, zalo):
        with pytest.raises(kind) as failed:
            carrier.carry(LETTER)
        assert failed.value.code == code


def test_zalo_gets_the_number_of_a_text_and_what_fills_it(zalo, zalo_side):
    assert zalo.carry(LETTER) == "zalo-1"
    assert zalo_side.taken == [{
        "phone": "84912000417", "template_id": "331977", "tracking_id": str(LETTER.id),
        "template_data": dict(LETTER.fields),
    }]  # fmt: skip


def test_a_text_that_is_not_registered_never_goes_by_zalo(zalo, zalo_side):
    unregistered = Letter(LETTER.id, LETTER.address, "x", AT, registered="chua-dang-ky")
    with pytest.raises(NeverWorks) as failed:
        zalo.carry(unregistered)
    assert failed.value.code == "zalo-not-registered"
    assert not zalo_side.taken


@pytest.mark.parametrize(("refusal", "kind"), [
    (-118, NeverWorks), (-114, NeverWorks), (-115, CarrierDown), (-124, CarrierDown),
    (-100, TryLater),
])  # fmt: skip
def test_refusals_of_zalo_are_told_apart(zalo, zalo_side, refusal, kind):
    zalo_side.refusal = refusal
    with pytest.raises(kind) as failed:
        zalo.carry(LETTER)
    assert failed.value.code == f"zalo{refusal}"


def test_without_a_token_the_way_is_closed(zalo_side, tmp_path):
    with zalo_side.served() as url, pytest.raises(CarrierDown) as failed:
        ZaloCarrier(tmp_path / "nothing", url).carry(LETTER)
    assert failed.value.code == "no-token"


@pytest.mark.parametrize("body", [
    b"", b"[]", b"{", b"\xff", b'{"message": 7}',
    b'{"app_id": "\\ud800", "timestamp": "1", "event_name": "user_received_message", '
    b'"message": {"msg_id": "1", "tracking_id": "00000000-0000-0000-0000-000000000007"}}',
])  # fmt: skip
def test_what_is_no_event_of_zalo_reports_nothing(body):
    assert zalo_client.read_report(body, {}, secret="bi-mat") is None
