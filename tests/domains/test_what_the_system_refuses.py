"""What such a system must refuse, lines 1, 2, 6-12, 16, 19 and 20: where each is tried.

The list is that of docs/law/dossier-life.md. Line 7 says that nothing changes a received, due or
completed instant. It is tried on everything there is: every service here, every column of every
table (test_instants_stay.py), and at the doors (tests/entrypoints/test_what_the_doors_refuse.py)
every form, every command's option, every address; what is added later is found by the same walk
and has to be classified.
"""

import inspect
import pkgutil
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import LAN, MONDAY, Story
from tests.builders_attempts import NAMES_OF_THE_PAST

from thongsuot import bootstrap, domains
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, Ending
from thongsuot.domains.dossiers.terms import Channel, DueReason, NationalState
from thongsuot.domains.dossiers.terms.refusing import RefusalForbidden, RefusalGround
from thongsuot.domains.ledger import queries as record

TESTS = Path(__file__).resolve().parents[1]


TRIED = {
    "1": ["test_1_nothing_is_processed_or_resolved_before_it_is_received",
          "test_1_a_final_state_leads_nowhere",
          "test_1_from_a_final_state_no_act_but_one_on_money_leads_anywhere",
          "test_1_no_act_that_decides_is_possible_but_in_processing"],
    "2": ["test_2_nothing_is_resolved_without_a_signed_and_numbered_result",
          "test_2_a_result_is_returned_to_somebody"],
    "6": ["test_6_a_hand_over_to_oneself_is_refused",
          "test_6_a_hand_over_to_nobody_or_to_a_disabled_account_is_refused",
          "test_6_only_the_holder_hands_over", "test_6_one_question_at_a_time",
          "test_6_a_share_beyond_the_due_instant_is_flagged",
          "test_the_database_opens_no_custody_of_somebody_who_is_not_there"],
    "7": ["test_7_no_instant_and_no_due_date_can_be_changed_even_by_sql",
          "test_7_no_column_that_holds_an_instant_is_changed_by_anybody_by_sql",
          "test_7_what_refuses_them_refuses_the_change_and_not_the_row",
          "test_7_what_may_move_is_there_and_says_why"],
    "8": ["test_a_second_extension_is_refused_and_so_is_a_second_signature",
          "test_an_apology_is_what_the_instant_of_its_signature_makes_it",
          "test_the_database_itself_refuses_one_passed_off_as_in_time",
          "test_nobody_else_signs_the_apology",
          "test_who_signs_results_without_heading_the_agency_does_not_apologise"],
    "9": ["test_9_no_receipt_for_an_agency_that_is_not_competent_that_day",
          "test_9_no_receipt_after_the_procedure_was_repealed",
          "test_9_no_signature_without_the_power_that_day",
          "test_an_act_outside_the_delegation_is_refused"],
    "10": ["test_10_nobody_is_refused_for_the_channel_or_for_living_elsewhere",
           "test_10_where_somebody_lives_and_how_it_came_are_no_grounds_of_a_refusal"],
    "11": ["test_a_return_names_reason_basis_and_the_competent_agency"],
    "12": ["test_12_the_drafter_does_not_sign_his_own_draft", "test_12_the_desk_does_not_decide",
           "test_the_drafter_signs_his_draft_through_no_delegation",
           "test_2_nothing_is_resolved_without_a_signed_and_numbered_result"],
    "16": ["test_16_a_year_without_a_calendar_is_an_error_and_changes_nothing",
           "test_a_year_without_a_published_calendar_is_never_guessed",
           "test_an_unknown_unit_is_refused_and_never_taken_for_another",
           "test_a_limit_under_one_or_no_whole_number_is_refused"],
    "19": ["test_19_history_is_neither_deleted_nor_edited",
           "test_19_an_act_is_never_dated_before_the_one_before_it",
           "test_7_no_command_takes_an_instant", "test_7_no_machine_door_takes_an_instant",
           "test_what_is_taken_over_for_a_coming_day_is_recorded_now_and_locks_nothing_till_then",
           "test_19_a_signed_and_issued_decision_stays_as_it_is",
           "test_19_who_tends_the_system_or_watches_it_does_nothing_to_a_dossier",
           "test_19_nothing_is_handed_to_a_post_that_only_tends_the_system"],
    "20": ["test_a_dossier_entered_twice_under_one_key_is_one_dossier",
           "test_step_share_and_due_date_stay_as_they_were"],
}  # fmt: skip
"""Lines of the list that are tried elsewhere, by the names of their tests."""


def all_tests() -> set[str]:
    """Return the name of every test of the house."""
    found = (re.findall(r"^def (test_\w+)", p.read_text(), re.M) for p in TESTS.rglob("test_*.py"))
    return {name for names in found for name in names}


