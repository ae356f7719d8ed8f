"""The policy file of witnesses (C2SP tlog-policy): what it says, and what it may not say."""

import pytest

from thongsuot.domains.ledger.rules.notes import Cosigner, NoteSigner
from thongsuot.domains.ledger.rules.witnesses import Policy, PolicyWrong, parsed_policy

LOG = NoteSigner("mau.example/so-ghi", b"1" * 32).verifier
X1, X2, X3, Y1 = (Cosigner(f"{n}.example", bytes([n]) * 32).verifier for n in range(2, 6))
TWO_LEVELS = f"""
# mau
log {LOG} https://mau.example/so-ghi

witness X1 {X1} https://x1.example/witness
witness X2 {X2}
witness X3 {X3}
group X 2 X1 X2 X3
witness Y1 {Y1}
group Y any Y1
  group both\tall X Y
quorum both
"""


def test_a_policy_of_two_levels_is_read():
    policy = parsed_policy(TWO_LEVELS)
    assert policy.logs == [LOG]
    assert policy.witnesses["X1"].url == "https://x1.example/witness"
    assert policy.verifiers() == [X1, X2, X3, Y1]
    assert policy.wants_any


@pytest.mark.parametrize(
    ("seen", "enough"),
    [([X1, X2, Y1], True), ([X1, X3, Y1], True), ([X1, X2, X3], False), ([X1, Y1], False),
     ([], False)],
)  # fmt: skip
def test_enough_is_what_the_groups_say(seen, enough):
    assert parsed_policy(TWO_LEVELS).is_met(seen) is enough


@pytest.mark.parametrize("text", ["", "quorum none", f"witness X1 {X1}\nquorum none"])
def test_without_a_quorum_nobody_is_wanted(text):
    assert not parsed_policy(text).wants_any
    assert parsed_policy(text).is_met([])
    assert Policy().is_met([])


@pytest.mark.parametrize(
    "text",
    [
        f"witness X1 {X1}",
        f"witness X1 {X1}\nquorum X1\nquorum X1",
        f"witness X1 {X1}\nwitness X1 {X2}\nquorum X1",
        f"witness X1 {X1}\nwitness X2 {X1}\nquorum X1",
        f"witness X1 {LOG}\nquorum X1",
        f"log {X1}\nquorum none",
        f"witness none {X1}\nquorum none",
        f"witness X1 {X1} ftp://x1.example\nquorum X1",
        f"witness X1 {X1}\ngroup g 2 X1\nquorum g",
        f"witness X1 {X1}\ngroup g 0 X1\nquorum g",
        f"witness X1 {X1}\ngroup g any X1 X1\nquorum g",
        f"witness X1 {X1}\ngroup g any X1\ngroup h any X1\nquorum g",
        f"quorum X1\nwitness X1 {X1}",
        "quorum",
        "witness X1 abc\nquorum X1",
        "something else",
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(text):
    with pytest.raises(PolicyWrong):
        parsed_policy(text)
