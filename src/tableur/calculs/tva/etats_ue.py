"""États récapitulatifs de l'Union européenne : biens livrés (état TVA) et services rendus (DES)."""

from datetime import date, timedelta
from decimal import Decimal

from tableur import baremes
from tableur.calculs.calendrier import est_jour_ferie
from tableur.calculs.tva.natures import operations_des_ventes
from tableur.calculs.tva.resultats import LigneIntracom
from tableur.calculs.tva.saisies import Vente
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO
from tableur.socle.marques import formule

_ETATS = {"Livraison de biens UE": "État récapitulatif TVA", "Prestation de services UE": "DES"}
_DIMANCHE = 6


@formule
def etats_recapitulatifs(ventes: list[Vente], mois: Mois) -> list[LigneIntracom]:
    """Lignes des états récapitulatifs d'un mois, par numéro de TVA du client.

    Livraisons de biens : état récapitulatif TVA (CGI, art. 289 B), qui égale la ligne F2 ; services : déclaration
    européenne de services (art. 289 C). Dès le premier euro, avoirs déduits.

    Args:
        ventes: Lignes de vente ; seules celles de l'UE comptent.
        mois: Mois déclaré, celui de la livraison, ou de la facture si la livraison n'est pas tapée.

    Raises:
        ValeurInvalide: Une vente de l'UE n'a pas le numéro de TVA du client.
        Refus: Une devise n'a pas de cours.

    >>> vente = Vente(
    ...     date=date(2026, 3, 2), piece="F9", nature="Livraison de biens UE", ht=D(1500),
    ...     numero_tva_client="DE136695976",
    ... )
    >>> [(x.etat, x.numero_tva, x.montant) for x in etats_recapitulatifs([vente], Mois(2026, 3))]
    [('État récapitulatif TVA', 'DE136695976', Decimal('1500.00'))]
    """
    retenues = [v for v in ventes if v.nature in _ETATS and Mois.de(v.livre_le or v.date) == mois]
    groupes: dict[tuple[str, str], list[tuple[Vente, Decimal]]] = {}
    for vente in retenues:
        numero = "".join(vente.numero_tva_client.split()).upper()
        if not numero:
            raise ValeurInvalide(
                f"La pièce {vente.piece} ({vente.nature}, {vente.client or 'client sans nom'}) n'a pas le numéro "
                "de TVA du client : il est attendu sur l'état récapitulatif."
            )
        ht = operations_des_ventes([vente])[0].ht
        groupes.setdefault((_ETATS[vente.nature], numero), []).append((vente, ht))
    return [_ligne(etat, numero, lignes, mois) for (etat, numero), lignes in sorted(groupes.items())]


@formule
def limite_des_etats_ue(mois: Mois) -> date:
    """Dernier jour pour déposer les états récapitulatifs d'un mois.

    Le dixième jour ouvrable du mois suivant (CGI, art. 289 B et 289 C) ; les jours ouvrables vont du lundi au
    samedi, hors jours fériés.

    Args:
        mois: Mois déclaré.

    Raises:
        BaremeAbsent: Le délai n'est pas connu à cette date.

    >>> limite_des_etats_ue(Mois(2026, 10))
    datetime.date(2026, 11, 13)
    """
    restants = int(baremes.nombre("tva.etats_ue", mois.fin))
    jour = mois.fin
    while restants:
        jour += timedelta(days=1)
        restants -= jour.weekday() != _DIMANCHE and not est_jour_ferie(jour)
    return jour


def _ligne(etat: str, numero: str, lignes: list[tuple[Vente, Decimal]], mois: Mois) -> LigneIntracom:
    verifiees = [vente for vente, _ in lignes if vente.vies_le is not None and vente.vies_reference]
    derniere = max(verifiees, key=lambda vente: vente.vies_le or date.min, default=None)
    if derniere is None or derniere.vies_le is None:
        verification = "à vérifier sur VIES"
    else:
        verification = f"VIES du {date_ecrite(derniere.vies_le)}, référence {derniere.vies_reference}"
    return LigneIntracom(
        etat="DES" if etat == "DES" else "État récapitulatif TVA",
        mois=str(mois),
        numero_tva=numero,
        tiers=lignes[0][0].client,
        montant=sum((ht for _, ht in lignes), ZERO),
        pieces=len({vente.piece for vente, _ in lignes}),
        verification=verification,
    )
