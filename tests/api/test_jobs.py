"""Jobs: taken up under a lease, kept alive, taken over, stopped, ended; never left running."""

import threading
import time
from datetime import timedelta

import pytest

import fake_solver
import serving
from huibi.model.rosters import Problem
from huibi_api.actions import jobs, rosters
from huibi_api.actions.jobs import Line, Outcome
from huibi_api.jobs.worker import Worker
from huibi_api.security.viewer import WORKER
from huibi_api.store import jobs as store
from serving import NORTH, add_account

LEASE = timedelta(seconds=30)
PROBLEM = Problem.model_validate(
    {
        "format": "huibi.roster/1",
        "id": "2026-3",
        "people": [{"id": "P1", "roles": ["leader"]}],
        "units": [{"id": "U1"}],
        "teams": [{"id": "T1", "size": [1, 1], "roles": {"leader": [1, 1]}}],
    }
)


@pytest.fixture
def planner(each_house):
    """Make a planner who hands problems in."""
    return add_account(each_house, "planner", ["planner"], region=NORTH)


def submit(house, who, **given) -> str:
    with house.database.write(who) as session:
        return rosters.submit(session, rosters.Handed.of(PROBLEM), settings=house.settings, **given).plan.id


def status(house, who, plan: str):
    with house.database.read(who) as session:
        work = rosters.find(session, plan)
        assert work.plan.roster is None or work.plan.roster["format"]  # loaded while the session is open
        lines, _ = rosters.events(session, plan, after=0)
        return work, [(line.kind, line.data) for line in lines]


def claim(house, owner: str = "one"):
    with house.database.keep_house(WORKER) as session:
        return jobs.claim(session, owner=owner, lease=LEASE, kinds=["solve"])


def sweep(house) -> int:
    with house.database.write(WORKER) as session:
        return jobs.sweep(session)


def run(house, solver) -> None:
    assert Worker(house, {"solve": solver}).run_one()


def test_a_job_goes_from_waiting_to_done_and_tells_so(each_house, planner):
    """The roster, its levels, its solver and the whole course are there at the end, and in the ledger."""
    plan = submit(each_house, planner)
    assert status(each_house, planner, plan)[0].plan.state == "waiting"
    run(each_house, fake_solver.quick)
    work, told = status(each_house, planner, plan)
    assert (work.plan.state, work.plan.roster_status, work.job.state, work.job.owner) == (
        "done",
        "optimal",
        "done",
        None,
    )
    assert work.plan.roster["problem"] == "2026-3"
    assert work.plan.solver == {"solver": "fake", "seed": 1}
    assert [kind for kind, _ in told] == ["state", "state", "progress", "progress", "end"]
    assert [data.get("value") or data["state"] for _, data in told] == ["waiting", "running", 9, 7, "done"]
    assert not Worker(each_house, {"solve": fake_solver.quick}).run_one()


def test_one_job_is_never_in_two_hands(each_house, planner):
    """Of eight workers that reach for one job at once a single one gets it."""
    submit(each_house, planner)
    held = []
    threads = [threading.Thread(target=lambda: held.append(claim(each_house))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in held if each is not None]) == 1


def test_jobs_are_taken_in_the_order_in_which_they_came(each_house, planner, clock):
    """The oldest first; kinds that a worker does not know are left to others."""
    plans = []
    for _ in range(3):
        plans.append(submit(each_house, planner))
        clock.forward(seconds=1)
    with each_house.database.keep_house(WORKER) as session:
        assert jobs.claim(session, owner="one", lease=LEASE, kinds=["other"]) is None
    taken = [claim(each_house) for _ in range(3)]
    with each_house.database.read(WORKER) as session:
        assert [store.by_id(session, each.job).subject for each in taken] == plans


def test_a_worker_that_was_overtaken_can_write_no_more(each_house, planner, clock):
    """After another took over, neither signs of life, progress nor a result of the first count."""
    plan = submit(each_house, planner)
    first = claim(each_house)
    with each_house.database.keep_house(WORKER) as session:
        line = Line(data={"value": 8}, checkpoint=fake_solver.roster(8))
        orders = jobs.keep(session, first, lease=LEASE, spent=12.0, lines=[line])
    assert (orders.lost, orders.stop) == (False, False)
    clock.forward(seconds=29)
    assert sweep(each_house) == 0
    clock.forward(seconds=2)
    assert sweep(each_house) == 1
    assert status(each_house, planner, plan)[0].plan.state == "waiting"
    second = claim(each_house, "two")
    assert (second.attempt, second.spent, second.checkpoint) == (2, 12.0, fake_solver.roster(8))
    with each_house.database.keep_house(WORKER) as session:
        assert jobs.keep(session, first, lease=LEASE, spent=99.0, lines=[Line(data={"value": 0})]).lost
        assert not jobs.finish(session, first, Outcome(state="done", result=fake_solver.roster(0)))
    with each_house.database.write(WORKER) as session:
        assert jobs.finish(session, second, Outcome(state="done", result=fake_solver.roster(1)))
    work, told = status(each_house, planner, plan)
    assert work.plan.roster == fake_solver.roster(1)
    assert [data["value"] for kind, data in told if kind == "progress"] == [8]


