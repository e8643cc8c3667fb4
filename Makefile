# Two commands do everything on a fresh machine: `make run` and `make test`. Python 3.11 or newer and make are all that is assumed.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help run demo test test-long check format bench mutate lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

# uv installs faster where it is there; pip, which Python brings, does the same from the same locked list.
define install
	@scripts/install $(PYTHON) $(1)
endef

.venv/.run: requirements/run.txt pyproject.toml
	$(call install,run)

.venv/.dev: requirements/dev.txt pyproject.toml
	$(call install,dev)

run: .venv/.run  ## the bot on embedded SQLite with the example open today, its pages on localhost
	@$(BIN)/hearback run --example

demo: .venv/.run  ## the whole loop, from question to digest, without a hand on the keyboard
	@$(BIN)/hearback demo

test: .venv/.dev  ## install what is needed and run the tests
	@scripts/install-browser
	@scripts/install-mail
	$(BIN)/pytest -n 2 -m "not long" --cov --cov-report=
	@scripts/coverage $(BIN)

test-long: .venv/.dev  ## the longer suites
	@scripts/install-browser
	@scripts/install-mail
	$(BIN)/pytest -m long

check: .venv/.dev  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev  ## put the code in shape
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: .venv/.dev  ## measure, each figure beside a peer or a limit in the same run
	$(BIN)/python -m benchmarks

mutate: .venv/.dev  ## change the pure rules in small ways and see whether a test notices (about two hours; docs/results/mutation.md)
	@$(BIN)/python scripts/mutate

lock:  ## renew requirements/*.txt from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group build pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group build --group dev --extra xlsform pyproject.toml -o requirements/dev.txt

clean:  ## remove what was installed and measured; what people said and what was sent is left alone
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
