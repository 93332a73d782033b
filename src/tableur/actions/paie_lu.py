"""Ce que toute action de la paie lit d'abord : les tables tapées, les réglages, le mois demandé."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

from tableur.calculs.paie.conges import Decompte
from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.collecte import lignes_refusees
from tableur.calculs.paie.tables.controles import ABSENCES
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    LigneDeControle,
    Prime,
    RepriseDeConges,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import Livre, Refusee
from tableur.calculs.paie.tables.reglages import ReglagesDePaie, reglages_impossibles
from tableur.calculs.paie.tables.saisies import Saisies, nom_de
from tableur.calculs.paie.tables.surprises import Surprise
from tableur.classeurs.port import Classeur
from tableur.frontiere import Lignes, est_vide, lire
from tableur.socle.dates import Mois
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, Taux

PARAMETRES = "Paramètres"


@dataclass(frozen=True, slots=True)
class PaieLue:
    """Tables tapées de la paie, avec l'endroit de chaque ligne, et leurs réglages."""

    fichier: str
    fiches: Lignes[FicheSalarie]
    variables: Lignes[VariablesTapees]
    absences: Lignes[Absence]
    primes: Lignes[Prime]
    reprises: Lignes[RepriseDePaie]
    conges: Lignes[RepriseDeConges]
    saisies: Saisies

    @property
    def lues(self) -> dict[str, int]:
        """Lignes lues par table."""
        tables: dict[str, Sequence[object]] = {
            "Salariés": self.fiches,
            "Variables": self.variables,
            "Absences": self.absences,
            "Primes": self.primes,
            "Reprise": self.reprises,
            "Congés": self.conges,
        }
        return {nom: len(lignes) for nom, lignes in tables.items()}

    @property
    def sources(self) -> str:
        """Ce sur quoi porte le calcul, pour la mention des feuilles."""
        variables = f"{compte_ecrit(len(self.variables), 'ligne')} de variables"
        return f"{compte_ecrit(len(self.fiches), 'contrat')} et {variables}"

    def ou(self, table: str, rang: int, champ: str = "") -> Ou:
        """Endroit d'une ligne tapée ; une table vide désigne la feuille Paramètres.

        Args:
            table: Nom de l'enregistrement de la table.
            rang: Rang de la ligne.
            champ: Champ en cause.
        """
        lieux = {
            "FicheSalarie": self.fiches.ou,
            "VariablesTapees": self.variables.ou,
            "Absence": self.absences.ou,
            "RepriseDeConges": self.conges.ou,
            "Prime": self.primes.ou,
            "RepriseDePaie": self.reprises.ou,
        }
        if table in lieux:
            return lieux[table](rang, champ)
        return Ou(fichier=self.fichier, feuille=PARAMETRES, colonne=champ)

    def anomalie_du_refus(self, refusee: Refusee) -> Anomalie:
        """Refus d'une personne, situé.

        Args:
            refusee: La personne refusée.
        """
        ou = self.ou(refusee.table, refusee.rang, refusee.champ)
        phrase = f"{nom_de(refusee.fiche)} ({refusee.fiche.matricule}), {refusee.mois} : {refusee.message}"
        return Anomalie("refus", ou, refusee.regle, "", refusee.fiche.matricule, phrase)

    def controle_du_refus(self, refusee: Refusee) -> LigneDeControle:
        """Le même refus, pour la feuille Contrôles.

        Args:
            refusee: La personne refusée.
        """
        ou = self.ou(refusee.table, refusee.rang, refusee.champ)
        return LigneDeControle(
            gravite="refus",
            matricule=refusee.fiche.matricule,
            nom=nom_de(refusee.fiche),
            feuille=ou.feuille,
            ligne=ou.ligne,
            regle=refusee.regle,
            message=refusee.message,
        )

    def anomalie_de(self, surprise: Surprise) -> Anomalie:
        """Ce qui surprend dans une ligne tapée, situé.

        Args:
            surprise: La surprise.
        """
        ou = self.ou(surprise.table, surprise.rang, surprise.champ)
        qui = f"{surprise.nom} ({surprise.matricule}) : " if surprise.fiche else ""
        return Anomalie("alerte", ou, surprise.regle, "", surprise.matricule, f"{qui}{surprise.message}")

    def controle_de(self, surprise: Surprise) -> LigneDeControle:
        """La même surprise, pour la feuille Contrôles.

        Args:
            surprise: La surprise.
        """
        ou = self.ou(surprise.table, surprise.rang, surprise.champ)
        return LigneDeControle(
            gravite="alerte",
            matricule=surprise.matricule,
            nom=surprise.nom,
            feuille=ou.feuille,
            ligne=ou.ligne,
            regle=surprise.regle,
            message=surprise.message,
        )

    def situe(self, controle: LigneDeControle) -> Anomalie:
        """Alerte d'un contrôle, à la ligne de l'absence ou de la personne.

        Args:
            controle: Ligne de la feuille Contrôles.
        """
        rang = self.saisies.rang_des_fiches.get(controle.matricule)
        ou = Ou(fichier=self.fichier, feuille=controle.feuille) if rang is None else self.fiches.ou(rang)
        if controle.feuille == ABSENCES and controle.ligne is not None:
            ou = self.absences.ou(controle.ligne)
        qui = f"{controle.nom} ({controle.matricule}) : " if controle.matricule else ""
        return Anomalie("alerte", ou, controle.regle, "", controle.matricule, f"{qui}{controle.message}")


