"""Registers: handed in as files, shown as a difference, taken whole or not at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from huibi.model.register import Register
from huibi_api.actions import jobs
from huibi_api.actions.jobs import Kind, Outcome
from huibi_api.errors import ClashError, NotFoundError, UnsoundError
from huibi_api.rows.changes import Changes, Held
from huibi_api.security.keys import Keys
from huibi_api.security.roles import Permission
from huibi_api.settings import Settings
from huibi_api.store import jobs as job_store
from huibi_api.store import ledger, registers, scope
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.registers import Import, RegisterHead, RegisterVersion
from huibi_api.store.tables.work import Job

KIND = "import"
READING, FAULTY, READY, TAKING, TAKEN, DROPPED, FAILED = (
    "reading",
    "faulty",
    "ready",
    "taking",
    "taken",
    "dropped",
    "failed",
)
_ATTEMPTS = 2


def create_register(session: Session, *, name: str, office: str) -> RegisterHead:
    """Make an empty register of an office; raises NotFoundError for an office beyond the viewer's reach."""
    viewer(session).require(Permission.REGISTERS_WRITE)
    if not scope.reaches(session, office):
        raise NotFoundError.of("service.not_found")
    at = now(session)
    made = RegisterHead(id=new_id(at), office=office, name=name.strip() or office, current=0, created_at=at)
    session.add(made)
    ledger.record(session, "register.create", kind="register", subject=made.id, region=office, name=made.name)
    return made


def list_registers(session: Session) -> Sequence[RegisterHead]:
    """Return every register within reach, the oldest first."""
    viewer(session).require(Permission.REGISTERS_READ)
    return registers.heads(session)


def find_register(session: Session, register: str) -> RegisterHead:
    """Return a register; raises NotFoundError, also for one beyond the viewer's reach."""
    viewer(session).require(Permission.REGISTERS_READ)
    found = registers.head(session, register)
    if found is None:
        raise NotFoundError.of("service.not_found")
    return found


def history(session: Session, register: RegisterHead) -> Sequence[RegisterVersion]:
    """Return the latest data versions of a register."""
    viewer(session).require(Permission.REGISTERS_READ)
    return registers.versions(session, register.id)


def hand_in(session: Session, register: RegisterHead, *, files: Sequence[str], skip_faulty: bool) -> Import:
    """Put the reading of uploaded files into the line; nothing of the register changes yet.

    `files` are the names under which they lie in the upload's folder (the import's id).
    """
    viewer(session).require(Permission.REGISTERS_WRITE)
    scope.require_own(session, register)
    if not files:
        raise UnsoundError.of("register.import_empty")
    at = now(session)
    made = Import(
        id=new_id(at),
        office=register.office,
        register=register.id,
        state=READING,
        files=list(files),
        skip_faulty=skip_faulty,
        base=register.current,
        created_by=viewer(session).account,
        created_at=at,
    )
    session.add(made)
    session.flush()
    jobs.enqueue(session, kind=KIND, subject=made.id, asked={}, attempts=_ATTEMPTS)
    ledger.record(session, "import.hand_in", kind="import", subject=made.id, region=made.office, files=list(files))
    return made


def find_import(session: Session, made: str) -> Import:
    """Return what was handed in, with its faults or its difference; raises NotFoundError."""
    viewer(session).require(Permission.REGISTERS_READ)
    found = registers.import_of(session, made, whole=True)
    if found is None:
        raise NotFoundError.of("service.not_found")
    return found


def list_imports(session: Session) -> Sequence[Import]:
    """Return what was handed in last."""
    viewer(session).require(Permission.REGISTERS_READ)
    return registers.imports(session)


