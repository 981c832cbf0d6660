"""/faq: captains write the club's own answers, members get them in this server and nowhere else."""

import asyncio
from typing import Any

import pytest
import simcord
from simcord import SetupError

from bot.coach.club import ClubAnswer
from bot.errors import StorageError

from .seen import text_of, title_of
from .server import Club

NIGHT = {"question": "When is club night?", "answer": "Tuesdays at 19:00, at the **track**.", "ways": ""}


def fields(shown: simcord.InteractionResult) -> dict[str, dict[str, Any]]:
    """The inputs of a form by the label people read."""
    assert shown.modal is not None
    return {part["label"]: part["component"] for part in shown.modal["components"]}


async def fill(club: Club, shown: simcord.InteractionResult, **texts: str) -> simcord.InteractionResult:
    """Send a form with the question, the answer and the other ways."""
    inputs = [one["custom_id"] for one in fields(shown).values()]
    return await club.sam.submit_modal(shown, dict(zip(inputs, (NIGHT | texts).values(), strict=True)))


async def add(club: Club, **texts: str) -> simcord.InteractionResult:
    """`/faq add` by the captain: club night, but for `texts`."""
    return await fill(club, await club.sam.slash(club.general, "faq add"), **texts)


async def stored(club: Club) -> list[ClubAnswer]:
    return await club.store.club_answers(club.guild.id)


async def listed(club: Club) -> str:
    result = await club.sam.slash(club.general, "faq list")
    assert result.ephemeral
    return text_of(result.response)


async def test_an_answer_is_written_in_a_form_and_confirmed_in_private(club: Club) -> None:
    shown = await club.sam.slash(club.general, "faq add")
    assert {name: (one["max_length"], one.get("required", True)) for name, one in fields(shown).items()} == {
        "Question": (200, True),
        "Answer": (1500, True),
        "Other ways to ask it": (1500, False),
    }
    result = await fill(club, shown, ways="  club evening\n\nWHEN IS CLUB NIGHT\ntraining  night\nclub evening\n")
    assert result.ephemeral
    assert text_of(result.response).splitlines() == [
        "### Saved, number 1",
        "**When is club night?**",
        "Tuesdays at 19:00, at the **track**.",
        "",
        "Also when asked:",
        "- club evening",
        "- training night",
        "",
        "-# Asked here, I now answer with this. Try it: mention me with the question.",
    ]
    assert await stored(club) == [ClubAnswer(1, NIGHT["question"], NIGHT["answer"], ("club evening", "training night"))]


@pytest.mark.parametrize("question", ["what time is club night??", "club night when", "whens clubnight"])
async def test_members_who_ask_by_mention_get_the_clubs_answer(club: Club, question: str) -> None:
    await add(club)
    answer = await club.ask(club.alex, question)
    assert text_of(answer) == ("### When is club night?\nTuesdays at 19:00, at the **track**.\n\n-# From: your club")


async def test_the_slash_command_knows_it_too(club: Club) -> None:
    await add(club)
    result = await club.alex.slash(club.strength, "ask", question="when is club night")
    assert "Tuesdays at 19:00" in text_of(result.response)
    assert not result.ephemeral


async def test_in_direct_messages_and_in_another_server_nobody_gets_it(club: Club) -> None:
    await add(club)
    await club.alex.user.send_dm("when is club night?")
    elsewhere = club.env.create_guild("Hill Harriers")
    place = elsewhere.create_text_channel("chat")
    alex = elsewhere.add_member(club.alex.user)
    answers = [await club.ask(alex, "when is club night?", place), *club.said(club.alex.user.dm_channel)]
    assert len(answers) == 2
    for answer in answers:
        assert "Tuesdays" not in text_of(answer)


async def test_general_questions_and_cautions_are_answered_as_before(club: Club) -> None:
    await add(club)
    await add(club, question="My chest hurts", answer="Run slower.")
    assert title_of(await club.ask(club.alex, "can I train every day?")) == "Training every day"
    assert title_of(await club.ask(club.alex, "my chest hurts when I run")) == "Stop: get help now"


