"""docs/api.md is true: every command is run against a live server, and its answer is the one printed there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import living
import serving
from huibi_api.wire import RosterPage, RosterStatus

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CUT = "---8<---"


def walk() -> list[tuple[str, str]]:
    """Return the commands of the document, each with what it is said to answer."""
    blocks = BLOCK.findall((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["sh", "text"] * (len(blocks) // 2)
    return [(commands, answer) for (_, commands), (_, answer) in zip(blocks[::2], blocks[1::2], strict=True)]


def test_the_walk_through_the_api_is_as_the_document_says(tmp_path):
    """From a new installation and a token to a roster, an edit, refusals and the list."""
    steps = walk()
    home = tmp_path / "var"
    with living.server(home) as (_, address, told):
        env = living.environment(home, HUIBI=address)
        env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
        script = f"\necho '{CUT}'\n".join(commands for commands, _ in steps)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=living.PATIENCE * 4,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    answers = done.stdout.split(f"{CUT}\n")
    for (commands, expected), answer in zip(steps, answers, strict=True):
        pattern = re.escape(expected.strip()).replace("…", ".*")
        assert re.fullmatch(pattern, answer.strip(), re.DOTALL), f"{commands}\n{answer}"
    roster = next(answer for (commands, _), answer in zip(steps, answers, strict=True) if "-D headers.txt" in commands)
    assert RosterStatus.model_validate_json(roster).roster.status == "optimal"
    assert RosterPage.model_validate_json(answers[-1].splitlines()[-1]).items
    assert sum("password" in line for line in told) == 2


def test_the_committed_description_is_the_servers(house):
    """api/openapi.json is what the server gives out; `python -m huibi_api` writes it anew."""
    given = serving.Browser(house).client.get("/api/v1/openapi.json").json()
    assert json.loads((ROOT / "api" / "openapi.json").read_text(encoding="utf-8")) == given
    assert given["openapi"].startswith("3.1")


def test_the_description_names_everything_it_refers_to(house):
    """No reference of the description leads nowhere, and every route says how it refuses."""
    given = serving.Browser(house).client.get("/api/v1/openapi.json").json()
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(given)))
    assert named <= set(given["components"]["schemas"])
    for path, methods in given["paths"].items():
        for route in methods.values():
            assert "health" in path or {"401", "403"} <= route["responses"].keys()
