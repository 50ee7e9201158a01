# The portal's commands. Each first brings .venv up to date; none needs more than Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
TEST_WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-matching backup restore drills

help:
	@echo "make run      the whole portal on http://127.0.0.1:8000/ (PORT=8000 HOST=127.0.0.1)"
	@echo "make test     all tests, browser tests included (ARGS=\"-k institutions\")"
	@echo "make check    format, lint, types, import contracts, templates, migrations, deployment, translations"
	@echo "make backup   database and documents into a folder (TO=var/backups)"
	@echo "make restore  back from there (FROM=var/backups AT=\"2026-11-22 17:03:20+00\" FORCE=1)"
	@echo "make bench    the benchmarks of bench/"
	@echo "make bench-matching   how good the order of peers is (PAIRS=FILE.csv)"
	@echo "make drills   faults made on purpose, each three times (ARGS=\"-k f1\"); the worst of them in a table"

run:
	@$(PYTHON) ops/bootstrap.py run
	@exec $(BIN)/python -m ops.run

test:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.with_services --name test -- pytest --numprocesses $(TEST_WORKERS) --dist loadfile $(ARGS)

check:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.check $(ARGS)

bench:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.with_services --name bench -- python -m bench $(ARGS)

bench-matching:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.with_services --name bench -- python -m bench.matching $(if $(PAIRS),--pairs "$(PAIRS)")

backup:
	@$(PYTHON) ops/bootstrap.py run
	@exec $(BIN)/python -m ops.backups once $(if $(TO),--to "$(TO)")

restore:
	@$(PYTHON) ops/bootstrap.py run
	@exec $(BIN)/python -m ops.backups restore --from "$(or $(FROM),var/backups)" $(if $(AT),--at "$(AT)") \
	    $(if $(DATA),--data "$(DATA)") $(if $(FORCE),--force)

drills:
	@$(PYTHON) ops/bootstrap.py dev
	@exec $(BIN)/python -m ops.with_services --name drills -- pytest tests/drills $(ARGS)
