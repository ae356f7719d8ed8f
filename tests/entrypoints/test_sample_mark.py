"""Every page of both doors says that it shows sample data, and says so only where it does."""

import re

import pytest
from django.test import Client
from tests.builders_officer import Door

from thongsuot.entrypoints.citizen import urls as citizen
from thongsuot.entrypoints.officer import urls as officer

MARK = "DỮ LIỆU MẪU"
BLANK = re.compile(r"<(?:(\w+):)?\w+>")


def address(prefix, pattern, code):
    """Return an address with its blanks filled: numbers by 1, all others by a dossier's code."""
    filled = BLANK.sub(lambda blank: "1" if blank[1] == "int" else code, str(pattern.pattern))
    return prefix + filled


def pages(browser, urls, prefix, code):
    """Return what each address of a door answers with, where that is a whole page."""
    found = {}
    for pattern in urls.urlpatterns:
        asked = address(prefix, pattern, code)
        answer = browser.get(asked)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            found[asked] = answer.content.decode()
    return {asked: page for asked, page in found.items() if "<html" in page}


@pytest.mark.parametrize(("who", "least"), [("officer", 60), ("citizen", 20), ("stranger", 20)])
def test_every_page_says_that_it_shows_sample_data(story, come, monkeypatch, who, least):
    story.received()
    if who == "officer":
        browser, urls, prefix = Door(monkeypatch, story).open("desk").browser, officer, "/can-bo/"
    else:
        browser, urls, prefix = come().browser if who == "citizen" else Client(), citizen, "/"
    found = pages(browser, urls, prefix, story.code)
    assert len(found) >= least
    assert [asked for asked, page in found.items() if MARK not in page] == []


def test_no_page_says_so_of_real_data(story, settings):
    settings.SAMPLE_DATA = False
    found = pages(Client(), citizen, "/", "H99.31-20261123-0000001")
    assert found
    assert [asked for asked, page in found.items() if MARK in page] == []
