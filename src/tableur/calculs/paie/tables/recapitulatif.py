"""Récapitulatif du mois : par personne, l'écart du net à payer et ce qui l'explique, au centime."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Cumuls, Salarie, Variables
from tableur.calculs.paie.tables.enregistrements import ControleDuLivre, LigneDeRecapitulatif, LigneDuLivre
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO

_Connus = dict[tuple[Mois, Salarie, Variables], Decimal]
DES_ABSENCES = (
    "heures_absence",
    "jours_absence",
    "retenue_absence",
    "heures_conges",
    "complement_conges",
    "salaire_maintenu",
    "ijss_subrogees",
    "ijss_imposables",
)
_LIBELLES = {
    "brut": "salaire mensuel",
    "primes": "primes",
    "salaire_maintenu": "salaire maintenu",
    "heures_supplementaires_25": "heures supplémentaires à 25 %",
    "heures_supplementaires_50": "heures supplémentaires à 50 %",
    "heures_complementaires_10": "heures complémentaires à 10 %",
    "heures_complementaires_25": "heures complémentaires à 25 %",
    "heures_absence": "heures d'absence",
    "heures_conges": "heures de congés payés",
    "complement_conges": "indemnité de congés au-delà du salaire maintenu",
    "avantages_en_nature": "avantages en nature",
    "indemnite_conges": "indemnité compensatrice de congés",
    "indemnite_fin_contrat": "indemnité de fin de contrat",
    "prime_partage_valeur": "prime de partage de la valeur",
    "ijss_subrogees": "indemnités journalières",
    "ijss_imposables": "part imposable des indemnités journalières",
    "remboursements": "frais remboursés",
    "retenues_diverses": "titres-restaurant et retenues",
    "acomptes": "acomptes",
    "saisies": "saisies",
    "heures_de_stage": "heures de stage",
}


@dataclass(frozen=True, slots=True)
class Ecart:
    """Écart du net à payer entre deux mois, et ses parts : leur somme est l'écart, au centime."""

    presence: Decimal = ZERO
    variables: Decimal = ZERO
    absences: Decimal = ZERO
    contrat: Decimal = ZERO
    bareme: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """L'écart entier."""
        return self.presence + self.variables + self.absences + self.contrat + self.bareme

    def plus(self, autre: "Ecart") -> "Ecart":
        """Somme de deux écarts, part par part.

        Args:
            autre: L'écart à ajouter.
        """
        return Ecart(
            self.presence + autre.presence,
            self.variables + autre.variables,
            self.absences + autre.absences,
            self.contrat + autre.contrat,
            self.bareme + autre.bareme,
        )


def ecart_du_net(avant: Paye | None, apres: Paye | None) -> Ecart:
    """Parts de l'écart du net à payer entre deux bulletins d'un contrat.

    Le bulletin du second mois est refait en remettant, l'une après l'autre, les choses du premier : sa présence,
    ses variables, ses absences, son taux de prélèvement. Ce qui reste vient du barème et des cumuls.

    Args:
        avant: Bulletin du premier mois ; None si le contrat n'y est pas payé.
        apres: Bulletin du second mois ; None de même.
    """
    if avant is None or apres is None:
        return Ecart(presence=_net(apres) - _net(avant))
    present, ancien = _entier(apres.salarie, apres.mois), _entier(avant.salarie, avant.mois)
    connus: _Connus = {
        (apres.mois, apres.salarie, _dites(apres)): _net(apres),
        (avant.mois, avant.salarie, _dites(avant)): _net(avant),
    }
    complet = _refait(apres, present, _dites(apres), connus)
    absences = {nom: getattr(apres.variables, nom) for nom in DES_ABSENCES}
    sans_absences = replace(_dites(avant), date_paiement=apres.variables.date_paiement)
    sans_variables = replace(sans_absences, **absences)
    n_variables = _refait(apres, present, sans_variables, connus)
    n_absences = _refait(apres, present, sans_absences, connus)
    n_contrat = _refait(apres, replace(present, taux_pas=ancien.taux_pas), sans_absences, connus)
    depart = _refait(avant, ancien, _dites(avant), connus)
    return Ecart(
        presence=(_net(apres) - complet) + (depart - _net(avant)),
        variables=complet - n_variables,
        absences=n_variables - n_absences,
        contrat=n_absences - n_contrat,
        bareme=n_contrat - depart,
    )


