"""The Big List of Naughty Strings in every question of every form, and in the search."""

import json
from datetime import date
from functools import partial

import pytest
from django.conf import settings
from tests.builders_catalogue import sample_index

from thongsuot.domains.catalogue import rules, shipped
from thongsuot.domains.catalogue.rules.telling import told

FILE = settings.SHARED_DATA / "data" / "security" / "blns.json"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="needs data/security; THONGSUOT_SHARED")
TODAY = date(2026, 11, 20)
judged = partial(rules.clean_answers, today=TODAY, samples=True)


@pytest.fixture(scope="module")
def strings():
    return json.loads(FILE.read_text())


@pytest.mark.parametrize("code", ["1.001193", "1.000894", "1.000656", "2.000635"])
def test_every_question_takes_or_names_every_string(strings, code):
    (form,) = shipped.forms()[code]
    for topic in form.topics:
        for text in strings:
            raw = {field.name: text for field in topic.fields}
            cleaned, errors = judged(form, topic, raw)
            assert not cleaned.keys() & {error.field for error in errors}
            assert all("\x00" not in answer and answer.encode() for answer in cleaned.values())
            assert judged(form, topic, cleaned)[0] == cleaned
            told(topic, cleaned)


def test_every_string_can_be_searched_for(strings):
    for text in strings:
        sample_index().search(text)
