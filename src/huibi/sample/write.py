"""From the grown world to a folder: every table as CSV with Chinese heads, whole or not at all."""

import csv
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import huibi_data
from huibi.errors import Fault, UsageError
from huibi.messages import reason_of
from huibi.sample.dice import Dice
from huibi.sample.forms import FOLDER, SUFFIXES, TABLES, Forms
from huibi.sample.names import Numbers
from huibi.sample.pool import Member
from huibi.sample.world import NOW, OPEN, Human, Row, World, show_month

MARK = "# huibi sample "
ROUND_FILE = "round.toml"
HEADS: dict[str, tuple[str, ...]] = {
    "regions": ("区划代码", "名称", "层级", "上级代码"),
    "units": ("单位编号", "单位名称", "所在区划", "单位类型", "主管单位", "系统", "人数"),
    "persons": ("人员编号", "姓名", "性别", "出生年月", "去世时间", "身份证号", "籍贯", "成长地", "政治面貌", "备注"),
    "postings": ("人员", "单位", "职务", "岗位", "分管单位", "起", "止"),
    "kin": ("人员", "亲属", "称谓", "起", "终止时间", "抚养", "来源"),
    "ties": ("人员", "对方", "关系", "起", "止", "说明", "来源"),
    "studies": ("人员", "学校", "专业班级", "起", "止"),
    "service": ("人员", "部队", "起", "止"),
    "interests": ("人员", "单位", "类别", "起", "止", "说明", "来源"),
    "pool": ("人员", "所属县区", "类别", "可任角色", "专长", "等级", "状态", "可用起", "可用止"),
    "history": ("轮次", "巡察组", "人员", "角色", "被巡察单位", "起", "止"),
    "rulings": ("人员", "单位", "情形", "决定", "理由", "决定人", "决定时间"),
    "same_person": ("a", "b", "判定", "判定人", "判定时间"),
    "declarations": ("编号", "轮次", "申报人", "涉及单位", "涉及人员", "事由", "说明", "决定", "决定人", "决定时间"),
}
KINDS = {
    "department": "部门",
    "township": "乡镇街道",
    "village": "村社区",
    "enterprise": "国企",
    "institution": "事业单位",
    "school": "学校",
    "hospital": "医院",
    "company": "其他企业",
    "inspection": "巡察机构",
}
LEVELS = {"chief": "主要负责人", "board": "班子成员", "key": "重点岗位", "staff": "一般干部"}


