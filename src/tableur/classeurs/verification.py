"""Vérification d'un modèle lu : noms, libellés, formules, listes, graphiques et réglages se tiennent."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, get_origin

from tableur.classeurs.bord.declares import fautes_du_tableau
from tableur.classeurs.formulaire.declares import fautes_du_formulaire
from tableur.classeurs.formules import fautes_de_formule
from tableur.classeurs.modeles import Bouton, Colonne, Feuille, Graphique, Modele, Parametre, Table
from tableur.classeurs.regles import STYLES_DES_REGLES
from tableur.classeurs.styles import STYLES
from tableur.frontiere import lire, plier
from tableur.socle.erreurs import Anomalie, Ou, ValeurInvalide

FEUILLES_DU_MOTEUR = ("Lisez-moi", "Sources")
FEUILLES_DES_HOTES = ("xlwings.conf",)
"""Feuilles cachées qu'un hôte demande, et que personne n'a tapées : ni tables, ni réglages de la personne."""
AIDE_MAXIMALE = 255  # caractères d'un message de saisie
LISTE_MAXIMALE = 255  # caractères d'une liste déroulante écrite dans la cellule

_NOM_DEFINI = re.compile(r"[a-z_][a-z0-9_]{2,254}")
_CELLULE = re.compile(r"[A-Z]{1,2}[1-9]\d{0,3}")
_ADRESSE = re.compile(r"[a-z]{1,3}\d+|[rlc]\d*[rlc]?\d*")


def fautes_du_modele(modele: Modele, fichier: str) -> list[Anomalie]:
    """Fautes d'un modèle dont la déclaration se lit, situées."""
    ou = Ou(fichier=fichier)
    fautes = [_faute(ou, phrase) for phrase in _fautes_des_noms(modele)]
    fautes += [_faute(ou, phrase) for bouton in modele.boutons for phrase in _fautes_de_bouton(bouton, modele)]
    for feuille in modele.feuilles:
        place = Ou(fichier=fichier, feuille=feuille.nom)
        fautes += [_faute(place, phrase) for phrase in _fautes_de_feuille(feuille, modele)]
        for table in feuille.tables:
            fautes += [_faute(place, phrase) for phrase in _fautes_de_table(table, modele)]
            for colonne in table.colonnes:
                phrases = _fautes_de_colonne(colonne, table, feuille, modele)
                fautes += [_faute(place.precise(colonne=colonne.nom), phrase) for phrase in phrases]
        for parametre in feuille.parametres:
            phrases = _fautes_de_parametre(parametre)
            fautes += [_faute(place.precise(colonne=parametre.nom), phrase) for phrase in phrases]
    return fautes


def _faute(ou: Ou, phrase: str) -> Anomalie:
    return Anomalie("refus", ou, "déclaration", "", "", phrase)


def _doublons(noms: Iterable[str]) -> list[str]:
    return [nom for nom, fois in Counter(noms).items() if fois > 1]


def _fautes_des_noms(modele: Modele) -> Iterator[str]:
    noms = [feuille.nom for feuille in modele.feuilles]
    for double in _doublons(map(plier, [*noms, *FEUILLES_DU_MOTEUR])):
        yield f"deux feuilles portent le même nom, « {double} »"
    for double in _doublons(table.nom for _, table in modele.tables()):
        yield f"deux tables portent le même nom, « {double} » : en donner un autre par « nom »"
    tous = [p.nom for feuille in modele.feuilles for p in feuille.parametres]
    for double in _doublons(tous):
        yield f"deux réglages portent le même nom, « {double} »"


