"""The machine doors: typed, idempotent, and honest about what went wrong."""

import pytest
from django.test import Client
from tests.builders import build_province
from tests.builders_api import ENTRY, post

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger.models import Entry
from thongsuot.entrypoints.shared import tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, calendar_of_today):
    """Return a caller that acts as the one-stop officer."""
    client.province = build_province()
    return acting(client, client.province.desk)


def acting(client, by):
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer " + tokens.issue(
        officer_id=by.officer_id, post_id=by.post_id
    )
    return client


def test_a_wrong_method_is_answered_with_a_problem_document(client):
    answer = client.get("/api/dossiers")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["ref"] == answer.headers["X-Reference"]


def test_what_is_only_read_says_so_to_a_program_that_writes():
    answer = Client(enforce_csrf_checks=True).post("/api/openapi.json")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "method-not-allowed"


def test_a_dossier_is_entered_received_and_read(desk):
    made = post(desk, "/api/dossiers", ENTRY)
    assert made.status_code == 201, made.content
    code = made.json()["code"]
    received = post(desk, f"/api/dossiers/{code}/receive", {}, key="receive-0001").json()
    assert received["state"] == 2
    assert received["holder"]["officer"] == "Trần Thị Mẫu Một"
    read = desk.get(f"/api/dossiers/{code}").json()
    assert read == received


def test_the_same_key_gives_the_same_dossier(desk):
    first, second = (post(desk, "/api/dossiers", ENTRY).json()["code"] for _ in range(2))
    assert first == second
    assert Dossier.objects.count() == 1


def test_the_key_of_another_visitor_gives_nothing(desk):
    made = post(desk, "/api/dossiers", ENTRY)
    assert made.status_code == 201
    answer = post(acting(desk, desk.province.stranger), "/api/dossiers", ENTRY)
    assert answer.status_code in {403, 409}
    assert made.json()["code"] not in answer.content.decode()


def test_the_key_of_another_dossier_receives_nothing_and_says_so(desk):
    one, other = (
        post(desk, "/api/dossiers", ENTRY, key=key).json()["code"]
        for key in ("entry-00001", "entry-00002")
    )
    post(desk, f"/api/dossiers/{one}/receive", {}, key="receive-0001")
    answer = post(desk, f"/api/dossiers/{other}/receive", {}, key="receive-0001")
    assert (answer.status_code, answer.json()["code"]) == (409, "key-reused")
    assert desk.get(f"/api/dossiers/{other}").json()["state"] == 1


def test_the_record_keeps_no_word_of_a_clients_key_and_none_can_be_a_key_of_ours(desk):
    for key in ("silence:offer:17", "079205001234", "k" * 80):
        assert post(desk, "/api/dossiers", ENTRY, key=key).status_code == 201
    kept = Entry.objects.exclude(key=None).values_list("key", flat=True)
    assert len(set(kept)) == 3
    assert all(key.startswith("api:") and len(key) == len("api:") + 64 for key in kept)


def test_a_refusal_is_a_problem_document_with_its_reference(desk):
    code = post(desk, "/api/dossiers", ENTRY).json()["code"]
    post(desk, f"/api/dossiers/{code}/receive", {}, key="receive-0001")
    again = post(desk, f"/api/dossiers/{code}/receive", {}, key="receive-0002")
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"
    assert again.json()["code"] == "act-not-allowed"
    assert again.json()["ref"] == again["X-Reference"]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        pytest.param({"channel": "pigeon"}, "#/channel", id="an unknown channel"),
        pytest.param({"applicant": {"personal_id": "1"}}, "#/applicant/full_name", id="no name"),
    ],
)
def test_wrong_fields_are_named_and_their_values_are_not(desk, changed, pointer):
    refused = post(desk, "/api/dossiers", ENTRY | changed)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert "pigeon" not in refused.content.decode()


def test_no_token_no_entry(client, db):
    refused = post(client, "/api/dossiers", ENTRY)
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"


def test_json_that_cannot_be_read_is_said_to_be_so(desk):
    refused = desk.post(
        "/api/dossiers", "{", content_type="application/json",
        headers={"Idempotency-Key": "entry-00001"},
    )  # fmt: skip
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"


def test_the_doors_describe_themselves(client, db):
    described = client.get("/api/openapi.json").json()
    assert "/api/dossiers" in described["paths"]


SAVEPOINT = 2
"""Around an act inside a test, which is one transaction: set, and released."""


def test_each_request_asks_the_database_no_more_than_it_must(desk, django_assert_num_queries):
    warmed_up = post(desk, "/api/dossiers", ENTRY).json()["code"]
    post(desk, f"/api/dossiers/{warmed_up}/receive", {}, key="receive-0001")
    applicant = ENTRY["applicant"] | {"full_name": "Trần Văn Ví Dụ"}
    with django_assert_num_queries(9 + SAVEPOINT):
        code = post(
            desk, "/api/dossiers", ENTRY | {"applicant": applicant}, key="entry-00002"
        ).json()["code"]
    with django_assert_num_queries(15 + SAVEPOINT):
        post(desk, f"/api/dossiers/{code}/receive", {}, key="receive-0002")
    with django_assert_num_queries(3):
        desk.get(f"/api/dossiers/{code}")


def test_the_same_request_again_costs_less_than_the_first(desk, django_assert_max_num_queries):
    post(desk, "/api/dossiers", ENTRY)
    with django_assert_max_num_queries(5):
        post(desk, "/api/dossiers", ENTRY)
