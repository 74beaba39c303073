"""The round to be planned: which units, which teams, what they ask for; as the text of round.toml."""

from dataclasses import dataclass

from huibi.sample.dice import Dice
from huibi.sample.places import ordinal
from huibi.sample.pool import Member
from huibi.sample.sizes import Sizes
from huibi.sample.world import AS_OF, Place, Workplace, World

ROUND = "2026-3"
ASKED = {"财务": 1, "纪检": 2}
KINDS = ("department", "township", "institution", "enterprise", "school", "hospital")
MIXTURE = ("department", "township", "department", "department", "institution", "township", "department", "school")


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the round, sent by `place`; its liaison comes from `liaison`, its leader also from `leader`, if set."""

    id: str
    name: str
    place: Place
    liaison: Place | None = None
    leader: Place | None = None


def form_teams(world: World, size: Sizes, dice: Dice) -> list[Team]:
    """Spread the teams over the counties, round and round."""
    counties = list(world.counties())
    city = next((place for place in world.places if place.is_city), None)
    teams = []
    asked: list[Place] = []  # a county lends one liaison at most
    for number in range(size.teams):
        place = counties[number % len(counties)]
        others = [other for other in counties if other is not place and other not in asked]
        liaison = dice.pick(others) if others and dice.chance(0.25) else None
        asked += [liaison] if liaison else []
        leader = city if number % 5 == 1 else None  # now and then the city's own offices lend a leader
        teams.append(Team(f"T{number + 1:02d}", f"第{ordinal(number + 1)}巡察组", place, liaison, leader))
    return teams


def choose_targets(world: World, size: Sizes, dice: Dice) -> list[Workplace]:
    """Choose the units to be inspected: of every kind, and small beside the place, so that not everybody is tied."""
    counties = list(world.counties())
    targets = []
    for number, place in enumerate(counties):
        share = size.targets // len(counties) + (number < size.targets % len(counties))
        targets += _targets_of(place, share, dice)
    return targets


def _targets_of(place: Place, count: int, dice: Dice) -> list[Workplace]:
    total = sum(work.staff for work in place.workplaces)
    small = total < 2000
    known = [work for work in place.workplaces if work.kind in KINDS and work.style not in ("party", "government")]
    towns = sorted((work for work in known if work.kind == "township"), key=Workplace.scope_size)
    most = max(8, (0.02 if total < 700 else 0.03 if small else 0.06) * total)
    fit = [work for work in known if work.scope_size() <= most or work in towns[: 1 if total < 700 else 3]]
    order = {work.id: dice.roll() / work.scope_size() ** (0 if small else 2) for work in fit}
    fit.sort(key=lambda work: order[work.id])  # in a large place the larger a unit, the sooner its turn comes
    chosen: list[Workplace] = []
    for kind in MIXTURE:
        work = next((work for work in fit if work.kind == kind and work not in chosen), None)
        if work and len(chosen) < count:
            chosen.append(work)
    chosen += [work for work in fit if work not in chosen][: count - len(chosen)]
    return sorted(chosen, key=lambda work: work.id)


def round_text(world: World, teams: list[Team], targets: list[Workplace], dice: Dice, *, scale: float) -> str:
    """Return round.toml."""
    cross = world.profile == "city"
    organiser = next((place for place in world.places if place.is_city), world.places[0])
    lines = [
        f"# huibi sample --profile {world.profile} --seed {world.seed} --scale {scale:g}",
        "[round]",
        f'id = "{ROUND}"',
        'name = "2026年第三轮巡察"',
        f'organiser = "{organiser.code}"',
        "stage = 3",
        f'mode = "{"cross" if cross else "local"}"',
        "start = 2026-09-01",
        "end = 2026-11-15",
        f"as_of = {AS_OF}",
    ]
    for work in targets:
        lines += _unit_lines(work, dice)
    most = -(-len(targets) // len(teams)) + 1
    for team in teams:
        lines += _team_lines(team, most, cross=cross)
    lines += ["", "[limits]", "same_home_unit = 2", "home_unit_total = 4"]
    if cross:
        lines += _county_lines(world, dice)
    lines += ["", "[search]", f"seconds = {60 if cross else 30}", "seed = 1", ""]
    return "\n".join(lines)


def _unit_lines(work: Workplace, dice: Dice) -> list[str]:
    workload = 1 + (work.scope_size() > 20) + (work.scope_size() > 60)
    lines = ["", "[[units]]", f'unit = "{work.id}"  # {work.name}', f"workload = {workload}"]
    if work.kind == "enterprise" or dice.chance(0.15):
        lines.append('specialities = ["审计"]')
    elif work.system in ("住建", "交通", "水利"):
        lines.append('specialities = ["工程"]')
    return lines


def _team_lines(team: Team, most: int, *, cross: bool) -> list[str]:
    lines = ["", "[[teams]]", f'id = "{team.id}"', f'name = "{team.name}"']
    if cross:
        lines += [f'county = "{team.place.code}"', f'people_from = ["{team.place.code}"]']
    elsewhere = []
    if team.leader:
        elsewhere.append(f'leader = ["{team.place.code}", "{team.leader.code}"]')
    if team.liaison:
        elsewhere.append(f'liaison = ["{team.liaison.code}"]')
    if elsewhere:
        lines.append(f"roles_from = {{ {', '.join(elsewhere)} }}")
    asked = ", ".join(f'"{name}" = {count}' for name, count in ASKED.items())
    return [
        *lines,
        "size = [8, 10]",
        "full_time = [3, 10]",
        "roles = { leader = [1, 1], deputy = [1, 2], liaison = [1, 1], member = [0, 8] }",
        f"specialities = {{ {asked} }}",
        f"units = [1, {most}]",
        f"workload = [0, {3 * most}]",
    ]


def _county_lines(world: World, dice: Dice) -> list[str]:
    counties = list(world.counties())
    pairs = [(one, other) for one in counties for other in counties if one is not other]
    barred = dice.some(pairs, max(1, len(counties) // 4))
    lines = ["", "[counties]", 'mutual = "forbid"', "bars = ["]
    lines += [
        f'    ["{one.code}", "{other.code}"],'
        for one, other in sorted(barred, key=lambda pair: (pair[0].code, pair[1].code))
    ]
    lines += ["]", "travel = ["]
    for one, other in pairs:
        way = 20 + round(((one.map_x - other.map_x) ** 2 + (one.map_y - other.map_y) ** 2) ** 0.5)
        lines.append(f'    ["{one.code}", "{other.code}", {way}],')
    return [*lines, "]", "travel_default = 200"]


def ready(members: list[Member], role: str) -> list[Member]:
    """Return who can be counted on in a role."""
    return [member for member in members if member.ready and role in member.roles]
