"""Réglages communs aux tests et aux exemples des docstrings."""

from datetime import date
from decimal import Decimal

import pytest


@pytest.fixture(autouse=True)
def noms_des_exemples(doctest_namespace: dict[str, object]) -> None:
    """Donne aux exemples les noms que les docstrings emploient : `D` pour un décimal, `date`."""
    doctest_namespace["D"] = Decimal
    doctest_namespace["date"] = date
