"""What the tests of the rooms begin with: the invented province, and a story in it."""

import pytest
from tests.builders import Story, build_province


@pytest.fixture
def province(db, published_calendar):
    return build_province()


@pytest.fixture
def story(province):
    return Story(province)
