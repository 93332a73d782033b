"""Balises qui valent pour un paragraphe, une cellule ou une rangée, et rangées répétées sans balise."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from tableur.courriers.balises import JETON, Balise, Balises, hors_des_textes
from tableur.courriers.endroits import q
from tableur.courriers.instructions import FICHE, LETTRE
from tableur.courriers.noms import cle_de_champ

if TYPE_CHECKING:
    from lxml.etree import _Element

Signaler = Callable[["_Element", str, str], None]

_TETE = re.compile(r"(?<![\w.])([^\W\d]\w*)\.(?=[^\W\d])")
_BOUCLE = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*for\s+([^%]+?)\s+in\b")
_POSE = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*set\s+(\w+)")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HORS_TABLES = frozenset({"loop", FICHE, LETTRE})
LIGNES = "_lignes_"


def ajouter_avant(element: "_Element", texte: str) -> None:
    """Écrit du texte juste avant un élément."""
    precedent = element.getprevious()
    if precedent is not None:
        precedent.tail = (precedent.tail or "") + texte
    elif (parent := element.getparent()) is not None:
        parent.text = (parent.text or "") + texte


def ajouter_apres(element: "_Element", texte: str) -> None:
    """Écrit du texte juste après un élément."""
    element.tail = texte + (element.tail or "")


def retirer(element: "_Element") -> None:
    """Retire un élément ; ce qui le suit reste, et ses sauts de ligne aussi : ils comptent les paragraphes."""
    parent = element.getparent()
    if parent is None:
        return
    sauts = "\n" * _texte(element).count("\n")
    reste = sauts + (element.tail or "")
    ajouter_avant(element, reste)
    element.tail = None
    parent.remove(element)


def hisser(racine: "_Element", balises: Balises, signaler: Signaler) -> frozenset[str]:
    """Sort de leur paragraphe, cellule ou rangée les balises `{%p`, `{%tc`, `{%tr`.

    Une balise seule dans sa rangée (cellule, paragraphe) prend sa place. À côté d'un autre contenu, que docxtpl
    effacerait, elle se place avant lui ou après lui, et le contenu reste.

    Returns:
        Ce que ces balises peuvent laisser vide : « cellule », « cadre », « tableau » ; « grille » si le nombre de
        colonnes peut changer.
    """
    videes: set[str] = set()
    for niveau in ("p", "tc", "tr"):
        for porteur in _porteurs(racine, balises, niveau):
            videes |= _videes(porteur, niveau)
            _hisser_de(porteur, balises, niveau, signaler)
    return frozenset(videes)


def repeter_les_rangees(racine: "_Element", balises: Balises) -> bool:
    """Répète sur sa table fille chaque rangée qui en nomme une colonne : « lignes.libelle » ; vrai s'il y en a."""
    repetee = False
    locaux = noms_locaux(balise.source for balise in balises.posees)
    for rangee in list(racine.iter(q("tr"))):
        numeros = _numeros(_texte_propre(rangee))
        tables: dict[str, None] = {}
        for numero in numeros:
            tables |= dict.fromkeys(_tables(balises.posees[numero].source, locaux))
        if not tables:
            continue
        premieres: dict[str, str] = {}  # « lignes » et « Lignes » sont la même table
        boucles = {t: premieres.setdefault(cle_de_champ(balises.lexique.libelle(t)), t) for t in tables}
        for numero in numeros:
            balises.changer(numero, _sur_la_ligne(balises.posees[numero].source, boucles))
        for table in premieres.values():
            ouvre = f"{{% for {LIGNES}{table} in {table} | _lignes %}}"
            ajouter_avant(rangee, balises.poser(Balise(ouvre)))
            ajouter_apres(rangee, balises.poser(Balise("{% endfor %}")))
            repetee = True
    return repetee


def noms_locaux(sources: Iterable[str]) -> frozenset[str]:
    """Noms qu'une boucle ou un `set` du modèle définit lui-même."""
    noms: set[str] = set(_HORS_TABLES)
    for source in sources:
        for trouve in _BOUCLE.finditer(source):
            noms |= {nom.strip(" ()") for nom in trouve.group(1).split(",")}
        noms |= set(_POSE.findall(source))
    return frozenset(noms)


def _videes(porteur: "_Element", niveau: str) -> set[str]:
    if niveau == "tr":
        return {"tableau"}
    if niveau == "tc":
        return {"grille"}
    contenants = {"cellule": q("tc"), "cadre": q("txbxContent"), "en_tete": q("hdr"), "pied": q("ftr")}
    return {nom for nom, balise in contenants.items() if next(porteur.iterancestors(balise), None) is not None}


