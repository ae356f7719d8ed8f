"""Check a proof of the public log on its own: this one file, and nothing of ours.

    python check_proof.py proof.json [--key KEY]...

It needs Python 3.11 and the package `cryptography`, for Ed25519. KEY is a published verifier key
(`name+id+base64`); without one the keys inside the file are believed, which proves only that the
file agrees with itself.

What is checked: the entry has the hash that was handed out; the path leads from the entry to the
root of the checkpoint (RFC 6962); the checkpoint is signed (C2SP signed note).
"""

import argparse
import hashlib
import json
import sys
from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that a path leads to (RFC 9162 section 2.1.3.2)."""
    place, last, reached = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise ValueError("the path is too long")
        if place % 2 or place == last:
            reached = hashlib.sha256(b"\x01" + step + reached).digest()
            while place and place % 2 == 0:
                place, last = place >> 1, last >> 1
        else:
            reached = hashlib.sha256(b"\x01" + reached + step).digest()
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return reached


def opened(note: str, keys: list[str]) -> tuple[str, int, bytes]:
    """Return origin, size and root of a note that one of the keys has signed."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.splitlines():
        name, blob = line.removeprefix("— ").split(" ")
        for key in keys:
            owner, _, rest = key.partition("+")
            public = b64decode(rest.partition("+")[2])
            number = hashlib.sha256(owner.encode() + b"\n" + public).digest()[:4]
            if owner == name and b64decode(blob)[:4] == number:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(
                    b64decode(blob)[4:], text.encode()
                )
                origin, size, root, *_ = text.split("\n")
                return origin, int(size), b64decode(root)
    raise ValueError("none of the keys has signed the checkpoint")


def check(proof: dict, keys: list[str]) -> str:
    """Return what holds, in a sentence; raise ValueError or InvalidSignature for what does not."""
    entry = b64decode(proof["entry"])
    if hashlib.sha256(entry).hexdigest() != proof["hash"]:
        raise ValueError("the entry does not have this hash")
    said = json.loads(entry)
    if (said["subject"], said["seq"]) != (proof["subject"], proof["seq"]):
        raise ValueError("the entry is another one")
    origin, size, root = opened(proof["checkpoint"], keys)
    leaf = hashlib.sha256(b"\x00" + entry).digest()
    path = [b64decode(step) for step in proof["path"]]
    if root_from(leaf, proof["index"], size, path) != root:
        raise ValueError("the path does not lead to the root of the checkpoint")
    return f"holds: {said['act']} at {said['at']} is entry {proof['index']} of {size} in {origin}"


def main() -> int:
    """Check one file; end with 1 when it does not hold."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("proof")
    asked.add_argument("--key", action="append", default=[], help="a published verifier key")
    given = asked.parse_args()
    with open(given.proof, encoding="utf-8") as file:
        proof = json.load(file)
    try:
        print(check(proof, given.key or proof["keys"]))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        return 1
    except InvalidSignature:
        print("DOES NOT HOLD: the signature of the checkpoint is wrong", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
