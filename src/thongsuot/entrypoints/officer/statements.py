"""A personal statement in words: what the record says of one officer, and what he answered."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.terms import Happening, Statement, StatementEvent
from thongsuot.domains.custody.terms import Opinion
from thongsuot.domains.documents.evidence import StatementPaper
from thongsuot.domains.dossiers.terms.objections import ObjectionOutcome
from thongsuot.entrypoints.officer.words import (
    CAUSES,
    OPINIONS,
    PARTS,
    RETURN_REASONS,
    TIMINGS,
)
from thongsuot.entrypoints.shared.evidence import LOG_PAGE
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime, names_of
from thongsuot.entrypoints.shared.figures.sections import days
from thongsuot.entrypoints.shared.figures.tables import Table
from thongsuot.kernel import formats

HAPPENINGS: Final[Mapping[Happening, str | Promise]] = {
    Happening.RETURNED_TO_HIM: later("chuyển đi, bị trả lại"),
    Happening.RETURNED_BY_HIM: later("được chuyển, đã trả lại"),
    Happening.SILENT: later("nhận do im lặng quá hạn trả lời"),
    Happening.UNANSWERED: later("chuyển đi, bên kia im lặng quá hạn"),
    Happening.OPINION_GIVEN: later("được hỏi ý kiến, trả lời đúng hạn"),
    Happening.OPINION_LATE: later("được hỏi ý kiến, trả lời quá hạn"),
    Happening.OPINION_SILENT: later("vị trí được hỏi ý kiến, im lặng quá hạn"),
    Happening.OPINION_WAITING: later("vị trí được hỏi ý kiến, đang chờ trả lời"),
    Happening.PART_DONE: later("phần việc liên thông, trả lời đúng hạn"),
    Happening.PART_LATE: later("phần việc liên thông, trả lời quá hạn"),
    Happening.PART_OWED: later("vị trí được giao phần việc liên thông, chưa làm xong"),
    Happening.REQUEST_SIGNED: later("ký yêu cầu bổ sung"),
    Happening.REQUEST_DRAFTED: later("soạn yêu cầu bổ sung"),
    Happening.GUIDED: later("hướng dẫn bổ sung trước khi tiếp nhận"),
    Happening.REQUEST_KEPT: later("người nộp không đồng ý, yêu cầu bổ sung được giữ nguyên"),
    Happening.REQUEST_TAKEN_BACK: later("người nộp không đồng ý, yêu cầu bổ sung bị rút lại"),
    Happening.OBJECTION_ANSWERED: later("trả lời người nộp không đồng ý, đúng hạn"),
    Happening.OBJECTION_LATE: later("trả lời người nộp không đồng ý, quá hạn"),
    Happening.REDATING_SIGNED: later("ký xin lỗi, hẹn lại ngày trả"),
    Happening.REDATING_DRAFTED: later("soạn xin lỗi, hẹn lại ngày trả"),
    Happening.REDATED_WITH_HIM: later("hẹn lại ngày trả trong lúc đang giữ"),
    Happening.RULING_ASKED: later("chuyển đi trả lại, trình cấp trên phân định"),
    Happening.RULING_GIVEN: later("phân định cơ quan có thẩm quyền"),
    Happening.RULING_RECEIVED: later("được cấp trên phân định"),
}
REASONS: Final[Mapping[str, str | Promise]] = {
    "again": later("hồ sơ đã được yêu cầu bổ sung trước đó"),
    "overdue": later("đã quá hạn trả lời"),
    str(ObjectionOutcome.UPHELD): later("chấp nhận ý kiến, rút yêu cầu bổ sung"),
    str(ObjectionOutcome.REJECTED): later("giữ nguyên yêu cầu bổ sung"),
    **{str(code): words for code, words in RETURN_REASONS.items()},
    **{str(code): words for code, words in OPINIONS.items() if code},
    **{str(code): words for code, words in CAUSES.items()},
    **TIMINGS,
}


def statement_sentence(told: Statement, time: WorkingTime) -> str:
    """Return what the statement comes to."""
    n = len({*(row.code for row in told.rows), *(event.code for event in told.events)})
    if not n:
        return _("Trong kỳ không có hồ sơ nào liên quan")
    if not told.rows:
        return _("Liên quan {n} hồ sơ, không giữ hồ sơ nào").format(n=formats.number(n))
    said = _("Liên quan {n} hồ sơ, giữ {held} làm việc").format(
        n=formats.number(n), held=time.words(told.held)
    )
    late = sum(1 for row in told.rows if row.late)
    if not late:
        return _("{said}; không chịu phần trễ nào").format(said=said)
    return _("{said}; chịu {late} trễ của {n} hồ sơ").format(
        said=said, late=time.words(told.late), n=formats.number(late)
    )


def rows_table(told: Statement, time: WorkingTime) -> Table:
    """Return the dossiers, the ones he bears lateness of first."""
    return Table(
        name="ho-so",
        caption=_("Từng hồ sơ"),
        head=[
            _("Mã hồ sơ"), _("Đã giữ (ngày)"), _("Phần được dùng (ngày)"), _("Vượt phần (ngày)"),
            _("Chờ trả lời, phân định, yêu cầu đã rút (ngày)"), _("Đồng hồ dừng (ngày)"),
            _("Hồ sơ quá hạn (ngày)"), _("Phần trễ phải chịu (ngày)"), _("Phần trễ (phút)"),
        ],
        rows=[
            [
                row.code, time.days(row.held), time.days(row.share), time.days(row.over),
                time.days(row.awaiting), time.days(row.paused), time.days(row.whole_late),
                time.days(row.late), row.late,
            ]
            for row in told.rows
        ],
        numbers=frozenset(range(1, 9)),
        late=frozenset({8}),
    )  # fmt: skip


def events_sentence(told: Statement) -> str:
    """Return how often each thing happened, in the order of the words; nothing where none did."""
    counted = [(words, told.count(what)) for what, words in HAPPENINGS.items()]
    return "; ".join(
        _("{what}: {n} lần").format(what=words, n=formats.number(n)) for words, n in counted if n
    )


def events_table(told: Statement, names: Names) -> Table:
    """Return what happened to him or by his hand besides holding, oldest first."""
    return Table(
        name="su-kien",
        caption=_("Trả lại, ý kiến, bổ sung, hẹn lại, phân định"),
        head=[_("Mã hồ sơ"), _("Việc"), _("Lúc"), _("Bên kia, nơi được nêu"), _("Lý do, kết quả")],
        rows=[
            [
                event.code, str(HAPPENINGS[event.what]), formats.moment(event.at),
                _other_side(event, names), _reason(event),
            ]
            for event in told.events
        ],
    )  # fmt: skip


def _reason(event: StatementEvent) -> str:
    if event.what in {Happening.PART_DONE, Happening.PART_LATE}:
        return str(PARTS[Opinion(event.reason)])
    return str(REASONS.get(event.reason, ""))


def _other_side(event: StatementEvent, names: Names) -> str:
    """Return who else had to do with it; nobody is named where that was the citizen."""
    if not event.agency:
        return ""
    if not event.post:
        return names.agency(event.agency)
    return _("{post}, {agency}").format(
        post=names.post(event.post), agency=names.agency(event.agency)
    )


def names_for(told: Statement) -> Names:
    """Return the names that a statement needs."""
    return names_of(
        {event.agency for event in told.events}, {event.post for event in told.events},
        {told.officer},
    )  # fmt: skip


def document_of(told: Statement, names: Names) -> dict[str, Any]:
    """Return the statement for programs: minutes, codes, instants."""
    return {
        "officer": names.officers.get(told.officer, ""),
        "from": told.period.first.isoformat(),
        "to": told.period.last.isoformat(),
        "as_of": told.at.isoformat(),
        "held_minutes": told.held,
        "late_minutes": told.late,
        "dossiers": [_fields(row) for row in told.rows],
        "events": [
            {"what": event.what, "code": event.code, "at": event.at.isoformat(),
             "agency": names.code(event.agency), "reason": event.reason}
            for event in told.events
        ],
        "answers": [
            {"code": answer.code, "entry": answer.entry, "at": answer.at.isoformat(),
             "words": answer.words}
            for answer in told.explained
        ],
    }  # fmt: skip


def data_of(told: Statement, names: Names) -> bytes:
    """Return the machine-readable file."""
    return json.dumps(document_of(told, names), ensure_ascii=False, indent=1).encode()


def paper_of(told: Statement, names: Names, time: WorkingTime, *, data_name: str) -> StatementPaper:
    """Return the statement as it is printed; the file of the same statement by its hash."""
    rows, events = rows_table(told, time), events_table(told, names)
    return StatementPaper(
        officer=names.officers.get(told.officer, ""), period=days(told.period),
        sentence=statement_sentence(told, time),
        dossier_heads=tuple(map(str, rows.head)), dossiers=_texts(rows),
        event_heads=tuple(map(str, events.head)), events=_texts(events),
        answers=tuple(
            (_("{code}, dòng {n} trong sổ, {when}").format(
                code=answer.code, n=answer.entry, when=formats.moment(answer.at)), answer.words)
            for answer in told.explained
        ),
        data_name=data_name, data_sha256=hashlib.sha256(data_of(told, names)).hexdigest(),
        check_url=f"{settings.PUBLIC_URL}{LOG_PAGE}",
    )  # fmt: skip


def _texts(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text for text, _head, _class in cells) for cells in table.cells)


def _fields(row: object) -> dict[str, Any]:
    return {
        name if name == "code" else f"{name}_minutes": getattr(row, name)
        for name in row.__dataclass_fields__  # type: ignore[attr-defined]  # a row of a statement
    }


def csv_rows(tables: Sequence[Table]) -> tuple[Sequence[str], list[Sequence[Any]]]:
    """Return two tables one under the other, as one file."""
    first, *others = tables
    rows: list[Sequence[Any]] = list(first.rows)
    for table in others:
        rows += [[], table.head, *table.rows]
    return first.head, rows
