"""Examples under the wrong topic are found although the engine knows them by heart; those in their place are not."""

from dataclasses import replace

import pytest

from bot.coach.library import Library
from bot.coach.misplaced import misplaced
from bot.coach.wordreading import WordReader

HOME = "muscle/calves"


def with_example(library: Library, topic: str, question: str) -> Library:
    entry = library.topics[topic]
    passage = entry.passage.model_copy(update={"questions": (*entry.passage.questions, question)})
    return replace(library, topics=library.topics | {topic: entry.model_copy(update={"passage": passage})})


def test_every_supplied_example_stands_in_its_place(library: Library) -> None:
    assert [(each.found.topic, each.question) for each in misplaced(library, WordReader(library).examples)] == []


@pytest.mark.parametrize("change", ["so {}", "{} please", "and {}?"])
def test_what_is_asked_elsewhere_in_nearly_the_same_words_is_found(library: Library, change: str) -> None:
    asked = "show me how to hip thrust properly"
    question = change.format(asked)
    spoiled = with_example(library, HOME, question)
    found = [each for each in misplaced(spoiled, WordReader(spoiled).examples) if each.found.topic == HOME]
    assert [(each.found.topic, each.question, each.topic, each.alike) for each in found] == [
        (HOME, question, "exercise/hip-thrust", asked)
    ]
    assert found[0].number == len(library.topics[HOME].passage.questions)


def test_the_same_question_twice_under_its_own_topic_is_not_misplaced(library: Library) -> None:
    question = f"so {library.topics[HOME].passage.questions[0]}"
    spoiled = with_example(library, HOME, question)
    assert [each.question for each in misplaced(spoiled, WordReader(spoiled).examples)] == []
