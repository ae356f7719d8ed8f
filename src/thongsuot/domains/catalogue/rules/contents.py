"""The content of a version: what its digest covers, and the codes of its papers."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from itertools import count

from thongsuot.domains.catalogue.terms import (
    ComponentLine,
    Json,
    ProcedureRecord,
)
from thongsuot.kernel.canonical import canonical_json

Content = dict[str, Json]


def content_of(record: ProcedureRecord) -> Content:
    """Return the content of ``record`` under its published field names, without its source."""
    content: Content = asdict(record)
    del content["source"]
    content["components"] = [_without_empty_code(asdict(line)) for line in record.components]
    for name in ("levels", "methods", "legal_bases", "results"):
        content[name] = list(content[name])  # type: ignore[arg-type]  # tuples of JSON values
    return content


def _without_empty_code(line: Content) -> Content:
    return line if line["code"] else {name: line[name] for name in line if name != "code"}


def digest_of(content: Content) -> str:
    """Return the SHA-256 of the canonical JSON of ``content``: equal digests, equal content."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def component_codes(lines: tuple[ComponentLine, ...]) -> list[str]:
    """Return a code for each line: its own, or one made from its name, so that it stays.

    A paper keeps its code from version to version as long as its name stays the same.
    """
    codes: list[str] = []
    for line in lines:
        codes.append(_free(line.code or f"TP-{_name_hash(line.name)}", codes))
    return codes


def _free(code: str, taken: Sequence[str]) -> str:
    """Return ``code``, numbered on where a line before has it: ``A``, ``A.2``, ``A.3``."""
    if code not in taken:
        return code
    return next(name for n in count(2) if (name := f"{code}.{n}") not in taken)


def _name_hash(name: str) -> str:
    plain = " ".join(name.casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:8]
