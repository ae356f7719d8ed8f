"""Two invented communes that go into one: the plan, and the province around it."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.rules.reorganised import ReorganisationReport
from thongsuot.kernel.clock import LOCAL, local_date

SYSTEM = Actor.system()
DAY = datetime(2026, 3, 9, tzinfo=LOCAL)
"""Monday 9 March 2026, a week after ``builders.MONDAY``."""
NEW, NEW_DESK = "H99.33", "H99.33.01"

MERGER: dict[str, Any] = {
    "format": "thongsuot-reorganisation/1",
    "code": "H99-2026-03",
    "source": "Nghị quyết mẫu 07/NQ-HĐND ngày 01/03/2026",
    "instant": "2026-03-09T00:00:00+07:00",
    "areas": {
        "begin": [{"code": "99003", "name": "Xã Mẫu Mới", "parent": "99"}],
        "go": [{"old": "99001", "new": "99003"}, {"old": "99002", "new": "99003"}],
    },
    "steps": [
        {
            "do": "merge",
            "from": ["H99.31", "H99.32"],
            "into": {
                "code": NEW, "name": "UBND xã Mẫu Mới", "kind": "commune_committee",
                "level": "commune", "area": "99003",
            },
        },
        {
            "do": "merge",
            "from": ["H99.31.01", "H99.32.01"],
            "into": {
                "code": NEW_DESK, "name": "Bộ phận Một cửa xã Mẫu Mới", "kind": "one_stop_centre",
                "level": "commune", "area": "99003", "parent": NEW, "desk": True,
            },
        },
    ],
}  # fmt: skip


def merger(**changed: Any) -> dict[str, Any]:
    """Return the plan that merges both communes, with some sections replaced."""
    return deepcopy(MERGER) | changed


def apply(document: object, at: datetime = DAY, **options: Any) -> ReorganisationReport:
    """Apply a plan on its day."""
    return dossiers.reorganise(document=document, by=SYSTEM, at=at, **options)


def actor_now(username: str, at: datetime = DAY, kind: str = "") -> Actor:
    """Return an officer acting on the only post they have then, or the one of a kind."""
    officer = organisation.find_officer(username)
    posts = organisation.posts_of(officer.pk, local_date(at))
    post = next(post for post in posts if kind in ("", post.kind))
    return organisation.actor_of(officer.pk, post.pk, at)


def holder(code: str) -> tuple[str, str]:
    """Return the agency and the post where a dossier is held."""
    held = custodies.holder_of(f"dossier:{code}").holder
    return held.agency_code, held.post_title


def row(code: str) -> Dossier:
    """Return a dossier as it is in the table."""
    return Dossier.objects.select_related("receiving_agency", "competent_agency").get(code=code)


LATER = DAY + timedelta(hours=9)
"""In working hours of that day."""
