"""What a desk's public numbers are about: the open, what came or was decided in the window."""

import pytest
from tests.builders import MONDAY, Story, build_province

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries.figures import WINDOW, public_figures
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger.terms import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


def withdrawn(story):
    dossiers.withdraw(
        code=story.code, reason="", by=Actor.citizen(dossier=story.code), at=story.now()
    )


def refused(story):
    dossiers.refuse(
        ground=RefusalGround.OTHER,
        signer=bootstrap.signer(), code=story.code, reason="Không thuộc thẩm quyền",
        legal_basis="Điều 17 NĐ 61/2018", by=story.province.desk, at=story.now(),
    )  # fmt: skip


def counted(at):
    """Return received, decided, overdue of the whole."""
    whole, *_desks = public_figures(at)
    return whole.received, whole.decided, whole.overdue


def test_who_left_after_receipt_was_received_and_who_was_refused_was_not():
    province = build_province()
    story = Story(province).received()
    refused(Story(province, at=story.now()).registered())
    assert counted(story.now()) == (1, 0, 0)
    withdrawn(story)
    assert counted(story.now()) == (1, 0, 0), "it was received all the same"
    assert counted(MONDAY + WINDOW * 2) == (0, 0, 0), "long ago, and nobody is late with it"


def test_who_waits_is_overdue_however_long_ago_it_was_received():
    Story(build_province()).processing()
    assert counted(MONDAY + WINDOW * 2) == (0, 0, 1)
