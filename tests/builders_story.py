"""Further on the way of a dossier: asked for papers, supplied, signed, issued."""

from django.db import connection, transaction
from psycopg import sql
from tests.builders import Story

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import MissingPaper, NationalState
from thongsuot.domains.ledger.terms import Actor

BIRTH_PAPER = MissingPaper("KQ2", "Giấy chứng sinh", "Ảnh bị mờ, không đọc được số")


def row(story) -> Dossier:
    return Dossier.objects.get(code=story.code)


def state(story) -> NationalState:
    return NationalState(row(story).national_state)


def resolved(story) -> Story:
    story.drafted()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    return story


def drafted_and_signed(story) -> Story:
    story.drafted_by_handler()
    head = story.province.head
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=head, at=story.now())
    return story


def asked(story) -> Story:
    story.processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    return story


def guided(story, **changes) -> Story:
    """Let the desk say what is missing before it receives anything."""
    given = {"papers": [BIRTH_PAPER], "by": story.province.desk}
    dossiers.guide_submission(
        signer=bootstrap.signer(), code=story.code, at=story.now(), **{**given, **changes}
    )
    return story


def supplied(story, photo) -> Story:
    citizen = Actor.citizen(dossier=story.code)
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="anh.jpg", stream=photo(), by=citizen,
        at=story.now(),
    )  # fmt: skip
    dossiers.supply(code=story.code, by=citizen, at=story.now())
    return story


def rewrite(table: str, change: str) -> None:
    """Change every row of a table past the services, as the application's role."""
    statement = sql.SQL("UPDATE {} SET ").format(sql.Identifier(table)) + sql.SQL(change)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def grounds(**changes) -> Grounds:
    full = {
        "reason": ReturnReason.WRONG_COMPETENCE,
        "legal_basis": "Điều 13 Luật Hộ tịch 60/2014/QH13",
        "right_agency": "H99.31",
    }
    return Grounds(**{**full, **changes})
