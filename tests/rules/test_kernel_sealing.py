import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.kernel.sealing import INDEX_BYTES, KEY_BYTES, KeyMissing, Keyring, SealBroken

OLD, NEW, INDEX = b"1" * KEY_BYTES, b"2" * KEY_BYTES, b"i" * KEY_BYTES
KEYRING = Keyring({1: OLD}, INDEX)
ROTATED = Keyring({1: OLD, 2: NEW}, INDEX)
HERE = b"people_person.identity"


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_what_is_sealed_opens_in_its_place(plain, context):
    assert KEYRING.open(KEYRING.seal(plain, context), context) == plain


@given(st.binary(max_size=80), st.data())
def test_one_changed_bit_breaks_the_seal(plain, data):
    sealed = bytearray(KEYRING.seal(plain, HERE))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises((SealBroken, KeyMissing)):
        KEYRING.open(bytes(sealed), HERE)


@given(st.binary(max_size=80), st.data())
def test_what_is_cut_short_does_not_open(plain, data):
    sealed = KEYRING.seal(plain, HERE)
    cut = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(SealBroken):
        KEYRING.open(sealed[:cut], HERE)


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(SealBroken):
        KEYRING.open(KEYRING.seal(b"0912345678", HERE), b"people_person.phone")


def test_a_value_relabelled_with_another_key_does_not_open():
    same_key_twice = Keyring({1: OLD, 2: OLD}, INDEX)
    sealed = bytearray(KEYRING.seal(b"x", HERE))
    sealed[2] = 2
    with pytest.raises(SealBroken):
        same_key_twice.open(bytes(sealed), HERE)


def test_equal_values_do_not_look_equal_when_sealed():
    assert KEYRING.seal(b"same", HERE) != KEYRING.seal(b"same", HERE)


def test_the_plain_value_is_not_in_the_sealed_one():
    assert b"079205001234" not in KEYRING.seal(b"079205001234", HERE)


def test_after_rotation_old_values_open_and_new_ones_take_the_new_key():
    old = KEYRING.seal(b"x", HERE)
    assert ROTATED.open(old, HERE) == b"x"
    assert ROTATED.needs_resealing(old)
    assert not ROTATED.needs_resealing(ROTATED.seal(b"x", HERE))


def test_values_of_the_newest_key_are_known_by_their_head():
    assert ROTATED.seal(b"x", HERE).startswith(ROTATED.head)
    assert not KEYRING.seal(b"x", HERE).startswith(ROTATED.head)


def test_a_key_that_is_gone_is_named():
    sealed = ROTATED.seal(b"x", HERE)
    with pytest.raises(KeyMissing) as missing:
        KEYRING.open(sealed, HERE)
    assert missing.value.number == 2


def test_a_wrong_key_under_the_right_number_does_not_open():
    with pytest.raises(SealBroken):
        Keyring({1: NEW}, INDEX).open(KEYRING.seal(b"x", HERE), HERE)


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        pytest.param({}, INDEX, id="no key"),
        pytest.param({1: b"short"}, INDEX, id="a short key"),
        pytest.param({1: OLD}, b"short", id="a short index key"),
        pytest.param({0: OLD}, INDEX, id="number zero"),
        pytest.param({65_536: OLD}, INDEX, id="a number that does not fit"),
    ],
)
def test_a_keyring_that_could_not_work_is_refused(keys, index):
    with pytest.raises(ValueError, match="key"):
        Keyring(keys, index)


def test_a_keyring_does_not_show_its_keys():
    assert repr(ROTATED) == "Keyring(sealing_keys=[1, 2])"


def test_equal_values_have_equal_indexes_under_one_purpose_only():
    index = KEYRING.blind_index("079205001234", "personal-id")
    assert len(index) == INDEX_BYTES
    assert index == ROTATED.blind_index("079205001234", "personal-id")
    assert index != KEYRING.blind_index("079205001234", "phone")
    assert index != Keyring({1: OLD}, NEW).blind_index("079205001234", "personal-id")


def test_purpose_and_value_cannot_be_confused():
    with pytest.raises(ValueError, match="NUL"):
        KEYRING.blind_index("b", "a\0")
