"""A template is tried in a process of its own, against invented words, before it is published.

The child has little memory and time and no secret; what its template asks of a network finds
none. A template is told where it is wrong: line and column of what was sent in.

On the wire: the child reads the name of the paper on one line and the template after it, and
answers with one line of JSON.
"""

import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from thongsuot.domains.documents.terms import TemplateBroken

MEMORY_BYTES: Final = 2 * 1024**3
CPU_SECONDS: Final = 20
WALL_SECONDS: Final = 40
MOST_BYTES: Final = 200_000
IMPORT: Final = '#import "common.typ": *'
Told = dict[str, str | int]
_SOURCE: Final = str(Path(__file__).resolve().parents[3])
_NOWHERE: Final = "http://127.0.0.1:9"
_REACHING: Final = re.compile(r"\b(import|include|eval|std|plugin)\b")
_PLACE: Final = re.compile(r"__typst_py_bytes__\.typ:(\d+):(\d+)")


def check(paper: str, source: str) -> int:
    """Return with how many invented papers a template was tried, all of them printed.

    Raises:  TemplateBroken with line and column (1 the first, 0 unknown) and what is wrong.
    """
    _check_reach(source)
    told = _tried(paper, source)
    if "problem" in told:
        raise TemplateBroken("the template does not print", **told)
    return int(told["tried"])


def _check_reach(source: str) -> None:
    """Refuse a template that is too long, or reaches for more than the common one.

    It may begin with the import of the common template; packages, other files that run and text
    that is run are refused by the word, wherever it stands.
    """
    if len(source.encode()) > MOST_BYTES:
        raise TemplateBroken("too long", line=0, column=0, problem=f"over {MOST_BYTES} bytes")
    for number, line in enumerate(source.split("\n"), start=1):
        found = _REACHING.search(line) if line.strip() != IMPORT else None
        if found:
            raise TemplateBroken(
                "the template reaches for more than it may", line=number,
                column=found.start() + 1, problem=f"{found[0]}: only {IMPORT} is allowed",
            )  # fmt: skip


def _tried(paper: str, source: str) -> Told:
    command = [sys.executable, "-P", "-B", "-m", __name__]
    nothing: Told = {"line": 0, "column": 0, "problem": "it did not come to an end"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, no word of it from outside
            command,
            input=f"{paper}\n{source}".encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PYTHONPATH": _SOURCE, "HTTP_PROXY": _NOWHERE, "HTTPS_PROXY": _NOWHERE},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return dict(nothing)
    if ended.returncode != 0 or not ended.stdout:
        return dict(nothing)
    answer: Told = json.loads(ended.stdout)
    return answer


def main() -> None:
    """Answer one request on standard input, inside the limits."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    import typst  # loads inside the limits

    from thongsuot.domains.documents import forms, printing, samples

    paper, _, source = sys.stdin.buffer.read().partition(b"\n")
    name = paper.decode()
    tried = [
        (words, size) for words in samples.samples_of(name) for size in forms.papers()[name].sizes
    ]
    try:
        for said, size in tried:
            printing.render(said, at=samples.AT, sample=True, source=source, size=size)
        answer: Told = {"tried": len(tried)}
    except typst.TypstError as error:
        answer = _told(error.message, error.diagnostic)
    sys.stdout.write(json.dumps(answer))


def _told(message: str, diagnostic: str) -> Told:
    """Return where a template is wrong: the last place in it that the compiler names."""
    places = _PLACE.findall(diagnostic)
    line, column = map(int, places[-1]) if places else (0, -1)
    return {"line": line, "column": column + 1, "problem": message}


if __name__ == "__main__":
    main()
