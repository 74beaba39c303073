"""Who finds which rows, and who may do what."""

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

import serving
from huibi_api.actions import accounts, audit
from huibi_api.errors import ClashError, NotAllowedError, UnsoundError
from huibi_api.security.roles import ROLES, AccountRole, Permission, Reach, exclusive_roles
from huibi_api.security.viewer import CONSOLE
from huibi_api.store import ledger, scope
from huibi_api.store.current import now
from huibi_api.store.tables.access import HeldRole
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.registers import RegisterHead
from huibi_api.store.tables.rounds import Round, RoundOffice
from serving import CITY, NORTH, SOUTH, TOWN, add_account


def plant(house) -> None:
    """Put a register of each office into the store."""
    with house.database.write(CONSOLE) as session:
        for office in (CITY, NORTH, SOUTH, TOWN):
            session.add(
                RegisterHead(id=new_id(now(session)), office=office, name=office, current=0, created_at=now(session))
            )
        ledger.record(session, "test", kind="test", subject="registers")


def seen(house, who) -> list[str]:
    with house.database.read(who) as session:
        return sorted(session.scalars(select(RegisterHead.name)))


REACHES = [
    ("planner", NORTH, [NORTH, TOWN]),
    ("planner", TOWN, [TOWN]),
    ("planner", CITY, [CITY]),
    ("approver", SOUTH, [SOUTH]),
    ("coordinator", CITY, [CITY, NORTH, TOWN, SOUTH]),
    ("auditor", CITY, [CITY, NORTH, TOWN, SOUTH]),
    ("cadre", NORTH, []),
    ("admin", None, []),
    ("security", None, []),
    ("system", SOUTH, [SOUTH]),
]


def test_each_role_finds_the_rows_of_its_reach_and_no_others(each_house):
    """A county sees itself and its towns; the city's coordinator all counties; administrators no register at all."""
    plant(each_house)
    for role, region, expected in REACHES:
        name = f"{role}-{region}"
        who = add_account(each_house, name, [role], region=region, person="P1" if role == "cadre" else None)
        assert seen(each_house, who) == sorted(expected), name


def test_no_way_of_asking_gets_around_the_scope(each_house):
    """By primary key, by aggregate, by alias, by join, in a subquery, and in a bulk update: the bound is there."""
    plant(each_house)
    who = add_account(each_house, "someone", ["planner"], region=NORTH)
    with each_house.database.read(CONSOLE) as session:
        foreign = session.scalars(select(RegisterHead.id).where(RegisterHead.office == SOUTH)).one()
    with each_house.database.keep_house(who) as session:
        assert session.get(RegisterHead, foreign) is None
        assert session.scalar(select(func.count()).select_from(RegisterHead)) == 2
        other = aliased(RegisterHead)
        assert session.scalars(select(other.id).where(other.id == foreign)).all() == []
        inner = select(RegisterHead.id).where(RegisterHead.id == foreign).exists()
        assert session.scalars(select(RegisterHead.name).where(inner)).all() == []
        session.execute(update(RegisterHead).values(current=9))
    with each_house.database.read(CONSOLE) as session:
        changed = session.scalars(select(RegisterHead.office).where(RegisterHead.current == 9)).all()
    assert sorted(changed) == sorted([NORTH, TOWN])


