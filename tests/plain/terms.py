"""The second implementation's own table of kin terms: every chain that a term can mean, step by step.

Steps: f m h w s d as usual; B and S are a brother or sister (half or full left open), BF SF one of the same father
only, BM SM one of the same mother only.
"""

CHAINS: dict[str, tuple[str, ...]] = {
    "父亲": ("f",),
    "母亲": ("m",),
    "儿子": ("s",),
    "女儿": ("d",),
    "丈夫": ("h",),
    "妻子": ("w",),
    "哥哥": ("B",),
    "弟弟": ("B",),
    "姐姐": ("S",),
    "妹妹": ("S",),
    "同父异母的哥哥": ("BF",),
    "同母异父的弟弟": ("BM",),
    "同父异母的妹妹": ("SF",),
    "同母异父的姐姐": ("SM",),
    "爷爷": ("f f",),
    "奶奶": ("f m",),
    "外公": ("m f",),
    "外婆": ("m m",),
    "孙子": ("s s",),
    "孙女": ("s d",),
    "外孙": ("d s",),
    "外孙女": ("d d",),
    "岳父": ("w f",),
    "岳母": ("w m",),
    "公公": ("h f",),
    "婆婆": ("h m",),
    "儿媳": ("s w",),
    "女婿": ("d h",),
    "舅舅": ("m B",),
    "姨妈": ("m S",),
    "姑姑": ("f S",),
    "叔叔": ("f B",),
    "伯父": ("f B",),
    "舅妈": ("m B w",),
    "姑父": ("f S h",),
    "姨父": ("m S h",),
    "侄子": ("B s",),
    "侄女": ("B d",),
    "外甥": ("S s",),
    "外甥女": ("S d",),
    "堂弟": ("f B s",),
    "堂姐": ("f B d",),
    "表哥": ("f S s", "m B s", "m S s"),
    "表妹": ("f S d", "m B d", "m S d"),
    "嫂子": ("B w",),
    "弟媳": ("B w",),
    "姐夫": ("S h",),
    "妹夫": ("S h",),
    "妻弟": ("w B",),
    "妻妹": ("w S",),
    "大伯子": ("h B",),
    "小姑子": ("h S",),
    "连襟": ("w S h",),
    "妯娌": ("h B w",),
}
# Who is meant by sex of the relative, where the term says it.
MALE_LAST = {"f", "s", "h", "B", "BF", "BM"}

SIBLINGS = {"B", "S", "BF", "BM", "SF", "SM"}
STEP_UP = {"继父": "f", "继母": "m"}
STEP_DOWN = {"继子", "继女"}
ADOPTIVE_UP = {"养父": "f", "养母": "m"}
ADOPTIVE_DOWN = {"养子", "养女"}
BETWEEN_THE_TWO = {"前妻", "前夫", "前岳父", "未婚妻", "未婚夫", "干爹", "干妈", "干儿子", "结拜兄弟"}
FORMER = {"前妻", "前夫"}
MARRIAGE = {"丈夫", "妻子"}
PARENT = {"父亲": "f", "母亲": "m"}
CHILD = {"儿子", "女儿"}


def last_sex(term: str) -> str | None:
    """Return the sex that a term gives to the relative, None where it says nothing."""
    if term in CHAINS:
        return "male" if CHAINS[term][0].split()[-1] in MALE_LAST else "female"
    if term in {"继父", "继子", "养父", "养子", "前夫", "前岳父", "未婚夫", "干爹", "干儿子", "结拜兄弟"}:
        return "male"
    return "female"
