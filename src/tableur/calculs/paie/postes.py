"""Mettre un bulletin reçu et un calcul face à face : postes comparables, et leurs écarts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tableur.calculs.paie.contributions import AUTRES as RUBRIQUE_DES_AUTRES
from tableur.calculs.paie.controle_enregistrements import Element, LigneRecue, TotauxRecus
from tableur.calculs.paie.correspondances import AUTRES, codes_de
from tableur.calculs.paie.hypotheses import Calcul
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.grandeurs import ZERO

CENTIME = Decimal("0.01")
ALLEGEMENTS = ("reduction_generale", "reduction_salariale_heures_sup", "deduction_patronale_heures_sup")
NOMS_DES_TOTAUX = tuple(TotauxRecus.__dataclass_fields__)
_AVANT_ALLEGEMENT = {"total_salarial": "total_lignes_salariales", "total_patronal": "total_lignes_patronales"}
_SANS_TOLERANCE = ("brut", "plafond_applique", "tranche_1", "tranche_2")

Cle = tuple[str, Element]


@dataclass(frozen=True, slots=True)
class Poste:
    """Ce que le bulletin reçu dit de cotisations qui se comparent ensemble ; une part vide n'est pas imprimée."""

    codes: tuple[str, ...]
    libelle: str
    salariale: Decimal | None
    patronale: Decimal | None
    base: Decimal | None
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class Releve:
    """Bulletin reçu, prêt à comparer : ses postes, ses totaux, ce que l'on n'a pas su lire."""

    postes: tuple[Poste, ...]
    totaux: Mapping[str, Decimal]
    inconnues: tuple[str, ...]
    avec_lignes: bool
    parts: tuple[bool, bool]
    ignores: frozenset[str] = frozenset()
    incomplet: bool = False

    @property
    def tolerance(self) -> Decimal:
        """Centimes que l'arrondi de lignes réunies ou détaillées peut déplacer dans un total."""
        return sum((poste.tolerance for poste in self.postes), ZERO)


@dataclass(frozen=True, slots=True)
class Ecart:
    """Écart d'un poste ou d'un total."""

    cle: Cle
    libelle: str
    recu: Decimal
    attendu: Decimal

    @property
    def ecart(self) -> Decimal:
        """Reçu moins attendu."""
        return self.recu - self.attendu


def relever(
    lignes: Sequence[LigneRecue],
    totaux: TotauxRecus,
    juste: Calcul,
    propres: Mapping[str, str] | None = None,
    ignores: frozenset[str] = frozenset(),
) -> Releve:
    """Bulletin reçu, rangé en postes comparables à un calcul.

    Deux lignes reçues qui ont un code en commun font un seul poste ; « autres contributions » prend les
    contributions de l'employeur qu'aucune autre ligne ne porte.

    Args:
        lignes: Lignes reçues.
        totaux: Totaux reçus.
        juste: Calcul du barème, qui dit quelles contributions sont dues.
        propres: Correspondance du dossier, de leur libellé ou code vers les nôtres.
        ignores: Codes et totaux que l'on ne contrôle pas.
    """
    lues = [(une, codes_de(une.libelle, une.code, propres)) for une in lignes]
    inconnues = tuple(_citee(une) for une, codes in lues if not codes and _est_chiffree(une))
    nommes = {code for _, codes in lues for code in codes if code != AUTRES}
    reste = tuple(u.code for u in juste.lignes if u.rubrique == RUBRIQUE_DES_AUTRES and u.code not in nommes)
    groupes: list[tuple[set[str], list[LigneRecue]]] = []
    for une, codes in lues:
        siens = {autre for code in codes for autre in (reste if code == AUTRES else (code,))}
        if not siens:
            continue
        voisins = [groupe for groupe in groupes if groupe[0] & siens]
        groupes = [groupe for groupe in groupes if groupe not in voisins]
        reunies = [ligne for _, unes in voisins for ligne in unes] + [une]
        groupes.append((siens.union(*(codes for codes, _ in voisins)), reunies))
    valeurs = {nom: v for nom in NOMS_DES_TOTAUX if (v := getattr(totaux, nom)) is not None}
    if any("reduction_generale" in codes for codes, _ in groupes):
        valeurs.pop("reduction_generale", None)
    parts = (any(u.part_salariale for u in lignes), any(u.part_patronale for u in lignes))
    postes = tuple(_poste(codes, unes) for codes, unes in groupes)
    return Releve(postes, valeurs, inconnues, bool(groupes), parts, ignores)


def _poste(codes: set[str], lignes: Sequence[LigneRecue]) -> Poste:
    return Poste(
        codes=tuple(sorted(codes)),
        libelle=" + ".join(dict.fromkeys(une.libelle or une.code for une in lignes)),
        salariale=_somme([une.part_salariale for une in lignes]),
        patronale=_somme([une.part_patronale for une in lignes]),
        base=lignes[0].base if len(lignes) == 1 and len(codes) == 1 else None,
        tolerance=CENTIME * (max(len(lignes), len(codes)) - 1),
    )


