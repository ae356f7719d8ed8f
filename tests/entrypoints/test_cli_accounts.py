"""``thongsuot org disable|enable|token|revoke``: authority given, taken, and on the record."""

import json
from functools import partial

import pytest
from tests import entered
from tests.builders_organisation import invented_organisation

from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.shared import tokens

run = partial(entered.run, "org")

SEAT = "H99.31.01:quay-1"
pytestmark = pytest.mark.django_db


def last_act():
    return record.acts_of(f"officer:{organisation.find_officer('lan').pk}")[-1]


@pytest.fixture(autouse=True)
def _officers(db):
    invented_organisation()


@pytest.fixture
def knock(client):
    """Return whether a program with this token is somebody to the machine doors."""

    def ask(token):
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/api/dossiers/H99.31-1", headers=headers).status_code != 401

    return ask


def issued(*more):
    done = run("token", "lan", SEAT, "--json", *more)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["token"]


def test_a_disabled_account_is_let_go_and_taken_back(knock):
    token = issued()
    assert run("disable", "Lan", "--reason", "left").exit_code == 0
    assert not organisation.find_officer("lan").is_active
    assert (last_act().act, last_act().detail["reason"]) == ("account_disabled", "left")
    assert not knock(token)
    assert run("enable", "lan").exit_code == 0
    assert organisation.find_officer("lan").is_active
    assert knock(token)


def test_a_token_opens_the_machine_doors_until_it_is_revoked(knock):
    token = issued()
    assert last_act().act == "token_issued"
    assert knock(token)
    assert run("revoke", "lan").exit_code == 0
    assert last_act().act == "tokens_revoked"
    assert not knock(token)
    assert knock(issued())


def test_a_new_password_ends_tokens_unless_they_are_to_be_kept(knock):
    token = issued()
    assert run("password", "lan", "--keep-tokens", typed="ba con voi tim\n").exit_code == 0
    assert knock(token)
    assert run("password", "lan", typed="bon con voi tim\n").exit_code == 0
    assert (last_act().act, last_act().detail["tokens"]) == ("password_set", "ended")
    assert not knock(token)
    assert knock(issued())


def test_what_is_known_of_a_compromised_account_opens_nothing_when_it_is_enabled(knock, client):
    token = issued()
    assert run("password", "lan", "--keep-tokens", typed="ba con voi tim\n").exit_code == 0
    assert client.login(username="lan", password="ba con voi tim")
    assert run("disable", "lan", "--reason", "compromised").exit_code == 0
    done = run("enable", "lan")
    assert "it has no password: thongsuot org password lan" in done.stderr
    assert not knock(token)
    assert not client.login(username="lan", password="ba con voi tim")


def test_a_token_ends_on_its_day(knock, monkeypatch):
    token = issued("--days", "1")
    now = tokens.utc_now()
    monkeypatch.setattr(tokens, "utc_now", lambda: now + 2 * tokens.VALID_FOR / 90)
    assert not knock(token)


def test_a_token_is_printed_once_and_alone():
    done = run("token", "lan", SEAT)
    assert len(done.stdout.split()) == 1
    assert "not shown again" in done.stderr


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        pytest.param(["disable", "nobody", "--reason", "left"], 3, "no such account", id="nobody"),
        pytest.param(["disable", "lan"], 2, "--reason", id="no reason"),
        pytest.param(["disable", "lan", "--reason", "because"], 2, "is not one of", id="no code"),
        pytest.param(["token", "lan", "H99.31:chu-tich"], 6, "not-on-this-post", id="no post"),
        pytest.param(["token", "lan", SEAT, "--days", "0"], 2, "--days", id="no day"),
        pytest.param(["revoke", "nobody"], 3, "no such account", id="nobody's tokens"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(words, exit_code, said):
    done = run(*words)
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert said in done.stderr


def test_a_post_that_is_not_held_is_refused_with_the_codes_of_those_that_are():
    assert f"holds={SEAT}" in run("token", "lan", "H99.31:chu-tich").stderr
