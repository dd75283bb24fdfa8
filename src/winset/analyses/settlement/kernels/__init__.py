"""The compiled loops of settlement; no module of this package is imported before a question needs it.

What has been compiled is kept in the user's cache folder, as `analyses.kept_code` says, and nowhere where that cannot
be written to.
"""

from __future__ import annotations

SWITCH = "WINSET_PREPARE"
"""Where this variable of the environment is 0, no process of its own compiles anything."""


def prepared(method: str | None = None) -> bool:
    """True where compiled code is kept already, so that the first large question need not wait for it.

    method: that the question is answered by, None for any that builds a frontier.
    """
    from winset.analyses.machine_code import is_kept

    if method == "streaming":
        from winset.analyses.settlement.kernels.streaming import visit

        return is_kept(visit)
    from winset.analyses.settlement.kernels.folding import fold_step

    return is_kept(fold_step)
