"""Reading the plan of a reorganisation: what is right in shape, and every fault with its place."""

import json
import re
from pathlib import Path

import pytest

from thongsuot.domains.organisation.rules.reorganisation import parse
from thongsuot.domains.organisation.rules.reorganised import Succession, Successor

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto" / "reorganise.md"
EAST, WEST = Successor(1, "H99.34", 10), Successor(2, "H99.35", 20)


def example() -> dict:
    """Return the plan that the documentation shows."""
    return json.loads(re.search(r"```json\n(.*?)```", HOWTO.read_text("utf-8"), re.S)[1])


def test_the_documented_example_is_right_in_shape():
    plan = parse(example())
    assert plan.problems == []
    assert [(e.agency, e.into) for e in plan.endings] == [
        ("H99.31", ("H99.33",)), ("000.00.32.H99", ("H99.33",)), ("H99.31.01", ("H99.34.01",)),
        ("H99.05", ("H99.06", "H99.07")), ("H99.20", ("H99.33",)), ("H99.21", ("H99.34",)),
    ]  # fmt: skip
    assert plan.day.isoformat() == "2027-01-01"


@pytest.mark.parametrize(
    ("change", "section", "row", "field", "problem"),
    [
        pytest.param({"format": "x"}, "file", 0, "format", "is not thongsuot-reorganisation/1",
                     id="another format"),
        pytest.param({"code": "a b"}, "file", 0, "code",
                     "is not a short code of letters and digits", id="no plan code"),
        pytest.param({"source": ""}, "file", 0, "source", "is empty", id="no source"),
        pytest.param({"instant": "2027-01-01"}, "file", 0, "instant",
                     "is not an instant with its zone, such as 2025-07-01T00:00:00+07:00",
                     id="a day is no instant"),
        pytest.param({"instant": "2027-01-01T08:00:00+07:00"}, "file", 0, "instant",
                     "is not the first instant of a day: what holds, holds by the day",
                     id="in the middle of a day"),
        pytest.param({"steps": []}, "steps", 0, "", "is not a list of steps", id="no steps"),
        pytest.param({"steps": [{"do": "sell"}]}, "steps", 1, "do",
                     "is none of merge, split, rename, abolish", id="another kind of step"),
        pytest.param({"steps": ["merge"]}, "steps", 1, "do",
                     "is none of merge, split, rename, abolish", id="a step that is no object"),
        pytest.param({"steps": [{"do": "merge", "from": "H99.31", "into": "H99.32"}]},
                     "steps", 1, "from", "is not a list of agency codes", id="from is no list"),
        pytest.param({"steps": [{"do": "split", "from": "H99.31", "into": ["H99.32"]}]},
                     "steps", 1, "into", "is not a list of two agencies or more", id="in one"),
        pytest.param({"steps": [{"do": "split", "from": "H99.31", "into": ["H99.32", "H99.33"],
                                 "heir": "H99.34"}]},
                     "steps", 1, "heir", "is none of the successors", id="a foreign heir"),
        pytest.param({"steps": [{"do": "split", "from": "H99.31", "into": ["H99.32", "H99.33"],
                                 "by": "luck"}]},
                     "steps", 1, "by", "is none of area, procedure, dossier, heir", id="by luck"),
        pytest.param({"steps": [{"do": "abolish", "level": "village", "into": {"H99": "H98"}}]},
                     "steps", 1, "level", "is none of commune, district, province, ministry",
                     id="no such level"),
        pytest.param({"steps": [{"do": "rename", "agency": "H99.31"}]},
                     "steps", 1, "name", "is missing", id="a rename without a name"),
        pytest.param({"posts": [{"from": "head", "to": "H99.33:head"}]},
                     "posts", 1, "from", "is not a post code (agency:name)", id="no post code"),
        pytest.param({"areas": {"melt": []}}, "areas", 0, "",
                     "is not an object of begin, go and decided", id="another list of areas"),
        pytest.param({"colour": 1}, "colour", 0, "", "is no section of a plan", id="a foreign key"),
    ],
)  # fmt: skip
def test_a_fault_names_its_place(change, section, row, field, problem):
    found = [(p.section, p.row, p.field, p.problem) for p in parse(example() | change).problems]
    assert (section, row, field, problem) in found


@pytest.mark.parametrize("document", [None, [], 7, "x", {}, {"format": []}])
def test_what_is_no_plan_has_a_fault_and_never_breaks(document):
    assert parse(document).problems


@pytest.mark.parametrize(
    ("by", "procedure", "areas", "named", "goes_to"),
    [
        pytest.param("heir", "1.1", {20}, "", EAST, id="everything to the heir"),
        pytest.param("procedure", "1.2", {10}, "", WEST, id="by what the plan names"),
        pytest.param("procedure", "1.9", {10}, "", None, id="a procedure nobody was given"),
        pytest.param("area", "1.1", {20, 5}, "", WEST, id="where the desk stands"),
        pytest.param("area", "1.1", {10, 20}, "", None, id="in both units"),
        pytest.param("dossier", "1.1", {10}, "", None, id="a person has not said"),
        pytest.param("procedure", "1.2", {20}, "H99.34", EAST, id="a person's word goes first"),
    ],
)
def test_who_goes_on_with_a_dossier_of_a_divided_agency(by, procedure, areas, named, goes_to):
    divided = Succession("H99.31", (EAST, WEST), EAST, by, {"1.2": "H99.35"})
    assert divided.successor_for(procedure, areas, named) == goes_to
