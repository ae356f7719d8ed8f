"""``thongsuot org password``: an account that was only imported may log in."""

import pytest
from tests.builders_organisation import invented_organisation
from tests.entered import run

from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation import queries as organisation

GOOD = "ba con voi tim"


def set_password(username, typed):
    return run("org", "password", username, typed=typed)


@pytest.fixture
def officers(db):
    invented_organisation()


def test_a_password_from_standard_input_lets_the_officer_in_and_is_on_the_record(officers):
    done = set_password("Lan", f"{GOOD}\n")
    officer = organisation.find_officer("lan")
    assert (done.exit_code, done.stdout) == (0, "lan may log in\n")
    assert officer.check_password(GOOD)
    acts = [act.act for act in record.acts_of(f"officer:{officer.pk}")]
    assert acts[-1] == "password_set"


def test_the_password_is_not_shown(officers):
    assert GOOD not in set_password("lan", f"{GOOD}\n").output


@pytest.mark.parametrize("typed", ["", "\n", "ngan\n", "1234567890\n", "password123\n"], ids=repr)
def test_a_weak_password_is_refused_and_nothing_changes(officers, typed):
    done = set_password("lan", typed)
    assert done.exit_code == 4
    assert "password-too-weak" in done.stderr
    assert not organisation.find_officer("lan").has_usable_password()


def test_an_unknown_account_is_not_made(officers):
    done = set_password("nobody", f"{GOOD}\n")
    assert done.exit_code == 3
    assert "there is no such account" in done.stderr
