"""`python -m bench [NAME ...]`: run the benchmarks (all by default) and print one table."""

from __future__ import annotations

import argparse
import importlib
import sys

from bench.frame import Measure, table

BENCHMARKS: dict[str, str] = {
    "verification": "one credential against a straight use of PyLD + cryptography; hostile inputs refused within their limit",
    "search": "search through the product against the bare engine with the same body",
    "json_search": "search as JSON and as a page, through the whole product, against the bare engine with the same body",
    "typeahead": "suggestions while somebody types, over as many labels as all of ESCO has",
    "indexing": "documents through the engine's door against bare bulk writes",
    "publishing": "publish -> findable, withdraw -> gone, with web and worker running",
    "memory": "resident memory of web and worker",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="; ".join(f"{k}: {v}" for k, v in BENCHMARKS.items()))
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [n for n in names if n not in BENCHMARKS]:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    measures: list[Measure] = []
    for name in names:
        print(f"running {name}: {BENCHMARKS[name]}", file=sys.stderr, flush=True)
        measures += importlib.import_module(f"bench.{name}").run()
    print(table(measures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
