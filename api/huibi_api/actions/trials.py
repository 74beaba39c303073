"""Rosters tried by hand: problems that were read once are kept ready, so that a trial takes milliseconds."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from huibi.model.reserves import Reserves
from huibi.model.rosters import Edit, Problem, Roster, ShortfallEntry
from huibi.planning.check import Checker
from huibi.planning.problem import read_problem, read_roster
from huibi.planning.reserves import reserves as look_up
from huibi.planning.standing import Standing
from huibi_api.actions import rosters

_READY = 8  # problems and rosters kept; a problem of a city takes some hundred megabytes
_Kept = TypeVar("_Kept")


class Violation(BaseModel):
    """A hard rule that is broken: its number in the roster format, how, and by whom (further members)."""

    model_config = ConfigDict(extra="allow")
    rule: int
    code: str


class Tried(BaseModel):
    """What an edit would break, and how every term would change."""

    ok: bool
    violations: list[Violation]
    terms: dict[str, int]
    delta: dict[str, int]
    shortfalls: list[ShortfallEntry]


@dataclass(slots=True)
class Ready:
    """A problem that was read, with a roster as it stands; one trial at a time, since its checker remembers."""

    standing: Standing
    roster: Roster
    busy: threading.Lock

    @property
    def problem(self) -> Problem:
        """The problem itself."""
        return self.standing.checker.facts.problem


class _Shelf(Generic[_Kept]):
    """What was used last, at most so many; safe to be used by several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Any, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: object, make: Callable[[], _Kept]) -> _Kept:
        """Return what is kept under a key, made and kept if it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            found = self._kept.setdefault(key, made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


class Trials:
    """Keeps problems by their digest, and rosters as they were last seen."""

    def __init__(self) -> None:
        self._problems: _Shelf[tuple[Checker, threading.Lock]] = _Shelf(_READY)
        self._rosters: _Shelf[Ready] = _Shelf(_READY)
        self._reserves: _Shelf[Reserves] = _Shelf(_READY)

    def keep(self, handed: rosters.Handed) -> None:
        """Keep a problem ready that was just read: its roster will be asked about."""
        self._problems.take(handed.digest, lambda: (Checker(handed.problem), threading.Lock()))

    def prepare(self, session: Session, plan: str) -> Ready:
        """Return the problem of a plan and its roster, the best so far.

        Raises NotFoundError beyond the viewer's reach, ClashError while there is no roster yet.
        """
        work = rosters.find(session, plan)

        def read() -> tuple[Checker, threading.Lock]:
            return Checker(read_problem(work.plan.problem)), threading.Lock()

        def stand() -> Ready:
            roster = read_roster(rosters.best_roster(session, work))
            checker, busy = self._problems.take(work.plan.digest, read)
            with busy:
                return Ready(Standing(checker, roster), roster, busy)

        return self._rosters.take((plan, work.plan.version, work.job.events), stand)

    def reserves(self, session: Session, plan: str) -> Callable[[], Reserves]:
        """Return what looks up who could step in for whom in a plan's roster, once a roster; raises as `prepare`.

        What is returned needs no session: a city takes seconds.
        """
        ready, work = self.prepare(session, plan), rosters.find(session, plan)
        key = (plan, work.plan.version, work.job.events)
        return lambda: self._reserves.take(key, lambda: look_up(ready.problem, ready.roster))

    def attempt(self, session: Session, plan: str, edit: Edit) -> dict[str, Any]:
        """Return what an edit of a plan's roster would break and change; nothing is stored.

        Raises as `prepare`, and InputError for an edit that cannot be made.
        """
        ready = self.prepare(session, plan)
        with ready.busy:
            return ready.standing.attempt(edit).to_json()