def test_a_county_that_takes_part_sees_the_citys_round_but_cannot_change_it(each_house):
    """It is found by who takes part and by no other county; to change it is refused openly."""
    plant(each_house)
    north = add_account(each_house, "north", ["planner"], region=NORTH)
    south = add_account(each_house, "south", ["planner"], region=SOUTH)
    with each_house.database.write(CONSOLE) as session:
        at = now(session)
        register = session.scalars(select(RegisterHead.id).where(RegisterHead.office == CITY)).one()
        row = Round(
            id=new_id(at), office=CITY, code="2026-3", name="交叉", mode="cross", state="draft",
            as_of=at.date(), spec={}, register=register, created_at=at, version=1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(RoundOffice(round=row.id, office=NORTH))
        ledger.record(session, "test", kind="round", subject=row.id)
    with each_house.database.read(north) as session:
        found = session.scalars(select(Round)).one()
        with pytest.raises(NotAllowedError):
            scope.require_own(session, found)
    with each_house.database.read(south) as session:
        assert session.scalars(select(Round)).all() == []


def test_an_auditor_reads_the_ledger_of_the_own_region_alone(house):
    """Entries of another county are not shown; those of no region only to the topmost place's auditor."""
    with house.database.write(CONSOLE) as session:
        for region in (NORTH, SOUTH):
            ledger.record(session, "test", kind="test", subject=region, region=region)
    north = add_account(house, "north", ["auditor"], region=NORTH)
    top = add_account(house, "top", ["auditor"], region="510000")
    planner = add_account(house, "plan", ["planner"], region=NORTH)
    with house.database.read(north) as session:
        assert [entry.subject for entry in audit.read_ledger(session)] == [NORTH]
        assert audit.verify_ledger(session)[1] is None
    with house.database.read(top) as session:
        subjects = {entry.subject for entry in audit.read_ledger(session)}
    assert {NORTH, SOUTH} < subjects
    with house.database.read(planner) as session, pytest.raises(NotAllowedError):
        audit.read_ledger(session)


def test_no_account_holds_two_of_admin_security_and_auditor(each_house):
    """The action refuses it with its reason, and the database refuses it where two grants meet."""
    who = add_account(each_house, "someone", ["admin"])
    with each_house.database.write(CONSOLE) as session:
        account = accounts.find_account(session, "someone")
        with pytest.raises(UnsoundError) as refused:
            accounts.grant(session, account, roles=[AccountRole.ADMIN, AccountRole.AUDITOR], region=CITY)
    assert [fault.code for fault in refused.value.faults] == ["service.grant_exclusive"]
    second = insert(HeldRole).values(account=who.account, role="security", exclusive="one")
    with each_house.database.keep_house(CONSOLE) as session, pytest.raises(IntegrityError):
        session.execute(second)


def test_only_security_grants_and_nobody_to_the_own_account(house):
    """The administrator makes accounts without rights; the security officer gives rights, never to the own account."""
    admin = add_account(house, "adm", ["admin"])
    security = add_account(house, "sec", ["security"])
    with house.database.write(admin) as session:
        account = accounts.create_account(session, name="new", password_hash=None)
        session.flush()
        with pytest.raises(NotAllowedError):
            accounts.grant(session, account, roles=[AccountRole.PLANNER], region=NORTH)
    with house.database.write(security) as session:
        with pytest.raises(NotAllowedError):
            accounts.create_account(session, name="other", password_hash=None)
        accounts.grant(session, accounts.find_account(session, "new"), roles=[AccountRole.PLANNER], region=NORTH)
        own = accounts.find_account(session, "sec")
        with pytest.raises(UnsoundError) as refused:
            accounts.grant(session, own, roles=[AccountRole.PLANNER], region="000000")
    codes = {fault.code for fault in refused.value.faults}
    assert codes == {"service.region_unknown", "service.grant_self"}
    with house.database.write(admin) as session, pytest.raises(ClashError):
        accounts.set_active(session, accounts.find_account(session, "adm"), active=False)


def test_rights_take_effect_at_once(house):
    """A grant ends the open sessions of the account, and so does closing it."""
    add_account(house, "wang", ["planner"], region=NORTH, password=serving.PASSWORD)
    browser = serving.Browser(house)
    for change in ("grant", "close"):
        browser.sign_in("wang")
        assert browser.client.get("/").status_code == 200
        with house.database.write(CONSOLE) as session:
            account = accounts.find_account(session, "wang")
            if change == "grant":
                accounts.grant(session, account, roles=[AccountRole.APPROVER], region=NORTH)
            else:
                accounts.set_active(session, account, active=False)
        assert browser.client.get("/").status_code == 303


def test_the_table_of_roles_keeps_what_service_says():
    """Administrators reach no register; only approvers approve; auditors change nothing; cadres see only their own."""
    assert exclusive_roles(AccountRole) == {AccountRole.ADMIN, AccountRole.SECURITY, AccountRole.AUDITOR}
    for role in (AccountRole.ADMIN, AccountRole.SECURITY, AccountRole.CADRE):
        assert ROLES[role].reach is Reach.NONE
    assert [role for role in AccountRole if Permission.ROUNDS_APPROVE in ROLES[role].permissions] == [
        AccountRole.APPROVER
    ]
    assert all(permission.value.endswith(":read") for permission in ROLES[AccountRole.AUDITOR].permissions)
    assert all(permission.value.startswith("own:") for permission in ROLES[AccountRole.CADRE].permissions)
