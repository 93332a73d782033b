"""Contrôle du livre de paie reçu du cabinet, depuis le classeur de paie : une feuille, et les questions."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tableur.actions.paie_controle import (
    BilanDeControle,
    compte_rendu,
    controler_le_livre,
    lire_le_livre,
    lire_les_codes,
    questions,
)
from tableur.actions.paie_controle_classeur import fiches_du_livre
from tableur.actions.paie_lu import chemin_pres_de, exiger_des_bulletins, lire_la_paie, mois_demande
from tableur.calculs.paie.controle_enregistrements import ControleDeBulletin
from tableur.calculs.paie.tables.enregistrements import LigneDeBulletinRecu
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.classeurs.port import Classeur
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurManquante
from tableur.socle.grandeurs import Code
from tableur.socle.marques import action


@action
def controler_les_bulletins(
    classeur: Classeur,
    *,
    le: date,
    mois_de_paie: Code = "",
    livre_du_cabinet: str = "",
    feuille_du_livre: str = "",
    codes_du_livre: str = "",
    simuler: bool = False,
) -> CompteRendu:
    """Contrôle le livre de paie reçu du cabinet : chaque bulletin refait, chaque écart et sa cause.

    Remplit « Bulletins reçus », et écrit à côté du classeur une question rédigée par bulletin qui a un écart. Rien
    de ce qui est reçu n'est modifié.

    Args:
        classeur: Le classeur de paie : contrats, variables, absences et cumuls en viennent.
        le: Date du jour.
        mois_de_paie: Mois à contrôler, comme 2026-11. Vide : le mois du jour.
        livre_du_cabinet: Livre de paie reçu : classeur, CSV ou PDF ; à côté du classeur, ou son chemin.
        feuille_du_livre: Feuille ou table du livre, s'il en a plusieurs.
        codes_du_livre: Table à deux colonnes : leur libellé ou leur code, puis notre code.
        simuler: Contrôle et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, personne n'est payé ce mois-là, ou le livre ne se lit pas.
        ValeurManquante: Le livre reçu n'est pas dit.
        ValeurInvalide: Le mois ne convient pas.
    """
    if not livre_du_cabinet.strip():
        raise ValeurManquante(
            "Dire le fichier reçu : « Livre de paie reçu du cabinet » de la feuille Paramètres, ou "
            "--livre-du-cabinet livre.pdf."
        )
    lue, mois = lire_la_paie(classeur), mois_demande(mois_de_paie, le)
    livre = livre_de_paie(lue.saisies, mois)
    exiger_des_bulletins(lue, livre)
    propres = lire_les_codes(chemin_pres_de(classeur, codes_du_livre)) if codes_du_livre.strip() else {}
    fichier = chemin_pres_de(classeur, livre_du_cabinet)
    recu = lire_le_livre(fichier, feuille_du_livre, propres)
    fiches, ecartes = fiches_du_livre(livre, classeur.fichier.name)
    lus = {**lue.lues, "Livre de paie, bulletins": len(recu.bulletins)}
    bilan = controler_le_livre(fiches, recu, lus, ecartes, propres)
    lignes = list(_lignes(bilan))
    rendu = compte_rendu(bilan)
    rendu.lignes_ecrites = {"Bulletins reçus": len(lignes)}
    if not simuler:
        mention = f"Contrôlé le {date_ecrite(le)}, {fichier.name}, paie de {mois} ; {lue.sources}"
        classeur.ecrire(LigneDeBulletinRecu, lignes, mention=mention)
        rendu.fichiers += _ecrire_les_questions(
            bilan, classeur.fichier.parent / f"questions au cabinet {mois}.txt"
        )
    return rendu


def _lignes(bilan: BilanDeControle) -> Iterator[LigneDeBulletinRecu]:
    """Écarts et bulletins justes, puis ce qui est resté sans réponse, puis ce qui n'a pas été contrôlé."""
    for fait, _ in bilan.controles:
        yield from _du_bulletin(fait)
    for anomalie in bilan.anomalies:
        if anomalie.regle in ("bulletin absent", "fiche absente", "contrôle refusé"):
            yield LigneDeBulletinRecu(resultat="sans_reponse", libelle=anomalie.regle, regle=anomalie.message)
    for ecartee in bilan.ecartes:
        yield LigneDeBulletinRecu(resultat="non_controle", regle=ecartee)
    for fait, _ in bilan.controles:
        for reserve in fait.non_controles:
            yield LigneDeBulletinRecu(
                matricule=fait.matricule, nom=fait.nom, resultat="non_controle", regle=reserve
            )


def _du_bulletin(fait: ControleDeBulletin) -> Iterator[LigneDeBulletinRecu]:
    if fait.est_juste:
        yield LigneDeBulletinRecu(matricule=fait.matricule, nom=fait.nom, resultat="juste", libelle="Bulletin")
    for ecart in fait.ecarts:
        yield LigneDeBulletinRecu(
            matricule=fait.matricule,
            nom=fait.nom,
            resultat="ecart",
            libelle=ecart.libelle,
            element=ecart.element,
            recu=ecart.recu,
            attendu=ecart.attendu,
            ecart=ecart.ecart,
            cause=ecart.cause,
            regle=ecart.regle,
            source=ecart.source,
        )


def _ecrire_les_questions(bilan: BilanDeControle, sortie: Path) -> list[Path]:
    texte = questions(bilan)
    if not texte:
        return []
    with ecriture_atomique(sortie, remplacer=True) as provisoire:
        provisoire.write_text(texte, encoding="utf-8-sig")
    return [sortie]
