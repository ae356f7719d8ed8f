"""Tables as cards: each cell bears its column's words, each part its role."""

import re
from pathlib import Path

from django.template import Context, Template

import thongsuot
from thongsuot.entrypoints.shared.tables import as_cards

TEMPLATES = Path(thongsuot.__file__).parent.rglob("templates/**/*.html")
MADE_CARDS = re.compile(r"{% (cards|wide_table)\b.*?{% end\1 %}", re.DOTALL)
TABLE = (
    '<table class="ts-table"><caption>Hồ sơ</caption>'
    '<thead><tr><th scope="col">Mã</th><th scope="col" class="ts-number">Quá &amp; trễ</th>'
    '<th scope="col"><span class="ts-hidden">Chọn</span></th></tr></thead>'
    '<tbody><tr><th scope="row">H99</th><td class="ts-number">2 <a href="#">ngày</a></td>'
    '<td></td></tr><tr><td colspan="3">Không có.</td></tr></tbody></table>'
)


def test_each_cell_bears_the_words_of_its_column():
    made = as_cards(TABLE)
    assert 'data-label="Quá &amp; trễ" class="ts-number"' in made
    assert '<div class="ts-cards__value">2 <a href="#">ngày</a></div>' in made
    assert made.count('data-label="Chọn"') == 1
    assert '<td role="cell" colspan="3">' in made


def test_every_part_keeps_the_role_that_blocks_would_take_from_it():
    made = as_cards(TABLE)
    roles = ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")
    counts = [made.count(f'role="{role}"') for role in roles]
    assert counts == [1, 2, 3, 3, 1, 3]
    assert '<table role="table" class="ts-cards ts-table">' in made


def test_a_wide_table_names_itself_and_the_place_to_scroll_in_by_the_same_words():
    head_and_body = TABLE.partition("</caption>")[2].removesuffix("</table>")
    page = Template(
        '{% wide_table title kind="of-a" place="of-b" %}' + head_and_body + "{% endwide_table %}"
    )
    assert page.render(Context({"title": 'Quá "hạn"'})) == (
        '<div class="ts-scroll of-b" tabindex="0" role="region" aria-label="Quá &quot;hạn&quot;">'
        + as_cards(
            '<table class="ts-table of-a"><caption class="ts-hidden">Quá &quot;hạn&quot;</caption>'
            + head_and_body + "</table>"
        )
        + "</div>"
    )  # fmt: skip


def test_no_page_labels_by_hand_the_cells_that_are_labelled_from_the_head():
    tables = [
        found[0] for page in TEMPLATES for found in MADE_CARDS.finditer(page.read_text("utf-8"))
    ]
    assert tables
    assert not [table for table in tables if "data-label" in table]
