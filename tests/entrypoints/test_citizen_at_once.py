"""Two clicks at the same instant, on real connections."""

from tests.builders import build_province
from tests.builders_at_once import at_once
from tests.builders_citizen import Citizen
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers.models import Dossier

KEY = "11111111-1111-4111-8111-111111111111"


def test_two_clicks_on_send_make_one_dossier_and_both_lead_to_it(committed_db, monkeypatch, photo):
    publish_calendar()
    build_province()
    ready = Citizen(monkeypatch)
    ready.finish(photo)
    said = {"agreed": "on", "key": KEY}
    answers = at_once(3, lambda _n: ready.browser.post(f"/nop/{ready.draft}/kiem-tra", said))
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {
        f"/ho-so/{Dossier.objects.get().code}/da-gui"
    }
