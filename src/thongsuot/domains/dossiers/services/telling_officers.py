"""What an officer is told of in the act that makes it his: questions, work, rulings.

A plain offer is not told: it waits in the inbox and the digest counts it, so that nobody is
flooded; what silence makes of it is told to whom it makes the holder
(docs/law/lateness-duties.md).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Silence
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import Value, to_officer
from thongsuot.kernel.clock import local_date

ASKED: Final[Mapping[Silence, str]] = MappingProxyType(
    {
        Silence.NONE: "opinion-asked",
        Silence.CONSENT: "opinion-consent",
        Silence.OWED: "part-asked",
    }
)
"""Which text tells of a question to another agency, by what its silence comes to."""


def tell_asked(asked: Any, *, at: datetime) -> None:
    """Have everybody who may answer a question told of it, until when, and what silence means.

    ``asked`` is what custody wrote of the question; who asks cannot answer it himself.
    """
    able = custodies.answering(asked.to_post_id, local_date(at)) - {asked.custody.officer_id}
    _tell(
        asked.subject, ASKED[Silence(asked.silence)], able, cause=f"opinion-{asked.pk}",
        values={"answer_by": asked.answer_by}, at=at,
    )  # fmt: skip


def _tell(
    subject: str, template: str, officers: Iterable[int], *, cause: str,
    values: Mapping[str, Value], at: datetime,
) -> None:  # fmt: skip
    for officer in sorted(officers):
        exchange.tell(
            subject=subject, template=template, to=to_officer(officer), cause=cause,
            values=values, at=at,
        )  # fmt: skip
