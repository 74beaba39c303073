"""Order and places within the layers of a picture: few crossings, straight lines, nothing nearer than it may be."""

from collections.abc import Iterable, Mapping, Sequence

Joined = Mapping[int, Sequence[int]]
Blocks = Mapping[int, Sequence[list[int]]]  # layer -> blocks of spots that stay side by side
_SWEEPS = 8


def with_few_crossings(blocks: Blocks, above: Joined, below: Joined) -> dict[int, list[int]]:
    """Return each layer's spots in an order with few crossings: each block at the mean of what it is joined to."""
    layers = {layer: list(each) for layer, each in sorted(blocks.items())}
    best = _flat(layers)
    fewest = _crossings(best, below)
    for sweep in range(_SWEEPS):
        for layer in sorted(layers, reverse=bool(sweep % 2)):
            place = {number: at for row in _flat(layers).values() for at, number in enumerate(row)}
            layers[layer] = _by_mean(layers[layer], below if sweep % 2 else above, place)
        now = _flat(layers)
        if (count := _crossings(now, below)) < fewest:
            best, fewest = now, count
    return best


def _flat(layers: Blocks) -> dict[int, list[int]]:
    return {layer: [number for block in blocks for number in block] for layer, blocks in layers.items()}


def _crossings(layers: Mapping[int, Sequence[int]], below: Joined) -> int:
    place = {number: at for row in layers.values() for at, number in enumerate(row)}
    count = 0
    for row in layers.values():
        ends = [(place[upper], place[lower]) for upper in row for lower in below.get(upper, ())]
        count += sum(a < c and b > d for a, b in ends for c, d in ends)
    return count


def _by_mean(
    blocks: Sequence[list[int]], joined: Mapping[int, Sequence[int]], place: Mapping[int, int]
) -> list[list[int]]:
    """Return the blocks of a layer by the mean place of what they are joined to, each turned to fit it."""

    def mean(numbers: Iterable[int]) -> float | None:
        found = [place[other] for number in numbers for other in joined.get(number, ())]
        return sum(found) / len(found) if found else None

    turned = []
    for block in blocks:
        half = len(block) // 2
        left, right = mean(block[:half]), mean(block[-half:] if half else [])
        turned.append(block[::-1] if left is not None and right is not None and left > right else block)
    means = {id(block): mean(block) for block in turned}
    at = {id(block): float(place[block[0]]) for block in turned}
    return sorted(turned, key=lambda block: at[id(block)] if (found := means[id(block)]) is None else found)


def rising(values: Sequence[float]) -> list[float]:
    """Return the rising sequence nearest to the values (isotonic regression: pool what falls)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, size = pools.pop()
            total, count = total + before, count + size
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
