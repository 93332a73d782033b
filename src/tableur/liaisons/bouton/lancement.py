"""Un bouton, de l'appui au message final : la copie du fichier, l'action, le compte rendu, ou une phrase.

Rien d'autre qu'une phrase n'atteint la personne ; une erreur inattendue porte le numéro du journal.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from tableur.classeurs.fabrique import modele_de
from tableur.fichiers.journal import consigner
from tableur.fichiers.sauvegardes import GARDEES, SAUVEGARDES, elaguer, sauvegarder
from tableur.liaisons.bouton.hote import ClasseurOuvert, Etat, Hote
from tableur.liaisons.bouton.lecture import ClasseurOuvertLu, copier_l_ecran
from tableur.liaisons.bouton.retour import annuler, fichier_de_retour
from tableur.liaisons.bouton.vivant import PHRASE_DE_LECTURE_SEULE, ClasseurVivant
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ErreurTableur, Refus
from tableur.socle.grandeurs import UN

ANOMALIES_DITES = 8
CONSTATS_DITS = 12
FICHIERS_DITS = 5
COURRIERS = "courriers_"  # début du nom des boutons des lettres
FRAICHEUR_DE_LA_GARDE = 120.0  # secondes ; au-delà, le bouton d'avant s'est arrêté sans le dire


class DejaEnCours(ErreurTableur):
    """Le bouton d'avant n'a pas fini."""


def appuyer(bouton: str, ouvert: ClasseurOuvert, hote: Hote, le: date) -> None:
    """Fait ce que dit un bouton, et montre un seul message à la fin ; ne lève jamais d'erreur.

    Args:
        bouton: Une action du catalogue, ou « verifier », « pourquoi », « annuler », ou un bouton des lettres.
        ouvert: Le classeur ouvert dans l'hôte.
        hote: Ce qui parle à la personne.
        le: Aujourd'hui.
    """
    try:
        with garde(ouvert.etat()) as etat:
            texte = _faire(bouton, ouvert, etat, hote, le)
    except Refus as refus:
        _dire(hote, _phrase_du_refus(refus))
    except ErreurTableur as erreur:
        _dire(hote, str(erreur))
    except Exception as erreur:  # noqa: BLE001 - la dernière porte : rien d'autre ne doit atteindre la personne
        numero = consigner(erreur)
        _dire(
            hote,
            f"Une erreur inattendue a arrêté ce bouton ; rien n'a été changé. Elle porte le n° {numero} dans le "
            "journal : « tableur diagnostic » dit où il est.",
        )
    else:
        hote.progres("")
        hote.message(texte)


def _faire(bouton: str, ouvert: ClasseurOuvert, etat: Etat, hote: Hote, le: date) -> str:
    """Message final d'un bouton : de tout classeur, des lettres, ou d'une action du catalogue."""
    if bouton in _SPECIAUX:
        return _SPECIAUX[bouton](ouvert, etat, hote)
    if bouton.startswith(COURRIERS):
        from tableur.liaisons.bouton.courriers import Appui, presser

        return presser(bouton, Appui(ouvert, etat, hote, exiger_un_fichier(etat), le))
    return _agir(bouton, ouvert, etat, hote, le)


def _dire(hote: Hote, texte: str) -> None:
    with suppress(Exception):
        hote.progres("")
    hote.message(texte, grave=True)


def _phrase_du_refus(refus: Refus) -> str:
    """Toutes les anomalies d'un refus, les premières seulement si elles sont nombreuses."""
    phrases = [str(anomalie) for anomalie in refus.anomalies]
    if len(phrases) == 1:
        return f"Rien n'a été écrit.\n\n{phrases[0]}"
    dites = "\n".join(f"• {phrase}" for phrase in phrases[:ANOMALIES_DITES])
    reste = len(phrases) - ANOMALIES_DITES
    suite = (
        f"\n• … et {reste} de plus : le bouton « Vérifier » ou « tableur classeur verifier »." if reste > 0 else ""
    )
    return f"Rien n'a été écrit : {len(phrases)} choses à corriger.\n\n{dites}{suite}"


