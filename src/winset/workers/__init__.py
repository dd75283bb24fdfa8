"""Long runs shared out: pieces of the draws, done by this process, by several, or by the workers of a cluster."""

from winset.workers.pieces import Done, Hands, Job, Kept, Work, run
from winset.workers.processes import Processes, processors

__all__ = ["Done", "Hands", "Job", "Kept", "Processes", "Work", "processors", "run"]
