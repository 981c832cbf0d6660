"""Alembic's scripts, inside the package so that an installed wheel finds them.

A new one is a file in `versions/` whose `down_revision` is the newest revision there; a test compares the outcome
of all of them with `tables.py`.
"""
