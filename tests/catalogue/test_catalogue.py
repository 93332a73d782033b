"""Le catalogue se déduit des signatures et des docstrings, et refuse les fautes."""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from tableur.catalogue import Catalogue, MarqueInvalide, appeler, lancer, recenser
from tableur.catalogue.exemples import exemple_de
from tableur.catalogue.explication import expliquer
from tableur.catalogue.fonctions import fonction_de
from tableur.frontiere import ErreurDeCellule
from tableur.socle.erreurs import DivisionImpossible, FonctionInconnue, ValeurInvalide, ValeurManquante
from tableur.socle.marques import formule

ACHATS = [["Code", "Quantité", "Prix"], ["a", 2.0, 3.5], ["b", 1.0, 10.0]]


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    sys.path.insert(0, str(Path(__file__).parent))
    yield recenser("paquet_d_essai")
    sys.path.pop(0)


def test_le_catalogue_se_lit_sans_importer_les_modules(catalogue: Catalogue) -> None:
    assert catalogue.noms_de_famille("bonnes") == [
        "bilan_des_achats",
        "prix_moyen",
        "recopier",
        "valeur_des_achats",
    ]
    assert "paquet_d_essai.mauvaises" not in sys.modules


def test_une_fonction_porte_ce_que_dit_sa_docstring(catalogue: Catalogue) -> None:
    fonction = catalogue["TABLEUR.PRIX-MOYEN"]
    assert fonction.resume == "Prix moyen d'une unité, frais compris."
    assert fonction.documentation.description == "Total et frais, divisés par la quantité (règle d'essai)."
    assert [(a.nom, a.aide, a.obligatoire) for a in fonction.arguments] == [
        ("total", "Total payé, en euros.", True),
        ("quantite", "Quantité reçue, en unités.", True),
        ("frais", "Frais accessoires, en euros.", False),
    ]
    assert fonction.documentation.erreurs == {"DivisionImpossible": "La quantité est nulle."}
    assert (fonction.nom_de_cellule, fonction.nom_de_commande) == ("TABLEUR.PRIX_MOYEN", "prix-moyen")


def test_les_fautes_sont_dites_et_seules_les_fautives_manquent(catalogue: Catalogue) -> None:
    assert list(catalogue) == ["bilan_des_achats", "prix_moyen", "recopier", "valeur_des_achats"]
    with pytest.raises(MarqueInvalide) as refus:
        catalogue.exiger()
    fautes = str(refus.value)
    for faute in (
        "prix_moyen : nom déjà pris par paquet_d_essai.bonnes, refusé dans paquet_d_essai.doubles",
        "seul : le nom d'une formule a au moins deux mots",
        "sans_aide : l'argument « next » est un mot réservé de VBA",
        "sans_aide : le type de « next » n'est pas de ceux que la frontière sait lire",
        "sans_aide : l'argument « valeur » n'a pas d'aide",
        "sans_aide : l'aide de « aide_longue » passe 255 caractères",
        "sans_aide : la docstring n'a pas d'exemple",
    ):
        assert faute in fautes


def _formule_nommee(nom: str, **types: Any) -> Any:
    def fonction(**_: Any) -> None: ...

    aides = "\n".join(f"    {argument}: Aide." for argument in types)
    fonction.__name__, fonction.__doc__ = nom, f"Essai.\n\nArgs:\n{aides}\n\n>>> {nom}()\n"
    fonction.__annotations__ = {**types, "return": Decimal}
    import inspect

    parametres = [inspect.Parameter(a, inspect.Parameter.POSITIONAL_OR_KEYWORD) for a in types]
    cast("Any", fonction).__signature__ = inspect.Signature(parametres)
    return formule(fonction)


@pytest.mark.parametrize(
    ("py", "faute"),
    [
        (_formule_nommee("next", x_1=Decimal), "mot réservé de VBA"),
        (_formule_nommee("ca3", x_1=Decimal), "adresse de cellule"),
        (_formule_nommee("r1c1", x_1=Decimal), "adresse de cellule"),
        (_formule_nommee("déjà_vu", x_1=Decimal), "adresse de cellule, ou n'est pas fait"),
        (
            _formule_nommee("deux_mots", **{f"argument_numero_{n:02d}": Decimal for n in range(16)}),
            "254 caractères",
        ),
    ],
)
def test_un_nom_impossible_dans_un_hote_est_refuse(py: Any, faute: str) -> None:
    with pytest.raises(MarqueInvalide, match=faute):
        fonction_de(py, "essai")


