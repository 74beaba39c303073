"""What was noticed: the ledger of findings, who may not be in one team, and what could not be judged."""

from huibi.messages import say
from huibi.model.plans import Plan
from huibi.writing.names import Names
from huibi.writing.sentences import Sentences, ground_name, roles_text
from huibi.writing.tables import Column, Table, Value

_WRAPPED = {"sentence": 80, "basis": 20, "home": 18, "unit": 18, "ground": 18, "for_roles": 14, "class": 14}


def ledger(plan: Plan, names: Names, sentences: Sentences) -> Table:
    """Return 回避研判台账: a row for each finding, in the order of the findings document."""
    rows: list[tuple[Value, ...]] = [
        (
            number,
            names.person(finding.person),
            names.home(finding.person),
            names.unit(finding.unit),
            ground_name(finding.code),
            say(f"word.effect.{finding.effect.value}"),
            finding.weight or None,
            roles_text(finding.roles),
            names.person(finding.counterpart) if finding.counterpart is not None else "",
            say(f"word.class.{finding.kin_class.value}") if finding.kin_class is not None else "",
            sentences.finding(finding),
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
    columns = [Column(head=say(f"column.{head}"), most=_WRAPPED.get(head, 24), wrap=head in _WRAPPED) for head in heads]
    return Table(name=say("sheet.ledger"), columns=columns, rows=rows, fixed=4, unprinted=2)


def apart(plan: Plan, names: Names, sentences: Sentences) -> Table:
    """Return 不得同组: a row for each pair and ground."""
    rows: list[tuple[Value, ...]] = []
    for entry in plan.findings.apart:
        row: list[Value] = []
        for person in entry.people:
            row += [names.person(person), names.home(person)]
        rows.append((*row, ground_name(entry.code), sentences.apart(entry)))
    columns = [Column(head=say(f"column.{head}")) for head in ("one", "one_home", "other", "other_home", "ground")]
    columns.append(Column(head=say("column.sentence"), most=60, wrap=True))
    return Table(name=say("sheet.apart"), columns=columns, rows=rows)


def not_judged(plan: Plan, names: Names) -> Table:
    """Return 未能研判: of which person or unit, by which ground, and for lack of what."""
    rows: list[tuple[Value, ...]] = []
    for entry in plan.findings.not_judged:
        if entry.person is not None:
            subject = (say("word.person"), names.person(entry.person), names.home(entry.person), entry.person)
        else:
            unit = entry.unit or ""
            subject = (say("word.unit"), names.unit(unit), "", unit)
        kind, name, home, subject_id = subject
        rows.append((kind, name, home, ground_name(entry.code), say(f"lack.{entry.for_lack_of}"), subject_id))
    heads = ("subject", "subject_name", "home", "ground", "lack", "subject_id")
    return Table(
        name=say("sheet.not_judged"), columns=[Column(head=say(f"column.{head}")) for head in heads], rows=rows
    )
