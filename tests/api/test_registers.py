"""Registers are handed in as files, shown as a difference, and taken whole or not at all."""

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.datastructures import FormData, UploadFile

import serving
from huibi.messages import catalogue
from huibi.model.register import TABLES
from huibi.reading import read_register
from huibi.sample import write_sample
from huibi_api.actions import registers
from huibi_api.errors import ClashError, NotFoundError, UnsoundError
from huibi_api.jobs import importing
from huibi_api.pages import registers as pages
from huibi_api.rows.fields import nouns_of
from huibi_api.security.viewer import WORKER
from huibi_api.store import registers as register_store


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    """Write a small invented county once."""
    folder = tmp_path_factory.mktemp("sample") / "county"
    write_sample(folder, "county", 1, 0.02)
    return folder


def hand_in(house, who, register, folder: Path) -> str:
    """Upload the tables of a folder and let a worker read them."""
    tables = sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".lrmx", ".zip"))
    with house.database.write(who) as session:
        made = registers.hand_in(session, registers.find_register(session, register), files=tables, skip_faulty=False)
        place = house.settings.uploads_dir / made.id
    place.mkdir(parents=True)
    for name in tables:
        (place / name).write_bytes((folder / name).read_bytes())
    assert serving.work(house, {registers.KIND: importing.read}) == 1
    return made.id


def take(house, who, made: str) -> None:
    """Take what was handed in, as a person would after looking at it."""
    with house.database.write(who) as session:
        registers.take(session, registers.find_import(session, made))
    assert serving.work(house, {registers.KIND: importing.read}) == 1


def planner_with_register(house, *, region: str = serving.NORTH):
    """Return a planner and an empty register of the county."""
    who = serving.add_account(house, "planner", ["planner"], region=region)
    with house.database.write(who) as session:
        return who, registers.create_register(session, name="北溪县台账", office=region).id


def plain(noun):
    """Return a noun without what the store does not give back: its place in a file and the identity number."""
    bare = replace(noun, record="")
    return replace(bare, id_number=None) if hasattr(bare, "id_number") else bare


def test_what_is_taken_is_what_the_files_said(each_house, files):
    """A register comes back from either database just as it was read, but for records and identity numbers."""
    who, register = planner_with_register(each_house)
    made = hand_in(each_house, who, register, files)
    with each_house.database.read(who) as session:
        shown = registers.find_import(session, made)
        assert shown.state == registers.READY
        assert registers.find_register(session, register).current == 0
    take(each_house, who, made)
    expected = read_register(files).register
    with each_house.database.read(who) as session:
        found = registers.load_current(session, registers.find_register(session, register))
    for table in TABLES:
        assert [plain(noun) for noun in nouns_of(found, table)] == [plain(noun) for noun in nouns_of(expected, table)]
        assert shown.changes["counts"][table]["added"] == len(list(nouns_of(expected, table)))
    assert found.aliases == dict(expected.aliases)


def test_a_second_import_shows_only_what_differs(house, files, tmp_path):
    """A changed name and a new row are shown as such, and nothing else; the row numbers of the rest stay."""
    who, register = planner_with_register(house)
    take(house, who, hand_in(house, who, register, files))
    other = tmp_path / "other"
    other.mkdir()
    for path in files.glob("*.csv"):
        (other / path.name).write_bytes(path.read_bytes())
    lines = (other / "units.csv").read_text(encoding="utf-8-sig").splitlines()
    name = lines[1].split(",")[1]
    lines[1] = lines[1].replace(name, "改名单位")
    (other / "units.csv").write_text("\n".join([*lines, "U9999,新设单位" + "," * (lines[0].count(",") - 1)]), "utf-8")
    made = hand_in(house, who, register, other)
    with house.database.read(who) as session:
        changes = registers.find_import(session, made).changes
    assert changes["counts"]["units"] == {"added": 1, "removed": 0, "changed": 1}
    assert all(not any(count.values()) for table, count in changes["counts"].items() if table != "units")
    changed = changes["examples"]["units"][0]
    assert changed["kind"] == "changed"
    assert changed["fields"] == [["name", name, "改名单位"]]


