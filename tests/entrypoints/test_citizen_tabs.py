"""Two tabs of one browser at the same moment: neither undoes what the other began."""

from threading import Barrier

import pytest
from django.conf import settings
from django.test import Client
from tests.builders import BIRTH, build_province
from tests.builders_at_once import PATIENCE_S, at_once
from tests.builders_citizen import Citizen
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers import services as dossiers


@pytest.fixture
def together(committed_db, monkeypatch):
    """Have drafts begin only when two requests, both past reading the session, begin one."""
    publish_calendar()
    build_province()
    ready, begin = Barrier(2, timeout=PATIENCE_S), dossiers.begin_draft

    def begin_together(**said):
        ready.wait()
        return begin(**said)

    monkeypatch.setattr(dossiers, "begin_draft", begin_together)


def tab_of(citizen: Citizen, monkeypatch) -> Citizen:
    """Return another tab: a browser with the same cookies."""
    tab = Citizen(monkeypatch, browser=Client())
    tab.browser.cookies.update(citizen.browser.cookies)
    return tab


def test_drafts_begun_in_two_tabs_at_once_are_both_kept(together, monkeypatch):
    citizen = Citizen(monkeypatch)
    citizen.get("apply", BIRTH)
    tabs = [tab_of(citizen, monkeypatch) for _tab in range(2)]
    begun = at_once(2, lambda n: tabs[n].begin())
    assert len(set(begun)) == 2
    for draft in begun:
        assert citizen.get("resume", draft).status_code == 302
    mine = citizen.get("mine").content.decode()
    assert all(draft in mine for draft in begun)


def test_a_browser_that_never_began_anything_has_a_session_before_it_does(
    db, published_calendar, monkeypatch
):
    build_province()
    citizen = Citizen(monkeypatch)
    citizen.get("procedure", BIRTH)
    assert settings.SESSION_COOKIE_NAME not in citizen.browser.cookies
    citizen.get("apply", BIRTH)
    before = citizen.browser.cookies[settings.SESSION_COOKIE_NAME].value
    draft = citizen.begin()
    assert citizen.browser.cookies[settings.SESSION_COOKIE_NAME].value == before
    assert citizen.get("resume", draft).status_code == 302
