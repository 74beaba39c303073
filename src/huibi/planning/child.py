"""The solver's own process: searches a problem and tells; dies with its parent. Run as a module, or after a fork."""

import ctypes
import gc
import json
import os
import signal
import sys
import threading
import time
import traceback
from typing import IO, Any

from huibi.model.rosters import Problem

_PR_SET_PDEATHSIG = 1
_NO_PARENT = 3


def main() -> None:
    """Search the problem on standard input, in an interpreter of its own."""
    begun = time.monotonic()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears the terminal and says what to do
    asked = json.loads(sys.stdin.buffer.readline())
    gc.disable()  # what is read stays: looking for rubbish in it takes as long as reading
    work(int(sys.argv[1]), asked, Problem.model_validate_json(sys.stdin.buffer.readline()), begun)


def work(parent: int, asked: dict[str, Any], problem: Problem, begun: float) -> None:
    """Search a problem until done or told to stop; one JSON object a line goes out. The limit counts from `begun`."""
    _die_with(parent)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not stand among our lines
    try:
        _search(problem, asked, out, begun)
        _write(out, {"done": True})
    except Exception:  # noqa: BLE001 - the parent decides what becomes of it
        _write(out, {"failed": traceback.format_exc()})


def _search(problem: Problem, options: dict[str, Any], out: IO[str], begun: float) -> None:
    from huibi.planning.board import Board, State  # noqa: PLC0415 - only here may the solver be loaded
    from huibi.planning.engine import Budget, Engine  # noqa: PLC0415
    from huibi.planning.search import Search  # noqa: PLC0415

    budget = Budget(options["seconds"], official=options["official"], begun=begun)
    engine = Engine(budget, workers=options["workers"], seed=options["seed"])
    threading.Thread(target=_listen, args=(engine,), daemon=True).start()
    lock = threading.Lock()

    def tell(message: dict[str, Any]) -> None:
        with lock:
            _write(out, message | {"elapsed": round(budget.elapsed, 3)})

    start = None if options["start"] is None else State(*(tuple(part) for part in options["start"]))
    search = Search(Board(problem), engine, tell, start)
    gc.freeze()
    gc.enable()
    search.run()
    search.alternatives(options["alternatives"], options["seconds"], options["distance"])


def _listen(engine: Any) -> None:  # noqa: ANN401 - its class is loaded late
    """Wait for the parent: a line means stop with what there is, the end that nobody is there any more."""
    if sys.stdin.buffer.readline():
        engine.stop()
        sys.stdin.buffer.readline()
    os._exit(_NO_PARENT)


def _write(out: IO[str], message: dict[str, Any]) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


def _die_with(parent: int) -> None:
    """Ask the kernel to kill us when the parent dies; it may have died already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(_NO_PARENT)


if __name__ == "__main__":
    main()
