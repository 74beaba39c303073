"""A roster changed by hand: all moves of an edit together, and what they would break, cost or spare."""

from typing import Any

from huibi.model.rosters import Edit, Problem, Roster
from huibi.planning.check import Checker
from huibi.planning.check_facts import look_up
from huibi.planning.hall import Hall
from huibi.planning.standing import Standing
from huibi.planning.trial import Trial


def apply_edit(problem: Problem, roster: Roster, edit: Edit) -> Roster:
    """Return the roster after all moves of an edit, legal or not; somebody moved without a role keeps the one held.

    Raises InputError with every fault: a move of neither or both of person and unit, an unknown id, one moved twice, a
    role given to a unit, somebody without a seat who could serve in several roles and is given none.
    """
    return Hall(look_up(problem), roster).after(edit)


def try_edit(checker: Checker, roster: Roster, edit: Edit) -> dict[str, Any]:
    """Return `{"ok", "violations", "terms", "delta", "shortfalls"}`: what an edit breaks and how terms change.

    `delta` is the change of each term against `roster`. Raises InputError as `apply_edit`. For many edits of one
    roster keep a `Standing`: it counts the roster once.
    """
    return trial(checker, roster, edit).to_json()


def trial(checker: Checker, roster: Roster, edit: Edit) -> Trial:
    """Return what an edit would give. Raises InputError as `apply_edit`."""
    return Standing(checker, roster).attempt(edit)
