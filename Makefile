# The commands of the house; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install up down db sql reset test prove demo bench fmt clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: ## install what is missing
	@scripts/install

up: ## start the private cluster under .pg/ and bring the database up to date
	@scripts/up
	@echo "Up: $$(scripts/cluster url)"

down: ## stop the private cluster
	@scripts/cluster down

db: ## psql on the database, as its superuser
	@scripts/up && scripts/cluster psql

sql: export HX_SQL = $(value Q)
sql: ## run SQL as superuser: make sql Q="select 1"
	@scripts/cluster up && scripts/cluster psql -XAtq -v ON_ERROR_STOP=1 -c "$$HX_SQL"

reset: ## make the database anew: clean and seeded
	@scripts/up --fresh

test: ## everything that must hold: lint, types, plpgsql_check, pgTAP, pytest
	@scripts/test

prove: ## the pgTAP suite alone, by pg_prove
	@scripts/prove

demo: ## play a task's life in psql and prove the books
	@scripts/up && .venv/bin/python scripts/demo

bench: ## the benchmark, each figure with its ratio to the commit floor
	@scripts/up && .venv/bin/python scripts/bench

fmt: ## format the Python
	@scripts/install && .venv/bin/ruff format scripts/apply scripts/demo scripts/bench tests

clean: ## stop the cluster and remove it with its data
	@scripts/cluster remove && rm -rf .venv
