"""From files to a sound register and a sound round; whatever is wrong is reported all at once."""

from huibi.reading.desk import UnsoundRegisterError
from huibi.reading.outside import OutsideList, read_list
from huibi.reading.registers import ReadResult, read_register
from huibi.reading.rounds import read_round, round_of

__all__ = ["OutsideList", "ReadResult", "UnsoundRegisterError", "read_list", "read_register", "read_round", "round_of"]
