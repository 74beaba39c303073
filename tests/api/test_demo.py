"""`huibi serve --demo`, which `make run` starts: invented places, a worker, a sign-in for each role; Ctrl-C ends it."""

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

import living


@contextmanager
def demonstration(folder) -> Iterator[dict[str, str]]:
    """Start it as `make run` does and yield the one-time sign-ins by account; Ctrl-C leaves nothing of it."""
    command = [str(living.HUIBI), "--lang", "zh", "serve", "--demo", "--port", "0"]
    with living.running(command, living.environment(folder), stdout=subprocess.PIPE) as process:
        links: dict[str, str] = {}
        while len(links) < 6:
            name, link = re.findall(r" (\S+)：(http\S+)", process.stdout.readline())[0]
            links[name] = link
        yield links
        below = living.descendants(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(living.PATIENCE) == 0
        living.wait_for(lambda: not any(living.alive(pid) for pid in below))


def rounds_seen(link: str) -> str:
    """Sign in by a link and return the list of rounds."""
    with httpx.Client(follow_redirects=True, timeout=living.PATIENCE) as browser:
        token = re.search(r'name="csrf_token" value="(\w+)"', browser.get(link).text)[1]
        assert browser.post(link, data={"csrf_token": token}).status_code == 200
        assert browser.post(link, data={"csrf_token": token}).status_code in (403, 404)
        return browser.get(link.partition("/link/")[0] + "/rounds").text


def test_it_starts_on_nothing_and_again_on_what_is_there(tmp_path):
    """Each role signs in once and sees its round; the second start keeps what is there and gives new sign-ins."""
    with demonstration(tmp_path / "var") as first:
        assert {"xian-xunchaban", "xian-shenpi", "ganbu", "shi-tongchou"} <= first.keys()
        assert "本级" in rounds_seen(first["xian-xunchaban"])
        assert "交叉" in rounds_seen(first["shi-tongchou"])
    with demonstration(tmp_path / "var") as again:
        assert not set(first.values()) & set(again.values())
        assert rounds_seen(again["xian-xunchaban"]).count("2026年第三轮巡察") >= 1


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path):
    """A sentence that names the port and another one to take; no data folder is left behind."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        command = [str(living.HUIBI), "--lang", "en", "serve", "--demo", "--port", port]
        environment = living.environment(tmp_path / "var")
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, port in done.stderr, "PORT=" in done.stderr) == (2, True, True)
    assert not (tmp_path / "var").exists()
