"""Running dossiers keep their version through whatever is published, restored and moved."""

import random
from datetime import timedelta

import pytest
from tests.builders import BIRTH, Story, build_province
from tests.builders_birth_process import LONGER, birth, place, with_step

from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
SYSTEM = Actor.system()
TURNS = 24


class Told:
    """What should be so by the rules' words alone: versions by their days, dossiers' places."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311 - a walk that can be walked again
        self.province = build_province()
        self.walk = Story(self.province)
        self.versions = []  # (first day, number, content), in the order of publication
        self.dossiers = []  # (story, version, step)

    def today(self):
        return local_date(self.walk.at)

    def holds(self):
        begun = [v for v in self.versions if v[0] <= self.today()]
        order = {v[1]: n for n, v in enumerate(self.versions)}
        return max(begun, key=lambda v: (v[0], order[v[1]]), default=None)

    def content(self, number):
        return next(v[2] for v in self.versions if v[1] == number)

    def publish(self):
        base = self.chance.choice([birth(), LONGER])
        content = with_step(base, "B1", share_minutes=self.chance.randint(1, 60))
        day = self.today() + timedelta(days=self.chance.choice([0, 0, 1, 3]))
        told = {"by": SYSTEM, "at": self.walk.now()}
        catalogue.save_process(process=content, **told)
        made = catalogue.publish_process(code=BIRTH, valid_from=day, **told)
        self.versions.append((day, made.number, content))

    def restore(self):
        if self.versions:
            number = self.chance.choice(self.versions)[1]
            made = catalogue.restore_process(
                code=BIRTH, number=number, valid_from=self.today(), by=SYSTEM, at=self.walk.now()
            )
            self.versions.append((self.today(), made.number, self.content(number)))

    def receive(self):
        story = Story(self.province, at=self.walk.at)
        goes_on = self.chance.random() < 0.5
        story.processing() if goes_on else story.received()
        self.walk.at = max(self.walk.at, story.at)
        held = self.holds()
        step = held[2].steps[1 if goes_on else 0].code if held else ""
        self.dossiers.append((story, held[1] if held else None, step))

    def move(self):
        if not self.versions:
            return
        number = self.chance.choice(self.versions)[1]
        dossiers.move_to_process(process_code=BIRTH, number=number, by=SYSTEM, at=self.walk.now())
        target = self.content(number)
        self.dossiers = [
            (story, number if version and target.find_step(step) else version, step)
            for story, version, step in self.dossiers
        ]

    def next_day(self):
        self.walk.at += timedelta(days=1)


@pytest.mark.parametrize("seed", [7, 11])
def test_only_a_move_takes_a_running_dossier_to_another_version(seed):
    told = Told(seed)
    for _turn in range(TURNS):
        told.chance.choice(
            [told.publish, told.restore, told.receive, told.receive, told.move, told.next_day]
        )()
        assert [place(story) for story, _v, _s in told.dossiers] == [
            (version, step) for _story, version, step in told.dossiers
        ]
    assert len({version for _story, version, _step in told.dossiers}) > 1
