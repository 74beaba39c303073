"""The collector of cycles keeps out of large work, and what comes of it is old when it is let in again."""

import gc

from huibi.collector import collector_paused


def test_what_stays_is_gone_through_once_and_taken_for_old():
    """Hundreds of thousands of objects later, no object made under the pause is among the young."""
    with collector_paused(stays=True):
        assert not gc.isenabled()
        made = [[number] for number in range(300_000)]
    assert gc.isenabled()
    young = {id(one) for generation in (0, 1) for one in gc.get_objects(generation)}
    assert young.isdisjoint(map(id, made))


def test_whoever_has_no_collector_gets_none():
    """Where it is off it stays off, and nothing is collected."""
    gc.disable()
    try:
        with collector_paused(stays=True):
            made = [[number] for number in range(300_000)]
        assert not gc.isenabled()
        assert gc.get_count()[0] > len(made) // 2
    finally:
        gc.enable()
