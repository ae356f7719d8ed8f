"""Refresh the hashed pins under requirements/ (no registry address is written)."""

import subprocess
import sys
from pathlib import Path

UV = str(Path(sys.executable).with_name("uv"))
COMPILE = [UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
COMPILE += ["--generate-hashes", "--no-header", "--no-annotate"]
COMPILE += ["--no-emit-index-url", "--no-emit-find-links"]


def main() -> None:
    """Compile bootstrap (uv and the build backend), runtime and dev pins."""
    subprocess.run(
        [*COMPILE, "requirements/bootstrap.in", "-o", "requirements/bootstrap.txt"], check=True
    )
    subprocess.run([*COMPILE, "pyproject.toml", "-o", "requirements/runtime.txt"], check=True)
    subprocess.run(
        [*COMPILE, "pyproject.toml", "--extra", "dev", "-o", "requirements/dev.txt"], check=True
    )


if __name__ == "__main__":
    main()
