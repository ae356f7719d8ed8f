"""What everybody may see of who holds and who is late: agencies, and no small number."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Story, build_province
from tests.builders_officer import text_of

from thongsuot.domains.accountability.reports import Report
from thongsuot.domains.accountability.rules import league_of
from thongsuot.domains.accountability.terms import (
    Age,
    BroughtUp,
    Chain,
    Charged,
    CitizenWait,
    Consulting,
    Flow,
    Handovers,
    HidingPlace,
    Holder,
    Holding,
    Holdings,
    Loop,
    Period,
)
from thongsuot.domains.custody.facts import RulingFact
from thongsuot.domains.dossiers.facts import RedatingFact
from thongsuot.domains.dossiers.queries.figures import CrossedFigures, DeskFigures
from thongsuot.domains.dossiers.terms.supplements import Wait
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.figures import ProvinceFigures
from thongsuot.entrypoints.officer.decisions import is_decided
from thongsuot.entrypoints.shared.figures.few import told_apart, told_parts
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.public import Shown, by_agency, public_sections
from thongsuot.entrypoints.shared.figures.sections import Section
from thongsuot.entrypoints.shared.figures.tables import csv_lines
from thongsuot.kernel.clock import LOCAL

DAY = WorkingTime(480)
NOON = datetime(2026, 4, 1, 12, tzinfo=LOCAL)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Let no figures of another test stand."""
    cache.clear()


def report(number: int) -> Report:
    """Return a report in which everything of agency 1 happened ``number`` times."""
    flow = Flow(1, 2, number, number, number, number)
    return Report(
        period=MARCH, at=datetime(2026, 4, 1, tzinfo=LOCAL), agencies=None,
        handovers=Handovers(number, number, number, number, (flow,)),
        redatings=RedatingFact(number, 0), rulings=RulingFact(number, number, 0),
        loops=[Loop(1, 2, bounces=number, minutes=600, codes=["H99-1"])],
        charges=[Charged(Holder(1, 10, 100), dossiers=number, first=number, late=600)],
        hiding_places=[HidingPlace(1, asked=number, single=number, minutes=600, longest=600)],
        ages=[Age(1, [number, 0, 0, 0, 0], late=number)],
        league=league_of([(1, number, number, number), (2, 100, 90, 3)]),
        consulting=[Consulting(1, asked=number, silent=number)],
        holdings=Holdings((Holding(Holder(1, 10, 100), turns=number, held=600),)),
        brought_up=[
            BroughtUp(
                1, "H99-1", 1, 2, 3, datetime(2026, 3, 2, tzinfo=LOCAL), None, 0, 0,
                lapsed=False, passed=False, minutes=9, over=0,
            )
        ],
        chains=[Chain("H99-1", (1, 2, 1, 2))],
        citizen_waits=[CitizenWait(1, Wait.GUIDED, asked=number, open=number)],
    )  # fmt: skip


def tables(number: int) -> dict[str, list]:
    """Return the rows of every public table."""
    return {s.table.name: list(s.table.rows) for s in sections_of(report(number))}


def sections_of(found: Report) -> list[Section]:
    """Return the public figures of a report."""
    return public_sections(Shown(found), Names({}, {}, {}), DAY)


def test_small_numbers_are_not_told():
    few = {name: len(rows) for name, rows in tables(4).items()}
    assert few == {
        "dung-hen": 0, "tuoi-ho-so": 0, "thoi-gian-tre": 0, "chuyen-ho-so": 0, "vong-lap": 0,
        "cho-bo-sung": 0, "hen-lai-phan-dinh": 0,
    }  # fmt: skip
    enough = {name: len(rows) for name, rows in tables(5).items()}
    assert few["dung-hen"] == 0, "104 - 100 would tell the four"
    assert enough == dict.fromkeys(few, 1) | {"dung-hen": 2, "hen-lai-phan-dinh": 3}


@pytest.mark.parametrize("number", [1, 4])
def test_what_is_left_out_is_never_said_not_to_be(number):
    """ "None" is said only where there is none; a total tells no small number either."""
    for section in sections_of(report(number))[1:]:
        told = f"{section.title} {section.n} {section.picture}"
        assert "hông có" not in told, told
        assert "hông hồ sơ" not in told, told
        assert "hông lần" not in told, told
        assert "ưới 5" in told, told
        assert f" {number} lần" not in told


def test_none_is_said_where_there_is_none():
    titles = " ".join(section.title for section in sections_of(report(0)))
    assert "Không có hồ sơ nào đang chờ quyết định" in titles
    assert "Không hồ sơ nào quá hạn" in titles
    assert "không hồ sơ nào bị trả" in titles
    assert "Không lần nào đồng hồ dừng" in titles


