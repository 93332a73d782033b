"""Lignes tapées qui empêchent la paie d'une personne : ce qu'elles ont, et où."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    RepriseDeConges,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO


class SaisieRefusee(ValeurInvalide):
    """Une ligne tapée empêche la paie d'une personne ; elle porte sa table, son rang et sa colonne."""

    def __init__(
        self, phrase: str, regle: str, table: str = "FicheSalarie", rang: int = 0, champ: str = ""
    ) -> None:
        """Retient la phrase et l'endroit.

        Args:
            phrase: La phrase pour la personne.
            regle: Nom court de la règle.
            table: Nom de l'enregistrement de la table ; vide pour la feuille Paramètres.
            rang: Rang de la ligne dans la table.
            champ: Champ en cause.
        """
        super().__init__(phrase)
        self.regle, self.table, self.rang, self.champ = regle, table, rang, champ


_FRACTIONS = {
    "taux_pas": "Le taux du PAS",
    "part_employeur_sante": "La part de l'employeur dans la mutuelle",
    "taux_prevoyance_cadre": "Le taux de prévoyance des cadres",
    "taux_prevoyance_patronal": "Le taux de prévoyance de l'employeur",
    "taux_prevoyance_salarial": "Le taux de prévoyance du salarié",
    "taux_at": "Le taux AT/MP",
    "part_du_smic": "La part du SMIC",
}
HEURES_D_UNE_SEMAINE = 168


def phrase_d_une_fraction(nom: str, taux: Decimal) -> str:
    """Phrase d'un taux qui n'est pas une fraction ; 2,11 se corrige en 2,11 % ou en 0,0211.

    Args:
        nom: Ce qu'est le taux : « Le taux du PAS ».
        taux: Le nombre reçu.

    >>> print(phrase_d_une_fraction("Le taux du PAS", Decimal("2.11")).replace("\\u00a0", " "))
    Le taux du PAS est une fraction entre 0 et 1 : 2,11 reçu (écrire 2,11 % ou 0,0211).
    """
    cent = Decimal(100)
    exemple = taux if UN <= taux <= cent else Decimal(5)
    ecrit, fraction = nombre_ecrit(exemple), nombre_ecrit(exemple / cent)
    return (
        f"{nom} est une fraction entre 0 et 1 : {nombre_ecrit(taux)} reçu (écrire {ecrit}\u00a0% ou {fraction})."
    )


def exiger_un_contrat(rang: int, fiche: FicheSalarie) -> None:
    """Refuse une fiche aux dates inversées, ou dont un taux, un montant ou l'horaire est impossible.

    Args:
        rang: Rang de la ligne, de 0.
        fiche: La ligne.

    Raises:
        SaisieRefusee: Elle ne se paie pas.
    """
    if fiche.sortie is not None and fiche.sortie < fiche.entree:
        phrase = f"La sortie, le {date_ecrite(fiche.sortie)}, précède l'entrée, le {date_ecrite(fiche.entree)}."
        raise SaisieRefusee(phrase, "sortie avant l'entrée", rang=rang, champ="sortie")
    for champ, nom in (("salaire_mensuel", "Le salaire"), ("sante_mensuelle", "La mutuelle")):
        montant = getattr(fiche, champ)
        if montant is not None and montant < ZERO:
            phrase = f"{nom} ne peut pas être négatif : {nombre_ecrit(montant)} reçu."
            raise SaisieRefusee(phrase, "montant négatif", rang=rang, champ=champ)
    for champ, nom in _FRACTIONS.items():
        taux = getattr(fiche, champ)
        entier = champ == "taux_pas" and taux == UN
        if taux is not None and (entier or not ZERO <= taux <= UN):
            raise SaisieRefusee(phrase_d_une_fraction(nom, taux), "taux", rang=rang, champ=champ)
    semaine = fiche.heures_semaine
    if semaine is not None and not ZERO < semaine <= HEURES_D_UNE_SEMAINE:
        phrase = (
            f"L'horaire de la semaine va de 1 à {HEURES_D_UNE_SEMAINE} heures : {nombre_ecrit(semaine)} reçu "
            "(vide pour la durée légale)."
        )
        raise SaisieRefusee(phrase, "horaire", rang=rang, champ="heures_semaine")


