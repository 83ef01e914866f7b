"""People are found by name, full pinyin, initials and number."""

from __future__ import annotations

import time

import pytest

from perfdesk.store.names import search_key


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王小明", ["王小明", "wxm", "wangxiaoming"]),
        ("单雄信", ["sxx", "shanxiongxin"]),
        ("仇英", ["qy", "qiuying"]),
        ("曾国藩", ["zgf", "zengguofan"]),
        ("解缙", ["xj", "xiejin"]),
        ("区大相", ["odx", "oudaxiang"]),
        ("查良镛", ["zly", "zhaliangyong"]),
        ("任正", ["rz", "renzheng"]),
        ("尉迟恭", ["ycg", "yuchigong"]),
        ("万俟卨", ["mqx", "moqixie"]),
        ("长孙无忌", ["zswj", "zhangsunwuji"]),
        ("朴智星", ["pzx", "piaozhixing"]),
        ("盖叫天", ["gjt", "gejiaotian"]),
        ("吕布", ["lb", "lvbu"]),
        ("𬀩", ["w", "wei"]),
        ("张三", ["e007"]),
        ("José Müller", ["josé müller"]),
    ],
)
def test_a_person_is_found_by_what_people_type(name: str, typed: list[str]) -> None:
    words = search_key("E007", name).split(" ")
    whole = search_key("E007", name)
    for text in typed:
        assert text in (words if text.isascii() else whole), whole


def test_both_names_are_in_the_key_each_once() -> None:
    assert search_key("E1", "李四", "Li Si") == "e1 李四 li si lisi ls"
    assert search_key("E1", "Ann", "Ann") == "e1 ann"
    assert search_key("E1", "", "") == "e1"


def test_no_key_grows_beyond_measure_however_many_readings_there_are() -> None:
    key = search_key("E1", "单乐朴重长行" * 20)
    assert len(key.split(" ")) <= 2 + 2 * 16
    assert key.split(" ")[2].startswith("shan")


def test_five_thousand_names_take_a_moment() -> None:
    search_key("0", "王小明")  # loads the dictionary
    surnames, given = (
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
        "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华",
    )
    people = [a + b + c for a in surnames for b in given for c in given][:5000]
    assert len(set(people)) == 5000
    started = time.perf_counter()
    for at, name in enumerate(people):
        search_key(f"{at:05}", name)
    assert time.perf_counter() - started < 5