def _agir(bouton: str, ouvert: ClasseurOuvert, etat: Etat, hote: Hote, le: date) -> str:
    """Lance une action du catalogue sur le classeur ouvert et rend son compte rendu."""
    from tableur.catalogue import lancer, recenser

    catalogue = recenser("tableur.actions")
    chemin = exiger_un_fichier(etat)
    lu = ClasseurOuvertLu(ouvert, etat)
    modele = modele_de(lu)
    nom = next((n for n in (f"{f}.{bouton}" for f in modele.familles) if n in catalogue), bouton)
    if nom not in catalogue:
        raise ErreurTableur(f"Le bouton « {bouton} » n'existe pas dans cette version de tableur.")
    if etat.lecture_seule:
        raise ErreurTableur(PHRASE_DE_LECTURE_SEULE)
    action = catalogue[nom]
    hote.progres(f"tableur : {action.resume.rstrip('.')}…")
    classeur = ClasseurVivant(lu, modele)
    copie = copier_le_fichier(chemin)
    with classeur:
        compte_rendu = lancer(action, classeur, {}, le)
    if classeur.retour is not None:
        classeur.retour.bouton = compte_rendu.titre
        with suppress(OSError):  # sans relevé, l'annulation dira qu'il n'y a rien à annuler
            classeur.retour.garder(chemin)
        if classeur.remplies:
            ouvert.montrer(classeur.remplies[0])
    return texte_du_compte_rendu(compte_rendu, classeur.remplies, copie)


def exiger_un_fichier(etat: Etat) -> Path:
    """Fichier du classeur ouvert.

    Raises:
        ErreurTableur: Il n'a jamais été enregistré, son adresse n'est pas celle d'un fichier, ou il a disparu.
    """
    if etat.chemin is None and not etat.adresse:
        raise ErreurTableur(
            "Ce classeur n'a jamais été enregistré : l'enregistrer d'abord, pour que sa copie d'avant le bouton "
            "ait une place, puis recommencer."
        )
    if etat.chemin is None:
        raise ErreurTableur(
            f"Ce classeur est ouvert depuis une adresse de réseau ({etat.adresse}) : l'enregistrer d'abord sur ce "
            "poste ou dans un dossier partagé, puis recommencer."
        )
    if not etat.chemin.is_file():
        raise ErreurTableur(
            f"Le fichier de ce classeur n'est plus à sa place ({etat.chemin}) : l'enregistrer, puis recommencer."
        )
    return etat.chemin


def copier_le_fichier(chemin: Path) -> Path:
    """Copie datée du fichier du classeur, avant que le bouton y change quelque chose.

    Raises:
        ErreurTableur: La copie n'a pas pu se faire.
    """
    dossier = chemin.parent / SAUVEGARDES
    try:
        copie, _ = sauvegarder(chemin, dossier)
    except OSError as erreur:
        raise ErreurTableur(
            f"La copie du classeur dans « {dossier} » n'a pas pu se faire ({erreur.strerror or erreur}) : rien "
            "n'a été changé. Vérifier la place et les droits sur ce dossier, puis recommencer."
        ) from erreur
    elaguer(chemin, dossier, copie, GARDEES)
    return copie


def texte_du_compte_rendu(compte_rendu: CompteRendu, remplies: list[str], copie: Path) -> str:
    """Message final d'une action : ce qu'il faut savoir d'abord, où regarder, comment revenir."""
    morceaux = [compte_rendu.titre, "", *(f"• {point}" for point in compte_rendu.points)]
    if remplies:
        comptes = {nom: nombre for nom, nombre in compte_rendu.lignes_ecrites.items() if nombre or nom in remplies}
        dits = [f"{nom} ({nombre_ecrit(UN * n)} ligne{'s' if n > 1 else ''})" for nom, n in comptes.items()]
        morceaux += ["", f"Feuilles remplies : {', '.join(dits or remplies)}."]
    if compte_rendu.fichiers:
        morceaux += ["", fichiers_dits(compte_rendu.fichiers)]
    if compte_rendu.ecartes:
        morceaux += ["", "Laissé de côté :", *(f"• {dit}" for dit in compte_rendu.ecartes[:ANOMALIES_DITES])]
        if len(compte_rendu.ecartes) > ANOMALIES_DITES:
            morceaux.append(f"• … et {len(compte_rendu.ecartes) - ANOMALIES_DITES} de plus.")
    alertes = [str(anomalie) for anomalie in compte_rendu.anomalies]
    if alertes:
        morceaux += [
            "",
            f"À regarder ({len(alertes)}) :",
            *(f"• {alerte}" for alerte in alertes[:ANOMALIES_DITES]),
        ]
        if len(alertes) > ANOMALIES_DITES:
            morceaux.append(f"• … et {len(alertes) - ANOMALIES_DITES} de plus.")
    morceaux += ["", f"Copie d'avant : {SAUVEGARDES}/{copie.name}."]
    if remplies:
        morceaux.append("« Annuler la dernière action » remet tout comme avant. Rien n'est encore enregistré.")
    return "\n".join(morceaux)


