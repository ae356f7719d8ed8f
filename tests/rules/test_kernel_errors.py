import pytest

from thongsuot.kernel.errors import Refused


class TooEarly(Refused):
    code = "too-early"


def test_a_refusal_carries_its_code_and_its_facts():
    refusal = TooEarly("the desk is closed", hour=6, desk="H99.31")
    assert (refusal.code, refusal.facts) == ("too-early", {"hour": 6, "desk": "H99.31"})
    assert str(refusal) == "the desk is closed"


def test_a_refusal_without_words_is_named_by_its_code():
    assert str(TooEarly()) == "too-early"


def test_every_refusal_can_be_caught_as_one():
    with pytest.raises(Refused):
        raise TooEarly
