"""How long things take and what they weigh on this machine: `make bench`. Not part of the bot."""