def _fautes_de_feuille(feuille: Feuille, modele: Modele) -> Iterator[str]:
    if not 1 <= len(feuille.nom) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", feuille.nom):
        yield "un nom de feuille a de 1 à 31 caractères, sans [ ] : * ? / \\"
    if feuille.genre == "P" and bool(feuille.tables) == bool(feuille.parametres):
        yield "une feuille P porte des réglages, ou une table de listes, et non les deux"
    if feuille.tableau is not None:
        yield from fautes_du_tableau(feuille, modele)
        if feuille.genre != "V" or feuille.tables or feuille.sources:
            yield "un tableau de bord est une feuille V sans table ni sources : il montre les autres feuilles"
    elif feuille.formulaire is not None:
        yield from fautes_du_formulaire(feuille, modele)
    elif feuille.genre != "P" and (feuille.parametres or not feuille.tables):
        yield "une feuille S ou V porte des tables, et aucun réglage"
    if feuille.genre == "S" and len(feuille.tables) > 1:
        yield "une feuille S ne porte qu'une table : les gens y ajoutent des lignes"
    if feuille.protegee and feuille.genre != "V":
        yield "seule une feuille V se protège : les autres se tapent"
    if feuille.genre == "V" and not feuille.commande:
        yield "une feuille V dit quelle commande la remplit"
    tapees = {table.nom for f, table in modele.tables() if f.genre == "S"}
    for source in feuille.sources:
        if source not in tapees:
            yield f"la source « {source} » n'est pas une table tapée"
    for graphique in feuille.graphiques:
        yield from _fautes_de_graphique(graphique, feuille, modele)


def _fautes_de_bouton(bouton: Bouton, modele: Modele) -> Iterator[str]:
    connues = {feuille.nom for feuille in modele.feuilles}
    for nom in bouton.feuilles:
        if nom not in connues:
            yield f"le bouton « {bouton.libelle} » est posé sur « {nom} », qui n'est pas une feuille"
    if not bouton.action.isidentifier() or not bouton.action.islower():
        yield f"le bouton « {bouton.libelle} » lance « {bouton.action} », qui n'est pas un nom d'action"
    if not _CELLULE.fullmatch(bouton.cellule):
        yield f"le bouton « {bouton.libelle} » est posé sur « {bouton.cellule} », qui n'est pas une cellule"


def _fautes_de_graphique(graphique: Graphique, feuille: Feuille, modele: Modele) -> Iterator[str]:
    tables = feuille.tables if feuille.tableau is None else [t for _, t in modele.tables()]
    table = next((t for t in tables if t.nom == graphique.table), None)
    if table is None:
        ou = "de la feuille" if feuille.tableau is None else "du classeur"
        yield f"le graphique « {graphique.titre} » cite la table « {graphique.table} », absente {ou}"
        return
    if "{mois}" in graphique.titre and feuille.tableau is None:
        yield f"le graphique « {graphique.titre} » : seul le titre d'un tableau de bord suit le mois choisi"
    champs = {colonne.nom for colonne in table.colonnes}
    for champ in (graphique.categories, graphique.valeurs, graphique.courbe, *graphique.suivantes):
        if champ and champ not in champs:
            yield f"le graphique « {graphique.titre} » cite « {champ} », qui n'est pas une colonne"
    if (graphique.genre in ("pareto", "combine")) != bool(graphique.courbe):
        dit = "un combine a une courbe, les autres genres" if graphique.genre not in ("pareto", "barres") else ""
        regle = dit or "un pareto a une courbe, des barres"
        yield f"le graphique « {graphique.titre} » : {regle} n'en ont pas"
    if graphique.genre in ("pareto", "anneau", "barres") and graphique.suivantes:
        yield f"le graphique « {graphique.titre} » : {graphique.genre} ne montre qu'une colonne de valeurs"


