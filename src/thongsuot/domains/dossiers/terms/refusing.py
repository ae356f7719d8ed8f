"""On which grounds a desk does not receive, and on which it may not refuse."""

from enum import StrEnum
from typing import Final

from thongsuot.domains.dossiers.terms import DossierError


class RefusalGround(StrEnum):
    """Why a desk does not receive; the code the record keeps, beside the reason in words."""

    NOT_COMPETENT = "not-competent"
    NOT_ENTITLED = "not-entitled"
    PAPERS_MISSING = "papers-missing"
    PAPERS_INVALID = "papers-invalid"
    DUPLICATE = "duplicate"
    OTHER = "other"
    RESIDENCE = "residence"
    CHANNEL = "channel"


FORBIDDEN: Final = frozenset({RefusalGround.RESIDENCE, RefusalGround.CHANNEL})
"""Where the applicant lives, and how the dossier came: nobody is refused for these."""


class RefusalForbidden(DossierError):
    """What was named is no ground on which receipt may be refused.  Facts: ground."""

    code = "refusal-forbidden"


def check_ground(ground: RefusalGround) -> None:
    """Refuse what is no ground for not receiving.

    Raises:  RefusalForbidden.
    Source:  NĐ 118/2025/NĐ-CP: receipt does not depend on territory; the list of what such a system
             must refuse, line 10 (docs/law/dossier-life.md).
    """
    if ground in FORBIDDEN:
        raise RefusalForbidden("nobody is refused for this", ground=ground.value)
