"""`python -m benchmarks.answers [misses]`."""

from benchmarks.answers import main

main()
