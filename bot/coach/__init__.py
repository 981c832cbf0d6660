"""WHAT to say. Pure: no Discord, no database, no clock, no network."""