def _porteurs(racine: "_Element", balises: Balises, niveau: str) -> "list[_Element]":
    """Paragraphes, cellules ou rangées qui portent une balise de ce niveau."""
    trouves: list[_Element] = []
    for texte in racine.iter(q("t")):
        if any(balises.posees[n].niveau == niveau for n in _numeros(texte.text or "")):
            porteur = next(texte.iterancestors(q(niveau)), None)
            if porteur is not None and porteur not in trouves:
                trouves.append(porteur)
    return trouves


def _hisser_de(porteur: "_Element", balises: Balises, niveau: str, signaler: Signaler) -> None:
    texte = _texte_propre(porteur)
    avant: list[str] = []
    apres: list[str] = []
    place = 0
    debut = texte  # ce qui reste à lire
    reste = ""
    for trouve in JETON.finditer(texte):
        if balises.posees[int(trouve.group(1))].niveau != niveau:
            continue
        reste += texte[place : trouve.start()]
        place = trouve.end()
        (apres if reste.strip() else avant).append(trouve.group())
        debut = texte[place:]
    if not (reste + debut).strip() and not _a_des_images(porteur):
        rang = _rang_du_premier(porteur)
        ajouter_avant(porteur, "\n" * rang + "".join(avant))
        _effacer_sauts(porteur, rang)
        retirer(porteur)
        return
    if apres and debut.strip():
        message = f"la balise {{%{niveau} est au milieu d'un texte : la mettre seule"
        signaler(porteur, "balise mal placée", message)
    _effacer_jetons(porteur, {*avant, *apres})
    ajouter_avant(porteur, "".join(avant))
    ajouter_apres(porteur, "".join(apres))


def _texte(element: "_Element") -> str:
    return "".join(map(str, element.itertext()))


def _rang_du_premier(porteur: "_Element") -> int:
    """Nombre de paragraphes du porteur jusqu'à celui de sa première balise, pour que l'endroit reste juste."""
    vu = 0
    for texte in map(str, porteur.itertext()):
        if JETON.search(texte):
            return vu
        vu += texte.count("\n")
    return vu


def _effacer_sauts(porteur: "_Element", nombre: int) -> None:
    """Ôte les premiers sauts de ligne du porteur : ils viennent d'être écrits devant lui."""
    for element in porteur.iter():
        if nombre <= 0:
            return
        for attribut in ("text", "tail"):
            contenu = getattr(element, attribut) or ""
            oter = min(nombre, contenu.count("\n"))
            if oter and not (attribut == "tail" and element is porteur):
                setattr(element, attribut, contenu.replace("\n", "", oter))
                nombre -= oter


def _effacer_jetons(porteur: "_Element", jetons: set[str]) -> None:
    for texte in porteur.iter(q("t")):
        for jeton in jetons:
            if texte.text and jeton in texte.text:
                texte.text = texte.text.replace(jeton, "")


def _texte_propre(porteur: "_Element") -> str:
    """Texte d'un élément, sans celui des tableaux qu'il contient ; un champ y compte pour du texte."""
    morceaux: list[str] = []
    for element in porteur.iter(q("t"), q("instrText")):
        if porteur.tag != q("p"):
            tableau = next(element.iterancestors(q("tbl")), None)
            if tableau is not next(porteur.iterancestors(q("tbl")), None):
                continue
        morceaux.append(element.text or "")
    return "".join(morceaux)


def _a_des_images(porteur: "_Element") -> bool:
    return next(porteur.iter(q("drawing"), q("pict"), q("object")), None) is not None


def _numeros(texte: str) -> list[int]:
    return [int(numero) for numero in JETON.findall(texte)]


def _tables(source: str, locaux: frozenset[str]) -> list[str]:
    trouvees: list[str] = []

    def chercher(expression: str) -> str:
        trouvees.extend(nom for nom in _TETE.findall(expression) if nom not in locaux)
        return expression

    _dans_les_balises(source, chercher)
    return trouvees


def _sur_la_ligne(source: str, boucles: Mapping[str, str]) -> str:
    motif = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, boucles))})\.(?=[^\W\d])")
    return _dans_les_balises(source, lambda e: motif.sub(lambda t: f"{LIGNES}{boucles[t[1]]}.", e))


def _dans_les_balises(source: str, changer: Callable[[str], str]) -> str:
    """Change les expressions, et non le texte d'un champ IF qui les entoure ni leurs textes entre guillemets."""
    return _EXPRESSION.sub(lambda trouve: hors_des_textes(trouve.group(), changer), source)
