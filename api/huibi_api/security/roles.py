"""Who may do what: roles, their permissions and their reach, as data in one place (service.md, People)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class AccountRole(StrEnum):
    """What an account is in the office; the English key and the Chinese name stand in the catalogue (`role.*`)."""

    PLANNER = "planner"
    APPROVER = "approver"
    COORDINATOR = "coordinator"
    CADRE = "cadre"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SECURITY = "security"
    SYSTEM = "system"


class Permission(StrEnum):
    """One thing that may be done; the value is also the scope that a token can carry."""

    REGISTERS_READ = "registers:read"
    REGISTERS_WRITE = "registers:write"
    ROUNDS_READ = "rounds:read"
    ROUNDS_WRITE = "rounds:write"
    ROUNDS_COORDINATE = "rounds:coordinate"
    ROUNDS_APPROVE = "rounds:approve"
    RULINGS_WRITE = "rulings:write"
    ROSTERS_READ = "rosters:read"
    ROSTERS_WRITE = "rosters:write"
    OWN_READ = "own:read"
    OWN_DECLARE = "own:declare"
    AUDIT_READ = "audit:read"
    ACCOUNTS_WRITE = "accounts:write"
    GRANTS_WRITE = "grants:write"


class Reach(StrEnum):
    """How far below the account's region it sees."""

    NONE = "none"  # no register data and no rosters
    OWN = "own"  # the own region and what has no office of its own below it
    BELOW = "below"  # every region below as well
    WHOLE = "whole"  # the service itself: worker and console


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a role brings."""

    permissions: frozenset[Permission]
    reach: Reach = Reach.OWN
    exclusive: bool = False  # 三员分立: an account holds at most one of these


_READING = frozenset({Permission.REGISTERS_READ, Permission.ROUNDS_READ, Permission.ROSTERS_READ})
_PLANNING = _READING | {Permission.REGISTERS_WRITE, Permission.ROUNDS_WRITE, Permission.ROSTERS_WRITE}

ROLES: Mapping[AccountRole, Grant] = {
    AccountRole.PLANNER: Grant(permissions=_PLANNING),
    AccountRole.APPROVER: Grant(permissions=_READING | {Permission.ROUNDS_APPROVE, Permission.RULINGS_WRITE}),
    AccountRole.COORDINATOR: Grant(permissions=_PLANNING | {Permission.ROUNDS_COORDINATE}, reach=Reach.BELOW),
    AccountRole.CADRE: Grant(permissions=frozenset({Permission.OWN_READ, Permission.OWN_DECLARE}), reach=Reach.NONE),
    AccountRole.AUDITOR: Grant(permissions=_READING | {Permission.AUDIT_READ}, reach=Reach.BELOW, exclusive=True),
    AccountRole.ADMIN: Grant(permissions=frozenset({Permission.ACCOUNTS_WRITE}), reach=Reach.NONE, exclusive=True),
    AccountRole.SECURITY: Grant(permissions=frozenset({Permission.GRANTS_WRITE}), reach=Reach.NONE, exclusive=True),
    AccountRole.SYSTEM: Grant(permissions=frozenset(), reach=Reach.OWN),  # what the token's scopes say
}
# What a token may carry: the work of a planner, never grants, approvals or somebody's own declaration.
TOKEN_SCOPES: frozenset[Permission] = _PLANNING | {Permission.AUDIT_READ}
_REACHES = tuple(Reach)


def permissions_of(roles: Iterable[AccountRole]) -> frozenset[Permission]:
    """Return everything that the roles together allow."""
    return frozenset[Permission]().union(*(ROLES[role].permissions for role in roles))


def reach_of(roles: Iterable[AccountRole]) -> Reach:
    """Return the farthest reach of the roles; NONE without a role."""
    return max((ROLES[role].reach for role in roles), key=_REACHES.index, default=Reach.NONE)


def exclusive_roles(roles: Iterable[AccountRole]) -> frozenset[AccountRole]:
    """Return those of the roles of which an account may hold only one."""
    return frozenset(role for role in roles if ROLES[role].exclusive)