def test_a_sign_of_life_prolongs_the_lease(each_house, planner, clock):
    """A worker that goes on telling keeps its job for as long as it likes."""
    submit(each_house, planner)
    held = claim(each_house)
    for _ in range(5):
        clock.forward(seconds=20)
        with each_house.database.keep_house(WORKER) as session:
            assert not jobs.keep(session, held, lease=LEASE, spent=1.0).lost
        assert sweep(each_house) == 0


def test_a_job_that_kills_its_workers_is_given_up_with_a_reason(each_house, planner, clock):
    """After three attempts it is failed, the best that was found stays, and the reason has words."""
    plan = submit(each_house, planner)
    for _ in range(3):
        assert claim(each_house) is not None
        clock.forward(seconds=31)
        assert sweep(each_house) == 1
    assert claim(each_house) is None
    work, told = status(each_house, planner, plan)
    assert (work.plan.state, work.plan.error, work.job.attempts) == ("failed", "job.given_up", 3)
    assert told[-1] == ("end", {"state": "failed", "attempt": 3, "error": "job.given_up"})


def test_a_child_that_dies_is_followed_by_another_that_goes_on_from_the_best(house):
    """The second attempt starts from what the first had found."""
    planner = add_account(house, "planner", ["planner"], region=NORTH)
    plan = submit(house, planner)
    run(house, fake_solver.reviving)
    work, _ = status(house, planner, plan)
    assert (work.plan.state, work.job.attempts) == ("waiting", 1)
    assert "-9" in work.job.note
    run(house, fake_solver.reviving)
    work, _ = status(house, planner, plan)
    assert (work.plan.state, work.plan.roster) == ("done", fake_solver.roster(2, "optimal"))


@pytest.mark.parametrize(
    ("solver", "error"), [("breaking", "job.broken"), ("refusing", "service.not_found"), ("greedy", "job.memory")]
)
def test_what_would_fail_again_is_not_tried_again(house, solver, error):
    """A mistake of ours, a refused input and memory end the job at once; what went wrong is for operators only."""
    planner = add_account(house, "planner", ["planner"], region=NORTH)
    plan = submit(house, planner)
    run(house, getattr(fake_solver, solver))
    work, told = status(house, planner, plan)
    assert (work.plan.state, work.plan.error, work.job.attempts) == ("failed", error, 1)
    assert "secret" not in str(told)


def test_stopping_keeps_the_best(house):
    """A waiting job ends at once; a running one ends with its best; a deaf one is killed and its best kept."""
    patient = house.settings.model_copy(update={"stop_seconds": 1.0, "beat_seconds": 0.3})
    house = serving.replace_settings(house, patient)
    planner = add_account(house, "planner", ["planner"], region=NORTH)
    ends = {}
    for name in ("waiting", "patient", "deaf"):
        plan = submit(house, planner)
        if name == "waiting":
            stop(house, planner, plan)
        else:
            thread = threading.Thread(target=run, args=(house, getattr(fake_solver, name)))
            thread.start()
            wait_for(lambda plan=plan: any(kind == "progress" for kind, _ in status(house, planner, plan)[1]))
            stop(house, planner, plan)
            thread.join(20)
        ends[name] = status(house, planner, plan)[0].plan
    assert {name: plan.state for name, plan in ends.items()} == dict.fromkeys(ends, "stopped")
    assert ends["waiting"].roster is None
    assert ends["patient"].roster_status == "stopped"
    assert ends["deaf"].roster == fake_solver.roster(3, "stopped")


def test_a_worker_that_is_told_to_end_puts_its_job_back_at_once(house):
    """The job waits again, no attempt is used up, and what was found is kept for the next."""
    planner = add_account(house, "planner", ["planner"], region=NORTH)
    plan = submit(house, planner)
    worker = Worker(house, {"solve": fake_solver.patient})
    thread = threading.Thread(target=worker.run)
    thread.start()
    wait_for(lambda: any(kind == "progress" for kind, _ in status(house, planner, plan)[1]))
    worker.end()
    thread.join(20)
    work, _ = status(house, planner, plan)
    assert (work.plan.state, work.job.attempts) == ("waiting", 0)
    again = claim(house)
    assert again.checkpoint["levels"][0]["value"] < 1000
    assert again.spent > 0


def stop(house, who, plan: str) -> None:
    with house.database.write(who) as session:
        rosters.stop(session, plan)


def wait_for(happened, seconds: float = 20.0) -> None:
    """Wait until something has happened; a failure says that it never did."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)
