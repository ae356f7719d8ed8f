"""Telling officers from guessers."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.builders import MONDAY, build_province

from thongsuot.domains.organisation.models import LogInFailure
from thongsuot.domains.organisation.services import authenticate, forget_log_in_failures, logins
from thongsuot.domains.organisation.terms import LogInRefused, TooManyLogIns

pytestmark = pytest.mark.django_db

PASSWORD = "mau-thu-2026"
HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def officer(db):
    found = build_province().officers["desk"]
    found.set_password(PASSWORD)
    found.save(update_fields=["password"])
    return found


WRONG = "wrong"


def tried(name="mau.desk", password=WRONG, network=HERE, at=MONDAY):
    with pytest.raises(LogInRefused) as refused:
        authenticate(username=name, password=password, network=network, at=at)
    return refused.value


def test_name_and_password_open_the_account_however_the_name_is_capitalised(officer):
    found = authenticate(username=" Mau.Desk ", password=PASSWORD, network=HERE, at=MONDAY)
    assert found.pk == officer.pk


def test_a_wrong_name_is_answered_like_a_wrong_password(officer):
    assert tried(name="nobody").facts == tried().facts == {"left": 4}


def test_the_sixth_try_from_one_network_waits_even_with_the_right_password(officer):
    assert [tried().facts["left"] for _try in range(5)] == [4, 3, 2, 1, 0]
    with pytest.raises(TooManyLogIns) as refused:
        authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY)
    assert refused.value.facts == {"most": 5, "minutes": 15}


def test_a_guesser_elsewhere_does_not_lock_the_officer_out(officer):
    for _try in range(5):
        tried(network=ELSEWHERE)
    assert authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY)


def test_one_password_tried_on_account_after_account_is_stopped_before_it_is_checked(
    officer, monkeypatch
):
    monkeypatch.setattr(logins, "NETWORK_FAILURES_ALLOWED", 3)
    for name in ("a", "b", "c"):
        tried(name=name)
    monkeypatch.delattr(logins, "check_password")
    with pytest.raises(TooManyLogIns) as refused:
        authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY)
    assert refused.value.facts == {"most": 3, "minutes": 15}


def test_behind_a_proxy_that_was_not_named_no_stranger_closes_the_door_to_everybody(
    officer, monkeypatch
):
    monkeypatch.setattr(logins, "NETWORK_FAILURES_ALLOWED", 1)
    tried(name="a")
    assert authenticate(
        username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY, is_own_network=False
    )


def test_an_agency_behind_one_address_comes_in_one_after_another(officer, monkeypatch):
    monkeypatch.setattr(logins, "NETWORK_FAILURES_ALLOWED", 1)
    for _officer in range(3):
        assert authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY)


def test_after_a_quarter_of_an_hour_one_may_try_again(officer):
    for _try in range(5):
        tried()
    later = MONDAY + timedelta(minutes=15, seconds=1)
    assert authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=later)


def test_getting_in_forgets_the_failures(officer):
    tried()
    authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY)
    assert [tried().facts["left"] for _try in range(2)] == [4, 3]


def test_the_password_is_checked_while_nobody_waits_for_it(officer, monkeypatch):
    begun = len(connection.savepoint_ids)

    def check(**given):
        assert len(connection.savepoint_ids) == begun
        return officer

    monkeypatch.setattr(logins, "check_password", check)
    assert authenticate(username="mau.desk", password=PASSWORD, network=HERE, at=MONDAY)


def test_failures_that_no_longer_count_are_forgotten_and_the_others_kept(officer):
    tried()
    tried(at=MONDAY + timedelta(minutes=10))
    assert forget_log_in_failures(at=MONDAY + timedelta(minutes=16)) == 2
    assert LogInFailure.objects.count() == 2


def test_a_disabled_account_does_not_open(officer):
    officer.disabled_at = MONDAY
    officer.save(update_fields=["disabled_at"])
    tried(password=PASSWORD)


def test_what_is_kept_of_a_failure_names_nobody(officer):
    tried()
    for kept in LogInFailure.objects.all():
        assert len(bytes(kept.pair_index)) == 32
        assert b"mau" not in bytes(kept.pair_index)
