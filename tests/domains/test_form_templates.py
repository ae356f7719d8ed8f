"""A template takes the place of a shipped one from a day on, and never when it is broken."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import MONDAY, build_province
from tests.builders_documents import apology

from thongsuot.domains.documents import printing, queries, services
from thongsuot.domains.documents.terms import (
    FormUnknown,
    TemplateBackDated,
    TemplateBroken,
    TemplateNotYours,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

FORM = "03/2025/TT-VPCP:04"
SHIPPED = (printing.FOLDER / "apology.typ").read_text("utf-8")
REPLACED = SHIPPED.replace("xin lỗi ông/bà vì", "thành thật xin lỗi ông/bà vì")
FROM = local_date(MONDAY) + timedelta(days=7)


def publish(source=REPLACED, *, form=FORM, valid_from=FROM, by=None, dry_run=False):
    return services.publish_template(
        form=form, source=source, valid_from=valid_from, by=by or Actor.system(), at=MONDAY,
        dry_run=dry_run,
    )  # fmt: skip


def printed(at) -> str:
    pages = pypdf.PdfReader(io.BytesIO(queries.preview(apology(), at=at))).pages
    return " ".join(pages[0].extract_text().split())


def test_a_replaced_template_prints_from_its_day_on(db):
    before = queries.preview(apology(), at=MONDAY)
    assert publish(dry_run=True).tried == 6
    assert not record.acts_of(f"form:{FORM}")
    publish()
    publish()
    assert [act.act for act in record.acts_of(f"form:{FORM}")] == ["form_template_published"]
    assert queries.preview(apology(), at=MONDAY) == before
    assert "thành thật" not in printed(MONDAY)
    assert "thành thật" in printed(MONDAY + timedelta(days=8))


@pytest.mark.parametrize(
    ("source", "line", "column", "problem"),
    [
        pytest.param(SHIPPED + "\n#let x = (", 28, 10, "unclosed", id="unclosed"),
        pytest.param(
            SHIPPED.replace("said.record,", "said.recrod,"), 26, 13, "recrod", id="unknown value"
        ),
        pytest.param(SHIPPED + '\n#import "@preview/cetz:0.1.0"', 28, 2, "import", id="a package"),
        pytest.param(SHIPPED + '\n#std.at("ev" + "al")', 28, 2, "std", id="a way round"),
        pytest.param(SHIPPED + '\n#read("../printing.py")', 28, 7, "escape", id="another file"),
        pytest.param("x" * 300_000, 0, 0, "200000", id="too long"),
    ],
)
def test_a_broken_template_is_refused_with_its_line(db, source, line, column, problem):
    with pytest.raises(TemplateBroken) as refused:
        publish(source)
    facts = refused.value.facts
    assert (facts["line"], facts["column"]) == (line, column)
    assert problem in facts["problem"]
    assert "thành thật" not in printed(MONDAY + timedelta(days=8))


def test_a_template_is_published_by_an_administrator_for_days_to_come(db):
    province = build_province()
    with pytest.raises(TemplateNotYours):
        publish(by=province.head)
    with pytest.raises(TemplateBackDated):
        publish(valid_from=local_date(MONDAY) - timedelta(days=1))
    with pytest.raises(FormUnknown):
        publish(form="03/2025/TT-VPCP:09")


def test_what_was_published_stays(db):
    publish()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_formtemplate SET source = ''")
