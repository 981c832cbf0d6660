"""The family of errors that carry a sentence for a person.

    BacklineError           its text may be shown: one sentence that says what to do
    ├── UserError           the person can put it right (a typo, a missing permission); exit code 1 in the terminal
    ├── SettingsError       the operator can put it right (token, address, database); exit code 2
    ├── KnowledgeError      a curator can put it right; carries every fault with its file and line
    ├── ModelError          the trained model cannot be used; questions are read by their words alone
    └── StorageError        the database cannot be used; says to its operator, never in Discord, which and what to try

Anything else is a defect: it is logged under a short reference and the person is given that reference.
"""

from dataclasses import dataclass


class BacklineError(Exception):
    """Base of all errors whose text is written for a person."""


class UserError(BacklineError):
    """Something the person who asked can put right."""


class SettingsError(BacklineError):
    """Something the operator can put right."""


class ModelError(BacklineError):
    """The trained model is missing or broken."""


class StorageError(BacklineError):
    """The database cannot be opened or used."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a knowledge file or template: where, what, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {self.what}"
        return f"{text} {self.mend}" if self.mend else text


class KnowledgeError(BacklineError):
    """Knowledge files that cannot be used; `faults` holds all of them, sorted by file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
