"""Une feuille de la personne où l'on ajoute des cellules, des règles et des commentaires."""

import copy
from typing import TYPE_CHECKING

from tableur.classeurs.retouche.references import lettres, lire_adresse, lire_zones
from tableur.classeurs.vie.feuilles_xml import texte_de
from tableur.classeurs.vie.greffe import poser_texte, rangees
from tableur.classeurs.vie.parties import LIENS, PRINCIPAL, Parties, R

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTEUR = "tableur"
_ORDRE = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "drawingHF",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_COMMENTAIRES = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{0}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)
_ESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_ALLURE = "position:absolute;margin-left:107pt;margin-top:7pt;width:150pt;height:60pt;z-index:1;visibility:hidden"
_FORME = (
    f'<v:shape {_ESPACES} id="_x0000_s{{0}}" type="#_x0000_t202" style="{_ALLURE}" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{3}, 15, {4}, 2, {5}, 31, {6}, 1</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{1}</x:Row><x:Column>{2}</x:Column></x:ClientData></v:shape>"
)


class FeuilleOuverte:
    """Feuille que l'on complète ; lignes et colonnes se comptent à partir de 1."""

    def __init__(self, parties: Parties, partie: str) -> None:
        """Ouvre une feuille à changer."""
        self.parties, self.partie = parties, partie
        self.racine = parties.a_changer(partie)
        self._p = str(self.racine.tag).rpartition("}")[0] + "}"
        self._rangees = {int(r.get("r", "0")): r for r in rangees(self.racine)}

    def cellule(self, ligne: int, colonne: int) -> "_Element | None":
        """Cellule, None si le fichier ne l'écrit pas."""
        rangee = self._rangee(ligne)
        if rangee is None:
            return None
        adresse = f"{lettres(colonne)}{ligne}"
        return next((c for c in rangee.iterchildren("{*}c") if c.get("r") == adresse), None)

    def creer(self, ligne: int, colonne: int, style: str = "") -> "_Element":
        """Cellule, créée à sa place si elle manque ; son style est changé s'il est donné."""
        cellule = self.cellule(ligne, colonne)
        if cellule is None:
            rangee = self._creer_la_rangee(ligne)
            cellule = rangee.makeelement(f"{self._p}c", {"r": f"{lettres(colonne)}{ligne}"})
            rang = 0
            for rang, autre in enumerate([*rangee, None]):  # noqa: B007 - le rang sert après la boucle
                place = lire_adresse(autre.get("r", "")) if autre is not None else None
                if autre is None or (place is not None and place[1] > colonne):
                    break
            rangee.insert(rang, cellule)
        if style:
            cellule.set("s", style)
        return cellule

    def poser_formule(self, ligne: int, colonne: int, formule: str, style: str = "") -> None:
        """Met une formule, sans valeur, dans une cellule."""
        cellule = self.creer(ligne, colonne, style)
        for enfant in list(cellule):
            cellule.remove(enfant)
        if cellule.get("t") is not None:
            del cellule.attrib["t"]
        element = cellule.makeelement(f"{self._p}f")
        element.text = formule.removeprefix("=")
        cellule.append(element)

    def poser_texte(self, ligne: int, colonne: int, texte: str, style: str = "") -> None:
        """Met un texte dans une cellule."""
        poser_texte(self.creer(ligne, colonne, style), texte)

    def poser_nombre(self, ligne: int, colonne: int, nombre: float | int, style: str = "") -> None:
        """Met un nombre dans une cellule."""
        cellule = self.creer(ligne, colonne, style)
        for enfant in list(cellule):
            cellule.remove(enfant)
        valeur = cellule.makeelement(f"{self._p}v")
        valeur.text = repr(nombre)
        cellule.append(valeur)

    @property
    def derniere_ligne(self) -> int:
        """Dernière ligne qui a une cellule remplie."""
        return max((n for n, r in self._rangees.items() if any(len(c) for c in r)), default=0)

    def style(self, ligne: int, colonne: int) -> str:
        """Style d'une cellule, vide si elle n'est pas écrite."""
        cellule = self.cellule(ligne, colonne)
        return "" if cellule is None else cellule.get("s", "")

    def _rangee(self, ligne: int) -> "_Element | None":
        return self._rangees.get(ligne)

    def _creer_la_rangee(self, ligne: int) -> "_Element":
        existante = self._rangee(ligne)
        if existante is not None:
            if existante.get("spans") is not None:
                del existante.attrib["spans"]
            return existante
        donnees = self.racine.find("{*}sheetData")
        nouvelle = self.racine.makeelement(f"{self._p}row", {"r": str(ligne)})
        suivante = min((n for n in self._rangees if n > ligne), default=None)
        if suivante is not None:
            self._rangees[suivante].addprevious(nouvelle)
        elif donnees is not None:
            donnees.append(nouvelle)
        self._rangees[ligne] = nouvelle
        for dimension in self.racine.findall("{*}dimension"):
            self.racine.remove(dimension)
        return nouvelle

    # ------------------------------------------------------------------ règles

    def _bloc(self, nom: str, *, nouveau: bool = False) -> "_Element":
        trouves = self.racine.findall("{*}" + nom)
        if trouves and not nouveau:
            return trouves[-1]
        bloc = self.racine.makeelement(f"{self._p}{nom}")
        avant = [
            e
            for e in self.racine
            if isinstance(e.tag, str)
            and (n := e.tag.rpartition("}")[2]) in _ORDRE
            and _ORDRE.index(n) <= _ORDRE.index(nom)
        ]
        avant[-1].addnext(bloc)
        return bloc

    def validations(self, ligne: int, colonne: int) -> "list[_Element]":
        """Contrôles de saisie d'une cellule."""
        return [
            e
            for e in self.racine.iterfind("{*}dataValidations/{*}dataValidation")
            if any(z.contient(ligne, colonne) for z in lire_zones(e.get("sqref", "")))
        ]

    def ajouter_validation(self, element: "_Element") -> None:
        """Ajoute un contrôle de saisie."""
        bloc = self._bloc("dataValidations")
        bloc.append(copy.deepcopy(element))
        bloc.set("count", str(len(bloc)))

    def ajouter_formats(self, element: "_Element") -> None:
        """Ajoute un bloc de formats conditionnels, après les autres et moins prioritaire qu'eux."""
        priorites = [int(r.get("priority", "0")) for r in self.racine.iter("{*}cfRule")]
        bloc = self._bloc("conditionalFormatting", nouveau=True)
        bloc.set("sqref", element.get("sqref", ""))
        for rang, regle in enumerate(element, 1):
            copiee = copy.deepcopy(regle)
            copiee.set("priority", str(max(priorites, default=0) + rang))
            bloc.append(copiee)

    def largeur(self, colonne: int, largeur: float) -> None:
        """Donne sa largeur à une colonne que la feuille ne règle pas encore."""
        bloc = self._bloc("cols")
        if any(int(e.get("min", "0")) <= colonne <= int(e.get("max", "0")) for e in bloc):
            return
        attributs = {"min": str(colonne), "max": str(colonne), "width": f"{largeur + 0.7:g}", "customWidth": "1"}
        element = bloc.makeelement(f"{self._p}col", attributs)
        rang = next((i for i, e in enumerate(bloc) if int(e.get("min", "0")) > colonne), len(bloc))
        bloc.insert(rang, element)

    # ------------------------------------------------------------------ commentaires

    def commentaire(self, ligne: int, colonne: int) -> "tuple[str, str, _Element] | None":
        """Texte, auteur et élément du commentaire d'une cellule ; None s'il n'y en a pas."""
        for partie in self.parties.cibles(self.partie, "comments"):
            racine = self.parties.arbre(partie)
            auteurs = [a.text or "" for a in racine.iterfind("{*}authors/{*}author")]
            for element in racine.iterfind("{*}commentList/{*}comment"):
                if element.get("ref") == f"{lettres(colonne)}{ligne}":
                    rang = int(element.get("authorId", "0"))
                    auteur = auteurs[rang] if rang < len(auteurs) else ""
                    return texte_de(element.find("{*}text")), auteur, element
        return None

    def commenter(self, ligne: int, colonne: int, texte: str) -> bool:
        """Pose ou change une aide ; faux si la cellule porte le commentaire d'une personne, qui est gardé."""
        existant = self.commentaire(ligne, colonne)
        if existant is not None:
            if existant[1].casefold() != AUTEUR:
                return False
            self.parties.a_changer(self.parties.cibles(self.partie, "comments")[0])
            _ecrire(existant[2], texte)
            return True
        partie = self._partie_des_commentaires()
        racine = self.parties.a_changer(partie)
        p = str(racine.tag).rpartition("}")[0] + "}"
        auteurs, liste = racine.find("{*}authors"), racine.find("{*}commentList")
        if auteurs is None or liste is None:
            return False
        noms = [(a.text or "").casefold() for a in auteurs]
        if AUTEUR not in noms:
            auteur = auteurs.makeelement(f"{p}author")
            auteur.text = AUTEUR
            auteurs.append(auteur)
            noms.append(AUTEUR)
        attributs = {"ref": f"{lettres(colonne)}{ligne}", "authorId": str(noms.index(AUTEUR))}
        element = liste.makeelement(f"{p}comment", attributs)
        _ecrire(element, texte)
        liste.append(element)
        self._dessiner(ligne, colonne)
        return True

    def _partie_des_commentaires(self) -> str:
        existantes = self.parties.cibles(self.partie, "comments")
        if existantes:
            return existantes[0]
        partie = self.parties.nom_libre("xl/comments{}.xml")
        vide = f'<comments xmlns="{PRINCIPAL}"><authors/><commentList/></comments>'
        self.parties.poser(partie, vide.encode(), _COMMENTAIRES)
        self.parties.lier(self.partie, f"{LIENS}/comments", partie)
        return partie

    def _dessiner(self, ligne: int, colonne: int) -> None:
        """Ajoute le cadre du commentaire au dessin de la feuille."""
        from tableur.fichiers.archives import analyser_xml

        ancien = self.racine.find("{*}legacyDrawing")
        liens = {r.identifiant: r.cible for r in self.parties.relations(self.partie) if r.genre == "vmlDrawing"}
        if ancien is None:
            partie = self.parties.nom_libre("xl/drawings/vmlDrawing{}.vml")
            numero = partie.rpartition("vmlDrawing")[2].removesuffix(".vml")
            self.parties.typer_l_extension("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
            self.parties.poser(partie, _VML.format(numero).encode())
            identifiant = self.parties.lier(self.partie, f"{LIENS}/vmlDrawing", partie)
            self._bloc("legacyDrawing").set(f"{R}id", identifiant)
        else:
            partie = liens[ancien.get(f"{R}id", "")]
        dessin = self.parties.a_changer(partie)
        pris = [e.get("id", "").rpartition("_s")[2] for e in dessin.iter() if isinstance(e.tag, str)]
        numero = str(max([int(n) for n in pris if n.isdigit()], default=1024) + 1)
        place = (numero, ligne - 1, colonne - 1, colonne, max(0, ligne - 2), colonne + 2, ligne + 2)
        dessin.append(analyser_xml(_FORME.format(*place).encode()))


def _ecrire(commentaire: "_Element", texte: str) -> None:
    for enfant in list(commentaire):
        commentaire.remove(enfant)
    p = str(commentaire.tag).rpartition("}")[0] + "}"
    bloc, morceau = commentaire.makeelement(f"{p}text"), commentaire.makeelement(f"{p}t")
    morceau.text = texte
    bloc.append(morceau)
    commentaire.append(bloc)
