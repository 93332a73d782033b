"""Règles : valeurs qui contredisent la validation de leur cellule, listes perdues sur des lignes de la colonne."""

from collections.abc import Callable, Iterator

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.feuilles import FeuilleVue, Validation
from tableur.classeurs.controle.formules import analyser, forme_de
from tableur.classeurs.controle.plages import Plage, regrouper
from tableur.classeurs.controle.regles.commun import Contexte, cellules, citer, nombre_lu
from tableur.frontiere import ErreurDeCellule, FormuleSansValeur

PART_COUVERTE = 0.5
CHOIX_MAXIMUM = 50_000

_COMPARER: dict[str, Callable[[float, float, float], bool]] = {
    "between": lambda v, a, b: a <= v <= b,
    "notBetween": lambda v, a, b: not a <= v <= b,
    "equal": lambda v, a, _: v == a,
    "notEqual": lambda v, a, _: v != a,
    "greaterThan": lambda v, a, _: v > a,
    "lessThan": lambda v, a, _: v < a,
    "greaterThanOrEqual": lambda v, a, _: v >= a,
    "lessThanOrEqual": lambda v, a, _: v <= a,
}
_DITS = {
    "between": "entre {} et {}", "notBetween": "hors de {} à {}", "equal": "égal à {}",
    "notEqual": "différent de {}",
    "greaterThan": "supérieur à {}", "lessThan": "inférieur à {}", "greaterThanOrEqual": "supérieur ou égal à {}",
    "lessThanOrEqual": "inférieur ou égal à {}",
}  # fmt: skip


def hors_validation(contexte: Contexte) -> Iterator[Constat]:
    """Valeurs refusées par la règle de validation de leur cellule."""
    for feuille in contexte.vu.feuilles:
        for validation in feuille.validations:
            if validation.genre == "list":
                yield from _hors_liste(contexte, feuille, validation)
            elif validation.genre in ("whole", "decimal", "date", "time", "textLength"):
                yield from _hors_bornes(contexte, feuille, validation)


def _soumises(feuille: FeuilleVue, validation: Validation) -> Iterator[tuple[int, int, object]]:
    for plage in validation.plages:
        for rang in [r for r in feuille.colonnes if plage.colonne1 <= r <= plage.colonne2]:
            for ligne, valeur, _ in feuille.colonnes[rang].entre(plage.ligne1, plage.ligne2):
                if not isinstance(valeur, ErreurDeCellule | FormuleSansValeur) and valeur != "":
                    yield ligne, rang, valeur


def _hors_liste(contexte: Contexte, feuille: FeuilleVue, validation: Validation) -> Iterator[Constat]:
    choix = _choix(contexte, feuille, validation)
    if choix is None:
        return
    exacts = set(choix)
    plies = {texte.casefold().strip() for texte in choix}
    fausses: dict[int, list[tuple[int, object]]] = {}
    for ligne, rang, valeur in _soumises(feuille, validation):
        texte = nombre_lu(valeur) if not isinstance(valeur, str) else valeur
        if texte not in exacts and texte.casefold().strip() not in plies:
            fausses.setdefault(rang, []).append((ligne, valeur))
    for rang, trouvees in fausses.items():
        yield _hors_regle(
            contexte, feuille, validation, rang, trouvees, "hors-liste", "valeur hors de la liste",
            f"l'un de : {citer(list(choix))}", "n'est pas dans la liste de choix",
        )  # fmt: skip


def _choix(contexte: Contexte, feuille: FeuilleVue, validation: Validation) -> list[str] | None:
    """Valeurs admises par une liste ; None si elle se calcule, ou si elle est vide."""
    texte = validation.formule1.strip()
    if texte.startswith('"'):
        choix = [c.strip() for c in texte.strip('"').replace('""', '"').split(",")]
        return [c for c in choix if c] or None
    nom = next((n for n in contexte.vu.noms if n.nom.casefold() == texte.lstrip("=").casefold()), None)
    forme = forme_de(nom.cible if nom else texte.lstrip("="), 1, 1)
    analyse = analyser(forme)
    if len(analyse.references) != 1 or analyse.fonctions or analyse.reference_perdue or analyse.externe:
        return None
    reference = analyse.references[0]
    relative = not (reference.ligne1[0] and reference.ligne2[0])
    visee = contexte.vu.feuille(reference.feuille) if reference.feuille else feuille
    if visee is None or (relative and nom is None):
        return None
    plage = reference.plage(1, 1)
    lus: list[str] = []
    for rang in [r for r in visee.colonnes if plage.colonne1 <= r <= plage.colonne2]:
        for _, valeur, _ in visee.colonnes[rang].entre(plage.ligne1, plage.ligne2):
            lus.append(valeur if isinstance(valeur, str) else nombre_lu(valeur))
            if len(lus) > CHOIX_MAXIMUM:
                return None
    return lus or None


