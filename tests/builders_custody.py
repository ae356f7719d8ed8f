"""Custody in dispute and in consultation: an offer that comes back, a question that is answered."""

import json
from importlib.resources import files

from tests.builders import MONDAY, Story

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import Grounds, Opinion, ReturnReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor

COMMUNE, DESK, DEPARTMENT, COMMITTEE = "H99.31", "H99.31.01", "H99.05", "H99"
BASIS = "Luật Hộ tịch 60/2014/QH13, Điều 13"
WRONG = ReturnReason.WRONG_COMPETENCE
QUESTION = "Thửa đất này có nằm trong quy hoạch giao thông không?"
USUAL, BUILDING = "phoi-hop", "cap-phep-xay-dung"


def returned(story: Story, who: str, *, ground: ReturnReason = WRONG, right: str = COMMUNE) -> None:
    """Let the desk offer it to a post, which returns it."""
    offer = story.offered(story.province.desk, who, Step.VERIFY)
    said = "Trụ sở đang sửa chữa" if ground is ReturnReason.OTHER else ""
    dossiers.return_handover(
        offer_id=offer, grounds=Grounds(ground, BASIS, right, said), by=story.province.actor(who),
        at=story.now(),
    )  # fmt: skip


def returned_twice(story: Story) -> None:
    """Return it on one ground, by the department and by the commune."""
    story.received()
    returned(story, "stranger")
    returned(story, "handler", right=DEPARTMENT)


def asked(story: Story, *, who: str = "stranger", basis: str = USUAL, **more) -> int:
    """Let the handler, who holds it, ask a post; return the id of the question."""
    given = {"question": QUESTION, "by": story.province.handler} | more
    dossiers.ask_opinion(
        code=story.code, to_post=story.province.posts[who].pk, basis=basis, at=story.now(), **given
    )
    return custodies.opinions_of(f"dossier:{story.code}")[-1].id


def given(story: Story, opinion_id: int, *, who: str = "stranger", answer=Opinion.AGREE, **more):
    """Let the asked post answer."""
    dossiers.give_opinion(
        opinion_id=opinion_id, answer=answer, by=story.province.actor(who), at=story.now(),
        **{"text": "Thửa đất nằm ngoài quy hoạch.", **more},
    )  # fmt: skip


def law_covers(*procedures: str, **more) -> None:
    """Publish a policy whose consent by silence covers these procedures."""
    stated = json.loads(files("thongsuot.domains.custody").joinpath("data/policy.json").read_text())
    stated |= {"version": "mau", "valid_from": "2026-01-01"}
    stated["opinion_bases"][1] |= {"procedures": list(procedures), **more}
    custody.publish_policy(document=stated, by=Actor.system(), at=MONDAY)
