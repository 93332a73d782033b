"""Graphiques d'une table, posés à sa droite ou sur un tableau de bord."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.contenu import Corps
from tableur.classeurs.formules import Place
from tableur.classeurs.mise_en_page import Atelier
from tableur.classeurs.modeles import LIGNES_DE_GRAPHIQUE, Graphique

PIXELS_PAR_LIGNE = 20
_PLEIN, _CLAIR, _COURBE = "#4F6D8F", "#C9D3DE", "#B3541E"
_POLICE = {"size": 9, "color": styles.ENCRE}
# Couleurs d'Okabe et Ito, que distinguent les daltoniens.
_PALETTE = ("#0072B2", "#9ECBE8", "#E69F00", "#009E73")
_PALETTE_DE_LIGNES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
_PALETTE_DE_PARTS = ("#0072B2", "#E69F00", "#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#F0E442", "#999999")
_MARQUES = ("circle", "square", "triangle", "diamond")
_KILOEUROS = '[>=10000]#,##0,\\ "k€";[<=-10000]-#,##0,\\ "k€";#,##0\\ "€"'


def poser_le_graphique(atelier: Atelier, onglet: Any, graphique: Graphique, corps: Corps | None) -> None:
    """Pose un graphique à droite de sa table ; ses données en cache sont celles des cellules."""
    place = atelier.places[graphique.table]
    _, table = atelier.modele.table_nommee(graphique.table) or (None, None)
    if table is None:
        return
    principal = _fabrique(atelier, graphique, place, corps)
    principal.set_title({"name": graphique.titre, "name_font": {"size": 12, "bold": True}, "overlay": False})
    principal.set_size({"width": 560, "height": LIGNES_DE_GRAPHIQUE * PIXELS_PAR_LIGNE})
    onglet.insert_chart(place.entete, len(table.colonnes), principal, _options(graphique))


def poser_sur_un_bord(
    atelier: Atelier,
    onglet: Any,
    graphique: Graphique,
    corps: Corps | None,
    coin: tuple[int, int],
    taille: tuple[int, int],
) -> None:
    """Pose un graphique sur un tableau de bord ; son titre est au-dessus, dans une cellule qui suit le mois.

    Args:
        atelier: Le classeur en construction.
        onglet: L'onglet du tableau de bord.
        graphique: Le graphique.
        corps: Contenu de sa table.
        coin: Ligne et colonne de son coin, comptées à partir de 0.
        taille: Largeur et hauteur, en pixels.
    """
    principal = _fabrique(atelier, graphique, atelier.places[graphique.table], corps)
    principal.set_title({"none": True})
    principal.set_size({"width": taille[0], "height": taille[1]})
    onglet.insert_chart(*coin, principal, {**_options(graphique), "x_offset": 2, "y_offset": 2})


def _options(graphique: Graphique) -> dict[str, Any]:
    description = graphique.titre.replace("{mois}", "mois choisi")
    return {"description": description, "x_offset": 18, "y_offset": 0, "object_position": 2}


def _fabrique(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    if graphique.au_plus and place.lignes > graphique.au_plus:
        place = replace(place, lignes=graphique.au_plus)
    principal: Any = _GENRES[graphique.genre](atelier, graphique, place, corps)
    principal.set_chartarea({"border": {"color": styles.FILET}})
    return principal


def _pareto(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    colonnes = atelier.classeur.add_chart({"type": "column"})
    _ajouter(colonnes, graphique, place, corps, graphique.valeurs, {"fill": {"color": _PLEIN}, "gap": 20})
    courbe = atelier.classeur.add_chart({"type": "line"})
    _ajouter(
        courbe,
        graphique,
        place,
        corps,
        graphique.courbe,
        {"line": {"color": _COURBE, "width": 2.25}, "y2_axis": True},
    )
    colonnes.combine(courbe)
    colonnes.set_x_axis({"num_font": {**_POLICE, "rotation": -90}, "line": {"color": styles.GRIS}})
    grille = {"visible": True, "line": {"color": _CLAIR, "width": 0.5}}
    colonnes.set_y_axis({"num_font": _POLICE, "num_format": "#,##0", "major_gridlines": grille, "min": 0})
    courbe.set_y2_axis({"num_font": _POLICE, "num_format": "0%", "min": 0, "max": 1})
    colonnes.set_legend({"position": "bottom", "font": _POLICE})
    return colonnes


def _barres(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    barres = atelier.classeur.add_chart({"type": "bar"})
    police = _police(atelier)
    sur_un_bord = atelier.modele.bord() is not None
    format_ = _KILOEUROS if sur_un_bord and _en_euros(atelier, graphique) else "#,##0"
    etiquettes = {"value": True, "num_format": format_, "position": "outside_end", "font": police}
    couleur = _PALETTE[0] if sur_un_bord else _PLEIN
    options = {"fill": {"color": couleur}, "gap": 60, "data_labels": etiquettes}
    _ajouter(barres, graphique, place, corps, graphique.valeurs, options)
    barres.set_y_axis({"reverse": True, "num_font": police, "line": {"color": styles.GRIS}})
    barres.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    barres.set_legend({"none": True})
    return barres


def _colonnes(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    """Colonnes côte à côte : la première en avant, les autres en retrait."""
    colonnes = atelier.classeur.add_chart({"type": "column"})
    for rang, champ in enumerate((graphique.valeurs, *graphique.suivantes)):
        options = {"fill": {"color": _PALETTE[rang % len(_PALETTE)]}, "gap": 60, "overlap": 0}
        _ajouter(colonnes, graphique, place, corps, champ, options)
    _axes(colonnes, atelier, graphique, legende=bool(graphique.suivantes or graphique.courbe))
    return colonnes


def _combine(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    colonnes = _colonnes(atelier, graphique, place, corps)
    courbe = atelier.classeur.add_chart({"type": "line"})
    trait = {"line": {"color": _COURBE, "width": 2.25}, "marker": _marque(_COURBE, 0)}
    _ajouter(courbe, graphique, place, corps, graphique.courbe, trait)
    colonnes.combine(courbe)
    return colonnes


def _lignes(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    """Lignes : chacune a sa couleur et sa marque."""
    lignes = atelier.classeur.add_chart({"type": "line"})
    for rang, champ in enumerate((graphique.valeurs, *graphique.suivantes)):
        couleur = _PALETTE_DE_LIGNES[rang % len(_PALETTE_DE_LIGNES)]
        options = {"line": {"color": couleur, "width": 2.25}, "marker": _marque(couleur, rang)}
        _ajouter(lignes, graphique, place, corps, champ, options)
    _axes(lignes, atelier, graphique, legende=bool(graphique.suivantes))
    lignes.show_blanks_as("gap")
    return lignes


def _anneau(atelier: Atelier, graphique: Graphique, place: Place, corps: Corps | None) -> Any:
    """Anneau : les parts portent leur nom et leur pourcentage, la couleur ne suffit pas."""
    anneau = atelier.classeur.add_chart({"type": "doughnut"})
    police = _police(atelier)
    parts = [{"fill": {"color": _PALETTE_DE_PARTS[r % len(_PALETTE_DE_PARTS)]}} for r in range(place.lignes)]
    etiquettes = {"percentage": True, "font": {**police, "bold": True}}
    _ajouter(anneau, graphique, place, corps, graphique.valeurs, {"points": parts, "data_labels": etiquettes})
    anneau.set_hole_size(55)
    anneau.set_legend({"position": "right", "font": police})
    return anneau


def _police(atelier: Atelier) -> dict[str, Any]:
    """Police des axes et des étiquettes, plus grande dans un classeur que l'on imprime pour le lire de loin."""
    return {**_POLICE, "size": 10} if atelier.modele.bord() is not None else _POLICE


