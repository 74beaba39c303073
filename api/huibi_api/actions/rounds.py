"""Rounds: made, changed while they are drafts, taken from one state to the next."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from huibi.errors import Fault, HuibiError
from huibi.model.rounds import Mode
from huibi.model.rounds import Round as RoundNoun
from huibi.network.regions import county_of
from huibi.policy import load_policy
from huibi.reading import round_of
from huibi_api.actions.life import State, require_step
from huibi_api.actions.reasons import sound_reason
from huibi_api.errors import ClashError, NotFoundError, StaleError, UnsoundError
from huibi_api.security.roles import Permission
from huibi_api.store import ledger, registers, rounds, scope
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.registers import RegisterHead
from huibi_api.store.tables.rounds import Round, RoundStep

_ACROSS = frozenset({Mode.CROSS, Mode.POOLED, Mode.LIFTED})


def list_rounds(session: Session) -> Sequence[Round]:
    """Return the rounds within reach and those in which an own county takes part, the youngest first."""
    viewer(session).require(Permission.ROUNDS_READ)
    return rounds.page(session)


def find_round(session: Session, round_: str) -> Round:
    """Return a round; raises NotFoundError, also for one beyond the viewer's reach."""
    viewer(session).require(Permission.ROUNDS_READ)
    found = rounds.by_id(session, round_)
    if found is None:
        raise NotFoundError.of("service.not_found")
    return found


def create_round(session: Session, register: RegisterHead, document: Mapping[str, Any]) -> Round:
    """Make a draft from what `round.toml` would say.

    Raises InputError with every fault of it, NotAllowedError for a round across counties by somebody who does not
    coordinate, ClashError for a code that the office has used already.
    """
    who = viewer(session)
    who.require(Permission.ROUNDS_WRITE)
    scope.require_own(session, register)
    noun, offices = _sound(session, register, document)
    office = noun.organiser or register.office
    if not scope.reaches(session, office):
        raise UnsoundError.of("round.organiser_beyond", office=office)
    if noun.mode in _ACROSS:
        who.require(Permission.ROUNDS_COORDINATE)
    if rounds.by_code(session, office, noun.id) is not None:
        raise ClashError.of("round.code_taken", taken=noun.id)
    at = now(session)
    made = Round(
        id=new_id(at),
        office=office,
        code=noun.id,
        state=State.DRAFT.value,
        register=register.id,
        created_by=who.account,
        created_at=at,
        version=1,
        **_head(noun, document),
    )
    session.add(made)
    session.flush()
    rounds.set_offices(session, made.id, offices - {office})
    ledger.record(session, "round.create", kind="round", subject=made.id, region=office, code=made.code)
    return made


def change_round(session: Session, round_: Round, document: Mapping[str, Any], *, version: int) -> None:
    """Put another content into a draft; raises StaleError if somebody was faster."""
    who = viewer(session)
    who.require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    if round_.state != State.DRAFT:
        raise ClashError.of("round.not_draft")
    require_version(round_, version)
    register = register_of(session, round_)
    noun, offices = _sound(session, register, document)
    if noun.mode in _ACROSS:
        who.require(Permission.ROUNDS_COORDINATE)
    known = rounds.by_code(session, round_.office, noun.id)
    if known is not None and known.id != round_.id:
        raise ClashError.of("round.code_taken", taken=noun.id)
    round_.code = noun.id
    for name, value in _head(noun, document).items():
        setattr(round_, name, value)
    round_.version += 1
    rounds.set_offices(session, round_.id, offices - {round_.office})
    ledger.record(session, "round.change", kind="round", subject=round_.id, region=round_.office)


def faults_of(session: Session, register: RegisterHead, document: Mapping[str, Any]) -> Sequence[Fault]:
    """Return everything that is wrong with a document of a round, without keeping anything of it."""
    viewer(session).require(Permission.ROUNDS_WRITE)
    try:
        _sound(session, register, document)
    except HuibiError as error:
        return error.faults
    return ()


def require_version(round_: Round, version: int) -> None:
    """Raise StaleError if the round is not as it was when the page was made."""
    if round_.version != version:
        raise StaleError.of("round.stale")


