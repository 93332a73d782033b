"""Mettre un bulletin reçu et un calcul face à face : postes comparables, et leurs écarts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tableur.calculs.paie.controle_enregistrements import Element, LigneRecue, TotauxRecus
from tableur.calculs.paie.correspondances import GROUPES, URSSAF, codes_de
from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.hypotheses import Calcul
from tableur.calculs.paie.lignes_reunies import ALLEGEMENTS, est_du_groupe
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.grandeurs import ZERO

CENTIME = Decimal("0.01")
NOMS_DES_TOTAUX = tuple(TotauxRecus.__dataclass_fields__)
_AVANT_ALLEGEMENT = {"total_salarial": "total_lignes_salariales", "total_patronal": "total_lignes_patronales"}
_SANS_TOLERANCE = ("brut", "plafond_applique", "tranche_1", "tranche_2")

Cle = tuple[str, Element]


@dataclass(frozen=True, slots=True)
class Poste:
    """Ce que le bulletin reçu dit de cotisations qui se comparent ensemble ; une part vide n'est pas imprimée.

    `groupes` sont les lignes « Autres contributions », « Urssaf » ou « CSG et CRDS » qu'il réunit.
    """

    codes: tuple[str, ...]
    libelle: str
    salariale: Decimal | None
    patronale: Decimal | None
    base: Decimal | None
    tolerance: Decimal
    groupes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Releve:
    """Bulletin reçu, prêt à comparer : ses postes, ses totaux, ce que l'on n'a pas su lire.

    `orphelines` sont les parts salariale et patronale de ce qui est sous un libellé inconnu ; `nommes`, les codes
    qu'une ligne porte en propre ; `incomplet` est vrai si des lignes n'ont pas été lues.
    """

    postes: tuple[Poste, ...]
    totaux: Mapping[str, Decimal]
    inconnues: tuple[str, ...]
    avec_lignes: bool
    parts: tuple[bool, bool]
    ignores: frozenset[str] = frozenset()
    incomplet: bool = False
    orphelines: tuple[tuple[str, Decimal, Decimal], ...] = ()
    nommes: frozenset[str] = frozenset()

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
    inconnues = [une for une, codes in lues if not codes and _est_chiffree(une)]
    nommes = frozenset(code for _, codes in lues for code in codes if code not in GROUPES)
    presents = frozenset(code for _, codes in lues for code in codes if code in GROUPES)
    groupes: list[tuple[set[str], list[LigneRecue]]] = []
    for une, siens in lues:
        if not siens:
            continue
        voisins = [groupe for groupe in groupes if groupe[0] & set(siens)]
        groupes = [groupe for groupe in groupes if groupe not in voisins]
        reunies = [ligne for _, unes in voisins for ligne in unes] + [une]
        groupes.append((set(siens).union(*(codes for codes, _ in voisins)), reunies))
    valeurs = {nom: v for nom in NOMS_DES_TOTAUX if (v := getattr(totaux, nom)) is not None}
    if any("reduction_generale" in codes for codes, _ in groupes):
        valeurs.pop("reduction_generale", None)
    parts = (any(u.part_salariale for u in lignes), any(u.part_patronale for u in lignes))
    postes = tuple(_poste(codes, unes, juste, nommes, presents) for codes, unes in groupes)
    return Releve(
        postes=postes,
        totaux=valeurs,
        inconnues=tuple(_citee(une) for une in inconnues),
        avec_lignes=bool(groupes),
        parts=parts,
        ignores=ignores,
        orphelines=tuple((_citee(u), u.part_salariale or ZERO, u.part_patronale or ZERO) for u in inconnues),
        nommes=nommes,
    )


def _poste(
    codes: set[str],
    lignes: Sequence[LigneRecue],
    juste: Calcul,
    nommes: frozenset[str],
    presents: frozenset[str],
) -> Poste:
    groupes = frozenset(codes & set(GROUPES))
    reunis = {u.code for u in juste.toutes if est_du_groupe(u, groupes, nommes, presents)}
    propres = (codes - groupes) | reunis
    return Poste(
        codes=tuple(sorted(propres)),
        libelle=" + ".join(dict.fromkeys(une.libelle or une.code for une in lignes)),
        salariale=_somme([une.part_salariale for une in lignes]),
        patronale=_somme([une.part_patronale for une in lignes]),
        base=lignes[0].base if len(lignes) == 1 and len(propres) == 1 else None,
        tolerance=CENTIME * (max(len(lignes), len(propres), 1) - 1),
        groupes=groupes,
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
    ecarts: list[Ecart] = []
    vus: set[str] = set()
    presents = frozenset(groupe for poste in releve.postes for groupe in poste.groupes)
    for poste in releve.postes:
        siennes = [
            u
            for u in calcul.toutes
            if u.code in poste.codes or est_du_groupe(u, poste.groupes, releve.nommes, presents)
        ]
        vus.update(poste.codes, (une.code for une in siennes))
        if not set(poste.codes) & releve.ignores:
            parts = (False, False) if releve.incomplet else releve.parts
            ecarts += _du_poste(poste, parts, siennes)
    if releve.avec_lignes and not releve.incomplet:
        connus = {*vus, *releve.ignores, *releve.totaux}  # la réduction générale se donne aussi comme un total
        absentes = [u for u in calcul.toutes if u.code not in connus]
        ecarts += _des_absentes(absentes, releve)
    return ecarts + _des_totaux(releve, calcul)


def _des_absentes(absentes: Sequence[LigneDeBulletin], releve: Releve) -> list[Ecart]:
    """Cotisations dues que rien ne porte ; le montant exact sous un libellé inconnu vaut présence."""
    restantes = [(salariale, patronale) for _, salariale, patronale in releve.orphelines]
    ecarts = []
    ou = "ligne absente, ou sous un libellé inconnu" if restantes else "ligne absente"
    for une in absentes:
        parts = (une.part_salariale, une.part_patronale)
        if any(parts) and parts in restantes:
            restantes.remove(parts)
            continue
        cas: tuple[tuple[Element, Decimal, bool], ...] = (
            ("part salariale", une.part_salariale, releve.parts[0]),
            ("part patronale", une.part_patronale, releve.parts[1]),
        )
        ecarts += [
            Ecart((une.code, element), f"{une.libelle} ({ou})", ZERO, attendue)
            for element, attendue, imprimee in cas
            if attendue and imprimee
        ]
    return ecarts


def _du_poste(poste: Poste, parts: tuple[bool, bool], attendues: Sequence[LigneDeBulletin]) -> list[Ecart]:
    code = " ".join(poste.codes)
    ecarts = []
    cas: tuple[tuple[Element, Decimal | None, bool], ...] = (
        ("part salariale", poste.salariale, parts[0]),
        ("part patronale", poste.patronale, parts[1]),
    )
    for element, recue, imprimee in cas:
        attendue = _attendue(poste, recue, element, attendues)
        if recue is None and not (imprimee and attendue):
            continue
        recu = _au_signe(poste, recue or ZERO, attendue)
        if abs(recu - attendue) > poste.tolerance:
            ecarts.append(Ecart((code, element), poste.libelle, recu, attendue))
    if ecarts and poste.base is not None and len(attendues) == 1:
        base = attendues[0].base
        if abs(poste.base - base) > CENTIME:
            ecarts.append(Ecart((code, "base"), poste.libelle, poste.base, base))
    return ecarts


def _attendue(
    poste: Poste, recue: Decimal | None, element: Element, attendues: Sequence[LigneDeBulletin]
) -> Decimal:
    """Montant attendu d'un poste ; une ligne « Urssaf » s'imprime avant ou après les allègements."""
    salariale = element == "part salariale"
    parts = [(u.code in ALLEGEMENTS, u.part_salariale if salariale else u.part_patronale) for u in attendues]
    entiere = sum((part for _, part in parts), ZERO)
    if URSSAF not in poste.groupes or recue is None:
        return entiere
    avant = sum((part for allegee, part in parts if not allegee), ZERO)
    return min((entiere, avant), key=lambda valeur: abs(recue - valeur))


def _au_signe(poste: Poste, recu: Decimal, attendu: Decimal) -> Decimal:
    """Un allègement s'imprime en moins, ou en plus dans sa colonne : le signe qui convient est pris."""
    if poste.codes and set(poste.codes) <= set(ALLEGEMENTS) and abs(-recu - attendu) < abs(recu - attendu):
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