def recapitulatif_du_mois(livre: Livre) -> list[LigneDeRecapitulatif]:
    """Une ligne par personne payée ce mois-ci ou le mois d'avant ; les contrats d'une personne sont additionnés.

    Args:
        livre: Livre de paie.
    """
    precedent = livre.mois + -1
    personnes: dict[str, list[tuple[Paye | None, Paye | None]]] = {}
    vus: set[str] = set()
    for paye in livre.payes.values():
        matricule = paye.fiche.matricule
        if paye.mois in (livre.mois, precedent) and matricule not in vus:
            vus.add(matricule)
            paire = livre.paye(matricule, precedent), livre.paye(matricule, livre.mois)
            personnes.setdefault(paye.fiche.nir or matricule, []).append(paire)
    return [_ligne(paires) for paires in personnes.values()]


def _ligne(paires: Sequence[tuple[Paye | None, Paye | None]]) -> LigneDeRecapitulatif:
    ecart, phrases = Ecart(), [phrase for paire in paires for phrase in explications(*paire)]
    for avant, apres in paires:
        ecart = ecart.plus(ecart_du_net(avant, apres))
    presents = [apres or avant for avant, apres in paires]
    connus = [paye for paye in presents if paye is not None]
    nets = sum((_net(apres) for _, apres in paires), ZERO), sum((_net(avant) for avant, _ in paires), ZERO)
    return LigneDeRecapitulatif(
        matricules=" + ".join(paye.fiche.matricule for paye in connus),
        nom=connus[0].nom,
        brut=_somme([apres for _, apres in paires], "brut"),
        brut_avant=_somme([avant for avant, _ in paires], "brut"),
        net=nets[0],
        net_avant=nets[1],
        ecart=nets[0] - nets[1],
        par_presence=ecart.presence,
        par_variables=ecart.variables,
        par_absences=ecart.absences,
        par_contrat=ecart.contrat,
        par_bareme=ecart.bareme,
        inexplique=nets[0] - nets[1] - ecart.total,
        cout=_somme([apres for _, apres in paires], "cout_total_avant_aides"),
        explication=" ; ".join(phrases) or "Rien n'a changé.",
    )


def explications(avant: Paye | None, apres: Paye | None) -> list[str]:
    """Ce qui a changé entre deux bulletins d'un contrat, une phrase par chose.

    Args:
        avant: Bulletin du premier mois.
        apres: Bulletin du second.
    """
    if apres is None:
        return [f"sortie le {date_ecrite(avant.fiche.sortie)}" if avant and avant.fiche.sortie else "non payé"]
    if avant is None:
        if Mois.de(apres.fiche.entree) == apres.mois:
            return [f"entrée le {date_ecrite(apres.fiche.entree)}"]
        return ["premier mois suivi : celui d'avant n'est pas dans ce classeur"]
    phrases = _presences(avant, apres)
    for champ, libelle in _LIBELLES.items():
        un, deux = (getattr(_dites(paye), champ) or ZERO for paye in (avant, apres))
        if un != deux:
            ecrire = _heures if champ.startswith("heures") else montant_ecrit
            phrases.append(f"{libelle} : {ecrire(un)} → {ecrire(deux)}")
    un, deux = avant.bulletin.totaux, apres.bulletin.totaux
    if un.taux_pas != deux.taux_pas:
        phrases.append(f"taux du PAS : {_pourcent(un.taux_pas)} → {_pourcent(deux.taux_pas)}")
    return phrases + _des_lignes(avant, apres)


def _presences(avant: Paye, apres: Paye) -> list[str]:
    fiche = apres.fiche
    phrases = []
    if Mois.de(fiche.entree) == avant.mois and fiche.entree != avant.mois.debut:
        phrases.append(f"entrée le {date_ecrite(fiche.entree)}, mois d'avant incomplet")
    if fiche.sortie is not None and Mois.de(fiche.sortie) == apres.mois:
        phrases.append(f"sortie le {date_ecrite(fiche.sortie)}")
    return phrases


