"""Findings as sentences that an office would write: the verdict, the chain with names, posts and days, the article."""

from huibi.messages import say
from huibi.model.findings import Apart, Finding, Link, NotJudged
from huibi.model.people import Role
from huibi.model.register import Register
from huibi.writing.chains import Chains


class Sentences:
    """Makes sentences about one register, in the current language; keep one for many, it looks rows up once."""

    def __init__(self, register: Register) -> None:
        self.chains = Chains(register)

    def finding(self, finding: Finding) -> str:
        """Return one finding as a sentence: who, how strongly, in which roles, why, by which article."""
        words = {
            "person": self.chains.person(finding.person),
            "unit": self.chains.unit(finding.unit),
            "roles": roles_text(finding.roles),
            "weight": finding.weight,
            "ground": ground_name(finding.code),
            "why": self.chains.clause(finding.chain),
            "basis": finding.basis,
        }
        code = finding.effect.value if finding.roles is None else f"{finding.effect.value}_in_roles"
        text = say(f"sentence.{code}", **words)
        if finding.uncertain:
            asked = say("word.and").join(self.chains.asked(finding.chain))
            text += say("sentence.uncertain_for", asked=asked) if asked else say("sentence.uncertain")
        if finding.waived:
            text += say("sentence.waived")
        return text

    def link(self, link: Link) -> str:
        """Return one step of a chain as a clause, both ends by name."""
        return self.chains.clause((link,), by_name=True)

    def apart(self, entry: Apart) -> str:
        """Return why two persons may not be in one team."""
        first, second = map(self.chains.person, entry.people)
        why = self.chains.clause(entry.chain, by_name=True)
        return say("sentence.apart", first=first, second=second, why=why)

    def not_judged(self, entry: NotJudged) -> str:
        """Return what could not be judged, and for lack of what."""
        name = self.chains.person(entry.person) if entry.person is not None else self.chains.unit(entry.unit or "")
        return say(
            "sentence.not_judged", name=name, ground=ground_name(entry.code), lack=say(f"lack.{entry.for_lack_of}")
        )


def finding_sentence(register: Register, finding: Finding) -> str:
    """Return one finding as a sentence; for many, keep one `Sentences`."""
    return Sentences(register).finding(finding)


def link_sentence(register: Register, link: Link) -> str:
    """Return one step of a chain as a clause; for many, keep one `Sentences`."""
    return Sentences(register).link(link)


def ground_name(code: str) -> str:
    """Return what a ground is called."""
    return say(f"ground.{code}")


def roles_text(roles: frozenset[Role] | None) -> str:
    """Return the roles by name, in their order; every role for None."""
    if roles is None:
        return say("word.every_role")
    return say("word.and").join(say(f"word.role.{role.value}") for role in Role if role in roles)
