"""The witnesses of the public log: a file, in the format of C2SP tlog-policy."""

from pathlib import Path

from thongsuot.domains.ledger.rules.witnesses import Policy, parsed_policy

NAME = "witnesses"


def read(home: Path) -> Policy:
    """Return the policy of the file ``witnesses``; without the file no witness is wanted.

    Raises:  PolicyWrong, naming the line.
    """
    path = home / NAME
    return parsed_policy(path.read_text("utf-8") if path.exists() else "")
