"""Transactions, the schema and the ledger, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import serving
from huibi.errors import UsageError
from huibi_api.actions import accounts, audit
from huibi_api.actions.audit import Anchor
from huibi_api.errors import ClashError
from huibi_api.security.keys import load_keys
from huibi_api.security.viewer import CONSOLE
from huibi_api.store import ledger
from huibi_api.store.engine import UnrecordedWriteError
from huibi_api.store.tables import Base
from huibi_api.store.tables.access import Account, Place
from huibi_api.store.tables.trail import LedgerEntry


def names(house) -> list[str]:
    with house.database.read(CONSOLE) as session:
        return [account.name for account in accounts.all_accounts(session)]


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(each_house):
    """Nothing to migrate is left after the newest version."""
    with each_house.database.engine.connect() as connection:
        left = compare_metadata(MigrationContext.configure(connection, {"compare_type": True}), Base.metadata)
    assert left == []


def test_a_write_is_there_whole_or_not_at_all(each_house):
    """What fails halfway leaves neither the row nor its ledger entry."""
    with each_house.database.read(CONSOLE) as session:
        before = ledger.head(session)

    def make_twice() -> None:
        with each_house.database.write(CONSOLE) as session:
            accounts.create_account(session, name="half", password_hash=None)
            accounts.create_account(session, name="half", password_hash=None)

    with pytest.raises(ClashError):
        make_twice()
    assert "half" not in names(each_house)
    with each_house.database.read(CONSOLE) as session:
        assert ledger.head(session) == before


def test_a_write_without_a_ledger_entry_is_rolled_back(each_house):
    """The closer of transactions refuses what nobody would ever know of, by whatever way it was written."""
    with pytest.raises(UnrecordedWriteError), each_house.database.write(CONSOLE) as session:
        session.add(Place(code="9", name="nowhere"))
    with pytest.raises(UnrecordedWriteError), each_house.database.write(CONSOLE) as session:
        session.execute(text("DELETE FROM account_roles"))
    with each_house.database.read(CONSOLE) as session:
        assert session.get(Place, "9") is None
    assert len(names(each_house)) == 2


def test_writers_stand_in_line(each_house):
    """Twenty accounts made at once by ten threads are all there, and the ledger is one unbroken chain."""

    def work(place: int) -> None:
        for number in range(2):
            with each_house.database.write(CONSOLE) as session:
                accounts.create_account(session, name=f"n{place}-{number}", password_hash=None)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(each_house)) == 22
    with each_house.database.read(CONSOLE) as session:
        end, broken = audit.verify_ledger(session)
    assert broken is None
    assert end.number == 25  # two first accounts with their grants, the places, twenty more


def test_times_come_back_in_utc(each_house, clock):
    """A time is the same instant on either database."""
    with each_house.database.write(CONSOLE) as session:
        accounts.create_account(session, name="now", password_hash=None)
    with each_house.database.read(CONSOLE) as session:
        assert session.scalars(select(Account.created_at).where(Account.name == "now")).one() == clock.at


def test_the_database_itself_refuses_to_change_the_ledger(each_house):
    """Neither an update nor a deletion of an entry gets through."""
    for sql in ("UPDATE ledger SET name = 'other'", "DELETE FROM ledger"):
        with pytest.raises(DBAPIError, match="only grows"), each_house.database.keep_house(CONSOLE) as session:
            session.execute(text(sql))


def without_guard(house, *statements: str) -> None:
    """Change the ledger as somebody could who owns the database."""
    with house.database.keep_house(CONSOLE) as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER ledger_no_update"))
            session.execute(text("DROP TRIGGER ledger_no_delete"))
        else:
            session.execute(text("DROP TRIGGER ledger_only_grows ON ledger"))
        for sql in statements:
            session.execute(text(sql))


@pytest.mark.parametrize(
    ("deed", "number", "what"),
    [
        ("UPDATE ledger SET detail = detail || ' ' WHERE number = 3", 3, "changed"),
        ("UPDATE ledger SET at = '2020-01-01T00:00:00.000Z' WHERE number = 2", 2, "changed"),
        ("UPDATE ledger SET region = '511521' WHERE number = 1", 1, "changed"),
        ("DELETE FROM ledger WHERE number = 3", 3, "missing"),
        ("DELETE FROM ledger WHERE number = 1", 1, "missing"),
        ("DELETE FROM ledger WHERE number >= 4", 4, "cut"),
        ("UPDATE ledger_head SET hash = previous FROM ledger WHERE ledger.number = ledger_head.number", 5, "changed"),
    ],
)
def test_verify_finds_every_change(each_house, deed, number, what):
    """An entry changed, taken out, or cut off at the end is named by its number."""
    without_guard(each_house, deed)
    with each_house.database.read(CONSOLE) as session:
        _, broken = audit.verify_ledger(session)
    assert (broken.number, broken.what) == (number, what)


def rewrite(house, last: int) -> None:
    """Cut the ledger after `last` and mend head and hashes, as somebody could who knows how it is made."""
    without_guard(
        house, f"DELETE FROM ledger WHERE number > {last}", "UPDATE ledger SET name = 'nobody' WHERE number = 2"
    )
    with house.database.keep_house(CONSOLE) as session:
        previous = ledger.FIRST
        for entry in session.scalars(select(LedgerEntry).order_by(LedgerEntry.number)):
            entry.previous = previous
            entry.hash = previous = ledger.entry_hash(entry)
        session.flush()
        session.execute(text(f"UPDATE ledger_head SET number = {last}, hash = '{previous}'"))


def test_a_ledger_made_anew_is_found_by_an_anchor_kept_elsewhere(each_house):
    """Without an anchor a chain made wholly anew holds; with one, cut or kept long, it does not."""
    with each_house.database.read(CONSOLE) as session:
        anchor = Anchor.parse(str(ledger.head(session)))
    rewrite(each_house, last=3)
    with each_house.database.read(CONSOLE) as session:
        assert audit.verify_ledger(session)[1] is None
        _, cut = audit.verify_ledger(session, [anchor])
        _, foreign = audit.verify_ledger(session, [Anchor(3, anchor.hash)])
    assert (cut.number, cut.what) == (4, "cut")
    assert (foreign.number, foreign.what) == (3, "foreign")


COLUMNS = (
    "at",
    "account",
    "name",
    "via",
    "address",
    "action",
    "kind",
    "subject",
    "region",
    "detail",
    "previous",
    "hash",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, 5), column=st.sampled_from(COLUMNS), value=st.text("abc ", max_size=3))
def test_any_changed_value_breaks_the_chain(house, number, column, value):
    """Whatever value of whatever entry becomes another one, verifying says so."""
    with house.database.keep_house(CONSOLE) as session:
        session.execute(text("DROP TRIGGER IF EXISTS ledger_no_update"))
        old = session.scalar(text(f"SELECT {column} FROM ledger WHERE number = {number}"))
        session.execute(text(f"UPDATE ledger SET {column} = :value WHERE number = {number}"), {"value": value})
        session.flush()
        _, broken = audit.verify_ledger(session)
        session.execute(text(f"UPDATE ledger SET {column} = :old WHERE number = {number}"), {"old": old})
        _, mended = audit.verify_ledger(session)
    assert (broken is None) == (value == old)
    assert mended is None


def test_a_database_refuses_a_key_that_is_not_its_own(house, tmp_path):
    """Rows sealed with one key are never mixed with another's."""
    other = serving.make_settings(tmp_path / "other", house.settings.url)
    with pytest.raises(UsageError) as refused:
        serving.open_installation(other)
    assert refused.value.faults[0].code == "service.key_other"


def test_the_key_file_is_made_once_and_must_be_the_owners_alone(tmp_path):
    """Mode 0600 at the first start, the same key at the second, refused once others may read it."""
    path = tmp_path / "secret.key"
    first = load_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keys(path).fingerprint == first.fingerprint
    path.chmod(0o640)
    with pytest.raises(UsageError) as refused:
        load_keys(path)
    assert refused.value.faults[0].code == "service.key_open"


def test_processes_that_start_together_on_nothing_agree(tmp_path):
    """One key, one schema, one administrator, whoever comes first."""
    with ThreadPoolExecutor(6) as starting:
        settings = serving.make_settings(tmp_path / "var")
        houses = list(starting.map(serving.open_installation, [settings] * 6))
    assert len({house.keys.fingerprint for house in houses}) == 1
    assert sum(bool(house.invented) for house in houses) == 1
    assert names(houses[0]) == ["admin", "security"]
    for house in houses:
        house.database.close()


def test_a_database_of_a_newer_program_is_left_alone(house):
    """The older program refuses to start on it."""
    with house.database.keep_house(CONSOLE) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError) as refused:
        serving.open_installation(house.settings)
    assert refused.value.faults[0].code == "service.database_newer"
