"""L'envoi au cabinet : le code de chaque élément, et ce qui a changé depuis le dernier envoi."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tableur.calculs.paie.tables.enregistrements import (
    CodeDuCabinet,
    LigneATransmettre,
    LigneEnvoyee,
)
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit


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
        if element.nature == "rien":
            comparees.append(element)
            restants = [e for e in restants if e is not ancien]
            continue
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
