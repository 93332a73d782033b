"""Règles du classeur entier : liens, noms, macros, protections, mode de calcul, formules volatiles, constantes."""

import re
from collections import defaultdict
from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, constat
from tableur.classeurs.controle.feuilles import FeuilleVue
from tableur.classeurs.controle.formules import VOLATILES, Analyse, analyser, formule_de
from tableur.classeurs.controle.regles.commun import Contexte

_EN_FRANCAIS = {
    "NOW": "MAINTENANT", "TODAY": "AUJOURDHUI", "RAND": "ALEA", "RANDBETWEEN": "ALEA.ENTRE.BORNES",
    "OFFSET": "DECALER", "INDIRECT": "INDIRECT", "CELL": "CELLULE", "INFO": "INFORMATIONS",
}  # fmt: skip
_AU_HASARD = {"RAND", "RANDBETWEEN", "RANDARRAY"}
_TAUX = re.compile(r"0?\.\d+|1\.[0-4]\d*|\d+(?:\.\d+)?%")
_ANODINS = {"0.5", ".5", "0.05", "0.01", "0.001", "0.1", "100%", "50%"}


def liens_externes(contexte: Contexte) -> Iterator[Constat]:
    """Autres classeurs dont celui-ci dépend."""
    cites: dict[int, list[tuple[FeuilleVue, int, int]]] = defaultdict(list)
    for feuille in contexte.vu.feuilles:
        for rang, colonne in feuille.colonnes.items():
            externes = {f for f in set(colonne.formules.values()) if analyser(f).externe}
            for ligne, forme in colonne.formules.items() if externes else ():
                if forme in externes:
                    for numero in re.findall(r"\[(\d+)\]", forme):
                        cites[int(numero)].append((feuille, ligne, rang))
    for numero, cible in enumerate(contexte.vu.liens, 1):
        places = cites.get(numero, [])
        premiere = places[0][0] if places else None
        cases = [(ligne, rang) for f, ligne, rang in places if f is premiere]
        usage = f"{len(places)} formule{'s' if len(places) > 1 else ''}" if places else "aucune formule visible"
        message = (
            f"le classeur dépend de « {_nom_de_fichier(cible)} » ({usage}) : s'il est déplacé ou envoyé seul, "
            "les valeurs restent figées ; copier les valeurs, ou importer les données"
        )
        ou = contexte.ou(premiere) if premiere else contexte.vu.ou
        yield constat("alerte", "lien-externe", "lien externe", ou, message, cases=cases, trouve=cible,
                      nombre=max(1, len(places)))  # fmt: skip


def _nom_de_fichier(cible: str) -> str:
    return re.split(r"[/\\]", cible)[-1].replace("%20", " ") or cible


def noms_casses(contexte: Contexte) -> Iterator[Constat]:
    """Noms définis et règles de feuille qui ne désignent plus rien."""
    for nom in contexte.vu.noms:
        if "#REF!" in nom.cible and not nom.nom.startswith("_xlnm._FilterDatabase"):
            message = (
                f"le nom « {nom.nom} » ne désigne plus rien (#REF!) : le corriger ou le supprimer dans le "
                "gestionnaire "
                "de noms"
            )
            feuille = contexte.vu.feuille(nom.feuille) if nom.feuille else None
            ou = contexte.ou(feuille) if feuille else contexte.vu.ou
            yield constat("alerte", "nom-casse", "nom défini cassé", ou, message, trouve=f"={nom.cible}")
    for feuille in contexte.vu.feuilles:
        if feuille.regles_cassees:
            message = (
                f"{feuille.regles_cassees} règle(s) de validation ou de mise en forme conditionnelle ont perdu "
                "leur "
                "référence (#REF!) : elles n'agissent plus ; les refaire"
            )
            yield constat("alerte", "regle-cassee", "règle cassée", contexte.ou(feuille), message,
                          nombre=feuille.regles_cassees)  # fmt: skip


