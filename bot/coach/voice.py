"""Templates to text: the only place that knows Jinja. Knowledge text is handed in as data and never evaluated."""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from bot.errors import Fault, KnowledgeError

_BLANK_LINES = re.compile(r"\n{3,}")
_MARKS = re.compile(r"([\\`*_~|>\[\]#@:<])")
_LISTED = re.compile(r"^(\d*)([-+.](?: |\\))")
_HEADING = re.compile(r"^(#{1,3} |-# |> )", re.MULTILINE)


def escaped(text: str) -> str:
    """What a person typed, so that it shows as typed: no bold, no link, no mention."""
    return _LISTED.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(text.split())))


def without_markup(text: str) -> str:
    """A message for the terminal: headings, small print and bold lose their marks, the words stay."""
    return re.sub(r"\\([\\`*_~|>\[\]#@:<+.-])", r"\1", _HEADING.sub("", text).replace("**", ""))


class Voice:
    """Renders a template by name; a field that a template asks for and does not get is an error, never a blank."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # the text is Discord markdown, not HTML
            keep_trailing_newline=False,
        )

    def say(self, template: str, **data: Any) -> str:
        """The text of `templates/<template>.md.j2` with this data, without stray blank lines."""
        text = self._environment.get_template(f"{template}.md.j2").render(**data)
        lines = (line.rstrip() for line in text.strip().splitlines())
        return _BLANK_LINES.sub("\n\n", "\n".join(lines))

    def check(self) -> None:
        """Read every template; raises `KnowledgeError` with the file and line of each that cannot be used."""
        faults: list[Fault] = []
        paths = sorted(self._folder.glob("*.j2"))
        if not paths:
            faults.append(Fault(str(self._folder), 1, "there are no templates here.", "Put the templates folder back."))
        for path in paths:
            try:
                self._environment.get_template(path.name)
            except UnicodeDecodeError:
                faults.append(Fault(f"templates/{path.name}", 1, "the file is not UTF-8.", "Save it as UTF-8."))
            except TemplateError as error:
                line = getattr(error, "lineno", None) or 1
                faults.append(Fault(f"templates/{path.name}", line, f"{error}.", "Mend the template there."))
        if faults:
            raise KnowledgeError(faults)
