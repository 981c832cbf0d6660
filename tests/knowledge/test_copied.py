"""Sentences of the guides: found by hashes, whatever their capitals and commas, and none of their text is kept."""

import os
from datetime import date
from pathlib import Path

import pytest
from grounds import ROOT, KnowledgeCopy

from bot import app
from bot.coach import copied
from bot.coach.copied import RUN, copies, hashes, known_hashes, normal, packed
from bot.settings import Settings

GUIDES = ROOT.parent / "shared/articles"
GUIDE = "Our tame goose runs faster than any neighbour's dog, and it doesn't pull-up for snacks.\n"


def found(text: str, guide: str = GUIDE) -> list[tuple[int, str]]:
    return [(copy.line, " ".join(copy.words)) for copy in copies(text, frozenset(hashes(guide)))]


@pytest.fixture
def guides() -> list[str]:
    if not GUIDES.exists():
        assert not os.environ.get("CI"), "the guides must be there to compare with"
        pytest.skip("the guides are not beside this project")
    return [path.read_text(encoding="utf-8") for path in sorted(GUIDES.glob("*.txt"))]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("tame goose runs faster than any neighbours", [(1, "tame goose runs faster than any neighbours")]),
        ("a\nTAME goose – runs\nfaster, than any NEIGHBOUR’S b", [(2, "tame goose runs faster than any neighbours")]),
        ("dog and it doesnt pullup for snacks", [(1, "dog and it doesnt pull up for snacks")]),
        ("tame goose runs faster than any", []),
        ("goose tame runs faster than any neighbours dog", []),
        ("", []),
    ],
    ids=["seven words", "over lines", "joined", "six words", "another order", "nothing"],
)
def test_a_run_of_seven_words_is_found_with_its_line(text: str, runs: list[tuple[int, str]]) -> None:
    assert found(text) == runs


def test_a_longer_run_is_one_copy_and_two_runs_are_two() -> None:
    assert len(found(GUIDE)) == 1
    assert [line for line, _ in found(f"{GUIDE}and then\n{GUIDE}")] == [1, 3]


def test_names_and_figures_belong_to_nobody() -> None:
    guide = "Gluteus maximus, hamstrings, erector spinae, lats and traps: 3 sets of 12 reps per leg"
    assert found(guide, guide) == []
    assert found(guide + " today", guide + " today") != []


def test_what_is_kept_is_sorted_hashes_and_the_same_every_time() -> None:
    data = packed([GUIDE, GUIDE])
    numbers = [int.from_bytes(data[at : at + 8], "little") for at in range(0, len(data), 8)]
    assert numbers == sorted(hashes(GUIDE))
    assert len(numbers) == len(normal(GUIDE)) - RUN + 1


def test_a_folder_without_guides_leaves_the_hashes_alone(tmp_path: Path) -> None:
    before = copied.HASHES.read_bytes()
    assert "nothing was written" in copied.main(tmp_path)
    assert copied.HASHES.read_bytes() == before


def test_the_hashes_of_a_folder_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "goose.txt").write_text(GUIDE, encoding="utf-8")
    monkeypatch.setattr(copied, "HASHES", tmp_path / "hashes.bin")
    assert copied.main(tmp_path).endswith(f"hashes of 1 guides are in {tmp_path / 'hashes.bin'}.")
    assert (tmp_path / "hashes.bin").read_bytes() == packed([GUIDE])


def test_the_hashes_that_are_shipped_are_those_of_the_guides(guides: list[str]) -> None:
    assert copied.HASHES.read_bytes() == packed(guides)


def test_a_sentence_of_a_guide_is_named_by_the_check(
    guides: list[str], knowledge_copy: KnowledgeCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = next(
        words
        for at in range(200, 900)
        if not {*(words := normal(guides[0])[at : at + 9])} <= copied._NAMES  # pyright: ignore[reportPrivateUsage]
        and not any(word.isdigit() for word in words)
    )
    line = knowledge_copy.replace("topics/faq.yaml", 'short: "', f'short: "{" ".join(run)}. ')
    faults = app.check_knowledge(Settings(knowledge_dir=knowledge_copy.folder), date(2026, 11, 22))
    assert any(
        fault.startswith(f"knowledge/topics/faq.yaml:{line}: “") and " ".join(run) in fault and "in a guide" in fault
        for fault in faults
    )


def test_the_supplied_texts_are_our_own() -> None:
    assert len(known_hashes()) > 5000
    for folder in ("knowledge", "templates"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            assert list(copies(path.read_text(encoding="utf-8"), known_hashes())) == [], path.name
