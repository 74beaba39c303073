"""Who stands between the two of a longer term: recorded persons where there are any, else unnamed ones.

"Unnamed persons stand between, and an unnamed father, mother or standing spouse is the recorded one where there is
one" (recusal.md). So each place between the two is, in this order:

1. the recorded father or mother of the place before (爷爷 f,f) or after it (侄子 xb,s: the father of the nephew);
2. the recorded standing spouse of the place before (岳父) or after it (嫂子: her husband);
3. the unnamed father, mother or spouse of that place, one and the same for every row that means it;
4. an unnamed person of this row alone.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import NamedTuple

from huibi.network.graph import MARRIAGE, NO_CONDITION, UP, Conditions, between, is_named, slot, together
from huibi.network.kinship_marriages import Marriages
from huibi.network.kinship_recorded import Recorded
from huibi.network.terms_chains import MALE_STEPS, Path, codes, kind

_PARENT, _SPOUSE, _UNNAMED = 3, 2, 1
_MOST = 4  # ways of filling the places of one row; two recorded fathers (by birth, by adoption) are the usual worst


class Place(NamedTuple):
    """Who stands at a place: the node, how well founded, the rows that lead there, the choices taken."""

    node: str
    strength: int
    rows: tuple[int, ...] = ()
    conditions: Conditions = NO_CONDITION


Known = tuple[str, tuple[int, ...]]  # a node and the rows that say so


class Places:
    """Fills the places of a path; `learn` tells it of parents that longer terms have named or implied.

    `hear` is called with a child and a side before it is answered from what was learnt, to be told what is to be known.
    """

    def __init__(self, recorded: Recorded, marriages: Marriages, hear: Callable[[str, str], None]) -> None:
        self._recorded = recorded
        self._hear = hear
        self._marriages = marriages
        self._learnt: dict[tuple[str, str], Known] = {}
        self.has_asked = False  # whether an answer may change with what is learnt; the one who asks sets it back

    def learn(self, child: str, role: str, parent: str, rows: tuple[int, ...]) -> bool:
        """Keep that `parent` is the child's father or mother, a named one rather than an unnamed; return if new."""
        known = self._learnt.get((child, role))
        if not role or parent == slot(child, role) or (known is not None and is_named(known[0]) >= is_named(parent)):
            return False
        if self._recorded_parents(child, role):
            return False
        self._learnt[child, role] = (parent, rows)
        return True

    def parents(self, node: str, role: str) -> list[Known]:
        """Return the recorded fathers or mothers of a node, else the one that longer terms have told of."""
        if known := self._recorded_parents(node, role):
            return known
        self.has_asked = True
        self._hear(node, role)
        learnt = self._learnt.get((node, role))
        return [learnt] if learnt else []

    def is_recorded(self, child: str, parent: str) -> bool:
        """Whether the two are recorded as child and parent."""
        return is_named(child) and any(edge.target == parent for edge in self._recorded.facts(child).up)

    def _recorded_parents(self, node: str, role: str) -> list[Known]:
        """Return the recorded parents of a side; one of unknown sex where there is no other."""
        if not is_named(node):
            return []
        up = self._recorded.facts(node).up
        known = [edge for edge in up if edge.role == role] or [edge for edge in up if not edge.role]
        return [(edge.target, edge.rows) for edge in known]

    def spouses(self, node: str) -> list[Known]:
        """Return the recorded standing spouses of a node."""
        if not is_named(node):
            return []
        return [(one.spouse, one.rows[:1]) for one in self._marriages.standing(node)]

    def fill(self, row: tuple[str, str], path: Path, fresh: tuple[int, int]) -> Iterator[tuple[Place, ...]]:
        """Yield who stands at each place from the person to the relative, both of `row` included.

        There are several answers where somebody has, say, two recorded fathers; `fresh` names the row and reading
        for persons that belong to it alone.
        """
        first, last = (Place(end, _PARENT) for end in row)
        for ahead, back in islice(product(self._ahead(first, path, last.node), self._back(last, path)), _MOST):
            places = [first, *map(_stronger, ahead, back), last]
            filled = self._unnamed(path, places, fresh)
            if len({place.node for place in filled}) == len(filled):
                yield tuple(filled)

    def _ahead(self, first: Place, path: Path, relative: str) -> list[list[Place | None]]:
        """Return the places between, as far as they follow from the person.

        Of several spouses the one is meant whose recorded parent or sibling the relative is (岳父, 小舅子).
        """
        lines: list[list[Place | None]] = [[]]
        for token in path[:-1]:
            grown = []
            for line in lines:
                last = line[-1] if line else first
                places = self._after(last, token)
                if last and kind(token) == MARRIAGE and len(line) == len(path) - 2 and len(places) > 1:
                    places = self._shown(last, places, relative)
                grown += [[*line, place] for place in places]
            lines = grown[:_MOST]
        return lines

    def _shown(self, before: Place, places: list[Place | None], relative: str) -> list[Place | None]:
        """Return the one of some spouses who is recorded beside the relative; all of them where none is, or several."""
        shown = [place for place in places if place is not None and self._is_beside(place.node, relative)]
        return [shown[0]._replace(conditions=before.conditions)] if len(shown) == 1 else places

    def _is_beside(self, node: str, relative: str) -> bool:
        if not is_named(node):
            return False
        facts = self._recorded.facts(node)
        return any(edge.target == relative for edge in (*facts.up, *facts.siblings))

    def _back(self, last: Place, path: Path) -> list[list[Place | None]]:
        """Return the places between, as far as they follow from the relative."""
        lines: list[list[Place | None]] = [[]]
        for place in range(len(path) - 1, 0, -1):
            role = "f" if codes(path[place - 1])[-1] in MALE_STEPS else "m"
            grown = []
            for line in lines:
                after = line[0] if line else last
                grown += [[found, *line] for found in self._before(after, path[place], role)]
            lines = grown[:_MOST]
        return lines

    def _after(self, before: Place | None, token: str) -> list[Place | None]:
        if before is not None and kind(token) == UP:
            return self._parent(before, token)
        if before is not None and kind(token) == MARRIAGE:
            return _choices(f"s of {before.node}", self.spouses(before.node), before, _SPOUSE) or [None]
        return [None]

    def _before(self, after: Place | None, token: str, role: str) -> list[Place | None]:
        if after is not None and kind(token) == "D":
            return self._parent(after, role)
        if after is not None and kind(token) == MARRIAGE:
            named = _choices(f"s of {after.node}", self.spouses(after.node), after, _SPOUSE)
            return named or [_slot(after, "s")]
        return [None]

    def _parent(self, child: Place, role: str) -> list[Place | None]:
        known = self.parents(child.node, role)
        return _choices(f"{role} of {child.node}", known, child, _PARENT) or [_slot(child, role)]

    def _unnamed(self, path: Path, places: list[Place | None], fresh: tuple[int, int]) -> list[Place]:
        filled: list[Place] = []
        for number, place in enumerate(places):
            if place is not None:
                filled.append(place)
                continue
            token, before = path[number - 1], filled[-1]
            if kind(token) == MARRIAGE:
                filled.append(_slot(before, "s"))
            elif kind(token) == UP:
                known = self.parents(before.node, token)
                filled.append(_known(known[0], before, _PARENT) if known else _slot(before, token))
            else:
                filled.append(Place(between(fresh[0], fresh[1], number), _UNNAMED))
        return filled


def _slot(place: Place, role: str) -> Place:
    return Place(slot(place.node, role), _UNNAMED, place.rows, place.conditions)


def _known(known: Known, place: Place, strength: int) -> Place:
    node, rows = known
    return Place(node, strength if is_named(node) else _UNNAMED, place.rows + rows, place.conditions)


def _choices(what: str, known: list[Known], place: Place, strength: int) -> list[Place | None]:
    """Return the known fillings of a place, each under the condition that it is the one where there are several."""
    found: list[Place | None] = []
    for number, one in enumerate(known):
        filled = _known(one, place, strength)
        if len(known) > 1:
            chosen = together(filled.conditions, frozenset({(what, number, len(known))}))
            if chosen is None:
                continue
            filled = filled._replace(conditions=chosen)
        found.append(filled)
    return found


def _stronger(ahead: Place | None, back: Place | None) -> Place | None:
    if ahead is None or (back is not None and back.strength > ahead.strength):
        return back
    return ahead
