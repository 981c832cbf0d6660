"""Templates to text: nothing blank, nothing evaluated, nothing that a member typed comes alive."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.coach.voice import Voice, escaped, without_markup
from bot.errors import KnowledgeError


def voice_of(tmp_path: Path, template: str) -> Voice:
    (tmp_path / "a.md.j2").write_text(template, encoding="utf-8")
    return Voice(tmp_path)


@pytest.mark.parametrize("template", ["{{ name }}", "{{ item.name }}", "{% if name %}x{% endif %}"])
def test_a_field_that_is_missing_is_an_error(tmp_path: Path, template: str) -> None:
    with pytest.raises(UndefinedError):
        voice_of(tmp_path, template).say("a", item={})


def test_jinja_in_a_text_is_shown_and_not_run(tmp_path: Path) -> None:
    text = "{{ 7 * 7 }} {% for x in y %} {# gone? #}"
    assert voice_of(tmp_path, "{{ text }}").say("a", text=text) == text


def test_stray_blank_lines_and_blanks_go(tmp_path: Path) -> None:
    template = "\n\n{% if false %}x{% endif %}\none  \n\n\n{% if false %}\nx\n{% endif %}\n\ntwo\n\n"
    assert voice_of(tmp_path, template).say("a") == "one\n\ntwo"


def test_all_faults_of_templates_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.md.j2").write_text("fine\n{% if %}\n")
    (tmp_path / "two.md.j2").write_text("{{ name \n")
    (tmp_path / "three.md.j2").write_bytes(b"h\xf6he")
    with pytest.raises(KnowledgeError) as error:
        Voice(tmp_path).check({})
    where = [(fault.file, fault.line) for fault in error.value.faults]
    assert [file for file, _ in where] == ["templates/one.md.j2", "templates/three.md.j2", "templates/two.md.j2"]
    assert where[0][1] == 2


def test_a_folder_without_templates_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="there are no templates here"):
        Voice(tmp_path).check()


def test_the_supplied_templates_are_in_order(voice: Voice) -> None:
    voice.check()


def alive(text: str) -> list[str]:
    """What Discord would draw or act on: a mark without its backslash, or a list at the beginning."""
    bare = re.sub(r"\\[^a-zA-Z0-9\s]", "x", text)
    return re.findall(r"[*_~`|\[\]#<>@:\n]|^\s*(?:[-+*]|\d+\.)\s", bare)


@pytest.mark.parametrize(
    "typed",
    [
        "**bold** __under__ _it_ ~~no~~ ||spoiler||",
        "`code` ```block```",
        "# heading",
        "-# small print",
        "> quote\n>>> all of it",
        "- item",
        "+ item",
        "1. item",
        "[click](https://evil.example)",
        "https://evil.example",
        "@everyone @here <@1> <@&2> <#3> </ask:4> <id:guide>",
        "<t:0:R> <:abs:1> <a:abs:1> :smile:",
        r"\*\*already\*\* \\**twice**",
        "first\n# second",
    ],
)
def test_what_a_member_typed_stays_as_typed(typed: str) -> None:
    assert alive(escaped(typed)) == []
    assert without_markup(escaped(typed)) == " ".join(typed.split())


@given(st.text(alphabet="*_~`|>[]()#@:<-+.\\ \n1a", max_size=30))
def test_no_mix_of_marks_comes_alive(typed: str) -> None:
    assert alive(escaped(typed)) == []


def test_the_terminal_gets_words_without_marks() -> None:
    text = "### Hip thrust\n**Cue** squeeze\n> Where the guides differ\n-# From: gym guide\n- 3 × 8\\*"
    assert without_markup(text) == "Hip thrust\nCue squeeze\nWhere the guides differ\nFrom: gym guide\n- 3 × 8*"
