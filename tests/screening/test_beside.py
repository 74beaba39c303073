"""Work that a second process does: the same answers, whatever becomes of that process."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

import huibi_data
from huibi.policy import load_policy
from huibi.reading import read_register, read_round
from huibi.screening import screen as screening
from huibi.screening.beside import beside


def where():
    """Say which process this is done in, with more than a pipe holds."""
    return os.getpid(), "x" * 1_000_000


def lives(status):
    """Whether a process, told by its status file, is there and has not ended."""
    with suppress(OSError):
        return "(zombie)" not in status.read_text()
    return False


def test_works_are_done_by_one_other_process_in_order():
    """A later answer may be asked for first."""
    with beside((where, where, lambda: 3), pays=True) as (one, other, third):
        assert third() == 3
        assert one()[0] == other()[0] != os.getpid()
        assert one() == one()


def test_what_was_told_when_the_block_ends_stands():
    """What it has told by then stands, also what nobody has asked for; the rest is done here."""
    with beside((os.getpid, os.getpid), pays=True) as answers:
        while multiprocessing.active_children():
            time.sleep(0.01)
    assert os.getpid() not in [answer() for answer in answers]
    here = os.getpid()
    with beside((os.getpid, lambda: os.getpid() == here or time.sleep(60)), pays=True) as (one, other):
        assert one() != here
    assert other() is True


def test_what_does_not_pay_is_done_here():
    """Nothing is begun."""
    with beside((where,), pays=False) as (answer,):
        assert not multiprocessing.active_children()
        assert answer()[0] == os.getpid()


def test_no_process_is_copied_while_other_threads_run():
    """A copy of a thread that holds a lock would wait for ever."""
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    with beside((where,), pays=True) as (answer,):
        done.set()
        waiting.join()
        assert answer()[0] == os.getpid()


def test_the_work_of_a_process_that_dies_is_done_here():
    """As when the system takes its memory back; what was told before stands."""
    here = os.getpid()

    def dies():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done here"

    with beside((dies, where), pays=True) as (first, second):
        assert first() == "done here"
        assert second()[0] == here


def test_an_error_is_met_by_whoever_asks():
    """It is raised here, and only when the answer is asked for."""

    def fails():
        raise LookupError("none")

    with beside((fails,), pays=True) as (answer,), pytest.raises(LookupError):
        answer()


def test_the_process_ends_with_the_block(capfd):
    """Also with an interruption, and says nothing."""

    def interrupted():
        with beside((threading.Event().wait,), pays=True):
            (child,) = multiprocessing.active_children()
            os.kill(child.pid, signal.SIGINT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not multiprocessing.active_children()
    assert capfd.readouterr() == ("", "")


def test_the_process_ends_soon_after_the_one_that_began_it_is_killed():
    """It tells its answer to nobody and ends."""
    code = (
        "import os, sys, time\n"
        "from huibi.screening.beside import beside\n"
        "def work():\n"
        "    print(os.getpid(), flush=True)\n"
        "    return 'x' * 1_000_000\n"
        "with beside((work,), pays=True):\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as first:
        second = Path("/proc", first.stdout.readline().strip(), "status")
        first.kill()
        assert first.communicate() == ("", "")
    while lives(second):
        time.sleep(0.01)


def test_a_register_is_screened_alike_with_and_without_a_second_process(monkeypatch):
    """The whole document of the invented county."""
    folder = Path(str(huibi_data.resource("samples"))) / "county"
    register = read_register(folder).register
    round_ = read_round(folder / "round.toml", register)
    policy = load_policy(round_.policy)
    alone = screening.screen(register, round_, policy)
    monkeypatch.setattr(screening, "_MANY", 0)
    assert screening.screen(register, round_, policy) == alone
    assert alone.risks
