"""What carriers of messages over HTTP have in common: a request and an answer in JSON."""

import json
from collections.abc import Mapping
from typing import Any

from thongsuot.adapters import http_call
from thongsuot.adapters.http_call import NoAnswer
from thongsuot.domains.exchange.ports import CarrierDown, TryLater


def ask(
    url: str, body: Mapping[str, Any], headers: Mapping[str, str], *, patience_s: float
) -> dict[str, Any]:
    """Return what a carrier answers to a request.

    Units:   ``patience_s`` in seconds.
    Raises:  CarrierDown where nobody answers or the carrier says that it cannot; TryLater where
             what it says cannot be read.
    """
    sent = {"Content-Type": "application/json", **headers}
    try:
        answer = http_call.post(url, json.dumps(body).encode(), sent, patience_s=patience_s)
    except NoAnswer as error:
        raise CarrierDown(error.code) from error
    if answer.status != 200:
        raise CarrierDown(f"http-{answer.status}")
    try:
        said = json.loads(answer.body)
    except ValueError as error:
        raise TryLater("unreadable") from error
    if not isinstance(said, dict):
        raise TryLater("unreadable")
    return said
