"""Règles : ce qui est masqué, les cellules fusionnées dans les données, les feuilles gonflées ou vides."""

from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, constat
from tableur.classeurs.controle.feuilles import FeuilleVue
from tableur.classeurs.controle.plages import COLONNES_MAXIMUM, Plage, lettres
from tableur.classeurs.controle.regles.commun import Contexte
from tableur.classeurs.verification import FEUILLES_DES_HOTES

ECART_DE_GONFLAGE = 1_000  # lignes formatées au-delà des données
CELLULES_DE_GONFLAGE = 20_000


def masques(contexte: Contexte) -> Iterator[Constat]:
    """Feuilles, lignes et colonnes que l'on ne voit pas."""
    for feuille in contexte.vu.feuilles:
        ou = contexte.ou(feuille)
        if feuille.etat == "très masquée":
            message = (
                "feuille très masquée : le menu Afficher ne la montre pas, seul l'éditeur de macros le peut ; "
                "vérifier ce qu'elle contient avant d'envoyer le classeur"
            )
            yield constat("alerte", "feuille-tres-masquee", "feuille très masquée", ou, message)
        elif feuille.etat == "masquée" and feuille.nom not in FEUILLES_DES_HOTES:
            message = f"feuille masquée ({feuille.cellules} cellules) : l'afficher pour la relire, ou la supprimer"
            yield constat("information", "feuille-masquee", "feuille masquée", ou, message)
        yield from _lignes(contexte, feuille)
        yield from _colonnes(contexte, feuille)


def _lignes(contexte: Contexte, feuille: FeuilleVue) -> Iterator[Constat]:
    remplies = _remplies(feuille, feuille.lignes_masquees)
    filtrees = [n for n in remplies if any(f.ligne1 <= n <= f.ligne2 for f in feuille.filtrees)]
    cachees = sorted(set(remplies) - set(filtrees))
    for lignes, niveau, cause in ((filtrees, "information", "par un filtre"), (cachees, "alerte", "")):
        if not lignes:
            continue
        accord = "ligne masquée" if len(lignes) == 1 else "lignes masquées"
        conseil = "effacer le filtre pour tout voir" if cause else "les afficher pour les relire"
        message = (
            f"{len(lignes)} {accord} {cause} avec des données ({_intervalles(lignes)}) : "
            f"les sommes les comptent pourtant ; {conseil}"
        ).replace("  ", " ")
        code, regle = ("lignes-filtrees", "lignes filtrées") if cause else ("lignes-masquees", "lignes masquées")
        ou = contexte.ou(feuille, ligne=lignes[0])
        yield constat("information" if niveau == "information" else "alerte", code, regle, ou, message,
                      nombre=len(lignes))  # fmt: skip


def _remplies(feuille: FeuilleVue, lignes: list[int]) -> list[int]:
    if not lignes:
        return []
    voulues, trouvees = set(lignes), set()
    for colonne in feuille.colonnes.values():
        trouvees |= voulues.intersection(colonne.lignes)
    return sorted(trouvees)


def _colonnes(contexte: Contexte, feuille: FeuilleVue) -> Iterator[Constat]:
    rangs = sorted(
        rang
        for plage in feuille.colonnes_masquees
        for rang in feuille.colonnes
        if plage.colonne1 <= rang <= plage.colonne2 and feuille.colonnes[rang].lignes
    )
    if rangs:
        noms = ", ".join(lettres(rang) for rang in rangs[:8]) + ("…" if len(rangs) > 8 else "")
        accord = "colonne masquée" if len(rangs) == 1 else "colonnes masquées"
        message = f"{len(rangs)} {accord} avec des données ({noms}) : les afficher pour les relire"
        ou = contexte.ou(feuille, lettres(rangs[0]))
        yield constat("information", "colonnes-masquees", "colonnes masquées", ou, message, nombre=len(rangs))


def _intervalles(lignes: list[int]) -> str:
    suites: list[list[int]] = []
    for ligne in lignes:
        if suites and suites[-1][1] == ligne - 1:
            suites[-1][1] = ligne
        else:
            suites.append([ligne, ligne])
    textes = [str(a) if a == b else f"{a} à {b}" for a, b in suites]
    return ", ".join(textes[:5]) + ("…" if len(textes) > 5 else "")


def fusions(contexte: Contexte) -> Iterator[Constat]:
    """Cellules fusionnées dans le corps d'une liste."""
    for feuille in contexte.vu.feuilles:
        if not feuille.fusions:
            continue
        corps = [zone.corps for zone in contexte.zones(feuille) if zone.entete]
        genantes = [f for f in feuille.fusions if any(_gene(f, c) for c in corps)]
        if genantes:
            accord = "zone fusionnée" if len(genantes) == 1 else "zones fusionnées"
            message = (
                f"{len(genantes)} {accord} dans une liste : le tri, le filtre et les formules s'y trompent ; "
                "défusionner et répéter la valeur sur chaque ligne"
            )
            yield constat(
                "alerte", "fusion-dans-donnees", "cellules fusionnées", contexte.ou(feuille), message,
                plages=sorted(genantes), nombre=len(genantes),
            )  # fmt: skip


def _gene(fusion: Plage, corps: Plage) -> bool:
    """Vrai pour une fusion de plusieurs lignes ou d'une partie des colonnes ; un titre en travers ne gêne pas."""
    titre = (
        fusion.ligne1 == fusion.ligne2 and fusion.colonne1 <= corps.colonne1 and fusion.colonne2 >= corps.colonne2
    )
    return fusion.croise(corps) and fusion != corps and not titre


def feuilles_gonflees(contexte: Contexte) -> Iterator[Constat]:
    """Formats posés loin sous les données, et feuilles vides."""
    for feuille in contexte.vu.feuilles:
        derniere = feuille.derniere_ligne
        vides = sum(colonne.vides_formates for colonne in feuille.colonnes.values())
        formatee = max((c.derniere_formatee for c in feuille.colonnes.values()), default=0)
        formatee = max(formatee, feuille.derniere_ligne_formatee)
        prevues = max((t.etendue.ligne2 for t in feuille.tables), default=0)
        loin = formatee > max(derniere, prevues) + ECART_DE_GONFLAGE
        ou = contexte.ou(feuille)
        if loin and vides + feuille.lignes_formatees * 10 > CELLULES_DE_GONFLAGE:
            message = (
                f"les formats descendent jusqu'à la ligne {formatee}, alors que les données s'arrêtent à la ligne "
                f"{derniere} ({vides} cellules vides formatées) : le fichier est gonflé ; supprimer ces "
                "lignes, enregistrer"
            )
            plage = Plage(derniere + 1, 1, formatee, min(max(feuille.colonnes, default=1), COLONNES_MAXIMUM))
            yield constat(
                "information", "feuille-gonflee", "feuille gonflée", ou, message, nombre=vides, trouve=str(plage)
            )
        elif (
            not derniere
            and not feuille.a_un_dessin
            and feuille.etat == "visible"
            and len(contexte.vu.feuilles) > 1
        ):
            message = "feuille vide : la supprimer si elle ne sert pas"
            yield constat("information", "feuille-vide", "feuille vide", ou, message)
