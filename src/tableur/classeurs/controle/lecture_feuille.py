"""Lecture d'une feuille .xlsx, ligne à ligne, par expressions régulières sur ses octets.

Le XML est d'abord vérifié par lxml, qui refuse ce qui est mal formé ; une écriture inhabituelle (préfixe d'espace
de noms, codage, commentaires, autre ordre des attributs) est ramenée à l'écriture ordinaire.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Any

from tableur.classeurs.cellules import ERREURS, serie
from tableur.classeurs.controle.feuilles import Colonne, FeuilleVue
from tableur.classeurs.controle.formules import Formes
from tableur.classeurs.controle.plages import COLONNES_MAXIMUM, LIGNES_MAXIMUM, Plage, rang
from tableur.fichiers.archives import analyser_xml
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule
from tableur.socle.erreurs import Ou, refus

_CELLULE = re.compile(
    rb'<c(?: r="([A-Z]{1,3})([0-9]+)")?(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?([^>]*?)'
    rb"(?:/>|>(?:<f([^>]*?)(?:/>|>([^<]*)</f>))?(?:<v[^>/]*>([^<]*)</v>)?(.*?)</c>)",
    re.DOTALL,
)
_ATTRIBUT = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NUMERO = re.compile(rb"""\sr=["']([0-9]+)""")
_TEXTE = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIQUE = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_ECHAPPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RACINE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<([A-Za-z_][\w.-]*:)?")
_CODAGE = re.compile(rb"""<(?!\?xml)|<\?xml(?![^>]*encoding)|<\?xml[^>]*encoding=["'](?i:utf-8|us-ascii)["']""")
_PREFIXE = re.compile(rb"<(/?)[A-Za-z_][\w.-]*:(?=(?:worksheet|sheet\w+|row|c|f|v|is|si|sst|t|r)[\s/>])")


IMAGE = "(image ou valeur riche)"


class _Muet:
    """Cible d'analyse qui ne garde rien : seul compte que le XML soit bien formé."""

    def close(self) -> None:
        """Fin du document."""


def ordinaire(octets: bytes, ou: Ou) -> bytes:
    """XML bien formé, en UTF-8, sans préfixe ni commentaire, prêt à être fouillé.

    Raises:
        Refus: Le XML est mal formé, ou il contient une déclaration DOCTYPE.
    """
    from lxml import etree

    octets = octets.removeprefix(b"\xef\xbb\xbf").lstrip()
    racine = _RACINE.match(octets)
    if b"<!" in octets or not _CODAGE.match(octets) or racine is None or racine[1]:
        arbre = analyser_xml(octets, ou)
        etree.strip_tags(arbre, etree.Comment, etree.ProcessingInstruction)
        return _PREFIXE.sub(rb"<\1", etree.tostring(arbre))
    analyseur: Any = etree.XMLParser(target=_Muet(), resolve_entities=False, no_network=True, huge_tree=True)  # type: ignore[arg-type]
    try:
        etree.fromstring(octets, analyseur)
    except (etree.XMLSyntaxError, ValueError) as erreur:
        raise refus(ou, "XML", "Ce fichier est abîmé : son XML est illisible.", trouve=str(erreur)) from erreur
    return octets


def textes_partages(octets: bytes, ou: Ou) -> list[str]:
    """Textes de sharedStrings.xml, par numéro, sans leur mise en forme."""
    propre = ordinaire(octets, ou)
    textes = []
    debut = propre.find(b"<si")
    while debut >= 0:
        fin_balise = propre.find(b">", debut)
        if propre[fin_balise - 1 : fin_balise] == b"/":
            textes.append("")
            debut = propre.find(b"<si", fin_balise)
            continue
        fin = propre.find(b"</si>", fin_balise)
        textes.append(_texte_riche(propre[fin_balise + 1 : fin]))
        debut = propre.find(b"<si", fin)
    return textes


def attributs(octets: bytes) -> dict[str, str]:
    """Attributs d'une balise, décodés."""
    return {
        nom.decode(): unescape((valeur or autre).decode("utf-8", "replace"))
        for nom, valeur, autre in _ATTRIBUT.findall(octets)
    }


