"""Contrôles du mois : mentions des bulletins, contrats multiples, arrêts de travail, barèmes appliqués."""

from collections.abc import Iterator
from dataclasses import replace

from tableur.calculs.paie.controles import CONVENTION_NON_CONTROLEE
from tableur.calculs.paie.enregistrements import TotauxDeBulletin
from tableur.calculs.paie.tables.enregistrements import (
    BaremeApplique,
    LigneDeControle,
    LigneDeCotisation,
    LigneDeCumuls,
    LigneDuLivre,
)
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.calculs.paie.tables.remarques import recouvrement, remarques_de

ABSENCES = "Absences"
_CUMULS = tuple(f for f in LigneDeCumuls.__slots__ if f not in ("matricule", "nom", "mois"))


def alertes_du_mois(livre: Livre) -> Iterator[LigneDeControle]:
    """Alertes et réserves du mois, sans endroit : l'action y met feuille et ligne.

    La ligne de ce qui vient d'Absences est le rang dans la table, que l'action remplace.

    Args:
        livre: Livre de paie.
    """
    for paye in livre.du_mois:
        for mention in paye.bulletin.mentions:
            if mention != CONVENTION_NON_CONTROLEE:
                reserve = mention.startswith("Non contrôlé")
                yield _ligne(paye, mention, "réserve" if reserve else "alerte de paie", reserve=reserve)
        if paye.bulletin.totaux.net_a_payer < 0:
            yield _ligne(paye, "Le net à payer est négatif : l'avance se récupère le mois suivant.", "net négatif")
        yield from _arrets(paye)
    for groupe in livre.contrats_multiples():
        matricules = ", ".join(paye.fiche.matricule for paye in groupe)
        phrase = (
            f"Deux contrats d'une même personne ce mois-ci ({matricules}) : deux bulletins, additionnés dans le "
            "récapitulatif. Plafond et réduction générale sont calculés contrat par contrat."
        )
        yield _ligne(groupe[0], phrase, "contrats multiples")
    if any(CONVENTION_NON_CONTROLEE in paye.bulletin.mentions for paye in livre.du_mois):
        yield LigneDeControle(
            gravite="non_controle",
            matricule="",
            nom="Tous",
            feuille="Paramètres",
            ligne=None,
            regle="convention collective",
            message=CONVENTION_NON_CONTROLEE,
        )


def _arrets(paye: Paye) -> Iterator[LigneDeControle]:
    """Ce que chaque arrêt du mois a d'estimé, d'inconnu ou d'incertain."""
    for absence in paye.absences:
        siennes = remarques_de(absence, paye.fiche, paye.etablissement.convention_collective)
        for remarque in (*recouvrement(absence, paye.absences), *siennes):
            ligne = _ligne(paye, remarque.message, remarque.regle, reserve=remarque.reserve)
            yield replace(ligne, feuille=ABSENCES, ligne=absence.rang)


def lignes_du_livre(livre: Livre) -> list[LigneDuLivre]:
    """Une ligne par bulletin, du premier mois au dernier.

    Args:
        livre: Livre de paie.
    """
    return [_du_livre(paye) for paye in sorted(livre.payes.values(), key=lambda p: p.mois)]


def _du_livre(paye: Paye) -> LigneDuLivre:
    totaux, variables = paye.bulletin.totaux, paye.variables
    communs = set(LigneDuLivre.__slots__) & set(TotauxDeBulletin.__slots__)
    return LigneDuLivre(
        mois=paye.mois,
        matricule=paye.fiche.matricule,
        nom=paye.nom,
        salaire_maintenu=variables.salaire_maintenu,
        prime_partage_valeur=variables.prime_partage_valeur,
        ijss_subrogees=variables.ijss_subrogees,
        net_avant_impot=totaux.net_a_payer_avant_impot,
        acomptes=variables.acomptes,
        saisies=variables.saisies,
        cout_employeur=totaux.cout_total_avant_aides,
        mentions=" ".join(paye.bulletin.mentions),
        **{nom: getattr(totaux, nom) for nom in communs},
    )


def lignes_de_cotisation(livre: Livre) -> list[LigneDeCotisation]:
    """Lignes de cotisations des bulletins du mois, allègements compris.

    Args:
        livre: Livre de paie.
    """
    champs = [nom for nom in LigneDeCotisation.__slots__ if nom not in ("mois", "matricule", "nom")]
    return [
        LigneDeCotisation(
            mois=paye.mois,
            matricule=paye.fiche.matricule,
            nom=paye.nom,
            **{nom: getattr(ligne, nom) for nom in champs},
        )
        for paye in livre.du_mois
        for ligne in (*paye.bulletin.lignes, *paye.bulletin.allegements)
    ]


def lignes_de_cumuls(livre: Livre) -> list[LigneDeCumuls]:
    """Cumuls de chaque salarié payé, à la fin du mois.

    Args:
        livre: Livre de paie.
    """
    return [
        LigneDeCumuls(
            matricule=paye.fiche.matricule,
            nom=paye.nom,
            mois=paye.mois,
            **{nom: getattr(paye.bulletin.cumuls, nom) for nom in _CUMULS},
        )
        for paye in livre.du_mois
    ]


def baremes_appliques(livre: Livre) -> list[BaremeApplique]:
    """Barèmes que les bulletins du mois ont appliqués, sans doublon.

    Args:
        livre: Livre de paie.
    """
    vus: dict[str, BaremeApplique] = {}
    for paye in livre.du_mois:
        for ligne in (*paye.bulletin.lignes, *paye.bulletin.allegements):
            lu = BaremeApplique(libelle=ligne.libelle, bareme=ligne.bareme, source=ligne.source)
            vus.setdefault(f"{ligne.code} {ligne.bareme}", lu)
    return list(vus.values())


def _ligne(paye: Paye, message: str, regle: str, *, reserve: bool = False) -> LigneDeControle:
    return LigneDeControle(
        gravite="non_controle" if reserve else "alerte",
        matricule=paye.fiche.matricule,
        nom=paye.nom,
        feuille="Salariés",
        ligne=None,
        regle=regle,
        message=message,
    )
