"""What such a system must refuse, line 7: no form, command or address takes an instant.

What is added later is found by the same walk and has to be classified.
"""

import re
from importlib import import_module

import click
import pytest
from django.conf import settings
from django.forms import DateField, DateTimeField
from django.urls import URLPattern, get_resolver
from tests.builders import BIRTH, Story, build_province
from tests.builders_attempts import NAMES_OF_THE_PAST
from tests.builders_officer import Door
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.entrypoints.api.urls import api
from thongsuot.entrypoints.cli.main import NOUNS
from thongsuot.entrypoints.shared import forms as shared_forms

LONG_AGO = "2020-01-01T00:00:00Z"
DAYS_ASKED_FOR = {
    "DelegationForm.first_day", "DelegationForm.last_day", "PaymentForm.issued_on",
    "AbsenceForm.first_day", "AbsenceForm.last_day", "DaysForm.first_day", "DaysForm.last_day",
}  # fmt: skip
"""Days that people plan, or that stand on another agency's paper; none is an instant of ours."""


def forms_below(kind):
    """Return every form class of the doors."""
    for below in kind.__subclasses__():
        yield below
        yield from forms_below(below)


def test_7_no_form_asks_for_an_instant():
    get_resolver().url_patterns  # noqa: B018 - loads every door and its forms
    dates = (DateField, DateTimeField, shared_forms.DateField)
    asked = {
        f"{form.__name__}.{name}"
        for form in forms_below(shared_forms.Form)
        if form.__module__.startswith("thongsuot.entrypoints.officer")
        for name, field in form.base_fields.items()
        if isinstance(field, dates) or name in NAMES_OF_THE_PAST or name == "at"
    }
    assert {name for name in asked if name not in DAYS_ASKED_FOR} == set()


def commands(command, path):
    """Yield every command below one, by its words."""
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, f"{path} {name}")
    else:
        yield path, command


ASKED_OF_AN_OPERATOR = {
    "calendar due --from": "a question; changes nothing",
    "procedure import --at": "the day from which what is new holds; the act is of now",
    "procedure settle --at": "the day of the version meant; the act is of now",
    "procedure export --at": "a question; changes nothing",
    "procedure diff --from": "a version's number",
    "process check --from": "a question; changes nothing",
    "process publish --from": "the day from which a version holds; never one that is past",
    "process rollback --from": "the day from which a version holds; never one that is past",
    "fee show --on": "a question; changes nothing",
    "payment reconcile --date": "the day whose payments are compared",
    "payment statement --date": "the day whose payments are compared",
    "procedure end --on": "the day a procedure is repealed, by its document",
    "org end-appointment --last-day": "of an appointment, by its document",
    "org delegate --first-day": "of a delegation",
    "org delegate --last-day": "of a delegation",
    "org absent --first-day": "of an absence",
    "org absent --last-day": "of an absence",
    "org find --on": "a question; changes nothing",
    "form publish --from": "the day from which a template holds; papers made before stay",
    "org reassign --from": "an officer",
    "org delegate --from": "an officer",
    "accountability report --from": "a question; changes nothing",
    "accountability report --to": "a question; changes nothing",
}


def test_7_no_command_takes_an_instant():
    taken = {
        f"{path} {option.opts[0]}"
        for noun in NOUNS.values()
        for path, command in commands(
            getattr(import_module(noun.path), noun.path.rsplit(".", 1)[-1], None)
            or _noun_in(noun.path),
            next(n for n, given in NOUNS.items() if given is noun),
        )
        for option in command.params
        if isinstance(option.type, click.DateTime)
        or (option.name or "").rstrip("_") in NAMES_OF_THE_PAST
        or {"--at", "--from", "--on"} & set(option.opts)
        or option.metavar == "YYYY-MM-DD"
    }
    assert taken - set(ASKED_OF_AN_OPERATOR) == set()


def _noun_in(path):
    module = import_module(path)
    last = path.rsplit(".", 1)[-1]
    groups = [c for c in vars(module).values() if isinstance(c, click.Command)]
    return next((c for c in groups if isinstance(c, click.Group)), groups[0] if groups else last)


def test_7_there_is_no_administrators_page_that_edits_tables():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_7_no_machine_door_takes_an_instant():
    written = api.get_openapi_schema()["components"]["schemas"]
    taken_in = {"NewDossier", "Applicant"}
    dated = {
        f"{name}.{field}"
        for name in taken_in
        for field, said in written[name]["properties"].items()
        if "date-time" in str(said) or field in NAMES_OF_THE_PAST
    }
    assert dated == set()
    bodies = re.findall(
        r"'requestBody'.*?#/components/schemas/(\w+)", str(api.get_openapi_schema())
    )
    assert set(bodies) <= taken_in, "a new body: look whether it takes an instant"


def addresses(known):
    """Yield every address of the officers' door whose arguments are known: its name, and them.

    Not leaving, and not giving up a message, whose number is of another kind.
    """
    for pattern in get_resolver("thongsuot.entrypoints.officer.urls").url_patterns:
        wanted = set(pattern.pattern.converters) if isinstance(pattern, URLPattern) else {"?"}
        if wanted <= known.keys() and pattern.name not in {"logout", "give_up"}:
            yield pattern.name, [known[name] for name in pattern.pattern.converters]


@pytest.fixture
def door(db, monkeypatch):
    publish_calendar()
    return Door(monkeypatch, Story(build_province()).processing())


def of_the_past(door) -> tuple:
    """Return every instant of the dossier and every due date that was ever computed for it."""
    row = Dossier.objects.get(code=door.story.code)
    said = tuple(getattr(row, name) for name in sorted(NAMES_OF_THE_PAST) if hasattr(row, name))
    return said, tuple(DueDateSet.objects.order_by("pk").values_list("due_at", "set_at"))


@pytest.mark.slow
@pytest.mark.django_db
def test_7_no_address_changes_an_instant_whatever_is_sent_to_it(door):
    before = of_the_past(door)
    sent = dict.fromkeys([*sorted(NAMES_OF_THE_PAST), "at", "now", "date"], LONG_AGO)
    known = {
        "code": door.story.code, "officer": door.province.officers["handler"].pk,
        "process": BIRTH, "number": 1, "name": "mine", "occasion": "received", "year": door.at.year,
    }  # fmt: skip
    tried = set()
    for who in ("desk", "handler", "head", "clerk", "stranger"):
        visit = door.open(who)
        for name, arguments in addresses(known):
            visit.send(name, *arguments, **sent)
            tried.add(name)
    assert {"collect_fee", "refund", "holdings", "move_process", "publish_process", "wording",
            "supplement", "confirm_payment", "end_absence"} <= tried  # fmt: skip
    assert len(tried) >= 60
    after = of_the_past(door)
    assert after == before


@pytest.mark.django_db
def test_19_the_instant_of_an_act_is_the_servers_whatever_clock_a_client_sends(door):
    story = Story(door.province, at=door.story.at).registered()
    door.story = story
    visit = door.open("desk")
    visit.browser.defaults["HTTP_DATE"] = "Wed, 01 Jan 2020 00:00:00 GMT"
    visit.send("receive", story.code, at=LONG_AGO, received_at=LONG_AGO, due_at=LONG_AGO)
    row = Dossier.objects.get(code=story.code)
    assert row.received_at == door.at
    assert row.due_at > door.at
