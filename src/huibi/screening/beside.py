"""Work that a second process does on a copy of this one's memory while this one goes on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

Work = Callable[[], Any]


@contextmanager
def beside(works: Sequence[Work], *, pays: bool) -> Iterator[Sequence[Work]]:
    """Begin pieces of work, one after the other, and yield what returns the answer of each, waiting where need be.

    The answers, which must be picklable, are the same wherever they come from: where a second process would not pay,
    where there can be none (other threads run: a copy of one that holds a lock would wait for ever), or where it came
    to grief, the work is done here when it is asked for. The process ends with the block: what it has not told by then
    is done here too.
    """
    if not pays or threading.active_count() > 1 or "fork" not in get_all_start_methods():
        yield works
        return
    context = get_context("fork")
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(works, told, tell), daemon=True)
    process.start()
    tell.close()
    answers = _Answers(works, told)
    try:
        yield answers.each()
        answers.take_in()
    finally:
        process.kill()
        process.join()
        process.close()
        told.close()


class _Answers:
    """The answers in the order of the works, each taken in when it or a later one is asked for."""

    def __init__(self, works: Sequence[Work], told: Connection) -> None:
        self._works, self._told = works, told
        self._found: list[Any] = []

    def each(self) -> Sequence[Work]:
        """Return what returns each answer."""
        return [partial(self._answer, place) for place in range(len(self._works))]

    def take_in(self) -> None:
        """Take in what has been told so far."""
        with suppress(EOFError, OSError):
            while self._told.poll():
                self._found.append(self._told.recv())

    def _answer(self, place: int) -> Any:  # noqa: ANN401 - whatever the work returns
        with suppress(EOFError, OSError):
            while len(self._found) <= place:
                self._found.append(self._told.recv())
        return self._found[place] if place < len(self._found) else self._works[place]()


def _work(works: Sequence[Work], told: Connection, tell: Connection) -> None:
    """Do the works and tell the answers; whoever waits for one that does not come does the work and meets the error."""
    told.close()  # so that telling fails once nobody listens any more
    found: SimpleQueue[list[Any]] = SimpleQueue()
    telling = threading.Thread(target=_tell, args=(tell, found))  # nobody may be listening yet
    telling.start()
    with suppress(BaseException):
        for work in works:
            found.put([work()])
    found.put([])
    telling.join()


def _tell(tell: Connection, found: "SimpleQueue[list[Any]]") -> None:
    """Tell answers, each in a list, until an empty one."""
    with suppress(OSError):  # nobody listens any more
        while answer := found.get():
            tell.send(*answer)