def test_une_fonction_inconnue_propose_les_proches(catalogue: Catalogue) -> None:
    with pytest.raises(FonctionInconnue, match="Peut-être : prix_moyen"):
        catalogue["prix_moyens"]
    with pytest.raises(FonctionInconnue, match="tableur formules"):
        catalogue["xyz_abc"]


def test_appeler_convertit_a_l_aller_et_au_retour(catalogue: Catalogue) -> None:
    assert appeler(catalogue["prix_moyen"], ["1 000,50", 2.0]) == 500.25
    assert appeler(catalogue["prix_moyen"], {"quantite": 4, "total": "10", "frais": None}) == 2.5
    assert appeler(catalogue["valeur_des_achats"], [ACHATS, "02/01/2026"]) == 17.0
    assert appeler(catalogue["bilan_des_achats"], [ACHATS]) == [
        ["code", "quantite", "prix"],
        ["a", 2.0, 3.5],
        ["b", 1.0, 10.0],
    ]


def test_une_plage_applique_la_fonction_et_l_erreur_n_atteint_que_sa_case(catalogue: Catalogue) -> None:
    totaux = [[10.0], ["x"], [None], [9.0]]
    assert appeler(catalogue["prix_moyen"], [totaux, [[4.0], [1.0], [None], [0.0]]]) == [
        [2.5],
        [ErreurDeCellule("#VALEUR!", "total : il faut un nombre, « x » reçu.")],
        [None],
        [ErreurDeCellule("#DIV/0!", "La quantité est nulle.")],
    ]


def test_une_ligne_contre_une_colonne_fait_un_tableau(catalogue: Catalogue) -> None:
    assert appeler(catalogue["prix_moyen"], [[[10.0], [20.0]], [[2.0, 4.0, 5.0]]]) == [
        [5.0, 2.5, 2.0],
        [10.0, 5.0, 4.0],
    ]


def test_des_plages_de_formes_differentes_sont_refusees(catalogue: Catalogue) -> None:
    with pytest.raises(ValeurInvalide, match="total 2 × 1, quantite 3 × 1"):
        appeler(catalogue["prix_moyen"], [[[1.0], [2.0]], [[1.0], [2.0], [3.0]]])


def test_une_fonction_qui_rend_une_table_ne_s_applique_pas_a_une_plage(catalogue: Catalogue) -> None:
    with pytest.raises(ValeurInvalide, match="majoration : une seule cellule attendue"):
        appeler(catalogue["bilan_des_achats"], [ACHATS, [[1.0], [2.0]]])


@pytest.mark.parametrize(
    ("bruts", "phrase"),
    [
        ([1], "quantite : valeur obligatoire"),
        ([1, 2, 3, 4], "au plus 3 valeurs : 4 reçues"),
        ({"prix": 1}, "pas d'argument « prix »"),
    ],
)
def test_des_arguments_faux_sont_dits(catalogue: Catalogue, bruts: Any, phrase: str) -> None:
    with pytest.raises(ValeurInvalide, match=phrase):
        appeler(catalogue["prix_moyen"], bruts)


def test_une_division_impossible_garde_son_code(catalogue: Catalogue) -> None:
    with pytest.raises(DivisionImpossible):
        appeler(catalogue["prix_moyen"], [1, 0])


def test_des_nombres_demesures_sont_refuses(catalogue: Catalogue) -> None:
    with pytest.raises(ValeurInvalide, match="trop grands ou trop petits"):
        appeler(catalogue["prix_moyen"], [Decimal("1E+999999"), Decimal("1E-999999")])
    explication = expliquer(catalogue["prix_moyen"], [Decimal("1E+999999"), Decimal("1E-999999")])
    assert "trop grands" in explication.erreur


def test_l_exemple_s_ecrit_en_cellule_et_en_commande(catalogue: Catalogue) -> None:
    simple = exemple_de(catalogue["prix_moyen"])
    assert (simple.cellule, simple.commande, simple.resultat) == (
        "=TABLEUR.PRIX_MOYEN(10;4)",
        "tableur appeler prix-moyen 10 4",
        Decimal("2.5"),
    )
    table = exemple_de(catalogue["valeur_des_achats"])
    assert table.cellule == "=TABLEUR.VALEUR_DES_ACHATS(A1:C2;DATE(2026;1;2);;VRAI)"
    assert table.commande == "tableur appeler valeur-des-achats achats=@achats.csv 02/01/2026 plafond=oui"


