"""The pages that `docs/make.py` writes from the program, where one takes more than a few lines."""
