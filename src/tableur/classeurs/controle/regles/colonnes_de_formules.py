"""Règles : formule écrasée par une valeur, formule absente, formule différente de ses voisines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.feuilles import Colonne, FeuilleVue
from tableur.classeurs.controle.formules import analyser, formule_de
from tableur.classeurs.controle.plages import adresse
from tableur.classeurs.controle.regles.commun import Contexte, cellules, nombre_lu
from tableur.classeurs.controle.zones import Zone, est_un_total, lignes_du_corps

FORMULES_MINIMUM = 3
PART_SURE = 0.75  # au-delà, une valeur parmi des formules est une erreur ; en deçà, un soupçon
PART_PROBABLE = 0.55
PART_D_AUTRES_FORMES = 0.2


@dataclass(slots=True)
class Segment:
    """Suite de cellules d'une colonne où l'on attend une seule formule.

    Args:
        feuille: La feuille.
        colonne: La colonne.
        lignes: Lignes du segment, totaux exclus : le corps d'une liste, ou les cellules contiguës d'une colonne.
        dominante: Forme la plus fréquente.
        nombre: Nombre de cellules qui la portent.
        part: Part de ces cellules parmi les cellules remplies.
        declaree: Vrai si la table Excel déclare cette formule pour toute la colonne.
        zone: La liste, None pour une colonne hors liste.
    """

    feuille: FeuilleVue
    colonne: Colonne
    lignes: list[int]
    dominante: str
    nombre: int
    part: float
    declaree: bool
    zone: Zone | None


def formules_de_colonne(contexte: Contexte) -> Iterator[Constat]:
    """Ce qui rompt une colonne de formules : valeurs, vides, formules d'une autre forme."""
    for feuille in contexte.vu.feuilles:
        vus: set[tuple[int, int]] = set()
        for zone in contexte.zones(feuille):
            if not zone.calculees and not any(zone.colonne(rang).formules for rang in zone.colonnes):
                continue
            corps = lignes_du_corps(zone)
            for rang in zone.colonnes:
                colonne = feuille.colonnes.get(rang)
                if colonne is None or (not colonne.formules and rang not in zone.calculees):
                    continue
                vus.update((ligne, rang) for ligne in colonne.formules)
                segment = _segment(feuille, colonne, corps, zone)
                if segment:
                    yield from _ruptures(contexte, segment)
        for colonne in feuille.colonnes.values():
            for lignes in _suites(colonne, vus):
                segment = _segment(feuille, colonne, lignes, None)
                if segment:
                    yield from _ruptures(contexte, segment)


def _suites(colonne: Colonne, vus: set[tuple[int, int]]) -> Iterator[list[int]]:
    """Cellules contiguës d'une colonne hors des listes, si elles ont assez de formules."""
    if not any((ligne, colonne.rang) not in vus for ligne in colonne.formules):
        return
    suite: list[int] = []
    for ligne in [*colonne.lignes, -1]:
        if suite and ligne != suite[-1] + 1:
            if not any((n, colonne.rang) in vus for n in suite):
                yield suite
            suite = []
        suite.append(ligne)


def _segment(feuille: FeuilleVue, colonne: Colonne, lignes: list[int], zone: Zone | None) -> Segment | None:
    rang, formules = colonne.rang, colonne.formules
    declaree = zone.calculees.get(rang) if zone else None
    comptes = Counter(formules[ligne] for ligne in lignes if formules.get(ligne))
    dominante, nombre = comptes.most_common(1)[0] if comptes else ("", 0)
    if declaree is not None and (not comptes or comptes.get(declaree, 0) >= nombre):
        dominante, nombre = declaree, comptes.get(declaree, 0)
        retenues = _sans_bords(feuille, colonne, lignes, dominante, zone)
        return Segment(feuille, colonne, retenues, dominante, nombre, 1.0, True, zone)
    if nombre < FORMULES_MINIMUM:
        return None
    if nombre == len(lignes):
        return None
    retenues = _sans_bords(feuille, colonne, lignes, dominante, zone)
    remplies = sum(1 for ligne in retenues if formules.get(ligne) or colonne.valeur(ligne) is not None)
    part = nombre / max(1, remplies)
    if part < PART_PROBABLE:
        return None
    return Segment(feuille, colonne, retenues, dominante, nombre, part, False, zone)


def _ruptures(contexte: Contexte, segment: Segment) -> Iterator[Constat]:
    colonne, formules = segment.colonne, segment.colonne.formules
    valeurs: list[int] = []
    vides: list[int] = []
    autres: list[int] = []
    for ligne in segment.lignes:
        if segment.feuille.dans_une_matrice(ligne, colonne.rang):
            continue
        forme = formules.get(ligne)
        if forme is None:
            (vides if colonne.valeur(ligne) is None else valeurs).append(ligne)
        elif forme != segment.dominante:
            autres.append(ligne)
    if valeurs and (segment.declaree or len(valeurs) <= segment.nombre):
        yield _ecrasees(contexte, segment, valeurs)
    if vides and segment.zone and segment.part >= PART_SURE and len(vides) <= 0.2 * segment.nombre:
        yield _absentes(contexte, segment, vides)
    if autres and len(autres) <= max(1, PART_D_AUTRES_FORMES * segment.nombre):
        yield from _incoherentes(contexte, segment, autres)


