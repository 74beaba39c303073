"""Pictures (SVG) of a chain and of somebody's surroundings up to a unit, in layers by generation, to be printed."""

from collections.abc import Sequence

from huibi.messages import say
from huibi.model.findings import Finding
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.writing.names import Names
from huibi.writing.pictures_case import Kind, Strand, draw_case
from huibi.writing.pictures_svg import svg
from huibi.writing.records import day_text
from huibi.writing.sentences import Sentences

__all__ = ["Strand", "finding_picture", "surroundings_picture"]
_MOST_STRANDS = 12


def finding_picture(register: Register, round_: Round, finding: Finding) -> str:
    """Return the chain of a finding as SVG, the sentence of the finding below it; the same bytes each time."""
    return surroundings_picture(
        register,
        round_,
        finding.person,
        finding.unit,
        [Strand(finding.chain)],
        remarks=[Sentences(register).finding(finding)],
    )


def surroundings_picture(
    register: Register,
    round_: Round,
    person: str,
    unit: str,
    strands: Sequence[Strand],
    remarks: Sequence[str] = (),
) -> str:
    """Return the chains between a person and a unit as one SVG document, in the current language.

    What several chains share stands once. Persons stand by generation, elders above, spouses side by side; units and
    places below them. Of many chains the first twelve are drawn and the rest counted.
    """
    names = Names(register, round_)
    drawn, left_out = strands[:_MOST_STRANDS], len(strands) - _MOST_STRANDS
    case = draw_case(register, round_, drawn, ends=((Kind.PERSON.value, person), (Kind.UNIT.value, unit)))
    notes = list(remarks)
    if not strands:
        notes.append(say("picture.nothing"))
    if left_out > 0:
        notes.append(say("picture.more", count=left_out))
    notes.append(say("picture.as_of", day=day_text(round_.as_of), round=round_.name or round_.id))
    title = say("picture.title", person=names.person(person), unit=names.unit(unit))
    return svg(case, title, notes)