def etat_du_classeur(contexte: Contexte) -> Iterator[Constat]:
    """Macros, protections, calcul manuel ou itératif."""
    vu, ou = contexte.vu, contexte.vu.ou
    if vu.macros:
        message = "ce classeur contient des macros : ne les autoriser que si l'on sait qui l'a fait"
        yield constat("information", "macro", "macros", ou, message)
    if vu.calcul_manuel:
        message = "le calcul est manuel : les résultats affichés peuvent être anciens ; le remettre en automatique"
        yield constat("alerte", "calcul-manuel", "calcul manuel", ou, message)
    if vu.calcul_iteratif:
        message = "le calcul itératif est permis : une référence circulaire ne sera pas signalée ; le désactiver"
        yield constat("information", "calcul-iteratif", "calcul itératif", ou, message)
    if vu.protege:
        message = "la structure du classeur est protégée : on ne peut ni ajouter ni afficher de feuille"
        yield constat("information", "classeur-protege", "classeur protégé", ou, message)
    protegees = [f.nom for f in vu.feuilles if f.protegee]
    if protegees:
        cites = ", ".join(f"« {nom} »" for nom in protegees[:5]) + ("…" if len(protegees) > 5 else "")
        accord = "feuille protégée" if len(protegees) == 1 else "feuilles protégées"
        message = (
            f"{len(protegees)} {accord} ({cites}) : la protection n'est pas un chiffrement, elle évite les fautes"
        )
        yield constat("information", "feuille-protegee", "feuille protégée", ou, message, nombre=len(protegees))


def _par_forme(contexte: Contexte) -> Iterator[tuple[FeuilleVue, int, str, Analyse, list[tuple[int, int]]]]:
    """Formes distinctes de chaque colonne, et leurs cases."""
    for feuille in contexte.vu.feuilles:
        for rang, colonne in feuille.colonnes.items():
            if colonne.formules:
                cases: dict[str, list[tuple[int, int]]] = defaultdict(list)
                for ligne, forme in colonne.formules.items():
                    cases[forme].append((ligne, rang))
                for forme, groupe in cases.items():
                    yield feuille, rang, forme, analyser(forme), groupe


def volatiles(contexte: Contexte) -> Iterator[Constat]:
    """Formules recalculées à chaque ouverture, réunies par feuille et par fonction."""
    groupes: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for feuille, _, _, analyse, cases in _par_forme(contexte):
        for fonction in analyse.fonctions & VOLATILES:
            groupes[feuille.rang, fonction] += cases
    for (rang, fonction), cases in sorted(groupes.items()):
        feuille = contexte.vu.feuilles[rang]
        nom = _EN_FRANCAIS.get(fonction, fonction)
        hasard = fonction in _AU_HASARD
        suite = (
            "le résultat change à chaque calcul : coller les valeurs une fois le tirage fait"
            if hasard
            else "le résultat change ou se recalcule à chaque ouverture : pour un document daté, écrire la date"
            if fonction in ("NOW", "TODAY")
            else "elle ralentit le classeur et échappe au suivi des références : préférer INDEX"
        )
        message = f"{len(cases)} formule{'s' if len(cases) > 1 else ''} avec {nom}() : {suite}"
        yield constat(
            "information", "formule-volatile", "formule volatile", contexte.ou(feuille), message, cases=cases
        )


def constantes(contexte: Contexte) -> Iterator[Constat]:
    """Taux écrits dans des formules, réunis par feuille et par valeur."""
    groupes: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    exemples: dict[tuple[int, str], str] = {}
    for feuille, rang, forme, analyse, cases in _par_forme(contexte):
        for nombre in dict.fromkeys(analyse.nombres):
            if _TAUX.fullmatch(nombre) and nombre not in _ANODINS:
                groupes[feuille.rang, nombre] += cases
                exemples.setdefault((feuille.rang, nombre), f"={formule_de(forme, cases[0][0], rang)}")
    for (rang_de_feuille, nombre), cases in sorted(groupes.items()):
        feuille = contexte.vu.feuilles[rang_de_feuille]
        message = (
            f"la constante {nombre.replace('.', ',')} est écrite dans {len(cases)} "
            f"formule{'s' if len(cases) > 1 else ''} : si ce taux change, chacune est à reprendre ; "
            "la mettre dans une cellule nommée"
        )
        yield constat(
            "information",
            "constante-en-dur",
            "constante dans une formule",
            contexte.ou(feuille),
            message,
            cases=cases,
            trouve=exemples[rang_de_feuille, nombre],
        )
