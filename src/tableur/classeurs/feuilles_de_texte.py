"""Feuilles que le moteur compose : « Lisez-moi », les réglages et « Sources »."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.cellules import serie
from tableur.classeurs.formules import nom_de_feuille
from tableur.classeurs.mise_en_page import HAUTEUR_DE_LIGNE, Atelier, lignes_de_texte
from tableur.classeurs.modeles import PREMIER_ENTETE, Colonne, Feuille, Parametre
from tableur.classeurs.verification import FEUILLES_DU_MOTEUR

LISEZ_MOI, SOURCES = FEUILLES_DU_MOTEUR
COLONNE_DE_VALEUR = 1
FOND_DE_REGLAGE = "#FFFBE6"
_GENRES = {"S": "à remplir", "V": "calculée", "P": "à régler"}
_ENTETES_DE_REGLAGE = (("Réglage", 40.0), ("Valeur", 28.0), ("Ce qu'il change", 78.0), ("Nom", 26.0))


def ecrire_lisez_moi(atelier: Atelier) -> None:
    """Mode d'emploi, et liste des feuilles avec un lien vers chacune."""
    onglet = atelier.ajouter(LISEZ_MOI)
    onglet.fit_to_pages(1, 1)
    onglet.set_column(0, 0, 30)
    onglet.set_column(1, 1, 13)
    onglet.set_column(2, 2, 84)
    onglet.write_string(0, 0, atelier.modele.titre, atelier.format(styles.TITRE))
    onglet.set_row(0, 24)
    texte = atelier.format({"text_wrap": True, "valign": "top"})
    ligne = 2
    for paragraphe in atelier.modele.mode_d_emploi:
        onglet.merge_range(ligne, 0, ligne, 2, "", texte)
        onglet.write_string(ligne, 0, paragraphe, texte)
        onglet.set_row(ligne, HAUTEUR_DE_LIGNE * lignes_de_texte(paragraphe, 127) + 5)
        ligne += 1
    ligne += 1
    for rang, libelle in enumerate(("Feuille", "Elle est", "Ce qu'on y trouve")):
        onglet.write_string(ligne, rang, libelle, atelier.format(styles.entete("V")))
    for feuille in atelier.modele.feuilles:
        ligne += 1
        aide = feuille.aide or (f"Remplie par la commande « {feuille.commande} »." if feuille.commande else "")
        lien = f"internal:{nom_de_feuille(feuille.nom)}!A1"
        corps = {**styles.CORPS, "align": "left", "indent": 1, "text_wrap": True}
        onglet.write_url(ligne, 0, lien, atelier.format({**corps, **styles.LIEN}), feuille.nom)
        onglet.write_string(ligne, 1, _GENRES[feuille.genre], atelier.format(corps))
        onglet.write_string(ligne, 2, aide, atelier.format(corps))
        onglet.set_row(ligne, HAUTEUR_DE_LIGNE * lignes_de_texte(aide, 84) + 2)


def ecrire_les_reglages(atelier: Atelier, feuille: Feuille, reglages: Mapping[str, object]) -> None:
    """Feuille des réglages : un nom défini par valeur, que les formules et les commandes connaissent."""
    onglet = atelier.ajouter(feuille.nom, "P")
    onglet.write_string(0, 0, feuille.nom, atelier.format(styles.TITRE))
    onglet.write_string(1, 0, feuille.aide, atelier.format(styles.MENTION))
    onglet.set_row(0, 24)
    for rang, (libelle, largeur) in enumerate(_ENTETES_DE_REGLAGE):
        onglet.set_column(rang, rang, largeur)
        onglet.write_string(PREMIER_ENTETE, rang, libelle, atelier.format(styles.entete("P")))
    onglet.freeze_panes(PREMIER_ENTETE + 1, 0)
    onglet.repeat_rows(PREMIER_ENTETE)
    for ligne, parametre in enumerate(feuille.parametres, PREMIER_ENTETE + 1):
        valeur = reglages.get(parametre.nom, parametre.valeur)
        _ecrire_un_reglage(atelier, onglet, ligne, parametre, valeur)
        atelier.classeur.define_name(parametre.nom, f"={nom_de_feuille(feuille.nom)}!$B${ligne + 1}")


