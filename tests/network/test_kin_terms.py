"""Kin terms: what a word can mean and the class that counts."""

import pytest

from huibi.network.terms import read_term


@pytest.mark.parametrize(
    ("term", "chains", "kin_class"),
    [
        ("爷爷", "f.f", "lineal"),
        ("姥姥", "m.m", "lineal"),
        ("大舅子", "w.ob", "near_affine"),
        ("堂弟", "f.xb.s", "collateral3"),
        ("姑表姐", "f.xs.d", "collateral3"),
        ("外甥女婿", "xs.d.h", "near_affine"),
    ],
)
def test_a_term_has_its_chain_and_class(term, chains, kin_class):
    """A term means its chain of steps, and the class follows from the chain."""
    found = read_term(term)
    assert [".".join(chain) for chain in found.chains] == chains.split()
    assert found.kin_class.value == kin_class
