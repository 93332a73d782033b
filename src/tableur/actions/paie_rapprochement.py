"""Rapprocher les fiches d'un contrôle et les bulletins d'un livre : par matricule, sinon par nom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tableur.calculs.paie.controle_enregistrements import TotauxRecus
from tableur.calculs.paie.correspondances import mots
from tableur.calculs.paie.hypotheses import Situation
from tableur.calculs.paie.redaction_du_controle import mois_ecrit
from tableur.echanges.livre_de_paie import BulletinRecu
from tableur.frontiere import plier
from tableur.socle.erreurs import Anomalie, Ou
from tableur.socle.grandeurs import ZERO

NOMS_CITES = 6
_CIVILITES = {"m.", "m", "mme", "mlle", "monsieur", "madame", "mr"}


@dataclass(frozen=True, slots=True)
class AControler:
    """Bulletin à contrôler : ce que l'on sait de la personne, et les totaux tapés de son bulletin."""

    nom: str
    situation: Situation
    totaux: TotauxRecus
    ou: Ou

    @property
    def matricule(self) -> str:
        """Matricule de la personne."""
        return self.situation.salarie.matricule

    @property
    def qui(self) -> str:
        """Son nom, à défaut son matricule."""
        return self.nom or self.matricule or "Sans nom"


@dataclass(slots=True)
class Rapprochement:
    """Bulletin de chaque fiche, par rang, et pourquoi les autres n'en ont pas."""

    paires: dict[int, int] = field(default_factory=dict)
    anomalies: list[Anomalie] = field(default_factory=list)


def rapprocher(fiches: Sequence[AControler], bulletins: Sequence[BulletinRecu]) -> Rapprochement:
    """Le bulletin de chaque fiche ; deux contrats d'une personne vont chacun au bulletin du brut le plus proche.

    Args:
        fiches: Ce que l'on sait de chaque personne.
        bulletins: Bulletins du livre reçu.
    """
    fait = Rapprochement()
    groupes: dict[tuple[int, ...], list[int]] = {}
    for rang, une in enumerate(fiches):
        possibles = _possibles(une, bulletins)
        if possibles:
            groupes.setdefault(tuple(possibles), []).append(rang)
        else:
            fait.anomalies.append(alerte(une.ou, "bulletin absent", _pourquoi(une, bulletins)))
    for possibles_, rangs in groupes.items():
        if len(rangs) > len(possibles_):
            une = fiches[rangs[0]]
            message = (
                f"{une.qui} : {len(rangs)} fiches pour un seul bulletin, non contrôlé : le cabinet réunit deux "
                "contrats. Les additionner en une fiche, ou demander un bulletin par contrat."
            )
            fait.anomalies.append(alerte(une.ou, "bulletin commun", message))
            continue
        libres = list(possibles_)
        for rang in rangs:
            choisi = min(libres, key=lambda b: _ecart_de_brut(fiches[rang], bulletins[b]))
            libres.remove(choisi)
            fait.paires[rang] = choisi
    return fait


def _possibles(une: AControler, bulletins: Sequence[BulletinRecu]) -> list[int]:
    """Bulletins de cette personne et de ce mois : par matricule, sinon par nom ; le seul, s'il est anonyme."""
    du_mois = [r for r, b in enumerate(bulletins) if b.mois is None or b.mois == une.situation.periode]
    par_matricule = [r for r in du_mois if _meme_matricule(une, bulletins[r])]
    accordes = [r for r in par_matricule if not _noms_contraires(une.nom, bulletins[r].nom)]
    if accordes or par_matricule:
        return accordes
    par_nom = [
        r
        for r in du_mois
        if _meme_nom(une.nom, bulletins[r].nom) and (not bulletins[r].matricule or not une.matricule)
    ]
    if par_nom:
        return par_nom
    seul = len(bulletins) == 1 and not bulletins[0].matricule and not bulletins[0].nom
    return du_mois if seul else []


def _pourquoi(une: AControler, bulletins: Sequence[BulletinRecu]) -> str:
    """Ce qui empêche de trouver le bulletin d'une fiche : un autre nom, un autre mois, ou personne de ce nom."""
    voisins = [b for b in bulletins if _meme_matricule(une, b) or _meme_nom(une.nom, b.nom)]
    contraires = [b for b in voisins if _noms_contraires(une.nom, b.nom)]
    if contraires:
        noms = f"la fiche dit « {une.nom} », le livre « {contraires[0].nom} »"
        return f"Matricule {une.matricule} : {noms} ; rien n'est comparé."
    autres = [b.mois for b in voisins if b.mois is not None and b.mois != une.situation.periode]
    if autres:
        mois = mois_ecrit(une.situation.periode)
        return f"{une.qui} : le livre donne son bulletin de {mois_ecrit(autres[0])}, la fiche est de {mois}."
    presents = list(dict.fromkeys(b.nom or b.matricule or "sans nom" for b in bulletins))
    suite = f" et {len(presents) - NOMS_CITES} autres" if len(presents) > NOMS_CITES else ""
    cites = ", ".join(presents[:NOMS_CITES]) or "rien"
    return f"{une.qui} : aucun bulletin dans le livre, qui porte {cites}{suite}."


def _ecart_de_brut(une: AControler, recu: BulletinRecu) -> tuple[bool, Decimal]:
    brut = recu.totaux.brut
    return (brut is None, abs((brut or ZERO) - une.situation.variables.brut))


def _meme_matricule(une: AControler, recu: BulletinRecu) -> bool:
    return bool(une.matricule) and plier(une.matricule).lstrip("0") == plier(recu.matricule).lstrip("0")


def _mots_du_nom(nom: str) -> frozenset[str]:
    """Mots d'un nom, sans civilité ni ordre : « Mme LOUARN Nolwenn » et « Nolwenn Louarn » se rencontrent."""
    return frozenset(mots(nom).replace("-", " ").split()) - _CIVILITES


def _meme_nom(nom: str, autre: str) -> bool:
    a, b = _mots_du_nom(nom), _mots_du_nom(autre)
    return bool(a) and (a == b or (len(a & b) >= 2 and (a <= b or b <= a)))


def _noms_contraires(nom: str, autre: str) -> bool:
    """Vrai si deux noms, tous deux donnés, n'ont aucun mot en commun."""
    a, b = _mots_du_nom(nom), _mots_du_nom(autre)
    return bool(a) and bool(b) and not a & b


def alerte(ou: Ou, regle: str, message: str) -> Anomalie:
    """Alerte située, sans montant."""
    return Anomalie("alerte", ou, regle, "", "", message)
