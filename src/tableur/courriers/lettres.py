"""Retouches d'un modèle dont N lettres feront un seul fichier : ce qui diffère de l'une à l'autre y est un champ.

Listes redémarrées, dessins et signets uniques, notes renumérotées, en-têtes et pieds propres, pages depuis 1.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from tableur.courriers.champs import champs_de
from tableur.courriers.endroits import q
from tableur.courriers.instructions import LETTRE
from tableur.courriers.paquet import Paquet, Relation, en_octets
from tableur.courriers.structure import retirer

if TYPE_CHECKING:
    from lxml.etree import _Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

_AVANT_NUMPR = tuple(map(q, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")))
_AVANT_TYPE = tuple(map(q, ("headerReference", "footerReference", "footnotePr", "endnotePr")))
_AVANT_PAGES = (
    *_AVANT_TYPE, *map(q, ("type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")),
)  # fmt: skip
_ANNOTATIONS = ("commentRangeStart", "commentRangeEnd", "commentReference", "sectPrChange")
_RENVOI = re.compile(r"""(\b(?:REF|PAGEREF|NOTEREF)\s+"?|\\l\s+"?)([^\s"\\]+)""", re.IGNORECASE)


def champ(nom: str) -> str:
    """Champ que chaque lettre remplit à sa façon."""
    return f"{{{{ {LETTRE}.{nom} }}}}"


class Compteur:
    """Valeur qui augmente chaque fois qu'elle est écrite : identifiants de dessins."""

    def __init__(self) -> None:
        """Commence à 1."""
        self._n = 0

    def __str__(self) -> str:
        """Numéro suivant."""
        self._n += 1
        return str(self._n)


class Retouches:
    """Retouches d'un modèle ; `retoucher` donne l'arbre changé d'une partie."""

    def __init__(self, paquet: Paquet, *, recto_verso: bool = False) -> None:
        """Relève ce que le modèle numérote."""
        self.paquet, self._recto_verso = paquet, recto_verso
        self.numeros: set[str] = set()
        self.notes: set[str] = set()
        self.avertissements: list[str] = []
        self.arbres: dict[str, _Element] = {}
        self._noms_de_signets: set[str] = set()

    @cached_property
    def liens(self) -> dict[str, Relation]:
        """Relations du corps, par identifiant."""
        return {r.identifiant: r for r in self.paquet.relations if r.source == self.paquet.principal}

    def membre_de_genre(self, genre: str) -> str | None:
        """Membre lié au corps : numbering, styles, footnotes…"""
        return next((r.membre for r in self.liens.values() if r.genre_court == genre and not r.externe), None)

    def retoucher(self, membre: str) -> "_Element | None":
        """Arbre retouché d'une partie, None si elle ne change pas d'une lettre à l'autre."""
        if membre.startswith("docProps/"):
            return None
        racine = self.arbres[membre] = self.paquet.xml(membre)
        if membre == self.paquet.principal:
            self._identifiants(racine)
            self._numerotation(racine)
            self._sections(racine)
        for genre in ("footnote", "endnote"):
            self._notes(racine, genre)
        self._pages(racine, membre)
        return racine

    def _identifiants(self, racine: "_Element") -> None:
        for nom in _ANNOTATIONS:
            for element in list(racine.iter(q(nom))):
                retirer(element)
        for element in racine.iter(tag="{*}*"):
            for attribut in (f"{W14}paraId", f"{W14}textId"):
                if attribut in element.attrib:
                    del element.attrib[attribut]
            if element.tag.endswith("}docPr") and element.get("id"):
                element.set("id", champ("dessin"))
        self._signets(racine)

    def _signets(self, racine: "_Element") -> None:
        """Renomme les signets, et les renvois qui les visent."""
        noms = {s.get(q("name")) or "" for s in racine.iter(q("bookmarkStart"))}
        self._noms_de_signets |= noms
        for signet in racine.iter(q("bookmarkStart"), q("bookmarkEnd")):
            numero = signet.get(q("id")) or "0"
            signet.set(q("id"), f"{champ('n')}{int(numero) % 10000:04d}" if numero.isdigit() else numero)
            if signet.get(q("name")):
                signet.set(q("name"), f"{(signet.get(q('name')) or '')[:32]}_{champ('n')}")
        for lien in racine.iter(q("hyperlink")):
            if (ancre := lien.get(q("anchor"))) in self._noms_de_signets and ancre:
                lien.set(q("anchor"), f"{ancre[:32]}_{champ('n')}")
        for instruction in racine.iter(q("instrText")):
            instruction.text = _RENVOI.sub(self._renvoi, instruction.text or "")

    def _renvoi(self, trouve: re.Match[str]) -> str:
        debut, nom = trouve.groups()
        return f"{debut}{nom[:32]}_{champ('n')}" if nom in self._noms_de_signets else trouve.group()

    def _numerotation(self, racine: "_Element") -> None:
        par_style = self._numeros_des_styles()
        for paragraphe in racine.iter(q("p")):
            proprietes = paragraphe.find(q("pPr"))
            if proprietes is None or proprietes.find(q("numPr")) is not None:
                continue
            style = proprietes.find(q("pStyle"))
            numero = par_style.get(style.get(q("val")) or "") if style is not None else None
            if numero is not None:
                _poser_apres(proprietes, _AVANT_NUMPR, _numpr(*numero))
        for element in racine.iter(q("numId")):
            valeur = element.get(q("val")) or "0"
            if valeur != "0":
                self.numeros.add(valeur)
                element.set(q("val"), champ(f"num_{valeur}"))

    def _numeros_des_styles(self) -> dict[str, tuple[str, str]]:
        """Niveau et liste que porte chaque style de paragraphe, héritage compris."""
        styles = self.membre_de_genre("styles")
        if styles is None:
            return {}
        propres: dict[str, tuple[str, str]] = {}
        parents: dict[str, str] = {}
        for style in self.paquet.xml(styles).iter(q("style")):
            nom = style.get(q("styleId")) or ""
            base = style.find(q("basedOn"))
            if base is not None:
                parents[nom] = base.get(q("val")) or ""
            numero = style.find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")
            if numero is not None:
                niveau = style.find(f"{q('pPr')}/{q('numPr')}/{q('ilvl')}")
                propres[nom] = (
                    (niveau.get(q("val")) or "0") if niveau is not None else "0",
                    numero.get(q("val")) or "0",
                )
        trouves: dict[str, tuple[str, str]] = {}
        for nom in {*propres, *parents}:
            ancetre, vus = nom, 0
            while ancetre not in propres and ancetre in parents and vus < 20:
                ancetre, vus = parents[ancetre], vus + 1
            if ancetre in propres and propres[ancetre][1] != "0":
                trouves[nom] = propres[ancetre]
        return trouves

    def _sections(self, racine: "_Element") -> None:
        sections = list(racine.iter(q("sectPr")))
        if not sections:
            corps = racine.find(q("body"))
            if corps is not None:
                sections = [corps.makeelement(q("sectPr"), {}, None)]
                corps.append(sections[0])
        premiere = sections[0]
        self._completer_les_en_tetes(premiere, sections[1:])
        for reference in racine.iter(q("headerReference"), q("footerReference")):
            identifiant = reference.get(f"{R}id") or ""
            reference.set(f"{R}id", champ(f"rel_{identifiant}"))
        genre = _unique(premiere, "type", _AVANT_TYPE)
        genre.set(q("val"), "oddPage" if self._recto_verso else "nextPage")
        _unique(premiere, "pgNumType", _AVANT_PAGES).set(q("start"), "1")
        if len(sections) > 1 and self._compte_les_pages():
            self.avertissements.append(
                "Le modèle a plusieurs sections et compte ses pages : le nombre affiché sera celui de la section."
            )

    def _completer_les_en_tetes(self, premiere: "_Element", autres: "list[_Element]") -> None:
        """Donne à la première section un en-tête vide là où elle reprendrait celui de la lettre précédente."""
        presents = {(r.tag, r.get(q("type"))) for r in premiere.iter(q("headerReference"), q("footerReference"))}
        for section in autres:
            for reference in section.iter(q("headerReference"), q("footerReference")):
                if (reference.tag, reference.get(q("type"))) in presents:
                    continue
                presents.add((reference.tag, reference.get(q("type"))))
                genre = "header" if reference.tag == q("headerReference") else "footer"
                vide = premiere.makeelement(reference.tag, {}, None)
                vide.set(q("type"), reference.get(q("type")) or "default")
                vide.set(f"{R}id", f"vide_{genre}")
                premiere.insert(0, vide)

    def _compte_les_pages(self) -> bool:
        return any(b"NUMPAGES" in self.paquet.lire(membre) for membre in self.paquet.porteurs)

    def _pages(self, racine: "_Element", membre: str) -> None:
        """NUMPAGES compterait toutes les lettres : SECTIONPAGES compte celle-ci."""
        for champ_ in champs_de(racine) if b"NUMPAGES" in self.paquet.lire(membre) else ():
            if champ_.nom == "NUMPAGES":
                for element in champ_.elements:
                    if element.tag == q("instrText") and element.text:
                        element.text = element.text.replace("NUMPAGES", "SECTIONPAGES")

    def _notes(self, racine: "_Element", genre: str) -> None:
        for element in racine.iter(q(f"{genre}Reference"), q(genre)):
            numero = element.get(q("id")) or ""
            if element.tag == q(genre) and element.get(q("type")) in ("separator", "continuationSeparator"):
                continue
            if numero.isdigit():
                self.notes.add(f"{genre}_{numero}")
                element.set(q("id"), champ(f"{genre}_{numero}"))


class Listes:
    """Numérotations ajoutées au modèle : une par liste et par lettre, qui repart à son début."""

    def __init__(self, racine: "_Element") -> None:
        """Relève les listes du modèle."""
        self._racine = racine
        self._nums = {n.get(q("numId")) or "": n for n in racine.iter(q("num"))}
        self._dernier = max((int(n) for n in self._nums if n.isdigit()), default=0)
        self._debuts = {a.get(q("abstractNumId")): _debuts(a) for a in racine.iter(q("abstractNum"))}

    def pour_une_lettre(self, numeros: set[str]) -> Iterator[tuple[str, str]]:
        """Numéro d'origine et numéro neuf de chaque liste."""
        for numero in sorted(numeros & set(self._nums)):
            modele = self._nums[numero]
            abstrait = modele.find(q("abstractNumId"))
            if abstrait is None:
                continue
            self._dernier += 1
            neuf = modele.makeelement(q("num"), {q("numId"): str(self._dernier)}, None)
            cible = abstrait.get(q("val")) or "0"
            neuf.append(modele.makeelement(q("abstractNumId"), {q("val"): cible}, None))
            for niveau, debut in self._debuts.get(cible, {}).items():
                remplace = modele.makeelement(q("lvlOverride"), {q("ilvl"): niveau}, None)
                remplace.append(modele.makeelement(q("startOverride"), {q("val"): debut}, None))
                neuf.append(remplace)
            self._inserer(neuf)
            yield numero, str(self._dernier)

    def octets(self) -> bytes:
        """Partie numbering.xml complétée."""
        return en_octets(self._racine)

    def _inserer(self, neuf: "_Element") -> None:
        fin = self._racine.find(q("numIdMacAtCleanup"))
        if fin is None:
            self._racine.append(neuf)
        else:
            fin.addprevious(neuf)


def valeurs_de_lettre(
    numero: int, listes: Mapping[str, str], liens: Mapping[str, str], notes: Mapping[str, int], dessin: Compteur
) -> dict[str, object]:
    """Ce qui distingue une lettre : son rang, ses listes, ses en-têtes, ses notes."""
    valeurs: dict[str, object] = {"n": numero, "dessin": dessin}
    valeurs |= {f"num_{ancien}": neuf for ancien, neuf in listes.items()}
    valeurs |= {f"rel_{ancien}": neuf for ancien, neuf in liens.items()}
    valeurs |= notes
    return valeurs


def _numpr(niveau: str, numero: str) -> "_Element":
    from lxml import etree

    numpr = etree.Element(q("numPr"))
    etree.SubElement(numpr, q("ilvl")).set(q("val"), niveau)
    etree.SubElement(numpr, q("numId")).set(q("val"), numero)
    return numpr


def _poser_apres(parent: "_Element", avant: tuple[str, ...], element: "_Element") -> None:
    """Insère un élément après ceux qui doivent le précéder."""
    rang = max((i + 1 for i, e in enumerate(parent) if e.tag in avant), default=0)
    parent.insert(rang, element)


def _unique(section: "_Element", nom: str, avant: tuple[str, ...]) -> "_Element":
    trouve = section.find(q(nom))
    if trouve is None:
        trouve = section.makeelement(q(nom), {}, None)
        _poser_apres(section, avant, trouve)
    return trouve


def _debuts(abstrait: "_Element") -> dict[str, str]:
    debuts: dict[str, str] = {}
    for niveau in abstrait.iter(q("lvl")):
        depart = niveau.find(q("start"))
        debuts[niveau.get(q("ilvl")) or "0"] = (depart.get(q("val")) or "1") if depart is not None else "1"
    return debuts or {str(n): "1" for n in range(9)}