def lire_cellules(octets: bytes, feuille: FeuilleVue, textes: Sequence[str], ou: Ou) -> None:
    """Range dans une feuille les cellules de son XML ordinaire.

    Raises:
        Refus: Une cellule renvoie à un texte absent, ou une adresse est impossible.
    """
    lecteur = _Lecteur(feuille, textes)
    debut = octets.find(b"<sheetData")
    fin = octets.find(b"</sheetData>", debut)
    if debut < 0 or fin < 0:
        return
    position, ligne = octets.find(b"<row", debut, fin), 0
    try:
        while position >= 0:
            fin_balise = octets.index(b">", position)
            ligne = lecteur.ligne(octets[position + 4 : fin_balise], ligne)
            if octets[fin_balise - 1] == 47:  # « / » : ligne sans cellule
                position = octets.find(b"<row", fin_balise, fin)
                continue
            fin_ligne = octets.index(b"</row>", fin_balise)
            lecteur.cellules(_CELLULE.findall(octets, fin_balise + 1, fin_ligne), ligne)
            position = octets.find(b"<row", fin_ligne, fin)
    except (IndexError, ValueError) as erreur:
        message = f"Ce classeur est abîmé : la ligne {ligne} de cette feuille est illisible."
        raise refus(ou, "classeur illisible", message, trouve=str(erreur)) from erreur
    lecteur.ranger()


class _Lecteur:
    """Ce qui se retient d'une ligne à l'autre : colonnes, formules partagées, dernières formes."""

    def __init__(self, feuille: FeuilleVue, textes: Sequence[str]) -> None:
        self.feuille, self.textes, self.formes = feuille, textes, Formes()
        self.colonnes: dict[int, Colonne] = feuille.colonnes
        self.partagees: dict[str, str] = {}
        self.derniere = 0

    def ligne(self, balise: bytes, precedente: int) -> int:
        """Numéro d'une ligne, et ce que sa balise dit d'elle."""
        lus = attributs(balise) if b"hidden" in balise or b"customFormat" in balise else {}
        trouve = _NUMERO.search(balise)
        numero = int(trouve[1]) if trouve else precedente + 1
        if not precedente < numero <= LIGNES_MAXIMUM:
            raise ValueError(f"ligne {numero}")
        if lus.get("hidden") in ("1", "true"):
            self.feuille.lignes_masquees.append(numero)
        if lus.get("customFormat") in ("1", "true"):
            self.feuille.derniere_ligne_formatee = numero
            self.feuille.lignes_formatees += 1
        return numero

    def cellules(self, trouvees: list[tuple[bytes, ...]], ligne: int) -> None:
        """Range les cellules d'une ligne."""
        dernier, textes, colonnes = 0, self.textes, self.colonnes
        for lettres, _, style, genre, suite, f_attributs, f_texte, v, reste in trouvees:
            texte_en_place = ""
            if genre == b"inlineStr" and lettres and not suite:
                texte_en_place = _texte_riche(reste)
            elif genre == b"e" and b"vm=" in suite and not f_texte:
                texte_en_place = IMAGE
            elif suite or reste or not lettres:
                lettres, style, genre, f_attributs, f_texte, v = _inhabituelle(  # noqa: PLW2901
                    lettres, style, genre, suite, f_attributs, f_texte, v, reste
                )
            rang_ = _rang(lettres) if lettres else dernier + 1
            dernier = rang_
            colonne = colonnes.get(rang_)
            if colonne is None:
                if rang_ > COLONNES_MAXIMUM:
                    raise ValueError(f"colonne {rang_}")
                colonne = colonnes[rang_] = Colonne(rang_)
            if texte_en_place:
                valeur: object = texte_en_place
            elif f_texte or f_attributs:
                self.formule(colonne, ligne, f_attributs, f_texte)
                valeur = FORMULE_SANS_VALEUR if not v and genre != b"str" else self.valeur(genre, v)
            elif not v:
                colonne.vides_formates += 1
                colonne.derniere_formatee = ligne
                continue
            elif genre == b"s":
                valeur = textes[int(v)]
                if not valeur:
                    continue
            elif not genre or genre == b"n":
                valeur = float(v)
            else:
                valeur = self.valeur(genre, v)
            colonne.lignes.append(ligne)
            colonne.valeurs.append(valeur)
            colonne.styles.append(int(style) if style else 0)

    def formule(self, colonne: Colonne, ligne: int, f_attributs: bytes, f_texte: bytes) -> None:
        """Retient la forme d'une formule, partagée ou non."""
        lus = attributs(f_attributs) if f_attributs else {}
        genre, texte = lus.get("t", "normal"), _texte(f_texte)
        if genre == "dataTable":
            texte = "TABLE()"
        if genre == "shared" and not texte:
            colonne.formules[ligne] = self.partagees.get(lus.get("si", ""), "")
            return
        forme = self.formes.forme(texte, ligne, colonne.rang)
        if genre == "shared":
            self.partagees[lus.get("si", "")] = forme
        if genre in ("array", "dataTable") and "ref" in lus:
            self.feuille.matrices.append(Plage.lire(lus["ref"]))
        colonne.formules[ligne] = forme

    def valeur(self, genre: bytes, v: bytes) -> object:
        """Valeur brute d'une cellule dont le genre n'est pas le plus courant."""
        if genre == b"s":
            return self.textes[int(v)]
        if not genre or genre == b"n":
            return float(v)
        if genre == b"b":
            return v.strip() in (b"1", b"true")
        texte = _texte(v)
        if genre == b"d":
            return serie(datetime.fromisoformat(texte))
        if genre == b"e":
            return ErreurDeCellule(ERREURS.get(texte, texte))
        return texte

    def ranger(self) -> None:
        """Oublie les colonnes qui n'ont ni valeur ni format."""
        for rang_ in sorted(self.colonnes):
            colonne = self.colonnes.pop(rang_)
            if colonne.lignes or colonne.vides_formates:
                self.colonnes[rang_] = colonne