@pytest.mark.parametrize("line", TRIED)
def test_each_line_is_tried_where_it_is_said_to_be(line):
    assert set(TRIED[line]) <= all_tests()


INSTANTS = (datetime, date, datetime | None, date | None)


PLANNED = {
    "last_day": "an appointment or absence that ends, by its document",
    "first_day": "an absence that begins, by its document",
    "on": "a process that begins; the day whose payments are compared",
    "valid_from": "a process that begins",
    "valid_to": "a representation that ends, by its document",
    "effective_on": "an area that begins, by the decision that makes it",
    "until": "a key for programs that ends",
    "seen_at": "when the text was drafted that its signer was shown: compared with what stands",
    "anew_since": "since when a file has to be another one than came before",
}
"""Instants and days that an act may be told: of what will be, or of what is compared."""


def is_act(function):
    """Whether somebody does it, now."""
    return {"by", "at"} <= set(inspect.signature(function).parameters)


def services():
    """Yield every act of every room, by its full name: what takes who does it, and now."""
    for found in pkgutil.walk_packages(domains.__path__, f"{domains.__name__}."):
        if ".migrations." in found.name:
            continue
        module = import_module(found.name)
        for title, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == found.name and not title.startswith("_")
            if is_own and is_act(function):
                yield f"{found.name}.{title}", function


def test_7_no_service_is_told_when_something_was():
    """The one instant a service takes is ``at``: now, of which the record accepts no earlier."""
    told = {
        f"{name}({parameter})"
        for name, function in services()
        for parameter, kind in inspect.signature(function).parameters.items()
        if parameter in NAMES_OF_THE_PAST
        or (kind.annotation in INSTANTS and parameter not in {"at", *PLANNED})
    }
    rooms = {name.split(".")[2] for name, _function in services()}
    assert rooms >= {"custody", "deadlines", "dossiers", "ledger", "organisation", "people"}
    assert len(list(services())) > 100
    assert told == set()


def test_8_no_extension_is_a_reason_for_a_due_date():
    """The new date of an apology is a fact beside the due date, which nothing else but these set.

    A calendar that came late counts anew by an act of its own.
    """
    assert set(DueReason) == {
        DueReason.RECEIPT, DueReason.SUPPLEMENT, DueReason.PAUSE, DueReason.CALENDAR,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("channel", list(Channel))
def test_10_nobody_is_refused_for_the_channel_or_for_living_elsewhere(province, channel):
    elsewhere = replace(LAN, address="Số 1, xã Khác, tỉnh Khác")
    code = dossiers.register(
        procedure_code="1.001193", receiving_agency="H99.31.01", channel=channel,
        identity=elsewhere, answers={}, by=province.desk, at=MONDAY,
    ).code  # fmt: skip
    dossiers.receive(code=code, by=province.desk, at=datetime(2026, 3, 2, 2, tzinfo=UTC))
    assert Dossier.objects.get(code=code).national_state == NationalState.RECEIVED


@pytest.mark.django_db
@pytest.mark.parametrize("ground", [RefusalGround.RESIDENCE, RefusalGround.CHANNEL])
def test_10_where_somebody_lives_and_how_it_came_are_no_grounds_of_a_refusal(province, ground):
    story = Story(province).registered()
    with pytest.raises(RefusalForbidden):
        dossiers.refuse(
            code=story.code, ground=ground, reason="Người nộp cư trú ở tỉnh khác",
            legal_basis="NĐ 118/2025/NĐ-CP Điều 17", signer=bootstrap.signer(), by=province.desk,
            at=story.now(),
        )  # fmt: skip
    kept = Dossier.objects.get(code=story.code)
    assert kept.national_state == NationalState.REGISTERED
    with pytest.raises(DatabaseError, match="ending_refused_for_what_may_be"), transaction.atomic():
        Ending.objects.create(dossier=kept, reason="", ground=ground, at=story.at)


@pytest.mark.django_db
def test_a_refusal_stands_on_record_with_its_ground(province):
    story = Story(province).registered()
    dossiers.refuse(
        code=story.code, ground=RefusalGround.DUPLICATE, reason="Trùng với hồ sơ nộp hôm trước",
        legal_basis="NĐ 118/2025/NĐ-CP Điều 17", signer=bootstrap.signer(), by=province.desk,
        at=story.now(),
    )  # fmt: skip
    assert record.acts_of(f"dossier:{story.code}")[-1].detail["ground"] == "duplicate"


@pytest.mark.django_db
def test_20_the_national_state_follows_from_what_happened_and_is_never_written(province):
    story = Story(province).received()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_dossier SET national_state = 10 WHERE code = %s", [story.code]
        )
