"""Publipostage : lire les destinataires, les choisir, les contrôler, puis produire leurs lettres.

Une fonction par bouton : vérifier (`modeles_de_courrier`), apercevoir la ligne choisie (`produire_une`),
fusionner la sélection (`lancer`, `rangs`), tout fusionner (`lancer`), ouvrir le dossier (`ouvrir`).
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from tableur.actions.donnees_de_courriers import (
    Donnees,
    Fiche,
    colonne_demandee,
    joindre_les_filles,
)
from tableur.actions.exigences_de_courriers import (
    ce_qu_appelle_un_document,
    ecarter_ce_que_le_droit_refuse,
    ecrire_ce_qu_ils_appellent,
    refuser_l_indemnite,
)
from tableur.actions.lignes_de_courriers import (
    Demande,
    Laissee,
    Publipostage,
    aujourd_hui,
    cle_ecrite,
    preparer,
)
from tableur.actions.modeles_de_courrier import paquet_et_nature
from tableur.courriers import regles
from tableur.courriers.assemblage import Codec
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.journal import demande_notee, noter_la_demande
from tableur.courriers.lot import Bilan
from tableur.courriers.lot import lancer as lancer_le_lot
from tableur.courriers.modele import Modele, colonnes_connues, compiler
from tableur.courriers.noms_de_documents import Motif, nom_de_document
from tableur.fichiers.chemins import chemin_recu
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.mots_de_passe import Demander
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Ou, refus

DEUX_PROCESSUS = 2000  # documents à partir desquels un second processus se rattrape
PROCESSUS = 2


@dataclass(slots=True)
class Resultat:
    """Les trois comptes d'un publipostage, et ce qu'il a produit.

    Args:
        lues: Lignes lues.
        produits: Documents écrits cette fois.
        inchanges: Documents déjà à jour.
        laissees: Lignes laissées de côté, et pourquoi.
        fichiers: Documents à jour.
        pdf: PDF produits.
        avertissements: Ce que la personne doit savoir.
    """

    lues: int = 0
    produits: int = 0
    inchanges: int = 0
    laissees: list[Laissee] = field(default_factory=list)
    fichiers: list[Path] = field(default_factory=list)
    pdf: list[Path] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)


def lancer(
    demande: Demande, demander: Demander | None = None, progression: Callable[[int], None] | None = None
) -> Resultat:
    """Produit un document par ligne ; relancé, reprend où il en était.

    Raises:
        Refus: Un fichier ne se lit pas, le modèle a des fautes, ou le droit interdit cet envoi.
    """
    publipostage, le = preparer(demande, demander), aujourd_hui()
    dossier = Path(demande.sortie).absolute()
    resultat = Resultat(publipostage.lues)
    ecarter_ce_que_le_droit_refuse(publipostage, le)
    if publipostage.lignes:
        creer_le_dossier(dossier)
        noter_la_demande(dossier, _en_texte(demande))
        with _executeur(len(publipostage.lignes)) as executeur:
            bilan = lancer_le_lot(
                chemin_recu(demande.modele),
                publipostage.lignes,
                dossier,
                cle=publipostage.cle or None,
                nom=demande.nom,
                codec=codec_present(),
                forcer=demande.forcer,
                executeur=executeur,
                progression=progression,
            )
        _rapporter(publipostage, bilan, resultat)
        sauf = {ecartee.rang for ecartee in bilan.ecartees}
        if (feuille := ecrire_ce_qu_ils_appellent(publipostage, dossier, le, sauf=sauf)) is not None:
            resultat.avertissements.append(f"ce que ces documents appellent est à faire : « {feuille.name} ».")
    resultat.laissees = [*publipostage.laissees, *resultat.laissees]
    if demande.pdf or demande.pdfa:
        resultat.pdf = pdf_des_documents(resultat.fichiers, dossier, pdfa=demande.pdfa)
    return resultat


def _rapporter(publipostage: Publipostage, bilan: Bilan, resultat: Resultat) -> None:
    resultat.produits, resultat.inchanges, resultat.fichiers = bilan.produits, bilan.inchanges, bilan.fichiers
    for ecartee in bilan.ecartees:
        place = publipostage.places[ecartee.rang - 1]
        cle = publipostage.cle_de(ecartee.rang)
        resultat.laissees.append(Laissee(place, cle, ecartee.raison, genre=ecartee.etat))


def reprendre(dossier: Path, demander: Demander | None = None) -> Resultat:
    """Reprend le publipostage d'un dossier de sortie, tel qu'il avait été demandé.

    Raises:
        Refus: Ce dossier n'a pas de publipostage à reprendre.
    """
    texte = demande_notee(dossier)
    if not texte:
        message = "Il n'y a pas de publipostage à reprendre dans ce dossier : le lancer."
        raise refus(Ou(str(dossier)), "rien à reprendre", message, attendu="publipostage.sqlite")
    lue = json.loads(texte)
    connus = {nom: lue[nom] for nom in Demande.__dataclass_fields__ if nom in lue}
    demande = Demande(**{**connus, "rangs": tuple(lue.get("rangs", ()))})
    return lancer(replace(demande, sortie=str(dossier)), demander)


def produire_un_seul(demande: Demande, *, recto_verso: bool = False, remplacer: bool = False,
                     demander: Demander | None = None) -> Resultat:  # fmt: skip
    """Produit un seul fichier de toutes les lettres, chacune dans sa section.

    Raises:
        Refus: Un fichier ne se lit pas, le modèle a des fautes, ou aucune lettre n'est produite.
    """
    from tableur.courriers.un_seul import ecrire_un_seul

    sortie = fichier_de_sortie(demande, "lettres")
    creer_le_dossier(sortie.parent)
    verifier_ecriture(sortie, remplacer=remplacer)
    publipostage = preparer(demande, demander)
    resultat = Resultat(publipostage.lues, laissees=publipostage.laissees)
    ecarter_ce_que_le_droit_refuse(publipostage, aujourd_hui())
    if not publipostage.lignes:
        return resultat
    reunion = ecrire_un_seul(
        chemin_recu(demande.modele),
        publipostage.lignes,
        sortie,
        recto_verso=recto_verso,
        codec=codec_present(),
        remplacer=remplacer,
    )
    resultat.produits, resultat.avertissements = reunion.produites, reunion.avertissements
    resultat.fichiers = [sortie]
    for rang, raison in reunion.ecartees:
        resultat.laissees.append(Laissee(publipostage.places[rang - 1], publipostage.cle_de(rang), raison))
    if demande.pdf or demande.pdfa:
        resultat.pdf = pdf_des_documents([sortie], sortie.parent, pdfa=demande.pdfa, toujours=True)
    return resultat


def produire_une(demande: Demande, ligne: str = "", *, le: date, remplacer: bool = False,
                 demander: Demander | None = None) -> Resultat:  # fmt: skip
    """Produit le document d'une ligne, désignée par sa clé, par son rang, ou par le premier rang de la demande.

    Une lettre qui ne se produit jamais en lot se produit ici. Un document livré à qui manque une mention
    obligatoire est refusé ; ce qu'il appelle est écrit à côté de lui, dans une feuille « à faire ».

    Raises:
        Refus: La ligne n'existe pas, ou son document ne peut pas être produit.
    """
    chemin = chemin_recu(demande.modele)
    donnees = demande.lire(demander)
    cle = colonne_demandee(donnees.lignes, demande.cle, "clé") if demande.cle else ""
    rang = demande.rangs[0] if demande.rangs else _rang_demande(donnees, cle, ligne)
    paquet, nature = paquet_et_nature(demande.modele)
    demande.ajouter_l_identite(donnees, lambda: compiler(paquet).champs)
    if cle:
        joindre_les_filles(donnees, lambda: compiler(paquet).champs, cle, demander)
    fiche, place = donnees.lignes[rang - 1], donnees.places[rang - 1]
    modele = compiler(paquet, colonnes_connues(fiche), codec=codec_present())
    nature = replace(nature, destinataires=demande.destinataires or nature.destinataires)
    octets = _document(modele, fiche, rang, place)
    appele = ce_qu_appelle_un_document(nature.identifiant, fiche, octets, le, place)
    if regles.est_consommateur(fiche, nature):
        refuser_l_indemnite(modele, fiche, rang, place, le)
    souche = Motif(modele, demande.nom, colonnes_connues(fiche)).nom(fiche, rang) if demande.nom else ""
    souche = souche or nom_de_document(f"{chemin.stem} - {cle_ecrite(fiche, cle) or rang}")
    sortie = fichier_de_sortie(demande, souche)
    creer_le_dossier(sortie.parent)
    with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
        provisoire.write_bytes(octets)
    resultat = Resultat(1, 1, fichiers=[sortie])
    if appele:
        feuille = sortie.with_name(f"{sortie.stem} - à faire.txt")
        with ecriture_atomique(feuille, remplacer=remplacer) as provisoire:
            provisoire.write_text(appele, encoding="utf-8")
        resultat.fichiers.append(feuille)
    if demande.pdf or demande.pdfa:
        resultat.pdf = pdf_des_documents([sortie], sortie.parent, pdfa=demande.pdfa, toujours=True)
    return resultat


def _document(modele: Modele, fiche: Fiche, rang: int, place: Ou) -> bytes:
    try:
        return modele.rendre(fiche, rang=rang)
    except (ErreurDeDocument, LigneEcartee) as erreur:
        raise refus(place, "document impossible", str(erreur)) from erreur


def _rang_demande(donnees: Donnees, cle: str, ligne: str) -> int:
    """Rang de la ligne demandée : par sa clé, par son numéro d'ordre, ou la seule."""
    nombre = len(donnees.lignes)
    if not ligne:
        if nombre == 1:
            return 1
        message = f"Il y a {compte_ecrit(nombre, 'ligne')} : dire laquelle avec --ligne, par sa clé ou son rang."
        raise refus(Ou(donnees.fichier.name), "ligne à choisir", message)
    if cle:
        rangs = [rang for rang, fiche in enumerate(donnees.lignes, 1) if cle_ecrite(fiche, cle) == ligne.strip()]
        if len(rangs) == 1:
            return rangs[0]
        dit = "est en double" if rangs else "n'y est pas"
        message = f"La clé « {ligne} » {dit} dans la colonne « {cle} »."
        raise refus(Ou(donnees.fichier.name, colonne=cle), "clé", message, attendu="une ligne", trouve=ligne)
    if ligne.isdecimal() and 1 <= int(ligne) <= nombre:
        return int(ligne)
    message = f"Il n'y a pas de ligne de rang « {ligne} » : de 1 à {nombre}, ou donner --cle pour la désigner."
    raise refus(Ou(donnees.fichier.name), "ligne", message, attendu=f"1 à {nombre}", trouve=ligne)


