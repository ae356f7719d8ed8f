"""A stream of submissions from several clients at once, who send again until they are answered."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Condition, Event
from typing import Any

import httpx
from tests.births import BIRTH, DESK
from tests.filing_over_http import PlainCitizen

PATIENCE_S = 120.0
ATTEMPTS = 100_000
"""More than fit between a blow and the closing of the doors; only a loop without end has them."""
COUNTERS = 4
TWINS = 2
"""So many counters send under the same keys, as a client does that was started twice."""

AT_THE_COUNTERS_FOR_ONE_ONLINE = 4


class PatientWire(httpx.HTTPTransport):
    """Sends a request again, unchanged, until it is answered by more than "come back later"."""

    def __init__(self, open_for_business: Event) -> None:
        super().__init__()
        self.open_for_business = open_for_business
        self.unanswered = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        for _attempt in range(ATTEMPTS):
            assert self.open_for_business.wait(PATIENCE_S), "the installation stays away"
            try:
                answer = super().handle_request(request)
                answer.read()
            except httpx.TransportError:
                self.unanswered += 1
                continue
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                return answer
            self.unanswered += 1
        raise AssertionError(f"no answer to {request.method} {request.url.path}")


@dataclass
class Stream:
    """Counters that enter and receive dossiers over the machine doors, and one citizen.

    Counters go no further than ``allow`` says, so that a test knows how much is owed.
    """

    url: str
    token: str
    photo: bytes
    open_for_business: Event = field(default_factory=Event)
    codes: dict[str, set[str]] = field(default_factory=dict)
    """What each key was answered with, by whichever counter asked."""
    filed: list[str] = field(default_factory=list)
    unanswered: int = 0
    _changed: Condition = field(default_factory=Condition)
    _blow: Callable[[], None] | None = None
    _blow_at: int = 0
    _allowed: int = 0
    _is_over: bool = False
    _clients: "list[Future[None]]" = field(default_factory=list)

    @contextmanager
    def flowing(self) -> Iterator["Stream"]:
        """Run all clients meanwhile; at the end they finish what they began."""
        self.open_for_business.set()
        with ThreadPoolExecutor(COUNTERS + 1) as pool:
            self._clients = [pool.submit(self._counter, place) for place in range(COUNTERS)]
            self._clients.append(pool.submit(self._citizen))
            for client in self._clients:
                client.add_done_callback(lambda _ended: self._change(lambda: None))
            try:
                yield self
            finally:
                self._change(lambda: setattr(self, "_is_over", True))
                self.open_for_business.set()
        for client in self._clients:
            client.result()

    def allow(self, more: int) -> None:
        """Let each pair of counters enter so many dossiers more."""
        self._change(lambda: setattr(self, "_allowed", self._allowed + more))

    def wait_for(self, number: int) -> None:
        """Wait until so many keys are acknowledged."""
        self._wait_until(lambda: len(self.codes) >= number)

    def strike_at(self, number: int, blow: Callable[[], None]) -> None:
        """Have the counter strike whose dossier is the ``number``-th to be acknowledged.

        It strikes at once while the others go on; then nobody sends until business opens again.
        """
        self._blow, self._blow_at = blow, number

    def wait_for_the_blow(self) -> None:
        """Wait until the blow has fallen and the doors are closed."""
        self._wait_until(lambda: self._blow is None and not self.open_for_business.is_set())

    def enter(self, session: httpx.Client, key: str) -> str:
        """Enter a dossier and have it received; return its code."""
        made = _ok(session.post("/api/dossiers", json=_entry(key), headers=_key(f"entry-{key}")))
        code = str(made["code"])
        path = f"/api/dossiers/{code}/receive"
        _ok(session.post(path, headers=_key(f"receipt-{key}")))
        return code

    def session(self) -> httpx.Client:
        """Return a counter's connection."""
        return httpx.Client(
            base_url=self.url, transport=PatientWire(self.open_for_business), timeout=PATIENCE_S,
            headers=bearing(self.token),
        )  # fmt: skip

    def _counter(self, place: int) -> None:
        pair = place % (COUNTERS // TWINS)
        with self.session() as session:
            number = 0
            while self._may_go_on(number):
                key = f"{pair}-{number:05d}"
                self._acknowledge(key, self.enter(session, key))
                number += 1
            self._leave(session)

    def _citizen(self) -> None:
        while self._may_go_on(len(self.filed) * AT_THE_COUNTERS_FOR_ONE_ONLINE):
            citizen = PlainCitizen(self.url, PatientWire(self.open_for_business))
            with citizen.session as session:
                code, _pin = citizen.files_a_birth(self.photo)
                self._change(lambda code=code: self.filed.append(code))
                self._leave(session)

    def _leave(self, session: httpx.Client) -> None:
        unanswered = session._transport.unanswered
        self._change(lambda: setattr(self, "unanswered", self.unanswered + unanswered))

    def _may_go_on(self, number: int) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: number < self._allowed or self._is_over)
            return number < self._allowed

    def _acknowledge(self, key: str, code: str) -> None:
        self._change(lambda: self.codes.setdefault(key, set()).add(code))
        blow = self._take_the_blow()
        if blow:
            blow()
            self._change(self.open_for_business.clear)

    def _take_the_blow(self) -> Callable[[], None] | None:
        """Return the blow to whoever reaches its number first, and to nobody else."""
        with self._changed:
            if self._blow is None or len(self.codes) < self._blow_at:
                return None
            blow, self._blow = self._blow, None
            return blow

    def _wait_until(self, has_come: Callable[[], bool]) -> None:
        with self._changed:
            come = self._changed.wait_for(lambda: has_come() or self._has_fallen(), PATIENCE_S)
        for client in self._clients:
            if client.done():
                client.result()
        assert come, f"{len(self.codes)} are acknowledged, {self.unanswered} were not answered"

    def _change(self, change: Callable[[], object]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()

    def _has_fallen(self) -> bool:
        return any(client.done() and client.exception() for client in self._clients)


def bearing(token: str) -> dict[str, str]:
    """Return the headers of whoever acts under this token."""
    return {"Authorization": f"Bearer {token}"}


def _key(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def _ok(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.status_code}: {answer.text[:500]}"
    return dict(answer.json())


def _entry(key: str) -> dict[str, Any]:
    """Return an invented applicant's dossier; each key has an applicant of its own."""
    return {
        "procedure": BIRTH,
        "agency": DESK,
        "channel": "direct",
        "applicant": {
            "full_name": "Nguyễn Thị Ví Dụ",
            "personal_id": f"99919{key.replace('-', ''):0>7}",
            "phone": "0912000417",
        },
        "answers": {"em-be": {"child_full_name": "Trần Bảo Ví Dụ", "child_sex": "female"}},
    }
