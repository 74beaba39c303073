"""Forms in folders inside and in .zip archives: read as a folder is; hostile archives are data."""

import os
import random
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from forms_office import NUMBER, lrmx, office, posts, read, relative, sheet
from huibi.reading import UnsoundRegisterError, archives
from huibi.sample import write_sample


def _form(name: str, **own: str) -> str:
    return lrmx(relative("妻子", "王芳"), XingMing=name, JianLi="2015.03--  竹县财政局局长", **own)


class _Raw(zipfile.ZipInfo):
    """A file whose name is written as the bytes that it stands for, without the mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's name
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


def _zip(path: Path, *files: tuple[str | bytes, str | bytes]) -> Path:
    """Pack files; a name in bytes is written as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files:
            entry = zipfile.ZipInfo(name) if isinstance(name, str) else _Raw(name.decode("cp437"))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return path


def _fault(path: Path, **options):
    with pytest.raises(UnsoundRegisterError) as error:
        read(path, **options)
    return [(fault.code, fault.file) for fault in error.value.faults]


def test_folders_inside_are_read(tmp_path):
    """Forms count wherever they lie, called by their own names; two of one name are told apart by their folders."""
    folder = office(tmp_path / "r")
    for place, name in (("", "李四"), ("财政局", "张三"), ("镇/石桥镇", "张三"), ("镇/石桥镇", "王五")):
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / f"{name}.lrmx").write_text(_form(name), encoding="utf-8")
    sheet(
        folder / "镇" / "孙七.xlsx", {"A1": "姓名", "B1": "孙七", "A2": "性别", "B2": "男", "A3": "籍贯", "B3": "竹县"}
    )
    (folder / "财政局" / "坏.lrmx").write_text("<Person>", encoding="utf-8")
    assert _fault(folder) == [("read.form_broken", "财政局/坏.lrmx")]
    result = read(folder, skip_faulty=True)
    assert {row.id for row in result.register.persons.values() if row.name != "王芳"} == {
        "李四.lrmx:李四",
        "张三.lrmx~财政局:张三",
        "张三.lrmx~镇~石桥镇:张三",
        "王五.lrmx:王五",
        "孙七.xlsx#Sheet1:孙七",
    }
    assert posts(result.register, "王五") == [("W3", "局长", "chief", "2015-03-01", "None")]


def test_what_is_not_read_is_told(tmp_path):
    """A folder with tables is another register; other sheets, archives in archives, photographs and links are told."""
    folder = office(tmp_path / "r")
    office(folder / "备份")
    (folder / "备份" / "张三.lrmx").write_text(_form("张三"), encoding="utf-8")
    (folder / "照片").mkdir()
    (folder / "照片" / f"{NUMBER}.jpg").write_bytes(b"x")
    sheet(folder / "照片" / "台账.xlsx", {"A1": "x"})
    (folder / "链接").symlink_to(folder)
    inner = _zip(tmp_path / "inner.zip", ("a.lrmx", _form("张三")))
    _zip(folder / "包.zip", ("inner.zip", inner.read_bytes()), ("__MACOSX/._b.lrmx", "x"), ("b.lrmx", _form("李四")))
    (folder / "包.rar").write_bytes(b"Rar!")
    result = read(folder)
    assert {row.name for row in result.register.persons.values()} == {"李四", "王芳"}
    told = {(note.code, note.file) for note in result.notes if note.file and "csv" not in note.file}
    assert told >= {
        ("read.register_inside", "备份"),
        ("read.file_unknown", f"照片/{NUMBER[:4]}{'*' * 14}.jpg"),
        ("read.sheet_inside", "照片/台账.xlsx"),
        ("read.folder_left", "链接"),
        ("read.archive_inside", "包.zip/inner.zip"),
        ("read.archive_left", "包.rar"),
    }


def test_tables_further_inside_are_said_where_none_lie_outermost(tmp_path):
    """What is a note beside tables is a fault where the tables are missing: the upload page shows faults alone."""
    office(tmp_path / "r" / "台账")
    (tmp_path / "r" / "说明.txt").write_text("x", encoding="utf-8")
    assert sorted(_fault(tmp_path / "r"), key=str) == [
        ("read.missing_table", None),
        ("read.missing_table", None),
        ("read.register_inside", "台账"),
    ]


def test_what_cannot_be_opened(tmp_path):
    """A link to a form that is gone is a fault, a pipe is left alone and not waited for."""
    folder = office(tmp_path / "r", persons=["P1,王五,男,1970-01,"])
    (folder / "张三.lrmx").symlink_to(tmp_path / "gone.lrmx")
    os.mkfifo(folder / "pool.csv")
    assert _fault(folder) == [("read.unreadable", "张三.lrmx")]
    (folder / "张三.lrmx").unlink()
    assert [note.file for note in read(folder).notes if note.code == "read.file_unknown"] == ["pool.csv"]


@pytest.mark.parametrize("top", ["", "某县/"])
def test_a_packed_register_is_the_same(tmp_path, top):
    """A register packed whole, with or without its folder, is read as the folder is: same nouns, ids and records."""
    sample = tmp_path / "sample"
    write_sample(sample, "county", 3, 0.005, forms=True)
    inside = (
        (f"{top}{path.relative_to(sample).as_posix()}", path.read_bytes())
        for path in sample.rglob("*")
        if path.is_file()
    )
    assert read(_zip(tmp_path / "某县.ZIP", *inside)) == read(sample)