def exiger_une_reprise(rang: int, reprise: RepriseDePaie) -> None:
    """Refuse une reprise dont un cumul est négatif, ou sans plafond ni SMIC alors que le brut est donné.

    Un plafond nul est possible si `plafond_entier` est donné : un autre contrat de la personne l'a pris.

    Args:
        rang: Rang de la ligne, de 0.
        reprise: La ligne.

    Raises:
        SaisieRefusee: Elle ne convient pas.
    """
    for champ, cumul in _negatifs(reprise):
        phrase = (
            f"Un cumul repris est positif : {nombre_ecrit(cumul)} reçu. La réduction générale, que le "
            "bulletin du cabinet montre en moins, se tape sans son signe."
        )
        raise SaisieRefusee(phrase, "cumul négatif", "RepriseDePaie", rang, champ)
    dus = {"plafond": "le cumul des plafonds", "smic": "le cumul du SMIC de la réduction générale"}
    if reprise.plafond_entier is not None:
        del dus["plafond"]
    for nom, quoi in dus.items():
        if reprise.brut > ZERO and not getattr(reprise, nom):
            phrase = f"Cumuls incomplets : {quoi} manque, et le brut cumulé est donné."
            raise SaisieRefusee(phrase, "cumuls incomplets", "RepriseDePaie", rang, nom)


def exiger_une_absence(rang: int, absence: Absence) -> None:
    """Refuse une absence aux dates inversées, ou dont un nombre est négatif.

    Args:
        rang: Rang de la ligne, de 0.
        absence: La ligne.

    Raises:
        SaisieRefusee: Elle ne convient pas.
    """
    if absence.fin < absence.debut:
        phrase = (
            f"L'absence finit le {date_ecrite(absence.fin)}, avant son début, le {date_ecrite(absence.debut)}."
        )
        raise SaisieRefusee(phrase, "dates inversées", "Absence", rang, "fin")
    for champ, nombre in _negatifs(absence):
        phrase = f"Une absence ne peut pas être négative : {nombre_ecrit(nombre)} reçu."
        raise SaisieRefusee(phrase, "absence négative", "Absence", rang, champ)


def exiger_des_positifs(rang: int, ligne: VariablesTapees) -> None:
    """Refuse un élément négatif, ou un taux du PAS qui n'est pas une fraction.

    Args:
        rang: Rang de la ligne, de 0.
        ligne: La ligne.

    Raises:
        SaisieRefusee: La ligne ne convient pas.
    """
    for champ, nombre in _negatifs(ligne):
        phrase = f"Un nombre positif est attendu : {nombre_ecrit(nombre)} reçu."
        raise SaisieRefusee(phrase, "nombre négatif", "VariablesTapees", rang, champ)
    if ligne.taux_pas is not None and ligne.taux_pas >= UN:
        phrase = phrase_d_une_fraction("Le taux du PAS", ligne.taux_pas)
        raise SaisieRefusee(phrase, "taux", "VariablesTapees", rang, "taux_pas")


def exiger_des_compteurs(rang: int, ligne: RepriseDeConges) -> None:
    """Refuse des compteurs de congés repris dont un nombre est négatif.

    Args:
        rang: Rang de la ligne, de 0.
        ligne: La ligne.

    Raises:
        SaisieRefusee: La ligne ne convient pas.
    """
    for champ, nombre in _negatifs(ligne):
        phrase = f"Un compteur de congés ne peut pas être négatif : {nombre_ecrit(nombre)} reçu."
        raise SaisieRefusee(phrase, "nombre négatif", "RepriseDeConges", rang, champ)


def _negatifs(ligne: Absence | RepriseDeConges | RepriseDePaie | VariablesTapees) -> Iterator[tuple[str, Decimal]]:
    """Champ et valeur de chaque nombre négatif d'une ligne tapée."""
    for champ in fields(ligne):
        nombre = getattr(ligne, champ.name)
        if isinstance(nombre, Decimal | int) and nombre < 0:
            yield champ.name, Decimal(nombre)
