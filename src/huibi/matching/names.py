"""Names as forms write them: what two writings of one name have in common, and how they sound."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

import huibi_data
from huibi.matching.syllables import READINGS

OPEN = "□"  # stands for any mark of an unreadable character
_KEPT = 1 << 18
_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]?")
_BETWEEN = re.compile(r"[\s·•・‧∙⋅．.\-_'’]+")
_HAN = re.compile("[\u4e00-\u9fff]+")
_PIECES = re.compile(r"[a-z]+|.", re.DOTALL)
_DOTTED = re.compile(r"[·•・‧∙⋅．]")
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name: `whole` without blanks and dots, `plain` in one writing, `sound` its syllables without tones.

    `surname` and `given` are of the plain writing; `parts` are the pieces of a dotted name (吉克·阿依).
    """

    text: str
    whole: str
    plain: str
    sound: str
    surname: str
    parts: tuple[str, ...] = ()

    @property
    def given(self) -> str:
        """What follows the surname."""
        return self.plain[len(self.surname) :]

    @property
    def is_open(self) -> bool:
        """Whether a character of it could not be read."""
        return OPEN in self.plain


@lru_cache(maxsize=_KEPT)
def read_name(text: str) -> Name:
    """Return a name taken apart; an empty text is an empty name."""
    pieces: tuple[str, ...]
    if is_han(text):
        whole, pieces = text, ()
    else:
        bare = _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).casefold()
        pieces = tuple(_plain(piece) for piece in _DOTTED.split(bare) if piece.strip())
        whole = _BETWEEN.sub("", bare)
    plain = _plain(whole)
    length = 2 if plain[:2] in compound_surnames() and len(plain) > 2 else 1  # noqa: PLR2004 - characters of a surname
    return Name(text, whole, plain, _sound(plain), plain[:length], pieces if len(pieces) > 1 else ())


def is_han(text: str) -> bool:
    """Whether a text is made of Chinese characters only."""
    return _HAN.fullmatch(text) is not None


def _plain(text: str) -> str:
    return "".join(map(sign_of, text if text.isalpha() else _BETWEEN.sub("", text)))


def simplified(text: str) -> str:
    """Return a text in simplified characters, variants of names as they stand."""
    return str(_converter().convert(text))


@lru_cache(maxsize=_KEPT)
def sign_of(sign: str) -> str:
    """Return the one writing of a character: simplified, and the first of its variants."""
    simple = simplified(sign)
    return _variants().get(simple, simple)


def _sound(plain: str) -> str:
    return " ".join(map(syllable_of, plain if is_han(plain) else _PIECES.findall(plain)))


@lru_cache(maxsize=_KEPT)
def syllable_of(piece: str) -> str:
    """Return how a character sounds, without tone and without what dialects blur (z and zh, n and ng)."""
    spoken = piece if piece[0].isascii() else READINGS.get(ord(piece), piece).split(",")[0].translate(_TONES)
    for exact, blurred in _BLURRED:
        spoken = spoken.replace(exact, blurred)
    return spoken


def surname_share(surname: str) -> float:
    """Return about which share of people bear a surname."""
    shares = _shares()
    return shares.get(surname, shares[""])


@lru_cache(maxsize=_KEPT)
def rarity(sign: str) -> float:
    """Return about how often a given name has this character, by the part of the character sets where it stands."""
    try:
        lead = sign.encode("gb2312")[0]
    except UnicodeEncodeError:
        return 1e-5
    return 2.5e-3 if lead < _SECOND_LEVEL else 3e-4


_SECOND_LEVEL = 0xD8  # first byte of GB 2312 from which on characters are the less common ones


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _variants() -> dict[str, str]:
    data = huibi_data.load_toml("matching", "names.toml")
    found = {other: group[0] for group in data["variants"]["groups"] for other in group[1:]}
    return found | dict.fromkeys(unicodedata.normalize("NFKC", data["open"]["marks"]), OPEN)


@cache
def _shares() -> dict[str, float]:
    data = huibi_data.load_toml("matching", "names.toml")["surnames"]
    pairs = (entry.split() for entry in data["listed"])
    return {name: float(share) / 1000 for name, share in pairs} | {"": data["other"] / 1000}


@cache
def compound_surnames() -> frozenset[str]:
    """Return the surnames of two characters."""
    return frozenset(huibi_data.load_toml("matching", "names.toml")["surnames"]["compound"])
