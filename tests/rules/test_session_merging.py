"""Two tabs change one session at the same time: what each did is there afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.entrypoints.shared.sessions import merged

BEFORE = {"drafts": ["a"], "done": {"k": "a"}, "note": "hello"}


@pytest.mark.parametrize(("own", "standing", "after"), [
    pytest.param(BEFORE | {"drafts": ["a", "b"]}, BEFORE | {"drafts": ["a", "c"]},
                 BEFORE | {"drafts": ["a", "c", "b"]}, id="each tab added one to a list"),
    pytest.param(BEFORE | {"drafts": []}, BEFORE | {"drafts": ["a", "c"]},
                 BEFORE | {"drafts": ["c"]}, id="what one dropped is gone, what came stays"),
    pytest.param(BEFORE | {"done": {"k": "a", "m": "b"}}, BEFORE | {"done": {"n": "c"}},
                 BEFORE | {"done": {"m": "b", "n": "c"}}, id="each tab changed a mapping"),
    pytest.param({"drafts": ["a"], "done": {"k": "a"}}, BEFORE | {"drafts": ["a", "c"]},
                 {"drafts": ["a", "c"], "done": {"k": "a"}}, id="a note told in one tab is told"),
    pytest.param(BEFORE | {"note": "own"}, BEFORE | {"note": "theirs"}, BEFORE | {"note": "own"},
                 id="of two new values the last one counts"),
    pytest.param({**BEFORE, "new": ["x"]}, {**BEFORE, "new": ["y"]}, {**BEFORE, "new": ["y", "x"]},
                 id="both tabs began the same list"),
])  # fmt: skip
def test_what_each_did_is_there(own, standing, after):
    assert merged(BEFORE, own, standing) == after


sessions = st.dictionaries(
    st.sampled_from("abc"),
    st.text(max_size=2) | st.lists(st.sampled_from("xyz"), max_size=3, unique=True),
    max_size=3,
)


@given(sessions, sessions)
def test_a_session_that_nobody_else_changed_is_written_as_it_is(before, own):
    assert merged(before, own, before) == own


@given(sessions, sessions)
def test_a_request_that_changed_nothing_undoes_nothing(before, standing):
    assert merged(before, before, standing) == standing


@given(st.lists(st.integers(), unique=True), st.lists(st.integers(), unique=True),
       st.lists(st.integers(), unique=True))  # fmt: skip
def test_no_item_that_either_tab_added_is_lost_or_there_twice(before, mine, theirs):
    added = [before + [item for item in side if item not in before] for side in (mine, theirs)]
    after = merged(before, *added)
    assert sorted(after) == sorted(set(before) | set(mine) | set(theirs))
