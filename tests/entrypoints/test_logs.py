"""Log lines: JSON, with the reference, without messages that may quote a person's data."""

import json
import subprocess
import sys

PROGRAM = """
import logging, structlog
from thongsuot.entrypoints.shared import logs
logs.configure({"level": "INFO"})
with structlog.contextvars.bound_contextvars(reference="K7M2QX4P"):
    structlog.get_logger("ours").info("request", path="/tra-cuu/")
    try:
        raise ValueError("079205001234")
    except ValueError:
        structlog.get_logger("ours").exception("fault")
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/x/")
logging.getLogger("django.request").warning("Not Found: %s", "/said by our own line/")
logging.getLogger("someone").debug("too quiet to be heard")
"""


def _lines() -> list[dict[str, object]]:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert ran.stdout == ""
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_lines_are_json_on_stderr_with_the_reference_and_no_message_of_a_fault():
    lines = _lines()
    assert [line["event"] for line in lines] == [
        "request",
        "fault",
        "Internal Server Error: /x/",
    ]
    assert {line["reference"] for line in lines} == {"K7M2QX4P"}
    for line in lines[1:]:
        assert line["fault"] == "builtins.ValueError"
        assert line["passed"]
    assert "079205001234" not in json.dumps(lines)
