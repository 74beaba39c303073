"""The same actions as HTML, in Simplified Chinese; each module gives a router."""

from huibi_api.pages import (
    accounts,
    declaring,
    home,
    judging,
    members,
    overviews,
    registers,
    reserves,
    rounds,
    sign_in,
    solving,
)

PAGES = (
    sign_in.router,
    home.router,
    accounts.router,
    registers.router,
    overviews.router,
    reserves.router,
    judging.router,
    solving.router,
    members.router,
    rounds.router,
    declaring.router,
)
