"""Counts in words, for what is not yet a question's folder."""

from winset.report.counts import Amount, amount, whole

__all__ = ["Amount", "amount", "whole"]
