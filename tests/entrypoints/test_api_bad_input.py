"""What no program should send to the machine doors: it is answered, never a fault."""

import json

import pytest
from tests.builders import build_province
from tests.builders_api import ENTRY, post

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.entrypoints.shared import tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, published_calendar):
    """Return a caller that acts as the one-stop officer."""
    by = build_province().desk
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer " + tokens.issue(
        officer_id=by.officer_id, post_id=by.post_id
    )
    return client


NESTED = '{"a":' * 400 + "1" + "}" * 400


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("9007199254740993", id="an integer that a double does not hold"),
        pytest.param("NaN", id="not a number"),
        pytest.param("-Infinity", id="no end"),
        pytest.param("1e999", id="a number that overflows"),
        pytest.param('"\\ud800"', id="half a character"),
        pytest.param('{"\\udfff": 1}', id="half a character as a name"),
        pytest.param(NESTED, id="nested beyond reading"),
    ],
)
def test_answers_that_programs_read_differently_are_refused(desk, written):
    body = json.dumps(ENTRY | {"answers": {"em-be": {"ho-ten": "HERE"}}})
    refused = desk.post(
        "/api/dossiers", body.replace('"HERE"', written), content_type="application/json",
        headers={"Idempotency-Key": "entry-00001"},
    )  # fmt: skip
    assert refused.status_code == 422, refused.content
    assert "answers" in refused.content.decode()
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("field", ["procedure", "agency"])
@pytest.mark.parametrize("text", ["\x00", "1.00\x001193", "\ud800", "Ẵ", "' OR 1=1"])
def test_a_code_that_is_none_is_refused(desk, field, text):
    assert post(desk, "/api/dossiers", ENTRY | {field: text}).status_code == 422


@pytest.mark.parametrize("code", ["%00", "a%00b", "..%2F..", "%F0%9F%8F%9B", "x" * 90, "Ẵ"])
def test_an_address_that_is_no_dossier_code_is_not_found(desk, code):
    assert desk.get(f"/api/dossiers/{code}").status_code == 404
    assert post(desk, f"/api/dossiers/{code}/receive", {}).status_code == 404
