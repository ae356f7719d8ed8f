"""Check proofs of the public log on their own: this one file, and nothing of ours.

    python check_proof.py FILE [--key KEY]... [--witness KEY]... [--quorum N]
    python check_proof.py evidence FILE [--key KEY]... [--witness KEY]... [--quorum N]
                                        [--brought WORDS --salt SALT]
    python check_proof.py consistency FILE [--kept CHECKPOINT] [--key KEY]...

FILE is a proof as it was handed out: of one entry, of all entries of a dossier, of the evidence of
a dossier (`evidence`), or of the growth of the log between two checkpoints (`consistency`).

It needs Python 3.11 and the package `cryptography`, for Ed25519. KEY is a published verifier key
(`name+id+base64`); without one the keys inside the file are believed, which proves only that the
file agrees with itself.

What is checked:
- of an entry: that it has the hash that was handed out, and names the one before it; that the path
  leads from it to the root of the checkpoint (RFC 6962); that the checkpoint is signed (C2SP signed
  note) and, if asked for, cosigned by N of the witnesses (C2SP tlog-cosignature);
- of the growth between two checkpoints: that entries were added and none was changed (RFC 6962
  section 2.1.2); with `--kept`, that the older of them is the very one that you kept;
- of evidence: that its entries reach to the one by which it was taken, and that the checkpoint over
  all is signed, too; that every paper, those sent in and the signed result included, is one to
  which an entry commits; that one officer held it after another, each from the entry that gave it
  to him; that the promised dates are those of the entries, set and counted as these say, and so the
  answers of officers, what they wrote when they handed it over, returned, ruled or gave an opinion,
  and what was brought to the counter; and that none of these is missing.

A paper that you hold is the one in the file if its SHA-256 is. Who brought something to the counter
is named nowhere in it: `--brought WORDS --salt SALT` says whether an entry commits to what you know
of that; who may read the name finds the salt beside it. Evidence of before visits were told shows
none: a note tells what its entries say of them.

A line that begins with "holds" or "adds up" was checked, "follows" is an entry that is not
sealed yet, and a "NOTE" says what the file does not prove. It ends with 0 when all holds, with 1
when something does not, which it names, and with 2 when there is nothing to be read.
"""

import argparse
import hashlib
import json
import sys
from base64 import b64decode
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

COSIGNATURE = 4
EMPTY_ROOT = hashlib.sha256(b"").digest()

FIRST_FORMAT = "thongsuot-evidence/1"
"""Of evidence that told no visits; the entry of its taking stated no format."""
WORDLESS = {FIRST_FORMAT, "thongsuot-evidence/2"}
"""Of evidence that told of what officers wrote only their answers to the record."""
GIVING = {"received", "handover_accepted", "handover_accepted_by_silence", "custody_reassigned"}
"""The acts that give a dossier to an officer."""
KINDS = {
    "submitted": "upload",
    "supplement_received": "upload",
    "decision_signed": "result",
    "payment_requested": "payment_notice",
    "extension_signed": "apology",
    "submission_guided": "supplement",
    "supplement_requested": "supplement",
    "refused": "refusal_to_receive",
    "stopped": "stop_notice",
}
"""The kind of paper to which these acts commit without naming it."""
REASONS = {
    "received": {"receipt"},
    "supplement_received": {"supplement", "pause"},
    "payment_confirmed": {"pause"},
    "due_date_recounted": {"calendar"},
}
"""Why a date may have been set by these acts."""
BROUGHT = {
    "supplement_received": "supplement",
    "submission_completed": "supplement",
    "withdrawn": "withdrawal",
}
"""What is brought to the counter with these acts."""
WORDS = {
    "handover_offered": ("why",),
    "handover_referred": ("why",),
    "handover_returned": ("legal_basis", "explanation"),
    "opinion_asked": ("question",),
    "opinion_given": ("text",),
    "dispute_decided": ("legal_basis",),
    "custody_reassigned": ("why",),
    "objection_upheld": ("reason",),
    "objection_rejected": ("reason",),
}
"""What officers wrote with these acts, by the names under which the entries commit to it."""
COUNTED_BY = ("limit", "unit", "calendar", "rule")
WAITED = {"waited": None, "waited_in": "", "waiting_rule": ""}
"""What an entry says of a date, and of what was waited for it; this where nothing was."""

