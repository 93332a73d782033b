"""Lignes tapées qui empêchent la paie d'une personne."""

from dataclasses import fields
from decimal import Decimal

from tableur.calculs.paie.tables.enregistrements import Absence, RepriseDeConges, VariablesTapees
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
    for champ in ("heures", "maintien", "ijss_par_jour", "ijss_subrogees", "ijss_imposables"):
        nombre = getattr(absence, champ)
        if nombre is not None and nombre < ZERO:
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
    for champ in fields(VariablesTapees):
        nombre = getattr(ligne, champ.name)
        if isinstance(nombre, Decimal | int) and not isinstance(nombre, bool) and nombre < 0:
            phrase = f"Un nombre positif est attendu : {nombre_ecrit(nombre)} reçu."
            raise SaisieRefusee(phrase, "nombre négatif", "VariablesTapees", rang, champ.name)
    if ligne.taux_pas is not None and ligne.taux_pas > UN:
        phrase = f"Le taux du PAS est une fraction : {nombre_ecrit(ligne.taux_pas)} reçu (écrire 0,05 pour 5 %)."
        raise SaisieRefusee(phrase, "taux", "VariablesTapees", rang, "taux_pas")


def exiger_des_compteurs(rang: int, ligne: RepriseDeConges) -> None:
    """Refuse des compteurs de congés repris dont un nombre est négatif.

    Args:
        rang: Rang de la ligne, de 0.
        ligne: La ligne.

    Raises:
        SaisieRefusee: La ligne ne convient pas.
    """
    for champ in fields(RepriseDeConges):
        nombre = getattr(ligne, champ.name)
        if isinstance(nombre, Decimal) and nombre < 0:
            phrase = f"Un compteur de congés ne peut pas être négatif : {nombre_ecrit(nombre)} reçu."
            raise SaisieRefusee(phrase, "nombre négatif", "RepriseDeConges", rang, champ.name)
