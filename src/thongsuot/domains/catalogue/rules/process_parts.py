"""Parts of linked procedures, checked before a process is published: each must reach somebody.

A part is an opinion beside a step whose basis says that it is owed until it is done.
"""

from collections.abc import Collection, Iterator, Mapping

from thongsuot.domains.catalogue.terms import Fault, OpinionBeside, Process
from thongsuot.domains.organisation.terms import AgencyKind


def part_words(process: Process, part: OpinionBeside) -> str:
    """Return what the agency of a part is asked: the part, and of what it is one."""
    return f"{part.name} ({process.name})"


def check_parts(
    process: Process,
    *,
    owed: Collection[str],
    workers: Mapping[AgencyKind, Collection[str]],
    settlers: Collection[str],
    letters: int,
) -> Iterator[Fault]:
    """Yield what would keep a part from being sent, or a signature waiting without a word.

    ``workers`` are the agencies of each kind that have somebody to do a part, ``settlers`` those
    that settle the procedure: none of them does a part of its own dossier. A part's words have
    ``letters`` at least.
    Source:  NĐ 61/2018 Art. 19(6)(b): each agency has its work and its limit.
    """
    for step in process.steps:
        for part in (one for one in step.opinions if one.basis in owed):
            if part.limit_minutes is None:
                reason = f"the part {part.code} of another agency names no limit"
                yield Fault(step.code, "opinions", "part-without-limit", reason)
            if not part.must:
                reason = f"nothing is signed without the part {part.code}"
                yield Fault(step.code, "opinions", "part-always-owed", reason, refuses=False)
            if len(part_words(process, part)) < letters:
                reason = f"the part {part.code} is named too shortly to be sent"
                yield Fault(step.code, "opinions", "part-name-short", reason)
            there = set(workers.get(part.agency_kind, ()))
            if any(not there - {settler} for settler in settlers):
                reason = f"the part {part.code} has no other agency to go to"
                yield Fault(step.code, "opinions", "part-to-nobody", reason)
