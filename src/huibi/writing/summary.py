"""What a plan says in ten lines, the same on the screen and in the workbook; and who goes where."""

from collections.abc import Iterator

from huibi.messages import say
from huibi.model.balances import balance
from huibi.model.people import Role
from huibi.model.plans import Plan
from huibi.model.rosters import TeamRoster
from huibi.writing.matters import count
from huibi.writing.names import Names
from huibi.writing.roster_tables import broken_pins

_GROUNDS_SHOWN = 4
Line = tuple[str, str]  # what it is about, and what is said


def summary(plan: Plan) -> tuple[Line, ...]:
    """Return ten lines: the round, people, units, what was found, the roster, its terms, how far it is proven."""
    told = (
        ("round", _round(plan)),
        ("people", _people(plan)),
        ("units", _units(plan)),
        *_found(plan),
        ("apart", say("summary.apart", apart=len(plan.findings.apart), not_judged=len(plan.findings.not_judged))),
        ("roster", _roster(plan)),
        ("terms", _terms(plan)),
        ("search", _search(plan)),
    )
    return tuple((say(f"line.{name}"), text) for name, text in told)


def who_goes_where(plan: Plan, names: Names) -> Iterator[str]:
    """Yield a line a team: its leader, deputies, how many serve, and the units; then what could not be had."""
    yield from broken_pins(plan, names)
    for team in plan.roster.teams:
        yield say(
            "summary.team",
            team=names.team(team.id),
            leaders=_of_role(team, Role.LEADER, names),
            deputies=_of_role(team, Role.DEPUTY, names),
            size=len(team.people),
            units=names.units(team.units) or say("word.nobody"),
        )
    yield from _balances(plan, names)
    if plan.roster.unassigned:
        yield say("summary.unassigned", units=names.units(plan.roster.unassigned))


def _balances(plan: Plan, names: Names) -> Iterator[str]:
    """Yield what each county gives and gets, in rounds across counties and where anything crosses a border."""
    for one in balance(plan.problem, plan.roster):
        if plan.round.mode.crosses_counties or one.lent or one.received or one.inspects or one.inspected:
            yield say("summary.balance", **one.to_json() | {"county": names.region(one.county)})


def _of_role(team: TeamRoster, role: Role, names: Names) -> str:
    found = say("word.and").join(names.person(seat.id) for seat in team.people if seat.role is role)
    return found or say("word.nobody")


def _round(plan: Plan) -> str:
    round_ = plan.round
    return say(
        "summary.round",
        name=round_.name or round_.id,
        id=round_.id,
        mode=say(f"word.mode.{round_.mode.value}"),
        as_of=round_.as_of.isoformat(),
        stage=round_.stage,
    )


def _people(plan: Plan) -> str:
    people = plan.problem.people
    full_time = sum(entry.full_time for entry in people)
    return say(
        "summary.people",
        pool=len(plan.register.pool),
        people=len(people),
        full_time=full_time,
        seconded=len(people) - full_time,
    )


def _units(plan: Plan) -> str:
    workload = sum(entry.workload for entry in plan.problem.units)
    return say("summary.units", units=len(plan.problem.units), workload=workload, teams=len(plan.problem.teams))


def _found(plan: Plan) -> Iterator[Line]:
    counts = count(plan)
    yield (
        "found",
        say(
            "summary.found",
            must=counts.must,
            should=counts.should,
            note=counts.note,
            uncertain=counts.uncertain,
            waived=counts.waived,
        ),
    )
    percent = 100 * counts.barred / counts.pairs if counts.pairs else 0.0
    yield (
        "pairs",
        say(
            "summary.pairs",
            pairs=counts.pairs,
            barred=counts.barred,
            percent=f"{percent:.1f}",
            partly=counts.partly,
        ),
    )
    grounds = say("word.and").join(
        say("summary.ground", ground=say(f"ground.{code}"), count=number)
        for code, number in counts.grounds[:_GROUNDS_SHOWN]
    )
    yield ("grounds", grounds or say("word.nobody"))


def _roster(plan: Plan) -> str:
    roster = plan.roster
    if roster.status == "infeasible":
        return say("summary.infeasible", sets=len(roster.conflicts))
    return say(
        "summary.roster",
        people=sum(len(team.people) for team in roster.teams),
        units=sum(len(team.units) for team in roster.teams),
        unassigned=len(roster.unassigned),
        shortfalls=len(roster.shortfalls),
    )


def _terms(plan: Plan) -> str:
    terms = plan.roster.terms
    return say("word.comma").join(say(f"term.{name}", value=value) for name, value in terms.items()) or say(
        "word.nobody"
    )


def _search(plan: Plan) -> str:
    roster = plan.roster
    proven = 0
    for level in roster.levels:
        if level.bound != level.value:
            break
        proven += 1
    return say(
        f"summary.search.{roster.status}",
        proven=proven,
        levels=len(roster.levels),
        seconds=f"{roster.seconds or 0:.1f}",
        seed=roster.seed,
    )
