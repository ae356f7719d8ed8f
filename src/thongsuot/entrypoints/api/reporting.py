"""Where carriers say what became of a letter: the SMS gateway by an address, Zalo by an event.

Nobody logs in here: the mark in the address, or the signature, decides. A report that is forged,
repeated or late changes nothing, and the log holds nothing of anybody.
"""

from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from thongsuot import bootstrap
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import Report, ReportFate
from thongsuot.entrypoints.shared import errors
from thongsuot.kernel.clock import utc_now

log = structlog.get_logger("thongsuot.messages")
MOST_BYTES: Final = 64 * 1024


@require_GET
def sms(request: HttpRequest) -> HttpResponse:
    """Take in what the SMS gateway reports."""
    return _answer(request, bootstrap.sms_report(request.GET.dict()))


@csrf_exempt  # a program without cookies; its signature says who it is
@require_POST
def zalo(request: HttpRequest) -> HttpResponse:
    """Take in what Zalo reports."""
    body = request.read(MOST_BYTES + 1)
    too_long = len(body) > MOST_BYTES
    return _answer(request, None if too_long else bootstrap.zalo_report(body, request.headers))


def _answer(request: HttpRequest, report: Report | None) -> HttpResponse:
    """Answer in the same way whether or not the letter is ours: nobody learns of one here."""
    fate = exchange.take_report(report=report, at=utc_now()) if report else ReportFate.FORGED
    log.info("delivery-report", fate=fate.value, channel=report.channel.value if report else "")
    if fate is ReportFate.FORGED:
        return errors.answer(request, errors.FORBIDDEN, "report-forged")
    return JsonResponse({})
