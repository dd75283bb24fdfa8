"""Spreadsheets of a case: positions and judgements, written to be filled in by others, and read without loss."""
