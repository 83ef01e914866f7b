"""Every text of ours: translations, and the sentences behind problem codes.

One gettext catalogue serves the window, the papers, the workbooks and the command line, so that papers and
command line need no Qt and a paper's language can be chosen apart from the window's. Message ids are the
English texts; `resources/i18n` holds the Chinese. Only the standard library is used here.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol

from perfdesk import paths
from perfdesk.texts import sentences

N_: Callable[[str], str] = str
"""Marks a text for extraction where it is defined; it is translated where it is shown."""

LANGUAGES = ("zh_CN", "en")
LANGUAGE_NAMES = {"zh_CN": "中文", "en": "English"}


class Problem(Protocol):
    """What a sentence is made of; `domain.problems.Problem` is one."""

    @property
    def field(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def details(self) -> Mapping[str, object]: ...


class Translator:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = gettext.translation(
            "perfdesk", paths.resource("i18n"), languages=[language], fallback=True
        )

    def __call__(self, message: str) -> str:
        return self._catalogue.gettext(message) if message else ""

    def in_context(self, context: str, message: str) -> str:
        """Translate a word that means several things; `context` says which."""
        return self._catalogue.pgettext(context, message)

    def pick(self, zh: str, en: str) -> str:
        """Choose between a firm's own texts; a text that exists in one language only is shown as it is."""
        return (zh or en) if self.language == "zh_CN" else (en or zh)

    def sentence(self, problem: Problem) -> str:
        """Return one sentence that says what is wrong and what to do."""
        return self(sentences.all_sentences()[problem.code]).format(field=problem.field, **problem.details)


@cache
def translator(language: str) -> Translator:
    """Return the texts of `language`, one of LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(language)
    return Translator(language)


class _Window:
    """The language of the window: the one thing that gettext's `_` has to look up."""

    texts = translator("zh_CN")


def use(language: str) -> None:
    """Switch the language of the window and of the command line."""
    _Window.texts = translator(language)


def current() -> Translator:
    """Return the texts of the language in use."""
    return _Window.texts


def _(message: str) -> str:
    return _Window.texts(message)


def in_context(context: str, message: str) -> str:
    return _Window.texts.in_context(context, message)


def pick(zh: str, en: str) -> str:
    return _Window.texts.pick(zh, en)


def sentence(problem: Problem) -> str:
    return _Window.texts.sentence(problem)
