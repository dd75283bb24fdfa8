"""The version of winset that a result names."""

VERSION = "0.1.0"
