"""`make bench`: run every benchmark and print its figures."""

import sys
from importlib import import_module

BENCHMARKS = ("step", "expressions", "turns")


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all."""
    for name in names or BENCHMARKS:
        print(f"\n── {name} " + "─" * (76 - len(name)))
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
