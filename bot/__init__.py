"""Backline: the strength coach that lives in a running club's Discord server."""
