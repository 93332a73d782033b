"""Règle : valeur au milieu d'une ligne de formules recopiées vers la droite, comme douze mois d'un budget."""

from collections import defaultdict
from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.feuilles import FeuilleVue
from tableur.classeurs.controle.formules import analyser, formule_de
from tableur.classeurs.controle.plages import adresse
from tableur.classeurs.controle.regles.commun import Contexte, nombre_lu

FORMULES_MINIMUM = 4
FORMULES_MAXIMUM = 200_000  # au-delà, c'est une base de données : la règle des colonnes suffit


def formules_de_ligne(contexte: Contexte) -> Iterator[Constat]:
    """Valeurs et formules d'une autre forme parmi des formules recopiées en ligne."""
    for feuille in contexte.vu.feuilles:
        if not feuille.formules or feuille.formules > FORMULES_MAXIMUM:
            continue
        places: dict[tuple[int, str], list[int]] = defaultdict(list)
        for rang, colonne in feuille.colonnes.items():
            for ligne, forme in colonne.formules.items():
                if forme and any(not r.colonne1[0] for r in analyser(forme).references):
                    places[ligne, forme].append(rang)
        for (ligne, forme), rangs in places.items():
            if len(rangs) >= FORMULES_MINIMUM:
                yield from _ecarts(contexte, feuille, ligne, forme, rangs)


def _ecarts(
    contexte: Contexte, feuille: FeuilleVue, ligne: int, forme: str, rangs: list[int]
) -> Iterator[Constat]:
    debut, fin = min(rangs), max(rangs)
    intrus = [rang for rang in range(debut + 1, fin) if rang not in rangs]
    if len(intrus) > max(1, len(rangs) // 4):
        return
    for rang in intrus:
        valeur, autre = feuille.valeur(ligne, rang), feuille.forme(ligne, rang)
        if valeur is None or isinstance(valeur, str) or feuille.dans_une_matrice(ligne, rang):
            continue
        if _suit_sa_colonne(feuille, ligne, rang, autre):
            continue
        ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, ligne, rang))
        formule, case = formule_de(forme, ligne, rang), adresse(ligne, rang)
        if autre is None:
            message = (
                f"une valeur a remplacé la formule des {len(rangs)} autres cellules de la ligne : "
                "elle ne suit plus les calculs ; remettre la formule, ou l'expliquer à côté"
            )
            correction = Correction("formule", feuille.nom, case, nombre_lu(valeur), f"={formule}", formule)
            yield constat(
                "refus", "formule-ecrasee", "formule écrasée", ou, message, cases=[(ligne, rang)],
                attendu=f"={formule}", trouve=nombre_lu(valeur), propose=f"={formule}", corrections=[correction],
            )  # fmt: skip
        elif not feuille.est_ignoree(ligne, rang, "formula"):
            message = (
                f"cette formule diffère des {len(rangs)} autres de la ligne : "
                "vérifier laquelle est juste, puis recopier"
            )
            yield constat(
                "alerte", "formule-incoherente", "formule différente de ses voisines", ou, message,
                cases=[(ligne, rang)], attendu=f"={formule}", trouve=f"={formule_de(autre, ligne, rang)}",
                propose=f"={formule}",
            )  # fmt: skip


def _suit_sa_colonne(feuille: FeuilleVue, ligne: int, rang: int, forme: str | None) -> bool:
    """Vrai si la cellule ressemble à ses voisines de dessus ou de dessous : sa colonne est faite ainsi."""
    for voisine in (ligne - 1, ligne + 1):
        valeur = feuille.valeur(voisine, rang)
        if valeur is None or isinstance(valeur, str):
            continue
        autre = feuille.forme(voisine, rang)
        gauche = feuille.forme(voisine, rang - 1)
        if (forme is None and autre is None and gauche is not None) or (forme is not None and autre == forme):
            return True
    return False
