"""The platform's door: what became of a payment, told by a message with its checksum.

Nobody logs in here: the checksum, the sum and our own reference decide. A message that is forged
or repeated changes nothing, and is counted with nothing of anybody.
"""

import hashlib
import json
from http import HTTPStatus
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.payments import services as payments
from thongsuot.domains.payments.ports import MessageForged, PaymentPlatform
from thongsuot.domains.payments.terms import News
from thongsuot.entrypoints.api.throttle import Throttle
from thongsuot.kernel.clock import local_date, utc_now

log = structlog.get_logger("thongsuot.payments")
MOST_BYTES: Final = 64 * 1024
SOURCE: Final = "callback"
FORGED: Final = Throttle(burst=100, a_second=10)
"""What is forged is noted so often; a genuine message is read before and never waits."""


@csrf_exempt  # a program without cookies; the checksum says who it is
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take in what the platform says of a payment; the answer has a checksum of its own."""
    platform = bootstrap.payment_platform(local_date(utc_now()))
    if platform is None:
        return JsonResponse({"MaLoi": "99"}, status=HTTPStatus.NOT_FOUND)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"MaLoi": "99"}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    message, digest = _message(body), hashlib.sha256(body).hexdigest()
    reference = _reference(message)
    try:
        said = platform.read(message)
    except MessageForged:
        return _refused(platform, reference, digest)
    news = dossiers.accept_payment(said=said, source=SOURCE, digest=digest, at=utc_now())
    log.info("payment-confirmation", news=news.value, digest=digest[:16])
    accepted = news is not News.UNKNOWN
    return JsonResponse(platform.answer(reference, accepted=accepted, at=utc_now()))


def _reference(message: dict[str, Any]) -> str:
    """Return what the answer is about; whatever is no reference is not said back."""
    said = message.get("MaThamChieu", "")
    is_one = isinstance(said, str) and said.isascii() and said.isprintable()
    return said[:24] if is_one else ""


def _refused(platform: PaymentPlatform, reference: str, digest: str) -> HttpResponse:
    """Answer a forged message; so many are counted, more of them cost no write at all."""
    calls = FORGED.take()
    if not calls:
        return JsonResponse({"MaLoi": "99"}, status=HTTPStatus.TOO_MANY_REQUESTS)
    payments.count_refused(
        source=SOURCE, news=News.FORGED, digest=digest, at=utc_now(), calls=calls
    )
    log.info("payment-confirmation", news=News.FORGED.value, digest=digest[:16], calls=calls)
    return JsonResponse(platform.answer(reference, accepted=False, at=utc_now()))


def _message(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
        json.dumps(said, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
