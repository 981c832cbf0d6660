"""Trains what understands members: the sentence encoder, its heads and the lexical classifier. Not part of the bot."""
