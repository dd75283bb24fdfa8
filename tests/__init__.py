"""The tests: laws, cases of the literature, oracles, and what each command prints."""

import os
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is imported: tests run side by side, and so do their processes

# A process that a test starts runs this code from whatever folder, and not what may be installed.
_places = (str(Path(__file__).parents[1] / "src"), os.environ.get("PYTHONPATH", ""))
os.environ["PYTHONPATH"] = os.pathsep.join(place for place in _places if place)
