"""`./dev bench [NAME…]`: runs the measurements and prints their table; `./dev bench size --only ROW…` some rows."""

from __future__ import annotations

import sys

from bench.cluster import rows as cluster_rows
from bench.cold import rows as cold_rows
from bench.drafting import rows as drafting_rows
from bench.editing import rows as editing_rows
from bench.enumeration import rows as enumeration_rows
from bench.forecast import rows as forecast_rows
from bench.forecast_processes import rows as forecast_process_rows
from bench.ordinary import rows as ordinary_rows
from bench.quotes import rows as quotes_rows
from bench.settlement import rows as settlement_rows
from bench.size import rows as size_rows
from bench.stability import rows as stability_rows
from bench.staging import rows as staging_rows
from bench.table import Row, print_table
from bench.tables import rows as tables_rows
from bench.timing import rows as timing_rows
from bench.web import rows as web_rows

GROUPS = {
    "cold": cold_rows,
    "ordinary": ordinary_rows,
    "drafting": drafting_rows,
    "editing": editing_rows,
    "quotes": quotes_rows,
    "enumeration": enumeration_rows,
    "settlement": settlement_rows,
    "cluster": cluster_rows,
    "stability": stability_rows,
    "tables": tables_rows,
    "staging": staging_rows,
    "timing": timing_rows,
    "forecast": forecast_rows,
    "forecast-processes": forecast_process_rows,
    "size": size_rows,
    "web": web_rows,
}


def main(names: list[str]) -> None:
    if names[:2] == ["size", "--only"]:
        print_table(size_rows(names[2:]))
        return
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        sys.exit(f"no measurement is called {unknown[0]}; there are: {', '.join(GROUPS)}")
    rows: list[Row] = []
    for name in names or GROUPS:
        rows += GROUPS[name]()
    print_table(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
