"""`python -m benchmarks.answers [misses] [development|former_held_out]`."""

from benchmarks.answers import main

main()
