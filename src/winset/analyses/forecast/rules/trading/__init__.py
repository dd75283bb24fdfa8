"""The exchange of issues: two parties give way on the issue that each cares about less, to the gain of both."""
