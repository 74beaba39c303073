"""An explanation as a picture: the chains between a person and one unit, what holds and what was seen and does not."""

from huibi.explaining.explanation import Explanation, Ground
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.writing.pictures import Strand, surroundings_picture
from huibi.writing.sentences import Sentences


def explanation_picture(register: Register, round_: Round, explanation: Explanation, ground: str | None = None) -> str:
    """Return the person's surroundings up to the explanation's first unit as SVG, in the current language.

    With the code of a `ground` only its chains are drawn, and its findings stand below in words. What does not count
    (waived, or outside the limits of a ground: the nearest of each) is drawn as such.
    """
    unit = explanation.units[0]
    grounds = [each for each in unit.grounds if ground in (None, each.code)]
    sentences = Sentences(register)
    remarks = [sentences.finding(found) for each in grounds for found in each.found] if ground is not None else []
    strands = list(dict.fromkeys(strand for each in grounds for strand in _strands(each)))
    strands.sort(key=lambda strand: not strand.counts)
    return surroundings_picture(register, round_, explanation.person, unit.unit, strands, remarks)


def _strands(ground: Ground) -> list[Strand]:
    found = [Strand(finding.chain, counts=not finding.waived) for finding in ground.found if finding.chain]
    near = sorted((each.finding.chain for each in ground.near if each.finding.chain), key=len)
    return found + [Strand(chain, counts=False) for chain in near[:1]]
