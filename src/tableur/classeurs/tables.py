"""Écriture d'une table dans sa feuille : en-têtes, corps, totaux, contrôles de saisie, formats conditionnels."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import fsum
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.cellules import Aspect, FeuilleEnColonnes, colonne_xml, formules_xml
from tableur.classeurs.contenu import Corps
from tableur.classeurs.formules import Place, lettre_de_colonne, traduire
from tableur.classeurs.mise_en_page import (
    Atelier,
    hauteur_d_entete,
    hauteurs_des_lignes,
    largeurs_de,
)
from tableur.classeurs.modeles import Colonne, Feuille, Table

STYLE_DE_TABLE = "Table Style Light 1"
_PREMIERE_DATE, _DERNIERE_DATE = date(1950, 1, 1), date(2199, 12, 31)
_IMMENSE = 10**12


def ecrire_la_table(
    atelier: Atelier, onglet: FeuilleEnColonnes, feuille: Feuille, table: Table, corps: Corps | None
) -> None:
    """Écrit une table entière à sa place."""
    place = atelier.places[table.nom]
    _ecrire_les_entetes(atelier, onglet, feuille, table, place)
    if corps is not None and corps.lignes:
        _ecrire_le_corps(atelier, onglet, table, corps)
    else:
        _ecrire_une_ligne_vide(atelier, onglet, feuille, table)
    if table.a_des_totaux:
        _ecrire_les_totaux(atelier, onglet, table, corps)
    for colonne in table.colonnes:
        if feuille.genre == "S" and not table.est_de_trop(colonne):
            _controler(atelier, onglet, table, colonne)
            _montrer_les_fractions(atelier, onglet, table, colonne)
    for regle in table.formats:
        _mettre_en_forme(atelier, onglet, table, regle.quand, regle.style, regle.colonnes)


def _ecrire_les_entetes(atelier: Atelier, onglet: Any, feuille: Feuille, table: Table, place: Place) -> None:
    colonnes = [
        {"header": c.libelle, "header_format": atelier.format(styles.entete(feuille.genre, c))}
        for c in table.colonnes
    ]
    options = {"name": f"Table_{table.nom}", "columns": colonnes, "style": STYLE_DE_TABLE}
    lettre = lettre_de_colonne(len(table.colonnes) - 1)
    # Un code comme « 0012 » est un texte voulu : Excel n'a pas à le signaler.
    onglet.ignore_errors({"number_stored_as_text": f"A1:{lettre}{place.fin + 1}"})
    onglet.add_table(place.entete, 0, place.derniere, len(table.colonnes) - 1, options)
    onglet.set_row(place.entete, hauteur_d_entete(table.colonnes, largeurs_de(feuille)))
    for rang, colonne in enumerate(table.colonnes):
        aide = f"{colonne.aide}\nFormule de la feuille." if colonne.formule else colonne.aide
        if aide.strip():
            cadre = {
                "author": "tableur",
                "x_scale": 1.6,
                "y_scale": 0.5 + 0.25 * (len(aide) // 40),
                "font_size": 9,
            }
            onglet.write_comment(place.entete, rang, aide.strip(), cadre)


def _ecrire_une_ligne_vide(atelier: Atelier, onglet: Any, feuille: Feuille, table: Table) -> None:
    """Première ligne d'une table vide : elle porte l'aspect que prendront toutes les autres."""
    place = atelier.places[table.nom]
    for rang, colonne in enumerate(table.colonnes):
        propriete = styles.format_de_vue(colonne) if feuille.genre == "V" else styles.format_de_nombre(colonne)
        format_ = {**_base(colonne), **({"num_format": propriete} if propriete else {})}
        onglet.write_blank(place.debut, rang, None, atelier.format(format_))


def _base(colonne: Colonne) -> dict[str, Any]:
    return {**styles.CORPS, **styles.alignement(colonne), **({"text_wrap": True} if colonne.a_la_ligne else {})}


def _ecrire_le_corps(atelier: Atelier, onglet: FeuilleEnColonnes, table: Table, corps: Corps) -> None:
    place = atelier.places[table.nom]
    colonnes = []
    for rang, colonne in enumerate(table.colonnes):
        valeurs: Sequence[object] = corps.colonnes.get(colonne.nom) or [None] * corps.lignes
        aspect = _aspect(atelier, colonne, valeurs)
        if colonne.formule:
            formule = traduire(colonne.formule, table, atelier.places)
            colonnes.append(formules_xml(rang, place.debut, valeurs, aspect, formule))
        else:
            colonnes.append(colonne_xml(rang, place.debut, valeurs, aspect, onglet))
    onglet.poser_corps(place.debut, colonnes, hauteurs_des_lignes(table, corps))


def _aspect(atelier: Atelier, colonne: Colonne, valeurs: Sequence[object]) -> Aspect:
    base = _base(colonne)

    def numero(format_de_nombre: str) -> int:
        proprietes = {**base, "num_format": format_de_nombre} if format_de_nombre else base
        rang: int = atelier.format(proprietes)._get_xf_index()
        return rang

    propre = numero(styles.format_de_nombre(colonne, valeurs))
    du_jour = propre if colonne.simple is date else numero(styles.FORMAT_DATE)
    return Aspect(propre, du_jour, numero(styles.FORMAT_INSTANT), numero(styles.FORMAT_DUREE))


def _ecrire_les_totaux(atelier: Atelier, onglet: Any, table: Table, corps: Corps | None) -> None:
    """Totaux au-dessus des en-têtes : ils restent à l'écran, et ils suivent le filtre."""
    place = atelier.places[table.nom]
    ligne = place.entete - 1
    libelle = atelier.format(styles.TOTAL)
    for rang, colonne in enumerate(table.colonnes):
        if not colonne.total:
            onglet.write(ligne, rang, "" if rang else "Total", libelle)
            continue
        valeurs = corps.colonnes.get(colonne.nom, ()) if corps else ()
        nombres = [float(v) for v in valeurs if isinstance(v, int | float) and not isinstance(v, bool)]
        format_ = {**styles.TOTAL, "num_format": styles.format_de_nombre(colonne, valeurs)}
        formule = f"=SUBTOTAL(109,{place.plage(colonne.nom, ailleurs=False)})"
        onglet.write_formula(ligne, rang, formule, atelier.format(format_), fsum(nombres))