def fichier_de_sortie(demande: Demande, souche: str) -> Path:
    """Fichier .docx à produire : celui que la personne nomme, ou un nom dans le dossier qu'elle donne."""
    sortie = Path(demande.sortie or ".")
    return sortie if sortie.suffix.lower() == ".docx" else sortie / f"{souche}.docx"


def pdf_des_documents(
    fichiers: Iterable[Path], dossier: Path, *, pdfa: bool = False, toujours: bool = False
) -> list[Path]:
    """PDF des documents qui n'en ont pas encore, ou dont le PDF est plus vieux qu'eux.

    Args:
        fichiers: Documents .docx.
        dossier: Où mettre les PDF.
        pdfa: Vrai pour des PDF/A.
        toujours: Vrai pour refaire aussi ceux qui sont à jour.

    Raises:
        ConversionIncomplete: Des PDF manquent ; chacun est nommé.
        LibreOfficeAbsent: Rien ne sait les faire ici.
    """
    from tableur.courriers.pdf import en_pdf

    a_faire = [f for f in fichiers if toujours or not a_son_pdf(f, dossier / f"{f.stem}.pdf")]
    return en_pdf(a_faire, dossier, pdfa=pdfa, remplacer=True)


def a_son_pdf(document: Path, pdf: Path) -> bool:
    """Vrai si le PDF d'un document est là, et n'est pas plus vieux que lui."""
    try:
        return pdf.stat().st_mtime_ns >= document.stat().st_mtime_ns
    except OSError:
        return False


