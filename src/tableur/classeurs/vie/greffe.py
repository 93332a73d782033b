"""Greffe d'un classeur neuf sur un autre : ses styles et ses feuilles y prennent de nouveaux numéros."""

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tableur.classeurs.vie.feuilles_xml import textes_partages
from tableur.classeurs.vie.parties import LIENS, Parties, R

if TYPE_CHECKING:
    from lxml.etree import _Element

_PREMIER_FORMAT = 164
_LISTES = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_GENRE_DE_FEUILLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ESPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Greffe:
    """Ce que l'on prend à un classeur neuf pour le donner à celui de la personne."""

    def __init__(self, parties: Parties, neuf: Parties) -> None:
        """Prépare la greffe.

        Args:
            parties: Classeur de la personne.
            neuf: Classeur neuf, construit d'après le modèle.
        """
        self.parties, self.neuf = parties, neuf
        self._styles = parties.a_changer(_partie_des_styles(parties))
        self._styles_neufs = neuf.arbre(_partie_des_styles(neuf))
        self._textes = textes_partages(neuf)
        self._connus: dict[tuple[str, str], str] = {}

    # ------------------------------------------------------------------ styles

    def style(self, numero: str) -> str:
        """Numéro, chez la personne, d'un style du classeur neuf."""
        if (cle := ("xf", numero)) not in self._connus:
            xf = copy.deepcopy(self._styles_neufs.findall("{*}cellXfs/{*}xf")[int(numero)])
            for attribut, liste in _LISTES.items():
                if xf.get(attribut):
                    xf.set(attribut, self._piece(liste, xf.get(attribut, "0")))
            xf.set("numFmtId", self._format(xf.get("numFmtId", "0")))
            xf.set("xfId", "0")
            self._connus[cle] = self._ajouter("cellXfs", xf)
        return self._connus[cle]

    def style_au_format(self, style: str, code: str) -> str:
        """Style de la personne qui a le même aspect, et ce format de nombre.

        Args:
            style: Numéro d'un style de la personne.
            code: Code de format, vide pour garder le sien.
        """
        if not code:
            return style
        if (cle := (code, style)) not in self._connus:
            xf = copy.deepcopy(self._styles.findall("{*}cellXfs/{*}xf")[int(style or "0")])
            xf.set("numFmtId", self._numero_de_format(code))
            xf.set("applyNumberFormat", "1")
            self._connus[cle] = self._ajouter("cellXfs", xf)
        return self._connus[cle]

    def dxf(self, numero: str) -> str:
        """Numéro, chez la personne, d'un format conditionnel du classeur neuf."""
        if (cle := ("dxf", numero)) not in self._connus:
            dxf = copy.deepcopy(self._styles_neufs.findall("{*}dxfs/{*}dxf")[int(numero)])
            format_ = dxf.find("{*}numFmt")
            if format_ is not None:
                format_.set("numFmtId", self._numero_de_format(format_.get("formatCode", "")))
            self._connus[cle] = self._ajouter("dxfs", dxf)
        return self._connus[cle]

    def _piece(self, liste: str, numero: str) -> str:
        if (cle := (liste, numero)) not in self._connus:
            piece = self._styles_neufs.findall(f"{{*}}{liste}/*")[int(numero)]
            self._connus[cle] = self._ajouter(liste, copy.deepcopy(piece))
        return self._connus[cle]

    def _format(self, numero: str) -> str:
        codes = {e.get("numFmtId"): e.get("formatCode", "") for e in self._styles_neufs.iter("{*}numFmt")}
        return self._numero_de_format(codes[numero]) if numero in codes else numero

    def _numero_de_format(self, code: str) -> str:
        from tableur.classeurs.controle.formats import _CONNUS

        integre = next((n for n, c in _CONNUS.items() if c == code and n not in (14, 22)), None)
        if integre is not None:
            return str(integre)
        connus = {
            e.get("formatCode"): e.get("numFmtId", "") for e in self._styles.iterfind("{*}numFmts/{*}numFmt")
        }
        if code not in connus:
            pris = [int(n) for n in connus.values()]
            numero = str(max([*pris, _PREMIER_FORMAT - 1]) + 1)
            element = self._styles.makeelement(f"{self._p}numFmt", {"numFmtId": numero, "formatCode": code})
            self._liste("numFmts").append(element)
            self._compter("numFmts")
            return numero
        return connus[code]

    @property
    def _p(self) -> str:
        return str(self._styles.tag).rpartition("}")[0] + "}"

    def _liste(self, nom: str) -> "_Element":
        liste = self._styles.find("{*}" + nom)
        if liste is None:
            liste = self._styles.makeelement(f"{self._p}{nom}")
            ordre = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"]
            avant = [e for n in ordre[: ordre.index(nom)] if (e := self._styles.find("{*}" + n)) is not None]
            if avant:
                avant[-1].addnext(liste)
            else:
                self._styles.insert(0, liste)
        return liste

    def _ajouter(self, nom: str, element: "_Element") -> str:
        """Ajoute un élément à une liste de styles, ou rend le numéro de celui qui lui est pareil."""
        liste = self._liste(nom)
        empreinte = _empreinte(element)
        for rang, existant in enumerate(liste):
            if _empreinte(existant) == empreinte:
                return str(rang)
        liste.append(element)
        self._compter(nom)
        return str(len(liste) - 1)

    def _compter(self, nom: str) -> None:
        liste = self._liste(nom)
        liste.set("count", str(len(liste)))

    # ------------------------------------------------------------------ feuilles

    def feuille(self, nom: str) -> str:
        """Greffe une feuille entière, après les autres, et rend sa partie."""
        ancienne = self.neuf.feuilles()[nom]
        racine = copy.deepcopy(self.neuf.arbre(ancienne))
        self.adopter(racine)
        for vue in racine.iterfind("{*}sheetViews/{*}sheetView"):
            if vue.get("tabSelected") is not None:
                del vue.attrib["tabSelected"]
        partie = self.parties.nom_libre("xl/worksheets/sheet{}.xml")
        self.parties.poser(partie, _octets(racine), _GENRE_DE_FEUILLE)
        self._copier_les_liens(ancienne, partie)
        identifiant = self.parties.lier(self.parties.principale, f"{LIENS}/worksheet", partie)
        livre = self.parties.a_changer(self.parties.principale)
        liste = livre.find("{*}sheets")
        if liste is not None:
            numero = str(max(int(e.get("sheetId", "0")) for e in liste) + 1)
            p = str(liste.tag).rpartition("}")[0] + "}"
            attributs = {"name": nom, "sheetId": numero, f"{R}id": identifiant}
            liste.append(liste.makeelement(f"{p}sheet", attributs))
            self._copier_les_noms(nom, len(liste) - 1)
        return partie

    def adopter(self, racine: "_Element") -> None:
        """Donne à un XML de feuille du classeur neuf les numéros de style de la personne, et ses textes."""
        for element in racine.iter("{*}c", "{*}row", "{*}col", "{*}cfRule"):
            for attribut in ("s", "style"):
                if element.get(attribut) is not None:
                    element.set(attribut, self.style(element.get(attribut, "0")))
            if element.get("dxfId") is not None:
                element.set("dxfId", self.dxf(element.get("dxfId", "0")))
            if element.get("t") == "s":
                poser_texte(element, self._textes[int(element.findtext("{*}v") or "0")])

    def _copier_les_liens(self, ancienne: str, partie: str) -> None:
        """Copie ce que vise une partie : tables, commentaires, dessins, graphiques."""
        changes: dict[str, str] = {}
        for lien in self.neuf.relations(ancienne):
            if lien.externe or lien.cible not in self.neuf:
                continue
            gabarit = "{}{{}}.{}".format(*_radical(lien.cible))
            nouvelle = self.parties.nom_libre(gabarit)
            octets = self.neuf.lire(lien.cible)
            genre = self.neuf.genre(lien.cible)
            if lien.genre == "vmlDrawing":
                self.parties.typer_l_extension("vml", genre)
                genre = ""
            self.parties.poser(nouvelle, octets, genre)
            if lien.genre == "table":
                self._renumeroter_la_table(nouvelle)
            changes[lien.identifiant] = self.parties.lier(partie, f"{LIENS}/{lien.genre}", nouvelle)
            self._copier_les_liens(lien.cible, nouvelle)
        if not changes:
            return
        for element in self.parties.a_changer(partie).iter():
            for nom, valeur in list(element.attrib.items()) if isinstance(element.tag, str) else ():
                if str(nom).startswith(R) and valeur in changes:
                    element.set(nom, changes[str(valeur)])

    def _renumeroter_la_table(self, nouvelle: str) -> None:
        prises = [
            self.parties.arbre(p) for p in self.parties if "/tables/" in p and p.endswith(".xml") and p != nouvelle
        ]
        noms = {(t.get("displayName") or "").casefold() for t in prises}
        racine = self.parties.a_changer(nouvelle)
        racine.set("id", str(max([int(t.get("id", "0")) for t in prises], default=0) + 1))
        base, rang = racine.get("displayName", "Table"), 1
        while racine.get("displayName", "").casefold() in noms:
            rang += 1
            for attribut in ("name", "displayName"):
                racine.set(attribut, f"{base}_{rang}")

    def _copier_les_noms(self, feuille: str, place: int) -> None:
        """Copie les noms définis de la feuille greffée : ses réglages, ses lignes répétées."""
        neuf = self.neuf.arbre(self.neuf.principale)
        rangs = [e.get("name") for e in neuf.iterfind("{*}sheets/{*}sheet")]
        for element in neuf.iterfind("{*}definedNames/{*}definedName"):
            local = element.get("localSheetId")
            if local is not None and rangs[int(local)] == feuille:
                self.nommer(element.get("name", ""), element.text or "", place)

    def nommer(self, nom: str, formule: str, feuille: int | None = None) -> None:
        """Définit un nom, à sa place dans l'ordre alphabétique que suit Excel."""
        livre = self.parties.a_changer(self.parties.principale)
        p = str(livre.tag).rpartition("}")[0] + "}"
        liste = livre.find("{*}definedNames")
        if liste is None:
            liste = livre.makeelement(f"{p}definedNames")
            voisins = [livre.find("{*}" + n) for n in ("externalReferences", "functionGroups", "sheets")]
            next(v for v in voisins if v is not None).addnext(liste)
        attributs = {"name": nom} | ({} if feuille is None else {"localSheetId": str(feuille)})
        element = liste.makeelement(f"{p}definedName", attributs)
        element.text = formule.removeprefix("=")
        cle = (nom.casefold(), -1 if feuille is None else feuille)
        for rang, autre in enumerate(liste):
            if (autre.get("name", "").casefold(), int(autre.get("localSheetId", "-1"))) > cle:
                liste.insert(rang, element)
                return
        liste.append(element)


