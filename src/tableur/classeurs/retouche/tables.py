"""Les tables que l'on remplit : tables Excel, et plages désignées qui en tiennent lieu."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.livre import suggestion
from tableur.classeurs.retouche.paquet import Paquet, serialiser
from tableur.classeurs.retouche.references import Croissance, Zone, lettres, lire_zone
from tableur.classeurs.retouche.valeurs import texte_lu
from tableur.frontiere import plier
from tableur.socle.erreurs import ErreurTableur, Ou, refus

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Plage:
    """Table désignée dans une feuille qui n'a pas de table Excel ; lignes et colonnes se comptent à partir de 1.

    Args:
        feuille: Nom de la feuille.
        entete: Ligne des en-têtes.
        colonnes: Première et dernière colonnes, en lettres : « B:F ».
        premiere: Première ligne de données.
        derniere: Dernière ligne de données ; `premiere - 1` si la table est vide.
        total: Ligne de total, s'il y en a une juste dessous.
    """

    feuille: str
    entete: int
    colonnes: str
    premiere: int
    derniere: int
    total: int | None = None


@dataclass(slots=True)
class Cadre:
    """Place d'une table dans sa feuille."""

    nom: str
    feuille: Feuille
    c1: int
    c2: int
    entete: int | None
    debut: int
    fin: int
    total: int | None
    colonnes: list[str]
    partie: str = ""
    calculees: dict[int, str] = field(default_factory=dict)

    @property
    def ou(self) -> Ou:
        """Feuille de la table."""
        return self.feuille.ou

    @property
    def zone(self) -> Zone:
        """Toute la table, en-têtes et total compris."""
        return Zone(self.entete or self.debut, self.c1, self.total or max(self.fin, self.debut), self.c2)

    def colonne(self, entete: str) -> int:
        """Numéro de la colonne de feuille d'un en-tête, exact, sinon écrit à peu près.

        Raises:
            Refus: La table n'a pas cette colonne.
        """
        plies = [plier(c) for c in self.colonnes]
        if entete in self.colonnes:
            return self.c1 + self.colonnes.index(entete)
        if plies.count(plier(entete)) == 1:
            return self.c1 + plies.index(plier(entete))
        message = f"La table « {self.nom} » n'a pas de colonne « {entete} »{suggestion(entete, self.colonnes)}."
        raise refus(self.ou, "colonne inconnue", message, attendu=", ".join(self.colonnes), trouve=entete)

    def croissance(self, fin: int) -> Croissance:
        """Ce qui arrive à la table si ses données finissent à cette ligne."""
        apres = None if self.total is None else fin + self.total - self.fin
        avant = max(self.fin, self.debut)
        return Croissance(self.feuille.nom, self.c1, self.c2, self.debut, avant, fin, self.total, apres)


def tables_de(paquet: Paquet, feuille: Feuille) -> list[Cadre]:
    """Tables Excel d'une feuille."""
    trouvees = []
    for lien in paquet.relations(feuille.partie):
        if lien.genre == "table" and lien.cible in paquet:
            cadre = _table_excel(lien.cible, paquet.arbre(lien.cible), feuille)
            if cadre is not None:
                trouvees.append(cadre)
    return trouvees


def _table_excel(partie: str, racine: "_Element", feuille: Feuille) -> Cadre | None:
    zone = lire_zone(racine.get("ref", ""))
    if zone is None:
        return None
    entetes, totaux = int(racine.get("headerRowCount", "1")), int(racine.get("totalsRowCount", "0"))
    colonnes, calculees = [], {}
    for rang, element in enumerate(racine.iterfind("{*}tableColumns/{*}tableColumn")):
        colonnes.append(texte_lu(element.get("name", "")))
        formule = element.find("{*}calculatedColumnFormula")
        if formule is not None and formule.text:
            calculees[zone.c1 + rang] = formule.text
    nom = racine.get("displayName") or racine.get("name") or ""
    fin = zone.l2 - totaux
    return Cadre(
        nom,
        feuille,
        zone.c1,
        zone.c2,
        zone.l1 if entetes else None,
        zone.l1 + entetes,
        fin,
        zone.l2 if totaux else None,
        colonnes,
        partie,
        calculees,
    )


