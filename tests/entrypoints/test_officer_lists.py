"""Lists behind the officers' door ask the database as often for five rows as for one."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import LAN, MONDAY, Story, add_officer, build_province
from tests.builders_officer import Door, text_of
from tests.builders_payments import collect, filed_online, propose_refund, publish_tariffs
from tests.builders_staff import add_deputy, granted
from tests.conftest import publish_calendar

from thongsuot.domains.exchange.models import Message
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.models import ListedTariff

pytestmark = pytest.mark.django_db
FOUR_DAYS = timedelta(days=4)


@pytest.fixture
def door(db, monkeypatch):
    publish_calendar()
    province = build_province()
    add_deputy(province)
    add_officer(province, "admin", "H99.05", "Quản trị", "control", "Mẫu Sáu", [Role.ADMINISTER])
    add_officer(province, "control", "H99.05", "Kiểm soát", "control", "Mẫu Ba", [Role.CONTROL])
    return Door(monkeypatch, Story(province))


def held(door) -> str:
    """Have the handler hold one more dossier; return its code."""
    story = Story(door.province, at=door.story.now()).processing()
    door.story.at = story.at
    return story.code


def to_go_back(door) -> str:
    """Have the desk take the fee of one more dossier and propose to give it back."""
    if not ListedTariff.objects.exists():
        publish_tariffs(MONDAY)
    story = filed_online(door.province)
    collect(door.open("desk"), story.code, means="transfer", proof=f"FT-{story.code}")
    (payment,) = payments.payments_of(f"dossier:{story.code}")
    propose_refund(story, payment.reference, at=door.story.now())
    return story.code


def nowhere(door) -> str:
    """Let one more message have nowhere to go; return whose dossier it is of."""
    code = Story(door.province, at=door.story.now()).registered().code
    Message.objects.create(
        subject=f"dossier:{code}", recipient=f"applicant:{code}", template="step-time", cause=code,
        values={}, state="unaddressed", created_at=door.story.at, next_at=door.story.at,
        ended_at=door.story.at,
    )  # fmt: skip
    return code


def delegated(door) -> str:
    """Have the head let the deputy sign once more; return the number of the document."""
    number = f"{uuid.uuid4().hex[:8]}/QĐ-UBND"
    granted(door.province, number=number)
    return number


@dataclass(frozen=True)
class Listed:
    """A page: what makes a row of it, who opens it and how."""

    more: object
    who: str
    opened: object
    later: timedelta = timedelta(0)


def holdings(visit):
    return visit.get("holdings", visit.door.province.officers["handler"].pk)


PAGES = {
    "who is late in the province": Listed(
        held, "control", lambda visit: visit.get("whole_late"), FOUR_DAYS
    ),
    "who is late in an agency": Listed(
        held, "head", lambda visit: visit.get("agency_late", "H99.31"), FOUR_DAYS
    ),
    "what one officer holds": Listed(held, "head", holdings),
    "what the number of a person finds": Listed(
        held, "handler", lambda visit: visit.send("search", q=LAN.personal_id)
    ),
    "what the desk is to give back": Listed(to_go_back, "desk", lambda visit: visit.get("till")),
    "who stands in for whom": Listed(delegated, "head", lambda visit: visit.get("delegations")),
    "messages that had nowhere to go": Listed(
        nowhere, "admin", lambda visit: visit.get("messages_nowhere")
    ),
}


@pytest.mark.parametrize("listed", PAGES.values(), ids=PAGES)
def test_five_rows_cost_as_many_queries_as_one(door, listed):
    def asked(rows: list[str]) -> int:
        visit = door.open(listed.who)
        listed.opened(visit)  # what is kept between requests is kept from now on
        with CaptureQueriesContext(connection) as queries:
            page = listed.opened(visit)
        assert page.status_code == 200
        words = text_of(page)
        assert [row for row in rows if row not in words] == []
        return len(queries)

    rows = [listed.more(door), listed.more(door)]
    door.story.at += listed.later
    two = asked(rows)
    door.story.at -= listed.later
    rows += [listed.more(door) for _row in range(3)]
    door.story.at += listed.later
    assert asked(rows) == two


@pytest.mark.parametrize("name", ["legal_forms", "wordings"])
def test_a_list_of_all_there_is_asks_less_often_than_it_has_rows(door, name):
    visit = door.open("admin")
    visit.get(name)
    with CaptureQueriesContext(connection) as queries:
        page = visit.get(name)
    assert len(queries) < len(page.context["rows"])
