"""What dates of birth, deaths, sex and identity numbers say."""

from collections.abc import Iterator
from datetime import date

from huibi.matching.evidence import Evidence, Scales
from huibi.matching.numbers import like
from huibi.matching.profiles import Precision, Profile

SLIPS = (12, 120)  # months: a year or ten beside
MOON = 2  # months by which a date of the old calendar runs behind at most


def by_number(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield what identity numbers say; two sound ones that differ are two persons, and nobody asks here."""
    if a.number and b.number and (level := like(a.number, b.number)) is not None:
        yield scales.piece("number", level)


def by_sex(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield what the sexes say where both are known."""
    if a.sex is not None and b.sex is not None:
        yield scales.piece("sex", "same" if a.sex is b.sex else "differs")


def by_birth(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield what the dates of birth say, as far as both are known."""
    if a.birth is None or b.birth is None:
        return
    precision = min(a.precision, b.precision)
    level = _level(a.birth, b.birth, precision)
    yield scales.piece("birth", level, a=_shown(a.birth, precision), b=_shown(b.birth, precision))


def _level(one: date, other: date, precision: Precision) -> str:
    if precision is Precision.YEAR:
        years = abs(one.year - other.year)
        return "year_only" if years == 0 else "near_year" if years == 1 else "differs"
    months = abs(_months(one) - _months(other))
    if months == 0:
        return "month" if precision < Precision.DAY else "day" if one == other else "other_day"
    if months == 1:
        return "next_month"
    if months == MOON:
        return "moon"
    if months in SLIPS or (precision is Precision.DAY and (one.month, one.day) == (other.month, other.day)):
        return "slip"
    return "same_year" if one.year == other.year else "differs"


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _shown(day: date, precision: Precision) -> str:
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]


def by_death(scales: Scales, a: Profile, b: Profile) -> Iterator[Evidence]:
    """Yield what is known of deaths: the same month, another, or a post taken up after it."""
    for dead, other in ((a, b), (b, a)):
        died = dead.died
        if died is not None and any(post.start is not None and post.start > died for post in other.posts):
            yield scales.piece("death", "post_after", died=died.isoformat()[:7])
            return
    if a.died is not None and b.died is not None:
        apart = abs(_months(a.died) - _months(b.died))
        yield scales.piece("death", "same" if apart <= 1 else "differs")
    elif a.died is not None or b.died is not None:
        yield scales.piece("death", "one_only")


def born_apart(a: Profile, b: Profile) -> bool:
    """Whether two records say dates of birth that no slip of the pen explains."""
    if a.birth is None or b.birth is None:
        return False
    return _level(a.birth, b.birth, min(a.precision, b.precision)) in ("differs", "same_year")
