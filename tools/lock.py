"""Refresh the hashed pins under requirements/ (no registry address is written)."""

import subprocess
import sys
from pathlib import Path

UV = str(Path(sys.executable).with_name("uv"))
COMPILE = [UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
COMPILE += ["--generate-hashes", "--no-header", "--no-annotate"]
COMPILE += ["--no-emit-index-url", "--no-emit-find-links"]


def main() -> None:
    """Compile the pins of bootstrap (uv, build backend), Node.js, runtime and tests."""
    for name in ("bootstrap", "node"):
        subprocess.run(
            [*COMPILE, f"requirements/{name}.in", "-o", f"requirements/{name}.txt"], check=True
        )
    subprocess.run([*COMPILE, "pyproject.toml", "-o", "requirements/runtime.txt"], check=True)
    subprocess.run(
        [*COMPILE, "pyproject.toml", "--extra", "dev", "-o", "requirements/dev.txt"], check=True
    )


if __name__ == "__main__":
    main()
