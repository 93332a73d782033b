"""La partie principale du classeur : feuilles, noms définis, calendrier, recalcul ; et les textes partagés."""

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from tableur.classeurs.retouche.paquet import Paquet, en_utf8
from tableur.classeurs.retouche.rangees import texte_en_ligne
from tableur.classeurs.retouche.references import Croissance, Zone, lire_zone, references
from tableur.frontiere import plier
from tableur.socle.erreurs import refus

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONSTANTE = re.compile(r"""[-+]?\d+(?:\.\d+)?(?:E[-+]?\d+)?|"(?:[^"]|"")*"|TRUE|FALSE""", re.IGNORECASE)
_LISTE = re.compile(r"<(?:([\w.-]+):)?sst(?=[\s/>])")


class NomDefini(NamedTuple):
    """Nom défini : son texte, sa formule, et la feuille à laquelle il se limite (vide pour tout le classeur)."""

    nom: str
    formule: str
    feuille: str


class Livre:
    """Ce que dit `workbook.xml`."""

    def __init__(self, paquet: Paquet) -> None:
        """Lit les feuilles de calcul, les noms et le calendrier."""
        self._paquet = paquet
        self._partie = paquet.principale
        self.racine = paquet.arbre(self._partie)
        liens = {lien.identifiant: lien for lien in paquet.relations(self._partie)}
        self._toutes: list[str] = []
        self.feuilles: dict[str, str] = {}
        for element in self.racine.iterfind("{*}sheets/{*}sheet"):
            nom = element.get("name", "")
            self._toutes.append(nom)
            lien = liens.get(next((str(v) for a, v in element.attrib.items() if str(a).endswith("}id")), ""))
            if lien is not None and lien.genre == "worksheet" and lien.cible in paquet:
                self.feuilles[nom] = lien.cible
        reglages = self.racine.find("{*}workbookPr")
        self.depuis_1904 = reglages is not None and reglages.get("date1904") in ("1", "true")

    def feuille(self, nom: str) -> str:
        """Nom exact d'une feuille de calcul, donné sans égard à la casse.

        Raises:
            Refus: Aucune feuille de calcul ne porte ce nom.
        """
        for connue in self.feuilles:
            if connue.casefold() == nom.casefold():
                return connue
        message = f"La feuille de calcul « {nom} » n'existe pas{suggestion(nom, self.feuilles)}."
        raise refus(self._paquet.ou, "feuille inconnue", message, attendu=", ".join(self.feuilles), trouve=nom)

    @property
    def noms(self) -> list[NomDefini]:
        """Noms définis, ceux du tableur (`_xlnm`) compris."""
        trouves = []
        for element in self.racine.iterfind("{*}definedNames/{*}definedName"):
            place = element.get("localSheetId", "")
            feuille = self._toutes[int(place)] if place.isdigit() and int(place) < len(self._toutes) else ""
            trouves.append(NomDefini(element.get("name", ""), (element.text or "").strip(), feuille))
        return trouves

    def cible_du_nom(self, nom: str, feuille: str = "") -> tuple[str, Zone]:
        """Feuille et rectangle d'un nom défini.

        Args:
            nom: Le nom, sans égard à la casse.
            feuille: Feuille à laquelle il se limite ; vide s'il n'y a pas à choisir.

        Raises:
            Refus: Nom inconnu, ambigu, ou qui ne désigne pas une plage du classeur.
        """
        defini = self._choisir(nom, feuille)
        visees = list(references(defini.formule.removeprefix("=")))
        citee = (visees[0][0] or defini.feuille) if len(visees) == 1 else ""
        zone = lire_zone(visees[0][1].replace("$", "")) if len(visees) == 1 else None
        simple = len(visees) == 1 and defini.formule.removeprefix("=").endswith(visees[0][1])
        if zone is None or not citee or not simple or "[" in citee:
            message = f"Le nom « {nom} » désigne « {defini.formule} », qui n'est pas une cellule de ce classeur."
            raise refus(self._paquet.ou, "nom défini", message, attendu="une cellule", trouve=defini.formule)
        return self.feuille(citee), zone

    def zones_du_nom(self, nom: str, feuille: str) -> list[tuple[str, Zone]] | None:
        """Rectangles que désigne un nom vu d'une feuille ; None s'il est inconnu ou calculé."""
        homonymes = [n for n in self.noms if n.nom.casefold() == nom.casefold()]
        visibles = [n for n in homonymes if n.feuille.casefold() == feuille.casefold()] or [
            n for n in homonymes if not n.feuille
        ]
        if not visibles:
            return None
        formule = visibles[0].formule.removeprefix("=")
        if _CONSTANTE.fullmatch(formule):
            return []
        visees = list(references(formule))
        zone = lire_zone(visees[0][1]) if len(visees) == 1 else None
        citee = visees[0][0] if len(visees) == 1 else None
        if zone is None or citee is None or "(" in formule or "[" in citee or ":" in citee:
            return None
        return [(citee, zone)]

    def _choisir(self, nom: str, feuille: str) -> NomDefini:
        connus = [n for n in self.noms if not n.nom.startswith("_xlnm.")]
        homonymes = [n for n in connus if n.nom.casefold() == nom.casefold()]
        if feuille:
            homonymes = [n for n in homonymes if n.feuille.casefold() == feuille.casefold()]
        globaux = [n for n in homonymes if not n.feuille]
        if not homonymes:
            message = (
                f"Le nom « {nom} » n'est pas défini dans ce classeur{suggestion(nom, [n.nom for n in connus])}."
            )
            raise refus(self._paquet.ou, "nom inconnu", message, attendu="un nom défini", trouve=nom)
        if len(homonymes) > 1 and not globaux:
            ou = " et ".join(f"« {n.feuille} »" for n in homonymes)
            message = f"Le nom « {nom} » est défini dans les feuilles {ou} : dire laquelle."
            raise refus(self._paquet.ou, "nom ambigu", message, attendu="une feuille", trouve=nom)
        return (globaux or homonymes)[0]

    def agrandir(self, croissance: Croissance) -> None:
        """Étend les noms définis qui couvraient une table."""
        for element in self.racine.iterfind("{*}definedNames/{*}definedName"):
            avant = element.text or ""
            apres = croissance.formule(avant, "")
            if apres != avant:
                element.text = apres
                self._paquet.garder(self._partie, self.racine)

    def faire_recalculer(self) -> None:
        """Demande au tableur de tout recalculer à l'ouverture."""
        from lxml import etree

        reglage = self.racine.find("{*}calcPr")
        if reglage is None:
            reglage = etree.Element(self.racine.tag.rpartition("}")[0] + "}calcPr")
            self._place_de_calcpr().addnext(reglage)
        if reglage.get("fullCalcOnLoad") not in ("1", "true"):
            reglage.set("fullCalcOnLoad", "1")
            self._paquet.garder(self._partie, self.racine)

    def _place_de_calcpr(self) -> "_Element":
        avant = self.racine.find("{*}sheets")
        for nom in ("functionGroups", "externalReferences", "definedNames"):
            trouve = self.racine.find("{*}" + nom)
            avant = trouve if trouve is not None else avant
        if avant is None:
            raise refus(self._paquet.ou, "XML", "Ce classeur n'a pas de feuille : il est abîmé.")
        return avant

    def oter_l_ordre_de_calcul(self) -> None:
        """Retire calcChain, dont l'ordre ne vaut plus quand des formules ont bougé."""
        for lien in self._paquet.relations(self._partie):
            if lien.genre == "calcChain":
                self._paquet.oter_relation(self._partie, lien.identifiant)
                if lien.cible in self._paquet:
                    self._paquet.supprimer(lien.cible)


def suggestion(nom: str, connus: "list[str] | dict[str, str]") -> str:
    """Fin de phrase qui propose le nom voisin, ou la liste si elle est courte."""
    plies = {plier(connu): connu for connu in connus}
    proches = get_close_matches(plier(nom), list(plies), 1, 0.6)
    if proches:
        return f" ; est-ce « {plies[proches[0]]} » ?"
    return f" ; sont connus : {', '.join(connus)}" if 0 < len(connus) <= 12 else ""


def textes_partages(paquet: Paquet) -> list[str]:
    """Textes partagés du classeur, par numéro."""
    for lien in paquet.relations(paquet.principale):
        if lien.genre == "sharedStrings" and lien.cible in paquet:
            texte = en_utf8(paquet.lire(lien.cible)).decode()
            liste = _LISTE.search(texte)
            p = (liste[1] + ":") if liste and liste[1] else ""
            motif = re.compile(rf"<{p}si(?:\s*/>|(?=[\s>])[^>]*>(.*?)</{p}si\s*>)", re.DOTALL)
            return [texte_en_ligne(trouve[1] or "", p) for trouve in motif.finditer(texte)]
    return []
