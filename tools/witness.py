"""Be a witness of a public log: this one file, and nothing of the log's own programs.

    python witness.py new NAME SECRET
    python witness.py look URL --key KEY --secret SECRET --state STATE [--out FILE]
    python witness.py serve HOST:PORT --key KEY... --secret SECRET --state STATE

A witness remembers the newest checkpoint that it saw of a log, and cosigns a newer one only when
the log proves that it grew and that nothing of before was changed. Who trusts the witness need not
fear that the log shows different things to different people.

`new` makes a key in the file SECRET (keep it to yourself) and prints the verifier key for those who
are to know your cosignatures; NAME is a name of yours, such as nhan-chung.example/w1. `look` gets
URL/checkpoint, compares it with what STATE remembers (URL/tang-them/OLD/NEW proves the growth) and
prints the checkpoint with your cosignature: hand it to the operator of the log, or publish it.
`serve` answers the log when it asks by itself (C2SP tlog-witness): put it behind a TLS proxy.

KEY is the log's verifier key (`name+id+base64`): take it from somebody who kept it, or once from
the log's page. What contradicts what was seen before ends with 1; the contradicting checkpoint,
which the log signed, is kept beside STATE: it and the remembered one are the proof.

Needs Python 3.11 and the package `cryptography`. Formats: C2SP signed-note, tlog-checkpoint,
tlog-cosignature (Ed25519), tlog-witness; RFC 6962 consistency proofs.
"""

import argparse
import fcntl
import hashlib
import http.server
import json
import os
import sys
import time
import urllib.error
import urllib.request
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = b"\x01", b"\x04"
EMPTY_ROOT = hashlib.sha256(b"").digest()
PATIENCE_S, LARGEST_BYTES, MOST_STEPS, HASH_BYTES = 20, 64 * 1024, 63, 32
TOO_MANY, FAULTS = 429, 500


class Wrong(Exception):
    """The log contradicts itself or what was seen; ``status`` is what tlog-witness answers."""

    def __init__(self, status: int, why: str, size: int | None = None) -> None:
        super().__init__(why)
        self.status, self.size = status, size


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a signature names its key; ``public`` begins with its kind."""
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]


class Secret:
    """The witness's own key, in a file of two lines: name, key in base64."""

    def __init__(self, file: Path) -> None:
        self.name, private = file.read_text("utf-8").split()
        self._key = Ed25519PrivateKey.from_private_bytes(b64decode(private))
        self._public = WITNESS + self._key.public_key().public_bytes_raw()

    @classmethod
    def made(cls, name: str, file: Path) -> "Secret":
        """Write a new key, for nobody else to read; never over another."""
        private = b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(f"{name}\n{private}\n")
        return cls(file)

    def __str__(self) -> str:
        """Return the verifier key."""
        number = key_id(self.name, self._public).hex()
        return f"{self.name}+{number}+{b64encode(self._public).decode()}"

    def line(self, text: str) -> str:
        """Return the cosignature line for the text of a checkpoint, seen now."""
        now = int(time.time())
        signature = self._key.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        blob = key_id(self.name, self._public) + now.to_bytes(8) + signature
        return f"— {self.name} {b64encode(blob).decode()}\n"


