# Two commands: `make run` serves the dashboard, `make test` runs all tests.
PORT ?= 8501
PYTHON ?= python3
VENV ?= .venv
SHARED ?= ../shared/datasets
PY = $(VENV)/bin/python
ENV_PY = DECAF_MAKE_PYTHON=$(PYTHON) tools/environment.sh $(VENV)

.PHONY: run test lint demo bench-text clean

run: $(VENV)/run.stamp
	@$(PY) -m data.serve --port $(PORT)

test: $(VENV)/dev.stamp
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m pytest -n 2 --dist loadfile

demo: $(VENV)/run.stamp
	@$(PY) -m data demo
	@$(PY) -m data build

# All engines on all labelled sets in DIR: make bench-text SHARED=DIR
bench-text: $(VENV)/run.stamp
	@$(PY) -m bench text --markdown --shared $(SHARED)

$(VENV)/run.stamp: requirements.txt tools/environment.sh
	@$(ENV_PY) requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt tools/environment.sh
	@$(ENV_PY) requirements-dev.txt
	@touch $(VENV)/run.stamp $@

clean:
	rm -rf $(VENV) tests/artefacts .mypy_cache .ruff_cache .pytest_cache .hypothesis
