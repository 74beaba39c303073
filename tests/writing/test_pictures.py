"""Pictures of chains: who stands where, what the lines say, and that nothing covers anything else."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.messages import catalogue
from huibi.model.findings import Link
from huibi.writing.pictures import Strand, finding_picture, surroundings_picture
from huibi.writing.pictures_case import Box, Case, Line, Stroke, draw_case, generation
from huibi.writing.pictures_layout import lay_out
from make import day, finding, interest, kin, person, posting, round_, unit
from office import office

SVG = "{http://www.w3.org/2000/svg}"
ROUND = round_(["U"])
PEOPLE = [
    person("me", name="张三"),
    person("wife", name="李四"),
    person("father", name="李老"),
    person("boss", name="王五"),
    person("old", name="李祖", died=day("2001-02-03")),
]
KIN = [
    kin("me", "wife", "妻子", record="kin:2"),
    kin("wife", "father", "父亲", record="kin:3"),
    kin("father", "old", "爸爸", record="kin:4"),
    kin("boss", "old", "爷爷", record="kin:5"),
]
REGISTER = office(
    posting("wife", "X", "staff", title="会计<甲>&", record="postings:9"),
    persons=PEOPLE,
    kin=KIN,
    units=[unit("U", "C", name="财政局"), unit("X", "C", name="审计局")],
    interests=[interest("wife", "X", record="interests:2")],
)
CHAIN = (
    Link(source="me", tie="wife", target="wife", record="kin:2"),
    Link(source="wife", tie="father", target="father", record="kin:3"),
    Link(source="father", tie="father", target="old", record="kin:4"),
    Link(source="old", tie="son.son|daughter.son", target="boss", record="kin:5"),
    Link(source="boss", tie="post.chief", target="U", record="postings:2"),
)


def tree_of(picture):
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def boxes_of(picture):
    """Return {name: (left, top, right, bottom)} of the boxes, in the picture's own measure."""
    found = {}
    for group in tree_of(picture).iter(f"{SVG}g"):
        texts, rect = [each.text for each in group.iter(f"{SVG}text")], group.find(f"{SVG}rect")
        if rect is not None and rect.get("stroke") == "#000":
            x, y, width, height = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
            found[texts[0]] = (x, y, x + width, y + height)
    return found


def overlaps(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_elders_stand_above_spouses_side_by_side_and_the_unit_below():
    """Each generation has its row; husband and wife share one; the unit is under them all."""
    boxes = boxes_of(finding_picture(REGISTER, ROUND, finding("me", "U", chain=CHAIN)))
    middle = {name: (box[1] + box[3]) / 2 for name, box in boxes.items()}
    assert middle["李祖"] < middle["李老"] < middle["李四"] == middle["张三"] == middle["王五"] < middle["财政局"]
    assert boxes["李四"][0] - boxes["张三"][2] < 120 or boxes["张三"][0] - boxes["李四"][2] < 120
    assert not any(overlaps(one, other) for one, other in combinations(boxes.values(), 2))


def test_lines_say_the_recorded_words_and_cite_their_rows():
    """A word that cannot be turned is told from the end that recorded it; rows are cited."""
    picture = finding_picture(REGISTER, ROUND, finding("me", "U", chain=CHAIN))
    words = [each.text for each in tree_of(picture).iter(f"{SVG}text")]
    assert {"妻子", "父亲", "爸爸", "爷爷", "已故"} <= set(words)
    assert "son.son" not in picture
    tips = [each.text for each in tree_of(picture).iter(f"{SVG}title")]
    assert sum("[kin:" in tip for tip in tips) == 4


def test_a_picture_needs_nothing_from_elsewhere_and_is_black_on_white():
    """No script, style sheet, link or colour; whatever names and titles hold is text."""
    strand = Strand((CHAIN[0], Link(source="wife", tie="post.staff", target="X", record="postings:9")))
    picture = surroundings_picture(REGISTER, ROUND, "me", "U", [strand])
    tree = tree_of(picture)
    assert {each.tag.removeprefix(SVG) for each in tree.iter()} <= {
        "svg",
        "title",
        "g",
        "rect",
        "polyline",
        "polygon",
        "text",
    }
    assert {each.get(name) for each in tree.iter() for name in ("fill", "stroke")} <= {None, "#000", "#fff", "none"}
    assert "href" not in picture
    assert "会计<甲>&" in [each.text for each in tree.iter(f"{SVG}text")]


def test_strands_share_what_they_have_in_common():
    """A person of several chains is drawn once; a line that counts in one chain counts."""
    seen = [Strand(CHAIN, counts=False), Strand((*CHAIN[:1], Link(source="wife", tie="interest.holding", target="X")))]
    case = draw_case(REGISTER, ROUND, seen)
    assert len({box.key for box in case.boxes}) == len(case.boxes)
    assert [line.counts for line in case.lines if line.words == ("妻子",)] == [True]
    assert not next(line.counts for line in case.lines if line.words == ("父亲",))


def test_without_chains_the_two_ends_are_drawn_and_it_is_said():
    """Somebody with nothing to a unit gets a picture of the two, and the words that nothing was found."""
    picture = surroundings_picture(REGISTER, ROUND, "me", "U", [])
    assert boxes_of(picture).keys() == {"张三", "财政局"}
    assert "未发现关系" in picture


@pytest.mark.parametrize(
    ("tie", "up"),
    [("father", 1), ("step_mother", 1), ("daughter", -1), ("wife", 0), ("father.brother|mother.brother", 1)],
)
def test_generations(tie, up):
    """A tie leads up or down by its steps."""
    assert generation(tie) == up


def test_every_tie_has_words():
    """Whatever a chain can hold beside kin has a word for its line."""
    known = {
        code.removeprefix("chain.tie.").removeprefix("chain.") for code in catalogue() if code.startswith("chain.")
    }
    grammar = {
        "self",
        "own_kin",
        "kin",
        "own_turned_kin",
        "turned_kin",
        "own_far_kin",
        "far_kin",
        "or",
        "of",
        "note",
        "born",
    }
    clauses = {"posted", "overseen", "same_class", "same_troop"}
    assert {f"picture.{tie}" for tie in known - grammar - clauses} <= catalogue().keys()


@st.composite
def cases(draw):
    """Cases of any shape: boxes in rows without an empty row, lines between any two."""
    count = draw(st.integers(2, 14))
    rows = [draw(st.integers(0, 5)) for _ in range(count)]
    used = sorted(set(rows))
    boxes = tuple(Box(("person", f"P{n}"), used.index(row), "人" * (n % 5 + 1)) for n, row in enumerate(rows))
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(list(Stroke))), max_size=20))
    return Case(
        boxes,
        tuple(Line(boxes[a].key, boxes[b].key, stroke, ("词" * (a % 4 + 1),), "") for a, b, stroke in pairs if a != b),
    )


