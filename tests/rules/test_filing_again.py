"""What may be filed anew: what ended without what was applied for."""

import pytest

from thongsuot.domains.dossiers.rules import may_begin_again
from thongsuot.domains.dossiers.terms import NationalState, Outcome


@pytest.mark.parametrize(
    ("state", "outcome", "may"),
    [
        pytest.param(NationalState.NOT_RECEIVED, "", True, id="refused at the desk"),
        pytest.param(NationalState.WITHDRAWN, "", True, id="withdrawn"),
        pytest.param(NationalState.STOPPED, "", True, id="stopped"),
        pytest.param(NationalState.RETURNED, Outcome.REFUSED, True, id="refused on substance"),
        pytest.param(NationalState.RETURNED, Outcome.GRANTED, False, id="granted"),
        pytest.param(NationalState.RESOLVED, Outcome.REFUSED, False, id="not handed out yet"),
        pytest.param(NationalState.SUPPLEMENT_REQUESTED, "", False, id="going on"),
    ],
)
def test_filing_again(state, outcome, may):
    assert may_begin_again(state, outcome) is may
