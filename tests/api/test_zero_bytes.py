"""A zero byte, which PostgreSQL keeps in no text: whoever sends one, the answer is of the caller's fault."""

import pytest

from rosters_api import BOTH, PATH, client, document
from serving import add_token

ZERO = "a\0b"


def test_a_zero_byte_in_a_problem_is_refused(each_house):
    """As an id of the problem, of a person, as a key of the request."""
    caller = client(each_house, add_token(each_house, "system", BOTH))
    for body in (document(id=ZERO), document(units=[{"id": ZERO}])):
        answer = caller.post(PATH, json=body)
        assert 400 <= answer.status_code < 500
        assert answer.json()["errors"]


@pytest.mark.parametrize("field", ["name", "password", "target"])
def test_a_zero_byte_opens_no_door(each_house, field):
    """The sign-in form comes again."""
    form = {"name": "planner", "password": "wrong", "target": "/"} | {field: ZERO}
    answer = client(each_house).post("/sign-in", data=form, headers={"Origin": "http://testserver"})
    assert 400 <= answer.status_code < 500
