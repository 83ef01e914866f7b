"""What a name can be found by: itself, full pinyin, initials; every reading of a polyphonic character."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

_SURNAMES = {
    "仇": "qiu", "单": "shan", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "任": "ren", "盖": "ge",
    "朴": "piao", "翟": "zhai", "乐": "yue", "员": "yun", "缪": "miao", "尉": "wei", "折": "she", "种": "chong",
    "覃": "qin", "燕": "yan", "华": "hua", "召": "shao", "洗": "xian", "冼": "xian", "宓": "fu", "逄": "pang",
    "祭": "zhai", "盛": "sheng", "召": "shao", "车": "che", "沈": "shen", "石": "shi", "牟": "mou", "晁": "chao",
}  # fmt: skip
"""Surnames whose reading differs from the character's common one; a dictionary of words misses them alone."""
_MOST = 16


def search_key(number: str, *names: str) -> str:
    """Return the text that a search for a person is matched against, in lower case."""
    words = [number.lower(), *(name.lower() for name in names if name)]
    for name in names:
        if any("\u2e80" <= letter <= "\U0003ffff" for letter in name):
            words += _readings(name)
    return " ".join(dict.fromkeys(words))


@lru_cache(maxsize=20_000)
def _readings(name: str) -> tuple[str, ...]:
    # 0.4 s to import: only when the first Chinese name is saved.
    from pypinyin import Style, pinyin

    letters = [list(dict.fromkeys(one)) for one in pinyin(name, style=Style.NORMAL, heteronym=True)]
    if letters and name[:1] in _SURNAMES:
        letters[0] = list(dict.fromkeys([_SURNAMES[name[0]], *letters[0]]))
    found: list[str] = []
    for reading in islice(product(*letters), _MOST):
        found += ["".join(reading), "".join(part[:1] for part in reading)]
    return tuple(dict.fromkeys(found))
