"""One normal form for everything that members type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.words import LONGEST, Spellings, clauses, is_blank, plain, stem, tokens, visible


@pytest.mark.parametrize(
    "typed", ["can't", "can’t", "can‘t", "can`t", "can´t", "canʼt", "can′t", "can＇t", "CAN'T"], ids=ascii
)
def test_every_apostrophe_reads_the_same(typed: str) -> None:
    assert tokens(f"I {typed} sit") == ["i", "cant", "sit"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("cre\u0300me", "creme"),
        ("２ × ｓｅｔｓ", "2 × sets"),
        ("ﬁgure-four", "figure-four"),
        ("İzmir", "izmir"),
    ],
)
def test_case_accents_and_wide_letters_fold(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u202e"], ids=ascii)
def test_what_nobody_sees_does_not_break_a_word(hidden: str) -> None:
    assert tokens(f"dead{hidden}lift{hidden}") == ["deadlift"]


@pytest.mark.parametrize("control", ["\0", "\x1b", "\x7f", "\ue000", "\ud800"], ids=ascii)
def test_control_characters_part_words_and_vanish(control: str) -> None:
    assert visible(f"hip{control}thrust") == "hip thrust"


@pytest.mark.parametrize(
    "typed",
    ["<@123>", "<@!123>", "<@&5>", "<#77>", "<:abs:9>", "<a:abs:9>", "</workout beginner:12>", "https://a.example/b?c"],
)
def test_mentions_emoji_codes_and_links_are_not_words(typed: str) -> None:
    assert visible(typed) == ""
    assert tokens(f"{typed} squat {typed}") == ["squat"]


@pytest.mark.parametrize(
    ("typed", "blank"),
    [
        ("", True),
        (" \n\t", True),
        ("<@123> \u200b", True),
        ("\ufeff\u2060", True),
        ("\u3164", True),
        ("?", False),
        ("👍", False),
        ("x", False),
        ("深蹲", False),
    ],
    ids=ascii,
)
def test_blank_means_nothing_to_read(typed: str, blank: bool) -> None:
    assert is_blank(typed) is blank


def test_a_comma_a_stop_a_line_and_but_end_a_clause() -> None:
    text = "No numbness, my back hurts. It started today\nbut it is better - mostly; hip-thrust day"
    assert [" ".join(words) for words in clauses(text)] == [
        "no numbness",
        "my back hurts",
        "it started today",
        "it is better",
        "mostly",
        "hip thrust day",
    ]


def test_a_word_that_begins_with_but_ends_nothing() -> None:
    assert clauses("my butt hurts") == [["my", "butt", "hurts"]]


@pytest.mark.parametrize(
    "family",
    [
        "thrust thrusts thrusting",
        "squat squats squatting",
        "lunge lunges lunging",
        "bridge bridges bridging",
        "press presses pressing pressed",
        "pull pulls pulling pulled",
        "exercise exercises exercising exercised",
        "body bodies",
        "hip hips",
        "deadlift deadlifts deadlifting deadlifted",
    ],
)
def test_one_stem_for_all_forms_of_a_word(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", ["press pres", "hinge hip", "curl cur", "row rows-in", "bend band"])
def test_different_words_keep_different_stems(pair: str) -> None:
    first, second = pair.split()
    assert stem(first) != stem(second)


@pytest.mark.parametrize("word", ["12", "2026", "rdl", "hip", "leg"])
def test_short_words_and_figures_stay(word: str) -> None:
    assert stem(word) == word


def test_the_longest_known_spelling_wins() -> None:
    spellings = Spellings({"romanian deadlift": ("rdl",), "single leg romanian deadlift": ("single leg rdl",)})
    assert spellings.fold(["single", "leg", "rdl"]) == ["single", "leg", "romanian", "deadlift"]
    assert spellings.fold(["leg", "rdl"]) == ["leg", "romanian", "deadlift"]


def test_words_without_another_spelling_stay_and_so_does_an_empty_list() -> None:
    spellings = Spellings({})
    assert spellings.fold(["hip", "thrust"]) == ["hip", "thrust"]
    assert spellings.fold([]) == []


@given(st.text(max_size=60))
def test_any_text_becomes_lower_case_words(text: str) -> None:
    assert all(word and word == word.strip() and "_" not in word for word in tokens(text))
    assert [word for clause in clauses(text) for word in clause if word != "but"] == [
        word for word in tokens(text) if word != "but"
    ]


def test_a_text_beyond_the_longest_message_is_cut() -> None:
    assert len(visible("a" * 2 * LONGEST)) == LONGEST
