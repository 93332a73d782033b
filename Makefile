# Une machine Debian, Python 3.11 ou plus récent et make suffisent : le reste s'installe dans .venv.
# Le Python à employer se choisit : make test PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
VERROUILLER := CUSTOM_COMPILE_COMMAND="make verrou" $(VENV)/verrou/bin/pip-compile --quiet --upgrade \
	--generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options

.PHONY: aide demo test pytest lint types modeles docs bench verrou systeme propre
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

aide:
	@echo "make demo    installe tableur, calcule le stock, la TVA et la paie d'une entreprise d'exemple, écrit ses courriers"
	@echo "make test    installe les outils, puis vérifie tout : style, types, imports, tests"
	@echo "make lint    style et sens des imports"
	@echo "make types   types"
	@echo "make modeles classeurs et courriers livrés, et classeur d'exemple, d'après leurs déclarations"
	@echo "make docs    pages de documentation"
	@echo "make bench   mesures de vitesse"
	@echo "make verrou  versions et empreintes des bibliothèques, d'après pyproject.toml"
	@echo "make propre  efface ce qui a été installé et produit"

demo: $(VENV)/.execution
	@$(BIN)/tableur demo

test: systeme lint types pytest

pytest: $(VENV)/.dev
	$(BIN)/pytest --cov --cov-report=term

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(VENV)/.dev
	$(BIN)/mypy

modeles: $(VENV)/.dev
	$(BIN)/python -c "from tableur.classeurs import reconstruire; reconstruire()"
	$(BIN)/python -m tableur.courriers.batir
	$(BIN)/python examples/generer.py --classeur
	$(BIN)/python examples/tva.py
	$(BIN)/python examples/paie.py
	$(BIN)/python -m tableur.liaisons.excel.vba

docs: $(VENV)/.dev
	$(BIN)/python docs/produire.py

bench: $(VENV)/.dev
	@set -e; for banc in $(filter-out benchmarks/mesures.py,$(wildcard benchmarks/*.py)); do $(BIN)/python $$banc; done

# LibreOffice, sa liaison avec Python, pdftotext, un écran virtuel : les tests s'en servent pour de vrai.
systeme: $(VENV)/.dev
	@.ci/systeme $(BIN)/python

$(VENV)/.cree:
	@.ci/venv "$(PYTHON)" $(VENV)
	@touch $@

$(VENV)/.execution: requirements/execution.txt pyproject.toml | $(VENV)/.cree
	@echo "Installation de tableur…"
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.execution
	@echo "Installation des outils de vérification…"
	@$(PIP) install --require-hashes -r $<
	@touch $@

verrou: | $(VENV)/.cree
	@test -x $(VENV)/verrou/bin/pip-compile || { $(BIN)/python -m venv $(VENV)/verrou && \
		$(VENV)/verrou/bin/python -m pip --disable-pip-version-check install --quiet 'pip-tools>=7.5'; }
	@$(BIN)/python .ci/groupe_dev.py > requirements/dev.in
	@$(VERROUILLER) -o requirements/execution.txt pyproject.toml
	@$(VERROUILLER) -o requirements/dev.txt pyproject.toml requirements/dev.in

propre:
	rm -rf $(VENV) build dist demo-tableur htmlcov .coverage .coverage.*
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
