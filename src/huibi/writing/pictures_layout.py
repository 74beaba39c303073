"""Where things stand in a picture: rows of boxes, between them the words on the lines; nothing overlaps.

Rows and the lanes of words between them are layers. A line that passes a layer has a place of its own there, so it
crosses no box; within a layer the order is chosen for few crossings and places for straight lines (layered drawing
after Sugiyama; places by isotonic regression).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from huibi.writing.pictures_case import Box, Case, Key, Line, Stroke
from huibi.writing.pictures_order import rising, with_few_crossings

Point = tuple[float, float]
Size = tuple[float, float]
_GAP, _LANE_GAP, _LAYER_GAP = 28.0, 16.0, 36.0
_STUB = 7.0  # how far a line leaves a layer before it may slant
_ROOM_FOR_ARROW = 44.0
_RELAXED = 60
_PORT = 22.0  # between the ends of lines at one box


@dataclass(slots=True)
class Spot:
    """A place in a layer: a box, the words of a line, or where a line passes (no words, no box)."""

    layer: int
    width: float
    height: float
    box: Key | None = None
    line: int | None = None
    x: float = 0.0
    y: float = 0.0


@dataclass(slots=True)
class Layout:
    """Spots with centres `x`, `y`, the ways of the lines (by number), where words stand, and the size of it all."""

    spots: list[Spot]
    ways: dict[int, list[Point]] = field(default_factory=dict)
    words: dict[int, Spot] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0


def lay_out(case: Case, measure_box: Callable[[Box], Size], measure_words: Callable[[Line], Size]) -> Layout:
    """Return places for every box and line; a box or line is measured by the functions given (width, height)."""
    return _Drawing(case, measure_box, measure_words).done()


class _Drawing:
    def __init__(self, case: Case, measure_box: Callable[[Box], Size], measure_words: Callable[[Line], Size]) -> None:
        self._case = case
        self._measure_words = measure_words
        self._boxes = {box.key: Spot(2 * box.row + 1, *measure_box(box), box=box.key) for box in case.boxes}
        self._spots = list(self._boxes.values())
        self._index = {box.key: number for number, box in enumerate(case.boxes)}
        self._above: dict[int, list[int]] = defaultdict(list)  # spot -> spots in the layer above that it is joined to
        self._below: dict[int, list[int]] = defaultdict(list)
        self._beside: dict[tuple[int, int], int] = {}  # neighbours in a row -> line
        self._routes: dict[int, list[int]] = {}
        self._words: dict[int, Spot] = {}
        blocks = self._blocks()
        for number, line in enumerate(case.lines):
            self._route(number, line)
        self._layers = self._ordered(blocks)
        self._place()

    def done(self) -> Layout:
        layout = Layout(self._spots, words=self._words)
        self._edges: dict[int, tuple[float, float]] = {}
        self._layers_down(layout)
        ports = self._ports()
        for number, route in self._routes.items():
            layout.ways[number] = self._way(route, ports)
        layout.width = max((spot.x + spot.width / 2 for spot in self._spots), default=0)
        return layout

    # -- which boxes stand side by side ------------------------------------------------------------------------------

    def _blocks(self) -> dict[int, list[list[int]]]:
        """Return the boxes of each row in blocks: those joined within the row side by side, spouses first."""
        near: dict[int, dict[int, Line]] = defaultdict(dict)
        for line in self._case.lines:
            one, other = self._index[line.source], self._index[line.target]
            if one != other and self._spots[one].layer == self._spots[other].layer:
                kept = near[one].get(other)
                if kept is None or line.stroke is Stroke.MARRIAGE:
                    near[one][other] = near[other][one] = line
        blocks: dict[int, list[list[int]]] = defaultdict(list)
        seen: set[int] = set()
        for start in sorted(range(len(self._spots)), key=lambda number: (len(near[number]) != 1, number)):
            if start in seen:
                continue
            block, at = [], [start]
            while at:
                number = at.pop()
                if number in seen:
                    continue
                seen.add(number)
                block.append(number)
                wed = [other for other in near[number] if near[number][other].stroke is Stroke.MARRIAGE]
                rest = [other for other in near[number] if other not in wed]
                at += sorted(rest, reverse=True) + sorted(wed, reverse=True)
            blocks[self._spots[start].layer].append(block)
        taken: set[tuple[int, int]] = set()
        for number, line in enumerate(self._case.lines):
            pair = self._pair(line)
            if pair not in taken and any(pair in map(_pair_of, pairwise(each)) for each in blocks[self._layer(line)]):
                taken.add(pair)
                self._beside[pair] = number
        return blocks

    def _pair(self, line: Line) -> tuple[int, int]:
        return _pair_of((self._index[line.source], self._index[line.target]))

    def _layer(self, line: Line) -> int:
        return self._boxes[line.source].layer

    # -- the way of each line through the layers ----------------------------------------------------------------------

    def _route(self, number: int, line: Line) -> None:
        one, other = self._index[line.source], self._index[line.target]
        if number in self._beside.values() or one == other:
            return
        top, bottom = sorted((one, other), key=lambda each: self._spots[each].layer)
        width, height = self._measure_words(line)
        first, last = self._spots[top].layer, self._spots[bottom].layer
        if first == last:
            words = self._add(Spot(first - 1, width, height, line=number), below=(top, bottom))
            self._routes[number] = [one, words, other]
        else:
            route = [top]
            for layer in range(first + 1, last):
                spot = Spot(layer, 1, 1) if layer > first + 1 else Spot(layer, width, height, line=number)
                route.append(self._add(spot, above=(route[-1],)))
            self._join(route[-1], bottom)
            route.append(bottom)
            self._routes[number] = route if top == one else route[::-1]
        self._words[number] = next(
            self._spots[each] for each in self._routes[number] if self._spots[each].line == number
        )

    def _add(self, spot: Spot, above: Iterable[int] = (), below: Iterable[int] = ()) -> int:
        self._spots.append(spot)
        number = len(self._spots) - 1
        for each in above:
            self._join(each, number)
        for each in below:
            self._join(number, each)
        return number

    def _join(self, upper: int, lower: int) -> None:
        self._below[upper].append(lower)
        self._above[lower].append(upper)

    def _ordered(self, blocks: Mapping[int, list[list[int]]]) -> dict[int, list[int]]:
        in_blocks = {number for layer in blocks.values() for block in layer for number in block}
        layers: dict[int, list[list[int]]] = defaultdict(list, {layer: list(each) for layer, each in blocks.items()})
        for number, spot in enumerate(self._spots):
            if number not in in_blocks:
                layers[spot.layer].append([number])
        return with_few_crossings(layers, self._above, self._below)

    # -- places --------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        for row in self._layers.values():
            for number, x in zip(row, self._apart(row, [0.0] * len(row)), strict=True):
                self._spots[number].x = x
        for sweep in range(_RELAXED):
            for layer in sorted(self._layers, reverse=bool(sweep % 2)):
                row = self._layers[layer]
                wanted = [self._wanted(number) for number in row]
                for number, x in zip(row, self._apart(row, wanted), strict=True):
                    self._spots[number].x = x
        left = min((spot.x - spot.width / 2 for spot in self._spots), default=0.0)
        for spot in self._spots:
            spot.x = round(spot.x - left, 1)

    def _wanted(self, number: int) -> float:
        others = [*self._above[number], *self._below[number]]
        return sum(self._spots[each].x for each in others) / len(others) if others else self._spots[number].x

    def _apart(self, row: Sequence[int], wanted: Sequence[float]) -> list[float]:
        """Return places in this order, far enough apart, as near as can be to those wanted (least squares)."""
        shift, offsets = 0.0, [0.0]  # where each would stand if all stood as near as they may
        for one, other in pairwise(row):
            shift += (self._spots[one].width + self._spots[other].width) / 2 + self._gap(one, other)
            offsets.append(shift)
        free = rising([want - offset for want, offset in zip(wanted, offsets, strict=True)])
        return [x + offset for x, offset in zip(free, offsets, strict=True)]

    def _gap(self, one: int, other: int) -> float:
        number = self._beside.get(_pair_of((one, other)))
        if number is not None:
            return self._measure_words(self._case.lines[number])[0] + _ROOM_FOR_ARROW
        return _GAP if self._spots[one].box and self._spots[other].box else _LANE_GAP

    def _layers_down(self, layout: Layout) -> None:
        top = 0.0
        for layer in sorted(self._layers):
            height = max(self._spots[number].height for number in self._layers[layer])
            for number in self._layers[layer]:
                self._spots[number].y = round(top + height / 2, 1)
            self._edges[layer] = (top, top + height)
            top += height + _LAYER_GAP
        layout.height = max(top - _LAYER_GAP, 0.0)
        for pair, number in self._beside.items():
            one, other = sorted((self._spots[each] for each in pair), key=lambda spot: spot.x)
            ends = [(one.x + one.width / 2, one.y), (other.x - other.width / 2, other.y)]
            layout.ways[number] = ends if one.box == self._case.lines[number].source else ends[::-1]
            words = Spot(one.layer, *self._measure_words(self._case.lines[number]), line=number)
            words.x, words.y = (ends[0][0] + ends[1][0]) / 2, one.y
            layout.words[number] = words

    def _ports(self) -> dict[tuple[int, int], float]:
        """Return where along a box each line from it begins, in the order of the other ends: {(box, other): x}."""
        ports: dict[tuple[int, int], float] = {}
        for joined in (self._above, self._below):
            for number, others in joined.items():
                spot = self._spots[number]
                order = sorted(dict.fromkeys(others), key=lambda each: (self._spots[each].x, each))
                step = min(_PORT, (spot.width - _PORT) / max(len(order), 1)) if spot.box else 0.0
                for at, other in enumerate(order):
                    ports[number, other] = spot.x + (at - (len(order) - 1) / 2) * step
        return ports

    def _way(self, route: Sequence[int], ports: Mapping[tuple[int, int], float]) -> list[Point]:
        """Return the corners of a line: straight out of each spot and its layer, aslant between the layers only."""
        way: list[Point] = []
        for one, other in pairwise(route):
            down = self._spots[one].layer < self._spots[other].layer
            out = self._leaving(one, ports.get((one, other)), down=down)
            into = self._leaving(other, ports.get((other, one)), down=not down)
            way += [*out, *reversed(into)]
        return list(dict.fromkeys(way))

    def _leaving(self, number: int, port: float | None, *, down: bool) -> list[Point]:
        spot = self._spots[number]
        x = round(spot.x if port is None else port, 1)
        edge = self._edges[spot.layer][down] + (_STUB if down else -_STUB)
        return [(x, round(spot.y + (1 if down else -1) * spot.height / 2, 1)), (x, round(edge, 1))]


def _pair_of(pair: tuple[int, int]) -> tuple[int, int]:
    return (min(pair), max(pair))
