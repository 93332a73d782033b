"""Une feuille et ses cellules en XML : valeurs, formules entières (partagées comprises), textes partagés."""

from typing import TYPE_CHECKING

from tableur.classeurs.cellules import ERREURS
from tableur.classeurs.retouche.references import Zone, decaler, lire_adresse, lire_zone
from tableur.classeurs.vie.parties import Parties
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule

if TYPE_CHECKING:
    from lxml.etree import _Element

Place = tuple[int, int]


class FeuilleXml:
    """Feuille de calcul : ses cellules par (ligne, colonne) comptées à partir de 1."""

    def __init__(self, parties: Parties, nom: str, partie: str, textes: list[str]) -> None:
        """Lit les cellules d'une feuille.

        Args:
            parties: Le classeur.
            nom: Nom de l'onglet.
            partie: Sa partie.
            textes: Textes partagés du classeur.
        """
        self.nom, self.partie, self._textes = nom, partie, textes
        self.racine = parties.arbre(partie)
        self.cellules: dict[Place, _Element] = {}
        self.formules: dict[Place, str] = {}
        self.partagees: dict[Place, str] = {}
        self.matrices: list[Zone] = []
        maitresses: dict[str, tuple[Place, str]] = {}
        ligne = 0
        for rangee in self.racine.iterfind("{*}sheetData/{*}row"):
            ligne = int(rangee.get("r", ligne + 1))
            colonne = 0
            for cellule in rangee.iterchildren("{*}c"):
                place = lire_adresse(cellule.get("r", ""))
                colonne = place[1] if place else colonne + 1
                self.cellules[ligne, colonne] = cellule
                formule = cellule.find("{*}f")
                if formule is not None:
                    self._retenir((ligne, colonne), formule, maitresses)

    def _retenir(self, place: Place, formule: "_Element", maitresses: dict[str, tuple[Place, str]]) -> None:
        texte, genre = formule.text or "", formule.get("t", "")
        if genre == "shared":
            groupe = formule.get("si", "")
            if texte:
                maitresses[groupe] = place, texte
            if groupe in maitresses:
                (l0, c0), modele = maitresses[groupe]
                texte = decaler(modele, place[0] - l0, place[1] - c0, boucler=True)
                self.partagees[place] = texte
        if genre == "array" and (zone := lire_zone(formule.get("ref", ""))) is not None:
            self.matrices.append(zone)
        if texte:
            self.formules[place] = texte

    def valeur(self, place: Place) -> object:
        """Valeur enregistrée : nombre, texte, booléen, erreur, formule sans valeur, ou None."""
        cellule = self.cellules.get(place)
        if cellule is None:
            return None
        genre, brute = cellule.get("t", "n"), cellule.find("{*}v")
        if genre == "inlineStr":
            return texte_de(cellule.find("{*}is")) or None
        texte = (brute.text or "") if brute is not None else ""
        if not texte:
            sans_valeur = cellule.find("{*}f") is not None and (brute is None or genre != "str")
            return FORMULE_SANS_VALEUR if sans_valeur else None
        if genre == "s":
            return self._textes[int(texte)] if int(texte) < len(self._textes) else None
        if genre == "b":
            return texte == "1"
        if genre == "e":
            return ErreurDeCellule(ERREURS.get(texte, texte))
        return texte if genre in ("str", "d") else float(texte)

    def grille(self) -> list[list[object]]:
        """Valeurs de la feuille, depuis A1."""
        lignes = max((p[0] for p in self.cellules), default=0)
        colonnes = max((p[1] for p in self.cellules), default=0)
        if lignes * colonnes > 40_000_000:
            lignes = 0
        grille: list[list[object]] = [[None] * colonnes for _ in range(lignes)]
        for ligne, colonne in self.cellules if lignes else ():
            grille[ligne - 1][colonne - 1] = self.valeur((ligne, colonne))
        return grille


def texte_de(element: "_Element | None") -> str:
    """Texte d'un élément de texte, morceaux mis bout à bout, sans sa phonétique."""
    if element is None:
        return ""
    morceaux = []
    for enfant in element:
        nom = str(enfant.tag).rpartition("}")[2]
        if nom == "t":
            morceaux.append(enfant.text or "")
        elif nom == "r":
            morceaux += [t.text or "" for t in enfant.iterfind("{*}t")]
    return "".join(morceaux)


def textes_partages(parties: Parties) -> list[str]:
    """Textes partagés du classeur, par numéro."""
    for partie in parties.cibles(parties.principale, "sharedStrings"):
        return [texte_de(si) for si in parties.arbre(partie).iterfind("{*}si")]
    return []


def zone_de_table(table: "_Element") -> Zone | None:
    """Étendue d'une table Excel, en-têtes et totaux compris."""
    return lire_zone(table.get("ref", ""))


__all__ = ["FeuilleXml", "Place", "texte_de", "textes_partages", "zone_de_table"]
