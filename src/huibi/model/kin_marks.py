"""What kinship is told by: sex, and the classes of kin. Light to import: the room of kin terms needs nothing else."""

from enum import StrEnum


class Sex(StrEnum):
    """性别."""

    MALE = "male"
    FEMALE = "female"


class KinClass(StrEnum):
    """The four classes of 公务员法 第七十四条, `other` kin, and `none`; declared from the strongest down."""

    SPOUSE = "spouse"
    LINEAL = "lineal"
    COLLATERAL3 = "collateral3"
    NEAR_AFFINE = "near_affine"
    OTHER = "other"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return _RANKS[self]

    @property
    def statutory(self) -> bool:
        """Whether it is one of the four classes."""
        return self.rank < _RANKS[KinClass.OTHER]


_RANKS = {kin_class: rank for rank, kin_class in enumerate(KinClass)}
