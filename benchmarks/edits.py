"""How long one edit takes over the API in a warm server: `edits.py PROBLEM ROSTER`; CPU milliseconds of each request.

The problem is handed in over the API and its roster put in place of a solver's; then people are moved about, one edit a
request, as somebody would who drags them over a board.
"""

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from fastapi.testclient import TestClient

from huibi.model.people import Region, RegionLevel
from huibi.planning.problem import read_roster
from huibi_api.actions import accounts, jobs, places, tokens
from huibi_api.app import create_app
from huibi_api.installation import Installation, open_installation
from huibi_api.security.roles import AccountRole
from huibi_api.security.viewer import CONSOLE, WORKER
from huibi_api.settings import Settings

TRIALS = 200


def token_of(house: Installation) -> str:
    """Return the token of a system of a city."""
    with house.database.write(CONSOLE) as session:
        places.put_places(session, [Region(code="519800", name="city", level=RegionLevel.CITY)])
        account = accounts.create_account(session, name="system", password_hash=None)
        session.flush()
        accounts.grant(session, account, roles=[AccountRole.SYSTEM], region="519800")
        session.flush()
        return tokens.create_token(session, account, name="x", scopes=["rosters:read", "rosters:write"], days=1)


def main(problem: str, roster: str) -> None:
    """Print what handing in and the first, the median and the slowest edit cost."""
    document = read_roster(Path(roster).read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        house = open_installation(Settings(data_dir=Path(folder) / "var"))
        client = TestClient(create_app(house), headers={"Authorization": f"Bearer {token_of(house)}"})
        at = time.process_time()
        place = client.post("/api/v1/rosters", content=Path(problem).read_bytes()).headers["location"]
        print(f"handed in: {1000 * (time.process_time() - at):.0f} ms")
        with house.database.keep_house(WORKER) as session:
            held = jobs.claim(session, owner="benchmark", lease=timedelta(minutes=5), kinds=("solve",))
            assert held is not None
        with house.database.write(WORKER) as session:
            jobs.finish(session, held, jobs.Outcome(state=jobs.DONE, result=document.to_json()))
        teams = [team for team in document.teams if team.people]
        spent = []
        for number in range(TRIALS):
            seat, there = teams[number % len(teams)].people[-1], teams[(number + 7) % len(teams)].id
            move = {"person": seat.id, "team": there, "role": seat.role.value}
            at = time.process_time()
            answer = client.post(f"{place}/check", json={"format": "huibi.edit/1", "moves": [move]})
            spent.append(1000 * (time.process_time() - at))
            assert answer.status_code == 200, answer.text
        first, *warm = spent
        print(
            f"first {first:.1f} ms; then median {median(warm):.1f} ms, slowest {max(warm):.1f} ms of {len(warm)} edits"
        )
        house.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
