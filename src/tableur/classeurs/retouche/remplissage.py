"""Les lignes d'une table, réécrites : styles et formules d'une ligne modèle, cellules de la personne gardées."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from tableur.classeurs.retouche.colonnes import colonne_xml
from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.lignes import Ligne
from tableur.classeurs.retouche.rangees import (
    Cellule,
    Rangee,
    attributs_de_rangee,
    avec_attribut,
    avec_formule,
    composer,
    ecrire_rangee,
    formule_de,
    lire_rangee,
)
from tableur.classeurs.retouche.references import Gabarit, decaler, lettres
from tableur.classeurs.retouche.styles import Styles
from tableur.classeurs.retouche.tables import Cadre
from tableur.classeurs.retouche.valeurs import Ecrite, contenu_xml, ecrire_valeur, texte_xml

_LOT = 1000

Valeurs = Mapping[int, Sequence[object]]


class Modele(NamedTuple):
    """Ce qu'une ligne neuve reprend des dernières lignes de la table."""

    rangees: tuple[Rangee, ...]  # une, ou deux si les lignes alternent ; la dernière est celle de `fin`
    fin: int

    def rangee(self, ligne: int) -> Rangee:
        """Rangée modèle d'une ligne."""
        return self.rangees[(ligne - self.fin - 1) % len(self.rangees)]


