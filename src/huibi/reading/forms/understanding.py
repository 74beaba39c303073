"""What a stretch of a career says: posts at units of the register, studies, service; what is left is said back."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from huibi.reading.forms.unit_names import Found, UnitNames
from huibi.reading.forms.vocabulary import pattern, word_list
from huibi.reading.titles import level_of

_MAJOR = re.compile(r"[，,；;。]+|(?:兼任|同时任|并任)(?=\S)")
_MINOR = re.compile(r"、|兼(?=[^职任])")
_BLANKS = re.compile(r"\s+")
_SAID_AFTER = re.compile(r"^(?:挂职任|挂职锻炼任|挂职锻炼|挂职|挂任|借调|担任|历任|任|代理)(?=.)")
_BRACKETED = re.compile(r"[（(]([^（()）]*)[）)]")
_NO_POST_IN_TITLE = re.compile(r"^(?:学习|培训|进修)$")
_BEGINS_OTHER = re.compile(
    r"^[^、\s]{0,8}?[省市县区镇乡](?![长委])[^、\s]{1,20}(?:局|委|办|室|部|院|校|会|公司|中心|站|所|社|组)\S"
)
_OFFICE = re.compile(r"^办(?=主任|副主任|工作|科员|干部|秘书|$)")
_CLASS = re.compile(r"[^\s，,、；;]*班(?!长|子)")  # 中青年干部培训班 makes nobody a 干部
_GOVERNMENT = re.compile(r"^人民政府(?=[^办])")  # 太桥镇人民政府镇长: the unit is the town
_SINCE = re.compile(  # 2019年3月起任: held still; a period that has an end is left as it stands
    r"^(?:自|从)?(?:19|20)\d{2}(?:[.\-/年]\d{1,2}|\d{2})?[年月]?"
    r"(?:[-–—―─~～至\s]*今|起|开始|以来|(?=[任在]))[\s,，:：]*"
)
_LONG_TEXT = 400


class Post(NamedTuple):
    """A post at a unit of the register."""

    unit: str
    title: str


class School(NamedTuple):
    """A school, and which class or subject."""

    name: str
    group: str


class Unclear(NamedTuple):
    """Words that could not be understood; `units` are those that the name could mean."""

    words: str
    units: tuple[str, ...] = ()


@dataclass(slots=True)
class Said:
    """What a text says."""

    posts: list[Post] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    troops: list[str] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def understand(words: str, units: UnitNames) -> Said:
    """Return what the words of a stretch say; words of those who hold no post (待业) say nothing."""
    said = Said()
    words = words[:_LONG_TEXT].strip(" ,，;；。、:：")
    if not words:
        return said
    if (school := _school(words)) is not None:
        said.schools.append(school)
        return said
    _take_posts(words, units, said)
    if said.posts:
        return said
    if troop := _troop(words):
        said.unclear.clear()
        said.troops.append(troop)
    elif _holds_no_post(words):
        said.unclear.clear()
    return said


def _take_posts(words: str, units: UnitNames, said: Said) -> None:
    last: Found | None = None  # the unit that the titles which follow belong to
    for chunk in filter(None, (part.strip(" 、") for part in _parts(_MAJOR, words))):
        for i, piece in enumerate(filter(None, (part.strip() for part in _parts(_MINOR, chunk)))):
            last = _take_piece(piece, last, units, said, first=not i)
    for bracket in _BRACKETED.findall(words):
        for piece in re.split(r"[、，,；;]", bracket):
            found = units.at_start(_without_coming(piece))
            if found is not None and not found.others and not found.alone:
                said.posts.append(Post(found.unit, _title(found.rest)))


def _take_piece(piece: str, last: Found | None, units: UnitNames, said: Said, *, first: bool) -> Found | None:
    """Take in a piece as a post, one more title of the post before, or unclear words; return the unit that is open."""
    found = units.at_start(_without_coming(piece))
    if found is not None and found.others:
        said.unclear.append(Unclear(piece, found.others))
        return None
    if found is not None and (first or last is None or not found.alone):
        said.posts.append(Post(found.unit, _title(found.rest)))
        return found
    if last is None or _BEGINS_OTHER.match(piece):
        said.unclear.append(Unclear(piece))
        return None
    if last.is_root and last.rest.startswith("办公室") and not piece.startswith("办公室"):
        piece = f"办公室{piece}"  # 政府办公室主任、党组书记 heads the office's party group, not the government
    unit, title = said.posts[-1]
    said.posts[-1] = Post(unit, f"{title}、{_title(piece)}".strip("、"))
    if found is not None and not last.apart and units.leads(last.unit, found.unit):
        # 县委常委、组织部部长 sits on the committee and heads its department.
        said.posts.insert(-1, Post(found.unit, _title(found.rest)))
    return last


def _parts(separator: re.Pattern[str], words: str) -> list[str]:
    """Return what stands between separators outside of brackets."""
    found, start = [], 0
    for match in separator.finditer(words):
        before = words[: match.start()]
        if sum(map(before.count, "（(")) > sum(map(before.count, "）)")):
            continue
        found.append(words[start : match.start()])
        start = match.end()
    return [*found, words[start:]]


def _without_coming(words: str) -> str:
    """Return words without what says how somebody came there (借调到, 在 …)."""
    words = words.strip()
    while True:
        lead = next((lead for lead in word_list("coming") if words.startswith(lead) and len(words) > len(lead)), None)
        if lead is None:
            return words
        words = words[len(lead) :].strip()


def _title(rest: str) -> str:
    title = _GOVERNMENT.sub("", _BLANKS.sub("", rest).strip("，,、；;。:："))
    return "" if _NO_POST_IN_TITLE.match(title) else _OFFICE.sub("办公室", _SAID_AFTER.sub("", title))


def _school(words: str) -> School | None:
    """Return the school at which somebody is said to study, None where the words do not say so."""
    bare = _without_coming(words)
    if not pattern("studying").search(bare):
        first, _, group = bare.partition(" ")
        ends = pattern("school").search(first)
        if not ends or level_of(group) is not None or pattern("not_studying").search(bare):
            return None
    elif pattern("not_studying").search(_CLASS.sub("", _without_school(bare))):
        return None
    return _school_named(bare)


def _without_school(words: str) -> str:
    match = pattern("school").search(words)
    return words[match.end() :] if match else words


def school_of(words: str) -> School | None:
    """Return the school that words name in full (毕业院校系及专业), None where they name none."""
    return _school_named(_without_coming(words[:_LONG_TEXT]))


def _school_named(words: str) -> School | None:
    first, _, rest = words.partition(" ")
    ends = pattern("school").search(first)
    if ends is None:
        return None
    at = ends.end()
    while (further := pattern("school").match(first, at)) is not None:
        at = further.end()
    group = f"{first[at:]} {rest}".strip() if not rest or first[at:] else rest.strip()
    group = re.sub(
        r"\s*(?:在职)?(?:脱产)?(?:学习|就读|读书|学生|学员|毕业)[，,。;；]?$", "", group.strip("，,、；;。 ")
    )
    return School(first[:at], group)


def _troop(words: str) -> str | None:
    """Return the troop in which somebody is said to have served."""
    if not pattern("troop").search(words):
        return None
    bare = _without_coming(words)
    first, _, rest = bare.partition(" ")
    if not rest:
        first = re.split(pattern("troop_stops"), bare, maxsplit=1)[0]
    name = re.sub(rf"^(?:{pattern('troop_before').pattern})", "", first).strip("，,、；;。在于 ")
    return name or None


def _holds_no_post(words: str) -> bool:
    bare = _BRACKETED.sub("", words)
    return any(word in bare for word in word_list("no_post")) or pattern("retired").search(words) is not None


# --- what the family table says of a relative ---------------------------------------------------------------------


@dataclass(slots=True)
class Work:
    """What 工作单位及职务 says: posts held now, whether the relative is dead, what was not understood."""

    posts: list[Post] = field(default_factory=list)
    dead: bool = False
    unclear: list[Unclear] = field(default_factory=list)


def understand_work(words: str, units: UnitNames) -> Work:
    """Return what is said of a relative's work; the dead, the retired and who left (原…) hold no post now."""
    words = _SINCE.sub("", words[:_LONG_TEXT].strip())
    found = units.at_start(words)
    behind = found.rest if found else words
    work = Work(dead=bool(pattern("dead").search(behind)))
    if work.dead or pattern("retired").search(behind) or words.lstrip("（(").startswith(("原", "曾任", "曾")):
        return work
    if found is None and (not words or _holds_no_post(words)):
        return work
    if found is not None and pattern("resident").search(found.rest):
        return work
    if found is not None and found.is_village and not found.rest:
        work.unclear.append(Unclear(words))  # lives there, or works there: nobody can tell
        return work
    said = Said()
    _take_posts(words, units, said)
    work.posts, work.unclear = said.posts, said.unclear
    return work
