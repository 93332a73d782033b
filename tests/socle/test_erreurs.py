"""Les erreurs disent l'endroit, et un refus les dit toutes."""

from tableur.socle.erreurs import (
    Anomalie,
    DivisionImpossible,
    Ou,
    Refus,
    ResultatIntrouvable,
    ValeurInvalide,
    refus,
)


def test_un_endroit_se_dit_du_fichier_a_la_colonne() -> None:
    ou = Ou("stocks.xlsx", "Articles").precise(ligne=12, colonne="Délai")
    assert str(ou) == "stocks.xlsx, feuille « Articles », ligne 12, colonne « Délai »"


def test_un_refus_porte_toutes_ses_anomalies() -> None:
    anomalies = [Anomalie("refus", Ou("a.xlsx"), "r", "", "", f"faute {n}") for n in (1, 2)]
    assert str(Refus(anomalies)) == "a.xlsx : faute 1\na.xlsx : faute 2"


def test_un_refus_d_une_anomalie_sans_endroit_est_une_phrase() -> None:
    assert str(refus(Ou(), "règle", "Rien à faire.")) == "Rien à faire."


def test_chaque_erreur_a_sa_valeur_de_cellule() -> None:
    assert [e("x").code for e in (ValeurInvalide, DivisionImpossible, ResultatIntrouvable)] == [
        "#VALEUR!",
        "#DIV/0!",
        "#N/A",
    ]
