"""Contrôles du mois : mentions des bulletins, contrats multiples, arrêts de travail, barèmes appliqués."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tableur.calculs.paie.controles import CONVENTION_NON_CONTROLEE
from tableur.calculs.paie.enregistrements import Cumuls, TotauxDeBulletin
from tableur.calculs.paie.tables.conges_controles import (
    alertes_des_conges,
    comparaisons_des_conges,
    compteurs_de_conges,
)
from tableur.calculs.paie.tables.contrats import cdi_qui_suit, se_poursuit
from tableur.calculs.paie.tables.enregistrements import (
    BaremeApplique,
    FicheSalarie,
    LigneDeControle,
    LigneDeCotisation,
    LigneDeCumuls,
    LigneDuLivre,
)
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.calculs.paie.tables.remarques_des_arrets import remarques_de
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit

ABSENCES = "Absences"
_CUMULS = tuple(f for f in LigneDeCumuls.__slots__ if f in Cumuls.__slots__ and f != "mois")


def alertes_du_mois(livre: Livre, saisies: Saisies) -> Iterator[LigneDeControle]:
    """Alertes et réserves du mois, sans endroit : l'action y met feuille et ligne.

    La ligne de ce qui vient d'Absences est le rang dans la table, que l'action remplace.

    Args:
        livre: Livre de paie.
        saisies: Tables tapées.
    """
    for paye in livre.du_mois:
        for mention in paye.bulletin.mentions:
            if mention != CONVENTION_NON_CONTROLEE:
                reserve = mention.startswith("Non contrôlé")
                yield _ligne(paye, mention, "réserve" if reserve else "alerte de paie", reserve=reserve)
        if paye.bulletin.totaux.net_a_payer < 0:
            yield _ligne(paye, "Le net à payer est négatif : l'avance se récupère le mois suivant.", "net négatif")
        yield from _arrets(paye)
        yield from _precarite(paye, saisies)
        for alerte in alertes_des_conges(paye):
            yield _ligne(paye, alerte.phrase, alerte.regle, reserve=alerte.reserve)
    for groupe in livre.contrats_multiples():
        yield _ligne(groupe[0], _contrats_multiples([paye.fiche for paye in groupe]), "contrats multiples")
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


def _contrats_multiples(fiches: Sequence[FicheSalarie]) -> str:
    """Ce que plusieurs contrats d'une personne partagent dans le mois."""
    matricules = ", ".join(fiche.matricule for fiche in fiches)
    nombre = "Deux" if len(fiches) == 2 else str(len(fiches))
    suivis = any(se_poursuit(ancien, nouveau) for ancien in fiches for nouveau in fiches)
    reduction = "sur le CDD et le CDI qui le poursuit" if suivis else "contrat par contrat"
    return (
        f"{nombre} contrats d'une même personne ce mois-ci ({matricules}) : {nombre.lower()} bulletins, "
        "additionnés dans le récapitulatif. Un seul plafond pour tous les contrats de l'année ; la réduction "
        f"générale, elle, se calcule {reduction}."
    )


def _arrets(paye: Paye) -> Iterator[LigneDeControle]:
    """Ce que chaque arrêt du mois a d'estimé, d'inconnu ou d'incertain."""
    for absence in paye.absences:
        for remarque in remarques_de(absence, paye.fiche, paye.etablissement.convention_collective):
            ligne = _ligne(paye, remarque.message, remarque.regle, reserve=remarque.reserve)
            yield replace(ligne, feuille=ABSENCES, ligne=absence.rang)


def _precarite(paye: Paye, saisies: Saisies) -> Iterator[LigneDeControle]:
    """Indemnité de fin de contrat ajoutée d'office, ou non due parce qu'un CDI suit."""
    fiche, indemnite = paye.fiche, paye.bulletin.totaux.indemnite_fin_contrat
    if fiche.contrat != "CDD" or fiche.sortie is None or Mois.de(fiche.sortie) != paye.mois:
        return
    suivant = cdi_qui_suit(saisies.contrats_par_nir, fiche)
    tapee = any(
        prime.nature == "indemnite_fin_contrat" for _, prime in saisies.primes_de(fiche.matricule, paye.mois)
    )
    if tapee:
        return
    if suivant is not None:
        phrase = (
            f"Pas d'indemnité de fin de contrat : le CDD se poursuit par un CDI le {date_ecrite(suivant.entree)} "
            "(C. trav., art. L1243-8)."
        )
        yield _ligne(paye, phrase, "fin de contrat", reserve=True)
    elif indemnite:
        phrase = (
            f"Indemnité de fin de contrat ajoutée : {montant_ecrit(indemnite)}. Si elle n'est pas due (CDI "
            "refusé, rupture par le salarié, saison, étudiant en vacances), la taper à 0 dans « Primes »."
        )
        yield _ligne(paye, phrase, "fin de contrat")


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
        mentions=" ".join([*paye.bulletin.mentions, *comparaisons_des_conges(paye)]),
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
            **compteurs_de_conges(paye),  # type: ignore[arg-type]
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
