"""The public log: how to check it, its checkpoint, its tiles, and the proofs of one dossier."""

from collections.abc import Iterator
from importlib.resources import files

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from thongsuot.domains.dossiers import rules
from thongsuot.domains.ledger import public_log, sealing, witnessing
from thongsuot.domains.ledger.rules import tiles
from thongsuot.domains.ledger.terms import CheckpointUnknown
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.views.entering import DossierVisit, of_dossier, page

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
_TOOLS = {
    name: files("thongsuot.entrypoints.citizen").joinpath(f"{name}.txt")
    for name in ("check_proof", "witness")
}
"""The files of tools/ themselves; no modules of ours, hence their other names here."""
LARGEST = 2**53
"""No log is larger; beyond it a number is none."""
SHORTLY = "public, max-age=5"


def log(request: HttpRequest) -> HttpResponseBase:
    """Explain in plain words what the log is and how anybody checks it."""
    context = {
        "checkpoint": public_log.newest_note(),
        "keys": sealing.log_verifiers(),
        "witnesses": witnessing.policy().verifiers(),
        "address": f"{settings.PUBLIC_URL}{request.path}",
    }
    return page(request, "log", context)


def checkpoint(_request: HttpRequest) -> HttpResponseBase:
    """Give the newest checkpoint (C2SP tlog-checkpoint)."""
    note = public_log.newest_note()
    if note is None:
        raise Http404
    return HttpResponse(note, content_type=TEXT, headers={"Cache-Control": SHORTLY})


def checkpoint_at(_request: HttpRequest, size: int) -> HttpResponseBase:
    """Give the checkpoint of one size."""
    note = public_log.note_at(size) if size <= LARGEST else None
    if note is None:
        raise Http404
    return HttpResponse(note, content_type=TEXT, headers={"Cache-Control": SHORTLY})


def growth(_request: HttpRequest, old: int, new: int) -> HttpResponseBase:
    """Give the proof that between two checkpoints the log only grew."""
    if max(old, new) > LARGEST:
        raise Http404
    try:
        found = public_log.prove_consistency(old, new)
    except CheckpointUnknown as unknown:
        raise Http404 from unknown
    return JsonResponse(
        public_log.growth_document(found),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Cache-Control": SHORTLY},
    )


def log_keys(_request: HttpRequest) -> HttpResponseBase:
    """Give the public keys of the log, oldest first, a line each."""
    lines = "".join(f"{key}\n" for key in sealing.log_verifiers())
    return HttpResponse(lines, content_type=TEXT, headers={"Cache-Control": SHORTLY})


def tool(_request: HttpRequest, name: str) -> HttpResponseBase:
    """Give the independent checker or witness, a file of its own that imports nothing of ours."""
    if name not in _TOOLS:
        raise Http404
    return HttpResponse(
        _TOOLS[name].read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.py"'},
    )


def tile(_request: HttpRequest, level: int, place: str) -> HttpResponseBase:
    """Give one tile of hashes (C2SP tlog-tiles); what a tile once held it holds for ever."""
    found = tiles.parsed(level, place)
    hashes = public_log.read_tile(*found) if found else None
    if hashes is None:
        raise Http404
    return HttpResponse(
        hashes, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER}
    )


@of_dossier
def proofs(_request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Give the applicant the proofs of everything recorded on the dossier, as one file."""
    subject = rules.subject_of(visit.code)
    document = {"dossier": visit.code, "proofs": list(_proofs(subject))}
    name = f"chung-cu-{visit.code}.json"
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return visitor.privately(answer)


def _proofs(subject: str) -> Iterator[dict[str, object]]:
    """Yield a proof for each entry that is sealed; the newest may wait a second or two."""
    for _entry, found in public_log.prove_all(subject):
        if found is not None:
            yield public_log.as_document(found)
