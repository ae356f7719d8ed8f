"""One number of the bank, several dossiers: what pays several is said, and never paid twice."""

import pytest
from tests.builders import MONDAY, build_province
from tests.builders_payments import ONLINE_HALF, filed_online, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.payments.models import BankLine, Payment
from thongsuot.domains.payments.queries import policy_in_force
from thongsuot.domains.payments.queries.money import transfers_not_shown
from thongsuot.domains.payments.terms import LineState, LineTooSmall, NumberNoted
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
DESK = "H99.31.01"
HEAD = "Ngày giao dịch,Số giao dịch,Ghi có,Nội dung"
FEE = 10_000


@pytest.fixture
def story(published_calendar):
    province = build_province()
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF])
    return filed_online(province)


def bring(story, number, amount):
    """Import a statement of one line."""
    content = f"{HEAD}\n02/03/2026,{number},{amount},nop phi".encode()
    return dossiers.import_statement(
        content=content, desk=DESK, by=story.province.desk, at=story.now()
    )


def note(story, number, **more):
    """Note a transfer by hand."""
    dossiers.collect_fee(
        code=story.code, means="transfer", amount_vnd=FEE, proof=number,
        by=story.province.desk, at=story.now(), **more,
    )  # fmt: skip


def not_shown(story):
    on = local_date(story.now())
    days = policy_in_force(on).unseen_days
    return [one.transaction for one in transfers_not_shown(on.replace(day=on.day + days), days)]


def test_a_line_that_is_less_than_the_fee_pays_none(story):
    bring(story, "FT9", "1.000")
    with pytest.raises(LineTooSmall) as refused:
        note(story, "ft9")
    assert refused.value.facts == {"told_vnd": 1_000, "noted_vnd": 0}
    assert not Payment.objects.exists()


def test_a_line_pays_as_many_dossiers_as_it_covers_and_is_then_known(story):
    bring(story, "FT1", "20.000")
    note(story, "FT1")
    assert BankLine.objects.get().state == LineState.OPEN
    note(filed_online(story.province), "FT1")
    assert BankLine.objects.get().state == LineState.TAKEN
    assert not_shown(story) == []


def test_a_line_covers_no_dossier_more_than_its_sum(story):
    bring(story, "FT1", "19.000")
    note(story, "FT1")
    with pytest.raises(LineTooSmall):
        note(filed_online(story.province), "FT1")
    assert Payment.objects.count() == 1


def test_before_a_statement_a_number_pays_a_second_dossier_only_where_that_is_said(story):
    note(story, "FT777")
    other = filed_online(story.province)
    with pytest.raises(NumberNoted):
        note(other, "ft777")
    note(other, "ft777", pays_several=True)
    assert record.acts_of(f"dossier:{other.code}")[-1].detail["pays_several"] is True
    assert "pays_several" not in record.acts_of(f"dossier:{story.code}")[-1].detail
    bring(story, "FT777", "20.000")
    assert BankLine.objects.get().state == LineState.TAKEN
    assert not_shown(story) == []


def test_what_the_statement_shows_too_little_for_is_taken_as_nobodys_at_once(story):
    note(story, "FT777")
    note(filed_online(story.province), "FT777", pays_several=True)
    assert bring(story, "FT777", "10.000").left == 1
    assert BankLine.objects.get().state == LineState.OPEN
    assert not_shown(story) == ["FT777", "FT777"]