def test_packed_forms_are_the_same_as_in_a_folder(tmp_path):
    """Forms in folders, packed beside the tables or lying flat give the same register."""
    write_sample(tmp_path / "sample", "county", 3, 0.005, forms=True)
    forms = sorted((tmp_path / "sample" / "forms").glob("*.[lx]*"))
    flat, packed, deep = (tmp_path / name for name in ("flat", "packed", "deep"))
    for folder in (flat, packed, deep):
        (folder / "a" / "b").mkdir(parents=True)
        for table in ("regions", "units"):
            shutil.copy(tmp_path / "sample" / f"{table}.csv", folder)
    for i, form in enumerate(forms):
        shutil.copy(form, flat)
        shutil.copy(form, deep / "a" / ("b" if i % 2 else ""))
    _zip(packed / "干部.zip", *((f"甲/{form.name}", form.read_bytes()) for form in forms))
    register = read(flat).register
    assert len(register.persons) > len(forms)
    assert read(packed).register == register == read(deep).register


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("财政局/张三.lrmx", "财政局/张三.lrmx"),  # marked as UTF-8
        ("财政局/张三.lrmx".encode("gb18030"), "财政局/张三.lrmx"),  # as Windows writes it
        ("爷爷/张三.lrmx".encode("gb18030"), "爷爷/张三.lrmx"),  # sound UTF-8 by chance
        ("财政局/张三.lrmx".encode(), "财政局/张三.lrmx"),  # UTF-8 without the mark
        ("财政局\\张三.lrmx".encode("gb18030"), "财政局/张三.lrmx"),
        (b"caf\x82/\xff1.lrmx", "café/1.lrmx"),
        ("../../etc/张三.lrmx", "etc/张三.lrmx"),
        ("/C:/财政局/张三.lrmx", "财政局/张三.lrmx"),
    ],
)
def test_names_in_archives(tmp_path, name, shown):
    """Names are read in the writing they were packed in; ways up, roots and drives in them mean nothing."""
    folder = office(tmp_path / "r")
    _zip(folder / "包.zip", ("李四.lrmx", _form("李四")), (name, "<Person>"))
    assert _fault(folder) == [("read.form_broken", f"包.zip/{shown}")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archives_are_bounded(tmp_path, monkeypatch):
    """A bomb, too many files, an archive under a password, a damaged one: one fault each, and nothing is unpacked."""
    folder = office(tmp_path / "r")
    place = folder / "包.zip"

    def only_fault():
        (found,) = _fault(folder)
        assert found[1].startswith("包.zip")
        return found[0]

    _zip(place, ("a.lrmx", b"<Person>" + b" " * (80 * 2**20)))
    assert only_fault() == "read.archive_swollen"
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 2**20)
    assert only_fault() == "read.too_large"
    monkeypatch.setattr(archives, "MOST_SEEN", 1)
    _zip(place, ("a.lrmx", _form("张三")), ("b.lrmx", _form("李四")))
    assert only_fault() == "read.too_many_files"
    data = bytearray(_zip(place, ("a.lrmx", _form("张三"))).read_bytes())
    listed = data.rfind(b"PK\1\2")
    for at, length, value, code in (
        (listed + 8, 2, 1, "read.encrypted"),
        (listed + 10, 2, 77, "read.damaged"),  # an unknown way of packing
        (listed + 16, 4, 5, "read.damaged"),  # the checksum
        (listed + 24, 4, 9, "read.damaged"),  # says to be smaller than it is
        (len(data) - 10, 4, 2**31, "read.too_many_files"),  # a list of files as long as that
    ):
        broken = data[:at] + value.to_bytes(length, "little") + data[at + length :]
        place.write_bytes(broken)
        assert only_fault() == code
    monkeypatch.undo()
    deep = "/".join("x" * 9)
    _zip(place, (f"{deep}/a.lrmx", "<Person>"), *((f"x/{form}.lrmx", _form("张三")) for form in "aaaa"))
    result = read(folder)
    assert [(note.code, note.file) for note in result.notes if note.file == "包.zip/x/…"] == [
        ("read.folder_left", "包.zip/x/…")
    ]
    assert [row.id for row in result.register.persons.values() if row.name == "张三"] == [
        "a.lrmx~包.zip~x:张三",
        *(f"a.lrmx~包.zip~x~{number}:张三" for number in (2, 3, 4)),
    ]
    place.write_bytes(b"PK\3\4" + struct.pack("<L", 7) * 9)
    assert only_fault() == "read.no_archive"


def _is_refused(folder: Path) -> bool:
    try:
        read(folder)
    except UnsoundRegisterError:
        return True
    return False


def test_mangled_archives(tmp_path):
    """Whatever a damaged archive holds, it is read or refused with faults."""
    folder = office(tmp_path / "r")
    whole = _zip(
        tmp_path / "包.zip", ("甲/张三.lrmx", _form("张三")), ("李四.lrmx".encode("gb18030"), _form("李四"))
    ).read_bytes()
    dice = random.Random(7)  # noqa: S311 - no secret
    refused = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        (folder / "包.zip").write_bytes(data[: dice.choice((len(data), dice.randrange(len(data))))])
        refused += _is_refused(folder)
    assert refused > 100
