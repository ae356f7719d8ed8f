"""Which witnesses a checkpoint needs: a policy file as C2SP tlog-policy has it.

log mau.example/so-ghi+…
witness thanh-tra thanh-tra.example/w1+… https://thanh-tra.example/witness
group khac 2 thanh-tra bo-noi-vu tinh-ban
quorum khac
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from thongsuot.domains.ledger.rules.notes import (
    COSIGNATURE,
    ED25519,
    NoteWrong,
    Verifier,
    verifier_from,
)

NONE: Final = "none"


class PolicyWrong(ValueError):
    """The file is no policy; the message names the line."""


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """A witness of the policy; without ``url`` it is only checked, never asked."""

    verifier: Verifier
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these, each a witness or a group, speak for the group."""

    least: int
    members: tuple[str, ...]


@dataclass(slots=True)
class Policy:
    """Logs and witnesses by their keys, and how many witnesses are enough."""

    logs: list[Verifier] = field(default_factory=list)
    witnesses: dict[str, KnownWitness] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    @property
    def wants_any(self) -> bool:
        """Whether a checkpoint needs a witness at all."""
        return self.quorum != NONE

    def is_met(self, seen: Collection[Verifier]) -> bool:
        """Return whether those who cosigned are enough."""
        return self.quorum == NONE or self._speaks(self.quorum, seen)

    def verifiers(self) -> list[Verifier]:
        """Return the keys of all witnesses."""
        return [witness.verifier for witness in self.witnesses.values()]

    def _speaks(self, name: str, seen: Collection[Verifier]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name].verifier in seen
        group = self.groups[name]
        return sum(self._speaks(member, seen) for member in group.members) >= group.least


def parsed_policy(text: str) -> Policy:
    """Return the policy that a file says; an empty one wants no witness.  Raises: PolicyWrong."""
    policy, quorums = Policy(), 0
    for number, line in enumerate(text.split("\n"), 1):
        kind, *words = line.split() or ["#"]
        if kind.startswith("#"):
            continue
        try:
            _READERS[kind](policy, words)
        except (KeyError, IndexError, ValueError) as error:
            raise PolicyWrong(f"line {number} of the witness policy: {error}") from error
        quorums += kind == "quorum"
    if quorums > 1 or (policy.witnesses and not quorums):
        raise PolicyWrong("a witness policy has exactly one line 'quorum'")
    return policy


def _read_log(policy: Policy, words: Sequence[str]) -> None:
    policy.logs.append(_key(words[0], ED25519))


def _read_witness(policy: Policy, words: Sequence[str]) -> None:
    name, key = _fresh(policy, words[0]), _key(words[1], COSIGNATURE)
    if key.public in {known.public for known in policy.verifiers()}:
        raise ValueError("two witnesses have one key")
    url = words[2] if len(words) > 2 else ""
    if url and not url.startswith(("https://", "http://")):
        raise ValueError("the address of a witness begins with https:// or http://")
    policy.witnesses[name] = KnownWitness(key, url)


def _read_group(policy: Policy, words: Sequence[str]) -> None:
    name, least, *members = words
    used = {member for group in policy.groups.values() for member in group.members}
    for member in members:
        if member not in {*policy.witnesses, *policy.groups} or member in used:
            raise ValueError(f"{member} is no witness or group of its own")
    wanted = {"any": 1, "all": len(members)}.get(least) or int(least)
    if not 1 <= wanted <= len(set(members)) or len(set(members)) != len(members):
        raise ValueError("a group wants between one and all of its members, each named once")
    policy.groups[_fresh(policy, name)] = Group(wanted, tuple(members))


def _read_quorum(policy: Policy, words: Sequence[str]) -> None:
    [name] = words
    if name not in {NONE, *policy.witnesses, *policy.groups}:
        raise ValueError(f"{name} is no witness or group")
    policy.quorum = name


_READERS: Mapping[str, Callable[[Policy, Sequence[str]], None]] = {
    "log": _read_log,
    "witness": _read_witness,
    "group": _read_group,
    "quorum": _read_quorum,
}


def _fresh(policy: Policy, name: str) -> str:
    if name in {NONE, *policy.witnesses, *policy.groups}:
        raise ValueError(f"{name} is taken")
    return name


def _key(published: str, kind: bytes) -> Verifier:
    try:
        found = verifier_from(published)
    except NoteWrong as error:
        raise ValueError(str(error)) from error
    if found.kind != kind:
        raise ValueError("the key is of another kind: logs sign, witnesses cosign")
    return found
