"""Files .lrmx (干部任免审批表): XML taken as data, no document types, no entities, everything bounded."""

import codecs
import re

from lxml import etree

from huibi.reading.files import Item, RefusedError
from huibi.reading.forms.form import Entry, Form, Named, Relative
from huibi.reading.forms.vocabulary import meanings

LARGEST_FORM = 16 * 2**20  # bytes: the rest of a form is a few kilobytes, its photograph may be megabytes
MOST_ELEMENTS = 5_000
MOST_RELATIVES = 200
LONGEST_TEXT = 60_000  # characters
DEEPEST = 8
ROOT = "person"
PHOTOGRAPH = "zhaopian"
_SCHOOL = re.compile(r"(quanrizhi|zaizhi)jiaoyu.*biyeyuanxiao(xi)?", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_CHINESE = ("gb18030", "gbk", "gb2312", "gb_2312-80", "cp936", "hz-gb-2312")


def read_lrmx(item: Item, named: Named) -> Form:
    """Return the form in a file.

    Raises RefusedError for what is no form, is damaged, holds a document type, or is larger than any form.
    """
    with item.open() as stream:
        data = stream.read(LARGEST_FORM + 1)
    if len(data) > LARGEST_FORM:
        raise RefusedError("read.too_large", limit=LARGEST_FORM // 2**20)
    root = _parse(_decoded(data))
    if _name(root) != ROOT:
        raise RefusedError("read.form_root", root=str(root.tag)[:80])
    _refuse_excess(root)
    return _form(root, named)


def _decoded(data: bytes) -> str:
    """Return the text of a file by its mark, else as sound UTF-8 that holds Chinese, else as its prolog says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    for start, encoding in _UNMARKED:
        if data.startswith(start):
            return _strictly(data, encoding)
    declared = _DECLARED.search(data[:400])
    name = declared[1].decode().casefold() if declared else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")
    # A few signs in GB18030 can be sound UTF-8 by chance, but then hold no Chinese.
    has_chinese = any("\u2e80" <= sign <= "\uffef" or sign > "\uffff" for sign in text)
    return _strictly(data, "gb18030") if name in _CHINESE and not has_chinese else text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedError("read.encoding", expected="UTF-8, UTF-16, GB18030") from None


def _parse(text: str) -> etree._Element:
    if _NO_TEXT.search(text):
        raise RefusedError("read.encoding", expected="UTF-8, UTF-16, GB18030")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RefusedError("read.form_doctype")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(_PROLOG.sub("", text, count=1).strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError("read.form_broken", line=error.lineno or 1) from None


def _refuse_excess(root: etree._Element) -> None:
    for count, element in enumerate(root.iter(etree.Element), 1):
        if count > MOST_ELEMENTS:
            raise RefusedError("read.form_elements", limit=MOST_ELEMENTS)
        if len(list(element.iterancestors())) >= DEEPEST:
            raise RefusedError("read.form_depth", limit=DEEPEST)
        if _name(element) != PHOTOGRAPH and len(element.text or "") > LONGEST_TEXT:
            raise RefusedError("read.form_excess", limit=LONGEST_TEXT, what=str(element.tag)[:80])


def _shown(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(element: etree._Element) -> str:
    return _shown(element).casefold()


def _entry(element: etree._Element, above: str = "") -> Entry:
    text = "".join(element.itertext())
    return Entry(text.replace("\r\n", "\n").replace("\r", "\n"), above + _shown(element))


def _form(root: etree._Element, named: Named) -> Form:
    form = Form(file=named.file, key=named.key)
    known = meanings("elements")
    for element in root.iterchildren(etree.Element):
        key = known.get(_name(element))
        if key == "family":
            form.family.extend(_family(element, len(form.family)))
        elif key == "career":
            form.career = form.career or _entry(element)
        elif key is not None:
            found = _entry(element)
            if key not in form.own or not str(form.own[key].cell).strip():
                form.own[key] = found
        elif _SCHOOL.fullmatch(_name(element)):
            form.schools.append(_entry(element))
    return form


def _family(element: etree._Element, before: int) -> list[Relative]:
    known = meanings("elements_of_family")
    found = []
    for row, item in enumerate(element.iterchildren(etree.Element), before + 1):
        if row > MOST_RELATIVES:
            raise RefusedError("read.form_excess", limit=MOST_RELATIVES, what=f"{_shown(element)}/Item")
        cells: dict[str, Entry] = {}
        for part in item.iterchildren(etree.Element):
            key = known.get(_name(part))
            if key is not None and key not in cells:
                cells[key] = _entry(part, f"{_shown(element)}/")
        found.append(Relative(row=row, cells=cells))
    return found
