"""Une feuille : tête et queue analysées, rangées gardées en octets et découpées seulement quand on y touche."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tableur.classeurs.retouche.livre import textes_partages
from tableur.classeurs.retouche.paquet import Paquet, en_utf8, serialiser
from tableur.classeurs.retouche.rangees import (
    Cellule,
    Rangee,
    ecrire_rangee,
    lire_attributs,
    lire_rangee,
    texte_en_ligne,
    valeur_brute,
)
from tableur.classeurs.retouche.references import Zone, lettres, lire_zones
from tableur.fichiers.archives import analyser_xml
from tableur.socle.erreurs import Ou, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

_DONNEES = re.compile(rb"<(?:([\w.-]+):)?sheetData(?=[\s/>])[^>]*>")
_NUMERO = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_REPERE = b"<!--tableur:rangees-->"
_LOT = 512


class Feuille:
    """Feuille de calcul que l'on retouche."""

    def __init__(self, paquet: Paquet, partie: str, nom: str) -> None:
        """Découpe la feuille en tête, rangées et queue.

        Raises:
            Refus: Son XML est illisible.
        """
        self.partie, self.nom = partie, nom
        self.ou = Ou(fichier=paquet.ou.fichier, feuille=nom)
        self._paquet = paquet
        self._textes: list[str] | None = None
        octets = en_utf8(paquet.lire(partie))
        if any(mot in octets for mot in (b"<![CDATA[", b"<!--", b"<!DOCTYPE")):
            octets = _simplifier(octets, self.ou)
        self._decouper(octets)
        self.touchee = self.valeurs_changees = False
        self.etendues: list[tuple[str, Zone]] | None = None

    def _decouper(self, octets: bytes) -> None:
        donnees = _DONNEES.search(octets)
        if donnees is None:
            message = "Cette feuille n'a pas de cellules : elle est abîmée."
            raise refus(self.ou, "feuille sans données", message)
        prefixe = (donnees[1].decode() + ":") if donnees[1] else ""
        self.p = prefixe
        balise = donnees[0]
        if balise.endswith(b"/>"):
            corps, suite = b"", donnees.end()
            self._ouvrante = balise[:-2].rstrip() + b">"
        else:
            fermante = b"</" + prefixe.encode() + b"sheetData"
            fin = octets.find(fermante, donnees.end())
            if fin < 0:
                raise refus(self.ou, "XML", "Cette feuille est abîmée : son XML est illisible.")
            corps, suite = octets[donnees.end() : fin], octets.index(b">", fin) + 1
            self._ouvrante = balise
        self._bords = octets[: donnees.start()], octets[suite:]
        self.racine = analyser_xml(self._bords[0] + _REPERE + self._bords[1], self.ou)
        self.bords_changes = False
        self.rangees = dict(self._separer(corps))

    def _separer(self, corps: bytes) -> Iterator[tuple[int, bytes]]:
        p = self.p.encode()
        ouvrante, fermante = b"<" + p + b"row", b"</" + p + b"row"
        place, numero = 0, 0
        while (debut := corps.find(ouvrante, place)) >= 0:
            fin = corps.find(b">", debut)
            balise = corps[debut : fin + 1]
            if not balise.endswith(b"/>"):
                fin = corps.find(fermante, fin)
                fin = corps.find(b">", fin) if fin >= 0 else -1
            if fin < 0:
                raise refus(self.ou, "XML", "Cette feuille est abîmée : une de ses rangées n'a pas de fin.")
            ecrit = _NUMERO.search(balise)
            numero = int(ecrit[1]) if ecrit else numero + 1
            yield numero, corps[debut : fin + 1]
            place = fin + 1

    # ------------------------------------------------------------------ lecture

    def rangee(self, ligne: int) -> Rangee:
        """Rangée découpée ; une rangée absente est vide."""
        xml = self.rangees.get(ligne)
        return lire_rangee(xml, self.p) if xml is not None else Rangee("", {})

    def cellule(self, ligne: int, colonne: int) -> Cellule | None:
        """Une cellule, ou None si le fichier ne l'écrit pas."""
        return self.rangee(ligne).cellules.get(colonne)

    def colonne(self, colonne: int, premiere: int, derniere: int) -> Iterator[Cellule | None]:
        """Cellules d'une colonne, de haut en bas, sans découper toute la rangée quand c'est possible."""
        adresse = f'<{self.p}c r="{lettres(colonne)}'.encode()
        for ligne in range(premiere, derniere + 1):
            xml = self.rangees.get(ligne, b"")
            debut = xml.find(b'%b%d"' % (adresse, ligne))
            if debut < 0:
                yield self.cellule(ligne, colonne) if xml else None
                continue
            fin = xml.find(f"<{self.p}c ".encode(), debut + 1)
            seule = xml[debut : fin if fin >= 0 else xml.rindex(b"<")]
            tete = xml[: xml.index(b">") + 1]
            yield lire_rangee(tete + seule + f"</{self.p}row>".encode(), self.p).cellules.get(colonne)

    def valeur(self, cellule: Cellule | None) -> object:
        """Valeur enregistrée d'une cellule : texte, nombre, booléen, ou None ; un code d'erreur est un texte."""
        if cellule is None or not cellule.contenu:
            return None
        if cellule.genre == "inlineStr":
            return texte_en_ligne(cellule.contenu, self.p)
        brute = valeur_brute(cellule, self.p)
        if brute is None:
            return None
        if cellule.genre == "s":
            textes = self._paquet_textes()
            return textes[int(brute)] if brute.strip().isdigit() and int(brute) < len(textes) else None
        if cellule.genre == "b":
            return brute.strip() in ("1", "true")
        if cellule.genre in ("str", "e", "d"):
            return brute
        try:
            return float(brute)
        except ValueError:
            return brute

    def _paquet_textes(self) -> list[str]:
        if self._textes is None:
            self._textes = textes_partages(self._paquet)
        return self._textes

    def style_par_defaut(self, ligne: int, colonne: int) -> str:
        """Style d'une cellule que le fichier n'écrit pas : celui de sa rangée, sinon celui de sa colonne."""
        attributs = lire_attributs(self.rangee(ligne).attributs)
        if attributs.get("s") and attributs.get("customFormat") in ("1", "true"):
            return attributs["s"]
        for element in self.racine.iterfind("{*}cols/{*}col"):
            if int(element.get("min", "0")) <= colonne <= int(element.get("max", "0")):
                return element.get("style", "")
        return ""

    def fusions(self) -> list[Zone]:
        """Zones fusionnées."""
        refs = [element.get("ref", "") for element in self.racine.iterfind("{*}mergeCells/{*}mergeCell")]
        return lire_zones(" ".join(refs))

    @property
    def protegee(self) -> bool:
        """Vrai si la feuille est protégée."""
        protection = self.racine.find("{*}sheetProtection")
        return protection is not None and protection.get("sheet", "0") in ("1", "true")

    # ------------------------------------------------------------------ écriture

    def poser_rangee(self, ligne: int, rangee: Rangee) -> None:
        """Réécrit une rangée ; une rangée sans cellule ni attribut disparaît."""
        self.touchee = True
        xml = ecrire_rangee(rangee, self.p, ligne)
        if rangee.cellules or len(xml) > len(f'<{self.p}row r="{ligne}"/>'):
            self.rangees[ligne] = xml
        else:
            self.rangees.pop(ligne, None)

    def poser_cellule(self, ligne: int, colonne: int, cellule: Cellule) -> None:
        """Réécrit une cellule."""
        rangee = self.rangee(ligne)
        rangee.cellules[colonne] = cellule
        self.poser_rangee(ligne, rangee)

    def elements(self, nom: str) -> "list[_Element]":
        """Éléments de la tête ou de la queue qui portent ce nom local, extensions comprises."""
        return [e for e in self.racine.iter("{*}" + nom) if isinstance(e.tag, str)]

    def morceaux(self) -> Iterator[bytes]:
        """Octets de la feuille, en flux."""
        tete, queue = self._bords
        if self.touchee:
            for dimension in self.racine.findall("{*}dimension"):
                self.racine.remove(dimension)
                self.bords_changes = True
        if self.bords_changes:
            tete, _, queue = serialiser(self.racine).partition(_REPERE)
        yield tete
        yield self._ouvrante
        numeros = sorted(self.rangees)
        for debut in range(0, len(numeros), _LOT):
            yield b"".join([self.rangees[n] for n in numeros[debut : debut + _LOT]])
        yield b"</" + self.p.encode() + b"sheetData>" + queue


def _simplifier(octets: bytes, ou: Ou) -> bytes:
    """Le même XML sans CDATA ni commentaires, qui tromperaient la découpe."""
    from lxml import etree

    racine = analyser_xml(octets, ou)
    etree.strip_tags(racine, etree.Comment)
    return serialiser(racine)
