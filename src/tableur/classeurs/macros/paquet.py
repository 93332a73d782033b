"""Les parties qu'un classeur reçoit pour porter des macros ; rien d'autre ne bouge."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tableur.classeurs.macros.boutons import BLOC, DESSIN, dessiner
from tableur.classeurs.modeles import Bouton
from tableur.classeurs.verification import FEUILLES_DES_HOTES
from tableur.classeurs.vie.parties import LIENS, PRINCIPAL, Parties, R
from tableur.socle.erreurs import refus

if TYPE_CHECKING:
    from lxml.etree import _Element

AVEC_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
CONTENU_DE_PROJET = "application/vnd.ms-office.vbaProject"
LIEN_DE_PROJET = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
(FEUILLE_DE_REGLAGE,) = FEUILLES_DES_HOTES
_FEUILLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_APRES_LES_DESSINS = (
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "AlternateContent", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def poser_les_reglages(parties: Parties, reglages: Mapping[str, str]) -> None:
    """Écrit la feuille cachée de réglage, en la remplaçant si elle y est : le nom dans A, la valeur dans B."""
    from lxml import etree

    partie = parties.feuilles().get(FEUILLE_DE_REGLAGE)
    neuve = partie is None
    partie = partie or parties.nom_libre("xl/worksheets/sheet{}.xml")
    racine = etree.Element(f"{{{PRINCIPAL}}}worksheet")
    donnees = etree.SubElement(racine, f"{{{PRINCIPAL}}}sheetData")
    for rang, (nom, valeur) in enumerate(reglages.items(), 1):
        ligne = etree.SubElement(donnees, f"{{{PRINCIPAL}}}row", {"r": str(rang)})
        for colonne, texte in (("A", nom), ("B", valeur)):
            if texte:
                _cellule_de_texte(ligne, f"{colonne}{rang}", texte)
    octets = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    if not neuve:
        ancien = parties.arbre(partie).find("{*}sheetPr")
        if ancien is not None and ancien.get("codeName"):
            racine.insert(0, etree.Element(f"{{{PRINCIPAL}}}sheetPr", {"codeName": ancien.get("codeName", "")}))
            octets = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    parties.poser(partie, octets, _FEUILLE if neuve else "")
    if neuve:
        _declarer_la_feuille(parties, partie)


def _cellule_de_texte(ligne: "_Element", adresse: str, texte: str) -> None:
    from lxml import etree

    cellule = etree.SubElement(ligne, f"{{{PRINCIPAL}}}c", {"r": adresse, "t": "inlineStr"})
    dedans = etree.SubElement(cellule, f"{{{PRINCIPAL}}}is")
    etree.SubElement(dedans, f"{{{PRINCIPAL}}}t").text = texte


def _declarer_la_feuille(parties: Parties, partie: str) -> None:
    from lxml import etree

    identifiant = parties.lier(parties.principale, f"{LIENS}/worksheet", partie)
    feuilles = parties.a_changer(parties.principale).find("{*}sheets")
    if feuilles is None:
        raise refus(parties.ou, "classeur sans feuille", "Ce classeur n'a pas de feuille.")
    numeros = [int(feuille.get("sheetId", "0")) for feuille in feuilles]
    attributs = {
        "name": FEUILLE_DE_REGLAGE,
        "sheetId": str(max(numeros, default=0) + 1),
        "state": "hidden",
        f"{R}id": identifiant,
    }
    etree.SubElement(feuilles, f"{{{PRINCIPAL}}}sheet", attributs)


def poser_les_boutons(parties: Parties, boutons: Iterable[Bouton]) -> list[str]:
    """Dessine les boutons dans leurs feuilles ; dit ceux qui n'ont pas trouvé la leur."""
    feuilles, phrases = parties.feuilles(), []
    par_feuille: dict[str, list[Bouton]] = {}
    for bouton in boutons:
        for nom in bouton.feuilles:
            par_feuille.setdefault(nom, []).append(bouton)
    for nom, siens in par_feuille.items():
        if nom in feuilles:
            _dessiner_dans(parties, feuilles[nom], siens)
        else:
            phrases.append(f"La feuille « {nom} » n'est pas dans ce classeur : ses boutons n'ont pas été posés.")
    return phrases


def _dessiner_dans(parties: Parties, partie: str, boutons: list[Bouton]) -> None:
    from lxml import etree

    racine = parties.a_changer(partie)
    dessin = next(iter(parties.cibles(partie, "vmlDrawing")), "")
    if dessin:
        ancien = parties.lire(dessin)
        if b"!TABLEUR_Boutons." not in ancien:
            parties.poser(dessin, dessiner(boutons, racine, ancien))
        return
    rang = list(parties.feuilles().values()).index(partie) + 1
    dessin = parties.nom_libre("xl/drawings/vmlDrawing{}.vml")
    parties.poser(dessin, dessiner(boutons, racine, bloc=BLOC + rang))
    parties.typer_l_extension("vml", DESSIN)
    identifiant = parties.lier(partie, f"{LIENS}/vmlDrawing", dessin)
    element = etree.Element(f"{{{PRINCIPAL}}}legacyDrawing", {f"{R}id": identifiant})
    suivants = [e for e in racine if etree.QName(e).localname in _APRES_LES_DESSINS]
    if suivants:
        suivants[0].addprevious(element)
    else:
        racine.append(element)


def noms_de_code(parties: Parties) -> list[tuple[str, bool]]:
    """Nom de code du classeur et de chaque feuille, posés où ils manquent ; vrai pour une feuille de graphique."""
    from lxml import etree

    racine = parties.a_changer(parties.principale)
    proprietes = racine.find("{*}workbookPr")
    if proprietes is None:
        proprietes = etree.Element(f"{{{PRINCIPAL}}}workbookPr")
        place = 1 if len(racine) and etree.QName(racine[0]).localname == "fileVersion" else 0
        racine.insert(place, proprietes)
    proprietes.set("codeName", proprietes.get("codeName") or "ThisWorkbook")
    pris, noms = {proprietes.get("codeName", "").casefold()}, [(proprietes.get("codeName", ""), False)]
    for rang, partie in enumerate(parties.feuilles().values(), 1):
        graphique = "/chartsheets/" in partie
        feuille = parties.a_changer(partie)
        apercu = feuille.find("{*}sheetPr")
        if apercu is None:
            apercu = etree.Element(f"{{{PRINCIPAL}}}sheetPr")
            feuille.insert(0, apercu)
        libres = (f"{'Graph' if graphique else 'Feuil'}{n}" for n in (rang, *range(1_000, 9_999)))
        nom = apercu.get("codeName") or next(libre for libre in libres if libre.casefold() not in pris)
        apercu.set("codeName", nom)
        pris.add(nom.casefold())
        noms.append((nom, graphique))
    return noms
