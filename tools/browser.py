"""See that a Chromium is there for the browser journeys; install Debian's where permitted."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Return 0 when a browser can be found or was installed, else say what to install."""
    if any(shutil.which(name) for name in NAMES):
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("==> installing Debian's Chromium for the browser journeys")
        unasked = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = {"stdout": subprocess.DEVNULL, "env": unasked}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)
        if shutil.which("chromium"):
            return 0
    print(
        "No Chromium was found. Install one (Debian: `apt-get install chromium`), then repeat.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
