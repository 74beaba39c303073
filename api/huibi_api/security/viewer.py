"""Who is asking: what every transaction knows about its caller."""

from dataclasses import dataclass
from enum import StrEnum

from huibi_api.errors import NotAllowedError, SignInError
from huibi_api.security.roles import AccountRole, Permission, Reach


class Via(StrEnum):
    """By which way somebody came."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - the name of a way, not a secret
    CODE = "code"  # a member's code of the third stage
    CONSOLE = "console"
    WORKER = "worker"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whose transaction this is; `name` is what the ledger shows, `region` and `reach` bound what is seen."""

    name: str
    via: Via
    account: str | None = None
    roles: frozenset[AccountRole] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    region: str | None = None
    reach: Reach = Reach.NONE
    person: str | None = None
    session: str | None = None
    must_change: bool = False
    address: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether an account stands behind it."""
        return self.account is not None

    def may(self, permission: Permission) -> bool:
        """Whether the caller holds the permission; nothing at all before a first password is changed."""
        return permission in self.permissions and not self.must_change

    def require(self, permission: Permission) -> None:
        """Raise SignInError for a stranger and NotAllowedError for an account without the permission."""
        if self.may(permission):
            return
        if self.via is Via.NOBODY:
            raise SignInError.of("service.sign_in_needed")
        code = "service.password_must_change" if self.must_change else "service.not_allowed"
        raise NotAllowedError.of(code, permission=permission.value)


NOBODY = Viewer(name="", via=Via.NOBODY)
WORKER = Viewer(name="worker", via=Via.WORKER, permissions=frozenset(Permission), reach=Reach.WHOLE)
CONSOLE = Viewer(name="console", via=Via.CONSOLE, permissions=frozenset(Permission), reach=Reach.WHOLE)
