"""The same actions as HTML, in Simplified Chinese; each module gives a router."""

from huibi_api.pages import home, sign_in

PAGES = (sign_in.router, home.router)
