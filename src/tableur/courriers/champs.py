"""Champs Word d'une partie : leur structure (simples, complexes, imbriqués, coupés), et leur remplacement."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tableur.courriers.endroits import q

if TYPE_CHECKING:
    from lxml.etree import _Element

ESPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SAUTS = {q("tab"): "\t", q("br"): "\n", q("cr"): "\n", q("noBreakHyphen"): "-"}


@dataclass(slots=True)
class Champ:
    """Un champ : les éléments qui le composent, son instruction, et les champs de son résultat.

    Args:
        debut: Élément qui ouvre le champ (`fldChar` ou `fldSimple`).
        elements: Tout ce qui disparaît quand le champ est remplacé.
        instruction: Morceaux d'instruction, textes et champs imbriqués.
        interieurs: Champs contenus dans le résultat.
        fin: Élément qui ferme le champ, None s'il n'est pas fermé.
    """

    debut: "_Element"
    elements: "list[_Element]" = field(default_factory=list)
    instruction: "list[str | Champ]" = field(default_factory=list)
    interieurs: "list[Champ]" = field(default_factory=list)
    fin: "_Element | None" = None
    dans_le_resultat: bool = False

    @property
    def texte(self) -> str:
        """Instruction, sans les champs imbriqués."""
        return "".join(m for m in self.instruction if isinstance(m, str)).strip()

    @property
    def nom(self) -> str:
        """Nom du champ en capitales : « MERGEFIELD »."""
        mots = self.texte.split(None, 1)
        return "=" if self.texte.startswith("=") else mots[0].upper() if mots else ""


def champs_de(racine: "_Element") -> list[Champ]:
    """Champs d'une partie qui ne sont contenus dans aucun autre, dans l'ordre."""
    _deplier_les_simples(racine)
    tous: list[Champ] = []
    ouverts: list[Champ] = []
    for element in racine.iter(tag="{*}*"):
        parent = element.getparent()
        if parent is None or parent.tag != q("r") or element.tag == q("rPr"):
            continue
        genre = element.get(q("fldCharType")) if element.tag == q("fldChar") else None
        if genre == "begin":
            _ouvrir(Champ(element), ouverts, tous)
        for ouvert in ouverts:
            ouvert.elements.append(element)
        if ouverts:
            _recevoir(element, genre, ouverts)
    return tous


def instructions_de(racine: "_Element") -> Iterator[tuple[int, str]]:
    """Rang du paragraphe et instruction de chaque champ d'une partie, imbriqués compris."""
    rangs = {p: rang for rang, p in enumerate(racine.iter(q("p")), 1)}
    for champ in champs_de(racine):
        yield from _instructions(champ, rangs)


def paragraphe_de(element: "_Element") -> "_Element | None":
    """Paragraphe qui contient un élément."""
    return next(element.iterancestors(q("p")), None)


def tient_en_un_paragraphe(champ: Champ) -> bool:
    """Vrai si le champ s'ouvre et se ferme dans le même paragraphe."""
    return champ.fin is not None and paragraphe_de(champ.debut) is paragraphe_de(champ.fin)


def remplacer(champ: Champ, contenu: str, balise: Literal["t", "instrText"] = "t") -> None:
    """Remplace un champ entier par un texte, dans la mise en forme de son résultat."""
    from lxml import etree

    premier = champ.debut.getparent()
    if premier is None:  # pragma: no cover - un fldChar est toujours dans un morceau de texte
        return
    morceau = etree.Element(q("r"))
    forme = _forme(champ)
    if forme is not None:
        morceau.append(copy.deepcopy(forme))
    texte = etree.SubElement(morceau, q(balise))
    texte.text = contenu
    texte.set(ESPACE, "preserve")
    premier.addprevious(morceau)
    for element in champ.elements:
        _oter(element)


def _ouvrir(champ: Champ, ouverts: list[Champ], tous: list[Champ]) -> None:
    if not ouverts:
        tous.append(champ)
    elif ouverts[-1].dans_le_resultat:
        ouverts[-1].interieurs.append(champ)
    else:
        ouverts[-1].instruction.append(champ)
    ouverts.append(champ)


def _recevoir(element: "_Element", genre: str | None, ouverts: list[Champ]) -> None:
    """Range un élément dans le champ le plus intérieur."""
    champ = ouverts[-1]
    if genre == "separate":
        champ.dans_le_resultat = True
    elif genre == "end":
        champ.fin = element
        ouverts.pop()
    elif genre is None and not champ.dans_le_resultat:
        if element.tag in (q("instrText"), q("t")):
            champ.instruction.append(element.text or "")
        elif element.tag in _SAUTS:
            champ.instruction.append(_SAUTS[element.tag])


def _instructions(champ: Champ, rangs: "dict[_Element, int]") -> Iterator[tuple[int, str]]:
    paragraphe = paragraphe_de(champ.debut)
    yield (0 if paragraphe is None else rangs.get(paragraphe, 0)), champ.texte
    for interieur in [*(m for m in champ.instruction if isinstance(m, Champ)), *champ.interieurs]:
        yield from _instructions(interieur, rangs)


def _deplier_les_simples(racine: "_Element") -> None:
    """Change chaque champ simple en champ complexe : un seul chemin ensuite."""
    from lxml import etree

    for simple in list(racine.iter(q("fldSimple"))):
        contenu = list(simple)
        parent = simple.getparent()
        if parent is None:  # pragma: no cover
            continue

        def morceau(nom: str, texte: str = "", genre: str = "") -> "_Element":
            r = etree.Element(q("r"))
            e = etree.SubElement(r, q(nom))
            if genre:
                e.set(q("fldCharType"), genre)
            else:
                e.text = texte
                e.set(ESPACE, "preserve")
            return r

        suite = [
            morceau("fldChar", genre="begin"),
            morceau("instrText", simple.get(q("instr")) or ""),
            morceau("fldChar", genre="separate"),
            *contenu,
            morceau("fldChar", genre="end"),
        ]
        for element in suite:
            simple.addprevious(element)
        parent.remove(simple)


def _forme(champ: Champ) -> "_Element | None":
    """Mise en forme du résultat du champ, sinon celle de son début."""
    apres = False
    for element in champ.elements:
        if element.get(q("fldCharType")) == "separate":
            apres = True
        elif apres and element.tag == q("t"):
            parent = element.getparent()
            return None if parent is None else parent.find(q("rPr"))
    parent = champ.debut.getparent()
    return None if parent is None else parent.find(q("rPr"))


def _oter(element: "_Element") -> None:
    """Ôte un élément, et le morceau de texte qu'il laisse vide."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if not [e for e in parent if e.tag != q("rPr")]:
        grand_parent = parent.getparent()
        if grand_parent is not None:
            grand_parent.remove(parent)
