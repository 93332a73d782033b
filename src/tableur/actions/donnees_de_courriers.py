"""Lignes d'un publipostage, lues d'un classeur, d'un CSV ou d'un JSON, avec leur type et leur place."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from tableur.courriers.noms import cle_de_champ, colonnes_de, suggestion
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.fichiers.chemins import chemin_recu, lecture_impossible
from tableur.fichiers.mots_de_passe import Demander
from tableur.socle.erreurs import Ou, refus

Fiche = dict[str, object]

TAILLE_MAXIMALE = 200 << 20
MINUIT = time()
HORS_TABLE = ("préambule", "ligne vide", "autre table")

_DATE_ISO = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_CHAMPS_D_IDENTITE = {"soc_cp": "code_postal"} | {
    f"soc_{nom}": nom
    for nom in ("nom", "forme", "capital", "siren", "siret", "rcs", "adresse", "ville", "telephone", "courriel")
}
_CHIFFRES_DE_CODE = {"codepostal": 5, "cp": 5, "codeinsee": 5, "siren": 9, "siret": 14}


@dataclass(slots=True)
class Donnees:
    """Lignes lues d'un fichier.

    Args:
        fichier: Le fichier.
        lignes: Une ligne par destinataire : valeurs par colonne, une liste de lignes pour une table fille.
        places: Place de chaque ligne dans le fichier.
        ecartees: Lignes du fichier qui ne sont pas des destinataires : place et raison.
        table: Nom de la table lue, vide pour un JSON.
        modifiable: Vrai si une cellule du fichier peut être corrigée sur place.
        est_un_classeur: Vrai si le fichier peut avoir d'autres feuilles.
    """

    fichier: Path
    lignes: list[Fiche]
    places: list[Ou]
    ecartees: list[tuple[Ou, str]] = field(default_factory=list)
    table: str = ""
    modifiable: bool = False
    est_un_classeur: bool = False


def lire_les_donnees(fichier: str, feuille: str = "", demander: Demander | None = None) -> Donnees:
    """Lignes d'un fichier de données.

    Args:
        fichier: Classeur (.xlsx, .xlsm, .ods, .xls), CSV, ou liste JSON d'objets.
        feuille: Feuille ou table d'un classeur ; vide s'il n'en a qu'une.
        demander: Pose la question du mot de passe d'un classeur chiffré.

    Raises:
        Refus: Le fichier est absent ou illisible, ou la table n'y est pas.
    """
    chemin = chemin_recu(fichier)
    if not chemin.is_file():
        message = f"Ce fichier de données n'existe pas dans le dossier « {chemin.parent} »."
        raise refus(Ou(chemin.name), "fichier absent", message, attendu="classeur, CSV ou JSON")
    if chemin.suffix.lower() == ".json":
        return _donnees_json(chemin)
    return _donnees_d_une_table(chemin, feuille, demander)


def ajouter_l_identite(donnees: Donnees, champs: Callable[[], Iterable[str]], depart: Path) -> None:
    """Donne aux lignes l'identité de l'organisation, là où le modèle la demande et où les données ne l'ont pas.

    `soc_nom`, `soc_adresse`… viennent de la section « identite » du `tableur.toml` du dossier de l'organisation.

    Args:
        donnees: Les lignes.
        champs: Donne les champs que le modèle demande ; appelée s'il y a un dossier.
        depart: Où chercher le dossier de l'organisation, en remontant.

    Raises:
        Refus: Le `tableur.toml` de ce dossier est fautif.
    """
    from tableur.dossier import Dossier

    dossier = Dossier.chercher(depart)
    if dossier is None or not donnees.lignes:
        return
    presentes = {cle_de_champ(nom) for fiche in donnees.lignes for nom in fiche}
    demandes = {cle_de_champ(nom) for nom in champs()} - presentes
    identite = {champ: dossier.reglage(f"identite.{nom}") for champ, nom in _CHAMPS_D_IDENTITE.items()}
    ajoutes = {champ: dit for champ, dit in identite.items() if dit and cle_de_champ(champ) in demandes}
    for fiche in donnees.lignes:
        fiche.update(ajoutes)


def joindre_les_filles(
    donnees: Donnees, noms: Callable[[], Iterable[str]], cle: str, demander: Demander | None = None
) -> None:
    """Ajoute à chaque ligne ses lignes des autres feuilles du classeur, reliées par la clé.

    Une feuille fille porte elle aussi la colonne de la clé, et son nom est un champ du modèle.

    Args:
        donnees: Les lignes.
        noms: Donne les champs que le modèle demande ; appelée si le fichier a plusieurs feuilles possibles.
        cle: Colonne de la clé.
        demander: Pose la question du mot de passe d'un classeur chiffré.

    Raises:
        Refus: Une feuille fille ne se lit pas, ou ses lignes n'ont pas de maître.
    """
    if not donnees.lignes or not donnees.est_un_classeur:
        return
    demandes = {cle_de_champ(nom) for nom in noms()} - {cle_de_champ(nom) for nom in donnees.lignes[0]}
    if not demandes:
        return
    from tableur.classeurs.tables_de_fichier import lire_une_table, lister_les_tables

    for table in lister_les_tables(donnees.fichier, demander):
        colonne = colonnes_de(tuple(dict.fromkeys(table.colonnes))).trouver(cle)
        noms_de_table = {cle_de_champ(n): n for n in (table.nom, table.feuille) if n}
        nom = next((n for c, n in noms_de_table.items() if c in demandes), None)
        if nom is None or colonne is None or table.nom == donnees.table:
            continue
        demandes.discard(cle_de_champ(nom))
        lue = lire_une_table(donnees.fichier, table.nom, demander)
        filles = _fiches(lue.noms_de_colonnes, lue.lignes)
        _repartir(donnees, nom, cle, colonne, filles, [lue.ou(rang) for rang in range(len(filles))])


def _repartir(
    donnees: Donnees, nom: str, cle: str, colonne: str, filles: Sequence[Fiche], places: Sequence[Ou]
) -> None:
    maitre = colonnes_de(tuple(donnees.lignes[0])).trouver(cle)
    par_cle: dict[str, list[Fiche]] = {}
    for fille in filles:
        par_cle.setdefault(_cle(fille[colonne]), []).append(fille)
    connues = {_cle(ligne.get(maitre or cle)) for ligne in donnees.lignes}
    for fille, place in zip(filles, places, strict=True):
        if _cle(fille[colonne]) not in connues:
            raison = f"aucune ligne n'a la clé « {_cle(fille[colonne])} »"
            donnees.ecartees.append((place, raison))
    for ligne in donnees.lignes:
        ligne[nom] = par_cle.get(_cle(ligne.get(maitre or cle)), [])


def _cle(valeur: object) -> str:
    return "" if est_sans_valeur(valeur) else ecrit(valeur).strip()


def _donnees_d_une_table(chemin: Path, feuille: str, demander: Demander | None) -> Donnees:
    from tableur.classeurs.tables_de_fichier import lire_une_table

    lue = lire_une_table(chemin, feuille, demander)
    longues = {a.ou.ligne: a.message for a in lue.anomalies if a.regle == "ligne trop longue"}
    lignes = [list(ligne) for ligne in lue.lignes]
    if lue.en_texte:
        lignes = _typees(lignes, lue.entetes)
    fiches = _fiches(lue.noms_de_colonnes, lignes)
    ecartees: list[tuple[Ou, str]] = [
        (lue.place.precise(ligne=e.numero), e.motif) for e in lue.ecartees if e.motif not in HORS_TABLE
    ]
    gardees = [rang for rang in range(len(fiches)) if lue.numeros[rang] not in longues]
    ecartees += [(lue.ou(r), longues[lue.numeros[r]]) for r in range(len(fiches)) if lue.numeros[r] in longues]
    if not fiches:
        raise refus(lue.place, "aucune ligne", "Cette table n'a aucune ligne sous ses en-têtes.")
    if not gardees:
        ou, raison = ecartees[-1]
        raise refus(ou, "aucune ligne", f"Cette table n'a aucune ligne utilisable : {raison}")
    return Donnees(
        chemin,
        [fiches[rang] for rang in gardees],
        [lue.ou(rang) for rang in gardees],
        ecartees,
        lue.table.nom,
        modifiable=chemin.suffix.lower() in (".xlsx", ".xlsm") and bool(lue.table.feuille),
        est_un_classeur=bool(lue.table.feuille),
    )


def _typees(lignes: list[list[object]], entetes: Sequence[str]) -> list[list[object]]:
    """Colonnes d'un texte dans leur type : nombres, dates, et codes laissés tels quels."""
    from tableur.classeurs.tables_de_fichier.typage import typees

    if not lignes:
        return lignes
    colonnes = [typees(valeurs, nom) for nom, valeurs in zip(entetes, zip(*lignes, strict=True), strict=True)]
    return [list(ligne) for ligne in zip(*colonnes, strict=True)]


