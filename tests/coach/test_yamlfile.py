"""A YAML file as data with lines; whatever is wrong with it is a fault, never an exception."""

from pathlib import Path

import pytest

from bot.coach.yamlfile import read_yaml


def read(tmp_path: Path, content: str | bytes):
    path = tmp_path / "a.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_yaml(path, "a.yaml")


def test_every_key_and_item_has_its_line(tmp_path: Path) -> None:
    file, faults = read(tmp_path, "name: a\nlist:\n  - one\n  - two: 2\n    three: 3\n")
    assert file is not None
    assert faults == []
    assert file.data == {"name": "a", "list": ["one", {"two": 2, "three": 3}]}
    assert [file.line(place) for place in [("name",), ("list",), ("list", 0), ("list", 1, "three")]] == [1, 2, 3, 5]


def test_a_place_that_is_not_there_has_the_line_of_what_holds_it(tmp_path: Path) -> None:
    file, _ = read(tmp_path, "# first\nlist:\n  - one\n")
    assert file is not None
    assert file.line(("list", 0, "nothing", "below")) == 3
    assert file.line(("nowhere",)) == 2
    assert str(file.fault(("list", 0), "it is odd.", "Mend it.")) == "a.yaml:3: it is odd. Mend it."
    assert file.at(("list", 0)) == "one"
    assert file.at(("list", 7)) is file.at(("list", 0, "x")) is None


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "true", "null", "12", "2026-01-01", "~"])
def test_a_key_is_the_word_that_stands_there(tmp_path: Path, word: str) -> None:
    file, faults = read(tmp_path, f"{word}: value\n")
    assert file is not None
    assert (file.data, faults) == ({word: "value"}, [])


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "“a” stands here twice. Keep one."),
        ("a:\n  yes: 1\n  yes: 2\n", 3, "“yes” stands here twice."),
        ("a:\n\t- b\n", 2, "this is not YAML"),
        ("a: 1\nb: 'open\n", 3, "this is not YAML"),
        ("a: 1\n b: 2\n", 2, "this is not YAML"),
        ("a: *nobody\n", 1, "this is not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "this is not YAML"),
        ("a: !!python/object/apply:os.getcwd []\n", 1, None),
        ("a: !secret b\n", 1, "this is not YAML"),
        ("a: &a [*a]\n", 1, "this is not YAML"),
        ("a: b\0c\n", 1, "this is not YAML"),
        (b"a: h\xf6he\n", 1, "byte 4 is not UTF-8. Save the file as UTF-8."),
        ("", 1, "the file is empty."),
        ("# nothing yet\n\n", 1, "the file is empty."),
    ],
    ids=[
        "key twice",
        "yes twice",
        "tab",
        "open quote",
        "indent",
        "unknown alias",
        "two documents",
        "python tag",
        "own tag",
        "endless",
        "null byte",
        "latin-1",
        "empty",
        "comments only",
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, words: str | None
) -> None:
    file, faults = read(tmp_path, content)
    if words is None:  # a Python object in YAML is never made; its plain content may be read
        assert file is None or file.data == {"a": []}
        return
    (fault,) = faults
    assert (fault.file, fault.line) == ("a.yaml", line)
    assert words in str(fault)
    assert fault.mend


def test_a_file_that_is_not_there_and_a_folder_are_faults(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path):
        file, (fault,) = read_yaml(path, "a.yaml")
        assert file is None
        assert "cannot be read" in fault.what


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: 1\nb: 2\n", b"a: 1\r\nb: 2\r\n"], ids=["byte order mark", "crlf"])
def test_files_saved_on_windows_are_read(tmp_path: Path, content: bytes) -> None:
    file, faults = read(tmp_path, content)
    assert file is not None
    assert (file.data, faults, file.line(("b",))) == ({"a": 1, "b": 2}, [], 2)


def test_a_date_that_cannot_be_is_left_to_its_field(tmp_path: Path) -> None:
    file, faults = read(tmp_path, "day: 2026-13-45\n")
    assert file is not None
    assert (file.data, faults) == ({"day": "2026-13-45"}, [])
