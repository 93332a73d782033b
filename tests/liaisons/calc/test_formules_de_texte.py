"""Le texte d'une formule : découpe, valeurs, appels."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.liaisons.calc.formules import (
    Appel,
    Litteral,
    Reference,
    SansHote,
    analyser,
    appels,
    evaluer,
)
from tableur.socle.erreurs import DivisionImpossible, ErreurTableur, ValeurInvalide


def arguments_de(texte: str) -> list[object]:
    """Valeurs des arguments du premier appel d'une formule."""
    return [evaluer(argument, SansHote()) for argument in appels(texte)[0].arguments]


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("TABLEUR.X_Y(20;5;30)", [Decimal(20), Decimal(5), Decimal(30)]),
        ("=tableur.x_y(20,5;0.5;.5)", [Decimal("20.5"), Decimal("0.5"), Decimal("0.5")]),
        ("TABLEUR.X_Y(20,5,30)", [Decimal(20), Decimal(5), Decimal(30)]),
        ("TABLEUR.X_Y(20.5, 3)", [Decimal("20.5"), Decimal(3)]),
        ("TABLEUR.X_Y(20,5)", [Decimal("20.5")]),
        ('TABLEUR.X_Y("a;b";"il a dit ""oui""";)', ["a;b", 'il a dit "oui"', None]),
        ("TABLEUR.X_Y(;VRAI;FALSE();)", [None, True, False, None]),
        ("TABLEUR.X_Y(DATE(2026;1;31);-2,5%;1E3)", [Decimal(46053), Decimal("-0.025"), Decimal(1000)]),
        ('TABLEUR.X_Y({1;2|3;"a"})', [[[Decimal(1), Decimal(2)], [Decimal(3), "a"]]]),
        ('TABLEUR.X_Y("a"&2;1=1;2<>2;(1+2)*3;2^3/4)', ["a2", True, False, Decimal(9), Decimal(2)]),
        ("TABLEUR.X_Y()", []),
    ],
)
def test_les_arguments_litteraux_sont_lus(texte: str, attendus: list[object]) -> None:
    assert attendus == arguments_de(texte)


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("A2", Reference("", "A2")),
        ("$a$2:$C$9", Reference("", "A2:C9")),
        ("$Feuille1.$A$2:.$C$9", Reference("Feuille1", "A2:C9")),
        ("'L''an 2026'.B2", Reference("L'an 2026", "B2")),
        ("Stocks!B2", Reference("Stocks", "B2")),
        ("A:C", Reference("", "A:C")),
        ("stock_minimum", Reference("", "stock_minimum")),
    ],
)
def test_les_references_sont_reconnues(texte: str, attendue: Reference) -> None:
    assert (attendue,) == appels(f"=TABLEUR.X_Y({texte})")[0].arguments


def test_seuls_les_appels_les_plus_exterieurs_sont_rendus() -> None:
    trouves = appels('=IF(A2="";0;TABLEUR.A_B(TABLEUR.C_D(1);2))+TABLEUR.E_F(3)')
    assert ["TABLEUR.A_B", "TABLEUR.E_F"] == [appel.nom for appel in trouves]
    assert Appel("TABLEUR.C_D", (Litteral(Decimal(1)),)) == trouves[0].arguments[0]


def test_une_formule_matricielle_est_lue_sans_ses_accolades() -> None:
    assert analyser("{=TABLEUR.A_B(1)}") == analyser("TABLEUR.A_B(1)")


@pytest.mark.parametrize(
    "texte", ["", "=", "TABLEUR.A_B(1;2", "TABLEUR.A_B(1 2)", "TABLEUR.A_B({1;2)", "A2)", "1+"]
)
def test_un_texte_qui_n_est_pas_une_formule_est_refuse(texte: str) -> None:
    with pytest.raises(ValeurInvalide, match="pas lisible"):
        analyser(texte)


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("TABLEUR.A_B(A2)", "n'a de sens que dans un classeur"),
        ("TABLEUR.A_B(SOMME(1;2))", "n'est pas évaluée ici"),
        ("TABLEUR.A_B(DATE(2026;2;30))", "n'existe pas"),
        ("TABLEUR.A_B({1|2}*2)", "sur une plage"),
        ('TABLEUR.A_B("a"*2)', "nombre.* « a » reçu"),
    ],
)
def test_un_argument_qui_ne_s_evalue_pas_est_refuse(texte: str, phrase: str) -> None:
    with pytest.raises(ErreurTableur, match=phrase):
        arguments_de(texte)


def test_une_division_par_zero_le_dit() -> None:
    with pytest.raises(DivisionImpossible):
        evaluer(analyser("1/0"), SansHote())


@given(st.lists(st.one_of(st.decimals(-1000, 1000, places=2), st.text('ab;,"éA1()', max_size=6)), min_size=1))
def test_ce_qui_est_ecrit_est_relu(valeurs: list[object]) -> None:
    ecrites = [
        str(v).replace(".", ",") if isinstance(v, Decimal) else '"' + str(v).replace('"', '""') + '"'
        for v in valeurs
    ]
    assert valeurs == arguments_de(f"=TABLEUR.A_B({';'.join(ecrites)};)")[:-1]
