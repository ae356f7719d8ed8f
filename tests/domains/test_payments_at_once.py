"""Many tills and many messages at once: numbers without gap, money counted once."""

import pytest
from tests.builders import MONDAY, Story, build_province
from tests.builders_at_once import at_once
from tests.builders_payments import publish_tariffs
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.models import Receipt
from thongsuot.domains.payments.terms import Confirmation, Means, News, Verdict

pytestmark = pytest.mark.slow
TILLS = 8


@pytest.fixture
def province(committed_db):
    publish_calendar()
    made = build_province()
    publish_tariffs(MONDAY)
    return made


def test_eight_tills_number_their_receipts_without_gap_or_repetition(province):
    stories = [Story(province).registered() for _ in range(TILLS)]
    at_once(
        TILLS,
        lambda n: dossiers.collect_fee(
            code=stories[n].code, means=Means.CASH, amount_vnd=20_000, by=province.desk,
            at=stories[n].now(),
        )
    )  # fmt: skip
    assert sorted(r.number for r in Receipt.objects.all()) == list(range(1, TILLS + 1))


def test_of_eight_confirmations_of_one_payment_one_settles_it(province):
    story = Story(province).registered()
    by = Actor.citizen(dossier=story.code)
    reference = dossiers.begin_payment(code=story.code, by=by, at=story.now())
    said = Confirmation(reference, Verdict.PAID, 20_000, "GD1")
    at = story.now()
    news = at_once(
        TILLS, lambda n: dossiers.accept_payment(said=said, source="callback", digest=str(n), at=at)
    )
    assert sorted(news) == sorted([News.SETTLED, *[News.REPEATED] * (TILLS - 1)])
    assert len(queries.receipts_of(f"dossier:{story.code}")) == 1
