"""Invented registers of any size from a seed, with a round to plan (format `huibi.register/1`)."""

from collections.abc import Callable
from pathlib import Path

from huibi.sample.careers import Careers
from huibi.sample.families import Families
from huibi.sample.kinship import Recorder
from huibi.sample.names import Namer
from huibi.sample.past import write_decisions, write_doubles, write_history
from huibi.sample.places import settle
from huibi.sample.pool import Member, recruit, tells
from huibi.sample.rounds import choose_targets, form_teams, round_text
from huibi.sample.sizes import sizes
from huibi.sample.ties import Lives
from huibi.sample.world import Place, World
from huibi.sample.write import refuse_foreign, write_folder

Progress = Callable[[str, int, int], None]


def write_sample(
    out: str | Path, profile: str, seed: int, scale: float = 1.0, on_progress: Progress | None = None
) -> dict[str, int]:
    """Write an invented register with its round to the folder `out`: the same arguments, the same bytes.

    Returns how many persons, employees, units, pool, teams and targets there are. `on_progress` is called with the
    name of the place that is done, how many are done, and of how many. Raises UsageError for an unknown profile, a
    scale out of bounds, or an `out` that holds what no sample wrote; nothing is written then.
    """
    size = sizes(profile, scale)
    refuse_foreign(Path(out))
    world = World(seed, profile)
    settle(world, size)
    total = sum(work.seats for place in world.places for work in place.workplaces)
    teams = form_teams(world, size, world.dice("teams"))
    grown: list[tuple[Place, Families]] = []
    for done, place in enumerate(world.places):
        seats = sum(work.seats for work in place.workplaces)
        families = Families(world, place, world.dice("families", place.code), Namer(world.dice("names", place.code)))
        families.grow(round(size.persons * seats / total))
        Careers(world, place, world.dice("careers", place.code)).fill()
        Recorder(world, world.dice("kin", place.code)).record(families)
        grown.append((place, families))
        if on_progress:
            on_progress(place.name, done + 1, len(world.places))
    targets = choose_targets(world, size, world.dice("targets"))
    everybody: list[Member] = []
    for place in world.places:
        count = round(size.pool / len(world.places))
        sent = sum(team.place is place for team in teams)
        members = recruit(place, count, sent, world.dice("pool", place.code))
        Lives(world, place, world.dice("lives", place.code)).write(members)
        write_history(world, place, members, targets, world.dice("history", place.code))
        everybody += members
    for member in everybody:
        world.add("pool", *tells(member))
    write_decisions(world, everybody, targets, world.dice("decisions"))
    write_doubles(world, everybody, world.dice("doubles"))
    text = round_text(world, teams, targets, world.dice("round"), scale=scale)
    write_folder(world, text, Path(out))
    return {
        "persons": len(world.people) + len(world.extra_people),
        "employees": sum(len(place.employees) for place in world.places),
        "units": sum(len(place.workplaces) for place in world.places),
        "pool": len(everybody),
        "teams": len(teams),
        "targets": len(targets),
    }
