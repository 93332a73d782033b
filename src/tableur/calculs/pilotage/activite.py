"""Activité : chiffre d'affaires par mois, par famille et par client."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur.calculs.pilotage.enregistrements import CaDeClient, CaDeFamille, CaDuMois, Objectif, Vente
from tableur.calculs.pilotage.indicateurs import evolution
from tableur.calculs.pilotage.periodes import Periodes, mois_court, periodes_du_mois
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO, Entier
from tableur.socle.marques import formule

SANS_FAMILLE = "(sans famille)"
DOUZE, DIX = 12, 10


@formule
def chiffre_d_affaires_par_mois(
    ventes: list[Vente], mois: date, au: date, objectifs: list[Objectif] | None = None
) -> list[CaDuMois]:
    """Chiffre d'affaires des douze mois qui finissent au mois choisi, de l'an d'avant, et objectifs.

    Le mois inachevé se compare aux mêmes jours de l'an dernier.

    Args:
        ventes: Ventes hors taxes.
        mois: Un jour du mois choisi.
        au: Dernier jour dont les données sont connues ; les ventes d'après ne comptent pas.
        objectifs: Objectif de chaque mois ; ceux d'un même mois s'additionnent.

    >>> lignes = chiffre_d_affaires_par_mois([Vente(date=date(2026, 11, 2), montant_ht=D(50))],
    ...     date(2026, 11, 1), date(2026, 11, 24))
    >>> len(lignes), lignes[-1].libelle, lignes[-1].ca
    (12, 'nov. 26', Decimal('50.00'))
    """
    vises: dict[Mois, Decimal] = {}
    for objectif in objectifs or ():
        vises[Mois.de(objectif.mois)] = vises.get(Mois.de(objectif.mois), ZERO) + objectif.montant
    lignes = []
    for rang in range(1, DOUZE + 1):
        courant = Mois.de(mois) + (rang - DOUZE)
        p = periodes_du_mois(courant.debut, au)
        lignes.append(
            CaDuMois(
                rang=rang,
                mois=courant.debut,
                libelle=mois_court(courant.debut),
                ca=_ca(ventes, p.debut, p.fin),
                ca_n_1=_ca(ventes, p.debut_n_1, p.fin_n_1),
                objectif=vises.get(courant),
            )
        )
    return lignes


@formule
def chiffre_d_affaires_par_famille(
    ventes: list[Vente], mois: date, au: date, premier_mois: Entier = 1
) -> list[CaDeFamille]:
    """Chiffre d'affaires de chaque famille : mois choisi, cumul de l'exercice, et un an plus tôt.

    Majuscules et minuscules ne distinguent pas deux familles ; la première écriture est gardée.

    Args:
        ventes: Ventes hors taxes.
        mois: Un jour du mois choisi.
        au: Dernier jour dont les données sont connues ; les ventes d'après ne comptent pas.
        premier_mois: Premier mois de l'exercice, 1 pour janvier.

    Raises:
        ValeurInvalide: Le premier mois n'est pas compris entre 1 et 12.

    >>> [(f.famille, f.mois) for f in chiffre_d_affaires_par_famille([Vente(date=date(2026, 11, 2),
    ...     famille="Farines", montant_ht=D(50))], date(2026, 11, 1), date(2026, 11, 24))]
    [('Farines', Decimal('50.00'))]
    """
    p = periodes_du_mois(mois, au, premier_mois)
    groupes = _groupes(ventes, lambda vente: vente.famille or SANS_FAMILLE, au)
    lignes = []
    for nom, siennes in groupes.items():
        du_mois, n_1, cumul, cumul_n_1 = _quatre(siennes, p)
        lignes.append(
            CaDeFamille(
                rang=0,
                famille=nom,
                mois=du_mois,
                mois_n_1=n_1,
                evolution=evolution(du_mois, n_1),
                cumul=cumul,
                cumul_n_1=cumul_n_1,
                evolution_du_cumul=evolution(cumul, cumul_n_1),
            )
        )
    lignes.sort(key=lambda ligne: (-ligne.cumul, ligne.famille))
    return [replace(ligne, rang=rang) for rang, ligne in enumerate(lignes, 1)]


@formule
def chiffre_d_affaires_par_client(
    ventes: list[Vente], mois: date, au: date, premier_mois: Entier = 1, combien: Entier = DIX
) -> list[CaDeClient]:
    """Chiffre d'affaires des premiers clients de l'exercice : mois choisi, cumul, et un an plus tôt.

    Les clients sont rangés par cumul décroissant ; il y a toujours autant de rangs, vides s'il y a moins de
    clients.

    Args:
        ventes: Ventes hors taxes ; celles sans client n'y sont pas.
        mois: Un jour du mois choisi.
        au: Dernier jour dont les données sont connues ; les ventes d'après ne comptent pas.
        premier_mois: Premier mois de l'exercice, 1 pour janvier.
        combien: Nombre de rangs.

    Raises:
        ValeurInvalide: Le premier mois n'est pas compris entre 1 et 12.

    >>> [(c.rang, c.client) for c in chiffre_d_affaires_par_client([Vente(date=date(2026, 11, 2), client="Durand",
    ...     montant_ht=D(50))], date(2026, 11, 1), date(2026, 11, 24), combien=2)]
    [(1, 'Durand'), (2, '')]
    """
    p = periodes_du_mois(mois, au, premier_mois)
    groupes = _groupes([v for v in ventes if v.client], lambda vente: vente.client, au)
    comptes = [(nom, *_quatre(siennes, p)) for nom, siennes in groupes.items()]
    comptes.sort(key=lambda compte: (-compte[3], compte[0]))
    lignes = [
        CaDeClient(
            rang=rang,
            client=nom,
            mois=du_mois,
            mois_n_1=n_1,
            evolution=evolution(du_mois, n_1),
            cumul=cumul,
            cumul_n_1=cumul_n_1,
            evolution_du_cumul=evolution(cumul, cumul_n_1),
        )
        for rang, (nom, du_mois, n_1, cumul, cumul_n_1) in enumerate(comptes[:combien], 1)
    ]
    return lignes + [CaDeClient(rang=rang) for rang in range(len(lignes) + 1, combien + 1)]


def _groupes(ventes: list[Vente], nom_de: Callable[[Vente], str], au: date) -> dict[str, list[Vente]]:
    """Ventes par nom, sans égard à la casse, comme les comparent les tableurs."""
    ecritures: dict[str, str] = {}
    groupes: dict[str, list[Vente]] = {}
    for vente in ventes:
        if vente.date <= au:
            nom = ecritures.setdefault(nom_de(vente).casefold(), nom_de(vente))
            groupes.setdefault(nom, []).append(vente)
    return groupes


def _quatre(ventes: list[Vente], p: Periodes) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Mois, mois N-1, cumul, cumul N-1."""
    return (
        _ca(ventes, p.debut, p.fin),
        _ca(ventes, p.debut_n_1, p.fin_n_1),
        _ca(ventes, p.debut_d_exercice, p.fin),
        _ca(ventes, p.debut_d_exercice_n_1, p.fin_n_1),
    )


def _ca(ventes: list[Vente], debut: date, fin: date) -> Decimal:
    return arrondir_centime(sum((v.montant_ht for v in ventes if debut <= v.date <= fin), ZERO))
