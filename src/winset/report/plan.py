"""The numbers that are judged of a party in a plan, in words."""

from __future__ import annotations

TERMS = {
    "discount": "discount",
    "detection": "detection",
    "lag": "lag of a hidden breach",
    "open_lag": "lag of an open breach",
    "exit_gain": "exit gain",
    "penalty": "penalty",
    "false_alarm": "false alarms against the steps in favour",
}