def _sans_bords(
    feuille: FeuilleVue, colonne: Colonne, lignes: list[int], dominante: str, zone: Zone | None
) -> list[int]:
    """Lignes sans leur ouverture (première ligne d'un cumul), ni les totaux, ni ce qui suit sa propre ligne."""
    formules, rang = colonne.formules, colonne.rang
    if zone is None or not zone.entete:
        portees = [ligne for ligne in lignes if formules.get(ligne) == dominante]
        lignes = [ligne for ligne in lignes if portees[0] <= ligne <= portees[-1]]
    if any(not r.ligne1[0] and r.ligne1[1] < 0 for r in analyser(dominante).references):
        debut = next((i for i, ligne in enumerate(lignes) if formules.get(ligne) == dominante), len(lignes))
        lignes = lignes[debut:]
    colonnes = zone.colonnes if zone else [rang]
    return [
        ligne
        for ligne in lignes
        if formules.get(ligne) == dominante
        or not (_suit_sa_ligne(feuille, ligne, rang) or est_un_total(feuille, ligne, colonnes))
    ]


def _suit_sa_ligne(feuille: FeuilleVue, ligne: int, rang: int) -> bool:
    """Vrai pour une formule recopiée de la cellule d'à côté : elle appartient à sa ligne."""
    forme = feuille.forme(ligne, rang)
    return forme is not None and forme in (feuille.forme(ligne, rang - 1), feuille.forme(ligne, rang + 1))


def _corrections(segment: Segment, lignes: list[int]) -> list[Correction]:
    rang, corrections, style = segment.colonne.rang, [], _style(segment)
    for ligne in lignes:
        formule = formule_de(segment.dominante, ligne, rang)
        actuelle = segment.colonne.formules.get(ligne)
        avant = f"={formule_de(actuelle, ligne, rang)}" if actuelle else nombre_lu(_montre(segment, ligne))
        case = adresse(ligne, rang)
        corrections.append(Correction("formule", segment.feuille.nom, case, avant, f"={formule}", formule, style))
    return corrections


def _style(segment: Segment) -> int | None:
    """Style le plus fréquent parmi les cellules qui portent la formule."""
    colonne = segment.colonne
    styles = Counter(
        style
        for ligne, style in zip(colonne.lignes, colonne.styles, strict=True)
        if colonne.formules.get(ligne) == segment.dominante
    )
    return styles.most_common(1)[0][0] if styles else None


def _montre(segment: Segment, ligne: int) -> object:
    valeur = segment.colonne.valeur(ligne)
    return "" if valeur is None else valeur


def _ecrasees(contexte: Contexte, segment: Segment, lignes: list[int]) -> Constat:
    rang = segment.colonne.rang
    ou = contexte.ou(segment.feuille, _nom(contexte, segment, lignes[0]))
    formule = f"={formule_de(segment.dominante, lignes[0], rang)}"
    valeurs = [segment.colonne.valeur(ligne) for ligne in lignes]
    sure = segment.declaree or segment.part >= PART_SURE
    sujet = (
        "une valeur a remplacé la formule"
        if len(lignes) == 1
        else f"{len(lignes)} valeurs ont remplacé la formule"
    )
    source = "de la table" if segment.declaree else f"des {segment.nombre} autres cellules de la colonne"
    message = f"{sujet} {source} : elle ne suit plus les calculs ; remettre la formule, ou l'expliquer à côté"
    return constat(
        "refus" if sure else "alerte",
        "formule-ecrasee" if sure else "formule-ecrasee-probable",
        "formule écrasée",
        ou,
        message,
        cases=[(ligne, rang) for ligne in lignes],
        attendu=formule,
        trouve=", ".join(nombre_lu(v) for v in valeurs[:3]),
        propose=formule,
        corrections=_corrections(segment, lignes),
    )


def _absentes(contexte: Contexte, segment: Segment, lignes: list[int]) -> Constat:
    rang = segment.colonne.rang
    formule = f"={formule_de(segment.dominante, lignes[0], rang)}"
    message = f"{cellules(len(lignes))} sans formule dans une colonne de formules : la recopier"
    return constat(
        "alerte",
        "formule-absente",
        "formule absente",
        contexte.ou(segment.feuille, _nom(contexte, segment, lignes[0])),
        message,
        cases=[(ligne, rang) for ligne in lignes],
        attendu=formule,
        propose=formule,
        corrections=_corrections(segment, lignes),
    )


def _incoherentes(contexte: Contexte, segment: Segment, lignes: list[int]) -> Iterator[Constat]:
    rang, formules = segment.colonne.rang, segment.colonne.formules
    restantes = [n for n in lignes if not segment.feuille.est_ignoree(n, rang, "formula")]
    for forme in dict.fromkeys(formules[ligne] for ligne in restantes):
        if analyser(forme).reference_perdue:
            continue
        cases = [(ligne, rang) for ligne in restantes if formules[ligne] == forme]
        premiere = cases[0][0]
        attendue = f"={formule_de(segment.dominante, premiere, rang)}"
        message = (
            f"{cellules(len(cases))} dont la formule diffère des {segment.nombre} autres de la colonne : "
            "vérifier laquelle est juste, puis recopier"
        )
        yield constat(
            "alerte",
            "formule-incoherente",
            "formule différente de ses voisines",
            contexte.ou(segment.feuille, _nom(contexte, segment, premiere)),
            message,
            cases=cases,
            attendu=attendue,
            trouve=f"={formule_de(forme, premiere, rang)}",
            propose=attendue,
        )


def _nom(contexte: Contexte, segment: Segment, ligne: int) -> str:
    if segment.zone:
        return segment.zone.nom_de_colonne(segment.colonne.rang)
    return contexte.nom_de_colonne(segment.feuille, ligne, segment.colonne.rang)
