"""Who sees a dossier: the secret, guessing, and eyes it is not for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from tests.builders import BIRTH, LAN, MONDAY
from tests.builders_story import resolved, row

from thongsuot.domains.dossiers import queries, rules
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import LookupFailure
from thongsuot.domains.dossiers.terms import Channel, DossierUnknown, TooManyAttempts
from thongsuot.domains.dossiers.terms.patience import Patience, PinOnly
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db


def test_a_secret_opens_one_dossier_and_guessing_closes_the_door(story):
    story.registered()
    pin = row(story).pin
    opened = dossiers.open_with_secret(code=story.code, secret=pin, at=story.now())
    assert queries.view_for(story.code, by=opened, at=story.at).code == story.code
    assert not opened.follows_only
    weak = dossiers.open_with_secret(code=story.code, secret="0417", at=story.now())
    assert weak.follows_only
    for _ in range(5):
        with pytest.raises(DossierUnknown):
            dossiers.open_with_secret(code=story.code, secret="nope", at=story.at)
    with pytest.raises(TooManyAttempts):
        dossiers.open_with_secret(code=story.code, secret=pin, at=story.at)
    later = story.now() + timedelta(minutes=20)
    assert dossiers.open_with_secret(code=story.code, secret=pin, at=later)


def test_a_stranger_who_guesses_makes_the_stranger_wait_and_not_the_owner(story):
    story.received()
    pin = row(story).pin
    of_stranger = {"code": story.code, "at": story.at, "source": "203.0.113.7"}
    of_owner = {**of_stranger, "source": "203.0.113.8"}
    guesses(5, **of_stranger)
    with pytest.raises(TooManyAttempts):
        dossiers.open_with_secret(secret=pin, **of_stranger)
    assert not dossiers.open_with_secret(secret=pin, **of_owner).follows_only
    assert dossiers.open_with_secret(secret="0417", **of_owner).follows_only


def test_the_right_pin_forgives_what_was_mistyped_and_the_end_of_a_telephone_does_not(story):
    story.received()
    here = {"code": story.code, "at": story.at, "source": "203.0.113.8"}
    for secret, wrong_before in ((row(story).pin, 0), ("0417", 4)):
        guesses(4, **here)
        dossiers.open_with_secret(secret=secret, **here)
        assert LookupFailure.objects.count() == wrong_before


def test_guesses_from_everywhere_close_the_weak_door_first_and_then_slow_the_other(story, settings):
    story.received()
    settings.LOOKUP_PATIENCE = Patience(phone_ends=4, pins=6)
    fresh, at = {"code": story.code, "source": "192.0.2.1"}, story.at
    for number in range(2):
        guesses(2, code=story.code, at=at, source=f"203.0.113.{number}")
    with pytest.raises(PinOnly):
        dossiers.open_with_secret(secret="0417", at=at, **fresh)
    guesses(2, code=story.code, at=at, source="203.0.113.9")
    with pytest.raises(TooManyAttempts) as refused:
        dossiers.open_with_secret(secret=row(story).pin, at=at, **fresh)
    assert refused.value.facts["minutes"] == 15
    assert dossiers.open_with_secret(secret=row(story).pin, at=at + rules.FIRST_WAIT, **fresh)


def guesses(times: int, **guess) -> None:
    """Give wrong PINs."""
    for _ in range(times):
        with pytest.raises(DossierUnknown):
            dossiers.open_with_secret(secret="nope00", **guess)


def test_guessing_at_many_codes_closes_the_door_to_whoever_does(story):
    story.received()
    guess = {"secret": "nope", "at": story.at, "source": "203.0.113.7"}
    for number in range(settings.LOOKUP_PATIENCE.any_codes):
        with pytest.raises(DossierUnknown):
            dossiers.open_with_secret(code=f"H99.31.01-20260302-{number:07d}", **guess)
    pin = row(story).pin
    with pytest.raises(TooManyAttempts):
        dossiers.open_with_secret(code=story.code, **{**guess, "secret": pin})
    elsewhere = {**guess, "secret": pin, "source": "203.0.113.8"}
    assert dossiers.open_with_secret(code=story.code, **elsewhere)


def test_the_end_of_a_telephone_number_is_that_of_the_number_however_it_was_written(province):
    written = replace(LAN, phone="+84 912 345 6 78")
    code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT,
        identity=written, answers={}, by=province.desk, at=MONDAY,
    ).code  # fmt: skip
    assert dossiers.open_with_secret(code=code, secret="5678", at=MONDAY)


def test_eyes_it_is_not_for_do_not_see_it(story):
    story.received()
    with pytest.raises(DossierUnknown):
        queries.view_for(story.code, by=story.province.stranger, at=story.at)
    with pytest.raises(DossierUnknown):
        queries.view_for(story.code, by=Actor.citizen(dossier="H99.31-other"), at=story.at)


def test_no_personal_data_enters_the_record(story):
    resolved(story)
    written = str(list(Entry.objects.values_list("detail", "subject", "agency")))
    for secret in (LAN.full_name, LAN.personal_id, LAN.phone, "Ví Dụ", "Mẫu An"):
        assert secret not in written
