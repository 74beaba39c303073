"""Identity numbers of residents (GB 11643-1999): 18 digits, the last a MOD 11-2 check character."""

from datetime import date
from functools import cache
from operator import mul
from typing import NamedTuple

import huibi_data
from huibi.model.people import Sex

LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = b"10X98765432"
_ZEROS = ord("0") * sum(_WEIGHTS)


class Identity(NamedTuple):
    """What a sound identity number says; `known_region` False: the first two digits are no province's."""

    birth: date
    sex: Sex
    known_region: bool


def check_character(body: str) -> str:
    """Return the MOD 11-2 character for the first 17 digits."""
    return chr(_CHECKS[(sum(map(mul, _WEIGHTS, body.encode())) - _ZEROS) % 11])


def read_identity(number: str) -> Identity | str:
    """Return what a number of ASCII characters says, or the code of the fault: form, check character or date."""
    body = number[:-1]
    if len(number) != LENGTH or not (body.isascii() and body.isdigit()) or number[-1] not in "0123456789X":
        return "read.identity_form"
    if check_character(body) != number[-1]:
        return "read.identity_check"
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "read.identity_date"
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Identity(birth, sex, is_province(number))


def is_province(code: str) -> bool:
    """Whether a division code or identity number begins with the two digits of a province."""
    return code[:2] in _provinces()


@cache
def _provinces() -> frozenset[str]:
    return frozenset(huibi_data.load_toml("province_codes.toml")["provinces"])
