"""What ships with a package as data: JSON in the folder ``data`` beside its modules."""

import json
from importlib.resources import files
from typing import Any


def packaged_json(package: str, *path: str) -> Any:
    """Return what a file under the ``data`` folder of ``package`` holds."""
    return json.loads(files(package).joinpath("data", *path).read_text("utf-8"))
