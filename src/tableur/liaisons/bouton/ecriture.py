"""Écriture d'une table dans un classeur ouvert : seules ses colonnes changent, le reste suit ou demeure.

Une formule de la feuille n'est jamais remplacée. Les colonnes que la personne a ajoutées à une table suivent leurs
lignes, reconnues à leur première colonne. Tout ce qui empêcherait d'écrire est dit avant la première écriture.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tableur.classeurs.cellules import serie
from tableur.classeurs.contenu import Corps
from tableur.classeurs.formules import Place, lettre_de_colonne, traduire
from tableur.classeurs.modeles import Table
from tableur.classeurs.port import Mode
from tableur.classeurs.remplissage import cle_des_lignes
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import est_vide
from tableur.liaisons.bouton.hote import ClasseurOuvert, Formules, TableOuverte, Zone
from tableur.liaisons.bouton.retour import Releve
from tableur.socle.erreurs import Ou, refus

LIGNES_MAXIMUM = 1_048_576


@dataclass(frozen=True, slots=True)
class Ligne:
    """Ligne d'une table après l'écriture : celle d'avant qu'elle prolonge, et la donnée qu'elle reçoit."""

    ancienne: int | None
    donnee: int | None


class EcritureDeTable:
    """Une table à écrire : préparée et vérifiée d'abord, écrite ensuite."""

    def __init__(
        self,
        ouvert: ClasseurOuvert,
        tables: Sequence[TableOuverte],
        table: Table,
        trouvee: TableTrouvee,
        corps: Corps,
        mode: Mode,
    ) -> None:
        """Prépare l'écriture.

        Raises:
            Refus: La feuille est protégée, ou la table n'a pas la place de grandir.
        """
        self._ouvert, self._table, self._trouvee, self._corps = ouvert, table, trouvee, corps
        self._hotesse = _table_de_l_hote(tables, trouvee)
        self._gauche, self._droite = _bornes(self._hotesse, trouvee)
        lues = len(trouvee.grille) - 1
        tenues = self._hotesse.zone.hauteur - 1 if self._hotesse is not None and mode == "remplacer" else 0
        self._anciennes = max(lues, tenues)
        self._plan = _plan(table, trouvee, corps, mode, lues)
        self._nouvelles = max(1, len(self._plan))
        self._remplacer = mode == "remplacer"
        self._verifier()

    def _zone(self, premiere: int, derniere: int, gauche: int | None = None, droite: int | None = None) -> Zone:
        """Zone de la feuille, d'une ligne de la table à une autre ; elles se comptent à partir de 0."""
        debut = self._trouvee.entete + 1
        gauche = self._gauche if gauche is None else gauche
        droite = self._droite if droite is None else droite
        return Zone(self._trouvee.feuille, debut + premiere, gauche, debut + derniere, droite)

    def _verifier(self) -> None:
        ou = Ou(feuille=self._trouvee.feuille)
        if self._ouvert.est_protegee(self._trouvee.feuille):
            message = (
                f"La feuille « {self._trouvee.feuille} » est protégée : ôter sa protection, puis recommencer."
            )
            raise refus(ou, "feuille protégée", message, attendu="feuille sans protection")
        if self._nouvelles <= self._anciennes:
            return
        if self._trouvee.entete + 1 + self._nouvelles > LIGNES_MAXIMUM:
            raise refus(ou, "trop de lignes", "Cette table serait trop longue pour une feuille.")
        zone = self._zone(self._anciennes, self._nouvelles - 1)
        for rang, ligne in enumerate(self._ouvert.formules(zone)):
            for colonne, contenu in enumerate(ligne):
                if contenu:
                    adresse = f"{lettre_de_colonne(zone.colonne + colonne)}{zone.ligne + rang + 1}"
                    message = (
                        f"La table de la feuille « {zone.feuille} » a besoin de {self._nouvelles} lignes, et la "
                        f"cellule {adresse} est occupée : déplacer ce qui est sous la table."
                    )
                    raise refus(ou, "place occupée", message, attendu="cellules vides", trouve=adresse)

    def ecrire(self, releve: Releve, places: Mapping[str, Place]) -> None:
        """Écrit la table.

        Args:
            releve: Où noter ce que les cellules contenaient.
            places: Place de chaque table du classeur, pour traduire les formules.
        """
        avant = releve.noter(self._zone(0, max(self._anciennes, self._nouvelles) - 1))
        if self._nouvelles > max(1, self._anciennes):
            self._ouvert.etendre_l_aspect(self._zone(max(0, self._anciennes - 1), self._nouvelles - 1))
        champs = dict(zip(self._trouvee.rangs, self._trouvee.champs, strict=True))
        natives = {rang for rang, champ in champs.items() if self._table.colonne(champ).formule}
        self._poser_les_valeurs(sorted(set(champs) - natives), champs, avant)
        for rang in natives:
            colonne = [ligne[rang - self._gauche] for ligne in avant]
            formule = traduire(self._table.colonne(champs[rang]).formule, self._table, dict(places))
            self._completer_les_formules(rang, colonne, formule)
        for rang in range(self._gauche, self._droite + 1):
            if rang not in champs:
                self._suivre(rang, [ligne[rang - self._gauche] for ligne in avant])
        self._finir(releve)

    def _poser_les_valeurs(self, rangs: list[int], champs: Mapping[int, str], avant: Formules) -> None:
        """Pose les colonnes écrites, par groupes de colonnes voisines et de lignes qui se suivent."""
        for gauche, droite in _groupes(rangs):
            colonnes = [self._valeurs(champs[rang]) for rang in range(gauche, droite + 1)]
            for debut, fin in _groupes([i for i, ligne in enumerate(self._plan) if ligne.donnee is not None]):
                grille = [[colonne[i] for colonne in colonnes] for i in range(debut, fin + 1)]
                self._ouvert.poser(self._zone(debut, fin, gauche, droite), grille)
            if not self._plan:
                self._vider(0, 0, gauche, droite)

    def _valeurs(self, champ: str) -> list[object]:
        """Valeur de chaque ligne du plan pour un champ."""
        donnees = self._corps.colonnes[champ]
        return [None if ligne.donnee is None else _pour_l_hote(donnees[ligne.donnee]) for ligne in self._plan]

    def _completer_les_formules(self, rang: int, avant: Sequence[str], formule: Callable[[int], str]) -> None:
        """Pose la formule déclarée là où la feuille n'en a pas encore ; celles qui y sont restent."""
        if not self._plan:
            self._vider(0, 0, rang, rang)
            return
        sans = [i for i in range(len(self._plan)) if i >= self._anciennes or not avant[i].startswith(("=", "{"))]
        for debut, fin in _groupes(sans):
            textes = [[formule(self._trouvee.entete + 1 + i)] for i in range(debut, fin + 1)]
            self._ouvert.poser_formules(self._zone(debut, fin, rang, rang), textes)

    def _suivre(self, rang: int, avant: Sequence[str]) -> None:
        """Colonne de la personne : ses formules se prolongent, ses valeurs suivent leurs lignes."""
        if avant and avant[0].startswith(("=", "{")):
            if self._nouvelles > self._anciennes:
                self._ouvert.etendre_la_formule(self._zone(self._anciennes - 1, self._nouvelles - 1, rang, rang))
            return
        apres = ["" if ligne.ancienne is None else avant[ligne.ancienne] for ligne in self._plan]
        apres += [""] * (self._nouvelles - len(apres))
        if apres != list(avant[: self._nouvelles]):
            zone = self._zone(0, self._nouvelles - 1, rang, rang)
            self._ouvert.remettre(zone, [[contenu] for contenu in apres])

    def _finir(self, releve: Releve) -> None:
        """Vide les lignes en trop, et donne à la table de l'hôte sa nouvelle étendue."""
        if self._anciennes > self._nouvelles:
            self._vider(self._nouvelles, self._anciennes - 1, self._gauche, self._droite)
        if self._hotesse is not None and self._hotesse.zone.hauteur - 1 != self._nouvelles:
            entete = self._trouvee.entete
            derniere = entete + self._nouvelles
            zone = Zone(self._trouvee.feuille, entete, self._gauche, derniere, self._droite)
            releve.tables.append((self._hotesse.nom, self._hotesse.zone, zone))
            self._ouvert.redimensionner(self._hotesse.nom, zone)

    def _vider(self, debut: int, fin: int, gauche: int, droite: int) -> None:
        vides: list[list[object]] = [[None] * (droite - gauche + 1) for _ in range(debut, fin + 1)]
        self._ouvert.poser(self._zone(debut, fin, gauche, droite), vides)


