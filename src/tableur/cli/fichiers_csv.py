"""Lecture d'un fichier CSV tel qu'un tableur français l'enregistre : séparateur, encodage et nombres reconnus."""

import csv
import io
import re
from pathlib import Path
from typing import Any

from tableur.catalogue import Argument
from tableur.cli.genres import est_nombre
from tableur.cli.mots import grille_a_la_virgule
from tableur.frontiere import element_de_liste, est_enregistrement, est_vide, lecteur, plier
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, ValeurInvalide, refus

TAILLE_MAXIMALE = 200 << 20
_ENTRE_GUILLEMETS = re.compile(r'"[^"]*"')
_NOMBRE_A_VIRGULE = re.compile(r"\s*[+-]?[\d  ]*,\d+\s*[%€]?\s*")


def lire_csv(chemin: str, argument: Argument) -> list[Any]:
    """Grille d'un fichier CSV, ou sa colonne si l'argument est une liste de valeurs.

    Args:
        chemin: Le fichier, tel que la personne l'a écrit.
        argument: L'argument qu'il remplit.

    Raises:
        Refus: Le fichier est absent, vide, ou n'est pas du CSV ; une valeur d'une liste est illisible.
    """
    texte = _texte(chemin)
    separateur = separateur_de(texte.lstrip().splitlines()[0])
    lignes = io.StringIO(texte, newline="")
    try:
        grille: list[list[object]] = [list(ligne) for ligne in csv.reader(lignes, delimiter=separateur)]
    except csv.Error:
        message = "ce fichier n'est pas un CSV lisible : l'enregistrer à nouveau en CSV"
        raise refus(Ou(chemin), "CSV illisible", message) from None
    if separateur == ",":
        grille = grille_a_la_virgule(grille, argument.type)
    element = element_de_liste(argument.type)
    if element is None or est_enregistrement(element):
        return grille
    return _colonne(grille, element, argument.nom, chemin)


def separateur_de(entete: str) -> str:
    """Séparateur d'une première ligne : point-virgule, tabulation, ou virgule si ce n'est pas un nombre.

    >>> separateur_de("date;quantite"), separateur_de("date,quantite"), separateur_de("12,5")
    (';', ',', ';')
    """
    hors_guillemets = _ENTRE_GUILLEMETS.sub("", entete)
    if ";" not in hors_guillemets:
        if "\t" in hors_guillemets:
            return "\t"
        if "," in hors_guillemets and not _NOMBRE_A_VIRGULE.fullmatch(entete):
            return ","
    return ";"


def _texte(chemin: str) -> str:
    try:
        if Path(chemin).stat().st_size > TAILLE_MAXIMALE:
            raise refus(Ou(chemin), "trop gros", f"ce fichier passe {TAILLE_MAXIMALE >> 20} Mo")
        octets = Path(chemin).read_bytes()
    except FileNotFoundError:
        raise refus(Ou(chemin), "fichier absent", "ce fichier n'existe pas") from None
    except (OSError, ValueError):
        message = "ce fichier ne peut pas être lu : vérifier que c'est un fichier, et les droits"
        raise refus(Ou(chemin), "lecture impossible", message) from None
    if octets.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refus(Ou(chemin), "CSV attendu", "ce fichier est un classeur : enregistrer la feuille en CSV")
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        texte = octets.decode("utf-16", "replace")
    else:
        try:
            texte = octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            texte = octets.decode("cp1252", "replace")
    if not texte.strip():
        raise refus(Ou(chemin), "fichier vide", "ce fichier est vide")
    if "\0" in texte:
        raise refus(Ou(chemin), "CSV attendu", "ce fichier n'est pas un texte : l'enregistrer en CSV")
    return texte


def _colonne(grille: list[list[object]], element: Any, nom: str, chemin: str) -> list[object]:
    """Valeurs d'un fichier d'une seule colonne, sans son en-tête ; toutes les anomalies d'un coup."""
    larges = [numero for numero, ligne in enumerate(grille, 1) if len(ligne) > 1]
    if larges:
        message = f"une seule colonne attendue pour {nom}, {len(grille[larges[0] - 1])} trouvées"
        raise refus(Ou(chemin, ligne=larges[0]), "une seule colonne", message)
    cellules = [ligne[0] if ligne else "" for ligne in grille]
    while cellules and est_vide(cellules[-1]):
        cellules.pop()
    debut = 1 if cellules and _est_un_entete(str(cellules[0]), element, nom) else 0
    anomalies, lire = [], lecteur(element)
    for numero, cellule in enumerate(cellules[debut:], 1 + debut):
        try:
            lire(cellule)
        except ErreurTableur as erreur:
            anomalies.append(Anomalie("refus", Ou(chemin, ligne=numero), "valeur illisible", "", "", str(erreur)))
    if anomalies:
        raise Refus(anomalies)
    return cellules[debut:]


def _est_un_entete(cellule: str, element: Any, nom: str) -> bool:
    """Vrai pour le nom de l'argument, ou pour un mot sans chiffre au-dessus de nombres ou de dates."""
    if plier(cellule).removesuffix("s") == plier(nom).removesuffix("s"):
        return True
    if any(caractere.isdigit() for caractere in cellule) or not (est_nombre(element) or _est_date(element)):
        return False
    try:
        lecteur(element)(cellule)
    except ValeurInvalide:
        return bool(plier(cellule))
    return False


def _est_date(type_: Any) -> bool:
    return getattr(type_, "__name__", "") in {"date", "Mois", "Exercice"}
