# Two commands do all the set-up: `make demo` grades a bundled class, `make test` tests the kit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-browser test-slow test-nightly bench lint clean

demo: $(VENV)/installed
	@echo "Making a class of 24: build/demo/class"
	@$(BIN)/python tests/make_class.py build/demo/class
	@echo "Grading it: build/demo/index.html"
	@$(BIN)/autograder grade build/demo/class --assignment 06_training_loop --out build/demo --seed demo || test $$? = 1

# Two files at a time, since what a file's tests share is made once, in the order of tests/conftest.py.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

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

# Plain pip brings gigabytes of CUDA on Linux. Without an NVIDIA driver PyTorch's own index has all that is needed, if it answers
# within three seconds; TORCH=cpu takes that one and TORCH=cuda plain pip's, whatever there is.
CPU_INDEX := https://download.pytorch.org/whl/cpu
TORCH ?= $(shell test "$$(uname)" = Linux && ! test -e /proc/driver/nvidia && ! command -v nvidia-smi >/dev/null && \
	timeout 3 $(BIN)/python -c 'import urllib.request; urllib.request.urlopen("$(CPU_INDEX)/torch/")' 2>/dev/null && echo cpu)

# One line on the screen; the log is told about when something fails.
LOG := $(VENV)/install.log
define install
@echo "Installing what is needed into $(VENV), which takes some minutes (log: $(LOG))"
@$(BIN)/pip install --editable '.[$(1)]' $(if $(filter cpu,$(TORCH)),--extra-index-url $(CPU_INDEX)) >$(LOG) 2>&1 || \
	{ tail -n 20 $(LOG); echo "This did not work; the whole log: $(LOG)"; exit 1; }
endef

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(call install,similar)
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	$(call install,dev)
	@touch $@ $(VENV)/installed

clean:
	rm -rf build $(VENV)
