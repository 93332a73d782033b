"""Lecture de la section « formulaire » d'une feuille : ses fautes sont dites toutes ensemble."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, get_args

from tableur.classeurs.formulaire.modele import (
    LIGNES_DERRIERE,
    Allure,
    Aspect,
    ColonneDeFormulaire,
    Formulaire,
    LigneDeFormulaire,
    Repere,
)

if TYPE_CHECKING:
    from tableur.classeurs.modeles import Feuille, Modele

Faute = Callable[[str], None]
_CLES = {f.name for f in fields(Formulaire)} | {"formules"}
_CLES_DE_COLONNE = {f.name for f in fields(ColonneDeFormulaire)}
_CLES_DE_REPERE = {f.name for f in fields(Repere)}
_COLONNE = re.compile(r"\{?(\w+\.\w+)\}?")
_GABARIT = re.compile(r"@(\w+)")
_TROU = re.compile(r"«(\w+)»")


def lire_le_formulaire(brut: object, faute: Faute) -> Formulaire | None:
    """Formulaire d'une feuille, None s'il ne se lit pas.

    Args:
        brut: La section « formulaire » de la déclaration.
        faute: Reçoit chaque faute.
    """
    if not isinstance(brut, Mapping):
        faute("« formulaire » est une section : [feuilles.formulaire]")
        return None
    if not _cles(brut, _CLES, {"titre", "colonnes", "lignes"}, "le formulaire", faute):
        return None
    gabarits = {str(nom): str(formule) for nom, formule in dict(brut.get("formules", {})).items()}
    colonnes = tuple(c for b in brut["colonnes"] if (c := _colonne(b, faute)))
    lignes = _avec_les_boites([x for b in brut["lignes"] if (x := _ligne(b, colonnes, gabarits, faute))])
    return Formulaire(
        titre=str(brut["titre"]),
        colonnes=colonnes,
        lignes=lignes,
        tete=tuple(r for b in brut.get("tete", ()) if (r := _repere(b, faute))),
        cote=tuple(r for b in brut.get("cote", ()) if (r := _repere(b, faute))),
        fraicheur=str(brut.get("fraicheur", "")),
        pied=str(brut.get("pied", "")),
    )


def _colonne(brut: Mapping[str, Any], faute: Faute) -> ColonneDeFormulaire | None:
    if not _cles(brut, _CLES_DE_COLONNE, {"nom", "libelle", "largeur"}, "une colonne du formulaire", faute):
        return None
    return ColonneDeFormulaire(
        str(brut["nom"]),
        str(brut["libelle"]),
        float(brut["largeur"]),
        str(brut.get("formule", "")),
        brut.get("discrete") is True,
        brut.get("masquee") is True,
    )


def _ligne(
    brut: Mapping[str, Any],
    colonnes: tuple[ColonneDeFormulaire, ...],
    gabarits: Mapping[str, str],
    faute: Faute,
) -> LigneDeFormulaire | None:
    """Case, titre ou rubrique ; les clés de trop d'une case remplissent les trous « … » de ses gabarits."""
    titres: tuple[Allure, ...] = ("titre", "rubrique")
    for allure in titres:
        if allure in brut:
            return LigneDeFormulaire(allure, str(brut[allure]), valeurs=_entetes(brut, colonnes))
    if not {"case", "libelle"} <= set(brut):
        faute(f"une ligne du formulaire a une case et un libellé, un titre ou une rubrique : {dict(brut)} reçu")
        return None
    mots = {cle: str(valeur) for cle, valeur in brut.items()}
    noms = [c.nom for c in colonnes if c.nom != LIGNES_DERRIERE]
    valeurs = {}
    for colonne in colonnes:
        formule = mots.get(colonne.nom, colonne.formule if colonne.nom in noms else "")
        if formule:
            valeurs[colonne.nom] = _remplie(formule, mots, gabarits, faute)
    trouvee = _COLONNE.fullmatch(mots.get("lien", ""))
    return LigneDeFormulaire(
        "total" if brut.get("total") is True else "case",
        mots["libelle"],
        mots["case"],
        mots.get("numero", ""),
        valeurs,
        trouvee[1] if trouvee else mots.get("lien", ""),
        tuple(colonne.nom for colonne in colonnes if mots.get(colonne.nom) == ""),  # l'imprimé n'y a pas de case
    )


