"""Candidates that a language model of the user's choosing proposes, each through the quote gate."""
