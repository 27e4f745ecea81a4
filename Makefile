# make run: set everything up and run the reference history over the results of the release;
# make full: make those results anew and run it over them; make lint: format and types; make test: set everything up and pass the tests;
# make docs: build docs/site, which opens without a network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run full release lint test bench verification docs

$(VENV)/.done: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

setup: $(VENV)/.done

run: setup
	$(BIN)/partystate run ussr --nearest --out runs/reference

# The results of the release anew, every what-if and direction answered in twenty pairs, and the
# reference history over them. Events are asked of 500 histories and as many from the start of each
# episode, which the leadership alone can afford.
full: setup
	$(BIN)/partystate ensemble ussr --runs 200 --answers --pairs 20 --executor processes \
		--out runs/ensemble
	$(BIN)/partystate ensemble ussr --parts leadership --runs 500 --episodes --placebos 5 \
		--executor processes --out runs/leadership
	$(BIN)/partystate run ussr --seed 1 --out runs/reference
	$(BIN)/partystate report runs/reference --ensemble runs/ensemble --leadership runs/leadership

# The same, and into the country's folder, where `make run` finds them, with as many
# histories that go on beyond the usual run.
release: full
	$(BIN)/partystate ensemble ussr --runs 200 --until 1953-12 --executor processes \
		--out runs/onward
	$(BIN)/partystate release runs/ensemble ussr --leadership runs/leadership \
		--onward runs/onward
	$(BIN)/partystate open ussr --home --out docs/first_page
	$(BIN)/python -m docs.picture

$(VENV)/.lint: requirements-dev.lock $(VENV)/.done
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

lint: $(VENV)/.lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright

# Two workers, each a file at a time, so that what a file shares is made once; tests/conftest.py says
# which files begin.
test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: setup
	$(BIN)/python -m benchmarks

verification: setup
	$(BIN)/python -m verification.draws
	$(BIN)/python -m verification.books
	$(BIN)/python -m verification.coding_agreement
	$(BIN)/python -m verification.order_spread
	$(BIN)/python -m verification.recovery
	$(BIN)/python -m verification.counted_gap
	$(BIN)/python -m verification.estimators
	$(BIN)/python -m verification.one_history

$(VENV)/.docs: docs/requirements.lock $(VENV)/.done
	$(BIN)/pip install --quiet --disable-pip-version-check -r docs/requirements.lock
	touch $@

docs: $(VENV)/.docs
	$(BIN)/python -m docs.generate
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -b html docs docs/site
	@echo docs/site/index.html
