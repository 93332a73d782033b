"""Le contrôle d'un classeur : lecture, règles, modèle, rapport."""

from pathlib import Path

from tableur.classeurs.controle.constats import Constat, FeuilleResumee, Rapport, tries
from tableur.classeurs.controle.feuilles import ClasseurVu
from tableur.classeurs.controle.lecture import voir
from tableur.classeurs.controle.regles import REGLES, Contexte
from tableur.classeurs.controle.selon_modele import constats_du_modele
from tableur.classeurs.modeles import Modele

_EXPLICATIONS = {"total-incomplet", "total-double", "reference-circulaire", "reference-perdue"}


def verifier(fichier: Path, modele: Modele | None = None) -> Rapport:
    """Contrôle d'un classeur quelconque, et de sa conformité à un modèle si on le donne.

    Args:
        fichier: Classeur .xlsx, .xlsm, .ods, ou .xls (valeurs seulement).
        modele: Modèle dont le classeur doit suivre les feuilles, les types, les clés et les renvois.

    Raises:
        Refus: Le fichier est absent, vide, abîmé, piégé, protégé par un mot de passe, ou n'est pas un classeur.
    """
    vu = voir(fichier)
    constats = sans_redite(_constats(vu))
    if modele is not None:
        constats += constats_du_modele(fichier, modele, vu)
    feuilles = tuple(FeuilleResumee(f.nom, f.etat, f.cellules, f.formules) for f in vu.feuilles)
    ordonnes = tries(constats, [f.nom for f in vu.feuilles])
    return Rapport(fichier, feuilles, ordonnes, tuple(vu.remarques), modele.nom if modele else "")


def _constats(vu: ClasseurVu) -> list[Constat]:
    contexte = Contexte(vu)
    return [constat for regle in REGLES for constat in regle(contexte)]


def sans_redite(constats: list[Constat]) -> list[Constat]:
    """Constats dont une cellule au moins n'a pas déjà été dite : deux règles peuvent voir la même faute."""
    expliquees = {(c.feuille, plage) for c in constats if c.code in _EXPLICATIONS for plage in c.cellules}
    vus: set[tuple[str, str, str]] = set()
    gardes = []
    for constat in constats:
        cles = {(constat.code, constat.feuille, plage) for plage in constat.cellules}
        if constat.code == "formule-incoherente":
            cles = {cle for cle in cles if cle[1:] not in expliquees}
            if not cles:
                continue
        if cles and cles <= vus:
            continue
        vus |= cles
        gardes.append(constat)
    return gardes
