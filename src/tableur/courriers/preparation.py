"""Préparation d'une partie, une fois par modèle : champs Word, « Champ » et balises deviennent un texte de modèle.

Devant chaque paragraphe est posé un saut de ligne : le numéro de ligne d'une erreur est donc celui du paragraphe.
Ces sauts disparaissent à la compilation. docxtpl achève les balises de son langage que ceci ne traite pas.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tableur.courriers.balises import JETON, Balise, Balises, mettre_a_l_abri
from tableur.courriers.champs import Champ, champs_de, paragraphe_de, remplacer, tient_en_un_paragraphe
from tableur.courriers.endroits import Faute, q, situer
from tableur.courriers.instructions import FUSION, SUITE, ChampIllisible, Lexique, Traduction
from tableur.courriers.noms import Colonnes
from tableur.courriers.structure import ajouter_avant, hisser, repeter_les_rangees
from tableur.fichiers.archives import analyser_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

FAUTES_MAXIMUM = 200  # d'une partie ; au-delà, la liste n'apprend plus rien

_A_PREPARER = re.compile(rb"\{(?:<[^>]*>|\s)*[{%#_]|\xc2\xab|instrText|fldSimple|[}%](?:<[^>]*>|\s)*\}")
_BALISE_SIMPLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_VALEUR = re.compile(r"^\{\{(.*)\}\}$", re.DOTALL)


@dataclass(slots=True)
class Partie:
    """Partie prête à compiler.

    Args:
        membre: Nom du membre de l'archive.
        origine: Son contenu dans le modèle.
        source: Texte du modèle, None si la partie ne porte aucune balise.
        fautes: Ce qui ne va pas, avec l'endroit.
        sources: Balises, champs traduits compris.
        videes: Ce que le modèle peut laisser vide : « cellule », « cadre », « tableau »… (voir `hisser`).
        contient_suite: Vrai si la partie avance elle-même de ligne en ligne (NEXT).
        dessins_repetes: Vrai si une boucle peut répéter un dessin.
    """

    membre: str
    origine: bytes
    source: str | None = None
    fautes: list[Faute] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    videes: frozenset[str] = frozenset()
    contient_suite: bool = False
    dessins_repetes: bool = False


class Preparation:
    """Prépare les parties d'un modèle avec le même lexique."""

    def __init__(
        self, lexique: Lexique, colonnes: Colonnes | None, cles: Iterable[str] = (), *, suite: bool = False
    ):
        """Retient ce qui est connu des données.

        Args:
            lexique: Reçoit les noms des champs.
            colonnes: Colonnes des lignes, None si elles sont inconnues.
            cles: Noms pliés des colonnes des tables filles.
            suite: Vrai si le modèle avance lui-même de ligne en ligne (NEXT).
        """
        self._lexique, self._colonnes, self._cles = lexique, colonnes, frozenset(cles)
        self._traduction = Traduction(lexique, suite=suite)

    def preparer(self, membre: str, octets: bytes, racine: "_Element | None" = None) -> Partie:
        """Partie préparée ; ses fautes sont dites, et non levées.

        Args:
            membre: Nom du membre.
            octets: Contenu du modèle.
            racine: Contenu déjà retouché, s'il l'a été.

        Raises:
            Refus: Le XML est illisible ou piégé.
        """
        partie = Partie(membre, octets)
        if racine is None and not _A_PREPARER.search(octets):
            return partie
        arbre = analyser_xml(octets) if racine is None else racine
        balises = Balises(self._lexique, self._colonnes, self._cles)
        rangs = _compter(arbre)
        self._champs(arbre, balises, partie, rangs)
        for paragraphe, rang in rangs.items():
            for regle, dit in mettre_a_l_abri(paragraphe, balises):
                _noter(partie, regle, dit, rang)
        _abriter_le_reste(arbre, balises)
        videes = hisser(arbre, balises, lambda e, regle, dit: _noter(partie, regle, dit, _rang_de(e, rangs)))
        if repeter_les_rangees(arbre, balises):
            videes |= {"tableau"}
        if any(balise.brute for balise in balises.posees):  # docxtpl peut avoir vidé ou fusionné
            videes |= {"tableau", "cellule", "cadre", "grille"}
        partie.sources = [balise.source for balise in balises.posees]
        partie.videes = videes
        partie.dessins_repetes = b"<wp:docPr " in octets and any("for " in source for source in partie.sources)
        if balises.posees or b"{_" in octets:
            partie.source = _source(arbre, balises)
        return partie

    def _champs(self, arbre: "_Element", balises: Balises, partie: Partie, rangs: "dict[_Element, int]") -> None:
        for champ in champs_de(arbre):
            self._champ(champ, balises, partie, rangs)

    def _champ(self, champ: Champ, balises: Balises, partie: Partie, rangs: "dict[_Element, int]") -> None:
        """Traduit un champ de publipostage ; dans un autre champ, ceux qu'il contient."""
        paragraphe = paragraphe_de(champ.debut)
        rang = 0 if paragraphe is None else rangs.get(paragraphe, 0)
        imbriques = [m for m in champ.instruction if isinstance(m, Champ)]
        partie.contient_suite |= champ.nom in SUITE
        try:
            if champ.nom in FUSION:
                if not tient_en_un_paragraphe(champ):
                    raise ChampIllisible(
                        "il s'étend sur plusieurs paragraphes : employer {%p if … %} et {%p endif %}"
                    )
                remplacer(champ, balises.poser(Balise(self._traduction.traduire(champ))))
                return
            for imbrique in imbriques:
                self._dans_une_instruction(champ, imbrique, balises)
        except ChampIllisible as raison:
            dit = f"le champ {champ.nom or champ.texte[:20]} n'est pas utilisable : {raison}"
            _noter(partie, "champ Word", dit, rang)
        for interieur in champ.interieurs:
            self._champ(interieur, balises, partie, rangs)

    def _dans_une_instruction(self, champ: Champ, imbrique: Champ, balises: Balises) -> None:
        """Champ de fusion dans l'instruction d'un autre : seulement l'adresse d'un lien."""
        if imbrique.nom not in FUSION:
            return
        if champ.nom != "HYPERLINK":
            raise ChampIllisible("un champ de fusion y est imbriqué ; faire ce calcul dans le classeur")
        expression = self._traduction.expression(imbrique)
        remplacer(imbrique, balises.poser(Balise(f"{{{{ {expression} | _lien | _simple }}}}")), "instrText")


