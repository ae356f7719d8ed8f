"""The route of a dossier: where it is, what it passed, how long, what came back."""

from datetime import timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Story
from tests.builders_birth_process import HEAD, birth, publish, step, with_papers
from tests.builders_officer import text_of
from tests.builders_story import BIRTH_PAPER

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries as accountability
from thongsuot.domains.catalogue.terms import Work
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.terms import Step
from thongsuot.entrypoints.officer.route import route_of
from thongsuot.entrypoints.shared.charges import charges_of
from thongsuot.entrypoints.shared.routes import (
    Place,
    RouteLink,
    RouteStop,
    Time,
    Tone,
    Way,
    route_picture,
)

MOST_QUERIES = 30
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=90)
MINUTES = st.integers(0, 100_000)
TIMES = st.builds(Time, st.none() | st.integers(1, 100_000), MINUTES, MINUTES, st.just(0))
STOPS = st.builds(
    RouteStop, WORDS, st.sampled_from(Place),
    st.lists(st.tuples(WORDS, st.sampled_from(Tone)), max_size=4), st.none() | TIMES, WORDS,
)  # fmt: skip


@st.composite
def drawings(draw):
    """Return stops and ways between them."""
    stops = draw(st.lists(STOPS, min_size=1, max_size=8))
    numbers = st.integers(0, len(stops) - 1)
    ways = st.tuples(numbers, numbers, st.sampled_from(Way)).filter(lambda way: way[0] != way[1])
    return stops, [RouteLink(*way) for way in draw(st.lists(ways, max_size=9, unique=True))]


@given(drawings(), st.sampled_from([330.0, 700.0]))
def test_a_route_is_well_formed_and_never_leaves_its_frame(drawing, width):
    stops, links = drawing
    drawn = route_picture(stops, links, width=width, title="Lộ trình", finding="Đang ở …")
    picture = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert picture.get("aria-label") == "Lộ trình. Đang ở …"
    _left, _top, right, bottom = map(float, picture.get("viewBox", "").split())
    for part in picture.iter():
        x, y = float(part.get("x", 0)), float(part.get("y", 0))
        assert 0 <= x <= right
        assert x + float(part.get("width", 0)) <= right
        assert 0 <= y + float(part.get("height", 0)) <= bottom


def returned(story) -> Story:
    """Let the dossier be returned by a wrong agency, verified, sent to the head, and back."""
    offer = story.received().offered(story.province.desk, "stranger", Step.VERIFY)
    services.return_handover(
        offer_id=offer, by=story.province.stranger, at=story.now(),
        grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "Quyết định 5/QĐ-UBND, Điều 4", "H99.31"),
    )  # fmt: skip
    story.handed(story.province.desk, "handler", Step.VERIFY)
    story.at += timedelta(hours=4)
    story.handed(story.province.handler, "head", Step.SIGN)
    return story.handed(story.province.head, "handler", Step.VERIFY)


def route_at(story):
    """Return the route of the story's dossier, now."""
    at = story.now()
    view = queries.view_for(story.code, by=story.province.desk, at=at)
    return route_of(view, counted(view, at), at=at, calendar=deadlines.calendar_at(at))


def counted(view, at):
    """Return what each span counts for, as the page's frame reads it."""
    split = accountability.split_dossier(view.code, at=at, calendar=deadlines.calendar_at(at))
    return charges_of(view, split)


@pytest.mark.django_db
def test_a_route_has_what_was_passed_what_was_returned_and_where_it_is(door):
    found = route_at(returned(door.story))
    assert [(stop.title, stop.place) for stop in found.stops] == [
        ("Nộp hồ sơ", Place.PASSED), ("Tiếp nhận", Place.PASSED), ("Thẩm định", Place.DECLINED),
        ("Thẩm định, 2 lần", Place.HERE), ("Trình ký", Place.PASSED),
    ]  # fmt: skip
    assert set(found.links) == {
        RouteLink(0, 1, Way.ON), RouteLink(1, 2, Way.ASKED), RouteLink(2, 1, Way.BACK),
        RouteLink(1, 3, Way.ON), RouteLink(3, 4, Way.ON), RouteLink(4, 3, Way.BACK),
    }  # fmt: skip
    assert "↩ trả lại 02/03" in " ".join(words for words, _tone in found.stops[2].lines)


@pytest.mark.django_db
def test_the_time_of_the_steps_is_the_time_of_the_spans(door):
    story = returned(door.story)
    times = [stop.time for stop in route_at(story).stops if stop.time]
    view = queries.view_for(story.code, by=story.province.desk, at=story.now())
    shares = [span.limit_minutes or 0 for span in view.spans]
    assert sum(time.share or 0 for time in times) == sum(shares)
    assert all(time.over <= time.used for time in times)


