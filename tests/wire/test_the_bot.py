"""The whole bot as a process on the wire: what the simulated Discord does not model is proved here."""

from pathlib import Path

import pytest

from .databases import add_due, kept, sqlite_url
from .payloads import APP_ID, CAPTAIN_ID, CHANNEL_ID, GUILD_ID, MEMBER_ID, message, user
from .reading import texts
from .stub import RESET, TOKEN, Stub

POSTS = "POST /channels/*/messages"


async def test_it_registers_its_commands_answers_one_mention_and_leaves(stub: Stub, start):
    async with start(stub) as bot:
        await stub.connected()
        names = {command["name"] for command in stub.world.commands}
        assert names >= {"workout", "ask", "exercise", "schedule", "remind"}
        said = await stub.mention("can I train every day?")
        answer = await stub.request(POSTS)
        assert "two to three times a week" in texts(answer.json)
        assert str(answer.json["message_reference"]["message_id"]) == said["id"]
        assert answer.json["allowed_mentions"] == {"parse": []}
        assert await bot.stop() == 0
        assert len(stub.seen(POSTS)) == 1
        assert "Traceback" not in bot.errors
        assert "train every day" not in bot.errors
        assert TOKEN not in bot.errors


async def test_it_asks_for_no_privileged_intent(stub: Stub, start):
    async with start(stub) as bot:
        await stub.connected()
        asked = stub.gateway.identifies[0]["intents"]
        assert asked == (1 << 0) | (1 << 9) | (1 << 12)
        await bot.stop()


async def test_an_answer_discord_could_not_take_is_sent_again_with_the_same_nonce(stub: Stub, start):
    async with start(stub) as bot:
        await stub.connected()
        stub.fail(POSTS, 503)
        await stub.mention("what is the posterior chain?")
        first, second = await stub.request(POSTS), await stub.request(POSTS, nth=2)
        assert first.json["nonce"] == second.json["nonce"]
        assert second.json["enforce_nonce"] is True
        await bot.stop()
        assert len(stub.world.messages[CHANNEL_ID]) == 2


async def test_an_answer_that_arrived_although_the_connection_broke_is_not_doubled(stub: Stub, start):
    async with start(stub) as bot:
        await stub.connected()
        stub.fail(POSTS, RESET, taken=True)
        await stub.mention("how often should I train?")
        await stub.request(POSTS, nth=2)
        await bot.stop()
        answers = [m for m in stub.world.messages[CHANNEL_ID] if m["author"]["id"] == APP_ID]
        assert len(answers) == 1


async def test_a_reply_whose_ping_is_off_is_told_how_to_be_heard(stub: Stub, start):
    async with start(stub) as bot:
        await stub.connected()
        ours = message(user(APP_ID, "backline", bot=True), "")
        reply = message(user(), "", type=19, referenced_message=ours)
        reply["message_reference"] = {"message_id": ours["id"], "channel_id": CHANNEL_ID, "guild_id": GUILD_ID}
        reply["guild_id"] = GUILD_ID
        await stub.gateway.dispatch("MESSAGE_CREATE", reply)
        answer = await stub.request(POSTS)
        assert texts(answer.json) == "I can only read replies that mention me: leave the @ on, or use /ask."
        await bot.stop()


async def test_a_scheduled_post_carries_its_delivery_in_nonce_and_component(stub: Stub, start, tmp_path: Path):
    await add_due(sqlite_url(tmp_path), user_id=int(MEMBER_ID))
    async with start(stub) as bot:
        post = await stub.request(POSTS)
        assert "Glute bridge — 3 × 12–15" in texts(post.json)
        assert post.json["enforce_nonce"] is True
        nonce = post.json["nonce"]
        assert len(nonce) <= 25
        assert nonce.removeprefix("backline-") in str(post.json["components"])
        await bot.line("posted for entry")
        assert await bot.stop() == 0
    assert [row.state for row in await kept(sqlite_url(tmp_path))] == ["sent"]


async def test_a_post_discord_could_not_take_goes_out_once_a_little_later(stub: Stub, start, tmp_path: Path):
    await add_due(sqlite_url(tmp_path), user_id=int(MEMBER_ID))
    stub.fail(POSTS, 503, times=2)
    async with start(stub) as bot:
        await bot.line("posted for entry", within=15)
        posts = stub.seen(POSTS)
        assert len({post.json["nonce"] for post in posts}) == 1
        await bot.stop()
        assert "Traceback" not in bot.errors
    assert len(stub.world.messages[CHANNEL_ID]) == 1
    assert [row.state for row in await kept(sqlite_url(tmp_path))] == ["sent"]


async def test_a_post_that_was_out_when_the_bot_was_killed_is_found_and_not_repeated(stub: Stub, start, tmp_path: Path):
    await add_due(sqlite_url(tmp_path), user_id=int(MEMBER_ID))
    stub.fail(POSTS, RESET, taken=True, times=10)
    async with start(stub) as bot:
        await stub.request(POSTS)
        bot.kill()
        await bot.ended()
    assert [row.state for row in await kept(sqlite_url(tmp_path))] == ["taken"]
    stub.mend()
    async with start(stub) as bot:
        await bot.line("posted for entry")
        await bot.stop()
    assert len(stub.world.messages[CHANNEL_ID]) == 1
    assert [row.state for row in await kept(sqlite_url(tmp_path))] == ["sent"]


async def test_a_post_into_a_forbidden_channel_pauses_its_entry_and_tells_the_captain(
    stub: Stub, start, tmp_path: Path
):
    await add_due(sqlite_url(tmp_path), user_id=int(CAPTAIN_ID))
    stub.fail(f"POST /channels/{CHANNEL_ID}/messages", 403, body={"code": 50013, "message": "Missing Permissions"})
    async with start(stub) as bot:
        told = await stub.request("POST /users/@me/channels")
        assert str(told.json["recipient_id"]) == CAPTAIN_ID
        letter = await stub.request(POSTS, nth=2)
        assert "Send Messages" in texts(letter.json)
        await bot.stop()
        assert "Traceback" not in bot.errors
    assert [row.state for row in await kept(sqlite_url(tmp_path))] == ["failed"]


@pytest.mark.parametrize("token", ["wrong.token.here", "ünïcode", "two words"], ids=["wrong", "not ascii", "spaces"])
async def test_a_refused_token_is_one_clear_line_and_exit_code_2(stub: Stub, start, token: str):
    async with start(stub, env={"DISCORD_TOKEN": token}) as bot:
        assert await bot.ended() == 2
        assert "Discord refused the token" in bot.lines[-1]
        assert token not in bot.errors
        assert "Traceback" not in bot.errors
