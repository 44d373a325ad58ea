# Everything happens in .venv; nothing lands in the system's Python.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check build pictures faults monkey benchmarks oracles clean

# Read and tag the sample articles.
run: .venv/run.stamp
	$(BIN)/python -m tui sample_corpus --annotator mira

# Run every test.
test: .venv/test.stamp
	$(BIN)/python -m pytest --numprocesses 2

# Look at style, types and structure without running the program.
check: .venv/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Make the wheel and the source archive in dist/.
build: .venv/test.stamp
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	$(BIN)/python -m hatchling build --target sdist

# Make the pictures of the manual from the program itself.
pictures: .venv/test.stamp
	$(BIN)/python -m tests.pictures docs/pictures

# Refuse, kill and signal it at every turn, and look at what is left; FAULTS takes options: make faults FAULTS="kills --kills 50".
faults: .venv/test.stamp
	$(BIN)/python -m tests.crash $(FAULTS)

# Press any keys for a quarter of an hour, and say what broke; MONKEY takes options: make monkey MONKEY="--seed 7 --once".
monkey: .venv/test.stamp
	$(BIN)/python -m tests.monkey $(MONKEY)

# Measure it beside SQLite, TinyDB and a raw flush; BENCHMARKS takes options: make benchmarks BENCHMARKS="opening --sizes 1k,100k".
benchmarks: .venv/test.stamp
	$(BIN)/python -m tests.benchmarks $(BENCHMARKS)

# Let the programs that read datasets read ours, in an environment of their own; ORACLES takes options.
oracles: .venv-oracles/made.stamp
	.venv-oracles/bin/python -m tests.oracles $(or $(ORACLES),--write docs/oracles.md)

.venv-oracles/made.stamp: requirements.lock tests/oracles/requirements.in tests/oracles/older.in
	$(PYTHON) -m venv .venv-oracles
	.venv-oracles/bin/python -m pip install --quiet --require-hashes --requirement requirements.lock
	.venv-oracles/bin/python -m pip install --quiet --requirement tests/oracles/requirements.in
	$(PYTHON) -m venv .venv-oracles/older
	.venv-oracles/older/bin/python -m pip install --quiet --requirement tests/oracles/older.in
	@touch $@

clean:
	rm -rf .venv .venv-oracles dist build

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Sidemark needs Python 3.11 or newer; name it: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: .venv/made.stamp requirements.lock
	$(PIP) install --require-hashes --requirement requirements.lock
	@touch $@

.venv/test.stamp: .venv/run.stamp tests/requirements.lock pyproject.toml
	$(PIP) install --require-hashes --requirement tests/requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
