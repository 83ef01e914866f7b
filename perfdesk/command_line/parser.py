"""Understanding what was typed; wrong use ends in one sentence of the language in use."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from perfdesk.command_line.outcome import Wrong
from perfdesk.texts import N_, _

_WRONG = (
    (r"the following arguments are required: (?P<names>.+)", N_("This is missing: {names}.")),
    (r"unrecognized arguments: (?P<names>.+)", N_("This is not understood: {names}.")),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.*?) \(choose from (?P<names>.+)\)",
        N_("{value} is no choice for {name}. Choose from: {names}."),
    ),
    (r"argument (?P<name>.+?): expected .*argument.*", N_("{name} needs a value.")),
    (
        r"argument (?P<name>.+?): not allowed with argument (?P<names>.+)",
        N_("{name} does not go with {names}. Leave one of them out."),
    ),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", N_("{name} takes no value.")),
    (
        r"ambiguous option: (?P<name>.+?) could match (?P<names>.+)",
        N_("{name} may mean {names}. Write it out."),
    ),
    (r"argument (?P<name>[^:]+): (?P<sentence>.+)", "{sentence}"),
)
"""What argparse says, which knows English only, and our sentences for it."""


class Parser(argparse.ArgumentParser):
    """Raises `Wrong` with a sentence instead of printing usage and ending the process."""

    def error(self, message: str) -> NoReturn:
        help_line = _("See: {command} --help").format(command=self.prog)
        for pattern, words in _WRONG:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                said = {name: value.replace("'", "") for name, value in found.groupdict().items()}
                raise Wrong(_(words).format(**said), help_line)
        raise Wrong(message, help_line)


def scale(text: str) -> str:
    """Check a factor of enlargement.

    Raises:
        ArgumentTypeError: it is no number from 0.5 to 4.
    """
    if not re.fullmatch(r"\d(\.\d{1,3})?", text) or not 0.5 <= float(text) <= 4:
        raise argparse.ArgumentTypeError(_("--scale wants a number from 0.5 to 4, such as 1.5."))
    return text
