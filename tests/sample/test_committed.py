"""The committed samples: sound, small, and what the README beside them says makes them again."""

import re
from pathlib import Path

import pytest

import huibi_data
from huibi.reading import read_register, read_round
from huibi.sample import write_sample

SAMPLES = Path(str(huibi_data.resource("samples")))
CALL = re.compile(r"huibi sample data/huibi_data/samples/(\w+) --profile (\w+) --seed (\d+) --scale ([\d.]+)")
CALLS = CALL.findall((SAMPLES / "README.md").read_text(encoding="utf-8"))


def test_readme_names_both_samples():
    """The README says how the small county and the small city were made."""
    assert [call[0] for call in CALLS] == ["county", "city"]


@pytest.mark.parametrize(("name", "profile", "seed", "scale"), CALLS)
def test_committed_sample_is_made_again_to_the_byte(name, profile, seed, scale, tmp_path):
    """The call in the README gives the committed folder, byte for byte, and it stays under two megabytes."""
    write_sample(tmp_path / name, profile, int(seed), float(scale))
    made = {file.name: file.read_bytes() for file in sorted((tmp_path / name).iterdir())}
    kept = {file.name: file.read_bytes() for file in sorted((SAMPLES / name).iterdir())}
    assert made == kept
    assert sum(len(data) for data in kept.values()) < 2 * 2**20


@pytest.mark.parametrize("name", ["county", "city"])
def test_committed_sample_is_sound(name):
    """Register and round read without a fault, and the round asks for units and teams."""
    result = read_register(SAMPLES / name)
    assert result.faults == ()
    round_ = read_round(SAMPLES / name / "round.toml", result.register)
    assert len(round_.units) >= 2 * len(round_.teams) > 0
