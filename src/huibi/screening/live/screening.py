"""Screening: a full run that is kept, and after each changed record the same findings as a full run would give."""

from collections.abc import Iterable

from huibi.collector import collector_paused
from huibi.model.findings import Finding, Findings, NotJudged, Risk
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.policy import Policy
from huibi.screening.gaps import of_persons, of_units
from huibi.screening.grounds import GROUNDS
from huibi.screening.identities import LOOKED_FOR
from huibi.screening.live.apart import LiveApart
from huibi.screening.live.changes import CHANGES
from huibi.screening.live.parts import Parts
from huibi.screening.live.state import MATCH, Again, State
from huibi.screening.live.tables import Change, Record
from huibi.screening.screen import findings_under, told
from huibi.screening.team import TEAM_GROUNDS


class Screening:
    """The findings of a round, kept up to date with a register that changes record by record.

    The beginning is a full run and takes some four times as long as `screen`. Not for several threads at once.
    """

    def __init__(self, register: Register, round_: Round, policy: Policy, *, stage: int | None = None) -> None:
        self._round, self._policy, self._digest = round_, policy, policy.digest
        self._last = round_.stage if stage is None else stage
        self._document: Findings | None = None
        self._begin(register)

    @property
    def register(self) -> Register:
        """The register as it is now, whole: a copy, for which all tables are gone through."""
        return self._state.tables.snapshot()

    @property
    def findings(self) -> Findings:
        """The findings as they are now: those of `screen` on the register as it is now, to the byte.

        After a change that was stopped half-way they are worked out by a full run.
        """
        return self._document or self._begin(self.register)

    @collector_paused()
    def change(self, table: str, old: Record | None = None, new: Record | None = None) -> Findings:
        """Put `new` in the place of `old`, at the end of the table if `old` is None; take `old` away if `new` is None.

        Tables: persons, postings, kin, ties, studies, service, interests, pool, history, rulings, declarations. Rows
        are as reading makes them (an open posting ends at the person's death, references are to ids that are kept).
        For units, regions and same_person use `anew`. Raises ValueError, with nothing changed, for a row that is not
        in the table, a person whom other rows still name, and a row that names nobody or nothing known.
        """
        change = Change(table, old, new)
        if self._document is None:
            self._begin(self.register)
        self._state.tables.check(change)
        if self._state.around.has_tangles():
            self._state.tables.apply(change)
            return self._begin(self.register)
        self._document, again = None, Again()
        with CHANGES[table](self._state, change, again):
            self._state.tables.apply(change)
        if self._state.around.has_tangles():  # since the change
            return self._begin(self.register)
        self._state.identities_changed(change)
        return self._work(again)

    def anew(self, register: Register) -> Findings:
        """Begin anew with another register: a full run."""
        return self._begin(register)

    @collector_paused(stays=True)
    def _begin(self, register: Register) -> Findings:
        self._document = None
        state = self._state = State(register, self._round, self._policy)
        view = state.view
        self._cells: dict[str, dict[str, tuple[Finding, ...]]] = {person: {} for person in view.screened}
        self._findings: Parts[Finding] = Parts()
        self._apart = LiveApart(view)
        self._gaps: Parts[NotJudged] = Parts()
        self._unit_gaps: tuple[NotJudged, ...] = ()
        self._risks: Parts[Risk] = Parts()
        for person in view.screened:
            self._risks.keep(person, state.index.risks(person))
        again = Again(gaps=set(view.screened), unit_gaps=True)
        again.findings(view.screened, *GROUNDS)
        again.pairs(view.screened, *TEAM_GROUNDS)
        return self._work(again)

    def _work(self, again: Again) -> Findings:
        """Work out again what a change left to do; return the document."""
        state, view = self._state, self._state.view
        screened = state.screened
        gone, news = self._cells.keys() - screened, screened - self._cells.keys()
        for person in gone:
            del self._cells[person]
            for kept in (self._findings, self._gaps, self._risks):
                kept.forget(person)
        state.find_far_kin()
        for person in state.index.settle() | news:
            self._risks.keep(person, state.index.risks(person))
        again.cells = {(person, code) for person, code in again.cells if person in screened}
        moved = self._work_out((person, code) for person, code in again.cells if code != MATCH)
        state.identities_concern(moved, again)
        self._work_out((person, code) for person, code in again.cells if code == MATCH)
        state.identities_rest(person for person, code in again.cells if code == MATCH)
        for person in {person for person, _ in again.cells}:
            cells = self._cells[person]
            found = told(view, (one for code in GROUNDS for one in cells[code]))
            self._findings.keep(person, (one for one in found if one.stage <= self._last))
        self._apart.renew(again.apart, gone)
        for person in again.gaps & screened:
            self._gaps.keep(person, of_persons(view, (person,)))
        if again.unit_gaps:
            self._unit_gaps = tuple(of_units(view))
        self._document = self._whole()
        return self._document

    def _work_out(self, cells: Iterable[tuple[str, str]]) -> set[str]:
        """Work out findings again; return of whom other units have one that an undecided identity could give."""
        moved = set()
        for person, code in cells:
            kept = self._cells.setdefault(person, {})
            before, kept[code] = kept.get(code, ()), findings_under(self._state.view, person, code)
            if code in LOOKED_FOR and {one.unit for one in before} != {one.unit for one in kept[code]}:
                moved.add(person)
        return moved

    def _whole(self) -> Findings:
        """Return the document of what is kept by person."""
        persons = self._state.view.screened
        return Findings(
            round=self._round.id,
            as_of=self._round.as_of,
            policy=self._digest,
            findings=self._findings.whole(persons),
            apart=self._apart.entries,
            risks=self._risks.whole(persons),
            not_judged=(*self._gaps.whole(persons), *self._unit_gaps),
        )
