"""Where a visitor comes from, also when proxies stand before the server."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

HEADER = "HTTP_X_FORWARDED_FOR"
OF_A_VISITOR = 64
"""Bits of an IPv6 address that a line is given; the others its owner chooses."""


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


def is_known(request: HttpRequest) -> bool:
    """Return whether the address is the visitor's, and not a proxy's that was not named.

    A private address may be either where no proxy is named.
    """
    if settings.PROXIES:
        return True
    try:
        return ip_address(client_address(request)).is_global
    except ValueError:
        return False


def client_network(request: HttpRequest) -> str:
    """Return what one visitor cannot change at will: the address, of IPv6 its first 64 bits."""
    written = client_address(request)
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if not isinstance(address, IPv6Address):
        return written
    mapped = address.ipv4_mapped
    return str(mapped or ip_network((address, OF_A_VISITOR), strict=False))
