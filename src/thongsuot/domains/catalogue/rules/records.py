"""Reading one published procedure into a clean record, saying what is wrong with it.

Source:  field names of the national crawl (data/tthc); codes: docs/law/catalogue.md.
"""

import re
from dataclasses import dataclass

from thongsuot.domains.catalogue.rules import fees, legal, limits
from thongsuot.domains.catalogue.rules.cleaning import (
    Remarks,
    count_of,
    list_of,
    members_of,
    text_at,
    text_of,
)
from thongsuot.domains.catalogue.rules.limits import UnitName
from thongsuot.domains.catalogue.terms import (
    ComponentLine,
    Level,
    Method,
    Origin,
    ProcedureRecord,
    ResultLine,
    SourceRow,
)
from thongsuot.kernel.text import fold, single_line

_CODE = re.compile(r"[1-9]\.[0-9]{6}")
_COMPONENT_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,35}")
"""Uploads keep 40 letters: room is left for what tells two lines of one code apart (``A.2``)."""
_AGENCIES = re.compile(r"[,;\n]")
LEVEL_NAMES = {
    "Cấp bộ": Level.MINISTRY,
    "Cấp tỉnh": Level.PROVINCE,
    "Cấp xã": Level.COMMUNE,
    "Cơ quan khác": Level.OTHER,
}
"""Levels as the national catalogue names them, in the one spelling we keep."""
_LEVELS = {fold(name): name for name in LEVEL_NAMES}
_SOURCE_FIELDS = ("repo", "commit", "path", "published_at", "parsed_by")
_KNOWN = frozenset(ProcedureRecord.__slots__)


@dataclass(frozen=True, slots=True)
class Reference:
    """What reading needs to know: names of units, symbols of legal documents."""

    units: dict[str, UnitName]
    legal_symbols: frozenset[str]


def read_record(row: SourceRow, reference: Reference) -> tuple[ProcedureRecord | None, Remarks]:
    """Return the clean record of ``row``, or None with the refusal in the remarks."""
    remarks = Remarks(row.row)
    values = row.values
    if values is None:
        remarks.refuse("", row.problem, row.reason)
        return None, remarks
    remarks.code = read_code(values, remarks)
    record = _record(values, remarks, reference)
    for name in sorted(values.keys() - _KNOWN):
        remarks.warn(
            single_line(str(name))[:60], "field-unknown", "the field is not known; left out"
        )
    if remarks.refusal:
        return None, remarks
    if row.origin is Origin.RECORD:  # a list names a procedure and does not describe it
        _remark_whole(record, remarks, reference)
    return record, remarks


def _remark_whole(record: ProcedureRecord, remarks: Remarks, reference: Reference) -> None:
    _remark_limits(record, remarks, reference)
    _remark_fees(record, remarks)
    _remark_agencies(record, remarks)


def read_code(values: dict[str, object], remarks: Remarks) -> str | None:
    """Return the code of the row when it has the form ``1.001193``; else note the refusal."""
    value = values.get("code")
    if value is None or value == "":
        remarks.refuse("code", "code-missing", "a procedure without a code cannot be told apart")
        return None
    if not isinstance(value, str):
        remarks.refuse("code", "code-not-text", "a number may have lost its last zeros")
        return None
    code = single_line(value)
    if not _CODE.fullmatch(code):
        remarks.refuse("code", "code-malformed", "a code is a digit, a point and six digits")
        return None
    remarks.code = code
    if code != value:
        remarks.warn("code", "code-trimmed", "blanks around the code were taken away")
    return code


def _record(values: dict[str, object], remarks: Remarks, reference: Reference) -> ProcedureRecord:
    def line(name: str) -> str | None:
        return text_of(values, name, remarks) or None

    return ProcedureRecord(
        code=remarks.code or "",
        name=_name(values, remarks),
        ministry_group=line("ministry_group") or "",
        decision=_bounded(line("decision"), LONGEST_DECISION, "decision", remarks),
        levels=_levels(values, remarks),
        kind=line("kind"),
        field=line("field"),
        applicants=line("applicants"),
        competent_authority=line("competent_authority"),
        executing_agency=line("executing_agency"),
        delegated_agency=line("delegated_agency"),
        coordinating_agency=line("coordinating_agency"),
        receiving_address=line("receiving_address"),
        steps=text_of(values, "steps", remarks, lines=True),
        methods=_methods(values, remarks),
        components=_components(values, remarks),
        legal_bases=_legal_bases(values, remarks, reference),
        results=_results(values, remarks),
        conditions=text_of(values, "conditions", remarks, lines=True) or None,
        source=_source(values, remarks),
    )


