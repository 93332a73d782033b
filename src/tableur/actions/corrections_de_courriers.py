"""Corriger les lignes laissées de côté : sur place dans le classeur, ou par un CSV « à corriger » relu."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tableur.actions.donnees_de_courriers import Donnees
from tableur.actions.lignes_de_courriers import Laissee
from tableur.courriers.noms import colonnes_de, suggestion
from tableur.courriers.valeurs import ecrit
from tableur.fichiers.csv_francais import csv_francais
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.mots_de_passe import Demander
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.socle.erreurs import Anomalie, Ou, Refus, refus

ENTETES = ("Ligne", "Clé", "Champ", "Valeur", "Raison", "Correction")


@dataclass(frozen=True, slots=True)
class Correction:
    """Valeur qui manquait : numéro de ligne du fichier, colonne, valeur."""

    ligne: int
    colonne: str
    valeur: str


def a_corriger(laissees: Iterable[Laissee]) -> list[Laissee]:
    """Lignes qu'une valeur suffit à remettre : celles dont on connaît la colonne en faute."""
    return [laissee for laissee in laissees if laissee.champ and laissee.ou.ligne is not None]


def ecrire_a_corriger(
    fichier: Path, donnees: Donnees, laissees: Iterable[Laissee], *, remplacer: bool = False
) -> int:
    """Écrit le CSV des lignes laissées de côté, avec une colonne Correction à remplir ; rend leur nombre.

    Args:
        fichier: CSV à écrire.
        donnees: Les lignes.
        laissees: Lignes laissées de côté.
        remplacer: Vrai pour remplacer, après copie, un fichier existant.

    Raises:
        Refus: Le fichier existe déjà, ou ne s'écrit pas.
    """
    par_ligne = {place.ligne: ligne for place, ligne in zip(donnees.places, donnees.lignes, strict=True)}
    rangees = []
    for laissee in laissees:
        ligne = par_ligne.get(laissee.ou.ligne, {})
        valeur = ligne.get(laissee.champ) if laissee.champ else None
        dite = "" if valeur is None or isinstance(valeur, list | dict) else str(valeur)
        rangees.append((laissee.ou.ligne, laissee.cle, laissee.champ, dite, laissee.raison, ""))
    with ecriture_atomique(fichier, remplacer=remplacer) as provisoire:
        provisoire.write_bytes(csv_francais(ENTETES, rangees).encode("utf-8-sig"))
    return len(rangees)


def lire_les_corrections(fichier: Path) -> list[Correction]:
    """Corrections d'un CSV « à corriger » : celles dont la colonne Correction est remplie.

    Raises:
        Refus: Ce n'est pas un CSV « à corriger », ou une correction n'a ni ligne ni champ.
    """
    from tableur.classeurs.tables_de_fichier import lire_une_table

    lue = lire_une_table(fichier)
    connues = colonnes_de(tuple(lue.noms_de_colonnes))
    ligne, champ, correction = (connues.trouver(nom) for nom in ("Ligne", "Champ", "Correction"))
    if ligne is None or champ is None or correction is None:
        message = "Ce n'est pas un fichier « à corriger » : il lui faut les colonnes Ligne, Champ et Correction."
        raise refus(Ou(fichier.name), "corrections", message, attendu=", ".join(ENTETES))
    corrections: list[Correction] = []
    fautes: list[Anomalie] = []
    for rang, valeurs in enumerate(lue.lignes):
        fiche = dict(zip(lue.noms_de_colonnes, valeurs, strict=True))
        valeur = str(fiche[correction] or "").strip()
        if not valeur:
            continue
        numero, nom = str(fiche[ligne] or "").strip(), str(fiche[champ] or "").strip()
        if not numero.isdecimal() or not nom:
            message = "cette correction ne dit pas sa ligne et son champ"
            fautes.append(Anomalie("refus", lue.ou(rang), "corrections", "ligne et champ", "", message))
        else:
            corrections.append(Correction(int(numero), nom, valeur))
    if fautes:
        raise Refus(fautes)
    return corrections


def appliquer(fichier: Path, donnees: Donnees, cle: str = "") -> int:
    """Met les corrections d'un CSV dans les lignes lues, sans toucher au fichier de données ; rend leur nombre.

    Raises:
        Refus: Une correction vise une ligne ou une colonne qui n'existe pas.
    """
    return _poser(donnees, lire_les_corrections(fichier), fichier.name, cle)


def _poser(donnees: Donnees, corrections: Iterable[Correction], nom: str, cle: str = "") -> int:
    par_ligne = {place.ligne: ligne for place, ligne in zip(donnees.places, donnees.lignes, strict=True)}
    connues = colonnes_de(tuple(donnees.lignes[0]))
    fautes: list[Anomalie] = []
    nombre = 0
    for correction in corrections:
        ligne, colonne = par_ligne.get(correction.ligne), connues.trouver(correction.colonne)
        ou = Ou(nom, ligne=correction.ligne, colonne=correction.colonne)
        if ligne is None:
            fautes.append(Anomalie("refus", ou, "corrections", "", "", "les données n'ont pas cette ligne"))
        elif colonne is None:
            dit = f"les données n'ont pas cette colonne{suggestion(connues.proches(correction.colonne))}"
            fautes.append(Anomalie("refus", ou, "corrections", "", "", dit))
        else:
            ligne[colonne] = correction.valeur
            nombre += 1
    if fautes:
        raise Refus(fautes)
    return nombre


def corriger_le_classeur(
    donnees: Donnees, corrections: Iterable[Correction], demander: Demander | None = None
) -> int:
    """Écrit des corrections dans le classeur de données, après une copie, sans rien en perdre ; rend leur nombre.

    Raises:
        Refus: Une cellule porte une formule, le classeur est ouvert ailleurs, ou il a changé depuis.
    """
    from tableur.classeurs.corrections import corriger_des_cellules

    voulues = [(c.ligne, c.colonne, c.valeur) for c in corrections]
    return corriger_des_cellules(ouvrir_fichier(donnees.fichier, demander), donnees.table, voulues, demander)


def correction_de(laissee: Laissee, valeur: str) -> Correction:
    """Correction d'une ligne laissée de côté."""
    return Correction(laissee.ou.ligne or 0, laissee.champ, valeur)


def valeur_actuelle(donnees: Donnees, laissee: Laissee) -> str:
    """Valeur qu'a la colonne en faute, telle qu'on l'écrit."""
    for place, ligne in zip(donnees.places, donnees.lignes, strict=True):
        if place.ligne == laissee.ou.ligne:
            valeur = ligne.get(laissee.champ)
            return "" if valeur is None or isinstance(valeur, list | Mapping) else ecrit(valeur)
    return ""
