"""Styles ajoutés à un classeur : copies d'un style existant, avec un autre fond ou un autre format de nombre."""

import re

from tableur.classeurs.controle.paquet import PaquetAugmente

_XF = re.compile(rb"""<((?:\w+:)?)xf\b((?:[^>"']|"[^"]*"|'[^']*')*?)(?:/>|>(.*?)</(?:\w+:)?xf>)""", re.DOTALL)
_DATE = 14
_TEXTE = 49


class Aspects:
    """Feuille de styles d'un paquet, que l'on ne fait qu'allonger."""

    def __init__(self, paquet: PaquetAugmente) -> None:
        """Lit les styles ; un classeur sans styles n'en reçoit pas."""
        genres = {genre: cible for genre, cible, _ in paquet.liens(paquet.principale).values()}
        self._paquet, self._partie = paquet, genres.get("styles", "")
        self._octets = paquet.lire(self._partie) if self._partie in paquet else b""
        debut, fin = self._bornes("cellXfs")
        self._xfs = [m.group() for m in _XF.finditer(self._octets, debut, fin)]
        self._nombre = len(self._xfs)
        self._memoire: dict[tuple[object, ...], int] = {}
        self._fonds: list[bytes] = []
        self._polices: list[bytes] = []

    def colorie(self, style: int, couleur: str) -> int:
        """Style semblable, sur un fond de couleur (six chiffres hexadécimaux)."""
        cle = (style, "fond", couleur)
        if cle not in self._memoire:
            numero = self._ajouter(self._fonds, "fills", _fond(couleur))
            self._memoire[cle] = self._copie(style, {"fillId": str(numero), "applyFill": "1"})
        return self._memoire[cle]

    def en_format(self, style: int, modele: int | None, genre: str) -> int:
        """Style semblable, avec le format de nombre d'un modèle, ou à défaut celui du genre voulu."""
        cle = (style, "format", modele, genre)
        if cle not in self._memoire:
            source = self._attribut(modele, "numFmtId") if modele is not None else None
            actuel = self._attribut(style, "numFmtId") or "0"
            defaut = {"date": str(_DATE), "texte": str(_TEXTE)}.get(
                genre, "0" if actuel == str(_TEXTE) else actuel
            )
            voulu = source or defaut
            if genre == "formule":
                voulu = source if source is not None and actuel in ("0", str(_TEXTE)) else actuel
            changes = {"numFmtId": voulu, "applyNumberFormat": "1"}
            if genre != "texte":
                changes["quotePrefix"] = ""
            self._memoire[cle] = self._copie(style, changes)
        return self._memoire[cle]

    def nouveau(self, *, gras: bool = False, couleur: str = "", fond: str = "", souligne: bool = False) -> int:
        """Style neuf, à la ligne et calé en haut, pour la feuille des anomalies."""
        cle = ("neuf", gras, couleur, fond, souligne)
        if cle not in self._memoire:
            police = f"<font>{'<b/>' if gras else ''}{'<u/>' if souligne else ''}<sz val='10'/>" + (
                f"<color rgb='FF{couleur}'/>" if couleur else ""
            )
            rang_ = self._ajouter(
                self._polices, "fonts", f"{police}<name val='Calibri'/></font>".replace("'", '"')
            )
            numero = self._ajouter(self._fonds, "fills", _fond(fond)) if fond else 0
            xf = (
                f'<xf numFmtId="49" fontId="{rang_}" fillId="{numero}" borderId="0" xfId="0" '
                'applyNumberFormat="1" '
                'applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
            )
            self._memoire[cle] = self._empiler(self._prefixer(xf))
        return self._memoire[cle]

    def enregistrer(self) -> None:
        """Met les styles ajoutés dans le paquet."""
        if len(self._xfs) == self._nombre or not self._octets:
            return
        octets = self._octets
        for nom, ajouts in (
            ("cellXfs", self._xfs[self._nombre :]),
            ("fills", self._fonds),
            ("fonts", self._polices),
        ):
            octets = _allonger(octets, nom, ajouts)
        self._paquet.poser(self._partie, octets)

    def _bornes(self, nom: str) -> tuple[int, int]:
        debut = re.search(rb"<(?:\w+:)?" + nom.encode() + rb"\b[^>]*>", self._octets)
        if debut is None:
            return 0, 0
        fin = re.compile(rb"</(?:\w+:)?" + nom.encode() + rb"\s*>").search(self._octets, debut.end())
        return debut.end(), fin.start() if fin else debut.end()

    def _ajouter(self, liste: list[bytes], nom: str, element: str) -> int:
        octets = self._prefixer(element)
        if octets not in liste:
            liste.append(octets)
        debut, fin = self._bornes(nom)
        balise = {"fills": rb"<(?:\w+:)?fill\b", "fonts": rb"<(?:\w+:)?font\b"}[nom]
        return len(re.findall(balise, self._octets[debut:fin])) + liste.index(octets)

    def _attribut(self, style: int | None, nom: str) -> str | None:
        if style is None or not 0 <= style < len(self._xfs):
            return None
        trouve = re.search(rb"\b" + nom.encode() + rb"""\s*=\s*["']([^"']*)["']""", self._xfs[style])
        return trouve[1].decode() if trouve else None

    def _copie(self, style: int, changes: dict[str, str]) -> int:
        if not self._xfs:
            return 0
        xf = self._xfs[style if 0 <= style < len(self._xfs) else 0]
        trouve = _XF.fullmatch(xf)
        if trouve is None:
            return style
        attributs, contenu = trouve[2].decode(), trouve[3]
        for nom, valeur in changes.items():
            attributs = re.sub(rf"""\s+{nom}\s*=\s*["'][^"']*["']""", "", attributs)
            if valeur:
                attributs += f' {nom}="{valeur}"'
        p = trouve[1]
        debut = b"<" + p + b"xf" + attributs.rstrip().encode()
        return self._empiler(debut + (b"/>" if contenu is None else b">" + contenu + b"</" + p + b"xf>"))

    def _empiler(self, xf: bytes) -> int:
        self._xfs.append(xf)
        return len(self._xfs) - 1

    def _prefixer(self, element: str) -> bytes:
        trouve = re.search(rb"<(\w+:)?styleSheet\b", self._octets)
        p = (trouve[1] or b"").decode() if trouve else ""
        return re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\g<1>{p}", element).encode()


def _fond(couleur: str) -> str:
    fond = f'<fgColor rgb="FF{couleur}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{fond}</patternFill></fill>'


def _allonger(octets: bytes, nom: str, ajouts: list[bytes]) -> bytes:
    """Collection d'une feuille de styles, avec des éléments de plus et un compte à jour."""
    if not ajouts:
        return octets
    fin = re.search(rb"</(?:\w+:)?" + nom.encode() + rb"\s*>", octets)
    if fin is None:
        return octets
    octets = octets[: fin.start()] + b"".join(ajouts) + octets[fin.start() :]
    motif = rb"(<(?:\w+:)?" + nom.encode() + rb"""\b[^>]*?\bcount\s*=\s*["'])(\d+)"""
    return re.sub(motif, lambda m: m[1] + str(int(m[2]) + len(ajouts)).encode(), octets, count=1)
