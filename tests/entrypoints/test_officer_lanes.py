"""Words beside the bars of the custody picture never lie over one another."""

import re

from thongsuot.entrypoints.officer.axis import WIDTH
from thongsuot.entrypoints.officer.lanes import LETTER, LINE, UNDER, Labels

WORDS = "↩ Trả lại: sai thẩm quyền"


def placed(drawn: str) -> tuple[float, float, float]:
    x, y = (float(re.search(rf' {name}="([\d.]+)"', drawn)[1]) for name in ("x", "y"))
    width = len(WORDS) * LETTER
    left = x - width if 'text-anchor="end"' in drawn else x
    return left, left + width, y


def test_many_words_at_one_bar_each_find_a_place_of_their_own():
    labels = Labels()
    places = [placed(labels.beside(WORDS, 600, 640, 200, "of-lane__soft")) for _ in range(6)]
    for number, (left, right, y) in enumerate(places):
        for other_left, other_right, other_y in places[:number]:
            assert right < other_left or left > other_right or abs(y - other_y) >= LINE


def test_words_of_a_return_stand_beside_the_bar_of_the_one_before_not_over_it():
    labels = Labels()
    labels.keep_off(500, 520, 182)
    labels.keep_off(600, 640, 182)
    left, _right, y = placed(labels.beside(WORDS, 600, 640, 194, "of-lane__soft"))
    assert (left > 640, y) == (True, 194)


def test_words_stand_left_of_their_bar_where_there_is_room_and_else_right():
    left = Labels().beside(WORDS, 600, 640, 200, "of-lane__soft")
    right = Labels().beside(WORDS, 240, 260, 200, "of-lane__soft")
    assert ('x="592"' in left, 'x="272"' in right) == (True, True)


def test_words_of_a_bar_as_wide_as_the_picture_stand_under_it_and_not_outside():
    drawn = Labels().beside(WORDS, 250, 1170, 200, "of-lane__soft")
    left, right, y = placed(drawn)
    assert (left, y) == (250, 200 + UNDER)
    assert right <= WIDTH
