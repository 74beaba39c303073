"""A picture as SVG: black on white, line styles for what a line means, no script, no font or file from elsewhere."""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from huibi.messages import language, say
from huibi.writing.pictures_case import Box, Case, Kind, Line, Stroke
from huibi.writing.pictures_layout import Layout, Point, Spot, lay_out

_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',SimHei,'PingFang SC',sans-serif"
_HEAD, _NOTE, _WORDS, _TITLE = 16, 12, 12, 18
_LEADING = 1.35
_NARROW = 0.6  # of the size: a Latin letter, generously
_BOX_WIDTH, _WORDS_WIDTH, _MOST_LINES = 184, 168, 3
_PAD, _MARGIN = 10, 24
_DASHES = {Stroke.KIN: "9 4", Stroke.BOND: "4 3", Stroke.PLACE: "9 3 2 3"}
_UNCOUNTED = "1.5 3"
_WIDTHS = {Stroke.POST: 2.0, Stroke.BOND: 1.8}
_THIN, _UNCOUNTED_WIDTH = 1.2, 0.9
_STOPS = "至、，；：）"
_LEGEND_LINE = 44
_LEAST_WIDTH = 560


def svg(case: Case, title: str, remarks: Sequence[str]) -> str:
    """Return the picture with its title above and remarks and the legend below, as one SVG document."""
    layout = lay_out(case, _box_size, _words_size)
    legend = _legend(case)
    title_lines = _wrapped(title, _TITLE, max(layout.width, _LEAST_WIDTH))
    top = _MARGIN + len(title_lines) * _TITLE * _LEADING + _PAD
    width = max(layout.width, _LEAST_WIDTH) + 2 * _MARGIN
    foot = [line for remark in remarks for line in _wrapped(remark, _NOTE, width - 2 * _MARGIN)]
    rows = _legend_rows(legend, width - 2 * _MARGIN)
    height = top + layout.height + 2 * _PAD + (len(rows) + len(foot)) * _NOTE * 1.7 + _MARGIN
    across = _MARGIN + (width - 2 * _MARGIN - layout.width) / 2
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" lang={quoteattr(language.get())} '
        f'font-family="{_FONTS}" font-size="{_WORDS}" fill="#000">'
    )
    parts = [
        head,
        f"<title>{escape(_clean(title))}</title>",
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>',
        *_text(title_lines, _MARGIN, _MARGIN + _TITLE / 2, _TITLE, anchor="start", bold=True),
        f'<g transform="translate({across:g} {top:g})">',
        *_lines(case, layout),
        *_boxes(case, layout),
        "</g>",
    ]
    y = top + layout.height + 2 * _PAD + _NOTE
    for row in rows:
        parts += _row_of_legend(row, y)
        y += _NOTE * 1.7
    for line in foot:
        parts += _text([line], _MARGIN, y, _NOTE, anchor="start")
        y += _NOTE * 1.7
    return "\n".join([*parts, "</svg>"]) + "\n"


# -- measures ----------------------------------------------------------------------------------------------------------


def text_width(text: str, size: float) -> float:
    """Return how wide a text is at most: a Chinese sign is as wide as it is high."""
    return sum(size if east_asian_width(sign) in "WFA" else size * _NARROW for sign in text)


def _wrapped(text: str, size: float, width: float, most: int = 0) -> list[str]:
    """Return a text in lines that fit the width; beyond `most` lines (0: any number) it ends in an ellipsis."""
    lines, rest = [], _clean(text)
    while text_width(rest, size) > width and len(rest) > 1:
        cut = _cut(rest, size, width)
        lines.append(rest[:cut])
        rest = rest[cut:]
    lines.append(rest)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines


