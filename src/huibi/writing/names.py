"""What ids are called in documents: names, posts and places; never an identity number."""

from collections.abc import Iterable

from huibi.messages import say
from huibi.model.homes import home_postings
from huibi.model.people import Posting
from huibi.model.register import Register
from huibi.model.rounds import Round


class Names:
    """Names of one register on one day; an id that the register does not know stands for itself."""

    def __init__(self, register: Register, round_: Round) -> None:
        self._register = register
        self._as_of = round_.as_of
        self._teams = round_.team_names
        self._posts: dict[str, Posting] | None = None

    def person(self, person_id: str) -> str:
        """Return the name of a person."""
        row = self._register.persons.get(person_id)
        return row.name or person_id if row is not None else person_id

    def unit(self, unit_id: str | None) -> str:
        """Return the name of a unit, empty for none."""
        if unit_id is None:
            return ""
        row = self._register.units.get(unit_id)
        return row.name if row is not None else unit_id

    def units(self, unit_ids: Iterable[str]) -> str:
        """Return the names of units as one text."""
        return say("word.and").join(self.unit(unit_id) for unit_id in unit_ids)

    def region(self, code: str | None) -> str:
        """Return the name of a region, empty for none."""
        if code is None:
            return ""
        row = self._register.regions.get(code)
        return row.name if row is not None else code

    def team(self, team_id: str) -> str:
        """Return the name of a team."""
        return self._teams.get(team_id) or team_id

    def home(self, person_id: str) -> str:
        """Return the unit of the person's highest current posting, empty for none."""
        post = self._post(person_id)
        return self.unit(post.unit) if post is not None else ""

    def title(self, person_id: str) -> str:
        """Return the title of the person's highest current posting, empty for none."""
        post = self._post(person_id)
        return post.title if post is not None else ""

    def _post(self, person_id: str) -> Posting | None:
        if self._posts is None:
            self._posts = home_postings(self._register.postings, self._as_of)
        return self._posts.get(person_id)