def write_folder(world: World, round_toml: str, out: Path, *, forms: Sequence[Member] = ()) -> None:
    """Write the folder beside its place and move it there; what a sample left there before is replaced.

    `forms` are those of the pool for whom a personal form is written too.

    Raises UsageError where something else has come to stand there, or nothing can be written.
    """
    draft = open_draft(out)
    try:
        persons = list(_persons(world, world.dice("persons")))
        for table, heads in HEADS.items():
            _write_table(draft / f"{table}.csv", heads, persons if table == "persons" else _rows(world, table))
        if forms:
            Forms(world, persons).write(forms, draft / FOLDER)
            for table in TABLES:
                shutil.copyfile(draft / f"{table}.csv", draft / FOLDER / f"{table}.csv")
        (draft / ROUND_FILE).write_text(round_toml, encoding="utf-8", newline="\n")
        draft.chmod(0o755)
        _swap(draft, out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def open_draft(out: Path) -> Path:
    """Return a new empty folder beside `out`; raises UsageError where `out` is another's, or there is no writing."""
    try:
        refuse_foreign(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: OSError) -> UsageError:
    return UsageError([Fault(code="sample.unwritable", params={"out": out.name, "reason": reason_of(error)})])


def refuse_foreign(out: Path) -> None:
    """Raise UsageError where `out` is a file, or a folder that holds anything but an earlier sample."""
    if not out.exists():
        return
    ours = {f"{table}.csv" for table in HEADS} | {ROUND_FILE}
    found = {item.name for item in out.iterdir()} if out.is_dir() else {out.name}
    round_file = out / ROUND_FILE
    marked = round_file.is_file() and round_file.read_bytes().startswith(MARK.encode())
    if _holds_forms(out / FOLDER):
        ours.add(FOLDER)
    if not out.is_dir() or (found and not (found <= ours and marked)):
        raise UsageError([Fault(code="sample.foreign", params={"out": out.name})])


def _holds_forms(folder: Path) -> bool:
    """Whether a folder holds personal forms, the tables that go with them, and nothing else."""
    ours = {f"{table}.csv" for table in TABLES}
    return folder.is_dir() and all(item.suffix in SUFFIXES or item.name in ours for item in folder.iterdir())


def _swap(draft: Path, out: Path) -> None:
    if not out.exists():
        draft.rename(out)
        return
    old = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.old."))
    out.rename(old / "old")
    try:
        draft.rename(out)
    except BaseException:
        (old / "old").rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _write_table(path: Path, heads: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def _rows(world: World, table: str) -> Iterable[Row]:
    if table == "units":
        return _units(world)
    if table == "postings":
        return _postings(world, world.dice("postings"))
    return world.tables.get(table, [])


def _units(world: World) -> Iterator[Row]:
    for place in world.places:
        for work in place.workplaces:
            parent = work.parent.id if work.parent else ""
            count = str(work.staff) if work.kind != "company" and not work.id.endswith("9") else ""
            yield (work.id, work.name, work.region, KINDS[work.kind], parent, work.system, count)


def _persons(world: World, dice: Dice) -> Iterator[Row]:
    numbers = Numbers()
    named = {place.code: place.name for place in world.places}
    for human in world.people:
        office = human.job is not None
        number = ""
        if dice.chance(0.98 if office else 0.25):
            region = human.town[:6]
            number = numbers.give(region, human.birth, human.day, male=human.male)
        native, grown = _origins(human, dice, named) if office else ("", "")
        died = show_month(human.died) if human.died != OPEN else ""
        yield (
            human.id,
            human.name,
            "男" if human.male else "女",
            show_birth(human),
            died,
            number,
            native,
            grown,
            _party(human, dice),
            "",
        )
    yield from world.extra_people


def show_birth(human: Human) -> str:
    """Return the month of birth, for some with the day, in the ways in which forms write it."""
    year, of_year, style = human.birth // 12, human.birth % 12 + 1, human.number % 40
    if style == 0:
        return f"{year}年{of_year}月"
    if style == 1:
        return f"{year}.{of_year:02d}"
    if style <= 4:
        return f"{year}-{of_year:02d}-{human.day:02d}"
    return f"{year}-{of_year:02d}"


def _origins(human: Human, dice: Dice, named: Mapping[str, str]) -> tuple[str, str]:
    """Return native and growth place: mostly the home township, for some only the county, for some elsewhere."""
    native = human.town if dice.chance(0.6) else human.town[:6]
    if dice.chance(0.15):
        return native, ""
    grown = human.town if dice.chance(0.7) else human.town[:6]
    return (named.get(native, native), grown) if dice.chance(0.05) else (native, grown)


def _party(human: Human, dice: Dice) -> str:
    if human.age() < 18:
        return ""
    if human.job is not None:
        return "中共党员" if dice.chance(0.8) else dice.pick(("群众", "民盟盟员", "农工党党员", "共青团员"))
    return "群众" if dice.chance(0.4) else ""


def _postings(world: World, dice: Dice) -> Iterator[Row]:
    plain = frozenset(huibi_data.load_toml("sample", "units.toml")["titles"]["plain"])
    for human in world.people:
        jobs = human.job or ()
        for job in sorted(jobs, key=lambda job: job.start):
            end = "" if job.end == OPEN else show_month(job.end)
            if not end and human.died == OPEN and human.number % 7 == 0 and job.start <= NOW:
                end = "至今"
            oversees = "；".join(work.id for work in job.oversees)
            level = "" if job.title in plain and dice.chance(0.1) else LEVELS[job.level]
            start = show_month(job.start)
            if human.number % 60 == 0:
                start, end = start.replace("-", "."), end.replace("-", ".")
            yield (human.id, job.work.id, job.title, level, oversees, start, end)
    yield from world.extra_postings