def _hors_bornes(contexte: Contexte, feuille: FeuilleVue, validation: Validation) -> Iterator[Constat]:
    bornes = [_nombre(contexte, feuille, texte) for texte in (validation.formule1, validation.formule2 or "0")]
    comparer = _COMPARER.get(validation.operateur)
    a, b = bornes
    if comparer is None or a is None or b is None:
        return
    fausses: dict[int, list[tuple[int, object]]] = {}
    for ligne, rang, valeur in _soumises(feuille, validation):
        if validation.genre == "textLength":
            juste = comparer(float(len(nombre_lu(valeur) if not isinstance(valeur, str) else valeur)), a, b)
        elif not isinstance(valeur, float):
            juste = False
        else:
            juste = comparer(valeur, a, b) and (validation.genre != "whole" or valeur.is_integer())
        if not juste:
            fausses.setdefault(rang, []).append((ligne, valeur))
    for rang, trouvees in fausses.items():
        attendu = _attendu(validation, a, b)
        yield _hors_regle(
            contexte, feuille, validation, rang, trouvees, "hors-validation", "valeur hors de la règle de saisie",
            attendu, f"ne respecte pas la règle de saisie ({attendu})",
        )  # fmt: skip


def _attendu(validation: Validation, a: float, b: float) -> str:
    genres = {"whole": "un nombre entier", "decimal": "un nombre", "date": "une date", "time": "une heure"}
    sujet = genres.get(validation.genre, "un nombre de caractères")
    if validation.genre == "date":
        return sujet
    return f"{sujet} {_DITS[validation.operateur].format(nombre_lu(a), nombre_lu(b))}"


def _nombre(contexte: Contexte, feuille: FeuilleVue, texte: str) -> float | None:
    """Borne écrite en nombre, ou lue dans une cellule fixe."""
    propre = texte.strip().lstrip("=")
    try:
        return float(propre)
    except ValueError:
        references = analyser(forme_de(propre, 1, 1)).references
    if len(references) != 1 or not (references[0].ligne1[0] and references[0].colonne1[0]) or "(" in propre:
        return None
    visee = contexte.vu.feuille(references[0].feuille) if references[0].feuille else feuille
    plage = references[0].plage(1, 1)
    valeur = visee.valeur(plage.ligne1, plage.colonne1) if visee and plage.taille == 1 else None
    return valeur if isinstance(valeur, float) else None


def _hors_regle(
    contexte: Contexte,
    feuille: FeuilleVue,
    validation: Validation,
    rang: int,
    trouvees: list[tuple[int, object]],
    code: str,
    regle: str,
    attendu: str,
    faute: str,
) -> Constat:
    ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, trouvees[0][0], rang))
    valeurs = [v for _, v in trouvees]
    message = (
        f"{cellules(len(trouvees))} dont la valeur ({citer(valeurs)}) {faute} de la cellule : "
        "elle a été collée ou date d'avant la règle ; la corriger, ou compléter la règle"
    )
    return constat(
        "refus" if validation.bloquante else "alerte", code, regle, ou, message,
        cases=[(n, rang) for n, _ in trouvees], attendu=attendu, trouve=citer(valeurs),
    )  # fmt: skip


def validations_perdues(contexte: Contexte) -> Iterator[Constat]:
    """Lignes d'une liste qui ont perdu la validation que porte le reste de leur colonne."""
    for zone in contexte.toutes_les_zones():
        if not zone.entete or zone.hauteur < 4:
            continue
        for rang in zone.colonnes:
            for validation in zone.feuille.validations:
                trous = _trous(zone.premiere, zone.derniere, rang, validation, zone.feuille.validations)
                if not trous or len(trous) > (1 - PART_COUVERTE) * zone.hauteur:
                    continue
                plages = regrouper((ligne, rang) for ligne in trous)
                texte = " ".join(map(str, plages))
                sujet = "la liste de choix" if validation.genre == "list" else "la règle de saisie"
                correction = Correction(
                    "validation", zone.feuille.nom, texte, "aucune règle", sujet, str(validation.rang)
                )
                message = (
                    f"{cellules(len(trous))} sans {sujet} que porte le reste de la colonne : un collage l'a "
                    "effacée ; "
                    "la recopier"
                )
                yield constat(
                    "alerte", "validation-perdue", "règle de saisie perdue", contexte.place(zone, rang), message,
                    cases=[(n, rang) for n in trous], attendu=sujet, corrections=[correction],
                )  # fmt: skip


def _trous(premiere: int, derniere: int, rang: int, validation: Validation, toutes: list[Validation]) -> list[int]:
    """Lignes du corps que la validation ne couvre pas, ni aucune autre."""
    if not any(_couvre_la_colonne(p, rang, premiere, derniere) for p in validation.plages):
        return []
    couvertes: set[int] = set()
    for autre in toutes:
        for plage in autre.plages:
            if plage.colonne1 <= rang <= plage.colonne2:
                couvertes.update(range(max(premiere, plage.ligne1), min(derniere, plage.ligne2) + 1))
    siennes = sum(
        max(0, min(derniere, p.ligne2) - max(premiere, p.ligne1) + 1)
        for p in validation.plages
        if p.colonne1 <= rang <= p.colonne2
    )
    if siennes < PART_COUVERTE * (derniere - premiere + 1):
        return []
    return [ligne for ligne in range(premiere, derniere + 1) if ligne not in couvertes]


def _couvre_la_colonne(plage: Plage, rang: int, premiere: int, derniere: int) -> bool:
    return plage.colonne1 <= rang <= plage.colonne2 and plage.ligne1 <= derniere and plage.ligne2 >= premiere