def _ecrire_un_reglage(atelier: Atelier, onglet: Any, ligne: int, parametre: Parametre, valeur: object) -> None:
    colonne = Colonne(parametre.nom, parametre.type, parametre.libelle, 16, liste=parametre.liste)
    corps = {**styles.CORPS, "align": "left", "indent": 1, "text_wrap": True}
    onglet.write_string(ligne, 0, parametre.libelle, atelier.format(corps))
    onglet.write_string(ligne, 2, parametre.aide, atelier.format(corps))
    onglet.write_string(ligne, 3, parametre.nom, atelier.format({**corps, "font_color": styles.GRIS}))
    onglet.set_row(ligne, HAUTEUR_DE_LIGNE * lignes_de_texte(parametre.aide, _ENTETES_DE_REGLAGE[2][1]) + 2)
    format_de_nombre = styles.format_de_nombre(colonne, [valeur])
    aspect: dict[str, Any] = {**corps, "bg_color": FOND_DE_REGLAGE, "bold": True}
    if format_de_nombre:
        aspect["num_format"] = format_de_nombre
    ecrire_la_cellule(onglet, ligne, COLONNE_DE_VALEUR, valeur, atelier.format(aspect))
    if parametre.liste:
        message = f"Choisir dans la liste : {', '.join(parametre.liste)}."
        regle = {"validate": "list", "source": list(parametre.liste), "error_message": message[:255]}
        onglet.data_validation(ligne, COLONNE_DE_VALEUR, ligne, COLONNE_DE_VALEUR, regle)


def ecrire_la_cellule(onglet: Any, ligne: int, colonne: int, valeur: object, format_: Any) -> None:
    """Écrit une valeur brute dans une cellule isolée ; un texte n'est jamais une formule."""
    if valeur is None or valeur == "":
        onglet.write_blank(ligne, colonne, None, format_)
    elif isinstance(valeur, bool):
        onglet.write_boolean(ligne, colonne, valeur, format_)
    elif isinstance(valeur, int | float | datetime | date | time | timedelta):
        onglet.write_number(ligne, colonne, serie(valeur), format_)
    else:
        onglet.write_string(ligne, colonne, str(valeur), format_)


def ecrire_les_sources(atelier: Atelier) -> None:
    """D'où viennent les chiffres : chaque règle, son texte ou son usage, et le jour où il a été vérifié."""
    onglet = atelier.ajouter(SOURCES)
    onglet.write_string(0, 0, SOURCES, atelier.format(styles.TITRE))
    modele = atelier.modele
    mention = f"D'où viennent les chiffres de ce classeur. Modèle « {modele.nom} », version {modele.version}."
    onglet.write_string(1, 0, mention, atelier.format(styles.MENTION))
    onglet.set_row(0, 24)
    datees = any(source.verifie_le for source in modele.sources)
    colonnes = [("Règle", 84.0), ("Source", 70.0), *([("Vérifié le", 14.0)] if datees else [])]
    for rang, (libelle, largeur) in enumerate(colonnes):
        onglet.set_column(rang, rang, largeur)
        onglet.write_string(PREMIER_ENTETE, rang, libelle, atelier.format(styles.entete("V")))
    onglet.freeze_panes(PREMIER_ENTETE + 1, 0)
    onglet.repeat_rows(PREMIER_ENTETE)
    aspect = {**styles.CORPS, "align": "left", "indent": 1, "text_wrap": True}
    corps, date_lue = atelier.format(aspect), atelier.format({**aspect, "num_format": styles.FORMAT_DATE})
    for ligne, source in enumerate(modele.sources, PREMIER_ENTETE + 1):
        textes = (source.regle, source.source, source.verifie_le)[: len(colonnes)]
        for rang, texte in enumerate(textes):
            jour = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", texte)
            if jour is None:
                onglet.write_string(ligne, rang, texte, corps)
            else:
                onglet.write_number(ligne, rang, serie(date(int(jour[3]), int(jour[2]), int(jour[1]))), date_lue)
        hauteurs = [lignes_de_texte(t, c[1] - 2) for t, c in zip(textes, colonnes, strict=True)]
        onglet.set_row(ligne, HAUTEUR_DE_LIGNE * max(hauteurs) + 2)