def measured_box(box):
    return (len(box.head) * 16.0 + 20, 20.0 + 8 * len(box.head))


def measured_words(line):
    return (len(line.words[0]) * 12.0, 18.0)


def sides(spot):
    return (spot.x - spot.width / 2, spot.y - spot.height / 2, spot.x + spot.width / 2, spot.y + spot.height / 2)


def crosses(start, end, box):
    """Whether a line goes through the inside of a box: clipped by its sides, something of the line is left."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        step = end[axis] - start[axis]
        low, high = box[axis] + 0.3 - start[axis], box[axis + 2] - 0.3 - start[axis]
        if step == 0:
            if not low < 0 < high:
                return False
            continue
        entry, leaving = sorted((low / step, high / step))
        first, last = max(first, entry), min(last, leaving)
    return first < last


@settings(deadline=None)
@given(cases())
def test_nothing_covers_anything_else(case):
    """Boxes and words stand apart, no line runs through a box or another line's words, and each has its way."""
    layout = lay_out(case, measured_box, measured_words)
    solid = [spot for spot in layout.spots if spot.box is not None] + list(layout.words.values())
    assert not any(overlaps(sides(one), sides(other)) for one, other in combinations(solid, 2))
    assert layout.ways.keys() == layout.words.keys() == set(range(len(case.lines)))
    for number, way in layout.ways.items():
        others = [spot for spot in solid if spot is not layout.words[number]]
        assert not any(crosses(a, b, sides(spot)) for a, b in pairwise(way) for spot in others)
    assert lay_out(case, measured_box, measured_words) == layout


def test_the_same_chains_give_the_same_bytes():
    """A picture is the same each time it is drawn."""
    one, other = (finding_picture(REGISTER, ROUND, finding("me", "U", chain=CHAIN)) for _ in range(2))
    assert one == other


def test_long_words_break_after_a_stop_and_not_within_a_number():
    """A post too long for a line goes on in the next after a stop, and keeps its numbers whole."""
    title = "综合执法办公室主任、安全生产管理委员会议事协12345号联络员"
    register = office(
        posting("wife", "X", "staff", title=title, record="postings:9"),
        persons=PEOPLE,
        kin=KIN,
        units=[unit("U", "C"), unit("X", "C")],
    )
    strand = Strand((CHAIN[0], Link(source="wife", tie="post.staff", target="X", record="postings:9")))
    texts = [
        each.text for each in tree_of(surroundings_picture(register, ROUND, "me", "U", [strand])).iter(f"{SVG}text")
    ]
    assert {"综合执法办公室主任、", "12345号联络员"} <= set(texts)
