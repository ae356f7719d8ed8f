"""How two versions of a process differ, step by step."""

from thongsuot.domains.catalogue.rules.process_content import content_of, step_content
from thongsuot.domains.catalogue.terms import Difference, Json, Process


def process_differences(before: Process, after: Process) -> list[Difference]:
    """Return what differs: fields of the whole, then steps that went, came, moved or changed.

    A step is known by its code; its fields are named ``B2.share_minutes``.
    """
    old, new = content_of(before), content_of(after)
    found = [
        Difference(name, old[name], new[name])
        for name in old
        if name != "steps" and old[name] != new[name]
    ]
    was = {step.code: step for step in before.steps}
    now = {step.code: step for step in after.steps}
    found += [Difference(code, step.name, None) for code, step in was.items() if code not in now]
    for code, step in now.items():
        if code not in was:
            found.append(Difference(code, None, step.name))
        else:
            found += _of_step(code, step_content(was[code]), step_content(step))
    if [code for code in was if code in now] != [code for code in now if code in was]:
        found.append(Difference("order", ", ".join(was), ", ".join(now)))
    return found


def _of_step(code: str, old: dict[str, Json], new: dict[str, Json]) -> list[Difference]:
    return [
        Difference(f"{code}.{name}", old[name], new[name]) for name in old if old[name] != new[name]
    ]
