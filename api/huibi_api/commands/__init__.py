"""`huibi serve`, `worker`, `admin …`, `audit …`: the command line finds them by entry points and never imports them.

Each is a function of the words after the command's name (group `huibi.commands` in pyproject.toml; docs/adr tells why).
"""
