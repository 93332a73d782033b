"""Deux mois d'un salarié, ligne à ligne : ce qui a fait bouger le net, et pourquoi."""

from collections.abc import Iterator
from decimal import Decimal

from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.tables.enregistrements import LigneComparee
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.socle.dates import Mois
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO

_GAINS = (
    ("Brut", "brut", 1),
    ("Prime de partage de la valeur", "prime_partage_valeur", 1),
    ("Indemnités journalières subrogées", "ijss_subrogees", 1),
    ("Avantages en nature déduits du net", "avantages_en_nature", -1),
    ("Frais remboursés", "remboursements", 1),
    ("Titres-restaurant et retenues", "retenues_diverses", -1),
    ("Prélèvement à la source", "prelevement_a_la_source", -1),
    ("Acomptes", "acomptes", -1),
    ("Saisies", "saisies", -1),
)


def lignes_comparees(livre: Livre, premier: Mois, second: Mois) -> list[LigneComparee]:
    """Lignes qui ont changé entre deux mois, pour chaque contrat payé les deux fois.

    La somme des effets d'un salarié est l'écart de son net à payer, au centime.

    Args:
        livre: Livre de paie qui contient les deux mois.
        premier: Premier mois.
        second: Second mois.
    """
    trouvees: list[LigneComparee] = []
    for paye in [paye for paye in livre.payes.values() if paye.mois == second]:
        avant = livre.paye(paye.fiche.matricule, premier)
        if avant is not None:
            trouvees += _d_un_contrat(avant, paye)
    return trouvees


def _d_un_contrat(avant: Paye, apres: Paye) -> Iterator[LigneComparee]:
    for libelle, champ, signe in _GAINS:
        un, deux = signe * _valeur(avant, champ), signe * _valeur(apres, champ)
        if un != deux:
            taux = champ == "prelevement_a_la_source"
            yield _ligne(
                apres,
                libelle,
                (_base(avant, champ, un), _base(apres, champ, deux)),
                (avant.bulletin.totaux.taux_pas, apres.bulletin.totaux.taux_pas) if taux else (None, None),
                (un, deux),
                _cause_du_prelevement(avant, apres) if taux else _cause_du_gain(avant, apres, champ),
            )
    anciennes, nouvelles = _lignes(avant), _lignes(apres)
    for code in dict.fromkeys([*anciennes, *nouvelles]):
        une, autre = anciennes.get(code), nouvelles.get(code)
        un, deux = -_part(une), -_part(autre)
        if un != deux:
            libelle = (autre or une).libelle if (autre or une) is not None else code  # type: ignore[union-attr]
            yield _ligne(
                apres,
                libelle,
                (une.base if une else ZERO, autre.base if autre else ZERO),
                (une.taux_salarial if une else None, autre.taux_salarial if autre else None),
                (un, deux),
                _cause_de_ligne(une, autre),
            )


def _ligne(
    paye: Paye,
    libelle: str,
    bases: tuple[Decimal, Decimal],
    taux: tuple[Decimal | None, Decimal | None],
    montants: tuple[Decimal, Decimal],
    cause: str,
) -> LigneComparee:
    return LigneComparee(
        matricule=paye.fiche.matricule,
        nom=paye.nom,
        libelle=libelle,
        base_1=bases[0],
        base_2=bases[1],
        taux_1=taux[0],
        taux_2=taux[1],
        montant_1=montants[0],
        montant_2=montants[1],
        effet_sur_le_net=montants[1] - montants[0],
        cause=cause,
    )


def _lignes(paye: Paye) -> dict[str, LigneDeBulletin]:
    return {ligne.code: ligne for ligne in (*paye.bulletin.lignes, *paye.bulletin.allegements)}


def _part(ligne: LigneDeBulletin | None) -> Decimal:
    return ZERO if ligne is None else ligne.part_salariale


