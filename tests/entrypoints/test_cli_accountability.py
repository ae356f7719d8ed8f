"""``thongsuot accountability analyse``: any log is counted, or refused with a reason."""

import gzip
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.builders import Story, add_committee, build_province
from tests.builders_custody import asked
from tests.builders_story import asked as asked_for_papers
from tests.builders_year_end import JANUARY, NOVEMBER
from tests.entered import run

from thongsuot.bootstrap import signer
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import record_report
from thongsuot.entrypoints.cli.main import thongsuot

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="org:group" value="EMPTY"/></global>
  <string key="concept:name" value="thử"/>
  <trace>
    <string key="concept:name" value="Hồ sơ 1"/>
    <event><string key="org:resource" value="Lan"/>
      <date key="time:timestamp" value="2026-03-02T08:00:00+07:00"/></event>
    <event><string key="org:resource" value="Hải"/>
      <date key="time:timestamp" value="2026-03-02T03:00:00.5Z"/></event>
    <event><string key="concept:name" value="không ghi người"/></event>
    <event><string key="org:resource" value="Lan"/>
      <date key="time:timestamp" value="không phải ngày"/></event>
  </trace>
  <trace><event><string key="org:resource" value="Lan"/></event></trace>
</log>
"""


class NoInstallation:
    """What must not be entered: a file is counted without settings or database."""

    def enter(self, **_how):
        """Fail."""
        raise AssertionError("no installation is needed")


@pytest.fixture
def analyse(tmp_path):
    """Return what the command answers to the content of a log."""

    def run(content: bytes | str, *words: str, name: str = "log.xes"):
        log = tmp_path / name
        log.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(
            thongsuot, ["accountability", "analyse", str(log), *words], obj=NoInstallation()
        )

    return run


def test_a_log_is_counted(analyse):
    done = analyse(XES, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "cases": 2, "events": 5, "holders": 2, "handovers": 2, "cases_with_handover": 1,
        "bounces": 1, "cases_with_bounce": 1, "cases_with_return": 1, "longest_chain": 3,
        "top_pairs": [["Lan", "Hải", 1], ["Hải", "Lan", 1]], "top_bounces": [["Lan", "Hải", 1]],
        "events_without_holder": 1, "cases_out_of_order": 0, "events_without_instant": 2,
        "unreadable_instants": 1, "unreadable_first_line": 12,
        "offsets": [
            {"offset": "+07:00", "events": 1, "first_line": 7},
            {"offset": "+00:00", "events": 1, "first_line": 9},
        ],
    }  # fmt: skip


def test_a_packed_log_is_known_by_its_content_and_not_by_its_name(analyse):
    packed = analyse(gzip.compress(XES.encode()), "--json", name="log.txt")
    assert json.loads(packed.stdout) == json.loads(analyse(XES, "--json").stdout)


def test_each_case_is_told_on_a_line_of_its_own(analyse):
    done = analyse(XES, "--json-cases")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["case"] == "Hồ sơ 1"
    assert [span["holder"] for span in first["spans"]] == ["Lan", "Hải", "Lan"]
    assert first["spans"][0]["began_at"] == "2026-03-02T08:00:00+07:00"
    assert first["spans"][2]["began_at"] is None
    assert second["spans"] == [{"holder": "Lan", "events": 1, "began_at": None, "ended_at": None}]


def test_people_read_lines(analyse):
    lines = analyse(XES).stdout.splitlines()
    assert "cases with bounce: 1" in lines
    assert "  bounces: Lan → Hải: 1" in lines


def test_a_log_without_a_case_is_counted_as_nothing(analyse):
    done = analyse("<log/>", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["cases"] == 0


def test_events_out_of_order_are_counted_in_the_order_of_the_file_and_told(analyse):
    swapped = XES.replace("2026-03-02T03:00:00.5Z", "2025-01-01T00:00:00Z")
    done = analyse(swapped, "--json")
    assert json.loads(done.stdout)["cases_out_of_order"] == 1
    assert "warning: 1 cases" in done.stderr


def test_instants_that_cannot_be_read_are_told_with_the_first_line(analyse):
    done = analyse(XES)
    odd = "1 events have an instant that cannot be read; the first stands in line 12"
    assert odd in done.stdout.splitlines()
    assert f"warning: {odd}" in done.stderr
    assert "unreadable" not in analyse(XES.replace("không phải ngày", "")).stderr


def test_zones_that_differ_are_told_with_the_first_line_of_each(analyse):
    zones = "instants are written in 2 zones: +07:00: 1 (first in line 7), +00:00: 1 (first in line"
    done = analyse(XES)
    assert f"{zones} 9)" in done.stdout.splitlines()
    assert f"warning: {zones} 9)" in analyse(XES, "--json-cases").stderr
    unsaid = analyse(XES.replace("00.5Z", "00.5"), "--json")
    assert "none said: 1 (first in line 9)" in unsaid.stderr
    assert json.loads(unsaid.stdout)["offsets"][1]["offset"] is None
    alike = analyse(XES.replace("00.5Z", "00.5+07:00"))
    assert "zones" not in alike.stdout + alike.stderr


def test_a_log_of_many_zones_names_the_commonest(analyse):
    events = "".join(
        f'<event><date key="time:timestamp" value="2026-01-01T00:00:00+{hour:02}:30"/></event>'
        for hour in range(20)
    )
    log = XES.replace("<trace><event>", f"<trace>{events}<event>")
    done = analyse(log, "--json")
    assert "instants are written in 22 zones" in done.stderr
    assert len(json.loads(done.stdout)["offsets"]) == 12


BOMB = (
    '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    '<log><trace><event><string key="org:resource" value="Lan"/></event>&b;</trace></log>'
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "event-log-unreadable"),
        ("không phải XML", "event-log-unreadable (line=1)"),
        ("<html><body/></html>", "event-log-unreadable"),
        (XES[: len(XES) // 2], "event-log-unreadable (line="),
        (gzip.compress(XES.encode())[:-20], "event-log-unreadable"),
        (gzip.compress(XES.encode())[:20] + b"x" * 40, "event-log-unreadable"),
        (bytes(200), "event-log-unreadable"),
    ],
    ids=["empty", "text", "other XML", "cut off", "packed and cut", "packed and broken", "zeros"],
)
def test_what_is_no_event_log_is_refused_with_its_place(analyse, content, why):
    done = analyse(content)
    assert done.exit_code == 4
    assert why in done.stderr
    assert not done.stdout


def test_entities_of_a_stranger_s_log_are_not_unfolded(analyse):
    done = analyse(BOMB, "--json")
    assert "aaaa" not in done.output
    assert done.exit_code in {0, 4}


def test_a_holder_that_no_event_names_is_refused_with_those_there_are(analyse):
    done = analyse(XES, "--holder", "org:grup")
    assert done.exit_code == 4
    assert "attribute=org:grup" in done.stderr
    assert "org:resource" in done.stderr


def report(*words: str):
    """Return what the command says of our own record."""
    return run("accountability", "report", *words)


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_the_report_tells_our_own_record_by_codes():
    story = Story(build_province()).received()
    done = report("--from", "2026-03-01", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (told["cases"], told["handovers"], told["redatings"]) == (1, 0, 0)
    assert [row["agency"] for row in told["lateness"]] == ["H99.31.01"]
    assert story.province.officers["desk"].full_name not in done.stdout


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_the_report_tells_who_held_what_was_decided_and_how_agencies_answered():
    story = Story(build_province()).processing()
    asked(story)
    story.drafted_by_handler()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=signer(), by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    done = report("--from", "2026-03-01", "--to", "2026-03-31", "--json")
    told = json.loads(done.stdout)
    [opinions] = told["opinions"]
    assert (opinions["agency"], opinions["asked"]) == ("H99.05", 1)
    assert (opinions["silent"], opinions["withdrawn"]) == (0, 1), "it had time when it was decided"
    held = {row["officer"]: row for row in told["holding"]}
    handler = held[who.officers["handler"].pk]
    assert (handler["agency"], handler["dossiers"]) == ("H99.31", 1)
    assert handler["share_minutes"] == 120
    assert who.officers["handler"].full_name not in done.stdout
    assert "holding: " in report("--from", "2026-03-01", "--to", "2026-03-31").stdout


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_the_report_tells_what_was_taken_back_apart_from_waiting_for_citizens():
    province = build_province()
    add_committee(province)
    story = asked_for_papers(Story(province))
    told = {"code": story.code, "at": story.now()}
    dossiers.object_to_request(
        words="Giấy tờ đã nộp đủ, đọc được số", by=Actor.citizen(dossier=story.code), **told
    )
    dossiers.uphold_objection(
        reason="Giấy tờ đã nộp đủ, đọc được số", by=province.actor("chairman"), **told
    )
    done = report("--from", "2026-03-01", "--to", "2026-03-31", "--agency", "H99.31", "--json")
    [row] = json.loads(done.stdout)["waiting_for_citizens"]
    assert (row["agency"], row["asked"], row["working_minutes"]) == ("H99.31", 0, 0)
    assert (row["contested"], row["taken_back"]) == (1, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_the_report_of_one_agency_in_lines():
    build_province()
    done = report("--agency", "H99.05")
    assert done.exit_code == 0
    assert "silent acceptances: 0" in done.stdout


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_in_a_year_without_a_calendar_the_report_says_where_working_time_stops(monkeypatch):
    Story(build_province(), at=NOVEMBER).processing()
    for at, stops in ((NOVEMBER + timedelta(days=3), None), (JANUARY, "2027-01-01T00:00:00+07:00")):
        monkeypatch.setattr(record_report, "utc_now", lambda at=at: at)
        told = json.loads(report("--from", "2026-11-01", "--json").stdout)
        assert (told["cases"], told["working_time_stops_at"]) == (1, stops)
        lines = report("--from", "2026-11-01").stdout
        assert ("working time stops at 2027-01-01: no calendar is published" in lines) is bool(
            stops
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        pytest.param(
            ("--from", "2026-03-02", "--to", "2026-03-01"), 4, "period-wrong", id="period"
        ),
        pytest.param(("--agency", "H00.00"), 3, "agency-unknown", id="no such agency"),
    ],
)
def test_a_report_that_cannot_be_made_says_why(words, exit_code, said):
    done = report(*words)
    assert done.exit_code == exit_code
    assert said in done.stderr


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_summaries_are_read_anew_and_differ_in_nothing():
    Story(build_province()).received()
    done = run("accountability", "sum-up", "--anew", "--verify", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["verified"], told["open_as_of"], told["spans"] > 0) == (True, None, True)
