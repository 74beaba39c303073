"""Invented registers of any size from a seed, with a round to plan (format `huibi.register/1`)."""

from collections.abc import Callable
from pathlib import Path

from huibi.sample.across import distant_relatives, marry_across
from huibi.sample.careers import Careers
from huibi.sample.families import Families
from huibi.sample.incidents import happen
from huibi.sample.kinship import Recorder
from huibi.sample.names import Namer
from huibi.sample.past import write_decisions, write_doubles, write_history
from huibi.sample.places import settle, teams_of
from huibi.sample.pool import Member, recruit, tells
from huibi.sample.rounds import choose_targets, form_teams, round_text
from huibi.sample.sizes import Sizes, sizes
from huibi.sample.ties import Lives
from huibi.sample.twins import Doubler, write_truth
from huibi.sample.world import Workplace, World
from huibi.sample.write import open_draft, write_folder

POOL_OF_CITY = 0.05
Progress = Callable[[str, int, int], None]


def write_sample(  # noqa: PLR0913 - one parameter an option of the command
    out: str | Path,
    profile: str,
    seed: int,
    scale: float = 1.0,
    on_progress: Progress | None = None,
    *,
    forms: bool = False,
    twins: Path | None = None,
) -> dict[str, int]:
    """Write an invented register with its round to the folder `out`: the same arguments, the same bytes.

    With `forms` the folder `forms` beside the tables holds a personal form for each of the pool, and the tables are
    the same as without. With `twins` the register has doubles as relatives' forms make them, and the truth about them
    is written to that file. Returns how many persons, employees, units, pool, teams and targets there are.
    `on_progress` is called with the name of the place that is done, how many are done, and of how many. Raises
    UsageError for an unknown profile, a scale out of bounds, an `out` that holds what no sample wrote, or one that
    can't be written; nothing is left then.
    """
    size = sizes(profile, scale)
    folder = Path(out).resolve()
    open_draft(folder).rmdir()  # said before minutes of work, not after
    world = World(seed, profile)
    settle(world, size)
    teams = form_teams(world, size, world.dice("teams"))
    _populate(world, size, on_progress)
    targets = choose_targets(world, size, world.dice("targets"))
    everybody = _employ(world, size, targets)
    if twins is not None:
        Doubler(world, world.dice("twins")).write()
    text = round_text(world, teams, targets, world.dice("round"), scale=scale)
    write_folder(world, text, folder, forms=everybody if forms else ())
    if twins is not None:
        write_truth(world, twins)
    return {
        "persons": len(world.people) + len(world.extra_people),
        "employees": sum(len(place.employees) for place in world.places),
        "units": sum(len(place.workplaces) for place in world.places),
        "pool": len(everybody),
        "teams": len(teams),
        "targets": len(targets),
    }


def _populate(world: World, size: Sizes, on_progress: Progress | None) -> None:
    """Grow the families, give them work, and record who is related to whom."""
    seats = {place.code: sum(work.seats for work in place.workplaces) for place in world.places}
    grown: list[Families] = []
    for place in world.places:
        families = Families(world, place, world.dice("families", place.code), Namer(world.dice("names", place.code)))
        families.grow(round(size.persons * seats[place.code] / sum(seats.values())))
        grown.append(families)
    marry_across(world, world.dice("across"))
    for done, families in enumerate(grown):
        code = families.place.code
        careers = Careers(world, families.place, world.dice("careers", code))
        careers.fill()
        happen(careers, Namer(world.dice("renames", code)), world.dice("incidents", code))
        if on_progress:
            on_progress(families.place.name, done + 1, len(grown))
    for families in grown:
        Recorder(world, world.dice("kin", families.place.code)).record(families)
    distant_relatives(world, Recorder(world, world.dice("distant")), world.dice("distant relatives"))


def _employ(world: World, size: Sizes, targets: list[Workplace]) -> list[Member]:
    """Fill the pool and write what its people share with others and did before."""
    everybody: list[Member] = []
    for place in world.places:
        sent = teams_of(world, size, place)
        share = (1 - POOL_OF_CITY) * sent / size.teams if size.counties > 1 else 1.0
        count = round(size.pool * (POOL_OF_CITY if place.is_city else share))
        members = recruit(place, count, sent, world.dice("pool", place.code))
        Lives(world, place, world.dice("lives", place.code), targets).write(members)
        write_history(world, place, members, targets, world.dice("history", place.code))
        everybody += members
    for member in everybody:
        world.add("pool", *tells(member))
    write_decisions(world, everybody, targets, world.dice("decisions"))
    write_doubles(world, everybody, world.dice("doubles"))
    return everybody
