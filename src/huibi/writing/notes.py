"""说明: what the plan rests on and how it was made, so that it can be made again."""

from huibi.messages import say
from huibi.model.plans import Plan
from huibi.model.rosters import LevelResult
from huibi.writing.summary import summary
from huibi.writing.tables import Column, Table, Value


def notes(plan: Plan) -> Table:
    """Return the ten lines of the summary, each level of the search, and the digests and versions."""
    rows: list[tuple[Value, ...]] = list(summary(plan))
    rows += [(say("note.level", number=number), _level(level)) for number, level in enumerate(plan.roster.levels, 1)]
    rows += [(say(f"note.{name}"), value) for name, value in _made_with(plan)]
    rows += [(say("note.reading"), say(f"note.reading.{name}")) for name in ("finding", "index", "official")]
    columns = (Column(head=say("column.item"), most=24), Column(head=say("column.content"), most=100, wrap=True))
    return Table(name=say("sheet.notes"), columns=columns, rows=rows, filtered=False)


def _made_with(plan: Plan) -> tuple[tuple[str, str], ...]:
    roster = plan.roster
    return (
        ("policy", plan.findings.policy),
        ("problem", plan.digest),
        ("solver", " ".join(part for part in (roster.solver, roster.version) if part)),
        ("seed", str(roster.seed)),
        ("workers", str(roster.workers)),
        ("status", say(f"note.status.{roster.status}")),
    )


def _level(level: LevelResult) -> str:
    terms = say("word.and").join(
        say(f"name.{term}") + (f"×{weight}" if weight != 1 else "") for term, weight in level.terms.items()
    )
    bound = say("note.unproven") if level.bound is None else str(level.bound)
    return say("note.level.said", terms=terms, value=level.value, bound=bound)
