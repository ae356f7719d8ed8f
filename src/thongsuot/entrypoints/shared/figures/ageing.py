"""How old the undecided dossiers are: a bar for each holder, older parts darker, late hatched."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thongsuot.domains.accountability.queries import AGES
from thongsuot.domains.accountability.terms import Age
from thongsuot.entrypoints.shared import shapes
from thongsuot.entrypoints.shared.figures.few import told, told_parts, told_sum
from thongsuot.entrypoints.shared.figures.tables import Table
from thongsuot.kernel import formats

WIDTH: Final = 1200.0
ROW: Final = 34.0
TOP: Final = 44.0
LEFT, RIGHT = 300.0, 930.0
MOST: Final = 20
LETTERS: Final = 34
TONES: Final = tuple(f"var(--ts-seq-{place})" for place in range(1, 6))


def bucket_names() -> list[str]:
    """Return the ages as they stand at the head of columns."""
    bounds = [0, *(bound + 1 for bound in AGES)]
    closed = [f"{low}–{high}" for low, high in zip(bounds, AGES, strict=False)]
    return [*closed, _("trên {n}").format(n=AGES[-1])]


def ageing_sentence(ages: Sequence[Age], few: int = 0, *, left_out: bool = False) -> str:
    """Return how much is open, how much of it is old, how much late.

    ``left_out``: there are holders of fewer than ``few``, of whom nothing is said.
    """
    whole, late = sum(age.open for age in ages), told_sum([age.late for age in ages], few)
    if not whole and left_out:
        return _("Có hồ sơ đang chờ quyết định, nơi nào cũng dưới {few} nên không nêu số").format(
            few=few
        )
    if not whole:
        return _("Không có hồ sơ nào đang chờ quyết định")
    said = _("{n} hồ sơ đang chờ quyết định").format(n=formats.number(whole))
    if left_out:
        said = _("{told} ở các nơi được nêu số").format(told=said)
    if old := told_sum([age.buckets[-1] for age in ages], few):
        said = _("{told}, {n} đã quá {days} ngày làm việc").format(
            told=said, n=formats.number(old), days=AGES[-1]
        )
    if late is None or (left_out and not late):
        return said
    if not late:
        return _("{told}; không hồ sơ nào quá hạn").format(told=said)
    return _("{told}; {n} quá hạn").format(told=said, n=formats.number(late))


def ageing_table(ages: Sequence[Age], names: Mapping[int, str], who: str, few: int = 0) -> Table:
    """Return the bars as rows; ``who`` heads the first column."""
    heads = [_("{days} ngày").format(days=name) for name in bucket_names()]
    return Table(
        name="tuoi-ho-so",
        caption=_("Hồ sơ chưa có quyết định theo số ngày làm việc từ khi tiếp nhận"),
        head=[who, _("Đang chờ"), *heads, _("Quá hạn"), _("Chờ bổ sung")],
        rows=[
            [
                names.get(age.key, ""), age.open, *told_parts(age.buckets, few),
                told(age.late, few), told(age.paused, few),
            ]
            for age in ages
        ],
        numbers=frozenset(range(1, len(heads) + 4)),
        late=frozenset({len(heads) + 2}),
    )  # fmt: skip


def ageing_picture(
    ages: Sequence[Age], names: Mapping[int, str], few: int = 0, *, left_out: bool = False
) -> SafeString | None:
    """Return the bars of those with most late and open; None where nothing is open."""
    shown = list(ages[:MOST])
    if not shown:
        return None
    scale = (RIGHT - LEFT) / max(age.open for age in shown)
    drawn = [*_legend()]
    for place, age in enumerate(shown):
        drawn += _row(age, names.get(age.key, ""), TOP + ROW * place, scale, few)
    finding = _("{sentence}. Bảng số liệu có cùng nội dung.").format(
        sentence=ageing_sentence(ages, few, left_out=left_out)
    )
    return shapes.picture(
        "ts-picture", WIDTH, TOP + ROW * len(shown) + 6, _("Tuổi của hồ sơ đang chờ"), finding,
        drawn,
    )  # fmt: skip


def _legend() -> Iterable[str]:
    yield shapes.text(4, 20, _("Ngày làm việc từ khi tiếp nhận"), "start", "ts-picture__soft")
    x = LEFT
    for tone, name in zip(TONES, bucket_names(), strict=True):
        yield shapes.rect(x, 9, 16, 12, tone, "var(--ts-line-strong)")
        yield shapes.text(x + 22, 20, name, "start", "ts-picture__soft ts-picture__figures")
        x += 46 + 8 * len(name)
    yield shapes.rect(x, 11, 16, 8, "url(#ts-late)", "var(--ts-late)")
    yield shapes.text(x + 22, 20, _("quá hạn"), "start", "ts-picture__soft")


def _row(age: Age, name: str, top: float, scale: float, few: int) -> Iterable[str]:
    """Draw one bar; what is too few to be told by age is its open end, without a tone."""
    late, paused = told(age.late, few), told(age.paused, few)
    yield shapes.line(0, top - 6, WIDTH, top - 6, "var(--ts-line)", 1)
    short = name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"
    yield shapes.text(4, top + 14, short, "start", "ts-picture__strong" if late else "")
    yield shapes.text(LEFT - 12, top + 14, formats.number(age.open), "end", "ts-picture__figures")
    x, end = LEFT, LEFT + age.open * scale
    for tone, number in zip(TONES, told_parts(age.buckets, few), strict=True):
        if number:
            yield shapes.rect(x, top, number * scale, 14, tone, "var(--ts-line-strong)")
            x += number * scale
    if end - x > scale / 2:
        yield shapes.rect(x, top, end - x, 14, "none", "var(--ts-line-strong)")
    if late:
        yield shapes.rect(LEFT, top + 16, max(late * scale, 3), 6, "url(#ts-late)",
                          "var(--ts-late)")  # fmt: skip
    words = [_("■ {n} quá hạn").format(n=late)] if late else []
    words += [_("⏸ {n} chờ bổ sung").format(n=paused)] if paused else []
    colour = "ts-picture__strong ts-picture__late" if late else "ts-picture__soft"
    yield shapes.text(end + 10, top + 13, " · ".join(words), "start", colour)
