"""Every code that reading can say has its sentence, in both languages, with the same parameters."""

import re
from pathlib import Path
from string import Formatter

import huibi.reading
from huibi.messages import catalogue
from huibi.reading.columns import SCHEMA

CODE = re.compile(r'"((?:read|round|expect)\.[a-z_]+)"')


def _parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_has_its_sentence():
    """The codes in the sources, and those made from names of tables and columns, stand in the catalogue."""
    sources = [file.read_text(encoding="utf-8") for file in Path(huibi.reading.__file__).parent.glob("*.py")]
    codes = {code for source in sources for code in CODE.findall(source)} - {"round.toml"}
    codes |= {f"read.table.{key}" for key in SCHEMA} | {f"expect.{key}" for key in ("persons", "units", "regions")}
    assert len(codes) > 100
    assert codes - set(catalogue()) == set()


def test_both_languages_say_the_same():
    """The English sentence takes no parameter that the Chinese one lacks, but for names that only one needs."""
    for code, sentences in catalogue().items():
        if CODE.fullmatch(f'"{code}"'):
            assert _parameters(sentences["en"]) <= _parameters(sentences["zh"]) | {"value", "key", "head"}, code
