"""What the sample writes is what the reader calls sound."""

import csv

import pytest

from huibi.model.people import Level
from huibi.reading import read_register, read_round
from huibi.sample import write_sample

LEVELS = {"主要负责人": Level.CHIEF, "班子成员": Level.BOARD, "重点岗位": Level.KEY, "一般干部": Level.STAFF}


@pytest.mark.parametrize(("profile", "seed", "scale"), [("county", 11, 0.01), ("county", 12, 0.06), ("city", 13, 0.01)])
def test_sound_register_and_round(profile, seed, scale, tmp_path):
    """Any seed gives a register without a fault, whose round resolves."""
    counts = write_sample(tmp_path / "out", profile, seed, scale)
    result = read_register(tmp_path / "out")
    assert result.faults == ()
    register = result.register
    assert len(register.persons) + len(register.aliases) == counts["persons"]
    assert len(register.aliases) > 0
    round_ = read_round(tmp_path / "out" / "round.toml", register)
    assert (len(round_.teams), len(round_.units)) == (counts["teams"], counts["targets"])


def test_titles_without_level_decide_it(tmp_path):
    """A posting whose level the sample left out is read from its title as the level that other rows give the title."""
    write_sample(tmp_path / "out", "county", 14, 0.03)
    with (tmp_path / "out" / "postings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    said = {row["职务"]: LEVELS[row["岗位"]] for row in rows if row["岗位"]}
    postings = {posting.record: posting for posting in read_register(tmp_path / "out").register.postings}
    silent = [(place + 2, row) for place, row in enumerate(rows) if not row["岗位"]]
    assert silent
    for number, row in silent:
        assert postings[f"postings:{number}"].level is said[row["职务"]], row["职务"]
