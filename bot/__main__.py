"""`python -m bot` is `backline`."""

from bot.cli import main

main()