def _name(values: dict[str, object], remarks: Remarks) -> str:
    name = text_of(values, "name", remarks)
    if not name:
        remarks.refuse("name", "name-missing", "a procedure has a name")
    return name


def _bounded(text: str | None, longest: int, where: str, remarks: Remarks) -> str | None:
    """Return ``text``; refuses one that is longer than what is kept: cut, it would be another."""
    if text and len(text) > longest:
        remarks.refuse(where, "text-too-long", f"at most {longest} letters are kept here")
    return text


def _levels(values: dict[str, object], remarks: Remarks) -> tuple[str, ...]:
    levels = []
    for place, item in enumerate(list_of(values, "levels", remarks)):
        known = _LEVELS.get(fold(item)) if isinstance(item, str) else None
        if known:
            levels.append(known)
        else:
            remarks.warn(f"levels[{place}]", "level-unknown", "the level is not known; left out")
    return tuple(dict.fromkeys(levels))


def levels_of(record: ProcedureRecord) -> tuple[Level, ...]:
    """Return the levels of the record as codes."""
    return tuple(LEVEL_NAMES[name] for name in record.levels)


def _methods(values: dict[str, object], remarks: Remarks) -> tuple[Method, ...]:
    return tuple(
        Method(
            channel=text_of(item, "channel", remarks, path=path),
            limit=_number(item, path, remarks),
            unit=text_of(item, "unit", remarks, path=path) or None,
            fee_text=text_of(item, "fee_text", remarks, path=path, lines=True),
            fee_amount=_fee_amount(item, path, remarks),
            note=text_of(item, "note", remarks, path=path, lines=True),
        )
        for path, item in members_of(values, "methods", remarks)
    )


def _number(item: dict[str, object], path: str, remarks: Remarks) -> int | float | None:
    value = item.get("limit")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        kind = type(value).__name__
        remarks.refuse(f"{path}limit", "wrong-type", f"a number is expected, not {kind}")
        return None
    if not 0 <= value <= LONGEST_LIMIT:  # not-a-number fails this too
        remarks.warn(f"{path}limit", "limit-out-of-range", "the limit is not believable; left out")
        return None
    return int(value) if value == int(value) else float(value)


def _fee_amount(item: dict[str, object], path: str, remarks: Remarks) -> int | None:
    value = item.get("fee_amount")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_FEE_VND:
        remarks.warn(f"{path}fee_amount", "fee-out-of-range", "not an amount in đồng; left out")
        return None
    return value


def _components(values: dict[str, object], remarks: Remarks) -> tuple[ComponentLine, ...]:
    lines = []
    for path, item in members_of(values, "components", remarks):
        name = text_of(item, "name", remarks, path=path, lines=True)
        if not name:
            remarks.warn(f"{path}name", "component-unnamed", "a component without a name; left out")
            continue
        lines.append(
            ComponentLine(
                group=text_of(item, "group", remarks, path=path),
                name=name,
                originals=count_of(item, "originals", remarks, path=path),
                copies=count_of(item, "copies", remarks, path=path),
                has_form_file=item.get("has_form_file") is True,
                code=_component_code(item, path, remarks),
            )
        )
    return tuple(lines)


def _component_code(item: dict[str, object], path: str, remarks: Remarks) -> str:
    """Return the code that a paper brings, as forms and the record can name it by; else none."""
    code = text_of(item, "code", remarks, path=path)
    if code and not _COMPONENT_CODE.fullmatch(code):
        reason = "letters, digits, points and lines, beginning with a letter; made from the name"
        remarks.warn(f"{path}code", "component-code-unclear", reason)
        return ""
    return code


