"""How much one network may send: counted where the visitor's own address is really known."""

import os
from typing import BinaryIO

from django.http import HttpRequest

from thongsuot.domains.dossiers import services
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.shared.origins import client_network, is_known
from thongsuot.entrypoints.shared.uploads import Keep


def count_draft(request: HttpRequest) -> None:
    """Count one draft more.  Raises: SentTooMuch."""
    if is_known(request):
        services.take_room(network=client_network(request), at=visitor.now(), drafts=1)


def counted(request: HttpRequest, keep: Keep) -> Keep:
    """Return ``keep`` with each file counted before it is read; it raises SentTooMuch too."""
    if not is_known(request):
        return keep

    def keep_within(component: str, name: str, content: BinaryIO) -> object:
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        network = client_network(request)
        services.take_room(network=network, at=visitor.now(), files=1, size=size)
        return keep(component, name, content)

    return keep_within
