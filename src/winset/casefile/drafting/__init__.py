"""Drafting: sentences of the sources proposed as claims, each for a person to accept, change or reject."""