def test_une_action_recoit_ses_options_du_classeur_et_le_jour_de_la_porte(catalogue: Catalogue) -> None:
    class Classeur:
        def valeur(self, nom: str) -> object:
            return {"simuler": "oui"}.get(nom)

    classeur = Classeur()
    action = catalogue["recopier"]
    assert [a.nom for a in action.arguments] == ["le", "simuler"]
    assert cast("object", lancer(action, classeur, {}, date(2026, 1, 1))) == (classeur, date(2026, 1, 1), True)
    assert cast("object", lancer(action, classeur, {"le": "31/12/2025", "simuler": False}, date(2026, 1, 1))) == (
        classeur,
        date(2025, 12, 31),
        False,
    )


def test_l_explication_met_les_valeurs_dans_la_formule(catalogue: Catalogue) -> None:
    explication = expliquer(catalogue["prix_moyen"], ["10", 4, 2])
    assert explication.texte.splitlines() == [
        "TABLEUR.PRIX_MOYEN : Prix moyen d'une unité, frais compris.",
        "total = 10 € ; quantite = 4 unités ; frais = 2 €",
        "charges = frais = 2",
        "(total + charges) ÷ quantite = (10 + 2) ÷ 4 = 3 €",
        "Règle : Total et frais, divisés par la quantité (règle d'essai).",
    ]
    assert explication.resultat == 3.0


def test_l_explication_d_un_refus_dit_la_phrase(catalogue: Catalogue) -> None:
    explication = expliquer(catalogue["prix_moyen"], [10, 0])
    assert explication.erreur == "La quantité est nulle."
    assert "Refusé : La quantité est nulle." in explication.texte


def test_l_explication_abrege_une_boucle_et_montre_la_branche_suivie(catalogue: Catalogue) -> None:
    achats = [["code", "quantite", "prix"], *([f"a{n}", 1.0, float(n)] for n in range(50))]
    explication = expliquer(catalogue["valeur_des_achats"], [achats, "02/01/2026", None, True])
    assert "total = total + achat.quantite × achat.prix = 0 + 1 × 1 = 1" in explication.lignes
    assert "… et de même pour les lignes suivantes" in explication.lignes
    assert explication.lignes[-1] == (
        "le plus petit de (total, 1 000) = le plus petit de (1 225, 1 000) = 1 000 €".replace("1 ", "1\u202f")
    )


def test_l_explication_suit_la_formule_appelee(catalogue: Catalogue) -> None:
    explication = expliquer(catalogue["bilan_des_achats"], [ACHATS])
    assert "  total = total + achat.quantite × achat.prix = 7 + 1 × 10 = 17" in explication.lignes


def test_un_argument_qui_manque_a_l_explication_est_dit(catalogue: Catalogue) -> None:
    with pytest.raises(ValeurManquante, match="quantite"):
        expliquer(catalogue["prix_moyen"], [1])


def test_deux_familles_ont_une_action_de_meme_nom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions = tmp_path / "maison_d_essai" / "actions"
    actions.mkdir(parents=True)
    (actions.parent / "__init__.py").touch()
    (actions / "__init__.py").touch()
    texte = (
        '"""Essai."""\n\nfrom datetime import date\n\nfrom tableur.socle.compte_rendu import CompteRendu\n'
        "from tableur.socle.marques import action\n\n\n@action\n"
        'def calculer(classeur: object, *, le: date) -> CompteRendu:\n    """Essai de {0}.\n\n'
        '    Args:\n        classeur: Le classeur.\n        le: Le jour.\n    """\n'
        '    return CompteRendu(titre="{0}")\n'
    )
    for famille in ("un", "deux"):
        (actions / f"{famille}.py").write_text(texte.format(famille), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    catalogue = recenser("maison_d_essai.actions")
    assert [["calculer"], ["calculer"]] == [catalogue.noms_de_famille(f) for f in ("un", "deux")]
    assert ["un", "deux"] == [catalogue[f"{f}.calculer"].famille for f in ("un", "deux")]
    assert [] == catalogue.fautes
    with pytest.raises(FonctionInconnue, match="Plusieurs familles"):
        catalogue["calculer"]
