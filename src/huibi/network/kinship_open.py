"""What would settle an uncertain relation: each open thing it rests on, as a question to whoever knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from huibi.network.graph import Condition, Conditions, is_named
from huibi.network.kinship_rows import Rows

_ROLES = {"f": "father", "m": "mother", "s": "spouse", "": "parent"}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: `ask` is what, `people` whom it concerns, `record` the row that leaves it open.

    `ask` is `raised` (did the step-parent and the child live together while it was a minor), `term` (which of its
    chains the word means), `siblings` (are the two of one father and one mother), `father`, `mother`, `parent` or
    `spouse` (who that of the person is). Unnamed people are told from a named one: `P5.mother`.
    """

    ask: str
    people: tuple[str, ...]
    record: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the question as JSON-ready data."""
        data: dict[str, Any] = {"ask": self.ask, "people": list(self.people)}
        return data if self.record is None else {**data, "record": self.record}


def questions(rows: Rows, conditions: Conditions) -> tuple[Question, ...]:
    """Return what has to be answered for a set of choices to hold, each question once, in a fixed order."""
    return tuple(dict.fromkeys(_question(rows, condition) for condition in sorted(conditions)))


def raised(rows: Rows, open_rows: Iterable[int]) -> Iterator[Question]:
    """Yield the question of step kin of whom nobody says whether the child was raised."""
    for index in open_rows:
        yield Question("raised", _ends(rows, index), rows.kin[index].record)


def _question(rows: Rows, condition: Condition) -> Question:
    what, _, rest = condition[0].partition(" ")
    if what == "row":
        return Question("term", _ends(rows, int(rest)), rows.kin[int(rest)].record)
    if what == "siblings":
        return Question("siblings", tuple(_told(rows, node) for node in _pair(rows, rest)))
    child = rest.removeprefix("of ").split(": ")[0]
    return Question(_ROLES[what], (_told(rows, child),))


def _ends(rows: Rows, index: int) -> tuple[str, str]:
    return rows.kin[index].person, rows.kin[index].relative


def _pair(rows: Rows, text: str) -> tuple[str, str]:
    """Return two nodes told one after the other; an id may hold blanks."""
    words = text.split(" ")
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return next(pair for pair in pairs if all(not is_named(node) or rows.person(node) for node in pair))


def _told(rows: Rows, node: str) -> str:
    """Return an id, or for an unnamed person how it is found from a named one."""
    if is_named(node):
        return node
    role, _, owner = node[1:].partition("|")
    if owner:
        return f"{_told(rows, owner)}.{_ROLES[role]}"
    index, _, place = role.split(".")
    return f"{rows.kin[int(index)].record}.{place}"
