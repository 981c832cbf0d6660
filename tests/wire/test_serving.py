"""A bot on our base class connects, answers and leaves."""

from .payloads import CHANNEL_ID
from .stub import RESET, TOKEN, Stub

POSTS = "POST /channels/*/messages"
SYNC = "PUT /applications/*/commands"


async def test_connects_and_answers_a_mention_and_a_command(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        said = await stub.mention("ping")
        posted = await stub.request(POSTS)
        assert posted.json["content"] == "pong"
        assert posted.json["message_reference"]["message_id"] in (said["id"], int(said["id"]))
        asked = await stub.slash("ping", loudly=True)
        assert (await stub.reply_to(asked))["data"]["content"] == "PONG"
        assert [c["name"] for c in stub.world.commands] == ["ping"]
        assert await bot.stop() == 0
        assert "Traceback" not in bot.errors


async def test_contacts_nothing_but_the_api_and_the_gateways_it_names(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        await stub.gateway.invalidate()
        await stub.connected(2)
        await stub.gateway.drop(4000)
        await stub.until(lambda: stub.gateway.resumes, "resume")
        await bot.stop()
        assert bot.contacted() == stub.addresses


async def test_an_api_below_a_path_of_its_own_is_used(minimal):
    async with Stub(base="/discord-proxy/api/v10") as stub, minimal(stub) as bot:
        await stub.connected()
        assert all(not asked.path.startswith("(outside)") for asked in stub.requests)
        assert await bot.stop() == 0


async def test_a_session_is_resumed_where_ready_said(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        stub.gateway.cut()
        await stub.until(lambda: stub.gateway.live and stub.gateway.resumes, "resume")
        assert [c.path for c in stub.gateway.connections] == ["/gateway", "/resume"]
        await stub.mention("ping")
        await stub.request(POSTS)
        assert await bot.stop() == 0
        assert "cannot be reached" not in bot.errors


async def test_what_was_said_during_a_break_is_answered_after_it(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        await stub.stop()
        await bot.line("cannot be reached")
        await stub.mention("ping")
        await stub.start()
        assert (await stub.request(POSTS)).json["content"] == "pong"
        assert len(stub.gateway.identifies) == 1
        assert "Traceback" not in bot.errors


async def test_an_invalid_session_leads_back_to_our_gateway(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        await stub.gateway.invalidate()
        await stub.connected(2)
        assert [c.path for c in stub.gateway.connections] == ["/gateway", "/gateway"]
        stub.gateway.sessions.clear()
        await stub.gateway.drop(1000)
        await stub.connected(3)
        assert [c.path for c in stub.gateway.connections][-2:] == ["/resume", "/gateway"]
        assert bot.contacted() == stub.addresses


async def test_a_given_number_of_shards_uses_our_gateway_too(stub: Stub, minimal):
    async with minimal(stub, env={"SHARDS": "2"}) as bot:
        await stub.connected(2)
        assert sorted(data["shard"] for data in stub.gateway.identifies) == [[0, 2], [1, 2]]
        assert bot.contacted() == stub.addresses
        assert await bot.stop() == 0


async def test_a_message_keeps_its_nonce_when_its_answer_is_lost(stub: Stub, minimal):
    async with minimal(stub):
        await stub.connected()
        stub.fail(POSTS, 502, taken=True)
        await stub.mention("ping")
        first, second = await stub.request(POSTS), await stub.request(POSTS, nth=2)
        await stub.until(lambda: second.status, "answer")
        assert first.json["nonce"] == second.json["nonce"]
        assert second.json["enforce_nonce"] is True
        assert [m["content"] for m in stub.world.messages[CHANNEL_ID]][1:] == ["pong"]


async def test_a_reset_connection_while_answering_leaves_no_traceback(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        stub.fail(POSTS, RESET)
        await stub.mention("ping")
        await bot.line("on_message")
        await stub.mention("ping")
        assert (await stub.request(POSTS, nth=2)).json["content"] == "pong"
        assert "Traceback" not in bot.errors


async def test_an_answer_in_hand_is_finished_before_leaving(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        released = stub.hold(POSTS)
        await stub.mention("ping")
        await stub.request(POSTS)
        bot.terminate()
        await bot.line("Leaving")
        released.set()
        assert await bot.ended(within=5) == 0
        assert stub.seen(POSTS)[0].status == 200
        assert "Traceback" not in bot.errors


async def test_an_answer_that_never_comes_does_not_keep_it(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        stub.hold(POSTS)
        await stub.mention("ping")
        await stub.request(POSTS)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.errors


async def test_no_word_of_a_member_and_no_token_is_logged_at_debug(stub: Stub, minimal):
    async with minimal(stub, env={"LOG_LEVEL": "DEBUG"}) as bot:
        await stub.connected()
        await stub.mention("my hamstring hurts")
        await stub.request(POSTS)
        await bot.stop()
        assert "hamstring" not in bot.errors
        assert TOKEN not in bot.errors


async def test_commands_discord_refuses_are_one_line_and_it_serves_on(stub: Stub, minimal):
    stub.fail(SYNC, 400, body={"message": "Invalid Form Body", "code": 50035, "errors": {}})
    async with minimal(stub) as bot:
        await bot.line("did not take the commands (HTTP 400)")
        await stub.connected()
        await stub.mention("ping")
        await stub.request(POSTS)
        assert "Traceback" not in bot.errors
