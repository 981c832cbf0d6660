"""The club server for trying: its clock, its doors, and its page in a real browser."""