def _compter(arbre: "_Element") -> "dict[_Element, int]":
    """Pose un saut de ligne devant chaque paragraphe, après avoir ôté tous les autres ; rend leur rang, de 1."""
    for element in arbre.iter():
        if element.text and "\n" in element.text:
            element.text = element.text.replace("\n", " ") if element.text.strip() else ""
        if element.tail and "\n" in element.tail:
            element.tail = element.tail.replace("\n", " ") if element.tail.strip() else ""
    rangs = {paragraphe: rang for rang, paragraphe in enumerate(arbre.iter(q("p")), 1)}
    for paragraphe in rangs:
        ajouter_avant(paragraphe, "\n")
    return rangs


def _abriter_le_reste(arbre: "_Element", balises: Balises) -> None:
    """Balises hors des textes du document : propriétés, graphiques, adresses de liens, attributs."""

    def abri(trouve: re.Match[str]) -> str:
        balise = balises.lire(trouve.group())
        valeur = _VALEUR.match(balise.source)
        return balises.poser(Balise(f"{{{{ ({valeur.group(1)}) | _simple }}}}") if valeur else balise)

    for element in arbre.iter(tag="{*}*"):
        if element.tag != q("t") and element.text and "{" in element.text:
            element.text = _BALISE_SIMPLE.sub(abri, element.text)
        for nom, valeur in element.attrib.items():
            if isinstance(valeur, str) and ("{{" in valeur or "{%" in valeur):
                element.set(nom, _BALISE_SIMPLE.sub(abri, valeur))


def _source(arbre: "_Element", balises: Balises) -> str:
    from lxml import etree

    texte = etree.tostring(arbre, encoding="unicode")
    if any(balise.brute for balise in balises.posees):
        texte = _achever_par_docxtpl(balises.rendre(texte, brutes=True))
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + balises.rendre(texte, brutes=False)


def _achever_par_docxtpl(texte: str) -> str:
    """Traite ce que docxtpl seul connaît : texte enrichi, fusions de cellules, fonds, `-%}`."""
    from docxtpl import DocxTemplate

    prepare: str = DocxTemplate.patch_xml(None, texte)
    return prepare


def _rang_de(element: "_Element", rangs: "dict[_Element, int]") -> int:
    paragraphe = element if element.tag == q("p") else next(element.iter(q("p")), None)
    return 0 if paragraphe is None else rangs.get(paragraphe, 0)


def _noter(partie: Partie, regle: str, dit: str, rang: int) -> None:
    if len(partie.fautes) < FAUTES_MAXIMUM:
        partie.fautes.append(Faute("refus", regle, dit, situer(partie.membre, partie.origine, rang)))


__all__ = ["JETON", "Partie", "Preparation"]
