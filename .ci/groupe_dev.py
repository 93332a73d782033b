"""Imprime le groupe dev de pyproject.toml, que pip-compile ne sait pas lire."""

import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"

lignes = ["# Écrit par « make verrou » d'après le groupe dev de pyproject.toml."]
lignes += tomllib.loads(PYPROJECT.read_text("utf-8"))["dependency-groups"]["dev"]
sys.stdout.write("\n".join(lignes) + "\n")