def fichiers_dits(fichiers: Sequence[Path]) -> str:
    """Fichiers qu'une action a écrits : leurs noms s'ils sont peu, et leur dossier.

    >>> fichiers_dits([Path("/paie/écriture de paie 2026-07.csv")])
    'Fichier écrit : écriture de paie 2026-07.csv, dans « /paie ».'
    """
    noms = ", ".join(fichier.name for fichier in fichiers[:FICHIERS_DITS])
    reste = len(fichiers) - FICHIERS_DITS
    suite = f" et {reste} de plus" if reste > 0 else ""
    dossiers = " et ".join(f"« {dossier} »" for dossier in dict.fromkeys(fichier.parent for fichier in fichiers))
    pluriel = "s" if len(fichiers) > 1 else ""
    return f"Fichier{pluriel} écrit{pluriel} : {noms}{suite}, dans {dossiers}."


def _verifier(ouvert: ClasseurOuvert, etat: Etat, hote: Hote) -> str:
    """Contrôle ce qui est à l'écran, sans rien y changer."""
    from tableur.classeurs import controle

    hote.progres("tableur : vérification du classeur…")
    lu = ClasseurOuvertLu(ouvert, etat)
    try:
        modele = modele_de(lu)
    except Refus:
        modele = None
    with tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        copie = copier_l_ecran(ouvert, Path(etat.nom), Path(dossier))
        rapport = controle.verifier(copie, modele)
    dits = [f"• {constat}" for constat in rapport.constats[:CONSTATS_DITS]]
    comptes = rapport.comptes
    resume = ", ".join(f"{nombre} {niveau}" for niveau, nombre in comptes.items() if nombre) or "rien à signaler"
    morceaux = [f"Vérification de {etat.nom} : {resume}.", "", *dits]
    if len(rapport.constats) > CONSTATS_DITS:
        reste = len(rapport.constats) - CONSTATS_DITS
        morceaux.append(f"• … et {reste} de plus : « tableur classeur verifier » les montre tous.")
    return "\n".join(morceaux).rstrip()


def _pourquoi(ouvert: ClasseurOuvert, etat: Etat, hote: Hote) -> str:
    from tableur.liaisons.bouton.pourquoi import pourquoi

    hote.progres("tableur : explication…")
    return pourquoi(ouvert, etat)


def _annuler(ouvert: ClasseurOuvert, etat: Etat, hote: Hote) -> str:
    chemin = exiger_un_fichier(etat)
    if etat.lecture_seule:
        raise ErreurTableur(PHRASE_DE_LECTURE_SEULE)
    return annuler(ouvert, chemin)


_SPECIAUX = {"verifier": _verifier, "pourquoi": _pourquoi, "annuler": _annuler}


@contextmanager
def garde(etat: Etat) -> Iterator[Etat]:
    """Empêche deux boutons de travailler à la fois sur un classeur.

    Raises:
        DejaEnCours: Le bouton d'avant n'a pas fini.
    """
    cle = hashlib.sha256((etat.adresse or etat.nom).encode()).hexdigest()[:24]
    temoin = Path(tempfile.gettempdir()) / f"tableur-bouton-{cle}"
    with suppress(OSError):
        if time.time() - temoin.stat().st_mtime > FRAICHEUR_DE_LA_GARDE or not _vit(temoin):
            temoin.unlink()
    try:
        temoin_ouvert = os.open(temoin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise DejaEnCours(
            "Le bouton d'avant n'a pas fini sur ce classeur : attendre son message, puis recommencer."
        ) from None
    try:
        os.write(temoin_ouvert, str(os.getpid()).encode())
        os.close(temoin_ouvert)
        yield etat
    finally:
        with suppress(OSError):
            temoin.unlink()


def _vit(temoin: Path) -> bool:
    """Faux si le processus qui tenait la garde n'existe plus ; sous Windows, seule l'heure en décide."""
    if os.name == "nt":
        return True
    try:
        os.kill(int(temoin.read_text("utf-8") or "0") or os.getpid(), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError):
        return True
    return True


__all__ = ["DejaEnCours", "appuyer", "fichier_de_retour", "texte_du_compte_rendu"]
