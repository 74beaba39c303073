"""What a child does for a job of kind `solve`: the library's solver, and nothing else."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from huibi.planning.problem import read_problem, read_roster
from huibi.planning.solve import Progress
from huibi.planning.solve import solve as search
from huibi_api.jobs.child import Report

_KEEP_SECONDS = 2.0  # a better roster is sent along this often at most: making one takes a check's time
_LEAST_SECONDS = 1.0


class _Teller:
    """Passes progress on; from time to time with the best roster, so that a killed search need not begin anew."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._kept_at = -_KEEP_SECONDS
        self._kept: tuple[int, int] | None = None

    def __call__(self, progress: Progress) -> None:
        data = {
            "level": progress.level,
            "terms": progress.terms,
            "value": progress.value,
            "bound": progress.bound,
            "seconds": progress.seconds,
        }
        reached = (progress.level, progress.value)
        at = time.monotonic()
        if reached == self._kept or at - self._kept_at < _KEEP_SECONDS:
            self._report(data)
            return
        self._kept, self._kept_at = reached, at
        self._report(data, progress.roster().to_json())


def solve(inputs: Mapping[str, Any], report: Report, stop: threading.Event) -> Mapping[str, Any]:
    """Return the roster of the problem in `inputs`, searched for as long as earlier attempts left."""
    checkpoint: Mapping[str, Any] | None = inputs["checkpoint"]
    start = None if checkpoint is None else read_roster(checkpoint)
    official: bool = inputs.get("official", False)
    left = inputs["seconds"] if official else max(inputs["seconds"] - inputs["spent"], _LEAST_SECONDS)
    roster = search(
        read_problem(inputs["problem"]),
        seconds=left,
        workers=inputs["workers"],
        seed=inputs["seed"],
        official=official,
        on_progress=_Teller(report),
        stop=stop.is_set,
        start=None if official else start,  # an official roster repeats itself only from the same beginning
    )
    return roster.to_json()
