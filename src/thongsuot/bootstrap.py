"""The only module that chooses an adapter: a function per port."""

from functools import cache

from django.conf import settings

from thongsuot.adapters.signing.local import LocalSigner
from thongsuot.domains.documents.ports import Signer


@cache
def signer() -> Signer:
    """Return what puts officers' signatures on results."""
    return LocalSigner(settings.SIGNING_FOLDER)
