"""Whatever is tried: legal acts keep the invariants, illegal ones change nothing."""

from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st
from tests.builders import MONDAY, add_committee, add_neighbour, build_province
from tests.builders_attempts import (
    ACTS,
    ELSEWHERE,
    NEVER_YET,
    OFFICERS,
    RECORDED,
    STARTS,
    Attempt,
    Tried,
)
from tests.builders_moves import moves
from tests.builders_payments import ROW, publish_tariffs
from tests.tables import rows_of_every_table

from thongsuot.domains.dossiers import queries, rules
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import Act, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.models import Entry
from thongsuot.kernel.errors import Refused

EXAMPLES_EACH, TRIES, AFTER_ITS_END = 4, 12, 2
LEGAL_SHARE = 2 / 3
WEIGHTS = {"withdraw": 1, "stop": 1, "draft_apology": 6, "offer": 6, "draft": 6, "forward": 60,
           "guide": 60, "collect": 3, "claim": 3,
           "draft_request": 24, "sign_request": 36}  # fmt: skip
USUAL, NOT_YET = 12, 20
"""What ends a dossier or is nearly always possible is drawn seldom, what only begins one often."""

ENDS = {"withdraw", "stop", "hand_out"}
"""An end writes of each question whose time was over that nobody answered, besides itself."""


def anything(chance):
    """Draw an act of anybody, possible or not."""
    who, other = chance.choices(OFFICERS, k=2)
    return chance.choice(ACTS), who, other, chance.choice(list(Step))


def one_of(legal, chance, done):
    """Draw an act that is possible now, first what nobody did; then who does it to whom."""
    acts = sorted({move[0] for move in legal})
    weights = [WEIGHTS.get(act, USUAL) * (1 if act in done else NOT_YET) for act in acts]
    (act,) = chance.choices(acts, weights=weights)
    return chance.choice([move for move in legal if move[0] == act])


def undone(done):
    return set(ACTS) - NEVER_YET - set(done)


def entries(code):
    return Entry.objects.filter(subject=f"dossier:{code}").count()


def marked_on_the_way(act: str, code: str, before: int) -> int:
    """Return for how many questions an end wrote first that their time was over in silence."""
    new = Entry.objects.filter(subject=f"dossier:{code}").order_by("seq")[before:]
    silences = [entry.act for entry in new][:-1]
    assert not silences or act in ENDS
    assert set(silences) <= {Act.OPINION_UNANSWERED}
    return len(silences)


def check_recorded(act: str, code: str) -> None:
    """What was done stands on record under the name that the law's act has."""
    recorded = Entry.objects.filter(subject=f"dossier:{code}").latest("seq").act
    others = {name for name in Act if name not in RECORDED[act]}
    assert recorded not in others, f"{act} is recorded as {recorded}"


def due_dates(code: str) -> list:
    """Return every due date that was ever computed: no extension adds or moves one."""
    return list(DueDateSet.objects.filter(dossier__code=code).values_list("reason", "due_at"))


def check_extension(code, before) -> None:
    """A signed extension stays as it is, and its new date lies after the promised one."""
    after = list(Extension.objects.filter(dossier__code=code).values())
    for row in before:
        assert row["signed_at"] is None or [row] == after, "one extension, and it stays"
    for row in after:
        assert row["signed_at"] is None or row["drafted_by_id"] is not None
        assert row["new_due_at"] > row["original_due_at"]


def check_invariants(code: str) -> None:
    """One holder, no gap: by deferred triggers and our own count; the state: by the rules."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not list(queries.holder_faults())
    row = Dossier.objects.get(code=code)
    assert row.national_state == rules.national_state(row.milestones())


def try_once(attempt, tried, kept):
    """Try it; return why it was refused, if it was, and what every table holds after it."""
    code = attempt.story.code
    before, promised = entries(code), due_dates(code)
    extension = list(Extension.objects.filter(dossier__code=code).values())
    try:
        attempt.do(*tried)  # in no transaction but the service's own
    except Refused as refused:
        assert rows_of_every_table() == kept
        return refused, kept
    before += marked_on_the_way(tried[0], code, before)
    assert entries(code) == before + 1, "one act, one entry (I3)"
    check_recorded(tried[0], code)
    check_extension(code, extension)
    if tried[0] in {"put_off", "apologise", "draft_apology"}:
        assert due_dates(code) == promised, "the first date is judged"
    check_invariants(code)
    return None, rows_of_every_table()


def live_on(attempt, chance, done):
    """Try one thing after the other on a dossier; yield the acts that were done."""
    kept, ended = rows_of_every_table(), 0
    for _time in range(TRIES):
        legal = moves(attempt)
        ended += not legal
        if ended > AFTER_ITS_END:
            return
        is_legal = bool(legal) and chance.random() < LEGAL_SHARE
        tried = one_of(legal, chance, done) if is_legal else anything(chance)
        note(tried)
        refused, kept = try_once(attempt, tried, kept)
        assert not (is_legal and refused), f"{tried} is refused: {refused}"
        if refused is None:
            yield tried[0]


def test_every_act_of_the_law_is_tried_or_said_why_not():
    tried = {act for acts in RECORDED.values() for act in acts}
    assert set(RECORDED) == set(ACTS)
    assert tried | set(ELSEWHERE) == set(Act)
    assert not tried & set(ELSEWHERE)


@pytest.mark.slow
@pytest.mark.django_db
def test_legal_acts_keep_the_invariants_and_illegal_ones_change_nothing(published_calendar):
    province = build_province(days=10)
    add_committee(province)
    add_neighbour(province)
    publish_tariffs(MONDAY, {**ROW, "collected": "result"})
    done = Counter()

    @settings(max_examples=EXAMPLES_EACH, phases=[Phase.generate])  # a seed is not made simpler
    @given(chance=st.randoms(use_true_random=True))
    def anything_goes(start, chance):
        with transaction.atomic():
            attempt = Attempt(getattr(Tried(province), start)())
            done.update(live_on(attempt, chance, done))
            assert record.verify_all().ok
            transaction.set_rollback(True)

    for start in STARTS:
        anything_goes(start)
    for start in STARTS:  # once more where chance left something out
        if undone(done):
            anything_goes(start)
    assert not undone(done), f"every act was done at least once: {done}"