async def test_nothing_a_captain_writes_pings_anyone_or_runs(club: Club) -> None:
    await add(club, answer="@everyone <@1> {{ 7 * 7 }} [map](https://maps.example)")
    answer = await club.ask(club.alex, "when is club night?")
    assert "@everyone <@1> {{ 7 * 7 }} [map](https://maps.example)" in text_of(answer)
    sent = club.requests("POST", f"/channels/{club.strength.id}/messages")[-1]
    assert sent["allowed_mentions"]["parse"] == []
    assert not answer.mention_everyone
    assert answer.mentions == []


async def test_an_answer_is_changed_in_a_form_that_holds_what_stands_there(club: Club) -> None:
    await add(club, ways="club evening")
    shown = await club.sam.slash(club.general, "faq edit", entry=1)
    assert [one.get("value") for one in fields(shown).values()] == [
        NIGHT["question"],
        NIGHT["answer"],
        "club evening",
    ]
    await club.ask(club.alex, "when is club night?")
    result = await fill(club, shown, question="When is club night?", answer="Wednesdays.")
    assert result.ephemeral
    assert text_of(result.response).startswith("### Saved, number 1\n")
    assert text_of(await club.ask(club.alex, "when is club night?")).splitlines()[1] == "Wednesdays."
    assert await stored(club) == [ClubAnswer(1, "When is club night?", "Wednesdays.", ())]
    fresh = fields(await club.sam.slash(club.general, "faq add"))
    assert [one.get("value") for one in fresh.values()] == [None, None, None]


async def test_a_removed_answer_is_not_given_any_more(club: Club) -> None:
    await add(club)
    before = await club.ask(club.alex, "when is club night?")
    result = await club.sam.slash(club.general, "faq remove", entry=1)
    assert result.ephemeral
    assert text_of(result.response) == "Forgotten, number 1: When is club night?"
    after = await club.ask(club.alex, "when is club night?")
    assert ("Tuesdays" in text_of(before), "Tuesdays" in text_of(after)) == (True, False)


async def test_the_list_shows_number_and_question(club: Club) -> None:
    assert "Nothing yet. Add an answer with `/faq add`." in await listed(club)
    await add(club)
    await add(club, question="Where do we *meet*?")
    assert (await listed(club)).splitlines() == [
        "### What I can answer about this club",
        "**1** · When is club night?",
        r"**2** · Where do we \*meet\*?",
    ]


async def test_a_hundred_long_questions_fit_into_the_list(club: Club) -> None:
    for number in range(100):
        await club.store.add_club_answer(
            guild_id=club.guild.id, question=f"{number} {'long ' * 39}", answer="a", other_ways=(), created_by=1
        )
    lines = (await listed(club)).splitlines()
    assert len(lines) == 101
    assert len("\n".join(lines)) < 4000


async def test_typing_offers_this_servers_answers_by_number_and_question(club: Club) -> None:
    await add(club)
    await add(club, question="Where do we meet?")
    await club.store.add_club_answer(guild_id=9, question="Where?", answer="a", other_ways=(), created_by=1)
    for command in ("faq edit", "faq remove"):
        offered = await club.sam.autocomplete(club.general, command, "entry", "wher")
        assert offered == [{"name": "2: Where do we meet?", "value": 2}]


@pytest.mark.parametrize("command", ["faq edit", "faq remove"])
async def test_what_is_not_there_or_another_servers_cannot_be_reached(club: Club, command: str) -> None:
    other = await club.store.add_club_answer(guild_id=9, question="W?", answer="a", other_ways=(), created_by=1)
    result = await club.sam.slash(club.general, command, entry=other.id)
    assert result.ephemeral
    assert text_of(result.response) == f"There is no answer number {other.id} here. See /faq list."
    assert await club.store.club_answers(9) == [other]


