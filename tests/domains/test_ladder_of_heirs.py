"""After a merger the ladder goes on at the heir: who heads it is told, the next rung once."""

from datetime import date

import pytest
from tests.builders import Story, add_committee, add_neighbour, build_province
from tests.builders_deadlines import local
from tests.builders_reorganisation import NEW, apply, merger

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.models import Reminder
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services, superiors

pytestmark = pytest.mark.django_db
HEAD, NEIGHBOUR, CHAIRMAN = "Lê Thị Mẫu Ba", "Lê Thị Mẫu Ba Bình", "Ngô Văn Mẫu Chín"
FIRST_RUNG, NEXT_RUNG = local("2026-03-12 09:00"), local("2026-03-18 09:00")


@pytest.fixture
def story(published_calendar) -> Story:
    """Return a dossier received on Monday the 2nd and due on Monday the 9th at 17:00."""
    province = build_province(days=5)
    add_neighbour(province)
    add_committee(province)
    return Story(province).processing()


def told() -> list[tuple[str, str]]:
    return list(Reminder.objects.order_by("pk").values_list("rung", "officer__full_name"))


def has_left(story: Story) -> None:
    """Have the head of the holder's commune leave with Friday the 13th."""
    head, post = (story.province.officers["head"].pk, story.province.posts["head"].pk)
    services.end_appointment(
        officer_id=head, post_id=post, last_day=date(2026, 3, 13), source="09/QĐ-UBND",
        by=Actor.system(), at=FIRST_RUNG,
    )  # fmt: skip


def merged_on_the_16th() -> None:
    apply(merger(instant="2026-03-16T00:00:00+07:00"), at=local("2026-03-16 00:00"))


def test_what_comes_late_at_the_heir_is_told_to_all_who_head_it_and_once(story):
    apply(merger())
    for _twice in range(2):
        dossiers.remind(at=FIRST_RUNG)
    assert told() == [("T+3", HEAD), ("T+3", NEIGHBOUR)]
    assert superiors.heads_of(NEW, FIRST_RUNG.date()) == set(
        Reminder.objects.values_list("officer_id", flat=True)
    )
    dossiers.remind(at=NEXT_RUNG)
    assert told()[2:] == [("T+7", CHAIRMAN)]


def test_where_the_head_who_was_told_left_the_heirs_head_is_told_with_the_next_rung(story):
    dossiers.remind(at=FIRST_RUNG)
    has_left(story)
    merged_on_the_16th()
    assert dossiers.remind(at=local("2026-03-16 09:00")) == 0, "the rung that was told stands"
    dossiers.remind(at=NEXT_RUNG)
    assert told() == [("T+3", HEAD), ("T+7", CHAIRMAN), ("T+7", NEIGHBOUR)]
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, len(entry.detail["officers"])) == ("escalated", 2)
    assert Message.objects.filter(template="overdue").count() == 3


def test_where_he_heads_the_heir_too_the_agency_knows_and_only_those_above_are_told(story):
    dossiers.remind(at=FIRST_RUNG)
    merged_on_the_16th()
    dossiers.remind(at=NEXT_RUNG)
    assert told() == [("T+3", HEAD), ("T+7", CHAIRMAN)]
