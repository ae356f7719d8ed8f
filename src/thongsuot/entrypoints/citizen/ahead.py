"""What still lies before a dossier by the process it follows, as the applicant reads it."""

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_ahead import steps_ahead
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.shared.process_words import lane_in_words


def ahead_of(view: DossierView) -> list[tuple[str, str]]:
    """Return the steps still to come, each with whose work it is; posts, nobody's name.

    Nothing while nobody holds the dossier, or where it follows no process.
    """
    if view.way is None or view.holder is None:
        return []
    process = processes.process_by_id(view.way.version_id).process
    return [(step.name, lane_in_words(step.lane)) for step in steps_ahead(process, view.way.step)]
