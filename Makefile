# make demo: install into .venv, run over the sample documents, show the first rows
# make test: install what the tests need, then lint, types, tests
# make bench: every figure of docs/benchmarks.md anew, the better part of an hour; SCALE=small or medium for less
# make models: the model that comes along anew, from the sample documents and those of SHARED
# make fuzz: 20,000 spoilt files of every format, for half an hour
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt

SCALE ?= full
SHARED ?= ../shared
TEXTS = "corpus/txt", "corpus/md", "corpus/html", "corpus/docx", "corpus/pdf", \
	"$(SHARED)/corpus/dev", "$(SHARED)/corpus/seeds"

.PHONY: demo models test test-transformer programs lint types check fuzz bench docs site install dev clean constraints

demo: install
	$(BIN)/chitieu run corpus --out outputs/demo
	$(BIN)/chitieu show outputs/demo

test: programs dev lint types check

# Programs beside Python packages that tests use: installed where that is allowed, else told
programs:
	tests/install-programs

check: dev
	$(BIN)/python -m pytest -n auto -rs

fuzz: dev
	$(BIN)/python -m pytest -m slow -s tests/fuzz

bench: programs dev
	mkdir -p outputs
	$(BIN)/python -m benchmarks --scale $(SCALE) --json outputs/bench.json

models: dev
	$(BIN)/chitieu train organisations --out extractors/learned/weights \
		--set 'recipe.documents=["$(SHARED)/corpus/unlabeled", "$(SHARED)/corpus/archive/transcripts"]' \
		--set 'recipe.texts=[$(TEXTS)]' \
		--set 'recipe.gold=["corpus/gold", "$(SHARED)/gold/dev", "$(SHARED)/gold/seeds"]'

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

# The one test that needs a transformer library, in an environment of its own
test-transformer:
	$(PYTHON) -m venv .venv-transformer
	grep -v '^huggingface_hub' constraints.txt | cat - constraints-transformer.txt > .venv-transformer/constraints.txt
	.venv-transformer/bin/python -m pip install --disable-pip-version-check --quiet \
		--constraint .venv-transformer/constraints.txt --editable '.[transformer]' pytest hypothesis
	.venv-transformer/bin/python -m pytest tests/test_train.py -k transformer

# Puts the current output and scores into the README, and every command's help into docs/commands.md
docs: dev
	$(BIN)/python docs/refresh.py
	$(BIN)/python docs/reference.py

# The documentation as a site that can be read from disk, in site/
site: dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

install: .venv/installed
dev: .venv/installed-dev

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(PIP) --editable '.[dev]'
	touch $@

# Pins what is installed now, for machines that come later. Install anew first: rm -rf .venv && make dev
constraints:
	$(BIN)/python -m pip freeze --exclude-editable > constraints.txt

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