@pytest.mark.django_db
def test_the_page_says_the_route_in_a_sentence_a_picture_and_a_table(door):
    code = returned(door.story).code
    handler = door.open("handler")
    handler.get("route", code)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = handler.get("route", code)
    words = text_of(page)
    assert "Hồ sơ đang ở bước thẩm định, Đỗ Văn Mẫu Hai" in words
    assert "bị trả lại 1 lần" in words
    assert "↩ về lại: Tiếp nhận (Trần Thị Mẫu Một" in words
    assert page.content.decode().count('class="ts-route ') == 2
    assert len(asked) <= MOST_QUERIES


@pytest.mark.django_db
def test_before_receipt_nobody_held_it_and_the_page_says_so(door):
    door.story.registered()
    words = text_of(door.open("desk").get("route", door.story.code))
    assert "Chưa ai giữ: hồ sơ chưa được tiếp nhận." in words


@pytest.mark.django_db
def test_with_a_process_the_steps_bear_its_names_and_what_came_back_is_drawn(door):
    publish(birth())
    story = door.story.processing()
    story.drafted_by_handler()
    story.handed(story.province.head, "handler", Step.VERIFY)
    at = story.now()
    view = queries.view_for(story.code, by=story.province.desk, at=at)
    found = route_of(
        view, counted(view, at), at=at, calendar=deadlines.calendar_at(at), process=birth(),
        named=queries.step_names(view),
    )  # fmt: skip
    assert [(stop.title, stop.place) for stop in found.stops[:5]] == [
        ("Nộp hồ sơ", Place.PASSED), ("B1. Bước B1", Place.PASSED),
        ("B2. Bước B2, 2 lần", Place.HERE), ("B3. Bước B3", Place.PASSED),
        ("B3. Bước B3", Place.AHEAD),
    ]  # fmt: skip
    assert RouteLink(3, 2, Way.BACK) in found.links
    assert "đang ở bước B2. Bước B2, Đỗ Văn Mẫu Hai" in found.finding
    assert all("dùng" in stop.time_words for stop in found.stops[1:4])
    route_picture(found.stops, found.links, width=330.0, title="Lộ trình", finding="")


@pytest.mark.django_db
def test_while_papers_are_waited_for_the_picture_has_the_step_they_lead_to(door):
    process = with_papers("B2c", step("B2c", Work.APPROVE, HEAD, 0, "B3"))
    publish(process)
    story = door.story.processing()
    assert "B2c" not in str(followed(story, process).stops), "no work leads there"
    ask_for_papers(story)
    found = followed(story, process)
    ahead = [stop for stop in found.stops if stop.place is Place.AHEAD]
    assert [stop.title for stop in ahead] == [
        "B2c. Bước B2c", "B3. Bước B3", "B4. Bước B4", "Kết thúc",
    ]  # fmt: skip
    assert ahead[0].lines[0] == ("chỉ khi người nộp bổ sung giấy tờ", Tone.SOFT)
    assert "khi bổ sung đủ thì chuyển bước B2c. Bước B2c" in found.finding


@pytest.mark.django_db
def test_papers_that_lead_back_up_the_table_are_told_in_the_sentence(door):
    publish(with_papers("B1"))
    ask_for_papers(door.story.processing())
    finding = followed(door.story, with_papers("B1")).finding
    assert "khi bổ sung đủ thì chuyển bước B1. Bước B1" in finding


def ask_for_papers(story):
    services.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=story.province.head, at=story.now(),
    )  # fmt: skip


def followed(story, process):
    """Return the route of a dossier that follows a process, now."""
    at = story.now()
    view = queries.view_for(story.code, by=story.province.desk, at=at)
    return route_of(
        view, counted(view, at), at=at, calendar=deadlines.calendar_at(at), process=process,
        named=queries.step_names(view),
    )  # fmt: skip


def boxes_of(picture):
    """Return where the words of a picture lie: left, right, top, bottom, by the look of letters."""
    for part in (one for one in picture.iter() if one.tag.endswith("text")):
        x, y, words = float(part.get("x")), float(part.get("y")), part.text or ""
        yield x, x + len(words) * 7.0, y - 13, y + 3


@given(drawings(), st.sampled_from([330.0, 700.0]))
def test_no_words_of_a_route_lie_on_others(drawing, width):
    stops, links = drawing
    drawn = route_picture(stops, links, width=width, title="Lộ trình", finding="Đang ở …")
    boxes = list(boxes_of(ElementTree.fromstring(drawn)))  # noqa: S314 - our own drawing
    for (a, b, top, bottom), (c, d, above, below) in combinations(boxes, 2):
        assert b <= c or d <= a or bottom <= above or below <= top
