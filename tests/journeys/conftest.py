"""Journeys run in a real browser against a whole installation, over loopback alone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from tests.builders_browser import AXE, CHROMIUM, launched
from tests.filing_over_http import PlainCitizen
from tests.journeys.browsers import PATIENCE_MS
from tests.journeys.inspection import Album
from tests.journeys.installation_under_test import Installation, shared

PATIENCE_WITH_A_JOURNEY_S = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a journey time: the first one sets the whole installation up before it begins."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.timeout(PATIENCE_WITH_A_JOURNEY_S))


@pytest.fixture(scope="session")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """The installation, one for all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    is_worker = own.name.startswith("popen-")
    with shared(own.parent if is_worker else own) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium.  One a module: while it is there, this process runs an event loop."""
    if CHROMIUM is None:
        pytest.fail("No Chromium was found. Install one (Debian: `apt-get install chromium`).")
    if not AXE.exists():
        pytest.fail("axe-core was not found. Run `make setup`, which brings it from npm.")
    expect.set_options(timeout=PATIENCE_MS)
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def album() -> Album:
    """The pages visited by the journeys of one module."""
    return Album()


@pytest.fixture(scope="module")
def new_context(browser, album) -> Iterator[Callable[..., BrowserContext]]:
    """Return a maker of browsers that know nothing of each other."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        album.watch(context)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def plain_citizen(installation) -> Iterator[PlainCitizen]:
    """A citizen without a browser."""
    citizen = PlainCitizen(installation.url)
    with citizen.session:
        yield citizen