def _legal_bases(
    values: dict[str, object], remarks: Remarks, reference: Reference
) -> tuple[str, ...]:
    texts = [
        text_at(item, f"legal_bases[{place}]", remarks)
        for place, item in enumerate(list_of(values, "legal_bases", remarks))
    ]
    bases, repaired = legal.repair_bases(texts, reference.legal_symbols)
    if repaired:
        reason = f"{repaired} numbers had swallowed the next word; cut back"
        remarks.warn("legal_bases", "legal-base-repaired", reason)
    odd = sum(not legal.looks_like_number(base) for base in bases)
    if odd:
        reason = f"{odd} entries are not numbers of documents; kept as they are"
        remarks.warn("legal_bases", "legal-base-unclear", reason)
    return bases


def _results(values: dict[str, object], remarks: Remarks) -> tuple[ResultLine, ...]:
    lines = [
        ResultLine(
            name=text_of(item, "name", remarks, path=path),
            code=text_of(item, "code", remarks, path=path) or None,
        )
        for path, item in members_of(values, "results", remarks)
    ]
    return tuple(line for line in lines if line.name)


def _source(values: dict[str, object], remarks: Remarks) -> dict[str, str]:
    given = values.get("source")
    if given is None:
        return {}
    if not isinstance(given, dict):
        remarks.warn("source", "source-unclear", "the source is not an object; left out")
        return {}
    texts = {name: text_of(given, name, remarks, path="source.") for name in _SOURCE_FIELDS}
    return {name: text for name, text in texts.items() if text}


def _remark_limits(record: ProcedureRecord, remarks: Remarks, reference: Reference) -> None:
    if not record.methods:
        remarks.warn("methods", "methods-missing", "no way of applying is published")
    for place, method in enumerate(record.methods):
        where = f"methods[{place}]"
        if limits.find_channel(method.channel) is None:
            remarks.warn(f"{where}.channel", "channel-unknown", "the channel is not known")
        reading = limits.read_limit(method, reference.units)
        name = "limit" if reading.problem in _ABOUT_THE_NUMBER else "unit"
        if reading.problem:
            reason = f"{limits.REASONS[reading.problem]}; no receiving until a person settles it"
            remarks.warn(f"{where}.{name}", reading.problem, reason)
        elif reading.remark:
            remarks.warn(f"{where}.unit", reading.remark, "hours are counted in working time")
    _remark_differing_limits(record, remarks, reference)


_ABOUT_THE_NUMBER = {"limit-missing", "limit-zero", "limit-fraction"}


def _remark_differing_limits(
    record: ProcedureRecord, remarks: Remarks, reference: Reference
) -> None:
    readings = limits.channel_limits(record.methods, reference.units)
    for channel, reading in readings.items():
        if reading.problem == "limits-differ":
            reason = f"{channel}: {limits.REASONS['limits-differ']}"
            remarks.warn("methods", "limits-differ", reason)
    if len({reading.raw for reading in readings.values()}) > 1:
        reason = "the channels have different limits; they are kept apart"
        remarks.warn("methods", "limits-differ-by-channel", reason)


def _remark_fees(record: ProcedureRecord, remarks: Remarks) -> None:
    for place, method in enumerate(record.methods):
        fee = fees.read_fee(method)
        if fee.problem:
            remarks.warn(f"methods[{place}].fee_text", fee.problem, fees.REASONS[fee.problem])


def _remark_agencies(record: ProcedureRecord, remarks: Remarks) -> None:
    if not record.levels:
        remarks.warn("levels", "levels-missing", "no level is published")
    agencies = record.executing_agency
    if not agencies:
        reason = "no executing agency is published; competence comes from its table alone"
        remarks.warn("executing_agency", "executing-agency-missing", reason)
    elif len([name for name in _AGENCIES.split(agencies) if name.strip()]) > 1:
        reason = "several executing agencies; competence comes from its table alone"
        remarks.warn("executing_agency", "executing-agencies-several", reason)


LONGEST_DECISION = 80
LONGEST_LIMIT = 100_000
"""No limit in any unit is longer."""
LARGEST_FEE_VND = 10**12
"""No fee is larger, in đồng."""