def take(session: Session, made: Import) -> None:
    """Take what was shown: the files are read once more and become the next version, whole or not at all.

    Raises ClashError for an import that is not ready or was compared with another version than the current one.
    """
    viewer(session).require(Permission.REGISTERS_WRITE)
    register = _own_register(session, made)
    if made.state != READY:
        raise ClashError.of("register.import_state")
    if made.base != register.current:
        raise ClashError.of("register.moved")
    made.state = TAKING
    job = job_store.of_subject(session, made.id)
    if job is not None:
        jobs.repeat(session, job)
    ledger.record(session, "import.take", kind="import", subject=made.id, region=made.office)


def drop(session: Session, made: Import) -> None:
    """Put aside what was handed in; the register stays as it is."""
    viewer(session).require(Permission.REGISTERS_WRITE)
    _own_register(session, made)
    if made.state not in (READY, FAULTY, FAILED):
        raise ClashError.of("register.import_state")
    made.state = DROPPED
    ledger.record(session, "import.drop", kind="import", subject=made.id, region=made.office)


def held(session: Session, register: RegisterHead) -> Held:
    """Return everything that a register holds now, to work out what another would change."""
    viewer(session).require(Permission.REGISTERS_WRITE)
    return registers.held(session, register)


def put(session: Session, register: RegisterHead, changes: Changes, *, reason: str) -> RegisterVersion:
    """Write changes that were worked out already as the next version."""
    viewer(session).require(Permission.REGISTERS_WRITE)
    scope.require_own(session, register)
    made = registers.apply(session, register, changes, reason=reason)
    detail = {"version": made.number, "changes": made.changes}
    ledger.record(session, "register.put", kind="register", subject=register.id, region=register.office, **detail)
    return made


def load_current(session: Session, register: RegisterHead) -> Register:
    """Return the current version whole, to judge by it (never to be shown whole to anybody)."""
    return registers.load(session, register.id, register.current)


def _own_register(session: Session, made: Import) -> RegisterHead:
    register = find_register(session, made.register)
    scope.require_own(session, register)
    return register


def _import(session: Session, job: Job) -> Import:
    made = registers.import_of(session, job.subject)
    if made is None:
        raise LookupError(f"job {job.id} has lost its import")
    return made


def _inputs(session: Session, job: Job) -> Mapping[str, Any]:
    made = _import(session, job)
    return {"import": made.id, "files": made.files, "skip_faulty": made.skip_faulty}


def _gather(session: Session, inputs: Mapping[str, Any], keys: Keys, settings: Settings) -> Mapping[str, Any]:
    made = registers.import_of(session, inputs["import"])
    register = registers.head(session, made.register) if made else None
    if register is None:
        raise LookupError("an import has lost its register")
    folder = settings.uploads_dir / inputs["import"]
    return {"held": registers.held(session, register), "keys": keys, "folder": str(folder)}


def _turn(session: Session, job: Job) -> None:
    """Nothing of an import shows how often its reading was begun."""
    del session, job


def _settle(session: Session, job: Job, outcome: Outcome) -> None:
    made = _import(session, job)
    made.finished_at = now(session)
    result = outcome.result
    if result is None:
        made.state = FAILED
        made.faults = [{"code": outcome.error or "job.stopped", "params": {}}]
    elif "changes" not in result:
        made.state, made.faults = FAULTY, result["faults"]
    else:
        _settle_sound(session, made, result["changes"], result)
    ledger.record(session, "import.end", kind="import", subject=made.id, region=made.office, state=made.state)


def _settle_sound(session: Session, made: Import, changes: Changes, result: Mapping[str, Any]) -> None:
    made.faults = result["faults"]
    register = registers.head(session, made.register)
    if made.state == TAKING and register is not None and register.current == changes.base == made.base:
        version = registers.apply(session, register, changes, reason="import")
        made.state, made.taken_as = TAKEN, version.number
        return
    made.state, made.base = READY, changes.base
    made.changes = {"counts": changes.counts, "examples": changes.examples, "notes": result["notes"]}


jobs.KINDS[KIND] = Kind(inputs=_inputs, turn=_turn, settle=_settle, gather=_gather)