def _mettre_en_forme(
    atelier: Atelier, onglet: Any, table: Table, quand: str, style: str, champs: tuple[str, ...]
) -> None:
    place = atelier.places[table.nom]
    condition = traduire(f"={quand}", table, atelier.places)(place.debut)
    options = {"type": "formula", "criteria": condition, "format": atelier.format(styles.STYLES[style])}
    for champ in champs or tuple(place.colonnes):
        rang = place.colonnes[champ]
        if champs:
            onglet.conditional_format(place.debut, rang, place.fin, rang, options)
    if not champs:
        onglet.conditional_format(place.debut, 0, place.fin, len(place.colonnes) - 1, options)


def _controler(atelier: Atelier, onglet: Any, table: Table, colonne: Colonne) -> None:
    """Contrôle de saisie d'une colonne tapée, et ce qui s'y voit sans attendre."""
    place = atelier.places[table.nom]
    rang = place.colonnes[colonne.nom]
    regle = _regle_de_saisie(atelier, table, colonne)
    if regle is not None:
        onglet.data_validation(place.debut, rang, place.fin, rang, regle)
    if colonne.est_cle:
        doublon = {"type": "duplicate", "format": atelier.format(styles.STYLES["alerte"])}
        onglet.conditional_format(place.debut, rang, place.fin, rang, doublon)


def _montrer_les_fractions(atelier: Atelier, onglet: Any, table: Table, colonne: Colonne) -> None:
    """Décimales facultatives : les voir si le nombre en a, sans virgule inutile s'il n'en a pas."""
    place = atelier.places[table.nom]
    rang = place.colonnes[colonne.nom]
    if colonne.unite is not None and styles.a_decimales_facultatives(colonne):
        fractionnaire = traduire(
            f"=AND(ISNUMBER([{colonne.nom}]),[{colonne.nom}]<>INT([{colonne.nom}]))", table, atelier.places
        )(place.debut)
        format_ = atelier.format({"num_format": colonne.unite.format_cellule})
        options = {"type": "formula", "criteria": fractionnaire, "format": format_}
        onglet.conditional_format(place.debut, rang, place.fin, rang, options)


def _regle_de_saisie(atelier: Atelier, table: Table, colonne: Colonne) -> dict[str, Any] | None:
    titre = colonne.libelle[:32]
    if colonne.liste:
        message = f"Choisir dans la liste : {', '.join(colonne.liste.values())}."
        libre = colonne.simple is str
        return {
            "validate": "list",
            "source": list(colonne.liste.values()),
            "error_title": titre,
            "error_message": message[:255],
            "error_type": "information" if libre else "stop",
        }
    if colonne.renvoi:
        return _regle_de_renvoi(atelier, colonne, titre)
    if colonne.est_cle:
        place = atelier.places[table.nom]
        plage = place.plage(colonne.nom, ailleurs=False)
        cellule = traduire(f"[{colonne.nom}]", table, atelier.places)(place.debut)
        return {
            "validate": "custom",
            "value": f"=SUMPRODUCT(EXACT({plage},{cellule})*1)=1",
            "error_title": titre,
            "error_message": "Ce code est déjà dans la feuille : un code ne désigne qu'une ligne.",
        }
    return _regle_de_type(colonne, titre)


def _regle_de_renvoi(atelier: Atelier, colonne: Colonne, titre: str) -> dict[str, Any] | None:
    visee = atelier.modele.table_nommee(colonne.renvoi)
    if visee is None:
        return None
    feuille, table = visee
    cle = next(c.nom for c in table.colonnes if c.est_cle)
    place = atelier.places[table.nom]
    plage = place.plage(cle)
    premiere = plage.partition(":")[0]
    return {
        "validate": "list",
        "source": f"=OFFSET({premiere},0,0,MAX(1,COUNTA({plage})),1)",
        "error_title": titre,
        "error_message": f"Ce code n'est pas dans la feuille « {feuille.nom} » : l'y ajouter. Garder quand même ?",
        "error_type": "warning",
    }


def _regle_de_type(colonne: Colonne, titre: str) -> dict[str, Any] | None:
    if colonne.simple is date:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _PREMIERE_DATE,
            "maximum": _DERNIERE_DATE,
            "error_title": titre,
            "error_message": "Taper une date, comme 31/12/2026.",
        }
    if colonne.simple in (Decimal, int):
        return {
            "validate": "decimal" if colonne.simple is Decimal else "integer",
            "criteria": "between",
            "minimum": -_IMMENSE if colonne.simple is Decimal else -(2**31),
            "maximum": _IMMENSE if colonne.simple is Decimal else 2**31 - 1,
            "error_title": titre,
            "error_message": "Taper un nombre, sans texte ni unité : 12,5.",
        }
    return None