def _en_euros(atelier: Atelier, graphique: Graphique) -> bool:
    """Vrai si les valeurs montrées sont des euros, que les axes disent en milliers."""
    trouvee = atelier.modele.table_nommee(graphique.table)
    unite = trouvee[1].colonne(graphique.valeurs).unite if trouvee is not None else None
    return unite is not None and unite.libelle == "€"


def _axes(pose: Any, atelier: Atelier, graphique: Graphique, *, legende: bool) -> None:
    format_ = _KILOEUROS if _en_euros(atelier, graphique) else "#,##0"
    police = _police(atelier)
    grille = {"visible": True, "line": {"color": _CLAIR, "width": 0.5}}
    pose.set_x_axis({"num_font": police, "line": {"color": styles.GRIS}, "label_position": "low"})
    pose.set_y_axis({"num_font": police, "num_format": format_, "major_gridlines": grille})
    pose.set_legend({"position": "bottom", "font": police} if legende else {"none": True})


def _marque(couleur: str, rang: int) -> dict[str, Any]:
    return {
        "type": _MARQUES[rang % len(_MARQUES)],
        "size": 6,
        "fill": {"color": couleur},
        "border": {"color": couleur},
    }


def _ajouter(
    cible: Any, graphique: Graphique, place: Place, corps: Corps | None, champ: str, options: dict[str, Any]
) -> None:
    plages: dict[str, object] = {}
    for cle, nom in (("categories", graphique.categories), ("values", champ)):
        rang = place.colonnes[nom]
        plages[cle] = [place.feuille, place.debut, rang, place.derniere, rang]
        plages[f"{cle}_data"] = _cache(corps, nom)
    nom_de_serie = [place.feuille, place.entete, place.colonnes[champ]]
    cible.add_series({**plages, "name": nom_de_serie, **options})


def _cache(corps: Corps | None, champ: str) -> Sequence[object]:
    return list(corps.colonnes.get(champ, ())) if corps else []


_GENRES = {
    "barres": _barres,
    "pareto": _pareto,
    "colonnes": _colonnes,
    "lignes": _lignes,
    "anneau": _anneau,
    "combine": _combine,
}
