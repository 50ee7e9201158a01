# The portal's commands. Each first brings .venv up to date; none needs more than Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check bench

help:
	@echo "make run      the whole portal on http://127.0.0.1:8000/ (PORT=8000 HOST=127.0.0.1)"
	@echo "make test     all tests, browser tests included (ARGS=\"-k institutions\")"
	@echo "make check    format, lint, types, import contracts, templates, migrations, deployment, translations"
	@echo "make bench    the benchmarks of bench/"

run:
	@$(PYTHON) ops/bootstrap.py run
	@exec $(BIN)/python -m ops.run

test:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.with_services --name test -- pytest $(ARGS)

check:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.check $(ARGS)

bench:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.with_services --name bench -- python -m bench $(ARGS)