def noun_of(session: Session, round_: Round) -> RoundNoun:
    """Return the round as the library knows it, with the references of the current register."""
    return round_of(round_.spec, references(session, register_of(session, round_), round_.spec), name=round_.code)


def register_of(session: Session, round_: Round) -> RegisterHead:
    """Return the round's register, also to a county that only takes part in the round."""
    found = registers.unbounded(session, round_.register)
    if found is None:
        raise LookupError(f"round {round_.id} has lost its register")
    return found


def references(session: Session, register: RegisterHead, document: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Register
    """Return as much of the register as a round refers to: all of it only where people are pinned."""
    tables = ["regions", "units", *(["persons"] if document.get("pins") else [])]
    return registers.load(session, register.id, register.current, tables)


def _sound(session: Session, register: RegisterHead, document: Mapping[str, Any]) -> tuple[RoundNoun, frozenset[str]]:
    known = references(session, register, document)
    noun = round_of(document, known)
    load_policy(noun.policy)
    counties = {team.county for team in noun.teams} | {
        county_of(known.regions, known.units[listed.unit].region) for listed in noun.units
    }
    for team in noun.teams:
        counties.update(team.people_from or ())
    return noun, frozenset(county for county in counties if county is not None)


def _head(noun: RoundNoun, document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": noun.name or noun.id,
        "mode": noun.mode.value,
        "as_of": noun.as_of,
        "start": noun.start,
        "end": noun.end,
        "spec": _plain(document),
    }


def _plain(document: Any) -> Any:  # noqa: ANN401 - any part of a document
    """Return a document of TOML as one of JSON: days as text."""
    if isinstance(document, Mapping):
        return {key: _plain(value) for key, value in document.items()}
    if isinstance(document, list):
        return [_plain(value) for value in document]
    return document.isoformat() if isinstance(document, date) else document


def step(session: Session, round_: Round, after: State, *, plan: str | None = None, reason: str = "") -> None:
    """Take a round to another state and write down who, when, on which data and with which plan."""
    before = State(round_.state)
    who = viewer(session)
    require_step(who, before, after)
    scope.require_own(session, round_)
    register = register_of(session, round_)
    session.add(
        RoundStep(
            round=round_.id,
            number=rounds.next_step(session, round_.id),
            before=before.value,
            after=after.value,
            at=now(session),
            by=who.account,
            register_version=register.current,
            plan=plan,
            reason=reason,
        )
    )
    round_.state = after.value
    round_.version += 1
    session.flush()
    ledger.record(
        session,
        "round.step",
        kind="round",
        subject=round_.id,
        region=round_.office,
        before=before.value,
        after=after.value,
        register_version=register.current,
        plan=plan,
        reason=reason,
    )


def open_leaders(session: Session, round_: Round, *, version: int) -> None:
    """Begin the first recusal 一次回避; a round without units, teams or days cannot."""
    require_version(round_, version)
    noun = noun_of(session, round_)
    missing = [
        what
        for what, there in (("units", noun.units), ("teams", noun.teams), ("start", noun.start), ("end", noun.end))
        if not there
    ]
    if missing:
        raise ClashError.of("round.incomplete", missing="、".join(missing))
    step(session, round_, State.LEADERS)


def go_back(session: Session, round_: Round, *, version: int, reason: str) -> None:
    """Go one state back, from the first or second recusal; the results of what follows are superseded."""
    require_version(round_, version)
    earlier = {State.LEADERS: State.DRAFT, State.STAFFING: State.LEADERS}.get(State(round_.state))
    if earlier is None:
        raise ClashError.of("round.no_way_back")
    for stage in (1, 2):
        result = rounds.result(session, round_.id, stage)
        if result is not None:
            result.superseded_at = now(session)
    step(session, round_, earlier, reason=sound_reason(reason))


def begin_work(session: Session, round_: Round, *, version: int) -> None:
    """Take a published round to running: the teams have gone in."""
    require_version(round_, version)
    step(session, round_, State.RUNNING)


def close(session: Session, round_: Round, *, version: int) -> None:
    """Take a running round to its end."""
    require_version(round_, version)
    step(session, round_, State.CLOSED)