def _fiches(noms: Sequence[str], lignes: Sequence[Sequence[object]]) -> list[Fiche]:
    fiches = [dict(zip(noms, ligne, strict=True)) for ligne in lignes]
    for nom in noms:
        chiffres = _CHIFFRES_DE_CODE.get(cle_de_champ(nom))
        for fiche in fiches if chiffres else ():
            fiche[nom] = _code(fiche[nom], chiffres or 0)
    for fiche in fiches:
        for nom, valeur in fiche.items():
            if type(valeur) is datetime and valeur.time() == MINUIT:
                fiche[nom] = valeur.date()
    return fiches


def _code(valeur: object, chiffres: int) -> object:
    """Code dont le tableur a fait un nombre : 1000 redevient 01000."""
    if isinstance(valeur, bool) or not isinstance(valeur, int | float | Decimal) or valeur != int(valeur):
        return valeur
    return str(int(valeur)).zfill(chiffres)


def _donnees_json(chemin: Path) -> Donnees:
    try:
        if chemin.stat().st_size > TAILLE_MAXIMALE:
            raise refus(Ou(chemin.name), "trop gros", f"Ce fichier passe {TAILLE_MAXIMALE >> 20} Mo.")
        objets = json.loads(
            chemin.read_text("utf-8-sig"), parse_float=Decimal, parse_constant=lambda mot: _constante(chemin, mot)
        )
        objets = _valeur_json(objets)
    except OSError as erreur:
        raise lecture_impossible(chemin, erreur) from erreur
    except UnicodeDecodeError:
        raise refus(Ou(chemin.name), "JSON", "Ce fichier n'est pas en UTF-8.") from None
    except json.JSONDecodeError as erreur:
        message = f"Ce n'est pas du JSON : erreur à la ligne {erreur.lineno}, colonne {erreur.colno}."
        raise refus(Ou(chemin.name), "JSON", message, attendu="liste d'objets") from None
    except RecursionError:
        raise refus(Ou(chemin.name), "JSON", "Ce JSON est trop imbriqué.") from None
    if not isinstance(objets, list) or not all(isinstance(objet, dict) for objet in objets):
        message = "Il faut une liste d'objets, un par destinataire : [{…}, {…}]."
        raise refus(Ou(chemin.name), "JSON", message, attendu="liste d'objets")
    if not objets:
        raise refus(Ou(chemin.name), "aucune ligne", "Cette liste est vide.")
    colonnes = dict.fromkeys(nom for objet in objets for nom in objet)
    complets: list[Fiche] = [{nom: objet.get(nom) for nom in colonnes} for objet in objets]
    return Donnees(chemin, complets, [Ou(chemin.name, ligne=rang) for rang in range(1, len(objets) + 1)])


