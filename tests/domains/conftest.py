"""What the tests of the rooms begin with: the invented province, and a story in it."""

import pytest
from tests.builders import Story, add_neighbour, build_province
from tests.builders_staff import add_deputy


@pytest.fixture
def province(db, published_calendar):
    return build_province()


@pytest.fixture
def story(province):
    return Story(province)


@pytest.fixture
def neighbour(province) -> None:
    """Let the province have a second commune."""
    add_neighbour(province)


@pytest.fixture
def deputy(province) -> None:
    """Let somebody be there who may stand in for the chairman."""
    add_deputy(province)
