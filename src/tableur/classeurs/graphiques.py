"""Graphiques d'une table, posés à sa droite."""

from collections.abc import Sequence
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.contenu import Corps
from tableur.classeurs.formules import Place
from tableur.classeurs.mise_en_page import Atelier
from tableur.classeurs.modeles import LIGNES_DE_GRAPHIQUE, Graphique

PIXELS_PAR_LIGNE = 20
_PLEIN, _CLAIR, _COURBE = "#4F6D8F", "#C9D3DE", "#B3541E"
_POLICE = {"size": 9, "color": styles.ENCRE}


def poser_le_graphique(atelier: Atelier, onglet: Any, graphique: Graphique, corps: Corps | None) -> None:
    """Pose un graphique à droite de sa table ; ses données en cache sont celles des cellules."""
    place = atelier.places[graphique.table]
    _, table = atelier.modele.table_nommee(graphique.table) or (None, None)
    if table is None:
        return
    if graphique.genre == "pareto":
        principal = _pareto(atelier, graphique, place, corps)
    else:
        principal = _barres(atelier, graphique, place, corps)
    principal.set_title({"name": graphique.titre, "name_font": {"size": 12, "bold": True}, "overlay": False})
    principal.set_size({"width": 560, "height": LIGNES_DE_GRAPHIQUE * PIXELS_PAR_LIGNE})
    principal.set_chartarea({"border": {"color": styles.FILET}})
    titre = {"description": graphique.titre, "x_offset": 18, "y_offset": 0, "object_position": 2}
    onglet.insert_chart(place.entete, len(table.colonnes), principal, titre)


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
    etiquettes = {"value": True, "num_format": "#,##0", "position": "outside_end", "font": _POLICE}
    options = {"fill": {"color": _PLEIN}, "gap": 60, "data_labels": etiquettes}
    _ajouter(barres, graphique, place, corps, graphique.valeurs, options)
    barres.set_y_axis({"reverse": True, "num_font": _POLICE, "line": {"color": styles.GRIS}})
    barres.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    barres.set_legend({"none": True})
    return barres


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
