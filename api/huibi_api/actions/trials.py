"""Edits tried by hand: problems that were read once are kept ready, so that a trial takes milliseconds."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from huibi.model.rosters import Edit, ShortfallEntry
from huibi.planning.check import Checker
from huibi.planning.problem import read_problem, read_roster
from huibi.planning.standing import Standing
from huibi_api.actions import rosters

_READY = 8  # problems kept; one of a city takes some hundred megabytes


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
class _Ready:
    """A problem that was read, with the roster as it stood at `seen` (versions of plan and job)."""

    standing: Standing
    seen: tuple[int, int]
    busy: threading.Lock = field(default_factory=threading.Lock)


class Trials:
    """Tries edits on rosters; safe to be used by several threads."""

    def __init__(self) -> None:
        self._ready: OrderedDict[str, _Ready] = OrderedDict()
        self._lock = threading.Lock()

    def attempt(self, session: Session, plan: str, edit: Edit) -> dict[str, Any]:
        """Return what an edit of a plan's roster would break and change; nothing is stored.

        Raises NotFoundError beyond the viewer's reach, ClashError while there is no roster yet, InputError for an
        edit that cannot be made.
        """
        ready = self._prepare(session, rosters.find(session, plan))
        with ready.busy:
            return ready.standing.attempt(edit).to_json()

    def _prepare(self, session: Session, work: rosters.Work) -> _Ready:
        plan, seen = work.plan.id, (work.plan.version, work.job.events)
        with self._lock:
            known = self._ready.get(plan)
        if known is not None and known.seen == seen:
            return known
        roster = read_roster(rosters.best_roster(session, work))
        checker = Checker(read_problem(work.plan.problem)) if known is None else known.standing.checker
        ready = _Ready(Standing(checker, roster), seen)
        with self._lock:
            self._ready[plan] = ready
            self._ready.move_to_end(plan)
            while len(self._ready) > _READY:
                self._ready.popitem(last=False)
        return ready
