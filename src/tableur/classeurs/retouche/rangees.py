"""Rangées et cellules d'une feuille, découpées dans ses octets et réécrites sans rien perdre."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from tableur.classeurs.retouche.references import colonne_de, lettres
from tableur.classeurs.retouche.valeurs import texte_lu

_ATTRIBUT = re.compile(r"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SANS_RIEN = re.compile(r"(?:\s|<(?:[\w.-]+:)?v\s*/>|<(?:[\w.-]+:)?v></(?:[\w.-]+:)?v>)*")
_DE_CONTENU = frozenset({"r", "t", "cm", "vm"})


class Cellule(NamedTuple):
    """Cellule telle que le fichier l'écrit.

    Args:
        attributs: Attributs XML bruts, sauf l'adresse et le genre : « s="3" cm="1" », chacun précédé d'une espace.
        genre: Attribut `t`, vide pour un nombre.
        contenu: XML de l'intérieur.
    """

    attributs: str = ""
    genre: str = ""
    contenu: str = ""

    @property
    def style(self) -> str:
        """Numéro de style, vide s'il n'y en a pas."""
        return lire_attributs(self.attributs).get("s", "") if self.attributs else ""

    @property
    def apparence(self) -> str:
        """Attributs qui restent quand le contenu change : tous, sauf ceux d'une formule dynamique."""
        if "m=" not in self.attributs:
            return self.attributs
        return _ecrire_attributs({n: v for n, v in lire_attributs(self.attributs).items() if n not in _DE_CONTENU})

    def vide(self) -> "Cellule":
        """La même, sans contenu."""
        return Cellule(self.apparence)

    @property
    def remplie(self) -> bool:
        """Vrai si elle a une valeur ou une formule."""
        return bool(self.contenu) and _SANS_RIEN.fullmatch(self.contenu) is None

    def xml(self, p: str, colonne: int, ligne: int) -> str:
        """XML de la cellule à une adresse."""
        genre = f' t="{self.genre}"' if self.genre else ""
        debut = f'<{p}c r="{lettres(colonne)}{ligne}"{self.attributs}{genre}'
        return f"{debut}>{self.contenu}</{p}c>" if self.contenu else f"{debut}/>"


class Formule(NamedTuple):
    """Formule d'une cellule : ses attributs XML bruts, et son texte lisible."""

    attributs: str
    texte: str

    @property
    def genre(self) -> str:
        """« shared », « array », « dataTable », ou vide."""
        return lire_attributs(self.attributs).get("t", "").replace("normal", "")

    def attribut(self, nom: str) -> str:
        """Un attribut, vide s'il manque."""
        return lire_attributs(self.attributs).get(nom, "")


class Rangee(NamedTuple):
    """Rangée découpée : attributs XML bruts, numéro compris, cellules par colonne, et XML qui les suit."""

    attributs: str
    cellules: dict[int, Cellule]
    suite: str = ""


def lire_attributs(bruts: str) -> dict[str, str]:
    """Attributs d'une balise, dans l'ordre, tels qu'ils sont écrits."""
    return {nom: a or b for nom, a, b in _ATTRIBUT.findall(bruts)}


def _ecrire_attributs(attributs: dict[str, str]) -> str:
    return "".join(
        f' {nom}="{valeur}"' if '"' not in valeur else f" {nom}='{valeur}'" for nom, valeur in attributs.items()
    )


@lru_cache(maxsize=64)
def _motif_de_cellule(p: str) -> "re.Pattern[str]":
    return re.compile(rf"<{p}c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</{p}c\s*>)", re.DOTALL)


@lru_cache(maxsize=64)
def _motif_de_formule(p: str) -> "re.Pattern[str]":
    return re.compile(rf"<{p}f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</{p}f\s*>)")


@lru_cache(maxsize=4096)
def _decouper(bruts: str) -> tuple[str, str]:
    """Attributs sans l'adresse, et genre : ce que partagent d'innombrables cellules."""
    attributs = lire_attributs(bruts)
    genre = attributs.pop("t", "")
    return _ecrire_attributs(attributs), genre if genre != "n" else ""


_ADRESSE = re.compile(r"""\sr\s*=\s*["']([A-Za-z]+)[0-9]*["']""")


def lire_rangee(xml: bytes, p: str) -> Rangee:
    """Découpe une rangée ; une cellule sans adresse suit celle d'avant."""
    texte = xml.decode()
    fin = texte.index(">")
    vide = texte[fin - 1] == "/"
    attributs = texte[len(p) + 4 : fin - vide]
    if vide:
        return Rangee(attributs, {})
    rapides = _cellules_ordinaires(texte, p, fin + 1)
    if rapides is not None:
        return Rangee(attributs, rapides)
    cellules: dict[int, Cellule] = {}
    colonne, place = 0, fin + 1
    for trouvee in _motif_de_cellule(p).finditer(texte, fin + 1):
        bruts = trouvee[1]
        adresse = _ADRESSE.search(bruts)
        if adresse is None:
            colonne += 1
        else:
            colonne = colonne_de(adresse[1])
            bruts = bruts[: adresse.start()] + bruts[adresse.end() :]
        cellules[colonne] = Cellule(*_decouper(bruts), trouvee[2] or "")
        place = trouvee.end()
    return Rangee(attributs, cellules, texte[place : texte.rindex("<")].strip())


