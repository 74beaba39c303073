"""How single characters sound, by code point: the readings of pypinyin without its phrases."""

import os
from collections.abc import Mapping

# The package looks here once, when it is loaded: its phrases take a quarter of a second and 45 MB, and names are read
# sign by sign. Nothing of ours depends on it.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "yes")  # noqa: TID251 - set for another, never asked

from pypinyin.constants import PINYIN_DICT

READINGS: Mapping[int, str] = PINYIN_DICT
