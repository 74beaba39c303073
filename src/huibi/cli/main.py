"""Entry point: language, then the command, then one exit status for every outcome."""

import locale
import sys
from collections.abc import Sequence

from huibi.cli import output
from huibi.cli.wrongly import say_wrong_call
from huibi.errors import Exit, HuibiError
from huibi.messages import Language, language, say

_TYPER_INTERRUPTED = 130  # what typer returns after Ctrl-C


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status (commands.md); never shows a traceback."""
    output.speak_utf8()
    argv = list(sys.argv[1:] if arguments is None else arguments)
    chosen, argv = _take_language(argv)
    before = language.set(chosen or _locale_language())
    try:
        sys.exit(_guarded(argv))
    finally:
        language.reset(before)  # a caller in the same process keeps the own language


def _guarded(argv: list[str]) -> int:
    try:
        from huibi.cli.app import build_app

        result = build_app()(argv, prog_name="huibi", standalone_mode=False)
    except HuibiError as error:
        output.show_faults(error.faults, as_json="--json" in argv)
        return int(error.status)
    except KeyboardInterrupt:
        output.tell(say("cli.stopped"))
        return int(Exit.STOPPED)
    except BrokenPipeError:
        return int(Exit.DONE)
    except Exception as error:  # noqa: BLE001 - the last rim: a traceback never reaches a user
        return _usage_or_ours(error)
    if result == _TYPER_INTERRUPTED:
        output.tell(say("cli.stopped"))
        return int(Exit.STOPPED)
    return int(result) if isinstance(result, int) else int(Exit.DONE)


def _usage_or_ours(error: Exception) -> int:
    if hasattr(error, "format_message"):  # typer's own complaints about the words of the call
        output.tell(say_wrong_call(error))
        return int(Exit.USAGE)
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}"
    output.tell(say("cli.ours", kind=type(error).__name__, where=where))
    return int(Exit.OURS)


def _take_language(argv: list[str]) -> tuple[Language | None, list[str]]:
    """Take `--lang X` out of the arguments, wherever it stands."""
    rest: list[str] = []
    chosen: Language | None = None
    words = iter(argv)
    for word in words:
        if word != "--lang" and not word.startswith("--lang="):
            rest.append(word)
            continue
        value = next(words, "") if word == "--lang" else word.removeprefix("--lang=")
        if value not in ("zh", "en"):
            output.tell(say("cli.language", value=value))
            sys.exit(int(Exit.USAGE))
        chosen = "zh" if value == "zh" else "en"
    return chosen, rest


def _locale_language() -> Language:
    try:
        # Asked by its own name: getlocale() takes C.UTF-8 for English, which nobody chose.
        name = locale.setlocale(locale.LC_MESSAGES, "")
    except locale.Error:
        name = ""
    return "en" if name.startswith("en") else "zh"


if __name__ == "__main__":
    main()
