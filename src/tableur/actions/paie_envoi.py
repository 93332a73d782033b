"""L'envoi au cabinet : ce qu'il faut pour ne pas en perdre la mémoire, son numéro, son fichier CSV."""

import re
from collections.abc import Sequence
from pathlib import Path

from tableur.calculs.paie.tables.enregistrements import LigneEnvoyee
from tableur.classeurs.port import Classeur
from tableur.fichiers.csv_francais import csv_francais
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Ou, refus

ENTETES_DU_CABINET = (
    "Mois",
    "Matricule",
    "Nom",
    "Code",
    "Élément",
    "Quantité",
    "Montant",
    "Du",
    "Au",
    "Justificatif",
    "Unité",
)
_FICHIER = re.compile(r"paie-(\d{4}-\d{2})-envoi-(\d+)\.csv", re.IGNORECASE)


def exiger_la_memoire(classeur: Classeur) -> None:
    """Refuse un envoi dont la mémoire irait dans un autre classeur : le suivant ne saurait rien de lui.

    Args:
        classeur: Le classeur de paie.

    Raises:
        Refus: Le classeur lu n'est pas celui qui serait écrit.
    """
    if classeur.sur_place:
        return
    nom = classeur.fichier.name
    message = "Ce classeur doit garder dans « Envois » ce qui part, sinon l'envoi suivant n'en saurait rien. "
    if classeur.fichier.suffix.lower() in {".xlsx", ".xlsm"}:
        message += "Envoyer sans « --sortie »."
    else:
        message += (
            "Fermé, il ne se remplit pas : l'ouvrir dans Calc, régler « Envoyer au cabinet : Oui » et presser "
            f"« Préparer l'envoi » ; ou continuer dans un classeur d'Excel (tableur classeur convertir {nom} "
            "--vers excel)."
        )
    raise refus(Ou(fichier=nom), "envoi sans mémoire", message)


def numero_d_envoi(envoyes: Sequence[LigneEnvoyee], dossier: Path) -> int:
    """Numéro de l'envoi suivant : ni gardé dans le classeur, ni porté par un fichier du dossier.

    Args:
        envoyes: Ce que le classeur garde.
        dossier: Dossier des fichiers du cabinet.
    """
    return 1 + max([ligne.envoi for ligne in envoyes] + [numero for _, numero, _ in _fichiers(dossier)], default=0)


def envois_sans_memoire(envoyes: Sequence[LigneEnvoyee], dossier: Path, mois: Mois) -> list[str]:
    """Une phrase par fichier d'envoi du mois que le classeur ne connaît pas : annulé, ou fait d'un autre classeur.

    Args:
        envoyes: Ce que le classeur garde.
        dossier: Dossier des fichiers du cabinet.
        mois: Mois de paie.
    """
    connus = {ligne.envoi for ligne in envoyes if ligne.mois == mois}
    return [
        f"« {nom} » est dans le dossier, mais pas dans « Envois » : envoi annulé, ou fait d'un autre classeur. "
        "Il est laissé tel quel ; s'il est parti, dire au cabinet lequel vaut."
        for sien, numero, nom in _fichiers(dossier)
        if sien == str(mois) and numero not in connus
    ]


def ecrire_le_csv(dossier: Path, mois: Mois, numero: int, envoi: Sequence[LigneEnvoyee]) -> Path:
    """Écrit le fichier du cabinet : points-virgules, virgule décimale, UTF-8 que les tableurs reconnaissent.

    Args:
        dossier: Où l'écrire.
        mois: Mois de paie.
        numero: Numéro de l'envoi.
        envoi: Ce qui part.

    Raises:
        Refus: Ce fichier existe déjà.
    """
    sortie = dossier / f"paie-{mois}-envoi-{numero}.csv"
    rangees = [
        (
            str(ligne.mois),
            ligne.matricule,
            ligne.nom,
            ligne.code,
            ligne.element,
            ligne.quantite,
            None if ligne.montant is None else arrondir_centime(ligne.montant),
            ligne.debut,
            ligne.fin,
            ligne.justificatif,
            ligne.unite,
        )
        for ligne in envoi
        if ligne.nature != "rien"
    ]
    with ecriture_atomique(sortie) as provisoire:
        provisoire.write_bytes(csv_francais(ENTETES_DU_CABINET, rangees).encode("utf-8-sig"))
    return sortie


def _fichiers(dossier: Path) -> list[tuple[str, int, str]]:
    """Mois, numéro et nom de chaque fichier d'envoi d'un dossier."""
    lus = [(_FICHIER.fullmatch(chemin.name), chemin.name) for chemin in sorted(dossier.glob("*.csv"))]
    return [(lu[1], int(lu[2]), nom) for lu, nom in lus if lu]
