"""What a procedure costs, and who says so: the tariffs of this installation, else the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.terms import Channel
from thongsuot.domains.payments.terms import Per
from thongsuot.kernel import formats

NOTE_LETTERS: Final = 70
FOR_FREE: Final = {0}


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the four facts: ``strong`` answers, ``note`` adds."""

    icon: str
    label: str
    strong: str
    note: str = ""


def fee_fact(version: Any, channel: Channel, tariffs: Sequence[Any]) -> Fact:
    """Return what filing by this channel costs, with the source of the amount.

    ``tariffs`` are those in force for the procedure: what will be asked for is counted by them.
    """
    charged = [row for row in tariffs if row.channel in ("", channel.value)]
    due = [row for row in charged if not _is_extra(row)]
    strong, note = _charged(due) if due else _published(version, channel)
    notes = [note, *(_extra(row) for row in charged if _is_extra(row))]
    return Fact("money", _("Bao nhiêu tiền"), strong, "; ".join(filter(None, notes)))


def _is_extra(row: Any) -> bool:
    """Return whether a row costs only those who ask for copies."""
    return bool(row.per == Per.COPY and row.least == 0)


def _extra(row: Any) -> str:
    said = _("{name}: {amount} mỗi bản nếu xin thêm, theo {basis}")
    return said.format(name=row.name, amount=formats.dong(row.amount_vnd), basis=row.legal_basis)


def _charged(tariffs: Sequence[Any]) -> tuple[str, str]:
    """Return what the tariffs ask for, each item by its name where there are several, and why."""
    items: dict[str, list[Any]] = {}
    for row in tariffs:
        items.setdefault(row.item, []).append(row)
    basis = _("theo {basis}").format(basis="; ".join(dict.fromkeys(t.legal_basis for t in tariffs)))
    if len(items) > 1:
        named = [f"{rows[0].name}: {_amount(_sums(rows))}" for rows in items.values()]
        return _("Theo biểu phí"), "; ".join([*named, basis])
    sums = _sums(tariffs)
    if sums == FOR_FREE:
        return _("Không mất tiền"), basis
    notes = [_("tùy trường hợp")] if len(sums) > 1 else []
    notes += [_("mỗi bản")] if all(row.per == Per.COPY for row in tariffs) else []
    return _amount(sums), ", ".join([*notes, basis])


def _published(version: Any, channel: Channel) -> tuple[str, str]:
    """Return what the published catalogue says."""
    fees = [fee for fee in version.fees.all() if fee.channel == channel.value]
    amounts = {fee.amount_vnd for fee in fees}
    if not fees or None in amounts:
        note = _shortened(next((fee.raw for fee in fees if fee.raw), ""))
        return _("Theo biểu phí"), note or _("hỏi nơi tiếp nhận")
    if amounts == FOR_FREE:
        return _("Không mất tiền"), ""
    note = _("theo danh mục thủ tục đã công bố")
    if len(amounts) > 1:
        note = _("tùy trường hợp, theo danh mục thủ tục đã công bố")
    return _amount(amounts), note


def _sums(tariffs: Iterable[Any]) -> set[int]:
    return {row.amount_vnd for row in tariffs}


def _amount(sums: set[int]) -> str:
    least, most = min(sums), max(sums)
    if least == most:
        return formats.dong(most)
    span = _("{least} đến {most}")
    return span.format(least=formats.number(least), most=formats.dong(most))


def _shortened(text: str) -> str:
    return text if len(text) <= NOTE_LETTERS else text[: NOTE_LETTERS - 1].rstrip() + "…"