def _inhabituelle(
    lettres: bytes, style: bytes, genre: bytes, suite: bytes, f_attributs: bytes, f: bytes, v: bytes, reste: bytes
) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes]:
    """Cellule dont les attributs ou le contenu ne sont pas dans l'ordre le plus courant."""
    if suite.strip():
        lus = {nom: valeur or autre for nom, valeur, autre in _ATTRIBUT.findall(suite)}
        lettres = lettres or lus.get(b"r", b"").rstrip(b"0123456789")
        style, genre = style or lus.get(b"s", b""), genre or lus.get(b"t", b"")
    if reste.strip():
        formule = re.search(rb"<f\b([^>]*?)(?:/>|>([^<]*)</f>)", reste)
        if formule:
            f_attributs, f = formule[1] or b" ", formule[2] or b""
        valeur = re.search(rb"<v(?:\s[^>]*)?>([^<]*)</v>", reste)
        v = valeur[1] if valeur else v
        if genre == b"inlineStr":
            v, genre = _texte_riche(reste).encode(), b"brut"
    if genre == b"brut" and v:
        v = v.replace(b"&", b"&amp;")
    return lettres, style, genre, f_attributs, f, v


@lru_cache(maxsize=COLONNES_MAXIMUM)
def _rang(lettres: bytes) -> int:
    return rang(lettres.decode())


def _texte(octets: bytes) -> str:
    texte = octets.decode("utf-8", "replace")
    return _echappes(unescape(texte) if "&" in texte else texte)


def _texte_riche(octets: bytes) -> str:
    if octets.startswith(b"<is><t>") and octets.endswith(b"</t></is>") and octets.count(b"<t") == 1:
        return _texte(octets[7:-9])
    if b"<rPh" in octets:
        octets = _PHONETIQUE.sub(b"", octets)
    return "".join(map(_texte, _TEXTE.findall(octets)))


def _echappes(texte: str) -> str:
    return _ECHAPPE.sub(lambda m: chr(int(m[1], 16)), texte) if "_x" in texte else texte
