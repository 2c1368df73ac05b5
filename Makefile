# Two commands do all the set-up: `make demo` grades a bundled class, `make test` tests the kit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-browser test-slow test-nightly bench lint clean

demo: $(VENV)/installed
	$(BIN)/python tests/make_class.py build/demo/class
	$(BIN)/autograder grade build/demo/class --assignment 06_training_loop --out build/demo --seed demo || test $$? = 1

# Two files at a time, since what a file's tests share is made once, in the order of tests/conftest.py.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test: $(VENV)/installed-dev
	$(PYTEST)

# What takes a browser (chromium); then that and what takes minutes.
test-browser: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m browser

test-slow: $(VENV)/installed-dev
	$(PYTEST) -m "slow or browser"

# Frames and notebooks of chance, 10,000 for each property instead of 500.
test-nightly: $(VENV)/installed-dev
	HYPOTHESIS_PROFILE=nightly $(PYTEST) tests/record tests/submission

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	$(BIN)/python tests/bench.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --editable '.[similar]'
	touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/installed

clean:
	rm -rf build $(VENV)