KEYS_OF_ITS_OWN = (
    "NOTE: no --key was given, the keys inside the file were believed; this shows only that the "
    "file agrees with itself, not whose it is. Published keys: the page /so-ghi, or who kept them."
)
OLDER_OF_ITS_OWN = (
    "NOTE: no --kept was given, the older checkpoint is the one inside the file: a log that was "
    "written anew could bring two that agree. Give the one that you, or somebody else, kept."
)
NOTICE = "NOTE: no entry states until when the apology had to be given, only how it stood in time."
NAMES = "NOTE: names of officers and titles of posts are no part of the record, only their numbers."
NO_VISITS = (
    "NOTE: taken before evidence told visits: it does not show what was brought to the counter. "
    "What its entries say of that follows, and nothing in the file was compared with it."
)
NO_WORDS = (
    "NOTE: taken before evidence told what officers wrote: reasons, questions and rulings are not "
    "in it, and what the paper beside it quotes of them was compared with nothing."
)
RECKONED = (
    "NOTE: whose the lateness is was reckoned from the entries, by a rule of the system; it is no "
    "entry itself."
)


# --- whose signature counts -----------------------------------------------------------------------


class Trust:
    """Whose signatures count: keys of the log, witnesses, and how many of these are wanted."""

    def __init__(self, keys: list[str], witnesses: list[str], quorum: int) -> None:
        self.keys, self.witnesses, self.quorum = keys, witnesses, quorum

    def opened(self, note: str) -> tuple[str, int, bytes]:
        """Return origin, size and root of a checkpoint that was signed as is wanted."""
        text, _, lines = note.rpartition("\n\n")
        text += "\n"
        if not signers(text, lines, self.keys):
            raise ValueError("none of the keys has signed the checkpoint")
        seen = signers(text, lines, self.witnesses)
        if len(seen) < self.quorum:
            raise ValueError(f"{len(seen)} of {self.quorum} wanted witnesses signed the checkpoint")
        origin, size, root, *_ = text.split("\n")
        return origin, int(size), b64decode(root)


def signers(text: str, lines: str, keys: list[str]) -> set[bytes]:
    """Return which of the keys have signed; a signature that names one and is wrong is an error."""
    found = set()
    for line in lines.splitlines():
        name, blob = line.removeprefix("— ").split(" ")
        for key in keys:
            owner, _, rest = key.partition("+")
            public = b64decode(rest.partition("+")[2])
            number = hashlib.sha256(owner.encode() + b"\n" + public).digest()[:4]
            signature = b64decode(blob)
            if owner == name and signature[:4] == number:
                verify(text, public, signature[4:])
                found.add(public[1:])
    return found


def verify(text: str, public: bytes, signature: bytes) -> None:
    """Check a signature, or a cosignature with its instant."""
    signed = text
    if public[0] == COSIGNATURE:
        seconds, signature = int.from_bytes(signature[:8]), signature[8:]
        signed = f"cosignature/v1\ntime {seconds}\n{text}"
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature, signed.encode())


