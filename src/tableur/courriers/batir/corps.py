"""Le corps d'un modèle, écrit en texte simple dans sa déclaration, et sa lecture en paragraphes et tableaux.

    # Titre            ## Article (numéroté)      ### Intertitre       - puce         > note
    @Style: texte      paragraphe de ce style     @bloc nom            texte de communs/blocs.toml
    @signatures: A | B deux cadres de signature   {% if … %}           bloc conditionnel, seul sur sa ligne
    | a | b |          tableau ; la deuxième ligne, | --- | ---: |, en donne les largeurs et les alignements
    **mots**           en gras                    ⏎                    passage à la ligne
    ++mots++           en gras et plus grand, dans un document serré

Les lignes qui se suivent font un paragraphe ; une ligne vide le finit.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tableur.socle.erreurs import ErreurTableur

_STYLES = {"# ": "Titre", "## ": "Article", "### ": "Intertitre", "- ": "Puce", "> ": "Note"}
_BALISE_SEULE = re.compile(r"\{%\s*(?!p\b|tr\b)((?:(?!%\}).)*?)\s*%\}")
_STYLE_DIT = re.compile(r"@(\w+):\s*(.*)")
_BLOC = re.compile(r"@bloc (\w+)")


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """Un paragraphe : son style et son texte, balises comprises."""

    style: str
    texte: str


@dataclass(frozen=True, slots=True)
class Tableau:
    """Un tableau : largeurs relatives, alignements à droite, rangées (la première est l'en-tête)."""

    largeurs: tuple[int, ...]
    a_droite: tuple[bool, ...]
    rangees: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Cadres de signature côte à côte."""

    titres: tuple[str, ...]


Bloc: TypeAlias = Paragraphe | Tableau | Signatures


def lire_corps(corps: str, blocs: Mapping[str, str]) -> list[Bloc]:
    """Blocs d'un corps, ceux des textes communs compris.

    Args:
        corps: Texte du corps.
        blocs: Textes communs, par nom.

    Raises:
        ErreurTableur: Un texte commun n'existe pas, ou un tableau est mal écrit.
    """
    lus: list[Bloc] = []
    style, lignes, rangees = "Texte", list[str](), list[str]()

    def finir() -> None:
        nonlocal style
        if lignes:
            lus.append(Paragraphe(style, " ".join(lignes)))
        if rangees:
            lus.append(_tableau(rangees))
        style = "Texte"
        lignes.clear()
        rangees.clear()

    for ligne in _deployees(corps, blocs):
        if ligne.startswith("|"):
            if lignes:
                finir()
            rangees.append(ligne)
            continue
        commence = _debut(ligne)
        if not ligne or commence is not None or rangees:
            finir()
        if isinstance(commence, Signatures) or (commence is not None and commence.style == "Balise"):
            lus.append(commence)
        elif commence is not None:
            style = commence.style
            lignes.append(commence.texte)
        elif ligne:
            lignes.append(ligne)
    finir()
    return lus


def _deployees(corps: str, blocs: Mapping[str, str]) -> Iterator[str]:
    for ligne in map(str.strip, corps.strip().splitlines()):
        trouve = _BLOC.fullmatch(ligne)
        if trouve is None:
            yield ligne
        elif trouve[1] in blocs:
            yield ""
            yield from _deployees(blocs[trouve[1]], blocs)
            yield ""
        else:
            raise ErreurTableur(f"Le texte commun « {trouve[1]} » n'existe pas dans communs/blocs.toml.")


def _debut(ligne: str) -> Paragraphe | Signatures | None:
    """Le paragraphe qu'une ligne commence, None si elle continue le précédent."""
    balise = _BALISE_SEULE.fullmatch(ligne)
    if balise is not None:
        return Paragraphe("Balise", f"{{%p {balise[1]} %}}")
    dit = _STYLE_DIT.fullmatch(ligne)
    if dit is not None and dit[1] == "signatures":
        return Signatures(tuple(_cellules(dit[2])))
    if dit is not None:
        return Paragraphe(dit[1], dit[2])
    for marque, style in _STYLES.items():
        if ligne.startswith(marque):
            return Paragraphe(style, ligne.removeprefix(marque).strip())
    return None


def _tableau(lignes: list[str]) -> Tableau:
    rangees = [tuple(_cellules(ligne)) for ligne in lignes]
    if len(rangees) < 3 or len(set(map(len, rangees))) != 1:
        raise ErreurTableur(f"Tableau mal écrit : en-tête, traits et rangées de même longueur : {lignes[0]}")
    traits = rangees[1]
    return Tableau(
        tuple(trait.count("-") for trait in traits),
        tuple(trait.endswith(":") for trait in traits),
        (rangees[0], *rangees[2:]),
    )


def _cellules(ligne: str) -> Iterator[str]:
    """Cellules d'une ligne ; la barre d'un filtre, dans une balise, n'en sépare pas."""
    abritee = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda t: t.group().replace("|", "\ue000"), ligne.strip())
    for cellule in abritee.strip("|").split("|"):
        yield cellule.strip().replace("\ue000", "|")
