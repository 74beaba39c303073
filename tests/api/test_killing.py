"""Kill -9 in the middle of a job: it is taken up again, and nothing is ever left running."""

import os
import signal

import httpx
import pytest

import living
import serving
from huibi.model.rosters import Problem
from huibi_api.actions import rosters
from huibi_api.security.viewer import CONSOLE
from huibi_api.store import jobs as store
from living import alive, descendants, named, wait_for
from serving import NORTH, add_account, add_token, wide_document

SMALL = {
    "format": "huibi.roster/1",
    "id": "small",
    "people": [{"id": "P1", "roles": ["leader"]}],
    "units": [{"id": "U1"}],
    "teams": [{"id": "T1", "size": [1, 1], "roles": {"leader": [1, 1]}}],
}


@pytest.fixture
def home(made, tmp_path):
    """Open an installation under the machine's own clock."""
    yield from serving.opened(made, tmp_path)


def submit(home, problem: dict) -> str:
    with home.database.write(add_account(home, "planner", ["planner"], region=NORTH)) as session:
        return rosters.submit(
            session, rosters.Handed.of(Problem.model_validate(problem)), settings=home.settings
        ).plan.id


def look(home, plan: str):
    """Return the job, how often it told of progress, and the best value so far."""
    with home.database.read(CONSOLE) as session:
        work = rosters.find(session, plan)
        best = store.checkpoint(session, work.job.id)
        return work.job, best["levels"][0]["value"] if best else None


def on_its_way(home, plan: str, attempt: int, below: int) -> bool:
    """Say whether that attempt runs and has told of something better than before it."""
    job, best = look(home, plan)
    return job.attempts == attempt and best is not None and best < below


def stop(home, plan: str) -> None:
    with home.database.write(CONSOLE) as session:
        rosters.stop(session, plan)


def test_a_killed_child_and_a_killed_worker_are_followed_by_others(home):
    """Each attempt goes on from the best before it; a worker takes its child along; stopping ends it with the best."""
    plan = submit(home, SMALL)
    reached = 1000
    with living.fake_worker(home.settings.data_dir, "patient") as worker:
        for attempt in (1, 2):
            wait_for(lambda number=attempt, below=reached: on_its_way(home, plan, number, below))
            reached = look(home, plan)[1]
            (child,) = named(descendants(worker.pid), "spawn_main")
            if attempt == 1:
                os.kill(child, signal.SIGKILL)
        worker.kill()
        wait_for(lambda: not alive(child))
    assert look(home, plan)[0].state == "running"  # until somebody looks after the lease
    with living.fake_worker(home.settings.data_dir, "patient"):
        wait_for(lambda: look(home, plan)[0].attempts == 3 and look(home, plan)[1] < reached)
        stop(home, plan)
        wait_for(lambda: look(home, plan)[0].state == "stopped")
    job, best = look(home, plan)
    assert (job.error, job.owner) == (None, None)
    assert best < reached


def test_a_killed_server_leaves_nothing_behind_and_its_job_goes_on_at_the_next_start(home):
    """Worker and solver die with it; the next server finishes the job, and a watcher hears the rest of the course."""
    token = add_token(home, "system", ["rosters:read", "rosters:write"])
    folder = home.settings.data_dir
    headers = {"Authorization": f"Bearer {token}"}
    with living.server(folder) as (process, address, _):
        with httpx.Client(base_url=address, headers=headers, timeout=living.PATIENCE) as client:
            place = client.post("/api/v1/rosters", json=wide_document(seconds=600)).headers["location"]
            wait_for(lambda: client.get(place).json()["levels"])
            heard = last_event(client, place)
        below = descendants(process.pid)
        assert named(below, "huibi.planning.child")
        process.kill()
        wait_for(lambda: not any(alive(pid) for pid in below))
    with (
        living.server(folder) as (_, address, _),
        httpx.Client(base_url=address, headers=headers, timeout=living.PATIENCE) as client,
    ):
        wait_for(lambda: client.get(place).json()["attempts"] > 1)
        assert client.delete(place).status_code == 202
        wait_for(lambda: client.get(place).json()["status"] == "stopped")
        told = client.get(place).json()
        rest = client.get(f"{place}/events", headers={"Last-Event-ID": str(heard)}).text
    assert told["roster"]["status"] == "stopped"
    assert told["error"] is None
    assert f"id: {heard + 1}\n" in rest
    assert f"id: {heard}\n" not in rest
    assert rest.count("event: end\n") == 1


def last_event(client: httpx.Client, place: str) -> int:
    """Return the number of the last event so far."""
    with client.stream("GET", f"{place}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("id: "):
                return int(line.removeprefix("id: "))
    raise AssertionError("no event")
