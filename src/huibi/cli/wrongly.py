"""What a call's own words may have wrong, in the user's language: typer speaks English alone."""

import re
from typing import Any

from huibi.messages import say

# Complaints that tell what is wrong by their words alone.
_BY_WORDS = (
    (re.compile(r"No such command '(.+?)'"), "cli.no_command"),
    (re.compile(r"Got unexpected extra argument(?:\(s\)|s)? \((.+)\)"), "cli.extra"),
)


def say_wrong_call(error: Any) -> str:  # noqa: ANN401 - typer's complaints have no public type
    """Return the sentence for one of typer's complaints about the words of a call."""
    context = getattr(error, "ctx", None)
    command = "huibi" if context is None else context.command_path
    kind, reason = type(error).__name__, error.format_message()
    if kind == "NoArgsIsHelpError":
        return str(reason)
    if kind in ("NoSuchOption", "BadOptionUsage"):
        code = "cli.no_option" if kind == "NoSuchOption" else "cli.no_value"
        return say(code, value=error.option_name, command=command)
    if kind in ("MissingParameter", "BadParameter") and error.param is not None:
        code = "cli.missing" if kind == "MissingParameter" else "cli.bad_value"
        return say(code, name=_shown(error.param), reason=error.message, command=command)
    for words, code in _BY_WORDS:
        if found := words.match(reason):
            return say(code, value=found[1], command=command)
    return say("cli.called_wrongly", reason=reason, command=command)


def _shown(parameter: Any) -> str:  # noqa: ANN401 - see above
    options = [word for word in parameter.opts if word.startswith("-")]
    return options[0] if options else str(parameter.metavar or parameter.name)
