"""Les nombres dans les phrases."""

from decimal import Decimal

import pytest

from tableur.socle.ecriture import nombre_ecrit


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [
        ("0", "0"),
        ("-0.0", "0"),
        ("1234.50", "1\u202f234,5"),
        ("-1000", "-1\u202f000"),
        ("1E+3", "1\u202f000"),
        ("0.125", "0,125"),
    ],
)
def test_un_nombre_s_ecrit_a_la_francaise(nombre: str, attendu: str) -> None:
    assert nombre_ecrit(Decimal(nombre)) == attendu
