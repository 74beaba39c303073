"""What a register must be able to hold and chance may not bring: rare names, namesakes, double posts, coming posts."""

from huibi.sample.careers import Careers
from huibi.sample.dice import Dice
from huibi.sample.names import Namer
from huibi.sample.pool import current_job
from huibi.sample.world import NOW, OPEN, Human, Job, Place, Workplace


def happen(careers: Careers, namer: Namer, dice: Dice) -> None:
    """Change a few people and posts of the place."""
    place = careers.place
    _rename(place, namer, dice)
    _double_posts(place)
    _coming_posts(careers, dice)
    _died_in_office(careers, dice)


def _rename(place: Place, namer: Namer, dice: Dice) -> None:
    """Give rare characters to a few people in office, and the whole name of one to another of the same sex."""
    for character in namer.always():
        human = dice.pick(place.employees)
        human.name = namer.inherited(human.name) + character
    for _ in range(2 + len(place.employees) // 1000):
        one = dice.pick(place.employees)
        twins = [other for other in place.employees if other.male == one.male and abs(other.birth - one.birth) < 30]
        other = dice.pick(twins)
        if other is not one and other.father is not one.father:
            other.name = one.name


def _double_posts(place: Place) -> None:
    """Seat the head of the government in the party committee, and the head of the inspection office in discipline."""
    party, government = place.one("party"), place.one("government")
    _also(government.leaders[0], party, "副书记")
    discipline = next((work for work in place.workplaces if work.system == "纪检监察"), None)
    office = place.one("inspection")
    if discipline and office.leaders:
        _also(office.leaders[0], discipline, "常委")


def _also(human: Human, work: Workplace, title: str) -> None:
    job = current_job(human)
    if job and human.job:
        human.job.append(Job(work, title, "board", job.start))
        work.leaders.append(human)


def _coming_posts(careers: Careers, dice: Dice) -> None:
    """Appoint a few from September or October on: they leave the old post the month before."""
    staff = [
        human for human in careers.place.employees if (job := current_job(human)) and job.level in ("staff", "key")
    ]
    works = [work for work in careers.place.workplaces if work.kind in ("department", "township")]
    for number, human in enumerate(dice.some(staff, max(2, len(staff) // 300))):
        job = current_job(human)
        work = dice.pick(works)
        if job is None or work is job.work:
            continue
        start = NOW + 1 + number % 2
        job.end = start - 1
        level = "board" if number % 2 == 0 and human.age() > 32 else "staff"
        (human.job or []).append(Job(work, careers.rank(work, level, human, start), level, start))


def _died_in_office(careers: Careers, dice: Dice) -> None:
    """Leave the last post of some who died open, as personnel files often do."""
    gone = [one for one in careers.place.people if one.died and NOW - 144 < one.died <= NOW and one.age(one.died) < 60]
    for human in gone[: max(2, len(gone) // 3)]:
        work = dice.pick(
            [work for work in careers.place.workplaces if work.kind in ("department", "township", "school")]
        )
        start = human.died - dice.between(12, 90)
        if human.job is None and start > human.birth + 22 * 12:
            human.job = [Job(work, careers.rank(work, "staff", human, start), "staff", start, OPEN)]
