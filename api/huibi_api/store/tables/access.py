"""Regions, accounts and everything by which somebody comes in."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from huibi_api.store.tables.base import CODE_LENGTH, Base, id_column


class Place(Base):
    """行政区划 as the service scopes by it: the tree of regions of all offices."""

    __tablename__ = "places"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str | None] = mapped_column(String(16))
    parent: Mapped[str | None] = mapped_column(ForeignKey("places.code"))


class PlaceReach(Base):
    """Which places lie at or below a place, and how many offices are passed on the way down."""

    __tablename__ = "place_reach"

    above: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True, index=True)
    offices: Mapped[int]


class Account(Base):
    """Somebody who signs in, or another system; `version` is its ETag."""

    __tablename__ = "accounts"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(String(128), unique=True)
    display: Mapped[str] = mapped_column(String(64), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    must_change: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    region: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    person: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    roles: Mapped[list["HeldRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="HeldRole.role"
    )


class HeldRole(Base):
    """A role of an account; `exclusive` is filled for 三员, so that the database itself refuses a second one."""

    __tablename__ = "account_roles"
    __table_args__ = (UniqueConstraint("account", "exclusive"),)

    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    exclusive: Mapped[str | None] = mapped_column(String(16))


class SignIn(Base):
    """A session of a browser; of its cookie only the hash is kept."""

    __tablename__ = "sign_ins"

    id: Mapped[str] = id_column()
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64))


class SignInLink(Base):
    """A link that signs in once."""

    __tablename__ = "sign_in_links"

    secret: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInFailure(Base):
    """A failed sign-in; name and address are kept as keyed hashes, whether or not such an account is there."""

    __tablename__ = "sign_in_failures"

    id: Mapped[str] = id_column()
    name: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    address: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Base):
    """A bearer token of a system account; the prefix is shown, of the rest only the hash is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = id_column()
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    prefix: Mapped[str] = mapped_column(String(16))
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
