"""Structured log lines: JSON on stderr, each with the reference of its request.

No personal data: request lines carry the path without its query, and a fault is told by its type
and the places it went through, never by its message, which may quote a value.
"""

import logging
import logging.config
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

CHATTERING = (
    "pikepdf._core",
    "procrastinate.blueprints",
    "procrastinate.periodic",
    "procrastinate.jobs",
)
"""Loggers of libraries that tell at every start, minute or request that all is as it should be."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(config: Mapping[str, Any]) -> None:
    """Send everything that is logged in this process to stderr as JSON.

    ``config`` is the setting LOGGING: ``{"level": "INFO"}``.
    """
    level = str(config.get("level", "INFO"))
    structlog.configure(
        processors=CHAIN,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_handlers(level))


def _handlers(level: str) -> dict[str, Any]:
    # Django's own handlers (mail to administrators, coloured console) are replaced: one way out.
    # What Django says of an answer under 500 it says when the reference is gone again; our own
    # line on the request has status and reference.
    quiet = {"handlers": [], "propagate": True}
    seldom = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
                "foreign_pre_chain": [*BEFORE, _drop_django_request_object],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **dict.fromkeys(("django", "django.server"), quiet),
            "django.request": {**quiet, "level": "ERROR"},
            **dict.fromkeys(CHATTERING, seldom),
        },
    }


def fault_without_message(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace a traceback by the type of the fault and where it passed."""
    info = event.pop("exc_info", None)
    fault = _fault_of(info)
    if fault is not None:
        event["fault"] = f"{type(fault).__module__}.{type(fault).__qualname__}"
        event["passed"] = [
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(fault.__traceback__)
        ]
    return event


def _fault_of(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return cast(ExcInfo, info)[1]
    return sys.exc_info()[1] if info else None


def _drop_django_request_object(
    _logger: WrappedLogger, _method: str, event: EventDict
) -> EventDict:
    event.pop("request", None)
    return event


BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    fault_without_message,
]
CHAIN: list[Processor] = [*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
"""One list for the whole process: a logger that has spoken keeps the list it was given, so that
configuring again with another would leave it out of what is changed later."""