def _pour_l_hote(valeur: object) -> object:
    """Nombre, texte ou vide : une date est son numéro de jour."""
    return valeur if valeur is None or isinstance(valeur, str | bool) else float(serie(valeur))


def _table_de_l_hote(tables: Sequence[TableOuverte], trouvee: TableTrouvee) -> TableOuverte | None:
    """Table de l'hôte qui a ces en-têtes."""
    for table in tables:
        zone = table.zone
        la = (zone.feuille, zone.ligne) == (trouvee.feuille, trouvee.entete)
        if la and zone.colonne <= min(trouvee.rangs) and max(trouvee.rangs) <= zone.derniere_colonne:
            return table
    return None


def _bornes(hotesse: TableOuverte | None, trouvee: TableTrouvee) -> tuple[int, int]:
    if hotesse is not None:
        return hotesse.zone.colonne, hotesse.zone.derniere_colonne
    return min(trouvee.rangs), max(trouvee.rangs)


def _plan(table: Table, trouvee: TableTrouvee, corps: Corps, mode: Mode, lues: int) -> list[Ligne]:
    """Lignes de la table après l'écriture."""
    if mode == "ajouter":
        return [Ligne(i, None) for i in range(lues)] + [Ligne(None, d) for d in range(corps.lignes)]
    if mode == "fusionner":
        return _fusion(table, trouvee, corps, lues)
    premiere = trouvee.champs[0]
    libelles = {trouvee.libelle(c): list(corps.colonnes[c]) for c in trouvee.champs}
    if cle_des_lignes(trouvee, libelles) is None:
        return [Ligne(d if d < lues else None, d) for d in range(corps.lignes)]
    avant = _rangs_des_cles(trouvee.colonne(premiere) or ())
    return [Ligne(avant.get(_cle(cle)), d) for d, cle in enumerate(corps.colonnes[premiere])]


