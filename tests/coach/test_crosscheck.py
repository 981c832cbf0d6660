"""References between knowledge files: each one that leads nowhere is named with its file and line."""

import pytest
from grounds import KnowledgeCopy

from bot.coach.library import load_library
from bot.errors import KnowledgeError

THRUST = "exercises/hip-thrust.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("programs/home.yaml", "exercise: wall-sit", "exercise: wall-sitt", "there is no exercise “wall-sitt”."),
        ("programs/gym.yaml", "or: [cable-pull-through]", "or: [cables]", "there is no exercise “cables”."),
        ("programs/home.yaml", "source: a2}", "source: a9}", "there is no source “a9”. See sources.yaml."),
        ("programs/home.yaml", "sources: [a4, a2]", "sources: [a4, a9]", "there is no source “a9”."),
        (THRUST, "easier: [", "easier: [hip-thrust, ", "“hip-thrust” is not another exercise of this base."),
        (THRUST, "harder: [", "harder: [rocket, ", "“rocket” is not another exercise of this base."),
        (
            THRUST,
            "use: glute-bridge",
            "use: rocket",
            "“rocket” is not another exercise of this base.",
        ),
        (THRUST, "use: glute-bridge", "use: wall-sit", "“wall-sit” is another movement or trains other muscles."),
        (THRUST, "sources: [", "sources: [a9, ", "there is no source “a9”."),
        ("topics/faq.yaml", "see: [", "see: [faq/nothing, ", "there is no topic “faq/nothing”. Use the id of one."),
        ("topics/faq.yaml", "sources: [", "sources: [a9, ", "there is no source “a9”."),
        ("smalltalk.yaml", "see: [", "see: [meta/nothing, ", "there is no topic “meta/nothing”."),
        ("daily.yaml", "program: beginner", "program: beginer", "there is no program “beginer”."),
        ("daily.yaml", "- recovery/sleep", "- recovery/slip", "there is no topic “recovery/slip”."),
        ("safety.yaml", "topic: safety/red-flags", "topic: safety/red", "there is no topic “safety/red”."),
        ("safety.yaml", '"@numb"', '"@nub"', "there is no group “@nub”. See groups."),
    ],
    ids=[
        "exercise",
        "stand-in",
        "source of a line",
        "source of a program",
        "easier is itself",
        "harder",
        "substitute",
        "substitute of another kind",
        "source of an aspect",
        "see",
        "source of a topic",
        "see of small talk",
        "daily program",
        "daily tip",
        "topic of a sign",
        "group of a sign",
    ],
)
def test_a_reference_that_leads_nowhere(
    knowledge_copy: KnowledgeCopy, name: str, old: str, new: str, words: str
) -> None:
    line = knowledge_copy.replace(name, old, new)
    with pytest.raises(KnowledgeError) as error:
        load_library(knowledge_copy.folder)
    (fault,) = error.value.faults
    assert (fault.file, fault.line) == (f"knowledge/{name}", line)
    assert words in str(fault)


def test_a_name_of_two_exercises_is_refused(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.replace("exercises/deadlift.yaml", "aliases: [", "aliases: [HIP-thrust, ")
    with pytest.raises(KnowledgeError, match="is also a name of deadlift"):
        load_library(knowledge_copy.folder)


def test_an_aspect_left_out_is_named(knowledge_copy: KnowledgeCopy) -> None:
    path = knowledge_copy.folder / THRUST
    text = path.read_text(encoding="utf-8")
    start = text.index("  tips:")
    end = text.find("\n  progression:", start) + 1
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(KnowledgeError, match="the aspect “tips” is missing"):
        load_library(knowledge_copy.folder)


def test_a_program_may_not_be_called_daily(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.replace("programs/home.yaml", "id: home", "id: daily")
    (knowledge_copy.folder / "programs/home.yaml").rename(knowledge_copy.folder / "programs/daily.yaml")
    with pytest.raises(KnowledgeError, match=r"knowledge/programs/daily\.yaml:1: “daily” is the name of the daily mix"):
        load_library(knowledge_copy.folder)


def test_a_tier_that_no_urgency_describes_is_named(knowledge_copy: KnowledgeCopy) -> None:
    path = knowledge_copy.folder / "safety.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  within-days:"), text.index("negations:")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"knowledge/safety.yaml:\d+: there is no tier “within-days”."):
        load_library(knowledge_copy.folder)


BANDS = "  - {only: bands, use: banded-glute-bridge, how: the same lift on the floor against a loop band}\n"


def faults(copy: KnowledgeCopy) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load_library(copy.folder)
    return [str(fault) for fault in error.value.faults]


def test_who_has_bands_only_is_told_what_to_do_instead(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.replace(THRUST, BANDS, "")
    (fault,) = faults(knowledge_copy)
    assert "nothing is said for those who have bands only. Add a line with “only: bands” to “instead”." in fault


def test_a_substitute_for_nothing_at_all_needs_nothing(knowledge_copy: KnowledgeCopy) -> None:
    old = "only: nothing, use: single-leg-glute-bridge, how: one leg at a time makes body weight enough"
    line = knowledge_copy.replace(THRUST, old, "only: nothing, use: single-leg-hip-thrust")
    what = "“single-leg-hip-thrust” needs more than nothing. Use another, or say how it is done."
    assert faults(knowledge_copy) == [f"knowledge/{THRUST}:{line}: {what}"]


def test_an_exercise_stands_in_for_itself_only_when_it_is_said_how(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.replace("exercises/nordic-curl.yaml", ", how: heels under a sofa or bed that cannot move", "")
    (fault,) = faults(knowledge_copy)
    assert "“nordic-curl” is not another exercise of this base." in fault


@pytest.mark.parametrize("case", ["without: bench, only: bands, ", ""], ids=["two cases", "no case"])
def test_a_substitute_is_for_one_case(knowledge_copy: KnowledgeCopy, case: str) -> None:
    knowledge_copy.replace(THRUST, "without: bench, ", case)
    (fault,) = faults(knowledge_copy)
    assert "a substitute is for one case: give “without” or “only”" in fault
