"""Asking another agency: own clock, own answerer, silence as the law has it; custody stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders import BIRTH, MONDAY, Story, build_province
from tests.builders_custody import BUILDING, QUESTION, USUAL, asked, given, law_covers

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.models import OpinionRequest
from thongsuot.domains.custody.terms import (
    AskedAlready,
    BasisElsewhere,
    BasisUnknown,
    ConsentNotByLaw,
    NobodyOnPost,
    NotAskedOfYou,
    NotTheHolder,
    OfferedToOneself,
    Opinion,
    OpinionNotOpen,
    OpinionOfOwnAgency,
    PolicyWrong,
    Silence,
    WordsMissing,
)
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import ActNotAllowed
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(story):
    return story.processing()


def opinion(story: Story):
    return custodies.opinions_of(f"dossier:{story.code}")[-1]


def acts(story: Story) -> list[str]:
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


def test_asking_moves_neither_custody_nor_clock_and_gives_its_own_limit(story):
    before = Dossier.objects.get(code=story.code).due_at
    asked(story)
    found = opinion(story)
    assert custodies.holder_of(f"dossier:{story.code}").holder.officer_id == (
        story.province.handler.officer_id
    )
    assert Dossier.objects.get(code=story.code).due_at == before
    assert found.answer_by - found.asked_at > timedelta(days=2), "three working days"
    assert found.silence is Silence.NONE
    assert acts(story)[-1] == "opinion_asked"


def test_the_question_is_committed_to_and_never_in_the_record(story):
    opinion_id = asked(story)
    given(story, opinion_id)
    rows = Entry.objects.filter(subject=f"dossier:{story.code}").values_list("detail", flat=True)
    assert not [row for row in rows if "quy hoạch" in str(row)]


def test_the_answer_is_kept_with_who_gave_it(story):
    given(story, asked(story), answer=Opinion.CONDITIONS, text="Đồng ý nếu chừa lộ giới 6 m.")
    found = opinion(story)
    assert (found.answer, found.text) == (Opinion.CONDITIONS, "Đồng ý nếu chừa lộ giới 6 m.")
    assert found.answered_by == "Hoàng Thị Mẫu Năm"
    assert acts(story)[-1] == "opinion_given"


def test_an_answer_sent_twice_under_one_key_is_one(story):
    opinion_id = asked(story)
    for _turn in range(2):
        given(story, opinion_id, key="once")
    assert acts(story).count("opinion_given") == 1


class TestRefusals:
    def test_only_the_holder_asks(self, story):
        with pytest.raises(NotTheHolder):
            asked(story, by=story.province.desk)

    def test_only_the_asked_post_answers_and_not_the_asker(self, story):
        opinion_id = asked(story)
        for who in ("desk", "handler"):
            with pytest.raises(NotAskedOfYou):
                given(story, opinion_id, who=who)

    def test_no_post_of_ones_own_agency_is_asked(self, story):
        with pytest.raises(OpinionOfOwnAgency):
            asked(story, who="clerk")

    def test_nobody_asks_himself_or_an_empty_post(self, story):
        with pytest.raises(OfferedToOneself):
            asked(story, who="handler")
        story.province.officers["clerk"].appointments.update(valid_to="2021-01-01")
        with pytest.raises(NobodyOnPost):
            asked(story, who="clerk")

    def test_a_question_says_something_and_so_does_an_answer(self, story):
        with pytest.raises(WordsMissing):
            asked(story, question="Ý kiến?")
        with pytest.raises(WordsMissing):
            given(story, asked(story), text="Ừ.")

    def test_the_same_post_is_asked_once_at_a_time(self, story):
        opinion_id = asked(story)
        with pytest.raises(AskedAlready):
            asked(story)
        given(story, opinion_id)
        assert asked(story) != opinion_id

    def test_a_legal_basis_that_the_policy_does_not_know(self, story):
        with pytest.raises(BasisUnknown):
            asked(story, basis="tu-nghi-ra")

    def test_what_was_answered_is_not_answered_again_nor_changed(self, story):
        opinion_id = asked(story)
        given(story, opinion_id)
        with pytest.raises(OpinionNotOpen):
            given(story, opinion_id)
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            OpinionRequest.objects.filter(pk=opinion_id).update(answer=Opinion.DISAGREE)

    @pytest.mark.usefixtures("published_calendar")
    def test_asking_belongs_to_the_processing(self):
        received = Story(build_province()).received()
        with pytest.raises(ActNotAllowed):
            asked(received, by=received.province.desk)


class TestSilence:
    def test_means_nothing_without_a_law_and_is_marked_against_the_asked_agency(self, story):
        asked(story)
        limit = opinion(story).answer_by
        assert dossiers.take_silence_for_answers(at=limit - timedelta(seconds=1)) == 0
        assert dossiers.take_silence_for_answers(at=limit) == 1
        found = opinion(story)
        assert (found.answer, found.answered_by) == (Opinion.SILENT, "")
        entry = record.acts_of(f"dossier:{story.code}")[-1]
        assert (entry.act, entry.actor) == ("opinion_unanswered", Actor.system())
        assert entry.detail["means"] == "silent"
        assert custodies.holder_of(f"dossier:{story.code}").holder.officer_id == (
            story.province.handler.officer_id
        )

    def test_is_consent_where_a_special_law_says_so_and_the_liability_is_named(self, story):
        law_covers(BIRTH)
        asked(story, basis=BUILDING, silence=Silence.CONSENT)
        found = opinion(story)
        assert "Điều 102" in found.basis_source
        assert "chịu trách nhiệm" in found.liability
        dossiers.take_silence_for_answers(at=found.answer_by)
        assert opinion(story).answer is Opinion.CONSENT

    def test_is_consent_from_the_limit_on_though_the_worker_comes_by_late(self, story):
        law_covers(BIRTH)
        opinion_id = asked(story, basis=BUILDING, silence=Silence.CONSENT)
        limit = story.at = opinion(story).answer_by
        with pytest.raises(OpinionNotOpen):
            given(story, opinion_id, answer=Opinion.DISAGREE)
        dossiers.take_silence_for_answers(at=limit + timedelta(days=2))
        assert opinion(story).answer is Opinion.CONSENT

    @pytest.mark.parametrize("basis", [BUILDING, USUAL])
    def test_is_consent_only_for_the_procedures_and_levels_of_that_law(self, story, basis):
        """The Law on Construction says nothing of births."""
        before = Entry.objects.count()
        with pytest.raises(BasisElsewhere if basis == BUILDING else ConsentNotByLaw):
            asked(story, basis=basis, silence=Silence.CONSENT)
        law_covers(BIRTH, levels=["ministry"])
        with pytest.raises(BasisElsewhere):
            asked(story, basis=BUILDING)
        assert Entry.objects.count() == before + 1, "the policy alone"
        assert not OpinionRequest.objects.exists()

    def test_taken_for_consent_without_a_law_is_refused(self, story):
        with pytest.raises(ConsentNotByLaw):
            asked(story, basis=USUAL, silence=Silence.CONSENT)
        opinion_id = asked(story, basis=USUAL)
        with pytest.raises(IntegrityError, match="only_by_law"), transaction.atomic():
            OpinionRequest.objects.filter(pk=opinion_id).update(
                answer=Opinion.CONSENT, answered_at=opinion(story).answer_by
            )

    @pytest.mark.parametrize(
        "stated", [{"liability": "", "procedures": [BIRTH]}, {"liability": "Có nêu"}],
        ids=["no liability", "no procedure"],
    )  # fmt: skip
    def test_a_policy_whose_consent_names_no_liability_or_no_procedure_is_refused(self, stated):
        basis = {
            "code": "x", "name": "Không nêu", "source": "Không nêu", "quantity": 1,
            "unit": "day", "silence": "deemed-consent", **stated,
        }  # fmt: skip
        with pytest.raises(PolicyWrong):
            custody.publish_policy(
                document={
                    "format": "thongsuot-handover-policy/1", "no_longer_owed": ["lien-thong"],
                    "version": "x", "source": "x",
                    "valid_from": "2026-01-01", "answer_minutes": 1, "returns_on_one_ground": 2,
                    "crossings_of_two_agencies": 3, "opinion_bases": [basis],
                },
                by=Actor.system(), at=MONDAY,
            )  # fmt: skip

    def test_an_opinion_after_it_is_too_late(self, story):
        opinion_id = asked(story)
        story.at = opinion(story).answer_by
        dossiers.take_silence_for_answers(at=story.at)
        with pytest.raises(OpinionNotOpen):
            given(story, opinion_id)


def test_the_asker_takes_a_question_back_and_it_stays_on_record(story):
    opinion_id = asked(story)
    with pytest.raises(NotTheHolder):
        dossiers.recall_opinion(opinion_id=opinion_id, by=story.province.desk, at=story.now())
    dossiers.recall_opinion(opinion_id=opinion_id, by=story.province.handler, at=story.now())
    assert opinion(story).answer is Opinion.RECALLED
    assert acts(story)[-1] == "opinion_recalled"


def test_an_open_question_lapses_with_the_dossier(story):
    asked(story)
    dossiers.withdraw(
        code=story.code, reason="", by=Actor.citizen(dossier=story.code), at=story.now()
    )
    assert opinion(story).answer is Opinion.LAPSED


def test_the_asked_agency_sees_the_dossier_and_finds_it_among_what_it_is_asked(story):
    asked(story)
    by = story.province.stranger
    assert queries.view_for(story.code, by=by, at=story.now()).opinions[0].question == QUESTION
    (row,) = queries.inbox(queries.Block.OPINION, by=by, at=story.now())
    assert row.opinion.question == QUESTION
    assert queries.block_counts(by=by, at=story.now())[queries.Block.OPINION] == 1


def test_how_long_each_agency_was_waited_for_is_told_apart(story):
    asked(story)
    limit = opinion(story).answer_by
    dossiers.take_silence_for_answers(at=limit + timedelta(minutes=5))
    (waited,) = custodies.opinion_waits_of(f"dossier:{story.code}", at=limit + timedelta(days=9))
    assert (waited.to_agency_code, waited.answer) == ("H99.05", Opinion.SILENT)
    assert waited.minutes > waited.minutes_over >= 0
    assert not list(queries.holder_faults())