def lire_la_paie(classeur: Classeur) -> PaieLue:
    """Tables tapées et réglages d'un classeur de paie.

    Raises:
        Refus: Une table a des anomalies de lecture, ou un réglage ne se lit pas ; tout est dit.
    """
    fiches, variables = classeur.lire(FicheSalarie), classeur.lire(VariablesTapees)
    absences, primes, reprises = classeur.lire(Absence), classeur.lire(Prime), classeur.lire(RepriseDePaie)
    conges = classeur.lire(RepriseDeConges)
    reglages, anomalies = _reglages(classeur)
    classeur.refuser_les_anomalies(anomalies)
    saisies = Saisies(fiches, variables, absences, primes, reprises, reglages, conges)
    return PaieLue(classeur.fichier.name, fiches, variables, absences, primes, reprises, conges, saisies)


def mois_demande(texte: str, le: date) -> Mois:
    """Mois tapé ; vide, celui du jour.

    Raises:
        ValeurInvalide: Le texte n'est pas un mois.
    """
    return Mois.lire(texte) if texte.strip() else Mois.de(le)


def chemin_pres_de(classeur: Classeur, texte: str) -> Path:
    """Fichier que nomme un réglage ou une option : son chemin ; un simple nom est cherché à côté du classeur.

    Args:
        classeur: Le classeur de paie.
        texte: Ce qui est tapé.
    """
    chemin = Path(texte.strip()).expanduser()
    voisin = classeur.fichier.parent / chemin
    return voisin if voisin.is_file() or not chemin.is_file() else chemin


def exiger_des_bulletins(lue: PaieLue, livre: Livre) -> None:
    """Refuse d'écrire des feuilles vides : personne n'est payé ce mois-là.

    Raises:
        Refus: Aucun bulletin ; les refus de chacun sont dits.
    """
    if livre.du_mois:
        return
    anomalies = [lue.anomalie_du_refus(refusee) for refusee in livre.refusees]
    if anomalies and all(
        refusee.champ == "regime_particulier" and not refusee.table for refusee in livre.refusees
    ):
        du_reglage = livre.refusees[0]
        message = f"{du_reglage.message} Aucun bulletin ne se calcule."
        raise Refus([Anomalie("refus", lue.ou("", 0, du_reglage.champ), du_reglage.regle, "", "", message)])
    message = f"personne n'est payé en {livre.mois} : vérifier le mois, et les entrées et sorties"
    vide = Anomalie(
        "refus", Ou(fichier=lue.fichier, feuille="Salariés"), "mois vide", "", str(livre.mois), message
    )
    raise Refus(anomalies or [vide])


def exiger_des_lignes_transmissibles(lue: PaieLue, mois: Mois) -> None:
    """Refuse d'un coup toutes les lignes tapées qui ne se transmettent pas, chacune à son endroit.

    Args:
        lue: Tables lues.
        mois: Mois de paie.

    Raises:
        Refus: Une ligne au moins ne convient pas.
    """
    anomalies = [
        Anomalie("refus", lue.ou(r.table, r.rang, r.champ), r.regle, "", "", str(r))
        for r in lignes_refusees(lue.saisies, mois)
    ]
    if anomalies:
        raise Refus(anomalies)


def _reglages(classeur: Classeur) -> tuple[ReglagesDePaie, list[Anomalie]]:
    anomalies: list[Anomalie] = []

    def regle(nom: str, type_: Any, defaut: Any = None) -> Any:
        brut = classeur.valeur(nom)
        if est_vide(brut):
            return defaut
        try:
            return lire(brut, type_)
        except ValeurInvalide as erreur:
            ou = Ou(fichier=classeur.fichier.name, feuille=PARAMETRES, colonne=nom)
            anomalies.append(Anomalie("refus", ou, "réglage", "", str(brut), str(erreur)))
            return defaut

    types = get_type_hints(Etablissement, include_extras=True)
    lus = {champ.name: regle(champ.name, types[champ.name]) for champ in fields(Etablissement)}
    if lus["effectif"] is None and est_vide(classeur.valeur("effectif")):
        ou = Ou(fichier=classeur.fichier.name, feuille=PARAMETRES, colonne="effectif")
        message = (
            "l'effectif manque : il décide de plusieurs cotisations, et ne se déduit pas de la liste des salariés"
        )
        anomalies.append(Anomalie("refus", ou, "réglage absent", "un nombre entier", "", message))
    lus["effectif"] = lus["effectif"] or 0
    etablissement = Etablissement(**{nom: valeur for nom, valeur in lus.items() if valeur is not None})
    reglages = ReglagesDePaie(
        etablissement=etablissement,
        sante_mensuelle=regle("sante_mensuelle", Euros, ZERO),
        part_employeur_sante=regle("part_employeur_sante", Taux),
        titre_restaurant_part_salariale=regle("titre_restaurant_part_salariale", Euros),
        suivi_depuis=regle("suivi_depuis", Mois),
        decompte_conges=regle("decompte_conges", Decompte, "ouvrables"),
        subrogation=regle("subrogation", bool, False),
    )
    for champ, message in reglages_impossibles(reglages):
        ou = Ou(fichier=classeur.fichier.name, feuille=PARAMETRES, colonne=champ)
        anomalies.append(Anomalie("refus", ou, "réglage", "", "", message))
    return reglages, anomalies