def poser_texte(cellule: "_Element", texte: str) -> None:
    """Met un texte dans une cellule, qui garde son style."""
    for enfant in list(cellule):
        cellule.remove(enfant)
    cellule.set("t", "inlineStr")
    p = str(cellule.tag).rpartition("}")[0] + "}"
    bloc = cellule.makeelement(f"{p}is")
    morceau = cellule.makeelement(f"{p}t", {_ESPACE: "preserve"})
    morceau.text = texte
    bloc.append(morceau)
    cellule.append(bloc)


def _partie_des_styles(parties: Parties) -> str:
    return parties.cibles(parties.principale, "styles")[0]


def _empreinte(element: "_Element") -> bytes:
    from lxml import etree

    nue = copy.deepcopy(element)
    nue.tail = None
    etree.cleanup_namespaces(nue)
    return etree.tostring(nue, method="c14n")


def _octets(racine: "_Element") -> bytes:
    from lxml import etree

    return bytes(etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True))


def _radical(partie: str) -> tuple[str, str]:
    nom, _, extension = partie.rpartition(".")
    return nom.rstrip("0123456789"), extension


def rangees(racine: "_Element") -> Iterator["_Element"]:
    """Rangées d'une feuille."""
    return racine.iterfind("{*}sheetData/{*}row")
