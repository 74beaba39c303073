"""A chain of records as a clause: who is what to whom, and where, with posts and days."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from huibi.messages import say
from huibi.model.findings import Link
from huibi.model.people import Level
from huibi.model.register import Register
from huibi.model.ties import InterestKind, TieKind
from huibi.writing.kin_folds import Span, folded, shown
from huibi.writing.kin_words import plain_word, relative_text, unnamed_text, word_text
from huibi.writing.records import Records, day_text, span_text

_MOST_RELATIVES = 5  # named one after the other; the records of all are in the chain
_TREE: tuple[str, ...] = ("under", "over")
Known = dict[str, str]  # what a person is called by now: 本人, 其妻子李四


class Chains:
    """Turns chains of one register into clauses, in the current language; ids without a row stand for themselves."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._records = Records(register)
        self._tellers: dict[str, Callable[[Link, Known], str]] = {
            "oversees": self._oversees,
            "inspected": self._inspected,
            "declared": self._declared,
            "ruled": self._ruled,
            "same_system": self._same_system,
            "maybe_same": self._maybe_same,
            **dict.fromkeys((f"post.{level.value}" for level in Level), self._post),
            **dict.fromkeys((f"interest.{kind.value}" for kind in InterestKind), self._interest),
            **dict.fromkeys((kind.value for kind in TieKind), self._tie),
            **dict.fromkeys(("native_place", "growth_place", "pool_county"), self._place),
            **dict.fromkeys(("contains", "lies_in"), self._regions),
            **dict.fromkeys(("region_of", "county_of"), self._region_of),
            **dict.fromkeys(_TREE, self._units),
        }

    def person(self, person: str) -> str:
        """Return the name of a person."""
        row = self._register.persons.get(person)
        return row.name or person if row is not None else person

    def unit(self, unit: str) -> str:
        """Return the name of a unit."""
        row = self._register.units.get(unit)
        return row.name if row is not None else unit

    def region(self, code: str) -> str:
        """Return the name of a region."""
        row = self._register.regions.get(code)
        return row.name if row is not None else code

    def clause(self, chain: Sequence[Link], *, by_name: bool = False) -> str:
        """Return the chain as one clause without a full stop; whoever it starts from is told as 本人, or by name."""
        known: Known = {} if by_name or not chain else {chain[0].source: say("chain.self")}
        parts: list[str] = []
        for is_kin, links in groupby(_shortened(chain), lambda link: link.tie not in self._tellers):
            if is_kin:
                last = self._relatives(tuple(links), known)
                if last == chain[-1].target:
                    parts.append(known[last])
                continue
            for link in links:
                parts.append(self._tellers[link.tie](link, known))
                known.setdefault(link.target, self.person(link.target))
        return say("word.comma").join(parts)

    def end(self, chain: Sequence[Link]) -> date | None:
        """Return the first day on which something that the chain tells of, kin apart, was over."""
        rows = [(self._records.posting(link), self._records.tie(link), self._records.interest(link)) for link in chain]
        ends = [posting.end for posting, _, _ in rows if posting is not None]
        ends += [row.until for _, *others in rows for row in others if row is not None]
        return min((day for day in ends if day is not None), default=None)

    def asked(self, chain: Sequence[Link]) -> list[str]:
        """Return what would settle the kin of a chain: terms of several chains, step kin of whom nobody says more."""
        found = []
        for link in chain:
            row = self._records.kin(link)
            if row is None:
                continue
            words = {"name": self.person(row.person), "other": self.person(row.relative), "term": row.term}
            if "|" in link.tie:
                found.append(say("asked.term", **words))
            elif link.tie.startswith("step_") and row.raised is None:
                found.append(say("asked.raised", **words))
        return found

    def _relatives(self, links: Sequence[Link], known: Known) -> str:
        """Learn what the relatives are called to whom steps of kin lead; returns the last of them."""
        steps = [Span(link.source, link.target, plain_word(link, self._records.kin(link)), (link,)) for link in links]
        for span, left_out in shown(folded(steps, self._born), _MOST_RELATIVES):
            known[span.target] = self._told(span, left_out, known)
        return links[-1].target

    def _told(self, span: Span, left_out: int, known: Known) -> str:
        who, name = known.get(span.source) or self.person(span.source), self.person(span.target)
        if left_out:
            return unnamed_text(who, name, left_out)
        return self._relative(span.links[0], known) if len(span.links) == 1 else word_text(span.word, who, name)

    def _born(self, person: str) -> date | None:
        row = self._register.persons.get(person)
        return None if row is None else row.birth

    def _who(self, link: Link, known: Known) -> str:
        return known.get(link.source) or self.person(link.source)

    def _relative(self, link: Link, known: Known) -> str:
        names = (self.person(link.source), self.person(link.target))
        return relative_text(link, self._records.kin(link), self._who(link, known), names)

    def _post(self, link: Link, known: Known) -> str:
        row = self._records.posting(link)
        title = row.title if row is not None else say(f"chain.{link.tie}")
        span = span_text(link.since, None) if row is None else span_text(row.start, row.end)
        return self._dated("chain.posted", span, who=self._who(link, known), unit=self.unit(link.target), title=title)

    def _oversees(self, link: Link, known: Known) -> str:
        row = self._records.posting(link)
        if row is None:
            return self._dated(
                "chain.oversees", span_text(link.since, None), who=self._who(link, known), unit=self.unit(link.target)
            )
        words = {"unit": self.unit(row.unit), "title": row.title, "overseen": self.unit(link.target)}
        return self._dated("chain.overseen", span_text(row.start, row.end), who=self._who(link, known), **words)

    def _interest(self, link: Link, known: Known) -> str:
        row = self._records.interest(link)
        span = span_text(link.since, None) if row is None else span_text(row.since, row.until)
        return self._dated(f"chain.{link.tie}", span, who=self._who(link, known), unit=self.unit(link.target))

    def _tie(self, link: Link, known: Known) -> str:
        words = {"who": self._who(link, known), "other": self.person(link.target)}
        study, service = self._records.study(link), self._records.service(link)
        if study is not None:
            place = f"{study.school}{study.class_name}"
            return self._dated("chain.same_class", span_text(study.start, study.end), place=place, **words)
        if service is not None:
            return self._dated("chain.same_troop", span_text(service.start, service.end), place=service.troop, **words)
        row = self._records.tie(link)
        span = span_text(link.since, None) if row is None else span_text(row.since, row.until)
        return self._dated(f"chain.tie.{link.tie}", span, **words)

    def _place(self, link: Link, known: Known) -> str:
        return say(f"chain.{link.tie}", who=self._who(link, known), place=self.region(link.target))

    def _regions(self, link: Link, _: Known) -> str:
        return say(f"chain.{link.tie}", place=self.region(link.source), other=self.region(link.target))

    def _region_of(self, link: Link, _: Known) -> str:
        return say(f"chain.{link.tie}", place=self.region(link.source), unit=self.unit(link.target))

    def _same_system(self, link: Link, _: Known) -> str:
        row = self._register.units.get(link.source)
        system = (row.system or "") if row is not None else ""
        return say("chain.same_system", unit=self.unit(link.source), other=self.unit(link.target), system=system)

    def _maybe_same(self, link: Link, known: Known) -> str:
        row = self._register.persons.get(link.target)
        born = "" if row is None or row.birth is None else say("chain.born", year=row.birth.year)
        words = {"name": self.person(link.target), "id": link.target, "born": born}
        return say("chain.maybe_same", who=self._who(link, known), **words)

    def _units(self, link: Link, _: Known) -> str:
        return say(f"chain.{link.tie}", unit=self.unit(link.source), other=self.unit(link.target))

    def _inspected(self, link: Link, known: Known) -> str:
        row = self._records.served(link)
        span = span_text(link.since, None) if row is None else span_text(row.start, row.end)
        round_id = "" if row is None else row.round
        words = {"who": self._who(link, known), "unit": self.unit(link.target), "round": round_id}
        return self._dated("chain.inspected", span, **words)

    def _declared(self, link: Link, known: Known) -> str:
        row = self._records.declaration(link)
        is_unit = link.target in self._register.units
        words = {"who": self._who(link, known), "target": (self.unit if is_unit else self.person)(link.target)}
        return self._dated("chain.declared", "" if row is None else row.reason, **words)

    def _ruled(self, link: Link, known: Known) -> str:
        row = self._records.ruling(link)
        facts = [] if row is None else [row.decided_by, row.reason]
        day = "" if link.since is None else day_text(link.since)
        note = say("word.comma").join(fact for fact in (day, *facts) if fact)
        return self._dated("chain.ruled", note, who=self._who(link, known), unit=self.unit(link.target))

    def _dated(self, code: str, note: str, **words: str) -> str:
        return say(code, **words) + (say("chain.note", note=note) if note else "")


def _shortened(chain: Sequence[Link]) -> list[Link]:
    """Leave out what says nothing new: the second row of a derived tie, the middle of a way through the unit tree."""
    kept: list[Link] = []
    for link in chain:
        last = kept[-1] if kept else None
        if last is not None and (last.source, last.tie, last.target) == (link.target, link.tie, link.source):
            continue
        if last is not None and link.tie in _TREE and (link.tie, link.source) == (last.tie, last.target):
            kept[-1] = Link(source=last.source, tie=link.tie, target=link.target)
        else:
            kept.append(link)
    return kept