def test_the_whole_gives_no_small_number_away():
    ages = [Age(1, [20, 0, 0, 0, 0]), Age(2, [9, 0, 0, 0, 0]), Age(3, [2, 0, 0, 0, 0])]
    found = {s.table.name: s for s in sections_of(replace(report(5), ages=ages))}["tuoi-ho-so"]
    assert [row[1] for row in found.table.rows] == [20], "31 - 29 would be told otherwise"
    assert found.title == "20 hồ sơ đang chờ quyết định ở các nơi được nêu số"
    flows = (Flow(1, 2, 30, 0, 8, 0), Flow(2, 1, 9, 0, 0, 0), Flow(3, 1, 1, 0, 2, 0))
    told = Handovers(40, 0, 10, 0, flows)
    found = {s.table.name: s for s in sections_of(replace(report(5), handovers=told))}
    assert [row[2:] for row in found["chuyen-ho-so"].table.rows] == [[30, 0, 0, 0]]


def test_the_late_ones_of_who_is_left_out_cannot_be_reckoned_from_the_whole():
    league = league_of([(1, 3, 2, 1), (2, 4, 4, 0), (3, 100, 90, 80)])
    [told] = [
        s for s in sections_of(replace(report(5), league=league)) if s.table.name == "dung-hen"
    ]
    assert [row[1] for row in told.table.rows] == [100]
    assert "90%" in told.picture, "the rate of the one that is told, not of all: 89,7%"
    assert "89,7%" not in f"{told.title} {told.n} {told.picture}"
    assert told.n.startswith("n = 100 hồ sơ có kết quả; chưa kể số dưới 5")


def test_of_an_agency_that_is_told_no_small_number_of_early_or_late_ones_is():
    counts = [(1, 100, 98, 3), (2, 100, 90, 88), (3, 100, 90, 60)]
    found = replace(report(5), league=league_of(counts))
    [told] = [s for s in sections_of(found) if s.table.name == "dung-hen"]
    parts = {tuple(row[2:5]) for row in told.table.rows}
    assert parts == {(98, "", ""), (90, "", 10), (90, 60, 10)}
    assert "trước hạn" not in told.n


def test_two_late_dossiers_that_three_bear_are_two_and_not_told():
    shared = [
        Charged(Holder(1, 10, 100 + place), dossiers=2, first=2 if place == 0 else 0, late=60)
        for place in range(3)
    ]
    found = replace(report(5), charges=shared)
    assert [row.dossiers for row in by_agency(found.charges)] == [2]
    [section] = [s for s in sections_of(found) if s.table.name == "thoi-gian-tre"]
    assert list(section.table.rows) == []


def test_no_cell_of_a_row_that_is_told_is_a_small_number():
    found = replace(
        report(5),
        ages=[Age(1, [9, 8, 1, 0, 0], late=1, paused=4), Age(2, [6, 2, 2, 1, 0], late=7)],
        loops=[Loop(1, 2, bounces=9, returned=1, minutes=600)],
        hiding_places=[HidingPlace(1, asked=8, single=7, repeated=1, was_late=1, open=2)],
    )  # fmt: skip
    told = {section.table.name: section for section in sections_of(found)}
    ages = [list(row[1:]) for row in told["tuoi-ho-so"].table.rows]
    assert ages[0] == [18, 9, None, None, None, None, None, None]
    assert ages[1] == [11, 6, None, None, None, None, 7, None]
    assert list(told["vong-lap"].table.rows[0][1:3]) == [None, None]
    assert list(told["cho-bo-sung"].table.rows[0][1:7]) == [8, None, None, None, None, None]
    assert "quá hạn" not in told["tuoi-ho-so"].title
    assert "1 quá hạn" not in told["tuoi-ho-so"].picture
    assert told["cho-bo-sung"].title == "8 lần dừng chờ người nộp"


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        pytest.param({"asked": 12, "contested": 11, "taken_back": 6}, [12, 11, 6],
                     id="all are many"),
        pytest.param({"asked": 9, "contested": 8, "taken_back": 6}, [9, None, 6],
                     id="two that stand would be told by subtracting"),
        pytest.param({"asked": 9, "contested": 14, "taken_back": 6}, [9, None, 6],
                     id="so would the one that nobody contested"),
        pytest.param({"asked": 9, "contested": 3, "taken_back": 2}, [9, None, None], id="few"),
        pytest.param({"asked": 0, "contested": 7, "taken_back": 7}, [None, 7, 7],
                     id="all were taken back"),
        pytest.param({"asked": 2, "contested": 7, "taken_back": 7}, [None, None, 7],
                     id="all but two were taken back"),
    ],
)  # fmt: skip
def test_what_was_contested_and_taken_back_gives_no_small_number_away(place, cells):
    found = replace(report(5), hiding_places=[HidingPlace(1, **place)])
    [section] = [s for s in sections_of(found) if s.table.name == "cho-bo-sung"]
    [row] = section.table.rows
    assert [row[1], *row[7:9]] == cells
    assert (row[9] is None) == (cells[0] is None)


@given(st.lists(st.integers(0, 30), max_size=6), st.integers(0, 9))
def test_what_is_left_of_a_whole_gives_no_small_count_away(parts, few):
    shown = told_parts(parts, few)
    rest = sum(parts) - sum(part or 0 for part in shown)
    assert all(part is None or part >= few for part in shown)
    assert rest == 0 or rest >= few or not any(shown)


