"""What may enter the record, and what a chain that was touched looks like."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.domains.ledger import rules
from thongsuot.domains.ledger.terms import Act, Actor, DetailNotCodes, FaultKind

START = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
LAN = Actor.officer(officer_id=7, post_id=3, agency="H99.31")


def chain(length: int) -> list[tuple[Act, str]]:
    """Return a chain that holds, each act a minute after the one before."""
    acts, previous = [], rules.GENESIS
    for seq in range(1, length + 1):
        at = START + timedelta(minutes=seq)
        act = Act("dossier:H99.31-1", seq, "handover_accepted", at, LAN, {"offer": seq}, hash="")
        act = replace(act, hash=rules.entry_hash(act, previous))
        acts.append((act, previous))
        previous = act.hash
    return acts


def test_a_chain_that_nobody_touched_holds():
    assert rules.first_fault(chain(5)) is None


def test_the_hash_of_an_entry_is_fixed_for_ever():
    act = Act("dossier:H99.31-1", 1, "received", START, LAN, {"due_at": "2026-03-05"}, hash="")
    assert rules.entry_hash(act, rules.GENESIS) == (
        "50be5ad2f46cc168da0e78be5f0337dc35a5bbf0c13592275c54060760414d18"
    )


@given(where=st.integers(0, 4), what=st.sampled_from(["act", "at", "actor", "detail", "subject"]))
def test_whatever_is_altered_is_found_where_it_was_altered(where, what):
    acts = chain(5)
    act, previous = acts[where]
    changed = {
        "act": "withdrawn",
        "at": act.at - timedelta(seconds=1),
        "actor": replace(LAN, officer_id=8),
        "detail": {"offer": 99},
        "subject": "dossier:H99.31-2",
    }
    acts[where] = (replace(act, **{what: changed[what]}), previous)
    fault = rules.first_fault(acts)
    assert fault is not None
    assert (fault.seq, fault.kind) == (where + 1, FaultKind.ALTERED)


def test_an_entry_taken_out_leaves_a_gap():
    acts = chain(5)
    del acts[2]
    assert rules.first_fault(acts).kind == FaultKind.MISSING


def test_an_entry_rewritten_with_a_fresh_hash_breaks_the_link_of_the_next():
    acts = chain(3)
    forged = replace(acts[1][0], act="withdrawn")
    acts[1] = (replace(forged, hash=rules.entry_hash(forged, acts[1][1])), acts[1][1])
    fault = rules.first_fault(acts)
    assert (fault.seq, fault.kind) == (3, FaultKind.BROKEN_LINK)


def test_an_instant_before_the_one_before_is_found_even_in_a_chain_that_links():
    first, second = chain(2)
    early = replace(second[0], at=START - timedelta(days=1))
    early = replace(early, hash=rules.entry_hash(early, second[1]))
    assert rules.first_fault([first, (early, second[1])]).kind == FaultKind.BACK_DATED


@pytest.mark.parametrize(
    "detail",
    [
        pytest.param({"reason": "Ông Nguyễn Văn A"}, id="a name"),
        pytest.param({"note": "two words"}, id="words"),
        pytest.param({"id": "0" * 161}, id="something long"),
        pytest.param({"list": ["ok", "không"]}, id="words inside a list"),
        pytest.param({"person": "079205001234"}, id="a personal number, shaped as a code"),
        pytest.param({"phone": "0912345678"}, id="a telephone number"),
        pytest.param({"phones": ["+84912345678"]}, id="one as it is dialled from abroad"),
        pytest.param({"amount": 1.5}, id="a fraction, whose form could differ"),
    ],
)
def test_words_do_not_enter_the_record(detail):
    with pytest.raises(DetailNotCodes) as refused:
        rules.check_detail(detail)
    assert "Nguyễn" not in str(refused.value)
    assert "0792" not in str(refused.value)
    assert "912345678" not in str(refused.value)


def test_codes_and_numbers_enter_the_record():
    rules.check_detail(
        {
            "offer": 12,
            "late": True,
            "to": None,
            "due_at": "2026-03-05T10:00:00+00:00",
            "components": ["000.00.00.G15-KQ004389"],
            "receipt": "0000912345678",
            "transaction": "FT0912345678",
        }
    )


@given(st.text(), st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_a_commitment_says_nothing_without_its_salt(text, salt, other):
    assert rules.commitment(text, salt) == rules.commitment(text, salt)
    if salt != other:
        assert rules.commitment(text, salt) != rules.commitment(text, other)
