"""What was noticed: the ledger of findings, who may not be in one team, and what could not be judged."""

from collections.abc import Callable, Sequence

from huibi.messages import say
from huibi.model.findings import Effect, Finding
from huibi.model.people import Role
from huibi.model.plans import Plan
from huibi.writing.names import Names
from huibi.writing.tables import Column, Table, Value

Sentence = Callable[[Finding], str]
_EFFECTS = tuple(Effect)


def ledger(plan: Plan, names: Names, sentence: Sentence) -> Table:
    """Return 回避研判台账: a row for each finding, in the order of the findings document."""
    rows: list[Sequence[Value]] = [
        (
            number,
            names.person(finding.person),
            names.home(finding.person),
            names.unit(finding.unit),
            say(f"ground.{finding.code}"),
            say(f"word.effect.{finding.effect.value}"),
            finding.weight or None,
            roles_text(finding),
            names.person(finding.counterpart) if finding.counterpart is not None else "",
            say(f"word.class.{finding.kin_class.value}") if finding.kin_class is not None else "",
            sentence(finding),
            finding.basis,
            say("word.uncertain") if finding.uncertain else "",
            say("word.waived") if finding.waived else "",
            finding.code,
            finding.person,
        )
        for number, finding in enumerate(plan.findings.findings, 1)
    ]
    heads = (
        *("number", "name", "home", "unit", "ground", "effect", "weight", "for_roles", "counterpart", "class"),
        *("sentence", "basis", "uncertain", "waived", "code", "person_id"),
    )
    wrapped = {"sentence": 60, "basis": 32}
    columns = [Column(head=say(f"column.{head}"), most=wrapped.get(head, 24), wrap=head in wrapped) for head in heads]
    return Table(name=say("sheet.ledger"), columns=columns, rows=rows, fixed=4)


def apart(plan: Plan, names: Names) -> Table:
    """Return 不得同组: a row for each pair and ground."""
    rows: list[Sequence[Value]] = []
    for entry in plan.findings.apart:
        row: list[Value] = []
        for person in entry.people:
            row += [names.person(person), names.home(person)]
        records = say("word.and").join(link.record for link in entry.chain if link.record is not None)
        rows.append((*row, say(f"ground.{entry.code}"), records))
    heads = ("one", "one_home", "other", "other_home", "ground", "records")
    return Table(name=say("sheet.apart"), columns=[Column(head=say(f"column.{head}")) for head in heads], rows=rows)


def not_judged(plan: Plan, names: Names) -> Table:
    """Return 未能研判: of which person or unit, by which ground, and for lack of what."""
    rows: list[Sequence[Value]] = []
    for entry in plan.findings.not_judged:
        if entry.person is not None:
            subject = (say("word.person"), names.person(entry.person), names.home(entry.person), entry.person)
        else:
            unit = entry.unit or ""
            subject = (say("word.unit"), names.unit(unit), "", unit)
        kind, name, home, subject_id = subject
        rows.append((kind, name, home, say(f"ground.{entry.code}"), say(f"lack.{entry.for_lack_of}"), subject_id))
    heads = ("subject", "subject_name", "home", "ground", "lack", "subject_id")
    return Table(
        name=say("sheet.not_judged"), columns=[Column(head=say(f"column.{head}")) for head in heads], rows=rows
    )


def roles_text(finding: Finding) -> str:
    """Return the roles that a finding holds for."""
    if finding.roles is None:
        return say("word.every_role")
    return say("word.and").join(say(f"word.role.{role.value}") for role in Role if role in finding.roles)
