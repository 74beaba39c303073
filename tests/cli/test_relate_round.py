"""`huibi relate --round`: related as the round screens, on its day and by its kin switches."""

import json

import pytest

from huibi.cli.main import main

TABLES = {
    "persons.csv": "id,name,sex\nme,甲,male\nmother,乙,female\nstep,丙,male\n",
    "units.csv": "id,name\nU,财政局\n",
    "kin.csv": "person,relative,term,ended,raised\nme,mother,母亲,,\nmother,step,丈夫,2020-01-01,\nme,step,继父,,yes\n",
}
ROUND = """[round]
id = "R"
organiser = "510000"
mode = "local"
start = {day}
end = 2026-11-30
as_of = {day}

[[units]]
unit = "U"

[[teams]]
id = "T1"
size = [1, 1]

[policy]
"kin.step_after_divorce".on = {on}
"""


@pytest.mark.parametrize(
    ("day", "on", "more", "kin_class"),
    [
        ("2026-08-15", "false", (), "other"),
        ("2026-08-15", "true", (), "lineal"),
        ("2019-08-15", "false", (), "lineal"),  # the round's day: still married
        ("2019-08-15", "false", ("--as-of", "2026-08-15"), "other"),
    ],
)
def test_the_rounds_day_and_switches_hold(tmp_path, capsys, day, on, more, kin_class):
    """A day that is said goes before the round's."""
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "round.toml").write_text(ROUND.format(day=day, on=on), encoding="utf-8")
    (tmp_path / "pairs.txt").write_text("a,b\nme,step\n", encoding="utf-8")
    words = ["relate", str(tmp_path), "--pairs", str(tmp_path / "pairs.txt"), "--round", str(tmp_path / "round.toml")]
    with pytest.raises(SystemExit) as left:
        main([*words, *more])
    assert left.value.code == 0
    assert json.loads(capsys.readouterr().out)["class"] == kin_class
