"""interest.*: what the person, the family or other kin hold in the unit (公务员法 第七十四条第二款, 第七十六条)."""

from collections.abc import Iterator, Mapping

from huibi.model.findings import Link
from huibi.model.ties import Interest
from huibi.screening.kinfolk import Related
from huibi.screening.notice import Notice, tree_links
from huibi.screening.view import View


def interest_own(view: View, person: str) -> Iterator[Notice]:
    """Notice an interest standing on D in scope(u), of the person, the spouse, a child or a child's spouse."""
    if view.standing.is_living(person):
        for unit, chain in _held(view, person):
            yield Notice(unit=unit, chain=chain)
    if _have_kin_there(view, person):
        yield from _of_kin(view, view.close_family(person))


def interest_kin(view: View, person: str) -> Iterator[Notice]:
    """Notice the same of other kin of the classes."""
    if not _have_kin_there(view, person):
        return iter(())
    classes = view.rule("interest.kin").classes or frozenset()
    family = view.close_family(person)
    others = {
        relative: relation
        for relative, relation in view.touching_kin(person).items()
        if relation.kin_class in classes and relative not in family
    }
    return _of_kin(view, others)


def _have_kin_there(view: View, person: str) -> bool:
    """Whether any kin hold an interest, of whatever class: of most people none do, and no family need be asked for."""
    return any(view.interests(relative) for relative in view.touching_kin(person))


def _of_kin(view: View, kin: Mapping[str, Related]) -> Iterator[Notice]:
    for relative, relation in kin.items():
        for unit, chain in _held(view, relative):
            yield Notice(
                unit=unit,
                chain=relation.chain + chain,
                counterpart=relative,
                kin_class=relation.kin_class,
                uncertain=relation.uncertain,
            )


def _held(view: View, holder: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for interest in view.interests(holder):
        for unit in view.inside(interest.unit):
            yield unit, (_link(interest), *tree_links(view.standing, interest.unit, unit))


def _link(interest: Interest) -> Link:
    return Link(
        source=interest.person,
        tie=f"interest.{interest.kind.value}",
        target=interest.unit,
        record=interest.record or None,
        since=interest.since,
    )