def _fusion(table: Table, trouvee: TableTrouvee, corps: Corps, lues: int) -> list[Ligne]:
    champ = next(c.nom for c in table.colonnes if c.est_cle)
    avant = _rangs_des_cles(trouvee.colonne(champ) or ())
    donnees = {avant[_cle(cle)]: d for d, cle in enumerate(corps.colonnes[champ]) if _cle(cle) in avant}
    nouvelles = [d for d, cle in enumerate(corps.colonnes[champ]) if _cle(cle) not in avant]
    return [Ligne(i, donnees.get(i)) for i in range(lues)] + [Ligne(None, d) for d in nouvelles]


def _rangs_des_cles(valeurs: Sequence[object]) -> dict[object, int]:
    return {_cle(valeur): rang for rang, valeur in enumerate(valeurs) if not est_vide(valeur)}


def _cle(valeur: object) -> object:
    """Clé comparable entre une cellule et une donnée."""
    return valeur if isinstance(valeur, str) else _pour_l_hote(valeur)


def _groupes(rangs: Sequence[int]) -> list[tuple[int, int]]:
    """Suites de rangs voisins : premier et dernier de chacune.

    >>> _groupes([0, 1, 2, 5, 6])
    [(0, 2), (5, 6)]
    """
    suites: list[tuple[int, int]] = []
    for rang in rangs:
        if suites and suites[-1][1] == rang - 1:
            suites[-1] = (suites[-1][0], rang)
        else:
            suites.append((rang, rang))
    return suites
