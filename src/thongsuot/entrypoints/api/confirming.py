"""The platform's door: what became of a payment, told by a message with its checksum.

Nobody logs in here: the checksum, the sum and our own reference decide. A message that is forged
or repeated changes nothing, and is noted with nothing of anybody.
"""

import hashlib
import json
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
from thongsuot.kernel.clock import utc_now

log = structlog.get_logger("thongsuot.payments")
MOST_BYTES: Final = 64 * 1024
SOURCE: Final = "callback"


@csrf_exempt  # a program without cookies; the checksum says who it is
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take in what the platform says of a payment; the answer has a checksum of its own."""
    platform = bootstrap.payment_platform()
    if platform is None or int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return JsonResponse({"MaLoi": "99"}, status=404)
    message, digest = _message(request.body), hashlib.sha256(request.body).hexdigest()
    reference = str(message.get("MaThamChieu", ""))[:24]
    news = _taken_in(platform, message, digest)
    log.info("payment-confirmation", news=news.value, digest=digest[:16])
    accepted = news not in {News.FORGED, News.UNKNOWN}
    return JsonResponse(platform.answer(reference, accepted=accepted, at=utc_now()))


def _taken_in(platform: PaymentPlatform, message: dict[str, Any], digest: str) -> News:
    try:
        said = platform.read(message)
    except MessageForged:
        payments.note("", SOURCE, News.FORGED, None, digest, utc_now())
        return News.FORGED
    return dossiers.accept_payment(said=said, source=SOURCE, digest=digest, at=utc_now())


def _message(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
        json.dumps(said, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
