"""Refusals and faults on machine doors: problem details as RFC 9457."""

import json
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from thongsuot.entrypoints.shared.references import reference_of
from thongsuot.entrypoints.shared.sentences import Sentence

MEDIA_TYPE: Final = "application/problem+json"
MACHINE_PREFIXES: Final = (
    "/api/", "/so-ghi/checkpoint", "/so-ghi/khoa", "/so-ghi/tang-them/", "/so-ghi/tile/",
)  # fmt: skip
"""The programs' own addresses, and the data of the public log."""


def is_machine_door(request: HttpRequest) -> bool:
    """Return whether the visitor is a program: it gets JSON, not a page."""
    return request.path.startswith(MACHINE_PREFIXES)


def problem(
    request: HttpRequest,
    *,
    status: HTTPStatus,
    code: str,
    title: str,
    detail: str,
    **members: Any,
) -> HttpResponse:
    """Return one problem document.

    ``code`` is stable and may be branched on; ``title`` and ``detail`` are Vietnamese, for
    people; ``ref`` finds the request in our log.
    """
    document = {
        "type": f"urn:thongsuot:problem:{code}",
        "title": title,
        "status": int(status),
        "detail": detail,
        "code": code,
        "ref": reference_of(request),
        **members,
    }
    return HttpResponse(
        json.dumps(document, ensure_ascii=False), status=int(status), content_type=MEDIA_TYPE
    )


def problem_of(request: HttpRequest, sentence: Sentence, code: str, **members: Any) -> HttpResponse:
    """Return the problem document that says what ``sentence`` says on a page."""
    detail = " ".join(filter(None, (str(sentence.why), str(sentence.what_to_do))))
    return problem(
        request,
        status=sentence.status,
        code=code,
        title=str(sentence.title),
        detail=detail,
        **members,
    )
