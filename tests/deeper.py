"""For `make mutate` only: a changed function is called by way of two more, so that deep recursion needs more frames."""

import sys

sys.setrecursionlimit(4000)