def ouvrir(chemin: Path) -> None:
    """Montre un dossier, ou un document, par le programme que la machine lui destine.

    Raises:
        Refus: Il n'existe pas, ou rien ne sait l'ouvrir ici.
    """
    if not chemin.exists():
        raise refus(Ou(str(chemin)), "ouverture", "Rien n'est encore à cet endroit.")
    if sys.platform == "win32":
        os.startfile(chemin)  # noqa: S606 - dossier ou document produit ici
        return
    programme = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        muets = [(os.POSIX_SPAWN_OPEN, sortie, os.devnull, os.O_WRONLY, 0) for sortie in (1, 2)]
        os.posix_spawnp(programme, [programme, str(chemin.absolute())], os.environ, file_actions=muets)
    except OSError as erreur:
        message = f"Rien ne l'ouvre ici ({programme} est absent) : il est à « {chemin.absolute()} »."
        raise refus(Ou(str(chemin)), "ouverture", message) from erreur


def codec_present() -> Codec:
    """« isal » s'il est installé (option « rapide »), sinon « zlib »."""
    from importlib.util import find_spec

    return "isal" if find_spec("isal") else "zlib"


def _executeur(nombre: int) -> AbstractContextManager[Executor | None]:
    if nombre < DEUX_PROCESSUS or (os.cpu_count() or 1) < PROCESSUS:
        return nullcontext()
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(PROCESSUS, mp_context=get_context("spawn"))


def creer_le_dossier(dossier: Path) -> None:
    """Crée un dossier de sortie.

    Raises:
        Refus: Il ne peut pas être créé.
    """
    try:
        dossier.mkdir(parents=True, exist_ok=True)
    except OSError as erreur:
        message = "Ce dossier de sortie ne peut pas être créé : vérifier le chemin et les droits."
        raise refus(Ou(str(dossier)), "dossier de sortie", message) from erreur


def _en_texte(demande: Demande) -> str:
    absolus = {nom: str(Path(getattr(demande, nom)).absolute()) for nom in ("modele", "donnees")}
    if demande.corrections:
        absolus["corrections"] = str(Path(demande.corrections).absolute())
    return json.dumps(asdict(demande) | absolus | {"copie": ""}, ensure_ascii=False)
