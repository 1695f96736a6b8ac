# Every task in one place; `make` alone tells which there are.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs constraints clean

VENV := .venv
BIN := $(VENV)/bin

help:  ## What there is to do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/augenhoehe: pyproject.toml constraints.txt
	python3 -m venv $(VENV)
	$(BIN)/pip install -q -c constraints.txt -e '.[postgres,dev]'
	@touch $@

setup: $(BIN)/augenhoehe  ## Everything that the other tasks need, in .venv

demo: setup  ## Try it: a made-up community and the team's channel, side by side
	$(BIN)/augenhoehe demo

test: setup  ## Every fast test
	$(BIN)/python -m pytest -n auto --dist loadfile

check: setup  ## What reads the code: style, types, architecture, dependencies, measured bars
	$(BIN)/ruff check --output-format concise
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m tests.house.bars

format: setup  ## Lay the code out
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: setup  ## Write what docs and manifest repeat from the code
	$(BIN)/python -m bot.settings_docs
	$(BIN)/python -m tests.house.diagram

constraints: setup  ## Choose the versions of all packages anew, without naming where they come from
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile --quiet --universal --all-extras --upgrade --no-header --no-annotate pyproject.toml -o constraints.txt

clean:  ## Forget what tools have cached
	rm -rf build dist *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
