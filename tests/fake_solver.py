"""Solvers for tests of the job machinery: each does one thing that a real one may do, in a real child process."""

import os
import signal
import threading
import time
from collections.abc import Mapping
from typing import Any

from huibi.errors import InputError
from huibi_api.jobs.child import Report

Inputs = Mapping[str, Any]


def roster(value: int, status: str = "feasible") -> dict[str, Any]:
    """Return a roster that says how good it is."""
    return {
        "format": "huibi.roster/1",
        "status": status,
        "teams": [],
        "levels": [{"terms": {"risk": 1}, "value": value, "seconds": 0.1}],
        "solver": "fake",
        "seed": 1,
    }


def quick(inputs: Inputs, report: Report, stop: threading.Event) -> Mapping[str, Any]:
    """Report twice and be done."""
    assert not stop.is_set()
    for value in (9, 7):
        report({"value": value}, roster(value))
    return roster(5, "optimal") | {"problem": inputs["problem"]["id"]}


def patient(inputs: Inputs, report: Report, stop: threading.Event) -> Mapping[str, Any]:
    """Get better by one ten times a second, from what an earlier attempt had found, until told to stop."""
    value = inputs["checkpoint"]["levels"][0]["value"] if inputs["checkpoint"] else 1000
    while not stop.wait(0.1):
        value -= 1
        report({"value": value, "from": inputs["spent"]}, roster(value))
    return roster(value, "stopped")


def deaf(_inputs: Inputs, report: Report, _stop: threading.Event) -> Mapping[str, Any]:
    """Find something and then hear nothing any more."""
    report({"value": 3}, roster(3))
    time.sleep(600)
    return roster(0)


def dying(_inputs: Inputs, report: Report, _stop: threading.Event) -> Mapping[str, Any]:
    """Find something and die of a signal."""
    report({"value": 3}, roster(3))
    time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGKILL)
    return roster(0)


def reviving(inputs: Inputs, report: Report, stop: threading.Event) -> Mapping[str, Any]:
    """Die at the first attempt; be done at the second, better than what the first had left."""
    if inputs["checkpoint"] is None:
        return dying(inputs, report, stop)
    return roster(inputs["checkpoint"]["levels"][0]["value"] - 1, "optimal")


def breaking(_inputs: Inputs, _report: Report, _stop: threading.Event) -> Mapping[str, Any]:
    """Fall over a mistake of our own."""
    raise ZeroDivisionError("secret detail")


def refusing(_inputs: Inputs, _report: Report, _stop: threading.Event) -> Mapping[str, Any]:
    """Refuse the input."""
    raise InputError.of("service.not_found")


def greedy(_inputs: Inputs, _report: Report, _stop: threading.Event) -> Mapping[str, Any]:
    """Want more memory than there is."""
    bytearray(1 << 40)
    return roster(0)


def seating(inputs: Inputs, _report: Report, _stop: threading.Event) -> Mapping[str, Any]:
    """Seat the second and third person of the problem in its first team, which inspects its first unit."""
    people, team, unit = inputs["problem"]["people"], inputs["problem"]["teams"][0], inputs["problem"]["units"][0]
    seats = [{"id": people[1]["id"], "role": "leader"}, {"id": people[2]["id"], "role": "member"}]
    return roster(1) | {"teams": [{"id": team["id"], "units": [unit["id"]], "people": seats}], "levels": []}
