"""Foreign keys are known before anything is sealed with them."""

import pytest
from tests.builders_people import AT, LAN

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import keeping, services
from thongsuot.domains.people.models import KeyMark
from thongsuot.domains.people.terms import KeysNotOurs
from thongsuot.kernel.sealing import KEY_BYTES, Keyring

OLD, NEW, INDEX, OTHER = (letter * KEY_BYTES for letter in (b"1", b"2", b"i", b"x"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(settings):
    """Return the settings of an installation whose keys are marked."""
    settings.KEYRING = Keyring({1: OLD}, INDEX)
    keeping.note_keys()
    return settings


def test_the_same_keys_are_ours_however_often_they_are_noted(marked):
    keeping.note_keys()
    keeping.check_keys()
    assert KeyMark.objects.count() == 1


@pytest.mark.parametrize(
    ("sealing", "index"),
    [
        pytest.param({1: OTHER}, INDEX, id="made anew"),
        pytest.param({2: NEW}, INDEX, id="taken away too early"),
        pytest.param({1: OLD}, OTHER, id="another index key"),
    ],
)
def test_other_keys_are_refused(marked, sealing, index):
    marked.KEYRING = Keyring(sealing, index)
    with pytest.raises(KeysNotOurs):
        keeping.check_keys()
    with pytest.raises(KeysNotOurs):
        keeping.note_keys()


def test_the_old_key_is_not_missed_after_everything_was_sealed_anew(marked):
    marked.KEYRING = Keyring({1: OLD, 2: NEW}, INDEX)
    keeping.note_keys()
    services.reseal()
    marked.KEYRING = Keyring({2: NEW}, INDEX)
    keeping.check_keys()


def test_a_newer_key_that_sealed_here_is_missed(marked):
    marked.KEYRING = Keyring({1: OLD, 2: NEW}, INDEX)
    keeping.note_keys()
    marked.KEYRING = Keyring({1: OLD}, INDEX)
    with pytest.raises(KeysNotOurs):
        keeping.check_keys()


def test_a_database_from_before_the_marks_is_known_by_who_is_on_file(settings):
    settings.KEYRING = Keyring({1: OLD}, INDEX)
    services.remember(identity=LAN, by=Actor.citizen(), at=AT)
    settings.KEYRING = Keyring({1: OTHER}, INDEX)
    with pytest.raises(KeysNotOurs):
        keeping.note_keys()
    assert not KeyMark.objects.exists()
