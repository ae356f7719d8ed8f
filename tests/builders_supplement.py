"""When papers are asked for and until when: the policy that ships, and one of a special law."""

from tests.builders import BIRTH
from tests.builders_deadlines import local

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.supplements import rules
from thongsuot.domains.ledger.terms import Actor

LAW = "Luật mẫu 01/2020/QH14, Điều 7 khoản 2"
SHIPPED = rules.shipped_document()
GENERAL = SHIPPED["policies"][0]
OWN = GENERAL | {"procedure": BIRTH, "window": [5, "working-day"], "on_expiry": "may-stop",
                 "expiry_basis": LAW, "source": LAW}  # fmt: skip
AFTER = local("2026-03-10 08:00")


def stating(*policies, **parts):
    """Return a policy document with these rows."""
    return (
        SHIPPED
        | {"version": "2026.1", "valid_from": "2026-01-01", "policies": list(policies)}
        | parts
    )


def publish(*policies, **parts):
    """Publish these rows."""
    return dossiers.publish_supplement_policy(
        document=stating(*policies, **parts), by=Actor.system(), at=local("2026-01-05 08:00")
    )