def _somme(parts: Sequence[Decimal | None]) -> Decimal | None:
    donnees = [part for part in parts if part is not None]
    return sum(donnees, ZERO) if donnees else None


def _est_chiffree(une: LigneRecue) -> bool:
    return any(part is not None and part != ZERO for part in (une.part_salariale, une.part_patronale))


def _citee(une: LigneRecue) -> str:
    return une.libelle or une.code


def comparer(releve: Releve, calcul: Calcul) -> list[Ecart]:
    """Écarts d'un bulletin reçu avec un calcul, lignes puis totaux ; rien pour ce qui n'est pas donné."""
    attendues = {une.code: une for une in calcul.toutes}
    ecarts: list[Ecart] = []
    vus: set[str] = set()
    for poste in releve.postes:
        vus.update(poste.codes)
        if not set(poste.codes) & releve.ignores:
            siennes = [attendues[code] for code in poste.codes if code in attendues]
            parts = (False, False) if releve.incomplet else releve.parts
            ecarts += _du_poste(poste, parts, siennes)
    if releve.avec_lignes and not releve.incomplet:
        for une in calcul.toutes:
            if une.code in vus or une.code in releve.ignores:
                continue
            ecarts += _absente(une.code, une.libelle, "part salariale", une.part_salariale, releve.parts[0])
            ecarts += _absente(une.code, une.libelle, "part patronale", une.part_patronale, releve.parts[1])
    return ecarts + _des_totaux(releve, calcul)


def _absente(code: str, libelle: str, element: Element, attendue: Decimal, imprimee: bool) -> list[Ecart]:
    return [Ecart((code, element), f"{libelle} (ligne absente)", ZERO, attendue)] if attendue and imprimee else []


def _du_poste(poste: Poste, parts: tuple[bool, bool], attendues: Sequence[object]) -> list[Ecart]:
    code = " ".join(poste.codes)
    ecarts = []
    cas: tuple[tuple[Element, Decimal | None, str, bool], ...] = (
        ("part salariale", poste.salariale, "part_salariale", parts[0]),
        ("part patronale", poste.patronale, "part_patronale", parts[1]),
    )
    for element, recue, champ, imprimee in cas:
        attendue = sum((getattr(une, champ) for une in attendues), ZERO)
        if recue is None and not (imprimee and attendue):
            continue
        recu = _au_signe(poste, recue or ZERO, attendue)
        if abs(recu - attendue) > poste.tolerance:
            ecarts.append(Ecart((code, element), poste.libelle, recu, attendue))
    if ecarts and poste.base is not None and len(attendues) == 1:
        base = getattr(attendues[0], "base", ZERO)
        if abs(poste.base - base) > CENTIME:
            ecarts.append(Ecart((code, "base"), poste.libelle, poste.base, base))
    return ecarts


def _au_signe(poste: Poste, recu: Decimal, attendu: Decimal) -> Decimal:
    """Un allègement s'imprime en moins, ou en plus dans sa colonne : le signe qui convient est pris."""
    if set(poste.codes) & set(ALLEGEMENTS) and abs(-recu - attendu) < abs(recu - attendu):
        return -recu
    return recu


def _des_totaux(releve: Releve, calcul: Calcul) -> list[Ecart]:
    ecarts = []
    for nom, recu in releve.totaux.items():
        if nom in releve.ignores:
            continue
        attendu = arrondir_centime(getattr(calcul.totaux, nom))
        libre = ZERO if nom in _SANS_TOLERANCE else releve.tolerance
        admis = [attendu]
        if nom in _AVANT_ALLEGEMENT:  # certains bulletins impriment le total avant les allègements
            admis.append(getattr(calcul.totaux, _AVANT_ALLEGEMENT[nom]))
        if all(abs(recu - valeur) > libre for valeur in admis):
            proche = min(admis, key=lambda valeur: abs(recu - valeur))
            ecarts.append(Ecart((nom, "total"), LIBELLES[nom], recu, proche))
    return ecarts


def montants_compares(releve: Releve) -> int:
    """Nombre de montants du bulletin reçu qui sont face à un montant calculé."""
    postes = [p for p in releve.postes if not set(p.codes) & releve.ignores]
    parts = sum((p.salariale is not None) + (p.patronale is not None) for p in postes)
    return parts + sum(1 for nom in releve.totaux if nom not in releve.ignores)


def montants_dits(nombre: int) -> str:
    """« 3 montants contrôlés »."""
    return f"{compte_ecrit(nombre, 'montant')} contrôlé{'s' if nombre > 1 else ''}"


LIBELLES = {
    "brut": "Brut",
    "total_salarial": "Total des cotisations salariales",
    "total_patronal": "Total des cotisations patronales",
    "reduction_generale": "Réduction générale",
    "montant_net_social": "Montant net social",
    "net_imposable": "Net imposable",
    "net_a_payer_avant_impot": "Net à payer avant impôt",
    "net_a_payer": "Net à payer",
    "prelevement_a_la_source": "Prélèvement à la source",
    "cout_total_avant_aides": "Total versé par l'employeur",
    "plafond_applique": "Plafond du mois",
    "tranche_1": "Tranche 1",
    "tranche_2": "Tranche 2",
}
