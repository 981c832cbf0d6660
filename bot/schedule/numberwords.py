"""Small numbers as people write them: “2”, “two”, “a couple of”, and places in a row: “2nd”, “second”."""

_SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_LARGER = {
    "fifteen": 15,
    "twenty": 20,
    "twenty five": 25,
    "thirty": 30,
    "forty": 40,
    "forty five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a couple of": 2,
    "couple of": 2,
    "a": 1,
    "an": 1,
}
SMALL = {word: number for number, word in enumerate(_SMALL, start=1)}
_WORDS = SMALL | _LARGER
_PLACES = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
PLACES = {word: number for number, word in enumerate(_PLACES, start=1)}


def one_of(words: list[str] | dict[str, int]) -> str:
    """A regular expression for any of the words, the longest first, with any white space or hyphen between."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(word.replace(" ", r"[\s-]+") for word in ordered)


SMALL_NUMBER = rf"(?:[0-9]{{1,3}}|{one_of(SMALL)})"
# a word of its own: “an” is no number in “and”
NUMBER = rf"(?:[0-9]{{1,4}}|\b(?:{one_of(_WORDS)})(?![a-z]))"
PLACE = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)|{one_of(PLACES)})"


def number(text: str) -> int:
    """The value of something that matches `NUMBER`."""
    words = " ".join(text.lower().replace("-", " ").split())
    return int(words) if words.isdecimal() else _WORDS[words]


def place(text: str) -> int:
    """The value of something that matches `PLACE`."""
    word = text.lower()
    return PLACES[word] if word in PLACES else int(word[:-2])


def nth_in_figures(number: int) -> str:
    """“3rd”, “12th”."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number, "th")
    return f"{number}{ending}"