async def test_an_answer_removed_while_its_form_is_open_says_so(club: Club) -> None:
    await add(club)
    shown = await club.sam.slash(club.general, "faq edit", entry=1)
    await club.sam.slash(club.general, "faq remove", entry=1)
    result = await fill(club, shown)
    assert text_of(result.response) == "There is no answer number 1 here. See /faq list."


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"question": "when is CLUB night"}, "I have that question already, as number 1. Change it with /faq edit."),
        ({"question": "?!"}, "I need a question in words, such as: When is club night?"),
        ({"question": "Where?", "answer": " \u200b "}, "I need an answer to that question."),
        (
            {"question": "Where?", "ways": "\n".join(f"way {n}" for n in range(11))},
            "Give at most 10 other ways to ask, one a line of 200 letters.",
        ),
        (
            {"question": "Where?", "ways": "way " * 60},
            "Give at most 10 other ways to ask, one a line of 200 letters.",
        ),
    ],
    ids=["twice", "no words", "no answer", "many", "long"],
)
async def test_what_cannot_be_kept_gets_one_sentence(club: Club, texts: dict[str, str], sentence: str) -> None:
    await add(club)
    result = await add(club, **texts)
    assert result.ephemeral
    assert text_of(result.response) == sentence
    assert len(await stored(club)) == 1


async def test_a_question_may_not_become_another_ones_by_editing(club: Club) -> None:
    await add(club)
    await add(club, question="Where?")
    result = await fill(club, await club.sam.slash(club.general, "faq edit", entry=2))
    assert text_of(result.response).startswith("I have that question already, as number 1.")


async def test_there_is_a_most_that_a_server_may_have(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_app.faq_commands.MOST", 1)
    early = await club.sam.slash(club.general, "faq add")
    await add(club)
    sentence = "This server has 1 answers, the most I keep. Remove one with /faq remove."
    assert text_of((await club.sam.slash(club.general, "faq add")).response) == sentence
    assert text_of((await fill(club, early, question="Where?")).response) == sentence


@pytest.mark.parametrize("command", ["faq add", "faq edit", "faq remove", "faq list"])
async def test_the_commands_are_for_captains_in_servers(club: Club, command: str) -> None:
    assert command in club.sam.available_commands(club.strength)
    assert command not in club.alex.available_commands(club.strength)
    assert command not in club.sam.user.available_commands()
    with pytest.raises(SetupError, match="not visible"):
        await club.alex.slash(club.strength, command)


async def test_a_member_whom_a_server_lets_see_the_commands_is_told_who_may_use_them(club: Club) -> None:
    await add(club)
    root = club.env.backend.find_command("faq", club.guild.id)
    assert root is not None
    club.guild.set_command_permissions(int(root["id"]), {club.guild.default_role: True})
    for command, options in (("faq add", {}), ("faq edit", {"entry": 1}), ("faq remove", {"entry": 1})):
        result = await club.alex.slash(club.strength, command, **options)
        assert text_of(result.response) == "Only a captain can do this: it needs the Manage Server permission."
    assert await club.alex.autocomplete(club.strength, "faq edit", "entry", "") == []
    assert len(await stored(club)) == 1


class Away:
    """A store that cannot be reached, or does not answer for longer than anybody waits."""

    def __init__(self, club: Club, *, silent: bool) -> None:
        self._store, self._silent = club.store, silent

    async def club_answers(self, guild_id: int) -> list[ClubAnswer]:
        if self._silent:
            await asyncio.sleep(60)
        raise StorageError("The database is away.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize("silent", [False, True], ids=["refused", "silent"])
async def test_while_the_database_is_away_general_questions_are_answered(
    club: Club, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.known_clubs._PATIENCE", 0.02)
    await add(club)
    known = club.bot.questions.clubs
    present, known._store = known._store, Away(club, silent=silent)  # type: ignore[assignment]
    assert title_of(await club.ask(club.alex, "can I train every day?")) == "Training every day"
    known._store = present
    assert "Tuesdays" in text_of(await club.ask(club.alex, "when is club night?"))
    known._store = Away(club, silent=silent)  # type: ignore[assignment]
    assert "Tuesdays" in text_of(await club.ask(club.alex, "when is club night?"))


async def test_answers_outlive_a_restart(club: Club) -> None:
    await add(club)
    await club.restart()
    assert "Tuesdays" in text_of(await club.ask(club.alex, "when is club night?"))
