"""Cells of a case on a page: the matrix of who wants what, a cell opened, and the form that changes it."""