def _valeur_json(valeur: object) -> object:
    if isinstance(valeur, str):
        return _date_iso(valeur) if len(valeur) == 10 and _DATE_ISO.fullmatch(valeur) else valeur
    if isinstance(valeur, list):
        return [_valeur_json(v) for v in valeur]
    if isinstance(valeur, dict):
        return {nom: _valeur_json(v) for nom, v in valeur.items()}
    return valeur


def _date_iso(texte: str) -> object:
    try:
        return date.fromisoformat(texte)
    except ValueError:  # le 30 février reste du texte, et le filtre de date le refusera
        return texte


def _constante(chemin: Path, mot: str) -> NoReturn:
    raise refus(Ou(chemin.name), "JSON", f"{mot} n'est pas une valeur JSON.")


def colonne_demandee(lignes: Sequence[Fiche], nom: str, role: str) -> str:
    """Colonne qu'une option nomme, à la casse et aux accents près.

    Raises:
        Refus: Elle n'existe pas.
    """
    connues = colonnes_de(tuple(lignes[0]))
    trouvee = connues.trouver(nom)
    if trouvee is None:
        message = f"La colonne « {nom} » n'est pas dans les données{suggestion(connues.proches(nom))}."
        raise refus(Ou(colonne=nom), role, message, attendu=", ".join(connues.noms))
    return trouvee
