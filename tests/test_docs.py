"""The documentation says what is so: commands, output, links, exit statuses, the map of the house."""

import re
import subprocess
from pathlib import Path

import pytest
import typer

import huibi_data
from huibi.cli.app import build_app
from huibi.cli.main import main
from huibi.errors import Exit, InputError, OursError, StoppedError, UsageError
from huibi.messages import catalogue
from huibi.reading import read_register, read_round
from huibi.reading.columns import SCHEMA

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
SAMPLES = str(huibi_data.resource("samples"))
PAGES = sorted(
    page for pattern in ("*.md", "docs/**/*.md", "data/**/*.md", "benchmarks/**/*.md") for page in ROOT.glob(pattern)
)
REPEATABLE = {"read", "explain", "screen", "kin", "relate"}  # cheap, and the same to the letter each time
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
OTHER_PLACE = re.compile(r"^[a-z]+:|^#")
# Spelled in parts, so that this file passes its own test.
FOREIGN = [
    *("pypi" + ".org", "registry.npm" + "js", "files.python" + "hosted", "deb." + "debian"),
    *("/" + name + "/" for name in ("work", "tmp", "home", "root", "Users")),
]


def shown(page):
    """Return each call of a page's console blocks with the lines that it shows."""
    found = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        for call in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *output = call.splitlines()
            found.append((line, output))
    return found


def called(page):
    """Return the name and the rest of each call that a page prints, in a block or between backticks."""
    text = page.read_text(encoding="utf-8")
    calls = re.findall(r"`huibi ([a-z]+)\b([^`]*)`|^(?:\$ | {4})huibi ([a-z]+)\b(.*)$", text, re.MULTILINE)
    return [(first or third, second or fourth) for first, second, third, fourth in calls]


def matches(line, told):
    """Say whether a shown line is the one told, or its beginning where it ends in `…`."""
    return told.startswith(line[:-1].rstrip()) if line.endswith("…") else line == told


def find_missing(lines, told):
    """Return the first stretch of shown lines that the command does not tell in this order; `…` leaves out any."""
    at, stretch, is_open = 0, [], False
    for line in [*lines, None]:
        if line != "…" and line is not None:
            stretch.append(line)
            continue
        places = range(at, len(told) - len(stretch) + 1) if is_open else [at]
        place = next((place for place in places if _stands(stretch, told[place:])), None)
        if place is None or (line is None and stretch and place + len(stretch) != len(told)):
            return stretch
        at, stretch, is_open = place + len(stretch), [], True
    return None


def _stands(stretch, told):
    return len(told) >= len(stretch) and all(map(matches, stretch, told))


def call(lang, line, capsys):
    """Run a call as it is printed; return its exit status and what it told, progress and words first."""
    words = line.removeprefix("huibi ").replace("$S", SAMPLES).split()
    with pytest.raises(SystemExit) as ended:
        main(["--lang", lang, *words])
    told = capsys.readouterr()
    return Exit(ended.value.code), (told.err + told.out).splitlines()


def write_tables(folder):
    """Write the tables and the round that the Chinese page shows."""
    (folder / "mine").mkdir()
    text = CHINESE.read_text(encoding="utf-8")
    for name, table in re.findall(r"^(\S+\.csv)\n\n```csv\n(.*?)```", text, re.DOTALL | re.MULTILINE):
        (folder / "mine" / name).write_text(table, encoding="utf-8")
    (folder / "round.toml").write_text(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0], encoding="utf-8")


def mend_tables(folder):
    """Mend the three faults in the way that the page tells."""
    for name, wrong, right in (
        ("人员", "1982-13", "1982-11"),
        ("任职经历", "安平县财务局", "安平县财政局"),
        ("亲属关系", "王强,父亲", "王强,儿子"),
    ):
        file = folder / "mine" / f"{name}.csv"
        table = file.read_text(encoding="utf-8")
        assert wrong in table
        file.write_text(table.replace(wrong, right), encoding="utf-8")


