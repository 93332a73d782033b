"""Bulletins reçus d'un cabinet, et la façon dont une ligne imprimée y devient une cotisation ou un total."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tableur.calculs.paie.controle_enregistrements import LigneRecue, TotauxRecus
from tableur.calculs.paie.correspondances import codes_de, mots, total_de
from tableur.echanges.livre_de_paie.cote import cote_du_droit, cote_du_libelle
from tableur.socle.dates import Mois
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, Ou
from tableur.socle.grandeurs import ZERO

DEUX_CENTIMES = Decimal("0.02")
_DEBUT_DE_TOTAL = re.compile(
    r"(sous-)?total|net|montant net|cout|salaire brut|brut|remuneration brute|plafond|cumul"
)
_COTISATIONS = re.compile(
    r"total (des |general )?(cotisations?|contributions?|charges|retenues)(?!.*(patron|employeur|salari))"
)
_CUMUL = re.compile(r"\bcumuls?\b|\bannuel")


@dataclass(frozen=True, slots=True)
class Imprimee:
    """Ligne telle qu'elle est imprimée : son libellé, son code au cabinet, et ses nombres par colonne.

    `non_lue` dit qu'un de ses nombres n'a pas pu l'être : il n'est alors ni comparé, ni tenu pour nul.
    """

    ou: Ou
    libelle: str
    code: str = ""
    base: Decimal | None = None
    taux_salarial: Decimal | None = None
    part_salariale: Decimal | None = None
    taux_patronal: Decimal | None = None
    part_patronale: Decimal | None = None
    gain: Decimal | None = None
    non_lue: bool = False

    @property
    def montants(self) -> tuple[Decimal, ...]:
        """Montants imprimés, sans la base ni les taux."""
        parts = (self.gain, self.part_salariale, self.part_patronale)
        return tuple(part for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class BulletinRecu:
    """Bulletin d'une personne : ses lignes de cotisations et ses totaux ; le mois, vide s'il n'est pas imprimé.

    `non_lues` sont les libellés dont un montant est imprimé sans avoir pu être lu ; `incomplet` est vrai si des
    lignes entières n'ont pas été lues : une cotisation qui n'y est pas peut être imprimée ailleurs.
    """

    matricule: str
    nom: str
    mois: Mois | None
    lignes: tuple[LigneRecue, ...]
    totaux: TotauxRecus
    ou: Ou
    non_lues: tuple[str, ...] = ()
    incomplet: bool = False


@dataclass(slots=True)
class LivreRecu:
    """Bulletins d'un fichier, ce qui y a été laissé et pourquoi, et les cellules illisibles."""

    bulletins: list[BulletinRecu] = field(default_factory=list)
    ecartes: list[str] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)


def bulletin_de(
    matricule: str, nom: str, mois: Mois | None, lignes: Sequence[Imprimee], ou: Ou, propres: dict[str, str]
) -> tuple[BulletinRecu, list[str]]:
    """Bulletin d'une personne, d'après ses lignes imprimées, et ce qui n'y a pas été pris.

    Une ligne est un total, une cotisation, ou un gain ; un libellé inconnu qui porte une cotisation reste dans les
    lignes, pour que le contrôle le dise.

    Args:
        matricule: Matricule imprimé.
        nom: Nom imprimé.
        mois: Mois imprimé.
        lignes: Lignes de cette personne.
        ou: Endroit du bulletin.
        propres: Correspondance du dossier, de leurs libellés vers nos codes.
    """
    totaux: dict[str, Decimal] = {}
    recues: list[LigneRecue] = []
    gains: list[str] = []
    lignes = [_a_sa_part(une, propres) for une in lignes]
    non_lues = [une for une in lignes if une.non_lue]
    lignes, brut = _au_bon_signe(lignes, propres), _rang_du_brut(lignes, propres)
    for rang, une in enumerate(lignes):
        if une.non_lue:
            continue
        lus = _totaux_de(une, propres)
        if lus is not None:
            for champ, montant in lus.items():
                totaux.setdefault(champ, montant)
        elif _est_un_gain(une, propres) or (rang < brut and not codes_de(une.libelle, une.code, propres)):
            gains.append(une.libelle)
        else:
            recues.append(_recue(une, propres))
    noms = ", ".join(gains[:4])
    dits = [f"{nom or matricule} : {compte_ecrit(len(gains), 'gain')} ({noms}), compris dans le brut"]
    perdues = tuple(dict.fromkeys(une.libelle or une.code for une in non_lues))
    recu = BulletinRecu(matricule, nom, mois, tuple(recues), TotauxRecus(**totaux), ou, perdues)
    return recu, dits if gains else []


