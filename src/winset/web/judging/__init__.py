"""Judging without numbers first: options put in order, distances on a line, packages compared with no deal."""