def test_the_tour_shows_real_output(tmp_path, monkeypatch, capsys):
    """What the English page shows of a repeatable command is what the command says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pairs.csv").write_text("a,b\nP005780,P005779\nP004592,P004504\n", encoding="utf-8")
    seen = set()
    for line, lines in shown(ENGLISH):
        command = line.split()[1]
        if command in REPEATABLE:
            seen.add(command)
            status, told = call("en", line, capsys)
            assert (status, find_missing(lines, told)) == (Exit.DONE, None), line
    assert seen == REPEATABLE


def test_the_plan_shown_is_of_the_city():
    """The pool, the units and the teams that the tour counts are those of the committed city."""
    city = Path(SAMPLES) / "city"
    register = read_register(city).register
    round_ = read_round(city / "round.toml", register)
    text = ENGLISH.read_text(encoding="utf-8")
    assert f"People: {len(register.pool)} in the pool," in text
    workload = sum(unit.workload for unit in round_.units)
    assert f"Units: {len(round_.units)} units to be inspected (workload {workload}), {len(round_.teams)} teams" in text


def test_an_office_finds_what_the_page_promises(tmp_path, monkeypatch, capsys):
    """The tables of the Chinese page, as printed, have the faults it shows; mended, they give what it shows then."""
    monkeypatch.chdir(tmp_path)
    write_tables(tmp_path)
    broken, mended, explained = [entry for entry in shown(CHINESE) if entry[0].split()[1] in REPEATABLE]
    status, told = call("zh", broken[0], capsys)
    assert (status, find_missing(broken[1], told)) == (Exit.NO, None)
    mend_tables(tmp_path)
    for line, lines in (mended, explained):
        status, told = call("zh", line, capsys)
        assert (status, find_missing(lines, told)) == (Exit.DONE, None), line


def test_the_comparison_itself_finds_a_difference():
    """A wrong line, a line too many, a wrong order and a wrong end are each noticed."""
    told = ["a", "b", "c", "d"]
    assert find_missing(["a", "b", "c", "d"], told) is None
    assert find_missing(["a", "…", "c", "…"], told) is None
    assert find_missing(["…", "d"], told) is None
    assert find_missing(["a", "x", "…"], told) == ["a", "x"]
    assert find_missing(["b", "…"], told) == ["b"]
    assert find_missing(["…", "c", "…", "b", "…"], told) == ["b"]
    assert find_missing(["…", "c"], told) == ["c"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_commands_and_options_exist(page):
    """Whatever `huibi …` a page names can be called so."""
    commands = typer.main.get_command(build_app()).commands
    for name, rest in called(page):
        assert name in commands, f"huibi {name}"
        options = {option for parameter in commands[name].params for option in parameter.opts}
        if options:  # what the service brings along knows its options itself
            assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= options | {"--help", "--lang"}, f"huibi {name}{rest}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    """Each link to a file of ours has that file at its end."""
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if not OTHER_PLACE.match(target)]
    assert [target for target in targets if not (page.parent / target.partition("#")[0]).exists()] == []


def test_exit_statuses_are_those_of_the_page():
    """The page lists each exit status once, in order, and errors leave with what it says."""
    rows = re.findall(r"^\| (\d) \| (.*?) \|$", ENGLISH.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == [int(status) for status in Exit]
    kinds = (InputError, UsageError, StoppedError, OursError)
    assert [int(kind.of("x").status) for kind in kinds] == [1, 2, 3, 4]


def test_the_map_shows_the_house_as_it_is():
    """Each room on the map is there, and each package of the library is on the map."""
    rooms = re.findall(r"^\| `([^`]+)` \|", ENGLISH.read_text(encoding="utf-8"), re.MULTILINE)
    assert [room for room in rooms if not (ROOT / room).exists()] == []
    packages = {str(package.parent.relative_to(ROOT)) for package in (ROOT / "src/huibi").glob("*/__init__.py")}
    assert packages <= set(rooms)


def test_tables_and_sheets_carry_their_real_names():
    """The office's page lists each table with its heads, required ones apart, and each sheet of the workbook."""
    text = CHINESE.read_text(encoding="utf-8")
    for table in SCHEMA.values():
        needed, free = ("、".join(c.head for c in table.columns if c.required is wanted) for wanted in (True, False))
        assert f"| {table.title} | {needed} | {free} |" in text
    sheets = [words["zh"] for code, words in catalogue().items() if code.startswith("sheet.")]
    listed = re.findall(r"^\| (\S+) \|", text.partition("| 工作表 | 内容 |")[2], re.MULTILINE)
    assert listed[1 : len(sheets) + 1] == sheets


def test_no_address_of_a_registry_or_of_a_machine():
    """No tracked file names a package registry or a folder of somebody's machine."""
    done = subprocess.run(
        ["git", "grep", "-nIF", *(word for part in FOREIGN for word in ("-e", part)), "--", ".", ":!Makefile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
