"""What every command prints on the shipped examples, kept whole, so that a change of wording or number is seen.

`runs.txt` names the runs, `expected/` holds what each prints. After a change that is meant: `python -m tests.golden`
writes the files again, and the difference that git shows is what to read before it is kept.
"""