def cadre_de_plage(plage: Plage, feuille: Feuille) -> Cadre:
    """Place d'une plage désignée ; ses en-têtes se lisent dans la feuille.

    Raises:
        Refus: Les colonnes ou les lignes de la plage n'ont pas de sens.
    """
    colonnes = lire_zone(plage.colonnes if ":" in plage.colonnes else f"{plage.colonnes}:{plage.colonnes}")
    ordre = plage.entete < plage.premiere <= plage.derniere + 1
    if colonnes is None or not ordre or plage.total not in (None, plage.derniere + 1):
        message = (
            "La plage désignée n'a pas de sens : des en-têtes, puis des lignes, puis un total s'il y en a un."
        )
        raise refus(feuille.ou, "plage", message, trouve=str(plage))
    rangee = feuille.rangee(plage.entete)
    entetes = []
    for c in range(colonnes.c1, colonnes.c2 + 1):
        valeur = feuille.valeur(rangee.cellules.get(c))
        entetes.append(str(valeur).strip() if valeur is not None else f"colonne {lettres(c)}")
    nom = f"{feuille.nom}!{lettres(colonnes.c1)}{plage.entete}"
    return Cadre(
        nom,
        feuille,
        colonnes.c1,
        colonnes.c2,
        plage.entete,
        plage.premiere,
        plage.derniere,
        plage.total,
        entetes,
    )


def agrandir_la_partie(paquet: Paquet, cadre: Cadre, croissance: Croissance) -> None:
    """Étend une table Excel : sa référence, son filtre, son tri ; les critères du filtre sont gardés."""
    racine = paquet.arbre(cadre.partie)
    avant = serialiser(racine)
    zone = cadre.zone._replace(l2=croissance.total_apres or croissance.apres)
    racine.set("ref", str(zone) if ":" in str(zone) else f"{zone}:{zone}")
    for nom in ("insertRow", "insertRowShift"):
        if racine.get(nom) is not None:
            del racine.attrib[nom]
    filtre = racine.find("{*}autoFilter")
    if filtre is not None:
        filtre.set("ref", str(cadre.zone._replace(l2=croissance.apres)))
    for nom in ("sortState", "sortCondition"):
        for element in racine.iter("{*}" + nom):
            element.set("ref", croissance.liste(element.get("ref", "")))
    if serialiser(racine) != avant:
        paquet.garder(cadre.partie, racine)


def agrandir_les_formules(paquet: Paquet, cadres: Iterable[Cadre], croissance: Croissance) -> None:
    """Étend les plages citées par les formules de colonne et de total des tables."""
    for cadre in cadres:
        if not cadre.partie:
            continue
        racine = paquet.arbre(cadre.partie)
        for nom in ("calculatedColumnFormula", "totalsRowFormula"):
            for element in racine.iter("{*}" + nom):
                avant = element.text or ""
                element.text = croissance.formule(avant, cadre.feuille.nom)
                if element.text != avant:
                    paquet.garder(cadre.partie, racine)


def trouver(nom: str, cadres: list[Cadre]) -> Cadre:
    """Table Excel de ce nom, sans égard à la casse.

    Raises:
        ErreurTableur: Aucune table ne porte ce nom.
    """
    for cadre in cadres:
        if cadre.nom.casefold() == nom.casefold():
            return cadre
    noms = [cadre.nom for cadre in cadres]
    if not noms:
        raise ErreurTableur(f"La table « {nom} » n'existe pas : ce classeur n'a aucune table Excel.")
    raise ErreurTableur(f"La table « {nom} » n'existe pas{suggestion(nom, noms)}.")
