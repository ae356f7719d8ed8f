"""Two clicks at the same instant, on real connections."""

import threading

from django.db import connections
from tests.builders import build_province
from tests.builders_citizen import Citizen
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers.models import Dossier

KEY = "11111111-1111-4111-8111-111111111111"


def at_once(*acts) -> list:
    """Do the acts in threads that start together; return what each gave."""
    start, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        given[place] = act()
        connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_two_clicks_on_send_make_one_dossier_and_both_lead_to_it(committed_db, monkeypatch, photo):
    publish_calendar()
    build_province()
    ready = Citizen(monkeypatch)
    ready.finish(photo)
    send = lambda: ready.browser.post(f"/nop/{ready.draft}/kiem-tra", {"agreed": "on", "key": KEY})  # noqa: E731 - the same click, three times
    answers = at_once(send, send, send)
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {
        f"/ho-so/{Dossier.objects.get().code}/da-gui"
    }
