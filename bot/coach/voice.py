"""Templates to text: the only place that knows Jinja. Knowledge text is handed in as data and never evaluated."""

import re
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, meta, nodes

from bot.coach.fields import FIELDS, NAMES
from bot.errors import Fault, KnowledgeError

_SUFFIX = ".md.j2"
_REINSTALL = "Put it back, or install Backline again."

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

    def check(self, names: Mapping[str, frozenset[str]] = NAMES) -> None:
        """Read every template; raises `KnowledgeError` with the file and line of each that cannot be used.

        `names` are the templates there must be, each with what it is given.
        """
        faults: list[Fault] = []
        paths = sorted(self._folder.glob("*.j2"))
        there = {path.name for path in paths}
        if not paths:
            faults.append(Fault(str(self._folder), 1, "there are no templates here.", "Put the templates folder back."))
        else:
            missing = sorted({f"{name}{_SUFFIX}" for name in names} - there)
            faults += [Fault(f"templates/{name}", 1, "the file is missing.", _REINSTALL) for name in missing]
        for path in paths:
            try:
                tree = self._environment.parse(path.read_text(encoding="utf-8"), path.name)
                faults += self._unknown(tree, path.name, names.get(path.name.removesuffix(_SUFFIX)), there)
            except UnicodeDecodeError:
                faults.append(Fault(f"templates/{path.name}", 1, "the file is not UTF-8.", "Save it as UTF-8."))
            except OSError as error:
                what = f"the file cannot be read ({error.strerror})."
                faults.append(Fault(f"templates/{path.name}", 1, what, _REINSTALL))
            except TemplateError as error:
                line = getattr(error, "lineno", None) or 1
                faults.append(Fault(f"templates/{path.name}", line, f"{error}.", "Mend the template there."))
        if faults:
            raise KnowledgeError(faults)

    def _unknown(
        self, tree: nodes.Template, file: str, given: frozenset[str] | None, there: set[str]
    ) -> Iterator[Fault]:
        """What a template names and nobody gives it: a name, a field behind a dot, another template."""
        strange = meta.find_undeclared_variables(tree) - (given or frozenset())
        # a name that is set in one branch only counts as undeclared there
        strange -= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        wrong = (
            {(n.lineno, n.name) for n in tree.find_all(nodes.Name) if n.name in strange} if given is not None else ()
        )
        for line, name in sorted(wrong):
            known = ", ".join(sorted(given or ())) or "nothing"
            yield Fault(f"templates/{file}", line, f"“{name}” is not given to this template.", f"It has: {known}.")
        for line, name in sorted({(n.lineno, n.attr) for n in tree.find_all(nodes.Getattr) if n.attr not in FIELDS}):
            yield Fault(f"templates/{file}", line, f"“{name}” is no field of anything.", "Check its spelling.")
        for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
            name = node.template.value if isinstance(node.template, nodes.Const) else None
            if name is not None and name not in there:
                what = f"there is no template “{name}”."
                yield Fault(f"templates/{file}", node.lineno, what, "Check its spelling, or put it back.")


class Mute(Voice):
    """Says nothing: for a coach that is only to understand, or whose templates cannot be used."""

    def __init__(self) -> None:
        super().__init__(Path())

    def say(self, template: str, **data: Any) -> str:
        return ""


def fault_in_template(error: Exception) -> Fault | None:
    """The line of the template where an error arose while it was rendered, or None when it arose elsewhere."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(_SUFFIX)]
    if not frames:
        return None
    name = Path(frames[-1].filename).name
    return Fault(f"templates/{name}", frames[-1].lineno or 1, f"{error}.", "Mend the template there.")