def test_a_share_is_not_told_where_its_count_is_not():
    """97,5 % of 40 is one late dossier."""
    desk = DeskFigures("Một cửa xã A", 40, 39, 40, None, 0)
    [row] = ProvinceFigures(desk, [desk], NOON).table
    assert (row.decided, row.on_time, row.share) == (40, None, "")


def test_a_merged_desk_is_told_as_it_was_only_where_subtracting_tells_no_small_count():
    """Desk 3 is heir of 1 and 2, desk 5 of 4; desk 6 stayed."""
    crossed = [
        CrossedFigures(1, 3, 40, 30, 9), CrossedFigures(2, 3, 3, 3, 8),
        CrossedFigures(3, 3, 50, 50, 0), CrossedFigures(4, 5, 60, 50, 7),
        CrossedFigures(6, 6, 70, 70, 6),
    ]  # fmt: skip
    was = [_desk(crossed, "was", key) for key in (1, 2, 3, 4, 6)]
    now = [_desk(crossed, "now", key) for key in (3, 5, 6)]
    found = ProvinceFigures(now[0], now, NOON, was, crossed)
    assert found.has_changed
    told = {row.name: (row.overdue, row.decided, row.on_time) for row in found.table_as_was}
    assert told == {
        "1": (None, None, None), "2": (None, None, None), "3": (None, None, None),
        "4": (7, 60, 50), "6": (6, 70, 70),
    }  # fmt: skip
    assert {row.name: row.decided for row in found.table} == {"3": 93, "5": 60, "6": 70}


def _desk(crossed: list[CrossedFigures], by: str, key: int) -> DeskFigures:
    rows = [row for row in crossed if getattr(row, by) == key]
    decided, on_time, late = (
        sum(getattr(row, name) for row in rows) for name in ("decided", "on_time", "overdue")
    )
    return DeskFigures(f"Một cửa {key}", decided, on_time, 90, None, late, key)


@given(
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 2)), st.integers(0, 12), max_size=8)
)
def test_no_sum_or_difference_of_two_cuts_is_a_small_count(cells):
    few = 5
    nows = sorted({now for _was, now in cells})
    of_now = [sum(n for (_w, now), n in cells.items() if now == key) for key in nows]
    shown = told_parts(of_now, few)
    told_now = {key: n for key, n in zip(nows, shown, strict=True) if n}
    told_was = {
        key: sum(n for (was, _n), n in cells.items() if was == key)
        for key in told_apart(cells, told_now, few, none_is_told=False)
    }
    for some in subsets(list(told_was)):
        for others in subsets(list(told_now)):
            rest = sum(told_was[k] for k in some) - sum(told_now[k] for k in others)
            assert abs(rest) >= few or _equal_cells(cells, some, others)


def _equal_cells(cells, some, others) -> bool:
    """Whether two sums are of exactly the same dossiers, or of none in common."""
    one = {cell for cell in cells if cell[0] in some}
    other = {cell for cell in cells if cell[1] in others}
    return one == other or not (one <= other or other <= one)


def subsets(keys: list[int]) -> list[set[int]]:
    """Return every choice of the keys."""
    return [set(some) for size in range(len(keys) + 1) for some in combinations(keys, size)]


def test_no_dossier_is_named():
    assert "H99-1" not in str(tables(50))
    [loops] = [s for s in sections_of(report(50)) if s.table.name == "vong-lap"]
    assert len(loops.table.head) == len(loops.table.rows[0]) == 4, "nor is there room for one"


def test_a_loop_that_occurs_again_after_a_decision_waits_for_another():
    decided = datetime(2026, 3, 10, tzinfo=LOCAL)
    ruled = {frozenset({1, 2}): decided}
    assert is_decided(Loop(2, 1, last_at=decided), ruled)
    assert not is_decided(Loop(2, 1, last_at=decided + timedelta(hours=1)), ruled)
    assert not is_decided(Loop(1, 3, last_at=decided), ruled)


def test_the_public_page_names_agencies_and_no_officer(
    db, published_calendar, client, monkeypatch, django_assert_max_num_queries
):
    story = Story(build_province())
    for _time in range(5):
        story.received()
    monkeypatch.setattr(visitor, "utc_now", story.now)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("citizen:accountability"))
    assert page.status_code == 200
    assert "Bộ phận Một cửa xã Mẫu An" in page.content.decode()
    assert story.province.officers["desk"].full_name not in page.content.decode()
    assert "5 hồ sơ đang chờ quyết định" in text_of(page)
    answer = client.get(reverse("citizen:accountability-csv", args=["tuoi-ho-so"]))
    assert "Mẫu An" in b"".join(answer.streaming_content).decode()
    assert client.get("/so-lieu/trach-nhiem/khong-co.csv").status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-5", "@x", "\tx"])
def test_no_cell_is_taken_for_a_formula(cell):
    _head, line = csv_lines(["tên"], [[cell]])
    assert line.startswith(("'", "\"'"))


def test_numbers_stay_numbers_and_absence_stays_empty():
    assert list(csv_lines(["a", "b", "c"], [[-3, None, 2.5]]))[1] == "-3,,2.5\r\n"
