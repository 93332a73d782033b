"""Règles : total qui oublie des lignes, qui s'inclut, ou qui compte un sous-total deux fois."""

import re
from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.feuilles import FeuilleVue
from tableur.classeurs.controle.formules import Reference, analyser, formule_de
from tableur.classeurs.controle.plages import Plage, adresse, lettres
from tableur.classeurs.controle.regles.commun import Contexte, nombre_lu
from tableur.classeurs.controle.zones import est_un_total

LIBELLES = 20  # colonnes de gauche où chercher le mot « total »
ECART_MAXIMUM = 50  # lignes au plus entre une plage et son total

_SOMME = re.compile(
    r"(?:SUM\(|SUBTOTAL\((?:9|109),|AGGREGATE\(9,\d,|AVERAGE\(|MAX\(|MIN\(|COUNT\(|COUNTA\()\x01[^()]*?\x02:\x01[^()]*?\x02\)"
)
_ADDITION = re.compile(r"(SUM|SUBTOTAL|AGGREGATE)\(")


def totaux(contexte: Contexte) -> Iterator[Constat]:
    """Totaux d'une plage verticale, dans la colonne même qu'ils additionnent."""
    for feuille in contexte.vu.feuilles:
        for rang, colonne in feuille.colonnes.items():
            sommes = {forme for forme in set(colonne.formules.values()) if _SOMME.fullmatch(forme)}
            if not sommes:
                continue
            for ligne, forme in colonne.formules.items():
                if forme in sommes:
                    reference = analyser(forme).references[0]
                    plage = reference.plage(ligne, rang)
                    if (
                        _est_un_cumul(reference)
                        or reference.feuille
                        or not plage.colonne1 == plage.colonne2 == rang
                    ):
                        continue
                    yield from _controler(contexte, feuille, ligne, rang, forme, plage)


def _est_un_cumul(reference: Reference) -> bool:
    """Vrai pour une somme dont une borne est fixe et l'autre glisse : B$2:B9."""
    return reference.ligne1[0] != reference.ligne2[0]


def _controler(
    contexte: Contexte, feuille: FeuilleVue, ligne: int, rang: int, forme: str, plage: Plage
) -> Iterator[Constat]:
    if plage.ligne1 <= ligne <= plage.ligne2:
        return  # la règle des références circulaires le dit
    oubliees = _oubliees(feuille, ligne, rang, plage)
    if oubliees:
        yield _total_incomplet(contexte, feuille, ligne, rang, forme, plage, oubliees)
    comptes_deux_fois = _sous_totaux(feuille, rang, forme, plage)
    if comptes_deux_fois:
        ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, ligne, rang))
        cites = ", ".join(adresse(n, rang) for n in comptes_deux_fois[:3])
        message = (
            f"ce total additionne {cites}, qui sont déjà des totaux de la même plage : ces lignes comptent "
            "deux fois ; "
            "employer SOUS.TOTAL(9;…) partout, ou n'additionner que les sous-totaux"
        )
        yield constat(
            "refus", "total-double", "total compté deux fois", ou, message, cases=[(ligne, rang)],
            trouve=f"={formule_de(forme, ligne, rang)}",
        )  # fmt: skip


def _oubliees(feuille: FeuilleVue, ligne: int, rang: int, plage: Plage) -> list[int]:
    """Lignes de nombres, contiguës à la plage, que le total ne couvre pas."""
    modeles = _genres(feuille, rang, plage)
    if not modeles:
        return []
    oubliees: list[int] = []
    if plage.ligne2 < ligne:
        if ligne - plage.ligne2 - 1 > ECART_MAXIMUM:
            return []
        oubliees += _suite(feuille, rang, plage.ligne2 + 1, ligne - 1, 1, modeles)
        haut = _suite(feuille, rang, plage.ligne1 - 1, 1, -1, modeles)
        if haut and _est_un_entete(feuille, rang, haut[-1]):
            haut.pop()
        if not _additionne(feuille, rang, plage.ligne1):
            oubliees += haut
    elif plage.ligne1 > ligne:
        oubliees += _suite(feuille, rang, plage.ligne2 + 1, plage.ligne2 + 100_000, 1, modeles)
        oubliees += _suite(feuille, rang, plage.ligne1 - 1, ligne + 1, -1, modeles)
    return sorted(oubliees)


def _suite(feuille: FeuilleVue, rang: int, debut: int, fin: int, pas: int, modeles: set[str]) -> list[int]:
    """Lignes contiguës depuis un bord, tant qu'elles sont du même genre que la plage."""
    trouvees = []
    for ligne in range(debut, fin + pas, pas):
        genre = _genre(feuille, ligne, rang)
        if genre not in modeles or _additionne(feuille, rang, ligne) or _est_un_total(feuille, ligne, rang):
            break
        trouvees.append(ligne)
    return trouvees