# --- the tree of hashes ---------------------------------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that a path leads to (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        raise ValueError("the entry lies beyond the tree")
    place, last, reached = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise ValueError("the path is too long")
        if place % 2 or place == last:
            reached = node(step, reached)
            while place and place % 2 == 0:
                place, last = place >> 1, last >> 1
        else:
            reached = node(reached, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return reached


def roots_from(old: int, new: int, steps: list[bytes]) -> tuple[bytes, bytes]:
    """Return the two roots that a proof of growth leads to (RFC 9162 section 2.1.4.2)."""
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ValueError("the proof is too long")
        if place % 2 or place == last:
            older, newer = node(step, older), node(step, newer)
            while place and place % 2 == 0:
                place, last = place >> 1, last >> 1
        else:
            newer = node(newer, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return older, newer


# --- proofs: one entry, all of one subject, the growth of the log ---------------------------------


def check_entry(proof: dict, trust: Trust) -> str:
    """Return what holds, in a sentence; raise ValueError or InvalidSignature for what does not."""
    entry = b64decode(proof["entry"])
    if hashlib.sha256(entry).hexdigest() != proof["hash"]:
        raise ValueError("the entry does not have this hash")
    said = json.loads(entry)
    if (said["subject"], said["seq"]) != (proof["subject"], proof["seq"]):
        raise ValueError("the entry is another one")
    origin, size, root = trust.opened(proof["checkpoint"])
    leaf = hashlib.sha256(b"\x00" + entry).digest()
    path = [b64decode(step) for step in proof["path"]]
    if root_from(leaf, proof["index"], size, path) != root:
        raise ValueError("the path does not lead to the root of the checkpoint")
    return f"holds: {said['act']} at {said['at']} is entry {proof['index']} of {size} in {origin}"


def check_chain(proofs: list[dict], trust: Trust) -> list[str]:
    """Check all entries of one subject, and that each names the one before it."""
    if not proofs:
        raise ValueError("there is no entry in it")
    held, head = [], "0" * 64
    for number, proof in enumerate(proofs, 1):
        said = json.loads(b64decode(proof["entry"]))
        if (said["seq"], said["previous"]) != (number, head):
            raise ValueError(f"entry {number} does not follow the one before it")
        if said["subject"] != proofs[0]["subject"]:
            raise ValueError(f"entry {number} is of another subject")
        held.append(check_entry(proof, trust))
        head = proof["hash"]
    return held


def check_growth(proof: dict, trust: Trust, kept: str) -> str:
    """Check that the newer checkpoint only adds to the older one."""
    origin, old, old_root = trust.opened(proof["old"])
    newer, new, new_root = trust.opened(proof["new"])
    if origin != newer or old > new:
        raise ValueError("the checkpoints are not of one log, older before newer")
    if kept and trust.opened(kept) != (origin, old, old_root):
        raise ValueError("the older checkpoint is not the one that was kept")
    steps = [b64decode(step) for step in proof["proof"]]
    if old == new or old == 0:
        grown = not steps and old_root == (new_root if old == new else EMPTY_ROOT)
    else:
        whole = old & (old - 1) == 0
        grown = roots_from(old, new, [old_root, *steps] if whole else steps) == (old_root, new_root)
    if not grown:
        raise ValueError("the newer checkpoint does not only add to the older one")
    return f"holds: {origin} grew from {old} to {new} entries, and none of the {old} was changed"


# --- evidence: the entries, and that all the file tells is what they say --------------------------


def check_evidence(pack: dict, trust: Trust) -> list[str]:
    """Check the chain, sealed and waiting, and that the papers are those the entries speak of."""
    held = check_chain(pack["proofs"], trust)
    number, head = len(pack["proofs"]), pack["proofs"][-1]["hash"]
    every = [json.loads(b64decode(proof["entry"])) for proof in pack["proofs"]]
    if every[0]["subject"] != f"dossier:{pack['dossier']}":
        raise ValueError("the entries are of another dossier")
    for waiting in pack["waiting"]:
        entry = b64decode(waiting["entry"])
        said, number = json.loads(entry), number + 1
        if {said["seq"], waiting["seq"]} != {number} or said["subject"] != every[0]["subject"]:
            raise ValueError(f"entry {number} is of another subject or place")
        if said["previous"] != head or hashlib.sha256(entry).hexdigest() != waiting["hash"]:
            raise ValueError(f"entry {number} does not follow the one before it")
        head = waiting["hash"]
        every.append(said)
        held.append(f"follows, not sealed yet: {said['act']} at {said['at']}")
    held += check_whole(pack, every, trust)
    held += [*check_papers(pack["papers"], every), *check_holders(pack["custody"], every)]
    held += [*check_dates(pack, every), *check_visits_told(pack, every)]
    held += [*check_answers(pack["explanations"], every), *check_words_told(pack, every)]
    return [*held, *check_lateness(pack, every)]


def check_whole(pack: dict, entries: list[dict], trust: Trust) -> list[str]:
    """Check that nothing was left out at the end, and the checkpoint that stands over the pack."""
    taken = taking(entries)
    if instant(taken) < datetime.fromisoformat(pack["made_at"]):
        raise ValueError("the entry that it was taken is not in it: something is left out")
    trusted = Trust(trust.keys, [], 0)
    origin, size, root = trusted.opened(pack["checkpoint"])
    for proof in pack["proofs"]:
        name, older, under = trusted.opened(proof["checkpoint"])
        if name != origin or older > size or (older == size and under != root):
            raise ValueError("the checkpoint over all is older than a proof's, or of another log")
    return [f"holds: nothing is left out up to {taken['at']}, when it was taken"]


# --- evidence: papers -----------------------------------------------------------------------------


def check_papers(papers: list[dict], entries: list[dict]) -> list[str]:
    """Check that each paper is one an entry commits to, and that each committed one is there."""
    named, bare = committed_papers(entries)
    held, told = [], set()
    for paper in papers:
        hashed = salted(paper, "content_sha256")
        told.add(hashed)
        if paper["paper"] in named:
            check_named_paper(paper, named[paper["paper"]])
        elif hashed in bare:
            check_unnamed_paper(paper, bare[hashed])
        else:
            raise ValueError(f"paper {paper['paper']} ({paper['kind']}): no entry commits to it")
        held.append(f"holds: paper {paper['paper']} ({paper['kind']}) {paper['content_sha256']}")
    missing = {said["content"]: said["act"] for said in named.values()}
    missing |= {hashed: said["act"] for hashed, said in bare.items()}
    for hashed in missing.keys() - told:
        raise ValueError(f"a paper of the entry {missing[hashed]} is not in the file")
    return held


def check_named_paper(paper: dict, said: dict) -> None:
    """Check a paper against the entry that names it."""
    same = salted(paper, "content_sha256") == said["content"]
    same = same and salted(paper, "original_sha256") == said["original"]
    same = same and all(paper[word] == said[word] for word in ("kind", "component", "pages"))
    if not same:
        raise ValueError(f"paper {paper['paper']} is not the one of the entry")


def check_unnamed_paper(paper: dict, said: dict) -> None:
    """Check a paper that an entry commits to without its name: kind, place, file as it came."""
    if paper["kind"] != KINDS.get(said["act"], paper["kind"]):
        raise ValueError(f"paper {paper['paper']} is no {paper['kind']}: see {said['act']}")
    if paper["component"] != said.get("component", paper["component"]):
        raise ValueError(f"paper {paper['paper']} was given in another place")
    if paper.get("original_sha256", paper["content_sha256"]) == paper["content_sha256"]:
        return
    if salted(paper, "original_sha256") != said.get("original"):
        raise ValueError(f"paper {paper['paper']}: no entry commits to the file as it came")


# --- evidence: who held it ------------------------------------------------------------------------


def check_holders(spans: list[dict], entries: list[dict]) -> list[str]:
    """Check that each held it from an entry that gave it to that officer, on that post."""
    given = {instant(e): e for e in entries if e["act"] in GIVING}
    ended, step, unsaid = None, None, []
    for number, span in enumerate(spans, 1):
        giving = given.pop(datetime.fromisoformat(span["from"]), None)
        if giving is None or span["officer_id"] != receiver(giving):
            raise ValueError(f"no entry gave it to the holder number {number} then")
        if number > 1 and span["from"] != ended:
            raise ValueError(f"the holder number {number} does not follow the one before")
        step, ended = step_of(giving, step), span["to"]
        unsaid += check_place(number, span, (posts(giving, entries), step), entries)
    if given:
        raise ValueError("a holder whom an entry names is not in the file")
    if ended and datetime.fromisoformat(ended) not in {instant(entry) for entry in entries}:
        raise ValueError("no entry is from when the last holder ended")
    held = f"holds: {len(spans)} held it one after another, each from the entry that gave it"
    return [held, *unsaid, NAMES]


def check_place(
    number: int, span: dict, given: tuple[set[object], object], entries: list[dict]
) -> list[str]:
    """Check a holder's post, step and agency; return a note where no entry states the agency."""
    if span["post_id"] not in given[0] or span["step"] != given[1]:
        raise ValueError(f"the holder number {number} had another post or step")
    said = agencies(span["post_id"], entries)
    if said and span["agency"] not in said:
        raise ValueError(f"the holder number {number} was of another agency")
    return [] if said else [f"NOTE: no entry states the agency of the holder number {number}"]


# --- evidence: dates that were promised -----------------------------------------------------------


def check_dates(pack: dict, entries: list[dict]) -> list[str]:
    """Check that the dates are those that entries promised, in turn and all of them."""
    said = [e for e in entries if "due_at" in e["detail"] and "calendar" in e["detail"]]
    held, before, unsaid = [], None, set()
    for number, due in enumerate(pack["due_dates"], 1):
        if number > len(said):
            raise ValueError(f"no entry promised {due['due_at']} so")
        check_date(due, said[number - 1], before)
        unsaid |= set(COUNTED_BY) - said[number - 1]["detail"].keys()
        before, held = due, [*held, f"holds: promised {due['due_at']}"]
    if len(held) < len(said):
        raise ValueError("a date that an entry promised is not in the file")
    notes = [f"NOTE: not every entry states {word} of its date" for word in sorted(unsaid)]
    return [*held, *notes, *check_new_date(pack["extension"], entries)]


def check_date(due: dict, entry: dict, before: dict | None) -> None:
    """Check one date against its entry: when it was set and why, and what it was counted by."""
    stated = entry["detail"]
    if datetime.fromisoformat(stated["due_at"]) != datetime.fromisoformat(due["due_at"]):
        raise ValueError(f"no entry promised {due['due_at']} so")
    if any(stated.get(word, due[word]) != due[word] for word in COUNTED_BY):
        raise ValueError(f"no entry promised {due['due_at']} so")
    if any(stated.get(word, none) != due[word] for word, none in WAITED.items()):
        raise ValueError(f"no entry says that this was waited for {due['due_at']}")
    if datetime.fromisoformat(due["set_at"]) != instant(entry):
        raise ValueError(f"the date {due['due_at']} was set at another instant")
    anew = due["reason"] in ("receipt", "supplement")
    begun = instant(entry).isoformat() if anew or not before else before["counted_from"]
    if datetime.fromisoformat(due["counted_from"]) != datetime.fromisoformat(begun):
        raise ValueError(f"the date {due['due_at']} was counted from another instant")
    if due["reason"] not in REASONS.get(entry["act"], {due["reason"]}):
        raise ValueError(f"the date {due['due_at']} was set for another reason")
    if entry["act"] != "due_date_recounted" and due["hours_of"] != stated.get("hours_of", ""):
        raise ValueError(f"no entry promised {due['due_at']} by these office hours")


def check_new_date(put_off: dict | None, entries: list[dict]) -> list[str]:
    """Check that the new date of an apology is the one that was signed, and none is left out."""
    signed = [e for e in entries if e["act"] == "extension_signed"]
    words = ("original_due_at", "new_due_at", "timing", "calendar", "policy", "days")
    told = [{word: e["detail"][word] for word in words} for e in signed]
    if told != ([{word: put_off[word] for word in words}] if put_off else []):
        raise ValueError("the new date is not the one of the entry")
    if not put_off:
        return []
    if datetime.fromisoformat(put_off["signed_at"]) != instant(signed[0]):
        raise ValueError("the new date was signed at another instant")
    return [f"holds: put off to {put_off['new_due_at']}", NOTICE]


# --- evidence: what was brought to the counter ----------------------------------------------------


def check_visits_told(pack: dict, entries: list[dict]) -> list[str]:
    """Check the visits; only evidence whose entry of taking states no format may tell none.

    What such evidence does not show is told then as the entries have it.
    """
    stated = taking(entries)["detail"].get("format")
    if stated and pack["format"] != stated:
        raise ValueError(f"the format is not the one by which it was taken: {stated}")
    if not stated and pack["format"] == FIRST_FORMAT and "visits" not in pack:
        return [NO_VISITS, *(f"NOTE: an entry says: {visit_told(e)}" for e in visiting(entries))]
    return check_visits(pack["visits"], entries)


def check_visits(visits: list[dict], entries: list[dict]) -> list[str]:
    """Check that what came to the counter is what entries say, in turn and all of it."""
    held = []
    for visit, entry in zip_longest(visits, visiting(entries)):
        if visit is None:
            raise ValueError("what an entry says was brought to the counter is not in the file")
        stated = entry["detail"] if entry else {}
        same = entry and datetime.fromisoformat(visit["at"]) == instant(entry)
        same = same and visit["what"] == BROUGHT.get(entry["act"])
        same = same and visit["officer_id"] == entry["actor"]["officer"]
        same = same and visit["bringer"] == stated["bringer"]
        if not same or visit["brought_by"] != stated.get("brought_by", ""):
            raise ValueError(f"no entry says that the {visit['what']} was brought so")
        held.append(f"holds: {visit_told(entry)}")
    return held


def check_bringer(pack: dict, words: str, salt: str) -> list[str]:
    """Check that an entry commits to these words of who brought something to the counter."""
    said = hashlib.sha256(bytes.fromhex(salt) + words.encode()).hexdigest()
    entries = [json.loads(b64decode(e["entry"])) for e in [*pack["proofs"], *pack["waiting"]]]
    for entry in visiting(entries):
        if said == entry["detail"].get("brought_by"):
            what = BROUGHT.get(entry["act"], entry["act"])
            return [f"holds: the {what} at {entry['at']} was brought as you know it"]
    raise ValueError("no entry commits to these words of who brought something")


# --- evidence: answers of officers, and whose the lateness is -------------------------------------


def check_answers(answers: list[dict], entries: list[dict]) -> list[str]:
    """Check that each answer is the one an entry commits to, and that none is left out."""
    given = {e["detail"]["words"]: e for e in entries if e["act"] == "explained"}
    held = []
    for answer in answers:
        words = bytes.fromhex(answer["salt"]) + answer["words"].encode()
        said = given.pop(hashlib.sha256(words).hexdigest(), None)
        if said is None or said["detail"]["entry"] != answer["entry"]:
            raise ValueError(f"no entry commits to the answer to entry {answer['entry']}")
        if instant(said) != datetime.fromisoformat(answer["at"]):
            raise ValueError(f"the answer to entry {answer['entry']} was given at another instant")
        held.append(f"holds: answer to entry {answer['entry']}")
    if given:
        raise ValueError("an answer that an entry names is not in the file")
    return held


def check_words_told(pack: dict, entries: list[dict]) -> list[str]:
    """Check what officers wrote; evidence whose format is older may tell none."""
    if pack["format"] in WORDLESS and "words" not in pack:
        return [NO_WORDS] if committed_words(entries) else []
    return check_words(pack["words"], committed_words(entries))


def check_words(words: list[dict], said: dict[tuple[int, str], str]) -> list[str]:
    """Check that the words are those of the entries, and that none are left out or added."""
    held = []
    for one in words:
        place = f"{one['field']} of entry {one['entry']}"
        salted_words = bytes.fromhex(one["salt"]) + one["words"].encode()
        stated = said.pop((one["entry"], one["field"]), None)
        if stated != hashlib.sha256(salted_words).hexdigest():
            raise ValueError(f"the words are not those to which the record commits: {place}")
        held.append(f"holds: words, {place}")
    for seq, field in said:
        raise ValueError(f"words are not in the file: {field} of entry {seq}")
    return held


def check_lateness(pack: dict, entries: list[dict]) -> list[str]:
    """Check that the parts of the lateness add up to it; they are reckoned, and no entry."""
    found = pack["lateness"]
    if found is None:
        if any(entry["act"] == "received" for entry in entries):
            raise ValueError("it was received, and whose the lateness is was left out")
        return []
    if sum(part["late_minutes"] for part in found["parts"]) != found["late_minutes"]:
        raise ValueError("the parts of the lateness do not add up to it")
    return [f"adds up: {found['late_minutes']} minutes of lateness", RECKONED]


# --- what the entries say -------------------------------------------------------------------------


def instant(entry: dict) -> datetime:
    """Return when an entry says that it was."""
    return datetime.fromisoformat(entry["at"])


def taking(entries: list[dict]) -> dict:
    """Return the last entry by which evidence was taken."""
    taken = [entry for entry in entries if entry["act"] == "evidence_taken"]
    if not taken:
        raise ValueError("the entry that it was taken is not in it: something is left out")
    return taken[-1]


def receiver(entry: dict) -> object:
    """Return the officer to whom an entry gave it."""
    detail = entry["detail"]
    if entry["act"] in ("received", "handover_accepted"):
        return entry["actor"]["officer"]
    return detail["to"] if entry["act"] == "custody_reassigned" else detail["officer"]


def step_of(entry: dict, before: object) -> object:
    """Return for which step it was given; a reassignment goes on with the one before."""
    if entry["act"] == "custody_reassigned":
        return before
    return "intake" if entry["act"] == "received" else entry["detail"]["step"]


def posts(entry: dict, entries: list[dict]) -> set[object]:
    """Return the post on which it was given: as the entry says, or as it was offered or taken."""
    actor, detail = entry["actor"], entry["detail"]
    said = {detail[word] for word in ("to_post", "post") if word in detail}
    if said or entry["act"] == "received":
        return said or {actor["post"]}
    asked = [e["detail"] for e in entries if e["act"] == "handover_offered"]
    return {actor["post"], *(o["to_post"] for o in asked if o["offer"] == detail["offer"])}


def agencies(post: object, entries: list[dict]) -> set[str]:
    """Return the agency of a post, by what was done on it in nobody's stead, if anything was."""
    actors = [entry["actor"] for entry in entries if not entry["actor"].get("on_behalf_of")]
    return {actor["agency"] for actor in actors if actor["post"] == post and actor["agency"]}


def visiting(entries: list[dict]) -> list[dict]:
    """Return the entries that say that something was brought to the counter."""
    return [entry for entry in entries if "bringer" in entry["detail"]]


def visit_told(entry: dict) -> str:
    """Return what an entry says was brought to the counter, by whom and when."""
    what = BROUGHT.get(entry["act"], entry["act"])
    return f"{what} brought by {entry['detail']['bringer']} at {entry['at']}"


def committed_papers(entries: list[dict]) -> tuple[dict[str, dict], dict[str, dict]]:
    """Return what entries say of papers they name, and bare commitments with what goes with them.

    The first by the paper's id, the second by the commitment itself.
    """
    named: dict[str, dict] = {}
    bare: dict[str, dict] = {}
    for entry in entries:
        detail, act = entry["detail"], entry["act"]
        if "content" in detail and "paper" in detail:
            named[detail["paper"]] = detail | {"act": act}
        elif "paper" in detail:
            bare[detail["paper"]] = {"act": act}
        for place, said in enumerate(detail.get("papers", [])):
            bare.setdefault(said, {"act": act})
            for many, one in (("originals", "original"), ("components", "component")):
                if many in detail:
                    bare[said][one] = detail[many][place]
    return named, bare


def committed_words(entries: list[dict]) -> dict[tuple[int, str], str]:
    """Return the commitments to what officers wrote, by entry and name."""
    return {
        (entry["seq"], field): entry["detail"][field]
        for entry in entries
        for field in WORDS.get(entry["act"], ())
        if entry["detail"].get(field)
    }


def salted(paper: dict, name: str) -> str:
    """Return the commitment to one of a paper's hashes."""
    return hashlib.sha256(bytes.fromhex(paper["salt"]) + paper[name].encode()).hexdigest()


# --- the command ----------------------------------------------------------------------------------


def check(document: dict, given: argparse.Namespace) -> list[str]:
    """Check whatever the file holds; return a sentence for each thing that holds."""
    inside = document["proofs"][0] if document.get("proofs") else document
    quorum = len(given.witness) if given.quorum is None else given.quorum
    trust = Trust(given.key or inside["keys"], given.witness, quorum)
    if given.what == "consistency":
        kept = Path(given.kept).read_text("utf-8") if given.kept else ""
        return [check_growth(document, trust, kept)]
    if given.what == "evidence":
        held = check_evidence(document, trust)
        known = given.brought
        if known is None:
            return held
        return [*held, *check_bringer(document, known, given.salt)]
    if "proofs" in document:
        return check_chain(document["proofs"], trust)
    return [check_entry(document, trust)]


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument(
        "what", nargs="?", choices=["entries", "evidence", "consistency"], default="entries"
    )
    asked.add_argument("file")
    asked.add_argument("--key", action="append", default=[], help="a published verifier key")
    asked.add_argument("--witness", action="append", default=[], help="a witness's verifier key")
    asked.add_argument("--quorum", type=int, help="how many of the witnesses; all, if not said")
    asked.add_argument("--kept", help="a file with the older checkpoint, as you kept it")
    asked.add_argument("--brought", help="who brought something to the counter, as you know it")
    asked.add_argument("--salt", help="the salt of these words, from who may read them")
    given = asked.parse_args()
    if (given.brought is None) != (given.salt is None):
        asked.error("--brought and --salt are given together")
    return given


def main() -> int:
    """Check one file; end with 1 when it does not hold, with 2 when there is none to be read."""
    given = arguments()
    try:
        document = json.loads(Path(given.file).read_text("utf-8"))
    except (OSError, ValueError) as error:
        print(f"CANNOT BE READ: {given.file} is no file of JSON ({error})", file=sys.stderr)
        return 2
    try:
        print("\n".join(check(document, given)))
        if not given.key:
            print(KEYS_OF_ITS_OWN)
        if given.what == "consistency" and not given.kept:
            print(OLDER_OF_ITS_OWN)
    except OSError as error:
        print(f"CANNOT BE READ: {error}", file=sys.stderr)
        return 2
    except KeyError as error:
        print(f"DOES NOT HOLD: as {given.what}: nothing in it is named {error}", file=sys.stderr)
        return 1
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        return 1
    except InvalidSignature:
        print("DOES NOT HOLD: the signature of the checkpoint is wrong", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