def _des_lignes(avant: Paye, apres: Paye) -> list[str]:
    """Taux salariaux qui ont changé, et tranche 2 régularisée."""
    anciens = {ligne.code: ligne for ligne in avant.bulletin.lignes}
    phrases = []
    for ligne in apres.bulletin.lignes:
        ancienne = anciens.get(ligne.code)
        if ancienne is None or None in (ancienne.taux_salarial, ligne.taux_salarial):
            continue
        if ancienne.taux_salarial != ligne.taux_salarial:
            taux = f"{_pourcent(ancienne.taux_salarial or ZERO)} → {_pourcent(ligne.taux_salarial or ZERO)}"
            phrases.append(f"{ligne.libelle} : {taux} ({ligne.bareme})")
    if avant.bulletin.totaux.tranche_2 != apres.bulletin.totaux.tranche_2:
        un, deux = avant.bulletin.totaux.tranche_2, apres.bulletin.totaux.tranche_2
        suite = ", régularisée sur les cumuls de l'année" if min(un, deux) < ZERO else ""
        phrases.append(f"tranche 2 : {montant_ecrit(un)} → {montant_ecrit(deux)}{suite}")
    return phrases


def controles_du_livre(
    recapitulatif: Sequence[LigneDeRecapitulatif], lignes: Sequence[LigneDuLivre], mois: Mois
) -> list[ControleDuLivre]:
    """Totaux du récapitulatif comparés à ceux du livre de paie du mois.

    Args:
        recapitulatif: Lignes du récapitulatif.
        lignes: Lignes du livre de paie.
        mois: Mois de paie.
    """
    du_mois = [ligne for ligne in lignes if ligne.mois == mois]
    totaux = (
        ("Brut", sum((r.brut for r in recapitulatif), ZERO), sum((x.brut for x in du_mois), ZERO)),
        ("Net à payer", sum((r.net for r in recapitulatif), ZERO), sum((x.net_a_payer for x in du_mois), ZERO)),
        ("Coût", sum((r.cout for r in recapitulatif), ZERO), sum((x.cout_employeur for x in du_mois), ZERO)),
    )
    return [
        ControleDuLivre(rang=rang, total=nom, livre=recap, detail=detail, ecart=recap - detail)
        for rang, (nom, recap, detail) in enumerate(totaux, 1)
    ]


def _refait(paye: Paye, salarie: Salarie, variables: Variables, connus: _Connus) -> Decimal:
    """Net du bulletin refait avec d'autres choses ; celui qui est déjà connu n'est pas recalculé."""
    cle = paye.mois, salarie, variables
    if cle not in connus:
        refait = bulletin_de_paie(paye.mois, salarie, paye.etablissement, variables, paye.avant or Cumuls())
        connus[cle] = refait.totaux.net_a_payer
    return connus[cle]


def _dites(paye: Paye) -> Variables:
    """Variables d'un bulletin, avec l'indemnité de fin de contrat que le calcul y a ajoutée d'office."""
    return replace(paye.variables, indemnite_fin_contrat=paye.bulletin.totaux.indemnite_fin_contrat)


def _heures(nombre: Decimal) -> str:
    return f"{nombre_ecrit(nombre)} h"


def _entier(salarie: Salarie, mois: Mois) -> Salarie:
    """Le même contrat, présent tout le mois : l'entrée ou la sortie en cours de mois est ôtée."""
    entree = salarie.entree
    if entree is not None and Mois.de(entree) == mois:
        entree = mois.debut
    sortie = salarie.sortie
    if sortie is not None and Mois.de(sortie) == mois:
        sortie = mois.fin
    return replace(salarie, entree=entree, sortie=sortie)


def _net(paye: Paye | None) -> Decimal:
    return ZERO if paye is None else paye.bulletin.totaux.net_a_payer


def _somme(payes: Sequence[Paye | None], total: str) -> Decimal:
    return sum((getattr(p.bulletin.totaux, total) for p in payes if p is not None), ZERO)


def _pourcent(taux: Decimal) -> str:
    return f"{nombre_ecrit((taux * 100).normalize())} %"
