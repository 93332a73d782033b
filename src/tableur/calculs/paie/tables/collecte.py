"""Ce que le cabinet doit savoir d'un mois : un élément par ligne, son code, et ce qui a changé depuis l'envoi."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur.calculs.paie.tables.conges_jours import jours_d_une_absence
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    CodeDuCabinet,
    FicheSalarie,
    LigneATransmettre,
    LigneEnvoyee,
    NatureDAbsence,
    NatureDePrime,
    NatureTransmise,
    VariablesTapees,
)
from tableur.calculs.paie.tables.refus import SaisieRefusee, exiger_des_positifs, exiger_un_contrat
from tableur.calculs.paie.tables.saisies import Saisies, nom_de, present
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
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
            saisies.absences_de(fiche, mois)
        except SaisieRefusee as refus:
            refusees.append(refus)
    return refusees


def changements_depuis_l_envoi(
    elements: Sequence[LigneATransmettre], envoyes: Sequence[LigneEnvoyee], mois: Mois
) -> list[LigneATransmettre]:
    """Éléments du mois comparés au dernier envoi de ce mois ; ce qui en a été retiré s'ajoute à la fin.

    Args:
        elements: Éléments d'aujourd'hui.
        envoyes: Tout ce qui a été envoyé, dans l'ordre des envois.
        mois: Mois de paie.
    """
    du_mois = [ligne for ligne in envoyes if ligne.mois == mois]
    if not du_mois:
        return list(elements)
    dernier = max(ligne.envoi for ligne in du_mois)
    restants = [ligne for ligne in du_mois if ligne.envoi == dernier]
    comparees: list[LigneATransmettre] = []
    for element in elements:
        siens = [e for e in restants if _chose(e) == _chose(element)]
        identique = next((e for e in siens if _valeurs(e) == _valeurs(element)), None)
        ancien = identique or next(iter(siens), None)
        if ancien is None:
            comparees.append(replace(element, changement="nouveau"))
            continue
        restants.remove(ancien)
        if identique is not None:
            comparees.append(replace(element, changement="inchange"))
        else:
            comparees.append(replace(element, changement="modifie", avant=valeur_ecrite(ancien)))
    return comparees + [_retire(ancien) for ancien in restants if ancien.nature != "rien"]


def deja_envoye(envoyes: Sequence[LigneEnvoyee], mois: Mois) -> bool:
    """Vrai si le mois a déjà été envoyé.

    Args:
        envoyes: Tout ce qui a été envoyé.
        mois: Mois de paie.
    """
    return any(ligne.mois == mois for ligne in envoyes)


def elements_sans_code(elements: Sequence[LigneATransmettre], codes: Sequence[CodeDuCabinet]) -> list[str]:
    """Éléments que la feuille « Codes du cabinet » ne connaît pas, sans doublon ; leur fichier CSV est refusé.

    Args:
        elements: Éléments du mois.
        codes: Codes du cabinet.
    """
    connus = {code.element.strip().lower() for code in codes if code.code.strip()}
    voulus = dict.fromkeys(e.element for e in elements if e.nature != "rien" and e.changement != "retire")
    return [element for element in voulus if element.lower() not in connus]


def lignes_envoyees(
    elements: Sequence[LigneATransmettre], codes: Sequence[CodeDuCabinet], mois: Mois, le: date, envoi: int
) -> list[LigneEnvoyee]:
    """Éléments envoyés, avec le code du cabinet.

    Args:
        elements: Éléments du mois.
        codes: Codes du cabinet.
        mois: Mois de paie.
        le: Jour de l'envoi.
        envoi: Numéro de l'envoi.
    """
    connus = {code.element.strip().lower(): code.code for code in codes}
    unites = {code.element.strip().lower(): code.unite.strip() for code in codes}
    return [
        LigneEnvoyee(
            envoi=envoi,
            envoye_le=le,
            mois=mois,
            matricule=e.matricule,
            nom=e.nom,
            nature=e.nature,
            element=e.element,
            code=connus.get(e.element.lower(), ""),
            quantite=e.quantite,
            unite="" if e.quantite is None else unites.get(e.element.lower()) or e.unite,
            montant=e.montant,
            debut=e.debut,
            fin=e.fin,
            justificatif=e.justificatif,
        )
        for e in elements
        if e.changement != "retire"
    ]


def valeur_ecrite(ligne: LigneEnvoyee | LigneATransmettre) -> str:
    """Valeur d'un élément en une phrase courte : « 8 heures » ou « 120,00 € », et ses dates.

    Args:
        ligne: Élément envoyé, ou à transmettre.
    """
    quantite = f"{nombre_ecrit(ligne.quantite)} {ligne.unite}".strip() if ligne.quantite is not None else ""
    montant = montant_ecrit(ligne.montant) if ligne.montant is not None else ""
    dates = f"du {date_ecrite(ligne.debut)}" if ligne.debut else ""
    dates += f" au {date_ecrite(ligne.fin)}" if ligne.fin else ""
    return " ".join(morceau for morceau in (quantite, montant, dates) if morceau)


def _d_un_salarie(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[LigneATransmettre]:
    yield from _contrat(saisies, fiche, mois)
    trouvee = saisies.variables_de(fiche.matricule, mois)
    if trouvee is not None:
        yield from _variables(fiche, trouvee[1])
    for _, absence in saisies.absences_de(fiche, mois):
        debut, fin = max(absence.debut, mois.debut), min(absence.fin, mois.fin)
        yield _element(
            fiche,
            "absence",
            ABSENCES[absence.nature],
            quantite=_quantite(saisies, fiche, absence, mois),
            unite="jours" if absence.heures is None or absence.nature == "conges_payes" else "heures",
            debut=debut,
            fin=fin,
            justificatif=absence.justificatif or ("" if absence.nature == "conges_payes" else "à joindre"),
        )
    for tapee in saisies.absences_du_mois(fiche, mois):
        if tapee.absence.maintien:
            yield _element(fiche, "absence", "Salaire maintenu", montant=tapee.maintien)
        if tapee.absence.ijss_subrogees:
            net = tapee.subrogees.net
            yield _element(fiche, "absence", "Indemnités journalières subrogées", montant=net)
    for _, prime in saisies.primes_de(fiche.matricule, mois):
        yield _element(fiche, "prime", PRIMES[prime.nature], montant=prime.montant, justificatif=prime.libelle)


def _quantite(saisies: Saisies, fiche: FicheSalarie, absence: Absence, mois: Mois) -> Decimal:
    """Jours décomptés d'un congé payé ; heures tapées, ou jours calendaires, d'une autre absence."""
    if absence.nature == "conges_payes":
        return jours_d_une_absence(saisies, fiche, absence, mois)
    if absence.heures is not None:
        return absence.heures
    return Decimal((min(absence.fin, mois.fin) - max(absence.debut, mois.debut)).days + 1)


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
        changement="nouveau",
        avant="",
        visa="",
    )


def _retire(ancien: LigneEnvoyee) -> LigneATransmettre:
    return LigneATransmettre(
        matricule=ancien.matricule,
        nom=ancien.nom,
        nature=ancien.nature,
        element=ancien.element,
        quantite=None,
        montant=None,
        debut=None,
        fin=None,
        justificatif="",
        changement="retire",
        avant=valeur_ecrite(ancien),
        visa="",
    )


def _chose(ligne: LigneEnvoyee | LigneATransmettre) -> tuple[str, str, str]:
    return ligne.matricule, ligne.nature, ligne.element


def _valeurs(ligne: LigneEnvoyee | LigneATransmettre) -> tuple[object, ...]:
    return ligne.quantite, ligne.montant, ligne.debut, ligne.fin, ligne.justificatif
