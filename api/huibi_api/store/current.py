"""What a transaction knows about itself: whose it is, and the one time that holds in it."""

from datetime import datetime

from sqlalchemy.orm import Session

from huibi_api.security.viewer import Viewer


def begin(session: Session, who: Viewer, at: datetime) -> None:
    """Say whose transaction it is and what time it is in it."""
    session.info["viewer"], session.info["now"] = who, at


def become(session: Session, who: Viewer) -> None:
    """Go on as `who`: somebody has just proved to be that."""
    session.info["viewer"] = who


def now(session: Session) -> datetime:
    """Return the one time of this transaction: the database's, so that machines with clocks apart agree."""
    at: datetime = session.info["now"]
    return at


def viewer(session: Session) -> Viewer:
    """Return whose transaction this is; a session that was not opened by the one opener raises KeyError."""
    who: Viewer = session.info["viewer"]
    return who