def _cellules_ordinaires(texte: str, p: str, debut: int) -> dict[int, Cellule] | None:
    """Cellules écrites comme Excel les écrit, découpées au plus vite ; None si l'une d'elles ne l'est pas."""
    morceaux = texte[debut : texte.rindex("<")].split(f'<{p}c r="')
    if morceaux[0].strip() or texte.count(f"<{p}c") != len(morceaux) - 1:
        return None
    fermante = f"</{p}c>"
    cellules: dict[int, Cellule] = {}
    for morceau in morceaux[1:]:
        guillemet = morceau.index('"')
        fin = morceau.find(">", guillemet)
        colonne = colonne_de(morceau[:guillemet].rstrip("0123456789"))
        if morceau[fin - 1] == "/":
            if len(morceau) > fin + 1 and not morceau[fin + 1 :].isspace():
                return None
            cellules[colonne] = Cellule(*_decouper(morceau[guillemet + 1 : fin - 1]))
            continue
        if not morceau.endswith(fermante):
            return None
        cellules[colonne] = Cellule(*_decouper(morceau[guillemet + 1 : fin]), morceau[fin + 1 : -len(fermante)])
    return cellules


def ecrire_rangee(rangee: Rangee, p: str, ligne: int) -> bytes:
    """XML d'une rangée : `spans` en est ôté, ses cellules sont rangées par colonne."""
    cellules = rangee.cellules
    morceaux = [cellules[colonne].xml(p, colonne, ligne) for colonne in sorted(cellules)]
    return composer(attributs_de_rangee(rangee.attributs), p, ligne, [*morceaux, rangee.suite])


def composer(attributs: str, p: str, ligne: int, cellules: Iterable[str]) -> bytes:
    """XML d'une rangée dont les cellules sont écrites."""
    interieur = "".join(cellules)
    debut = f'<{p}row r="{ligne}"{attributs}'
    return (f"{debut}>{interieur}</{p}row>" if interieur else f"{debut}/>").encode("utf-8")


@lru_cache(maxsize=4096)
def attributs_de_rangee(bruts: str, *, neuve: bool = False) -> str:
    """Attributs d'une rangée, sauf son numéro et `spans`.

    Args:
        bruts: Attributs tels qu'ils sont écrits.
        neuve: Vrai pour une rangée neuve, faite sur ce modèle : ni masquée, ni repliée.
    """
    otes = {"r", "spans", *(("hidden", "collapsed") if neuve else ())}
    return _ecrire_attributs({nom: valeur for nom, valeur in lire_attributs(bruts).items() if nom not in otes})


def formule_de(cellule: Cellule, p: str) -> Formule | None:
    """Formule d'une cellule, ou None."""
    if f"<{p}f" not in cellule.contenu:
        return None
    trouvee = _motif_de_formule(p).search(cellule.contenu)
    return Formule(trouvee[1], unescape(trouvee[2] or "")) if trouvee else None


def avec_formule(cellule: Cellule, p: str, texte: str, attributs: str = "") -> Cellule:
    """La cellule avec une formule sans valeur enregistrée.

    Args:
        cellule: Cellule dont les attributs sont gardés.
        p: Préfixe d'espace de noms.
        texte: Formule, sans « = ».
        attributs: Attributs de la balise de formule.
    """
    return Cellule(cellule.attributs, "", f"<{p}f{attributs}>{escape(texte, quote=False)}</{p}f>")


def avec_attribut(bruts: str, nom: str, valeur: str | None) -> str:
    """Attributs dont un est changé, ou ôté si sa valeur est None."""
    attributs = lire_attributs(bruts)
    attributs.pop(nom, None)
    if valeur is not None:
        attributs[nom] = valeur
    return _ecrire_attributs(attributs)


@lru_cache(maxsize=64)
def _motif_de_texte(p: str) -> "re.Pattern[str]":
    return re.compile(rf"<{p}rPh(?=[\s>]).*?</{p}rPh\s*>|<{p}t(?=[\s>])[^>]*>([^<]*)</{p}t\s*>", re.DOTALL)


def texte_en_ligne(xml: str, p: str) -> str:
    """Texte d'un `is` ou d'un `si`, sans ses indications phonétiques."""
    if xml.count("<") == 4:  # un seul texte, sans mise en forme
        fin = xml.rindex("<", 0, xml.rindex("<"))
        return texte_lu(unescape(xml[xml.rindex(">", 0, fin) + 1 : fin]))
    return texte_lu(unescape("".join(t[1] or "" for t in _motif_de_texte(p).finditer(xml))))


@lru_cache(maxsize=64)
def _motif_de_valeur(p: str) -> "re.Pattern[str]":
    return re.compile(rf"<{p}v(?=[\s>])[^>]*>([^<]*)</{p}v\s*>")


def valeur_brute(cellule: Cellule, p: str) -> str | None:
    """Texte de `v`, ou None."""
    trouvee = _motif_de_valeur(p).search(cellule.contenu) if cellule.contenu else None
    return unescape(trouvee[1]) if trouvee else None
