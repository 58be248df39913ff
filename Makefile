# Two commands for a newcomer: `make demo` and `make test`. Both set up what they need in .venv.

PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3.14 python3; do \
	command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$name; break; }; done)
BIN := .venv/bin

.PHONY: demo test check format conformance bench sweep clean

demo: .venv/runtime.stamp  ## build the example project: dist/example/dist/
	@mkdir -p dist/example
	cp -R assets/examples/. dist/example/
	$(BIN)/broadsheet build dist/example

test: .venv/check.stamp  ## run the tests
	$(BIN)/python -m pytest

check: .venv/check.stamp  ## lint, formatting, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/check.stamp  ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

conformance: .venv/conformance.stamp  ## install the independent judges and have them judge what we write
	bash tests/conformance/provision.sh
	$(BIN)/python -m pytest -m conformance tests/conformance

bench: .venv/bench.stamp  ## measure against pandoc, Typst and WeasyPrint
	$(BIN)/python -m tests.speed

sweep: .venv/check.stamp  ## run every story of FOLDER through every format: make sweep FOLDER=stories
	$(BIN)/python -m tests.sweep $(FOLDER)

clean:
	rm -rf .venv .venv-* .judges dist/* .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: see https://www.python.org/downloads/"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"

.venv/runtime.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/check.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group check
	@touch $@ .venv/runtime.stamp

.venv/conformance.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group conformance
	@touch $@ .venv/check.stamp .venv/runtime.stamp

.venv/bench.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group bench
	@touch $@ .venv/runtime.stamp