def _a_sa_part(une: Imprimee, propres: Mapping[str, str]) -> Imprimee:
    """Cotisation dont le montant n'est d'aucune part : celle que son libellé ou le droit dit, sinon non lue."""
    codes = codes_de(une.libelle, une.code, propres)
    if une.gain is None or not codes or total_imprime(une.libelle, une.code, propres):
        return une
    if une.part_salariale is not None or une.part_patronale is not None:
        return une
    cote = cote_du_libelle(une.libelle) or cote_du_droit(codes, une.libelle)
    if cote == "salariale":
        return replace(une, part_salariale=une.gain, gain=None)
    if cote == "patronale":
        return replace(une, part_patronale=une.gain, gain=None)
    return replace(une, non_lue=True)


def _rang_du_brut(lignes: Sequence[Imprimee], propres: Mapping[str, str]) -> int:
    """Rang de la ligne du brut, 0 s'il n'y en a pas : ce qui la précède est un élément du brut."""
    rangs = (r for r, une in enumerate(lignes) if total_imprime(une.libelle, une.code, propres) == "brut")
    return next(rangs, 0)


def _au_bon_signe(lignes: Sequence[Imprimee], propres: Mapping[str, str]) -> list[Imprimee]:
    """Cotisations du salarié en positif, là où le cabinet les imprime toutes en moins, comme des retenues."""
    totaux = [bool(total_imprime(une.libelle, une.code, propres)) for une in lignes]
    parts = [
        une.part_salariale
        for une, total in zip(lignes, totaux, strict=True)
        if une.part_salariale and not total and codes_de(une.libelle, une.code, propres)
    ]
    if sum(part < ZERO for part in parts) * 2 <= len(parts):
        return list(lignes)
    return [
        une
        if une.part_salariale is None or (total and une.part_salariale > ZERO)
        else replace(une, part_salariale=-une.part_salariale)
        for une, total in zip(lignes, totaux, strict=True)
    ]


def total_imprime(libelle: str, code: str, propres: Mapping[str, str]) -> str:
    """Total auquel une ligne imprimée répond, vide si c'est une cotisation, un gain, ou un total inconnu."""
    if codes_de(libelle, code, propres) and not _DEBUT_DE_TOTAL.match(mots(libelle)):
        return ""
    return total_de(libelle)


def _totaux_de(une: Imprimee, propres: dict[str, str]) -> dict[str, Decimal] | None:
    """Totaux qu'une ligne porte ; None si c'est une cotisation ou un gain."""
    plie = mots(une.libelle)
    if _CUMUL.search(plie):
        return {}  # un cumul de l'année n'est pas un total du mois
    if codes_de(une.libelle, une.code, propres) and not _DEBUT_DE_TOTAL.match(plie):
        return None
    if _COTISATIONS.match(plie):
        parts = {"total_salarial": une.part_salariale, "total_patronal": une.part_patronale}
        return {nom: montant for nom, montant in parts.items() if montant is not None}
    nom = total_de(une.libelle)
    if not nom:
        return {} if plie.startswith(("total", "sous-total")) else None
    propre = {"total_salarial": une.part_salariale, "total_patronal": une.part_patronale}.get(nom)
    if propre is not None:
        return {nom: propre}
    montants = une.montants or ((une.base,) if une.base is not None else ())
    return {nom: montants[0]} if montants else {}


def _est_un_gain(une: Imprimee, propres: dict[str, str]) -> bool:
    """Vrai pour un élément du brut : un gain, sans part salariale ni patronale, que rien ne dit cotisation."""
    if une.part_salariale is None and une.part_patronale is None:
        return not codes_de(une.libelle, une.code, propres)
    return False


def _recue(une: Imprimee, propres: dict[str, str]) -> LigneRecue:
    codes = codes_de(une.libelle, une.code, propres)
    return LigneRecue(
        libelle=une.libelle or une.code,
        code=codes[0] if len(codes) == 1 else "",
        base=une.base,
        taux_salarial=taux_lu(une.taux_salarial, une.base, une.part_salariale),
        part_salariale=une.part_salariale,
        taux_patronal=taux_lu(une.taux_patronal, une.base, une.part_patronale),
        part_patronale=une.part_patronale,
    )


def taux_lu(taux: Decimal | None, base: Decimal | None, part: Decimal | None) -> Decimal | None:
    """Taux en fraction, que le cabinet l'imprime en pourcentage ou non ; vide si le produit ne le confirme pas.

    >>> taux_lu(Decimal("6.90"), Decimal(2500), Decimal("172.50"))
    Decimal('0.069')
    """
    if taux is None or base is None or part is None:
        return None
    for fraction in (taux / 100, taux):
        if abs(abs(base * fraction) - abs(part)) <= DEUX_CENTIMES and ZERO <= fraction <= 1:
            return fraction
    return None