def _fautes_de_table(table: Table, modele: Modele) -> Iterator[str]:
    if table.lignes and (table.colonnes[0].simple is not int or table.colonnes[0].formule):
        yield f"{table.nom} a toujours {table.lignes} lignes : sa première colonne est leur rang, un entier"
    libelles = {plier(colonne.libelle): colonne.nom for colonne in table.colonnes}
    for double in _doublons(plier(colonne.libelle) for colonne in table.colonnes):
        yield f"deux colonnes de {table.nom} portent le même libellé, « {double} »"
    for colonne in table.colonnes:
        autre = libelles.get(plier(colonne.nom))
        if autre not in (None, colonne.nom):
            yield f"le libellé de « {autre} » est le nom d'un autre champ de {table.nom}, « {colonne.nom} »"
    for regle in table.formats:
        yield from fautes_de_formule(regle.quand, modele, table)
        if regle.style not in STYLES:
            libres = [style for style in STYLES if style not in STYLES_DES_REGLES]
            yield f"le style « {regle.style} » n'existe pas : {', '.join(libres)}"
        for champ in regle.colonnes:
            if champ not in {colonne.nom for colonne in table.colonnes}:
                yield f"un format conditionnel cite « {champ} », qui n'est pas une colonne de {table.nom}"


def _fautes_de_colonne(colonne: Colonne, table: Table, feuille: Feuille, modele: Modele) -> Iterator[str]:
    if not colonne.libelle.strip():
        yield "le libellé est vide"
    if len(colonne.aide) > AIDE_MAXIMALE:
        yield f"l'aide dépasse {AIDE_MAXIMALE} caractères"
    if len(",".join(colonne.liste.values())) > LISTE_MAXIMALE:
        yield f"la liste dépasse {LISTE_MAXIMALE} caractères"
    if get_origin(colonne.simple) is Literal and not (colonne.liste or colonne.liste_de):
        yield "une colonne de choix a une liste de libellés"
    if colonne.total and not colonne.est_un_nombre:
        yield "un total se fait sur une colonne de nombres"
    if colonne.renvoi and modele.table_nommee(colonne.renvoi) is None:
        yield f"cette colonne renvoie à la table « {colonne.renvoi} », qui n'existe pas"
    visee = modele.table_nommee(colonne.renvoi) if colonne.renvoi else None
    if visee is not None and table.type is None and not any(c.est_cle for c in visee[1].colonnes):
        yield f"cette colonne renvoie à « {colonne.renvoi} », dont aucune colonne n'est la clé (cle = true)"
    if colonne.liste_de:
        yield from _fautes_de_liste(colonne, modele)
    if colonne.formule:
        if not colonne.formule.startswith("="):
            yield "une formule commence par ="
        if feuille.genre != "V" and not (table.colonnes_calculees and not table.a_le_champ(colonne.nom)):
            yield "seule une feuille V porte des formules : une feuille S est tapée"
        yield from fautes_de_formule(colonne.formule.removeprefix("="), modele, table)


def _fautes_de_liste(colonne: Colonne, modele: Modele) -> Iterator[str]:
    table, _, champ = colonne.liste_de.partition(".")
    visee = modele.table_nommee(table)
    if visee is None:
        yield f"la liste vient de la table « {table} », qui n'existe pas"
    elif champ not in {c.nom for c in visee[1].colonnes}:
        yield f"la liste vient de « {{{colonne.liste_de}}} », qui n'est pas une colonne de {table}"
    if colonne.simple is not str and get_origin(colonne.simple) is not Literal:
        yield "une liste qui vient d'une autre table se met sur une colonne de textes ou de codes"


def _fautes_de_parametre(parametre: Parametre) -> Iterator[str]:
    if not _NOM_DEFINI.fullmatch(parametre.nom) or _ADRESSE.fullmatch(parametre.nom):
        yield "le nom d'un réglage a au moins trois lettres sans accents, et n'est pas une adresse de cellule"
    if len(parametre.aide) > AIDE_MAXIMALE:
        yield f"l'aide dépasse {AIDE_MAXIMALE} caractères"
    if parametre.valeur is not None:
        try:
            lue = lire(parametre.valeur, parametre.type)
        except ValeurInvalide as erreur:
            yield f"la valeur ne convient pas : {erreur}"
        else:
            if parametre.liste and lue not in parametre.liste:
                yield f"la valeur « {lue} » n'est pas dans la liste"
