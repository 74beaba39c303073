"""From files to a sound register and a sound round; whatever is wrong is reported all at once."""

from huibi.reading.desk import UnsoundRegisterError
from huibi.reading.registers import ReadResult, read_register
from huibi.reading.rounds import read_round, round_of

__all__ = ["ReadResult", "UnsoundRegisterError", "read_register", "read_round", "round_of"]
