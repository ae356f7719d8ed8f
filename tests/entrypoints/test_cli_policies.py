"""Policies as data: the same two commands show each and publish the next."""

import json
from datetime import timedelta
from importlib.resources import files

import pytest
from tests.entered import run

from thongsuot.kernel.clock import local_date, utc_now

pytestmark = pytest.mark.django_db
SHIPPED = {
    "answering": "dossiers/data/answering_policy.json",
    "custody": "custody/data/policy.json",
    "lateness": "dossiers/lateness/data/policy.json",
    "payment": "payments/data/payment_policy.json",
    "supplement": "dossiers/data/supplement_policy.json",
}


@pytest.fixture(params=SHIPPED)
def noun(request):
    return request.param


@pytest.fixture
def next_policy(noun, tmp_path):
    shipped = json.loads(files("thongsuot.domains").joinpath(SHIPPED[noun]).read_text("utf-8"))
    first = local_date(utc_now()) - timedelta(days=1)
    file = tmp_path / "next.json"
    file.write_text(json.dumps(shipped | {"version": "sau/1", "valid_from": first.isoformat()}))
    return file


def version_of(noun):
    return json.loads(run(noun, "policy", "--json").stdout)["version"]


def test_a_dry_run_says_from_when_a_policy_would_count_and_changes_nothing(noun, next_policy):
    before = version_of(noun)
    assert "would be in force from" in run(noun, "publish", next_policy, "--dry-run").stdout
    assert version_of(noun) == before


def test_a_published_policy_is_the_one_in_force(noun, next_policy):
    done = run(noun, "publish", next_policy, "--json")
    assert (done.exit_code, json.loads(done.stdout)["applied"]) == (0, True)
    assert version_of(noun) == "sau/1"
    assert run(noun, "policy").stdout.startswith("version: sau/1, from ")


def test_a_file_that_is_no_policy_is_refused_with_the_page_that_explains_it(noun, tmp_path):
    file = tmp_path / "none.json"
    file.write_text("{")
    done = run(noun, "publish", file)
    assert done.exit_code == 4
    assert "docs/howto/" in done.stderr