def _cut(text: str, size: float, width: float) -> int:
    """Return after how many signs a line ends: at most what fits, after 至 or a stop, and not within a number."""
    most = 1
    while most < len(text) - 1 and text_width(text[: most + 1], size) <= width:
        most += 1
    ends = range(most, most // 2, -1)
    after_stop = (end for end in ends if text[end - 1] in _STOPS)
    between = (
        end for end in ends if not (text[end - 1] + text[end]).isalnum() or not text[end - 1 : end + 1].isascii()
    )
    return next(after_stop, None) or next(between, most)


def _clean(text: str) -> str:
    """Return a text without the signs that XML does not know; they would make the whole picture unreadable."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _box_lines(box: Box) -> list[tuple[str, int]]:
    heads = [(line, _HEAD) for line in _wrapped(box.head, _HEAD, _BOX_WIDTH, _MOST_LINES)]
    return heads + [(line, _NOTE) for note in box.notes for line in _wrapped(note, _NOTE, _BOX_WIDTH, _MOST_LINES)]


def _box_size(box: Box) -> tuple[float, float]:
    lines = _box_lines(box)
    return (
        max(text_width(text, size) for text, size in lines) + 2 * _PAD,
        sum(size * _LEADING for _, size in lines) + _PAD,
    )


def _word_lines(line: Line) -> list[str]:
    return [part for words in line.words for part in _wrapped(words, _WORDS, _WORDS_WIDTH, _MOST_LINES)]


def _words_size(line: Line) -> tuple[float, float]:
    lines = _word_lines(line)
    return max(text_width(text, _WORDS) for text in lines) + 6, len(lines) * _WORDS * _LEADING + 4


# -- parts -------------------------------------------------------------------------------------------------------------


def _boxes(case: Case, layout: Layout) -> Iterator[str]:
    spots = {spot.box: spot for spot in layout.spots if spot.box is not None}
    for box in case.boxes:
        spot = spots[box.key]
        left, top = spot.x - spot.width / 2, spot.y - spot.height / 2
        corner = {Kind.PERSON: 3, Kind.UNIT: 0, Kind.REGION: 12}[Kind(box.key[0])]
        yield f"<g><title>{escape(_clean(f'{box.head} ({box.key[1]})'))}</title>"
        yield (
            f'<rect x="{left:g}" y="{top:g}" width="{spot.width:g}" height="{spot.height:g}" rx="{corner}" '
            f'fill="#fff" stroke="#000" stroke-width="{2.6 if box.is_end else 1}"/>'
        )
        if box.key[0] == Kind.UNIT:
            yield (
                f'<rect x="{left + 3:g}" y="{top + 3:g}" width="{spot.width - 6:g}" height="{spot.height - 6:g}" '
                'fill="none" stroke="#000" stroke-width="0.6"/>'
            )
        y = top + _PAD / 2
        for text, size in _box_lines(box):
            yield from _text([text], spot.x, y + size * _LEADING / 2, size, bold=size == _HEAD)
            y += size * _LEADING
        yield "</g>"


def _lines(case: Case, layout: Layout) -> Iterator[str]:
    for number, line in enumerate(case.lines):
        way = layout.ways.get(number)
        if way is None:
            continue
        yield f"<g><title>{escape(_clean(line.tip))}</title>"
        yield from _stroke(way, line.stroke, counts=line.counts)
        yield _arrow(way)
        yield from _words(line, layout.words[number])
        yield "</g>"


def _words(line: Line, spot: Spot) -> Iterator[str]:
    """Yield the words on a line, the line hidden behind them."""
    yield (
        f'<rect x="{spot.x - spot.width / 2:g}" y="{spot.y - spot.height / 2:g}" width="{spot.width:g}" '
        f'height="{spot.height:g}" fill="#fff"/>'
    )
    lines = _word_lines(line)
    yield from _text(lines, spot.x, spot.y - (len(lines) - 1) * _WORDS * _LEADING / 2, _WORDS)


def _stroke(way: Sequence[Point], stroke: Stroke, *, counts: bool) -> Iterator[str]:
    points = " ".join(f"{x:g},{y:g}" for x, y in way)
    dashes = _DASHES.get(stroke, "") if counts else _UNCOUNTED
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    if stroke is Stroke.MARRIAGE and counts:
        yield f'<polyline points="{points}" fill="none" stroke="#000" stroke-width="4.4"/>'
        yield f'<polyline points="{points}" fill="none" stroke="#fff" stroke-width="2"/>'
        return
    width = _WIDTHS.get(stroke, _THIN) if counts else _UNCOUNTED_WIDTH
    yield f'<polyline points="{points}" fill="none" stroke="#000" stroke-width="{width:g}"{dash}/>'


def _arrow(way: Sequence[Point]) -> str:
    """Return the head of the arrow at the end of a way."""
    (x0, y0), (x, y) = way[-2], way[-1]
    size = max(((x - x0) ** 2 + (y - y0) ** 2) ** 0.5, 0.1)
    dx, dy = (x - x0) / size, (y - y0) / size
    back, half = 8, 3.6
    left = (x - back * dx - half * dy, y - back * dy + half * dx)
    right = (x - back * dx + half * dy, y - back * dy - half * dx)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in ((x, y), left, right))
    return f'<polygon points="{points}" fill="#000"/>'


def _text(
    lines: Sequence[str], x: float, y: float, size: float, *, anchor: str = "middle", bold: bool = False
) -> Iterator[str]:
    weight = ' font-weight="bold"' if bold else ""
    for number, line in enumerate(lines):
        base = y + number * size * _LEADING + size * 0.36  # so that the signs stand in the middle
        place = f'x="{x:g}" y="{base:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}'
        yield f"<text {place}>{escape(line)}</text>"


# -- legend ------------------------------------------------------------------------------------------------------------


def _legend(case: Case) -> list[tuple[Stroke, bool, str]]:
    used = [stroke for stroke in Stroke if any(line.stroke is stroke and line.counts for line in case.lines)]
    legend = [(stroke, True, say(f"picture.legend.{stroke.value}")) for stroke in used]
    if any(not line.counts for line in case.lines):
        legend.append((Stroke.BOND, False, say("picture.legend.uncounted")))
    return legend


def _legend_rows(legend: Sequence[tuple[Stroke, bool, str]], width: float) -> list[list[tuple[Stroke, bool, str]]]:
    rows: list[list[tuple[Stroke, bool, str]]] = [[]]
    used = 0.0
    for entry in legend:
        size = _LEGEND_LINE + text_width(entry[2], _NOTE) + _MARGIN
        if rows[-1] and used + size > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += size
    return [row for row in rows if row]


def _row_of_legend(row: Sequence[tuple[Stroke, bool, str]], y: float) -> Iterator[str]:
    x = float(_MARGIN)
    for stroke, counts, words in row:
        yield from _stroke([(x, y), (x + _LEGEND_LINE - 10, y)], stroke, counts=counts)
        x += _LEGEND_LINE
        yield from _text([words], x, y, _NOTE, anchor="start")
        x += text_width(words, _NOTE) + _MARGIN
