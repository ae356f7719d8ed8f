# Thông Suốt: `make run` tries it, `make test` proves it. See `make help`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := var/setup
unexport PYTHONDONTWRITEBYTECODE # what is compiled once need not be again by each command

.PHONY: help setup setup-dev assets run test check format bench browser screenshots lock clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/uv: requirements/bootstrap.txt
	@echo "==> virtual environment"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $(BIN)/uv

$(STAMP)/runtime: $(BIN)/uv requirements/runtime.txt pyproject.toml
	@echo "==> packages to run"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/dev: $(STAMP)/runtime requirements/dev.txt
	@echo "==> packages to test"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

assets: $(STAMP)/runtime # looks itself whether anything is missing: a home may bear any name
	@$(BIN)/python tools/assets.py

setup: $(STAMP)/runtime assets ## everything needed to run
setup-dev: setup $(STAMP)/dev ## everything needed to test and change it

run: setup ## set up, load the demo province, serve on loopback
	@$(BIN)/thongsuot demo run

browser: $(STAMP)/dev
	@$(BIN)/python tools/browser.py

test: setup-dev browser ## set up and run every check and test, browser journeys included
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: lint
lint: setup-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

FAST := tests/rules tests/architecture tests/adapters tests/domains/test_dossier_life.py \
	$(addprefix tests/domains/test_dossier_,handing_over.py history.py powers.py secret.py \
	supplement.py place.py) tests/domains/test_custody_disputes.py tests/domains/test_obligations.py

check: lint ## format, lint, types, imports, and the fast tests (under two minutes)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not browser" $(FAST)

format: setup-dev ## put the code in shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## measure intake beside its baseline
	@$(BIN)/thongsuot bench intake

screenshots: setup-dev browser ## make the pictures of the README from the running product
	@$(BIN)/python tools/screenshots.py

lock: $(BIN)/uv ## refresh the hashed pins
	@$(BIN)/python tools/lock.py

clean: ## remove what was built (never the data under var/)
	@rm -rf $(VENV) node_modules $(STAMP)
