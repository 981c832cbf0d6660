"""WHEN to say it: wall-clock rules, phrases like "mon thu 7am", entries and the runner. No Discord, no database."""
