"""Personal forms of the people in the pool: what the tables say of them, as a department keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from huibi.sample.form_sheets import write_sheet
from huibi.sample.pool import Member
from huibi.sample.world import OPEN, Human, Job, Row, World

FOLDER = "forms"
SUFFIXES = (".lrmx", ".xlsx")
TABLES = ("regions", "units")  # lie with the forms, which makes them a register of their own
FILLED = "202608"
_EVERY = 5  # of so many forms one is a sheet
_NOT_CARRIED = slice(4, 6)  # ended, raised: a form has no place for them
_PROLOG = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'


@dataclass(slots=True)
class Sheet:
    """What one form says, by field; `family` is (term, name, birth, politics, unit and post)."""

    name: str
    sex: str
    birth: str
    native: str
    grown: str
    party: str
    number: str
    post: str
    career: list[str]
    family: list[tuple[str, str, str, str, str]] = field(default_factory=list)


class Forms:
    """Writes the forms of a finished world; `persons` are the rows of the table of that name."""

    def __init__(self, world: World, persons: Sequence[Row]) -> None:
        self._rows = {row[0]: row for row in persons}
        self._humans = {human.id: human for human in world.people if human.number}
        self._places = _places(world)
        self._tables = {table: _by_person(world.tables.get(table, ())) for table in ("kin", "studies", "service")}

    def write(self, members: Sequence[Member], folder: Path) -> None:
        """Write a form for each of the pool into `folder`: the name of the file is that of the person and the id."""
        folder.mkdir()
        for number, member in enumerate(sorted(members, key=lambda one: one.human.id)):
            sheet = self._sheet(member.human)
            stem = f"{sheet.name}{member.human.id}"
            if number % _EVERY == _EVERY - 1:
                write_sheet(folder / f"{stem}.xlsx", sheet)
            else:
                text = lrmx(sheet)
                (folder / f"{stem}.lrmx").write_text(text, encoding="utf-8", newline="\n")

    def _sheet(self, human: Human) -> Sheet:
        row = self._rows[human.id]
        native, grown = (self._places.get(code, "") for code in (row[6], row[7]))
        return Sheet(
            name=row[1],
            sex=row[2],
            birth=_solid(human.birth),
            native=native,
            grown=grown,
            party=row[8],
            number=row[5],
            post="，".join(_post(job) for job in _jobs(human) if job.current),
            career=self._career(human),
            family=[self._relative(kin) for kin in self._tables["kin"].get(human.id, ()) if carried(kin)],
        )

    def _career(self, human: Human) -> list[str]:
        lines = [(job.start, f"{_dotted(job.start)}--{_dotted(job.end)}  {_post(job)}") for job in _jobs(human)]
        for _, school, group, start, end in self._tables["studies"].get(human.id, ()):
            words = "  ".join(filter(None, (school, group, "学习")))
            lines.append((_count(start), f"{_dots(start)}--{_dots(end)}  {words}"))
        for _, troop, start, end in self._tables["service"].get(human.id, ()):
            lines.append((_count(start), f"{_dots(start)}--{_dots(end)}  {troop}  服役"))
        return [line for _, line in sorted(lines)]

    def _relative(self, kin: Row) -> tuple[str, str, str, str, str]:
        row, human = self._rows[kin[1]], self._humans.get(kin[1])
        birth = _solid(human.birth) if human else row[3].replace("-", "")[:6]
        return kin[2], row[1], birth, row[8], _work(human, row)


def carried(kin: Row) -> bool:
    """Whether a form can say what a row of the table `kin` says: a tie that has not ended, nothing of bringing up."""
    return not any(kin[_NOT_CARRIED])


def lrmx(sheet: Sheet) -> str:
    """Return a form as the XML of 干部任免审批表; what it has no element for (成长地) stands as the birth place."""
    own = {
        "XingMing": sheet.name,
        "XingBie": sheet.sex,
        "ChuShengNianYue": sheet.birth,
        "JiGuan": sheet.native,
        "ChuShengDi": sheet.grown,
        "ZhengZhiMianMao": sheet.party,
        "XianRenZhiWu": sheet.post,
        "JianLi": "\n".join(sheet.career),
    }
    heads = ("ChengWei", "XingMing", "ChuShengRiQi", "ZhengZhiMianMao", "GongZuoDanWeiJiZhiWu")
    items = [
        "".join(("    <Item>", *(_element(*pair) for pair in zip(heads, row, strict=True)), "</Item>\n"))
        for row in sheet.family
    ]
    family = "".join(("  <JiaTingChengYuan>\n", *items, "  </JiaTingChengYuan>\n"))
    rest = {"ShenFenZheng": sheet.number, "TianBiaoShiJian": FILLED}
    parts = [*(f"  {_element(*pair)}\n" for pair in own.items()), family]
    return "".join((_PROLOG, "<Person>\n", *parts, *(f"  {_element(*pair)}\n" for pair in rest.items()), "</Person>\n"))


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"


def _jobs(human: Human) -> list[Job]:
    return sorted(human.job or (), key=lambda job: job.start)


def _post(job: Job) -> str:
    return f"{job.work.name}  {job.title}"


def _work(human: Human | None, row: Row) -> str:
    """Return what a form says under 工作单位及职务."""
    if row[4]:
        return f"已故（{_dots(row[4])}）"
    if human is None:
        return ""
    posts = "，".join(_post(job) for job in _jobs(human) if job.current)
    if posts or human.age() < 18:
        return posts or "学生"
    return "退休" if human.job else "务农"


def _places(world: World) -> Mapping[str, str]:
    """Return the full name of each region by its code and by its own name."""
    rows = {row[0]: row for row in world.tables["regions"]}
    found: dict[str, str] = {}
    for code, row in rows.items():
        above = rows.get(row[3])
        full = f"{above[1]}{row[1]}" if above and row[2] == "乡镇" else row[1]
        found |= {code: full, row[1]: full}
    return found


def _by_person(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _solid(month: int) -> str:
    return f"{month // 12}{month % 12 + 1:02d}"


def _dotted(month: int) -> str:
    return "" if month == OPEN else f"{month // 12}.{month % 12 + 1:02d}"


def _dots(month: str) -> str:
    return month.replace("-", ".")


def _count(month: str) -> int:
    year, of_year = _dots(month).split(".")[:2]
    return int(year) * 12 + int(of_year) - 1
