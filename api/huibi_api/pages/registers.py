"""Registers: uploaded, faults listed with row and cell, a difference before anything is taken, all or nothing."""

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from huibi.errors import Fault
from huibi.messages import describe
from huibi_api import uploads
from huibi_api.actions import register_views, registers
from huibi_api.deps import House, Reading, SignedIn, Writing
from huibi_api.errors import NotFoundError, UnsoundError
from huibi_api.pages.page import go, show
from huibi_api.pages.round_page import Form, text_of
from huibi_api.security.roles import Permission

router = APIRouter(prefix="/registers")
_SUFFIXES = (".xlsx", ".csv", ".lrmx", ".zip")
_NUMBER = re.compile(r"(\d{4})\d{11,13}[0-9Xx]")  # of an identity: personal forms are often named by it


@router.get("")
def list_registers(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show the registers within reach and what was handed in last."""
    return show(
        request,
        "registers.html",
        who=who,
        registers=register_views.overview(session),
        imports=registers.list_imports(session),
        may_write=who.may(Permission.REGISTERS_WRITE),
    )


@router.post("")
def create(who: SignedIn, session: Writing, form: Form) -> Response:
    """Make an empty register of the own office."""
    if who.region is None:
        raise NotFoundError.of("service.region_needed")
    registers.create_register(session, name=text_of(form, "name"), office=who.region)
    return go("/registers?done=register.created")


@router.post("/{register}/imports")
async def hand_in(house: House, who: SignedIn, register: str, form: Form) -> Response:
    """Keep the uploaded files and let a worker read them."""
    files = [(name, await file.read()) for name, file in _files(form)]
    with house.database.write(who) as session:
        made = registers.hand_in(
            session,
            registers.find_register(session, register),
            files=[name for name, _ in files],
            skip_faulty=bool(text_of(form, "skip_faulty")),
        )
        uploads.keep(house.settings, made.id, files)
    return go(f"/registers/imports/{made.id}")


@router.get("/imports/{made}")
def one_import(request: Request, who: SignedIn, session: Reading, made: str) -> Response:
    """Show the faults, or the difference, of what was handed in."""
    found = registers.find_import(session, made)
    return show(
        request,
        "import.html",
        who=who,
        made=found,
        faults=[_shown(fault) for fault in found.faults or ()],
        notes=(),
        reading_notes=[_sentence(note) for note in (found.changes or {}).get("notes", ())],
        progress=register_views.progress(session, found),
        may_write=who.may(Permission.REGISTERS_WRITE),
    )


@router.post("/imports/{made}/take")
def take(session: Writing, made: str) -> Response:
    """Take what was shown."""
    registers.take(session, registers.find_import(session, made))
    return go(f"/registers/imports/{made}")


@router.post("/imports/{made}/drop")
def drop(session: Writing, made: str) -> Response:
    """Put it aside."""
    registers.drop(session, registers.find_import(session, made))
    return go("/registers?done=import.dropped")


def _files(form: FormData) -> list[tuple[str, UploadFile]]:
    """Return the uploads under plain names of their own; anything that is neither table nor form is refused."""
    found: list[tuple[str, UploadFile]] = []
    faults: list[Fault] = []
    for file in form.getlist("files"):
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        name = _NUMBER.sub(r"\1****", PurePosixPath(PureWindowsPath(file.filename).name).name)
        if not name.lower().endswith(_SUFFIXES) or name.startswith(".") or not name.isprintable():
            faults.append(Fault(code="register.file_kind", params={"name": name}))
        elif name in {known for known, _ in found}:
            faults.append(Fault(code="register.file_twice", params={"name": name}))
        else:
            found.append((name, file))
    if faults:
        raise UnsoundError(faults)
    return found


def _shown(fault: dict[str, Any]) -> dict[str, Any]:
    places = ("file", "sheet", "row", "column", "value")
    return {name: fault.get(name) for name in places} | {"sentence": _sentence(fault, placed=False)}


def _sentence(fault: dict[str, Any], *, placed: bool = True) -> str:
    given = {key: value for key, value in fault.items() if key in Fault.__dataclass_fields__}
    if not placed:
        given = {key: value for key, value in given.items() if key not in ("file", "sheet", "row", "column")}
    return describe(Fault(**given))
