"""Two tabs of one browser at the same moment: neither undoes what the other began."""

from threading import Barrier

import pytest
from django.conf import settings
from django.test import Client
from tests.builders import BIRTH, LAN, build_province
from tests.builders_at_once import PATIENCE_S, at_once
from tests.builders_citizen import Citizen, text_of
from tests.builders_following import page_of
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier


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


KEY = settings.SESSION_COOKIE_NAME


def key_of(citizen: Citizen) -> str:
    """Return the key under which the browser is known."""
    return citizen.browser.cookies[KEY].value


def pin_of(story) -> str:
    return Dossier.objects.get(code=story.code).pin


class TestAKeyThatSomebodyKnewBefore:
    """Whoever sat at a shared machine, or planted a key, does not come to what is opened later."""

    @pytest.fixture
    def citizen(self, story, monkeypatch):
        story.processing()
        citizen = Citizen(monkeypatch, at=story.now())
        citizen.get("apply", BIRTH)
        return citizen

    @pytest.mark.parametrize("secret", ["pin", "telephone"])
    def test_it_does_not_lead_to_a_dossier_that_was_opened(
        self, story, citizen, monkeypatch, secret
    ):
        before = tab_of(citizen, monkeypatch)
        citizen.open(story.code, pin_of(story) if secret == "pin" else LAN.phone[-4:])
        assert key_of(citizen) != key_of(before)
        assert "Đỗ Văn Mẫu Hai" in text_of(page_of(citizen, story))
        assert "Đỗ Văn Mẫu Hai" not in text_of(page_of(before, story))

    def test_nor_to_the_next_one_where_they_had_opened_their_own(self, story, citizen, monkeypatch):
        theirs = story.code
        citizen.open(theirs, pin_of(story))
        before = tab_of(citizen, monkeypatch)
        story.registered()
        citizen.open(story.code, pin_of(story))
        assert citizen.get("confirmation", story.code).status_code == 200
        assert pin_of(story) not in text_of(before.get("confirmation", story.code))
        assert "Đỗ Văn Mẫu Hai" in text_of(before.get("dossier", theirs))

    def test_nor_to_what_is_begun_later_and_sent(self, citizen, monkeypatch, photo):
        before = tab_of(citizen, monkeypatch)
        citizen.get("apply", BIRTH)
        code = citizen.file(photo)
        assert citizen.get("confirmation", code).status_code == 200
        assert before.get("resume", citizen.draft).status_code == 404
        assert "Mã PIN để tra cứu" not in text_of(before.get("confirmation", code))

    def test_what_had_been_begun_goes_on_under_the_new_key(self, story, citizen):
        draft = citizen.begin()
        citizen.open(story.code, pin_of(story))
        assert citizen.get("resume", draft).status_code == 302


class TestATabThatIsAnsweredJustThen:
    @pytest.fixture
    def tabs(self, story, monkeypatch):
        """Return two tabs of a browser; while the first saves answers, the other opens one."""
        story.processing()
        first = Citizen(monkeypatch, at=story.now())
        first.get("apply", BIRTH)
        first.begin()
        second, save = tab_of(first, monkeypatch), dossiers.choose_agency

        def save_meanwhile(**said):
            second.open(story.code, pin_of(story))
            return save(**said)

        monkeypatch.setattr(dossiers, "choose_agency", save_meanwhile)
        return first, second

    def test_it_is_answered_and_brings_no_older_key_back(self, tabs, story):
        first, second = tabs
        was = key_of(first)
        assert first.send("desk", first.draft, desk="H99.31.01").status_code == 302
        assert key_of(first) == was
        assert key_of(second) != was
        assert "Đỗ Văn Mẫu Hai" in text_of(page_of(second, story))
        assert second.get("resume", first.draft).status_code == 302

    def test_what_it_changes_in_its_session_is_no_error(self, story, monkeypatch):
        story.processing()
        first = Citizen(monkeypatch, at=story.now())
        first.get("apply", BIRTH)
        second, begin = tab_of(first, monkeypatch), dossiers.begin_draft

        def begin_meanwhile(**said):
            second.open(story.code, pin_of(story))
            return begin(**said)

        monkeypatch.setattr(dossiers, "begin_draft", begin_meanwhile)
        draft = first.begin()
        assert first.get("resume", draft).status_code == 302


def test_a_browser_that_never_got_its_new_key_goes_on_with_what_it_had(story, monkeypatch):
    story.processing()
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.get("apply", BIRTH)
    draft = citizen.begin()
    cut_off = tab_of(citizen, monkeypatch)
    citizen.open(story.code, pin_of(story))
    assert cut_off.get("resume", draft).status_code == 302
    cut_off.open(story.code, pin_of(story))
    assert "Đỗ Văn Mẫu Hai" in text_of(page_of(cut_off, story))


def test_sent_twice_at_once_both_answers_lead_to_the_one_dossier(story, monkeypatch, photo):
    citizen = Citizen(monkeypatch)
    citizen.get("apply", BIRTH)
    citizen.finish(photo)
    again = tab_of(citizen, monkeypatch)
    for tab in (citizen, again):
        answer = tab.send("check", citizen.draft, agreed="on", follow=True)
        assert "Mã PIN để tra cứu" in text_of(answer)
    assert Dossier.objects.count() == 1
