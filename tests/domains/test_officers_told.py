"""Officers are told, in the act itself, of what becomes theirs; a plain offer waits unannounced."""

import pytest
from tests.builders import BIRTH, Story, add_officer
from tests.builders_custody import BUILDING, asked, law_covers

from thongsuot.domains.custody.models import OpinionRequest
from thongsuot.domains.exchange.models import Message

pytestmark = pytest.mark.django_db


def told(story: Story, *templates: str) -> list[tuple[str, str]]:
    """Return which officers were told what, in order."""
    names = {f"officer:{officer.pk}": who for who, officer in story.province.officers.items()}
    rows = Message.objects.filter(recipient__startswith="officer:").order_by("created_at")
    return [(names[r.recipient], r.template) for r in rows if r.template in templates]


def test_whoever_may_answer_a_question_is_told_of_it_and_what_silence_means(story):
    story.processing()
    asked(story)
    assert told(story, "opinion-asked", "opinion-consent") == [("stranger", "opinion-asked")]
    law_covers(BIRTH)
    add_officer(story.province, "expert", "H99.05", "Chuyên viên", "handler", "Mẫu Bảy", [])
    question = asked(story, who="expert", basis=BUILDING)
    assert told(story, "opinion-consent") == [("expert", "opinion-consent")]
    until = OpinionRequest.objects.get(pk=question).answer_by
    assert Message.objects.get(template="opinion-consent").values == {
        "answer_by": until.isoformat()
    }
