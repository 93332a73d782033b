"""Règles : cellules en erreur, renvois introuvables, références perdues, formules sans valeur."""

from collections import defaultdict
from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, constat
from tableur.classeurs.controle.feuilles import FeuilleVue
from tableur.classeurs.controle.formules import RECHERCHES, analyser, formule_de
from tableur.classeurs.controle.plages import adresse
from tableur.classeurs.controle.regles.commun import Contexte, cellules, nombre_lu
from tableur.frontiere import ErreurDeCellule, FormuleSansValeur

CONSEILS = {
    "#DIV/0!": "elle divise par zéro ou par une cellule vide : remplir le diviseur, ou écrire =SIERREUR(…;0)",
    "#VALEUR!": "elle calcule avec un texte : chercher le texte parmi les cellules citées",
    "#NOM?": "elle emploie un nom ou une fonction inconnus : corriger le nom, ou installer l'extension",
    "#NOMBRE!": "elle donne un nombre impossible : vérifier les valeurs citées",
    "#NUL!": "deux plages sont séparées d'un espace : écrire ; ou : entre elles",
    "#N/A": "une valeur manque : la compléter",
    "#REF!": "elle vise une cellule supprimée : la réécrire",
}


def cellules_en_erreur(contexte: Contexte) -> Iterator[Constat]:
    """Cellules qui montrent une erreur, réunies par colonne, par erreur et par formule."""
    for feuille in contexte.vu.feuilles:
        groupes: dict[tuple[int, str, str], list[tuple[int, int]]] = defaultdict(list)
        for rang, colonne in feuille.colonnes.items():
            for ligne, valeur in zip(colonne.lignes, colonne.valeurs, strict=True):
                if isinstance(valeur, ErreurDeCellule):
                    forme = colonne.formules.get(ligne, "")
                    if not analyser(forme).reference_perdue:
                        groupes[rang, valeur.code, forme].append((ligne, rang))
        for (_, code, forme), cases in groupes.items():
            yield _erreur(contexte, feuille, code, forme, cases)


def _erreur(
    contexte: Contexte, feuille: FeuilleVue, code: str, forme: str, cases: list[tuple[int, int]]
) -> Constat:
    ligne, rang = cases[0]
    ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, ligne, rang))
    formule = f"={formule_de(forme, ligne, rang)}" if forme else ""
    recherche = analyser(forme).fonctions & RECHERCHES
    if code == "#N/A" and recherche:
        cherche = _valeur_cherchee(feuille, forme, ligne, rang)
        message = (
            f"{cellules(len(cases))} en #N/A : la valeur cherchée{cherche} n'est pas dans la table visée ; "
            "l'y ajouter, ou corriger le code (espaces, nombre contre texte)"
        )
        return constat(
            "alerte", "renvoi-introuvable", "valeur introuvable", ou, message, cases=cases, trouve=formule
        )
    if code == "#N/A" and analyser(forme).fonctions == {"NA"}:
        message = f"{cellules(len(cases))} en #N/A, écrit exprès par NA()"
        return constat("information", "cellule-en-erreur", "cellule en erreur", ou, message, cases=cases)
    conseil = CONSEILS.get(code, "corriger la formule ou les cellules qu'elle cite")
    sujet = f"{cellules(len(cases))} en erreur {code}"
    if not forme:
        conseil = "cette erreur a été tapée ou collée comme une valeur : la remplacer par la vraie valeur"
    message = f"{sujet} : {conseil}"
    return constat(
        "refus", "cellule-en-erreur", "cellule en erreur", ou, message, cases=cases, trouve=formule or code
    )


def _valeur_cherchee(feuille: FeuilleVue, forme: str, ligne: int, rang: int) -> str:
    for reference in analyser(forme).references[:1]:
        plage = reference.plage(ligne, rang)
        if not reference.feuille and plage.taille == 1:
            valeur = feuille.valeur(plage.ligne1, plage.colonne1)
            vide = valeur is None or valeur == ""
            return f" ({plage!s} est vide)" if vide else f" (« {nombre_lu(valeur)} » en {plage})"
    return ""


def references_perdues(contexte: Contexte) -> Iterator[Constat]:
    """Formules qui contiennent #REF!."""
    for feuille in contexte.vu.feuilles:
        for rang, colonne in feuille.colonnes.items():
            perdues = {forme for forme in set(colonne.formules.values()) if analyser(forme).reference_perdue}
            for forme in sorted(perdues):
                cases = [(ligne, rang) for ligne, f in colonne.formules.items() if f == forme]
                ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, cases[0][0], rang))
                message = (
                    f"{cellules(len(cases))} dont la formule a perdu une référence (#REF!) : "
                    "la ligne, la colonne ou la feuille visée a été supprimée ; réécrire la formule"
                )
                formule = f"={formule_de(forme, *cases[0])}"
                yield constat("refus", "reference-perdue", "#REF!", ou, message, cases=cases, trouve=formule)


def formules_sans_valeur(contexte: Contexte) -> Iterator[Constat]:
    """Formules dont le fichier ne garde pas le résultat, une fois par feuille."""
    for feuille in contexte.vu.feuilles:
        cases = [
            (ligne, rang)
            for rang, colonne in feuille.colonnes.items()
            for ligne, valeur in zip(colonne.lignes, colonne.valeurs, strict=True)
            if isinstance(valeur, FormuleSansValeur)
        ]
        if cases:
            message = (
                f"{len(cases)} formule{'s' if len(cases) > 1 else ''} sans valeur enregistrée : un autre "
                "programme, "
                "un téléphone ou l'aperçu y lira du vide ; ouvrir le classeur, le laisser recalculer, "
                "l'enregistrer"
            )
            trouve = f"première : {adresse(*min(cases))}"
            yield constat(
                "alerte", "formule-sans-valeur", "formule sans valeur", contexte.ou(feuille), message,
                cases=cases, trouve=trouve,
            )  # fmt: skip
