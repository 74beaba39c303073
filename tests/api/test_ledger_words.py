"""The ledger page speaks Chinese: every deed that the service records has its word."""

import ast
import json
from pathlib import Path

import huibi_api
from huibi.messages import catalogue, language, say
from huibi_api.pages.ledger_words import told, word
from huibi_api.security.viewer import Via


def _recorded():
    """Yield (action, kind) of each entry that some code writes into the ledger."""
    for path in Path(huibi_api.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
            if not named or not isinstance(node.func.value, ast.Name) or node.func.value.id != "ledger":
                continue
            actions = [part.value for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)]
            kind = next(key.value.value for key in node.keywords if key.arg == "kind")
            yield from ((action, kind) for action in actions)


def test_every_deed_has_its_word():
    """No action, kind or way is shown as a code, in either language."""
    recorded = set(_recorded())
    assert len(recorded) > 30
    for action, kind in recorded:
        assert f"ledger.action.{action}" in catalogue()
        assert f"ledger.kind.{kind}" in catalogue()
    assert all(f"ledger.via.{way.value}" in catalogue() for way in Via)


def test_details_are_told_in_words():
    """Keys and known values are words; lists, tables and what has no word are told too; what is empty is left out."""
    token = language.set("zh")
    try:
        fields = {
            "after": ["planner"],
            "before": ["cadre"],
            "changes": {"units": {"added": 2}},
            "note": None,
            "plan": "ab" * 32,
            "reason": "病假",
            "x": 1,
        }
        expected = "之前：成员；之后：巡察办；变更：（单位：（新增：2））；方案：abababababab…；理由：病假；x：1"
        assert told(json.dumps(fields)) == expected.replace("成员", say("role.cadre"))
        assert (word("action", "round.step"), word("action", "nobody.knows")) == ("轮次进入下一环节", "nobody.knows")
    finally:
        language.reset(token)