def _avec_les_boites(lignes: list[LigneDeFormulaire]) -> tuple[LigneDeFormulaire, ...]:
    """Lignes dont les cases vides de l'imprimé sont dites : celles des colonnes que nomme leur rubrique."""
    nommees: tuple[str, ...] = ()
    rendues = []
    for ligne in lignes:
        nommees = nommees if ligne.case else tuple(ligne.valeurs)
        rendues.append(
            replace(ligne, boites=tuple(c for c in nommees if c not in ligne.boites)) if ligne.case else ligne
        )
    return tuple(rendues)


def _entetes(brut: Mapping[str, Any], colonnes: tuple[ColonneDeFormulaire, ...]) -> dict[str, str]:
    """En-têtes qu'une rubrique redonne à ses colonnes."""
    return {c.nom: str(brut[c.nom]) for c in colonnes if c.nom in brut}


def _remplie(formule: str, mots: Mapping[str, str], gabarits: Mapping[str, str], faute: Faute) -> str:
    """Formule dont les gabarits et les trous sont remplis."""

    def gabarit(mot: "re.Match[str]") -> str:
        if mot[1] not in gabarits:
            faute(f"le formulaire cite la formule « @{mot[1]} », qui n'est pas parmi ses « formules »")
        return gabarits.get(mot[1], "0")

    def trou(mot: "re.Match[str]") -> str:
        if mot[1] not in mots:
            faute(f"la case « {mots['case']} » ne dit pas « {mot[1]} », que sa formule demande")
        return mots.get(mot[1], "")

    return _TROU.sub(trou, _GABARIT.sub(gabarit, formule))


def _repere(brut: Mapping[str, Any], faute: Faute) -> Repere | None:
    if not _cles(brut, _CLES_DE_REPERE, {"libelle", "formule"}, "un repère du formulaire", faute):
        return None
    if brut.get("aspect", "nombre") not in get_args(Aspect):
        faute(f"l'aspect d'un repère est {', '.join(get_args(Aspect))} : « {brut['aspect']} » reçu")
        return None
    return Repere(**{cle: str(valeur) for cle, valeur in brut.items()})  # type: ignore[arg-type]


def _cles(brut: Mapping[str, Any], connues: set[str], exigees: set[str], quoi: str, faute: Faute) -> bool:
    inconnues, manquantes = sorted(set(brut) - connues), sorted(exigees - set(brut))
    for cle in inconnues:
        faute(f"{quoi} a une clé inconnue, « {cle} »")
    for cle in manquantes:
        faute(f"{quoi} n'a pas de « {cle} »")
    return not inconnues and not manquantes


def fautes_du_formulaire(feuille: "Feuille", modele: "Modele") -> Iterator[str]:
    """Ce qu'un formulaire cite et qui n'existe pas, une phrase par faute."""
    from tableur.classeurs.formulaire.formules import fautes_d_une_formule

    formulaire = feuille.formulaire
    if formulaire is None:
        return
    if feuille.genre != "V" or feuille.tables or feuille.sources or feuille.tableau is not None:
        yield "un formulaire est une feuille V sans table ni sources : il montre les autres feuilles"
    cases = [ligne.case for ligne in formulaire.lignes if ligne.case]
    for double in sorted({case for case in cases if cases.count(case) > 1}):
        yield f"deux lignes du formulaire portent la case « {double} »"
    for repere in formulaire.cote:
        if repere.case not in cases:
            yield f"« {repere.libelle} » se lit à côté de la case « {repere.case} », qui n'est pas du formulaire"
    for ligne in formulaire.lignes:
        if ligne.lien and not _existe(modele, ligne.lien):
            yield f"la case « {ligne.case} » mène à « {ligne.lien} », qui n'est pas une colonne du classeur"
    if formulaire.fraicheur and formulaire.fraicheur not in {f.nom for f in modele.feuilles}:
        yield f"le formulaire redit la mention de « {formulaire.fraicheur} », qui n'est pas une feuille"
    formules = [f for f in formulaire.formules() if f]
    for formule in dict.fromkeys(formules):
        yield from fautes_d_une_formule(formule, formulaire, modele)


def _existe(modele: "Modele", colonne: str) -> bool:
    nom, _, champ = colonne.partition(".")
    trouvee = modele.table_nommee(nom)
    return trouvee is not None and any(c.nom == champ for c in trouvee[1].colonnes)
