"""The relation picture between a person and a unit, from what a screening found."""

from sqlalchemy.orm import Session

from huibi.model.findings import Finding
from huibi.model.rounds import Round as RoundNoun
from huibi.writing.pictures import Strand, surroundings_picture
from huibi_api.actions.round_views import Bundle
from huibi_api.store import registers
from huibi_api.store.tables.rounds import Round


def pair_picture(session: Session, round_: Round, bundle: Bundle, person: str, unit: str) -> str:
    """Return the chains found between a person and a unit as SVG, waived ones drawn as such; empty where none was.

    Only the rows that the chains cite are read, of the version that was screened.
    """
    rows = (row for row in bundle.findings if (row["person"], row["unit"]) == (person, unit))
    found = [finding for finding in map(Finding.from_json, rows) if finding.chain]
    strands = list(dict.fromkeys(Strand(finding.chain, counts=not finding.waived) for finding in found))
    if not strands:
        return ""
    strands.sort(key=lambda strand: not strand.counts)
    links = [link for strand in strands for link in strand.chain]
    register = registers.excerpt(
        session,
        round_.register,
        bundle.screening.register_version,
        records={link.record for link in links if link.record},
        subjects={person, unit, *(name for link in links for name in (link.source, link.target))},
        careers={person},
    )
    noun = RoundNoun(id=round_.code, name=round_.name, as_of=round_.as_of)
    return surroundings_picture(register, noun, person, unit, strands)