class State:
    """The newest note seen of each log, in a file that is replaced whole."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @contextmanager
    def alone(self) -> Iterator[dict[str, str]]:
        """Give what is remembered to one at a time; what is in it at the end is kept first."""
        with Path(f"{self.file}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            seen = json.loads(self.file.read_text("utf-8")) if self.file.exists() else {}
            before = dict(seen)
            yield seen
            if seen != before:
                self._replace(json.dumps(seen, ensure_ascii=False, indent=1))

    def _replace(self, text: str) -> None:
        fresh = Path(f"{self.file}.new")
        with fresh.open("w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(self.file)

    def accuse(self, note: str) -> Path:
        """Keep a checkpoint that contradicts what is remembered."""
        kept = Path(f"{self.file}.contradiction-{hashlib.sha256(note.encode()).hexdigest()[:12]}")
        kept.write_text(note, "utf-8")
        return kept


def parsed(note: str) -> tuple[str, str, int, bytes]:
    """Return text, origin, size and root of a checkpoint.  Raises: Wrong."""
    text, found, _lines = note.rpartition("\n\n")
    try:
        origin, size, root, *_more = text.split("\n")
        number = int(size)
        root_bytes = b64decode(root, validate=True)
    except ValueError as error:
        raise Wrong(400, "this is no checkpoint") from error
    if not found or str(number) != size or number < 0 or len(root_bytes) != HASH_BYTES:
        raise Wrong(400, "this is no checkpoint")
    return f"{text}\n", origin, number, root_bytes


def opened(note: str, keys: list[str]) -> tuple[str, str, int, bytes]:
    """Return what a checkpoint says where a known log has signed it.  Raises: Wrong."""
    text, origin, size, root = parsed(note)
    known = [key for key in keys if key.partition("+")[0] == origin]
    if not known:
        raise Wrong(404, f"{origin} is no log of which a key was given")
    for line in note.rpartition("\n\n")[2].splitlines():
        name, _, signature = line.removeprefix("— ").partition(" ")
        if name == origin and any(_signed(text, signature, key) for key in known):
            return text, origin, size, root
    raise Wrong(403, "the checkpoint is not signed by the key of its log")


def _signed(text: str, signature: str, key: str) -> bool:
    name, _, rest = key.partition("+")
    public = b64decode(rest.partition("+")[2])
    try:
        blob = b64decode(signature, validate=True)
        if public[:1] != LOG or blob[:4] != key_id(name, public):
            return False
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(blob[4:], text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def grew(old: int, old_root: bytes, new: int, new_root: bytes, steps: list[bytes]) -> bool:
    """Return whether a proof shows that the tree only grew (RFC 9162 section 2.1.4.2)."""
    if old in (0, new):
        return not steps and old_root == (new_root if old == new else EMPTY_ROOT)
    path = [old_root, *steps] if old & (old - 1) == 0 else list(steps)
    if not path:
        return False
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            older, newer = _node(step, older), _node(step, newer)
            while place and place % 2 == 0:
                place, last = place >> 1, last >> 1
        else:
            newer = _node(newer, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (older, newer) == (old_root, new_root)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Witness:
    """What it knows of the logs, and what it answers to a checkpoint."""

    def __init__(self, keys: list[str], secret: Secret, state: State) -> None:
        self.keys, self.secret, self.state = keys, secret, state

    def remembered(self, seen: dict[str, str], origin: str) -> tuple[int, bytes]:
        """Return size and root of the newest checkpoint seen of a log."""
        return parsed(seen[origin])[2:] if origin in seen else (0, EMPTY_ROOT)

    def weighed(self, note: str, old: int, steps: list[bytes]) -> str:
        """Return the cosignature line of a checkpoint that adds to the last.  Raises: Wrong."""
        text, origin, size, root = opened(note, self.keys)
        if old > size:
            raise Wrong(400, "the old size is beyond the checkpoint")
        with self.state.alone() as seen:
            last, last_root = self.remembered(seen, origin)
            if old == last == size and root != last_root:
                self.state.accuse(note)
            if old != last or (old == size and root != last_root):
                raise Wrong(409, f"{last} entries were seen last, of another root or size", last)
            if not grew(old, last_root, size, root, steps):
                raise Wrong(422, f"it is not proved that the log only grew from {last} entries")
            seen[origin] = note
        return self.secret.line(text)

    def looked(self, url: str) -> str:
        """Fetch the newest checkpoint; return it with the cosignature.  Raises: Wrong."""
        note = fetched(f"{url}/checkpoint")
        _text, origin, size, _root = opened(note, self.keys)
        with self.state.alone() as seen:
            last, _last_root = self.remembered(seen, origin)
        try:
            if size < last:
                raise Wrong(422, f"the log has {size} entries, {last} were seen")
            return note + self.weighed(note, last, self._proof(url, last, size))
        except Wrong as wrong:
            if wrong.status not in {409, 422}:
                raise
            if wrong.size not in {None, last}:
                return self.looked(url)  # our own server has seen a newer one meanwhile
            kept = self.state.accuse(note)
            raise Wrong(wrong.status, f"{wrong}; the checkpoint is kept in {kept}") from wrong

    def _proof(self, url: str, last: int, size: int) -> list[bytes]:
        if last in (0, size):
            return []
        try:
            said = json.loads(fetched(f"{url}/tang-them/{last}/{size}"))
            return hashes(said["proof"])
        except (ValueError, KeyError, TypeError, urllib.error.HTTPError) as error:
            if getattr(error, "code", 0) == TOO_MANY or getattr(error, "code", 0) >= FAULTS:
                raise  # an outage is no accusation
            raise Wrong(422, f"the log proves no growth from {last} to {size} entries") from error


def fetched(url: str) -> str:
    """Return what stands at an address."""
    if not url.startswith(("https://", "http://")):
        raise Wrong(400, "an address begins with https:// or http://")
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310 - checked above
        return answer.read(LARGEST_BYTES).decode()


def hashes(words: list[str]) -> list[bytes]:
    """Return the steps of a proof; where one hash ends is not for the log to choose."""
    steps = [b64decode(word, validate=True) for word in words]
    if any(len(step) != HASH_BYTES for step in steps):
        raise ValueError("a step is no hash")
    return steps


def asked(body: bytes) -> tuple[str, int, list[bytes]]:
    """Return note, old size and proof of a request (C2SP tlog-witness).  Raises: Wrong."""
    try:
        head, found, note = body.decode().partition("\n\n")
        first, *steps = head.split("\n")
        word, _, number = first.partition(" ")
        old = int(number) if number.isdecimal() else -1
        proof = hashes(steps)
    except ValueError as error:
        raise Wrong(400, "this is no add-checkpoint request") from error
    if not found or word != "old" or str(old) != number or len(proof) > MOST_STEPS:
        raise Wrong(400, "this is no add-checkpoint request")
    return note, old, proof


def server_of(witness: Witness, host: str, port: int) -> http.server.ThreadingHTTPServer:
    """Return a server that answers POST …/add-checkpoint."""

    class Handler(http.server.BaseHTTPRequestHandler):
        timeout = PATIENCE_S

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not self.path.endswith("/add-checkpoint") or not length.isdecimal():
                return self._tell(404 if length.isdecimal() else 411, "")
            if int(length) > LARGEST_BYTES:
                return self._tell(413, "")
            try:
                return self._tell(200, witness.weighed(*asked(self.rfile.read(int(length)))))
            except Wrong as wrong:
                size = "" if wrong.size is None else f"{wrong.size}\n"
                return self._tell(wrong.status, size, "text/x.tlog.size" if size else "text/plain")

        def _tell(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

    return http.server.ThreadingHTTPServer((host, port), Handler)


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    below = wanted.add_subparsers(dest="what", required=True)
    new = below.add_parser("new", help="make a key of your own")
    new.add_argument("name")
    new.add_argument("secret", type=Path)
    for name, first in (("look", "url"), ("serve", "listen")):
        words = below.add_parser(name)
        words.add_argument(first)
        words.add_argument("--key", action="append", required=True, help="the log's verifier key")
        words.add_argument("--secret", type=Path, required=True)
        words.add_argument("--state", type=Path, required=True)
        words.add_argument("--out", type=Path, help="write the cosigned checkpoint there")
    return wanted.parse_args()


def main() -> int:
    """Do what was asked for; end with 1 when the log does not hold, with 7 when it is not there."""
    given = arguments()
    try:
        if given.what == "new":
            print(Secret.made(given.name, given.secret))
            return 0
        witness = Witness(given.key, Secret(given.secret), State(given.state))
    except FileExistsError:
        print(f"{given.secret} is there already and stays as it is", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"no file {error.filename}: make your key with `new` first", file=sys.stderr)
        return 2
    if given.what == "serve":
        host, _, port = given.listen.rpartition(":")
        with server_of(witness, host, int(port)) as server:
            print(f"cosigns as {witness.secret}", f"at {server.server_address}", flush=True)
            server.serve_forever()
    try:
        note = witness.looked(given.url.rstrip("/"))
    except Wrong as wrong:
        print(f"DOES NOT HOLD: {wrong}", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"the log is not to be reached: {error}", file=sys.stderr)
        return 7
    if not given.out:
        print(note, end="")
        return 0
    given.out.write_text(note, "utf-8")
    print(f"holds: {note.splitlines()[1]} entries, cosigned in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
