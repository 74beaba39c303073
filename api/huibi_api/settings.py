"""Settings: the one place that reads the environment (`HUIBI_*`), through pydantic-settings.

Nothing else of the service looks at the environment; what it needs is handed to it from here.
"""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Positive = Annotated[int, Field(ge=1)]
MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Everything that an installation may set; docs/operations.md lists it, a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="HUIBI_", frozen=True, extra="ignore")

    data_dir: Path = Field(Path("var"), description="folder of the embedded database, the key file and uploads")
    database_url: str = Field("", description="PostgreSQL or SQLite address; empty: the embedded SQLite file")
    secret_key_file: Path | None = Field(None, description="key file, made at the first start; empty: in the folder")
    listen: str = Field("127.0.0.1", description="address that the server listens on")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8000, description="port; 0 takes a free one")
    public_url: str = Field("", description="address as browsers see it, for links; https here makes cookies secure")
    trusted_proxies: str = Field("", description="addresses of reverse proxies whose X-Forwarded-For counts")

    session_idle_minutes: Positive = Field(30, description="a session ends after so long without a request")
    session_hours: Positive = Field(12, description="a session ends after so long in any case")
    link_minutes: Positive = Field(60, description="a one-time sign-in link holds so long")
    password_length: Positive = Field(10, description="fewest characters of a password")
    lock_minutes: Positive = Field(15, description="window in which failed sign-ins are counted")
    lock_failures: Positive = Field(5, description="failures of one name from one address before it is locked")
    lock_name_failures: Positive = Field(30, description="failures of one name from all addresses")
    lock_address_failures: Positive = Field(60, description="failures of one address with all names")

    argon_time: Positive = Field(3, description="argon2id: rounds")
    argon_memory_kib: Annotated[int, Field(ge=8)] = Field(65536, description="argon2id: memory of one hash in KiB")
    argon_parallelism: Positive = Field(4, description="argon2id: lanes")
    argon_at_once: Positive = Field(2, description="argon2id: hashes computed at one time")

    body_limit_mb: Positive = Field(64, description="largest request body in MiB")
    events_seconds: Annotated[float, Field(gt=0)] = Field(0.5, description="how often an event stream looks for news")

    lease_seconds: Annotated[float, Field(gt=0)] = Field(30, description="a job without a sign of life is free after")
    beat_seconds: Annotated[float, Field(gt=0)] = Field(5, description="how often a worker gives a sign of life")
    poll_seconds: Annotated[float, Field(gt=0)] = Field(1, description="how often an idle worker looks for jobs")
    stop_seconds: Annotated[float, Field(gt=0)] = Field(20, description="a stopped solver is killed after so long")
    attempts: Positive = Field(3, description="how often a job is taken up before it counts as failed")
    solve_seconds_most: Positive = Field(3600, description="most seconds that one solve may ask for")
    solve_workers_most: Positive = Field(8, description="most threads that one solve may ask for")
    solve_memory_mb: int = Field(0, ge=0, description="memory limit of a solver child in MiB; 0: none")

    admin_password: SecretStr = Field(
        SecretStr(""), description="first password of the administrator; empty: invented and printed once"
    )

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        """Let an address be written without naming the driver."""
        for short in ("postgresql://", "postgres://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url

    @property
    def url(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'huibi.db'}"

    @property
    def key_path(self) -> Path:
        """Where the secret key lies."""
        return self.secret_key_file or self.data_dir / "secret.key"

    @property
    def anchor_path(self) -> Path:
        """Where the last known end of the ledger is kept, outside of the database."""
        return self.data_dir / "ledger.anchor"

    @property
    def uploads_dir(self) -> Path:
        """Where files that are handed in lie, a folder each."""
        return self.data_dir / "uploads"

    @property
    def body_limit(self) -> int:
        """Largest request body in bytes."""
        return self.body_limit_mb * MEBIBYTE

    @property
    def https(self) -> bool:
        """Whether browsers come by https."""
        return self.public_url.startswith("https://")

    def at(self, port: int) -> Self:
        """Return the settings with the port that is really listened on."""
        return self.model_copy(update={"port": port})

    @property
    def address(self) -> str:
        """The address to show to people."""
        return self.public_url.rstrip("/") or f"http://{self.listen}:{self.port}"