def _valeur(paye: Paye, champ: str) -> Decimal:
    porteur = paye.bulletin.totaux if champ in ("brut", "prelevement_a_la_source") else paye.variables
    valeur: Decimal = getattr(porteur, champ)
    return valeur


def _base(paye: Paye, champ: str, montant: Decimal) -> Decimal:
    return paye.bulletin.totaux.soumis_au_pas if champ == "prelevement_a_la_source" else abs(montant)


def _cause_du_gain(avant: Paye, apres: Paye, champ: str) -> str:
    if champ != "brut":
        return "Variable du mois."
    un, deux = avant.bulletin.totaux, apres.bulletin.totaux
    causes = []
    if avant.variables.brut != apres.variables.brut:
        de, vers = montant_ecrit(avant.variables.brut), montant_ecrit(apres.variables.brut)
        causes.append(f"salaire mensuel : {de} → {vers}")
    for libelle, nom, porteur_1, porteur_2 in (
        ("heures supplémentaires", "remuneration_heures_sup", un, deux),
        ("heures complémentaires", "remuneration_heures_complementaires", un, deux),
        ("absences, entrée, sortie", "retenue_absence", un, deux),
        ("fin de contrat", "indemnite_fin_contrat", un, deux),
        ("salaire maintenu", "salaire_maintenu", avant.variables, apres.variables),
        ("primes", "primes", avant.variables, apres.variables),
        ("avantages en nature", "avantages_en_nature", avant.variables, apres.variables),
        ("congés au-delà du salaire maintenu", "complement_conges", avant.variables, apres.variables),
        ("indemnité compensatrice de congés", "indemnite_conges", avant.variables, apres.variables),
    ):
        de, vers = getattr(porteur_1, nom), getattr(porteur_2, nom)
        if de != vers:
            causes.append(f"{libelle} : {montant_ecrit(de)} → {montant_ecrit(vers)}")
    return " ; ".join(causes) or "Variable du mois."


def _cause_du_prelevement(avant: Paye, apres: Paye) -> str:
    un, deux = avant.bulletin.totaux, apres.bulletin.totaux
    causes = []
    if un.taux_pas != deux.taux_pas:
        causes.append(f"taux {_pourcent(un.taux_pas)} → {_pourcent(deux.taux_pas)}")
    if un.soumis_au_pas != deux.soumis_au_pas:
        causes.append(f"base {montant_ecrit(un.soumis_au_pas)} → {montant_ecrit(deux.soumis_au_pas)}")
    return " ; ".join(causes) or "Grille du mois de paiement."


def _cause_de_ligne(une: LigneDeBulletin | None, autre: LigneDeBulletin | None) -> str:
    if une is None and autre is not None:
        return f"Ligne nouvelle : {autre.bareme}."
    if autre is None:
        return "Ligne qui n'est plus due."
    assert une is not None
    causes = []
    if une.taux_salarial != autre.taux_salarial and None not in (une.taux_salarial, autre.taux_salarial):
        de, vers = _pourcent(une.taux_salarial or ZERO), _pourcent(autre.taux_salarial or ZERO)
        causes.append(f"taux {de} → {vers} ({autre.bareme})")
    if une.base != autre.base:
        regule = " : régularisée sur les cumuls de l'année" if min(une.base, autre.base) < ZERO else ""
        causes.append(f"base {montant_ecrit(une.base)} → {montant_ecrit(autre.base)}{regule}")
    if not causes and une.taux_salarial and autre.taux_salarial:
        avant, apres = une.part_salariale / une.taux_salarial, autre.part_salariale / autre.taux_salarial
        causes.append(
            f"part soumise {montant_ecrit(avant)} → {montant_ecrit(apres)} : exonération selon le SMIC du mois"
        )
    return " ; ".join(causes) or f"Barème : {autre.bareme}."


def _pourcent(taux: Decimal) -> str:
    return f"{nombre_ecrit((taux * 100).normalize())} %"
