"""Ce que le cabinet doit savoir d'un mois : un élément par ligne."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.conges_jours import jours_d_une_absence
from tableur.calculs.paie.tables.enregistrements import (
    FicheSalarie,
    LigneATransmettre,
    NatureDAbsence,
    NatureDePrime,
    NatureTransmise,
    VariablesTapees,
)
from tableur.calculs.paie.tables.refus import SaisieRefusee, exiger_des_positifs, exiger_un_contrat
from tableur.calculs.paie.tables.saisies import Saisies, nom_de, present
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

RIEN = "Rien à signaler"
ABSENCES: dict[NatureDAbsence, str] = {
    "conges_payes": "Absence : Congés payés",
    "maladie": "Absence : Maladie",
    "accident_du_travail": "Absence : Accident du travail",
    "maternite_paternite": "Absence : Maternité, paternité",
    "sans_solde": "Absence : Sans solde",
    "injustifiee": "Absence : Injustifiée",
}
PRIMES: dict[NatureDePrime, str] = {
    "prime": "Prime",
    "prime_annuelle": "Prime annuelle",
    "treizieme_mois": "Prime : Treizième mois",
    "anciennete": "Prime : Ancienneté",
    "indemnite_conges": "Indemnité compensatrice de congés",
    "indemnite_fin_contrat": "Indemnité de fin de contrat",
    "partage_valeur": "Prime de partage de la valeur",
    "partage_valeur_imposable": "Prime de partage de la valeur imposable",
}
HEURES: dict[str, tuple[NatureTransmise, str]] = {
    "heures_supplementaires_25": ("heures_sup_25", "Heures supplémentaires à 25 %"),
    "heures_supplementaires_50": ("heures_sup_50", "Heures supplémentaires à 50 %"),
    "heures_complementaires_10": ("heures_comp_10", "Heures complémentaires à 10 %"),
    "heures_complementaires_25": ("heures_comp_25", "Heures complémentaires à 25 %"),
    "titres_restaurant": ("titres_restaurant", "Titres-restaurant"),
}
MONTANTS: dict[str, tuple[NatureTransmise, str]] = {
    "avantages_en_nature": ("avantage", "Avantages en nature"),
    "remboursements": ("frais", "Frais remboursés"),
    "retenues_diverses": ("retenue", "Autres retenues"),
    "acomptes": ("acompte", "Acompte"),
    "saisies": ("saisie", "Saisie sur salaire"),
}


def elements_a_transmettre(saisies: Saisies, mois: Mois) -> list[LigneATransmettre]:
    """Éléments d'un mois, par salarié ; « rien à signaler » quand il n'y en a pas.

    Args:
        saisies: Tables tapées.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: Une ligne tapée ne convient pas.
    """
    lignes: list[LigneATransmettre] = []
    for fiche in saisies.fiches:
        siennes = list(_d_un_salarie(saisies, fiche, mois))
        if not siennes and present(fiche, mois):
            siennes = [_element(fiche, "rien", RIEN)]
        lignes += siennes
    return lignes


def lignes_refusees(saisies: Saisies, mois: Mois) -> list[SaisieRefusee]:
    """Lignes tapées qui ne se transmettent pas : contrat impossible, mois en double, nombre négatif.

    Args:
        saisies: Tables tapées.
        mois: Mois de paie.
    """
    refusees: list[SaisieRefusee] = []
    for rang, fiche in enumerate(saisies.fiches):
        try:
            exiger_un_contrat(rang, fiche)
            trouvee = saisies.variables_de(fiche.matricule, mois)
            if trouvee is not None:
                exiger_des_positifs(*trouvee)
            for _ in _d_un_salarie(saisies, fiche, mois):
                pass
        except SaisieRefusee as refus:
            refusees.append(refus)
    return refusees


def _d_un_salarie(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[LigneATransmettre]:
    yield from _contrat(saisies, fiche, mois)
    trouvee = saisies.variables_de(fiche.matricule, mois)
    if trouvee is not None:
        yield from _variables(fiche, trouvee[1])
    absences = saisies.absences_du_mois(fiche, mois)
    for du_mois in absences:
        absence = du_mois.absence
        yield _element(
            fiche,
            "absence",
            ABSENCES[absence.nature],
            quantite=_quantite(saisies, fiche, du_mois, mois),
            unite="jours" if absence.heures is None or absence.nature == "conges_payes" else "heures",
            debut=du_mois.debut,
            fin=du_mois.fin,
            justificatif=absence.justificatif or ("" if absence.nature == "conges_payes" else "à joindre"),
        )
    for du_mois in absences:
        if du_mois.absence.maintien:
            yield _element(fiche, "absence", "Salaire maintenu", montant=du_mois.maintien)
        if du_mois.absence.ijss_subrogees:
            net = du_mois.subrogees.net
            yield _element(fiche, "absence", "Indemnités journalières subrogées", montant=net)
    for _, prime in saisies.primes_de(fiche.matricule, mois):
        yield _element(fiche, "prime", PRIMES[prime.nature], montant=prime.montant, justificatif=prime.libelle)


def _quantite(saisies: Saisies, fiche: FicheSalarie, du_mois: AbsenceDuMois, mois: Mois) -> Decimal:
    """Jours décomptés d'un congé payé ; heures tapées, ou jours calendaires du contrat, d'une autre absence."""
    absence = du_mois.absence
    if absence.nature == "conges_payes":
        return jours_d_une_absence(saisies, fiche, absence, mois)
    if absence.heures is not None:
        return absence.heures
    return Decimal((du_mois.fin - du_mois.debut).days + 1)


def _contrat(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[LigneATransmettre]:
    salaire = saisies.salaire(fiche, mois)
    if Mois.de(fiche.entree) == mois:
        yield _element(
            fiche,
            "entree",
            "Entrée",
            montant=salaire,
            debut=fiche.entree,
            justificatif=f"{fiche.contrat} {fiche.emploi}".strip(),
        )
    elif salaire != saisies.salaire(fiche, mois + -1):
        yield _element(fiche, "salaire", "Salaire mensuel", montant=salaire, debut=mois.debut)
    if fiche.sortie is not None and Mois.de(fiche.sortie) == mois:
        yield _element(fiche, "sortie", "Sortie", fin=fiche.sortie)


def _variables(fiche: FicheSalarie, ligne: VariablesTapees) -> Iterator[LigneATransmettre]:
    for champ, (nature, element) in HEURES.items():
        quantite = Decimal(getattr(ligne, champ))
        if quantite:
            unite = "titres" if nature == "titres_restaurant" else "heures"
            yield _element(fiche, nature, element, quantite=quantite, unite=unite, justificatif=ligne.commentaire)
    if ligne.heures_de_stage:
        yield _element(fiche, "salaire", "Heures de stage", quantite=ligne.heures_de_stage, unite="heures")
    if ligne.jours_de_conges_ajoutes:
        jours = ligne.jours_de_conges_ajoutes
        yield _element(fiche, "absence", "Jours de congés ajoutés", quantite=jours, unite="jours")
    for champ, (nature, element) in MONTANTS.items():
        montant = getattr(ligne, champ)
        if montant != ZERO:
            yield _element(fiche, nature, element, montant=montant, justificatif=ligne.commentaire)


def _element(
    fiche: FicheSalarie,
    nature: NatureTransmise,
    element: str,
    *,
    quantite: Decimal | None = None,
    unite: str = "",
    montant: Decimal | None = None,
    debut: date | None = None,
    fin: date | None = None,
    justificatif: str = "",
) -> LigneATransmettre:
    return LigneATransmettre(
        matricule=fiche.matricule,
        nom=nom_de(fiche),
        nature=nature,
        element=element,
        quantite=quantite,
        unite=unite,
        montant=montant,
        debut=debut,
        fin=fin,
        justificatif=justificatif,
        changement=None if nature == "rien" else "nouveau",
        avant="",
        visa="",
    )
