# The commands of the house; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install run up down db sql reset migration migrate drift env token pay types docs test test-firebase screens prove soak readiness reconcile verify-production demo bench backup restore fmt clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

install: ## install what is missing
	@scripts/install

run: ## start everything in the foreground: database, web, workers
	@scripts/serve run

up: ## the same in the background; again after a change: brings all of it up to date
	@scripts/serve up
	@echo "Up: $$(scripts/with-env .venv/bin/python -m web.settings | sed -n 's/^HX_BASE_URL=//p') on $$(scripts/cluster url)"

down: ## stop web, workers and the private cluster
	@scripts/serve down

env: ## the settings in force as NAME=value; secrets of real parties are masked
	@scripts/install && scripts/with-env .venv/bin/python -m web.settings

token: ## a bearer token of the local issuer: make token EMAIL=poster@example.org
	@scripts/install && scripts/with-env .venv/bin/python scripts/token "$(EMAIL)"

pay: ## pay a task at Stripe's double, as the app does: make pay TASK=<task id> [CARD=declined]
	@scripts/install && scripts/with-env .venv/bin/python scripts/pay "$(TASK)" "$(CARD)"

db: ## psql on the database, as its superuser
	@scripts/up && scripts/cluster psql

sql: export HX_SQL = $(value Q)
sql: ## run SQL as superuser: make sql Q="select 1"
	@scripts/cluster up && scripts/cluster psql -XAtq -v ON_ERROR_STOP=1 -c "$$HX_SQL"

reset: ## make the database anew: clean and seeded
	@scripts/up --fresh

migration: ## propose the migration for a changed db/schema: make migration NAME=what_changes [ALLOW="column core.x.y"] [RENAME="core.x.y z"] [EMPTY=1]
	@scripts/install && .venv/bin/python scripts/migration "$(NAME)" --allow "$(ALLOW)" --rename "$(RENAME)" $(if $(EMPTY),--empty)

migrate: ## apply the migrations that the database has not had, then code and law
	@scripts/install && scripts/cluster up && scripts/migrate

drift: ## name every difference between the database (or DATABASE_URL, read only) and its files
	@scripts/install && .venv/bin/python scripts/drift

types: ## TypeScript types of the API from its contract, into web/types/api.d.ts
	@scripts/up && scripts/types web/types/api.d.ts

docs: ## diagrams, permission matrix and references into db/docs/, from a database built for it
	@scripts/install && scripts/cluster up && .venv/bin/python scripts/docs

test: ## everything that must hold: lint, types, plpgsql_check, pgTAP, pytest
	@scripts/test

test-firebase: ## sign in at the real Firebase Auth emulator (installs 300 MB from npm, once)
	@scripts/test-firebase

screens: ## pictures of every page of the console into screens/: desk and phone, light and dark
	@scripts/screens

prove: ## the pgTAP suite alone, by pg_prove
	@scripts/prove

soak: ## the property tests at length: thousands of histories, every amount at every percent, every kill and fault
	@HX_EXAMPLES=$${HX_EXAMPLES:-3000} HX_WHOLE=1 HX_ROUNDS=5 scripts/test -k "histories or divisions or permutations or orders or streaks or settlement_matrix"

readiness: ## the checklist of the database as it stands: PASS, FAIL or UNVERIFIED, item by item
	@scripts/up && scripts/cluster psql -X -c "select r.verdict, r.item, r.rows_found, r.statement from audit.readiness() as r"

reconcile: ## compare the ledger with Stripe's statement, all of it, now; 1 where a finding is open
	@scripts/serve up && scripts/with-env .venv/bin/python scripts/reconcile

verify-production: ## read-only verification of the live database that DATABASE_URL names
	@: "$${DATABASE_URL:?names the database to verify}"
	@scripts/cluster psql -Xq -v ON_ERROR_STOP=1 -f "$(CURDIR)/scripts/verify-production.sql"

demo: ## play a marketplace day over HTTP and a life in psql, and prove the books
	@scripts/serve up && scripts/with-env .venv/bin/python scripts/demo

bench: ## the benchmark, each figure with its ratio to the commit floor
	@scripts/up && scripts/with-env .venv/bin/python scripts/bench $(ARGS)

backup: ## a verified base backup of the private cluster, and its log archived from then on
	@scripts/up && scripts/backup

restore: ## restore the backup and prove it: in place where the cluster is gone, beside it otherwise: make restore [TIME="2026-11-28 12:00 UTC"] [DRILL=1]
	@scripts/install && DRILL="$(DRILL)" scripts/restore "$(TIME)"

fmt: ## format the Python
	@scripts/install && .venv/bin/ruff format web jobs tests scripts/*.py $$(grep -lE '^#!/usr/bin/env python3' scripts/*)

clean: ## stop everything and remove the cluster with its data; backups stay
	@scripts/serve down; scripts/cluster remove && rm -rf .venv
