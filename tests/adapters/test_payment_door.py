"""Our door for the platform's messages: what is forged, odd or too much changes nothing."""

import json

import pytest
from tests.payment_stand_in import DOOR, PARTNER, acts, due, news, sent_to_our_door

from thongsuot.adapters.payment_platform import wire
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.services import refusing
from thongsuot.domains.payments.terms import News
from thongsuot.entrypoints.api import confirming
from thongsuot.entrypoints.api.throttle import Throttle

HALVES = (b'{"MaXacThuc": "\\ud800"}', b'{"MaThamChieu": "\\udfff"}', b'{"\\ud800": []}')


def test_a_forged_confirmation_changes_nothing(story, paying):
    reference, platform, _client = paying
    before = acts(story)
    platform.pay(reference, "forged")
    assert (due(story), acts(story), platform.told, news()) == (20_000, before, ["99"], [])
    assert refused() == [(News.FORGED, 1)]


def refused():
    days, _calls = queries.refused_calls(9)
    return [(day.news, day.count) for day in days]


def test_refused_calls_are_counted_and_only_the_last_are_kept(story, paying, monkeypatch):
    monkeypatch.setattr(confirming, "FORGED", Throttle(burst=999, a_second=0))
    monkeypatch.setattr(refusing, "KEPT", 3)
    for number in range(7):
        sent_to_our_door(DOOR, b'{"n": %d}' % number)
    assert refused() == [(News.FORGED, 7)]
    assert len(queries.refused_calls(9)[1]) == 3


def test_a_flood_of_forged_calls_never_keeps_a_true_one_out(story, paying, monkeypatch):
    monkeypatch.setattr(confirming, "FORGED", Throttle(burst=2, a_second=0))
    for _ in range(5):
        sent_to_our_door(DOOR, b"{}")
    assert refused() == [(News.FORGED, 2)]
    reference, platform, _client = paying
    platform.pay(reference)
    assert (due(story), platform.told) == (0, ["00"])


def test_a_call_too_large_is_refused_unread(story, paying):
    reference, platform, _client = paying
    genuine = platform._confirmation(platform.orders[reference], 20_000)
    assert sent_to_our_door(DOOR, json.dumps(genuine).encode() + b" " * 65_536) == (
        b'{"MaLoi": "99"}'
    )
    assert due(story) == 20_000


def test_the_same_words_again_and_again_are_kept_five_times(story, paying):
    reference, platform, _client = paying
    platform.pay(reference)
    for _ in range(6):
        platform._tell(platform._confirmation(platform.orders[reference], 20_000))
    assert len(news()) == 5
    assert refused() == [(News.REPEATED, 2)]


def test_an_odd_field_of_a_genuine_message_changes_nothing(story, paying):
    reference, platform, _client = paying
    genuine = platform._confirmation(platform.orders[reference], 20_000)
    odd = wire.sealed({**genuine, "MaGiaoDich": "G\x00"}, wire.CONFIRM_FIELDS, PARTNER.secret)
    sent_to_our_door(DOOR, json.dumps(odd).encode())
    assert (due(story), news(), refused()) == (20_000, [], [(News.FORGED, 1)])


@pytest.mark.parametrize("change", [
    {"SoTien": "1"}, {"MaThamChieu": "TS260302083700000000"}, {"MaLoi": "00 "},
    {"MaGiaoDich": "GDX"},
], ids=lambda change: next(iter(change)))  # fmt: skip
def test_a_confirmation_that_was_touched_on_the_way_is_forged(story, paying, change):
    reference, platform, _client = paying
    genuine = platform._confirmation(platform.orders[reference], 20_000)
    sent_to_our_door(DOOR, json.dumps({**genuine, **change}).encode())
    assert refused() == [(News.FORGED, 1)]
    assert due(story) == 20_000


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"MaXacThuc": 1}', *HALVES])
def test_a_message_that_is_none_is_answered_and_changes_nothing(story, paying, body):
    answered = json.loads(sent_to_our_door(DOOR, body))
    assert answered["MaLoi"] == "99"
    assert due(story) == 20_000
