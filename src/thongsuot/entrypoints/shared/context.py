"""What every page knows of the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from thongsuot.entrypoints.shared.references import reference_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``page``; it reads no table, so that error pages can use it too."""
    hotline = str(settings.HOTLINE)
    return {
        "page": {
            "sample_data": bool(settings.SAMPLE_DATA),
            "province": getattr(settings, "PROVINCE", _("Tỉnh Mẫu")),
            "hotline": hotline,
            "hotline_link": "tel:" + hotline.replace(" ", ""),
            "hotline_hours": str(settings.HOTLINE_HOURS),
            "reference": reference_of(request),
        }
    }
