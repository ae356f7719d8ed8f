"""A long list in parts is the list."""

import pytest

from thongsuot.kernel.parts import in_parts


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        pytest.param("", [], id="nothing has no part"),
        pytest.param("abcd", ["ab", "cd"], id="whole parts"),
        pytest.param("abcde", ["ab", "cd", "e"], id="the rest is a part"),
    ],
)
def test_in_parts(rows, parts):
    assert list(in_parts(rows, 2)) == parts
