"""Where a visitor comes from, also when proxies stand before the server."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

HEADER = "HTTP_X_FORWARDED_FOR"


def client_address(request: HttpRequest) -> str:
    """Return the address of the visitor; nothing for a local socket.

    ``PROXIES`` says how many proxies of ours stand before the server. Each writes whom it heard
    at the end of ``X-Forwarded-For``; what stands before that, the visitor may have invented.
    """
    nearest = str(request.META.get("REMOTE_ADDR") or "")
    heard = str(request.META.get(HEADER, "")).split(",") if settings.PROXIES else []
    if len(heard) < max(settings.PROXIES, 1):
        return nearest
    try:
        return str(ip_address(heard[-settings.PROXIES].strip()))
    except ValueError:
        return nearest
