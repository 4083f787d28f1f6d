# The two main commands: `make decks` builds every bank under decks/, `make test` runs every test.
# Both create the environment .venv, and update it when pyproject.toml has changed.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help decks import test check fix golden pictures bench oracle release-check clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

decks: .venv/installed ## build the packages; TRAP=, TOPIC=, LEVEL=, DOMAIN=, SOURCE=, ID=, KIND= filter them
	@$(BIN)/ankigen build $(filters)

import: decks ## build, then hand the package of every bank to Anki; with a filter, the package that it makes
	@$(BIN)/ankigen push $(filters)

# A test fails that reads or writes text without naming its encoding: Windows would take another one than UTF-8.
test: .venv/installed-test ## run every test; ARGS= is passed to pytest; ARGS='-m "not slow"' leaves out those that take long
	@PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -n auto $(ARGS)

check: .venv/installed-test ## check format, lint and types, as CI does
	$(call step,$(BIN)/ruff format --check ankigen tests benchmarks,or: make fix)
	$(call step,$(BIN)/ruff check ankigen tests benchmarks,or: make fix)
	$(call step,$(BIN)/mypy,it checks the types of ankigen/)

fix: .venv/installed-test ## format the code, and fix what ruff can
	$(BIN)/ruff format ankigen tests benchmarks
	$(BIN)/ruff check --fix ankigen tests benchmarks

golden: .venv/installed-test ## rewrite the golden files; read the diff before you commit it
	$(BIN)/python tests/golden.py

pictures: .venv/installed-test ## make the pictures of cards in docs/pictures; look at them before you commit them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[pictures]'
	$(BIN)/python tests/pictures.py

bench: .venv/installed-test .venv/peer/installed ## time builds against mistune alone and the fastest peer; N= questions, default 1000
	$(BIN)/python benchmarks/bench.py $(N)

oracle: .venv/installed-test ## hash everything that is built, to prove that a change leaves it the same; ARGS='FOLDER --against FILE'
	@$(BIN)/python benchmarks/oracle.py $(ARGS)

release-check: .venv/installed-test ## build wheel and sdist, install each into an empty environment, do the quick start with it
	@$(BIN)/python tests/release_check.py

clean: ## remove the environment, the packages, and what builds have cached
	@test ! -x $(BIN)/ankigen || $(BIN)/ankigen clean --quiet
	rm -rf .venv decks/*/apkg

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ankigen needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 decks")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/installed-test: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

.venv/peer/installed: .venv/installed
	$(PYTHON) -m venv .venv/peer
	.venv/peer/bin/python -m pip install --quiet --disable-pip-version-check ankdown==0.7.1
	@touch $@

# A step of `make check`. If it fails, the last line names the command, so that you can run it by itself.
step = @$(1) || { echo "make check: failed; run just this: $(1) ($(2))" >&2; exit 1; }

# TRAP='A B' matches either of two traps. DOMAIN and SOURCE take one value, because it may have spaces. Each may be written
# in lower case. Only variables on make's command line count: a LEVEL in the environment may belong to another program.
given = $(strip $(foreach name,$(2) $(1),$(if $(findstring command,$(origin $(name))),$($(name)))))
quoted = '$(subst ','\'',$(1))'
each = $(foreach value,$(call given,$(1),$(2)),--$(1) $(call quoted,$(value)))
one = $(if $(call given,$(1),$(2)),--$(1) $(call quoted,$(call given,$(1),$(2))))
filters = $(call each,trap,TRAP) $(call each,topic,TOPIC) $(call each,level,LEVEL) $(call each,id,ID) $(call each,kind,KIND) \
	$(call one,domain,DOMAIN) $(call one,source,SOURCE)