def test_a_faulty_upload_lists_its_faults_and_changes_nothing(house, files, tmp_path):
    """A cell that is wrong is named by file, row and column, and the register stays as it was."""
    who, register = planner_with_register(house)
    other = tmp_path / "other"
    other.mkdir()
    for path in files.glob("*.csv"):
        (other / path.name).write_bytes(path.read_bytes())
    pool = (other / "pool.csv").read_text(encoding="utf-8-sig").splitlines()
    pool[1] = "P999999," + pool[1].split(",", 1)[1]
    (other / "pool.csv").write_text("\n".join(pool), encoding="utf-8")
    made = hand_in(house, who, register, other)
    with house.database.read(who) as session:
        shown = registers.find_import(session, made)
        assert shown.state == registers.FAULTY
        assert registers.find_register(session, register).current == 0
    assert [(fault["file"], fault["row"], fault["value"]) for fault in shown.faults] == [("pool.csv", 2, "P999999")]
    with house.database.write(who) as session, pytest.raises(ClashError):
        registers.take(session, registers.find_import(session, made))


def test_identity_numbers_are_sealed_and_found_by_their_hash(house, files):
    """No row holds an identity number in plain; the sealed one opens only with the installation's key."""
    who, register = planner_with_register(house)
    take(house, who, hand_in(house, who, register, files))
    numbers = {person.id: person.id_number for person in read_register(files).register.persons.values()}
    person, number = next((key, value) for key, value in numbers.items() if value)
    data = (house.settings.data_dir / "huibi.db").read_bytes()
    assert number.encode() not in data
    with house.database.read(WORKER) as session:
        row = register_store.row_of(session, register, 1, "persons", person)
        place = f"{register}/persons/{person}"
        assert house.keys.unseal(row.id_number_sealed, place) == number
        assert row.id_number_search == house.keys.search(number, "id_number")


def test_another_county_finds_nothing(house, files):
    """A planner of the next county is told that neither the register nor the import is there."""
    who, register = planner_with_register(house)
    made = hand_in(house, who, register, files)
    stranger = serving.add_account(house, "stranger", ["planner"], region=serving.SOUTH)
    with house.database.read(stranger) as session:
        with pytest.raises(NotFoundError):
            registers.find_register(session, register)
        with pytest.raises(NotFoundError):
            registers.find_import(session, made)
        assert registers.list_registers(session) == []


def test_forms_come_with_the_tables(each_house, files, tmp_path):
    """Personal forms among the tables are read and taken with them; without any table of units nothing is compared."""
    folder = tmp_path / "upload"
    shutil.copytree(files, folder)
    form = "<Person><XingMing>陈新人</XingMing><XingBie>男</XingBie></Person>"
    (folder / "陈新人.lrmx").write_text(form, encoding="utf-8")
    who, register = planner_with_register(each_house)
    take(each_house, who, hand_in(each_house, who, register, folder))
    with each_house.database.read(who) as session:
        head = registers.find_register(session, register)
        loaded = register_store.load(session, head.id, head.current)
    assert loaded.persons["陈新人.lrmx:陈新人"].name == "陈新人"
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "陈新人.lrmx").write_text(form, encoding="utf-8")
    made = hand_in(each_house, who, register, tmp_path / "alone")
    with each_house.database.read(who) as session:
        assert [fault["code"] for fault in registers.find_import(session, made).faults] == ["register.forms_alone"]


def test_every_step_of_reading_has_words(files, tmp_path):
    """The page that waits for an upload says what is being read just now, forms too."""
    folder = tmp_path / "upload"
    shutil.copytree(files, folder)
    (folder / "陈新人.lrmx").write_text("<Person><XingMing>陈新人</XingMing></Person>", encoding="utf-8")
    told = set()
    read_register(folder, on_progress=lambda table, _: told.add(table))
    assert {"forms", "persons"} <= told
    assert {f"table.{table}" for table in told} <= catalogue().keys()


def test_a_packed_folder_is_the_register(house, files, tmp_path):
    """A register packed whole with its folder may be handed in as one archive."""
    packed = tmp_path / "upload"
    packed.mkdir()
    shutil.make_archive(str(packed / "county"), "zip", files.parent, files.name)
    who, register = planner_with_register(house)
    made = hand_in(house, who, register, packed)
    with house.database.read(who) as session:
        counts = registers.find_import(session, made).changes["counts"]
    assert counts["persons"]["added"] == len(read_register(files).register.persons)


def test_names_of_uploads():
    """Forms and archives may be uploaded; an identity number in a name is kept nowhere, other files are refused."""
    number = "990001197503120010"
    good = UploadFile(io.BytesIO(), filename=f"张三{number}.lrmx")
    assert [name for name, _ in pages._files(FormData([("files", good)]))] == ["张三9900****.lrmx"]
    archive = UploadFile(io.BytesIO(), filename="某县.ZIP")
    assert [name for name, _ in pages._files(FormData([("files", archive)]))] == ["某县.ZIP"]
    with pytest.raises(UnsoundError):
        pages._files(FormData([("files", UploadFile(io.BytesIO(), filename="张三.exe"))]))
