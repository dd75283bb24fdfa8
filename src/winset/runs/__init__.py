"""Long runs shared out: pieces of the draws, done by this process, by several, or by the workers of a cluster."""

from winset.runs.jobs import Checkpoint, Done, Executor, Job, Work, run
from winset.runs.processes import Processes, processors

__all__ = ["Checkpoint", "Done", "Executor", "Job", "Processes", "Work", "processors", "run"]
