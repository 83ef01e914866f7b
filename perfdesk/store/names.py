"""What a name can be found by: itself, full pinyin, initials; every reading of a polyphonic character."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

_SURNAMES = {
    entry[0]: entry[1:]
    for line in (
        "乜nie 亓qi 仇qiu 仉zhang 任ren 佴nai 俞yu 冼xian 区ou 单shan 卜bu 厍she 召shao 句gou 员yun 哈ha 宁ning",
        "宓mi 宿su 尉wei 幺yao 应ying 折she 适kuo 晁chao 晟cheng 曲qu 曾zeng 朴piao 柏bai 查zha 洗xian 炅gui",
        "燕yan 牟mou 瞿qu 石shi 盖ge 盛sheng 眭sui 祭zhai 种chong 秘bi 纪ji 繁po 缪miao 翟zhai 能nai 臧zang",
        "葛ge 薄bo 覃qin 解xie 訾zi 谌chen 贲ben 贾jia 费fei 车che 逄pang 那na 郗xi 都du 钭tou 阚kan 隗wei",
        "隽juan 黑he 乐yue 华hua 沈shen",
    )
    for entry in line.split()
}
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