class Remplissage:
    """Réécriture des lignes d'une table."""

    def __init__(
        self, cadre: Cadre, donnees: Valeurs, styles: Styles, vides: Collection[int], *, depuis_1904: bool
    ) -> None:
        """Retient les lignes présentes, que l'on relira au fur et à mesure.

        Args:
            cadre: La table.
            donnees: Valeurs, par numéro de colonne de la feuille.
            styles: Styles du classeur.
            vides: Lignes présentes qui sont vides.
            depuis_1904: Vrai si le classeur compte ses jours à partir de 1904.
        """
        self._cadre, self._donnees, self._styles, self._depuis_1904 = cadre, donnees, styles, depuis_1904
        self._feuille, self._p = cadre.feuille, cadre.feuille.p
        self._anciennes = dict(self._feuille.rangees)
        self._modele = self._choisir_modele()
        self._gabarits = {c: g for c in self._colonnes if c not in donnees and (g := self._gabarit(c)) is not None}
        self._aspects: dict[tuple[int, int, str], str] = {}
        self._vides = {None, *vides}
        self.changees = 0
        self.remplacees: set[tuple[int, int]] = set()

    @property
    def _colonnes(self) -> range:
        return range(self._cadre.c1, self._cadre.c2 + 1)

    def remplir(self, plan: Sequence[Ligne], total: int | None, *, demasquer: bool = False) -> None:
        """Réécrit les lignes de données, déplace le total, efface ce qui n'est plus dans la table.

        Args:
            plan: Les lignes, de haut en bas.
            total: Ligne où va le total, None s'il n'y en a pas.
            demasquer: Vrai pour montrer les lignes masquées que l'on remplit.
        """
        neuves = len(plan)
        while neuves and plan[neuves - 1].source is None and plan[neuves - 1].donnee is not None:
            neuves -= 1
        for rang, ligne in enumerate(plan[:neuves]):
            self._une_ligne(self._cadre.debut + rang, ligne, demasquer=demasquer)
        for debut in range(neuves, len(plan), _LOT):
            self._lot_neuf(self._cadre.debut + debut, plan[debut : debut + _LOT])
        fin = self._cadre.debut + len(plan) - 1
        for numero in range(fin + 1, max(self._cadre.fin, self._cadre.total or 0) + 1):
            if numero != total or total != self._cadre.total:
                self._effacer(numero)
        if total is not None and self._cadre.total is not None:
            self._poser_le_total(self._cadre.total, total)

    # ------------------------------------------------------------------ modèle

    def _ancienne(self, ligne: int) -> Rangee:
        xml = self._anciennes.get(ligne)
        return lire_rangee(xml, self._p) if xml is not None else Rangee("", {})

    def _choisir_modele(self) -> Modele:
        fin = self._cadre.fin
        if fin < self._cadre.debut:
            return Modele((self._modele_complet(Rangee("", {}), self._cadre.debut),), fin)
        dernieres = [self._ancienne(ligne) for ligne in range(fin, max(self._cadre.debut, fin - 3) - 1, -1)]
        aspects = [[r.cellules[c].style if c in r.cellules else "" for c in self._colonnes] for r in dernieres]
        alternent = len(aspects) > 2 and aspects[0] != aspects[1] and aspects[0] == aspects[2]
        if alternent and len(aspects) > 3 and aspects[1] != aspects[3]:
            alternent = False
        gardees = dernieres[1::-1] if alternent else dernieres[:1]
        return Modele(tuple(self._modele_complet(r, fin) for r in gardees), fin)

    def _modele_complet(self, rangee: Rangee, ligne: int) -> Rangee:
        cellules = dict(rangee.cellules)
        for c in self._colonnes:
            if c not in cellules:
                style = self._feuille.style_par_defaut(ligne, c)
                cellules[c] = Cellule(f' s="{style}"' if style else "")
        return Rangee(rangee.attributs, cellules)

    def _gabarit(self, colonne: int) -> Callable[[int], str] | None:
        """XML du contenu d'une cellule calculée, d'après la dernière formule de sa colonne."""
        formule = formule_de(self._modele.rangees[-1].cellules[colonne], self._p)
        attributs = formule.attributs if formule else ""
        if formule is not None and formule.texte:
            gabarit = Gabarit(formule.texte, self._cadre.fin)
        elif colonne in self._cadre.calculees:
            gabarit = Gabarit(self._cadre.calculees[colonne], self._cadre.debut)
        else:
            return None
        p, lettre = self._p, lettres(colonne)
        if 'ref="' in attributs:
            avant, _, apres = avec_attribut(attributs, "ref", "\0").partition("\0")
            return lambda ligne: f"<{p}f{avant}{lettre}{ligne}{apres}>{gabarit.pour(ligne)}</{p}f>"
        return lambda ligne: f"<{p}f{attributs}>{gabarit.pour(ligne)}</{p}f>"

    def _attributs(self, colonne: int, ligne: int, aspect: str) -> str:
        rang = (ligne - self._modele.fin - 1) % len(self._modele.rangees)
        cle = colonne, rang, aspect
        trouve = self._aspects.get(cle)
        if trouve is None:
            cellule = self._modele.rangees[rang].cellules[colonne]
            attributs = cellule.attributs if colonne in self._gabarits else cellule.apparence
            trouve = self._aspects[cle] = self._avec_aspect(attributs, cellule.style, aspect)
        return trouve

    def _avec_aspect(self, attributs: str, style: str, aspect: str) -> str:
        voulu = self._styles.pour(style, aspect)
        return attributs if voulu == style else avec_attribut(attributs, "s", voulu)

    # ------------------------------------------------------------------ lignes neuves

    def _lot_neuf(self, premiere: int, plan: Sequence[Ligne]) -> None:
        colonnes = []
        for c in self._colonnes:
            if c in self._donnees:
                serie = self._donnees[c]
                valeurs = [serie[ligne.donnee] for ligne in plan if ligne.donnee is not None]
                colonnes.append(self._cellules_neuves(c, premiere, valeurs))
            else:
                colonnes.append(self._cellules_du_modele(c, premiere, len(plan)))
        for ligne, cellules in enumerate(zip(*colonnes, strict=True), premiere):
            attributs, autres = self._rangee_neuve(ligne)
            morceaux = dict(zip(self._colonnes, cellules, strict=True)) if autres else {}
            for c, cellule in autres.items():
                morceaux[c] = cellule.xml(self._p, c, ligne)
            ecrites = [morceaux[c] for c in sorted(morceaux)] if autres else cellules
            self._feuille.rangees[ligne] = composer(attributs, self._p, ligne, ecrites)

    def _cellules_neuves(self, colonne: int, premiere: int, valeurs: list[object]) -> list[str]:
        def attributs(ligne: int, aspect: str) -> str:
            return self._attributs(colonne, ligne, aspect)

        return colonne_xml(self._p, lettres(colonne), premiere, valeurs, attributs, self._depuis_1904)

    def _cellules_du_modele(self, colonne: int, premiere: int, nombre: int) -> list[str]:
        p, lettre, gabarit = self._p, lettres(colonne), self._gabarits.get(colonne)
        fins = [self._attributs(colonne, premiere + i, "") for i in (0, 1)]
        debut = f'<{p}c r="{lettre}'
        lignes = range(premiere, premiere + nombre)
        if gabarit is None:
            return [f'{debut}{n}"{fin}/>' if (fin := fins[(n - premiere) & 1]) else "" for n in lignes]
        return [f'{debut}{n}"{fins[(n - premiere) & 1]}>{gabarit(n)}</{p}c>' for n in lignes]

    def _rangee_neuve(self, ligne: int) -> tuple[str, dict[int, Cellule]]:
        """Attributs d'une rangée neuve, et les cellules qui s'y trouvent hors de la table."""
        modele = attributs_de_rangee(self._modele.rangee(ligne).attributs, neuve=True)
        if ligne not in self._anciennes:
            return modele, {}
        rangee = self._ancienne(ligne)
        autres = {c: cellule for c, cellule in rangee.cellules.items() if c not in self._colonnes}
        siens = attributs_de_rangee(rangee.attributs)
        garder = ligne > self._cadre.fin and ligne != self._cadre.total and siens
        return (siens if garder else modele), autres

    # ------------------------------------------------------------------ lignes présentes

    def _une_ligne(self, numero: int, ligne: Ligne, *, demasquer: bool) -> None:
        if ligne.source == numero and ligne.donnee is None and not ligne.vider:
            return
        if ligne.source is None:
            attributs, cellules = self._rangee_neuve(numero)
            source: dict[int, Cellule] = {}
            ici = self._ancienne(numero)
        else:
            ici = self._ancienne(numero)
            origine = ici if ligne.source == numero else self._ancienne(ligne.source)
            neuve = demasquer and ligne.donnee is not None
            attributs = attributs_de_rangee(origine.attributs, neuve=neuve)
            cellules = {c: cellule for c, cellule in ici.cellules.items() if c not in self._colonnes}
            source = origine.cellules
        change, suite = False, ici.suite
        for c in self._colonnes:
            cellule, neuf = self._une_cellule(c, numero, ligne, source.get(c))
            change = change or neuf
            if neuf and ligne.source is not None:
                self.remplacees.add((numero, c))
            if cellule is not None:
                cellules[c] = cellule
        self.changees += change and ligne.donnee is not None and ligne.source not in self._vides
        if cellules == ici.cellules and attributs == attributs_de_rangee(ici.attributs):
            return
        self._feuille.rangees[numero] = ecrire_rangee(Rangee(attributs, cellules, suite), self._p, numero)

    def _une_cellule(
        self, colonne: int, numero: int, ligne: Ligne, ancienne: Cellule | None
    ) -> tuple[Cellule | None, bool]:
        """La cellule à écrire, et si elle change ce que la personne voit."""
        if ligne.donnee is not None and colonne in self._donnees:
            valeur = self._donnees[colonne][ligne.donnee]
            if ancienne is not None and type(valeur) is str and self._meme_texte(ancienne, valeur):
                return ancienne, False
            ecrite = ecrire_valeur(valeur, depuis_1904=self._depuis_1904)
            if ancienne is not None and deja_ecrite(self._feuille, self._styles, ancienne, ecrite):
                return ancienne, False
            base = ancienne if ancienne is not None else self._modele.rangee(numero).cellules[colonne]
            attributs = self._avec_aspect(base.apparence, base.style, ecrite.aspect)
            if not ecrite.genre and ancienne is None and not attributs:
                return None, False
            genre = "" if ecrite.genre == "n" else ecrite.genre
            return Cellule(attributs, genre, contenu_xml(self._p, ecrite)), bool(ecrite.genre or ancienne)
        if ancienne is None:
            if ligne.source is not None and not (ligne.donnee is not None and colonne in self._gabarits):
                return None, False
            return self._du_modele(colonne, numero), False
        if ligne.vider and formule_de(ancienne, self._p) is None:
            return ancienne.vide(), False
        if ligne.donnee is not None and colonne in self._gabarits and not ancienne.remplie:
            return self._du_modele(colonne, numero), False  # la seule ligne d'une table vide n'a pas ses formules
        return self._deplacee(ancienne, colonne, numero - (ligne.source or numero), numero), False

    def _du_modele(self, colonne: int, numero: int) -> Cellule | None:
        gabarit, attributs = self._gabarits.get(colonne), self._attributs(colonne, numero, "")
        return Cellule(attributs, "", gabarit(numero) if gabarit else "") if gabarit or attributs else None

    def _meme_texte(self, cellule: Cellule, texte: str) -> bool:
        if not cellule.contenu:
            return not texte
        if cellule.genre not in ("s", "inlineStr") or f"<{self._p}f" in cellule.contenu:
            return False
        return self._feuille.valeur(cellule) == texte

    def _deplacee(self, cellule: Cellule, colonne: int, pas: int, numero: int) -> Cellule:
        formule = formule_de(cellule, self._p) if pas else None
        if formule is None:
            return cellule
        attributs = formule.attributs
        if formule.attribut("ref"):
            attributs = avec_attribut(attributs, "ref", f"{lettres(colonne)}{numero}")
        return avec_formule(cellule, self._p, decaler(formule.texte, pas), attributs)

    # ------------------------------------------------------------------ après la table

    def _effacer(self, ligne: int) -> None:
        """Ôte les cellules de la table ; une plage désignée garde ses styles, une table Excel les emporte."""
        if ligne not in self._anciennes:
            return
        rangee = self._ancienne(ligne)
        garder = not self._cadre.partie and ligne != self._cadre.total
        cellules = {c: v for c, v in rangee.cellules.items() if c not in self._colonnes}
        if garder:
            cellules |= {c: v.vide() for c, v in rangee.cellules.items() if c in self._colonnes}
        attributs = attributs_de_rangee(rangee.attributs, neuve=True)
        self._feuille.poser_rangee(ligne, Rangee(attributs, cellules))

    def _poser_le_total(self, avant: int, apres: int) -> None:
        if avant == apres:
            return
        ancienne, ici = self._ancienne(avant), self._ancienne(apres)
        cellules = {c: v for c, v in ici.cellules.items() if c not in self._colonnes}
        cellules |= {c: v for c, v in ancienne.cellules.items() if c in self._colonnes}
        attributs = attributs_de_rangee(ancienne.attributs)
        self._feuille.poser_rangee(apres, Rangee(attributs, cellules))


def deja_ecrite(feuille: Feuille, styles: Styles, cellule: Cellule, ecrite: Ecrite) -> bool:
    """Vrai si la cellule, qui n'est pas une formule, contient déjà cette valeur et la montre comme il faut."""
    if not cellule.remplie:
        return not ecrite.genre
    if f"<{feuille.p}f" in cellule.contenu or not ecrite.genre or cellule.genre == "e":
        return False
    valeur = feuille.valeur(cellule)
    if isinstance(valeur, str):
        return ecrite.genre == "inlineStr" and texte_xml(valeur) == ecrite.texte
    if isinstance(valeur, bool):
        return ecrite.genre == "b" and (ecrite.texte == "1") == valeur
    if not isinstance(valeur, float) or ecrite.genre != "n" or float(ecrite.texte) != valeur:
        return False
    return styles.pour(cellule.style, ecrite.aspect) == cellule.style
