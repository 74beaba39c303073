"""The service's commands, run as the command line runs them."""

import json
import re
import socket
import sqlite3
from pathlib import Path

import pytest
from pydantic import SecretStr

import living
from huibi.cli.main import main
from huibi_api.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def huibi(tmp_path, monkeypatch, capfd):
    """Give a function that runs a command on one installation and returns status, output and words."""
    for name, value in {**living.QUICK, "HUIBI_DATA_DIR": str(tmp_path / "var")}.items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["--lang", "en", *words])
        told = capfd.readouterr()
        return ended.value.code, told.out, told.err

    return run


def test_a_new_installation_shows_its_first_passwords_once(huibi, tmp_path):
    """The first command makes folder, key and accounts; the second says nothing of them."""
    first = huibi("admin", "list")
    assert first[0] == 0
    assert re.findall(r"account: (\w+), first password (\S+) ", first[2])[0][0] == "admin"
    assert len(re.findall("first password", first[2])) == 2
    assert [line.split("\t")[:3] for line in first[1].splitlines()] == [
        ["admin", "open", "admin"],
        ["security", "open", "security"],
    ]
    assert huibi("admin", "list")[2] == ""
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_accounts_are_kept_from_the_console(huibi):
    """Made, granted, reset, closed, opened, linked; each answer is one line of output, each fault a sentence."""
    assert huibi("admin", "place", "511521", "北溪县", "--level", "county")[0] == 0
    made = huibi("admin", "create", "wang", "--role", "planner", "--region", "511521")
    assert re.fullmatch(r"(\w{5}-){3}\w{5}\n", made[1])
    assert huibi("admin", "create", "Wang")[0] == 1
    wrong = huibi("admin", "grant", "wang", "--role", "admin", "--role", "auditor", "--region", "9")
    assert (wrong[0], len(wrong[2].splitlines())) == (1, 2)
    assert huibi("admin", "grant", "wang", "--role", "approver", "--region", "511521")[0] == 0
    assert huibi("admin", "reset", "wang")[1] != made[1]
    assert huibi("admin", "close", "wang")[0] == 0
    assert "wang\tclosed\tapprover\t511521\t\n" in huibi("admin", "list")[1]
    assert huibi("admin", "close", "wang", "--open-again")[0] == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/link/\S{43}\n", huibi("admin", "link", "wang")[1])
    assert huibi("admin", "token", "wang")[0] == 1
    assert huibi("admin", "token", "nobody")[0] == 1
    assert huibi("admin", "nonsense")[0] == 2
    assert huibi("audit", "verify")[0] == 0


def test_a_token_is_shown_once_with_the_scopes_asked_for(huibi):
    """Only scopes that a token may carry, for a year at most."""
    huibi("admin", "place", "511521", "北溪县", "--level", "county")
    huibi("admin", "create", "sys", "--role", "system", "--region", "511521")
    assert re.fullmatch(r"huibi_\S{43}\n", huibi("admin", "token", "sys", "--scope", "rosters:read")[1])
    wrong = huibi("admin", "token", "sys", "--scope", "grants:write", "--days", "999")
    assert (wrong[0], len(wrong[2].splitlines())) == (1, 2)


def test_audit_verify_says_where_the_ledger_is_broken(huibi, tmp_path):
    """0 and the end of the chain while it is whole; 1 and the entry's number once something was changed or cut."""
    huibi("admin", "list")
    status, out, _ = huibi("audit", "verify", "--json")
    whole = json.loads(out)
    assert (status, whole["ok"], whole["anchor"].split(":")[0]) == (0, True, "4")
    huibi("admin", "create", "wang")
    assert huibi("audit", "verify")[0] == 0
    assert huibi("audit", "verify", "--anchor", whole["anchor"])[0] == 0
    assert huibi("audit", "verify", "--anchor", "4:" + "0" * 64)[0] == 1
    assert huibi("audit", "verify", "--anchor", "nonsense")[0] == 2
    with sqlite3.connect(tmp_path / "var" / "huibi.db") as database:
        database.executescript("DROP TRIGGER ledger_no_delete; DELETE FROM ledger WHERE number = 5;")
        database.execute("UPDATE ledger_head SET number = 4, hash = (SELECT hash FROM ledger WHERE number = 4)")
    database.close()
    cut = huibi("audit", "verify")
    assert (cut[0], "cut off at entry 5" in cut[2]) == (1, True)


def test_a_wrong_key_and_a_wrong_address_are_told_in_words(huibi, tmp_path, monkeypatch):
    """No traceback: a sentence, and the status of a wrong call."""
    huibi("admin", "list")
    (tmp_path / "var" / "secret.key").write_text("00" * 32 + "\n")
    other = huibi("admin", "list")
    assert (other[0], "key file is not the one" in other[2]) == (2, True)
    monkeypatch.setenv("HUIBI_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    gone = huibi("admin", "list")
    assert gone[0] == 2
    assert "database" in gone[2]
    assert "Traceback" not in gone[2]
    monkeypatch.setenv("HUIBI_PORT", "seventy")
    setting = huibi("admin", "list")
    assert (setting[0], "HUIBI_PORT" in setting[2]) == (2, True)


def test_an_address_that_is_taken_is_told_in_words(huibi):
    """Another program on the port is no traceback of ours."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, _, words = huibi("serve", "--port", str(port), "--workers", "0")
    assert (status, str(port) in words, "Traceback" in words) == (2, True, False)


def test_the_document_lists_every_setting_with_its_default():
    """docs/operations.md and the settings say the same."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `HUIBI_(\w+)` \| (.*?) \| (.*) \|$", text, re.MULTILINE)
    known = []
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        known.append((name.upper(), f"`{default}`" if default not in (None, "") else "", field.description))
    assert told == known
