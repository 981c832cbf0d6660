"""The bot as a process of its own, against a Discord made of sockets on this machine.

`stub` and `gateway` are that Discord, `payloads` what it says, `process` runs the bot, `contract` holds every request
against Discord's own description of its API.
"""