def _est_un_total(feuille: FeuilleVue, ligne: int, rang: int) -> bool:
    return est_un_total(feuille, ligne, [r for r in feuille.colonnes if r < rang][-LIBELLES:])


def _genres(feuille: FeuilleVue, rang: int, plage: Plage) -> set[str]:
    """Genres des cellules additionnées : nombres tapés, ou formules de telle forme."""
    colonne = feuille.colonnes[rang]
    genres = {_genre(feuille, n, rang) for n, _, _ in colonne.entre(plage.ligne1, plage.ligne2)}
    return genres - {""}


def _genre(feuille: FeuilleVue, ligne: int, rang: int) -> str:
    forme = feuille.forme(ligne, rang)
    if forme is not None:
        return f"={forme}"
    valeur = feuille.valeur(ligne, rang)
    return "nombre" if isinstance(valeur, float) else ""


def _additionne(feuille: FeuilleVue, rang: int, ligne: int) -> bool:
    forme = feuille.forme(ligne, rang)
    return forme is not None and _ADDITION.search(forme) is not None


def _est_un_entete(feuille: FeuilleVue, rang: int, ligne: int) -> bool:
    """Vrai pour une année en tête de colonne : un entier de 1990 à 2060, sous du vide ou du texte."""
    valeur = feuille.valeur(ligne, rang)
    annee = isinstance(valeur, float) and valeur.is_integer() and 1990 <= valeur <= 2060
    return annee and not isinstance(feuille.valeur(ligne - 1, rang), float)


def _sous_totaux(feuille: FeuilleVue, rang: int, forme: str, plage: Plage) -> list[int]:
    """Totaux de la plage dont les lignes y sont aussi."""
    if not forme.startswith(("SUM(", "SUBTOTAL(", "AGGREGATE(")):
        return []
    doubles = []
    for ligne, autre in feuille.colonnes[rang].formules.items():
        if not plage.ligne1 <= ligne <= plage.ligne2 or not _SOMME.fullmatch(autre) or not _ADDITION.match(autre):
            continue
        if forme.startswith("SUBTOTAL(") and autre.startswith("SUBTOTAL("):
            continue
        visee = analyser(autre).references[0]
        sienne = visee.plage(ligne, rang)
        dedans = plage.ligne1 <= sienne.ligne1 and sienne.ligne2 <= plage.ligne2
        if (
            not _est_un_cumul(visee)
            and not visee.feuille
            and sienne.colonne1 == sienne.colonne2 == rang
            and dedans
        ):
            doubles.append(ligne)
    return doubles


def _total_incomplet(
    contexte: Contexte, feuille: FeuilleVue, ligne: int, rang: int, forme: str, plage: Plage, oubliees: list[int]
) -> Constat:
    voulue = plage._replace(ligne1=min(plage.ligne1, oubliees[0]), ligne2=max(plage.ligne2, oubliees[-1]))
    formule = formule_de(forme, ligne, rang)
    corrigee = _avec_la_plage(formule, plage, voulue)
    valeurs = [feuille.valeur(n, rang) for n in oubliees]
    nombres = [v for v in valeurs if isinstance(v, float)]
    somme = f", soit {nombre_lu(sum(nombres))}" if len(nombres) == len(valeurs) else ""
    lignes = f"la ligne {oubliees[0]}" if len(oubliees) == 1 else f"{len(oubliees)} lignes"
    message = (
        f"ce total oublie {lignes} ({adresse(oubliees[0], rang)}"
        f"{f' à {adresse(oubliees[-1], rang)}' if len(oubliees) > 1 else ''}{somme}) : "
        f"l'étendre à {voulue}"
    )
    ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, ligne, rang))
    case = adresse(ligne, rang)
    corrections = [Correction("formule", feuille.nom, case, f"={formule}", f"={corrigee}", corrigee)]
    return constat(
        "refus", "total-incomplet", "total qui oublie des lignes", ou, message, cases=[(ligne, rang)],
        attendu=f"={corrigee}", trouve=f"={formule}", propose=f"={corrigee}", corrections=corrections,
    )  # fmt: skip


def _avec_la_plage(formule: str, plage: Plage, voulue: Plage) -> str:
    """Formule dont la plage verticale a d'autres bornes, ses $ gardés."""
    col = re.escape(lettres(plage.colonne1))
    motif = rf"(\$?{col}\$?){plage.ligne1}:(\$?{col}\$?){plage.ligne2}\b"
    return re.sub(motif, rf"\g<1>{voulue.ligne1}:\g<2>{voulue.ligne2}", formule, count=1)
