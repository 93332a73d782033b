"""Import d'une table de fichier dans une table de classeur : l'aperçu, puis les lignes à écrire et leur compte."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from typing import Any, Generic, Literal, Protocol, TypeVar

from tableur.classeurs.importation.conversion import LigneConvertie, convertir, libelles_vus
from tableur.classeurs.importation.correspondance import Correspondance
from tableur.classeurs.tables_de_fichier import TableLue
from tableur.frontiere import Champ, Lignes, champs_de, metadonnees
from tableur.frontiere.lecture import CHIFFRES_DE_CELLULE
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Refus
from tableur.socle.grandeurs import Renvoi

R = TypeVar("R")

Mode = Literal["fusionner", "ajouter"]

LIGNES_D_APERCU = 5


class Cible(Protocol):
    """Ce que l'import demande au classeur d'arrivée."""

    def lire(self, type_: type[R]) -> Lignes[R]:
        """Lignes de la table d'un enregistrement."""
        ...

    def ecrire(self, type_: type[R], lignes: Sequence[R], *, mode: Mode) -> None:
        """Écrit des lignes : « fusionner » remplace celles de même clé et ajoute les autres."""
        ...


@dataclass(frozen=True, slots=True)
class Bilan(Generic[R]):
    """Ce qu'un import a fait, ou ferait : `lus` est la somme des quatre comptes.

    Args:
        fichier: Nom du fichier source.
        table: Nom de la table du classeur.
        lus: Lignes de données du fichier.
        crees: Lignes nouvelles.
        modifies: Lignes du classeur que le fichier change.
        inchanges: Lignes déjà dans le classeur, telles quelles.
        refuses: Lignes fautives.
        ecartees: Lignes du fichier qui ne sont pas des données, une phrase par motif.
        anomalies: Fautes des lignes refusées, situées dans le fichier.
        lignes: Lignes à écrire, nouvelles et modifiées, dans l'ordre du fichier.
        mode: Comment les écrire.
    """

    fichier: str
    table: str
    lus: int
    crees: int
    modifies: int
    inchanges: int
    refuses: int
    ecartees: tuple[str, ...]
    anomalies: tuple[Anomalie, ...]
    lignes: tuple[R, ...]
    mode: Mode

    @property
    def phrase(self) -> str:
        """Le bilan en une phrase, dont les comptes s'additionnent."""
        lues = f"{compte_ecrit(self.lus, 'ligne')} {'lues' if self.lus > 1 else 'lue'}"
        return (
            f"{lues} = {compte_ecrit(self.crees, 'créée')} + "
            f"{compte_ecrit(self.modifies, 'modifiée')} + {compte_ecrit(self.inchanges, 'inchangée')} + "
            f"{compte_ecrit(self.refuses, 'refusée')}."
        )

    def compte_rendu(self) -> CompteRendu:
        """Le bilan sous la forme que les commandes affichent."""
        rendu = CompteRendu(f"Import de {self.fichier} dans « {self.table} »")
        rendu.points.append(self.phrase)
        rendu.lignes_lues[self.fichier] = self.lus
        rendu.lignes_ecrites[self.table] = len(self.lignes)
        rendu.ecartes.extend(self.ecartees)
        if self.refuses:
            rendu.ecartes.append(
                f"{compte_ecrit(self.refuses, 'ligne')} avec une faute, à corriger dans le fichier"
            )
        rendu.anomalies.extend(self.anomalies)
        return rendu


@dataclass(frozen=True, slots=True)
class Apercu(Generic[R]):
    """Ce que donne une correspondance, avant d'écrire.

    Args:
        lignes: Premières lignes converties.
        lues: Nombre de lignes de données.
        refusees: Nombre de lignes fautives.
        anomalies: Leurs fautes.
    """

    lignes: tuple[R, ...]
    lues: int
    refusees: int
    anomalies: tuple[Anomalie, ...]


def apercu(
    source: TableLue,
    correspondance: Correspondance,
    type_: type[R],
    libelles: Mapping[str, str] | None = None,
    nombre: int = LIGNES_D_APERCU,
) -> Apercu[R]:
    """Premières lignes telles que le classeur les recevrait, et toutes les fautes.

    Raises:
        Refus: La correspondance ne peut pas servir pour ce fichier.
    """
    correspondance.exiger(source, type_, libelles or {})
    conversion = convertir(source, correspondance, type_)
    premieres = tuple(ligne.enregistrement for ligne in conversion.lignes[:nombre])
    return Apercu(premieres, conversion.lues, conversion.refusees, conversion.anomalies)


def importer(
    classeur: Cible,
    source: TableLue,
    correspondance: Correspondance,
    type_: type[R],
    libelles: Mapping[str, str] | None = None,
) -> Bilan[R]:
    """Importe une table de fichier dans la table d'un enregistrement.

    Une table à clé est fusionnée : les champs que le fichier remplit sont mis à jour, les autres restent.
    Une table sans clé reçoit les lignes qui n'y sont pas encore ; deux lignes semblables du fichier en font deux.
    Importer deux fois le même fichier ne change rien.

    Args:
        classeur: Classeur d'arrivée ; il n'est écrit que s'il y a quelque chose à écrire.
        source: La table du fichier.
        correspondance: D'où vient chaque champ.
        type_: L'enregistrement.
        libelles: En-tête de chaque champ dans le classeur, dit dans les refus.

    Raises:
        Refus: La correspondance ne peut pas servir, ou la table du classeur a elle-même des fautes.
    """
    correspondance.exiger(source, type_, libelles or {})
    existantes = classeur.lire(type_)
    fautes = [anomalie for anomalie in existantes.anomalies if anomalie.gravite == "refus"]
    if fautes:
        raise Refus(fautes)
    conversion = convertir(source, correspondance, type_)
    tri = _Tri(source, correspondance, type_)
    bonnes = tri.sans_renvoi_inconnu(conversion.lignes, classeur)
    if tri.cles:
        tri.par_cle(bonnes, list(existantes))
    else:
        tri.par_contenu(bonnes, list(existantes))
    bilan = tri.bilan(conversion.anomalies, conversion.lues)
    if bilan.lignes:
        classeur.ecrire(type_, bilan.lignes, mode=bilan.mode)
    return bilan


class _Tri(Generic[R]):
    """Range les lignes converties : créées, modifiées, inchangées, refusées."""

    def __init__(self, source: TableLue, correspondance: Correspondance, type_: type[R]) -> None:
        self._source, self._type = source, type_
        self._entetes = libelles_vus(correspondance)
        self._associes = [association.champ for association in correspondance.associations]
        self._champs = champs_de(type_)
        self.cles = [champ.nom for champ in self._champs if champ.est_cle]
        self._ecrire: list[R] = []
        self._refus: list[Anomalie] = []
        self._comptes: Counter[str] = Counter()

    def sans_renvoi_inconnu(self, lignes: Sequence[LigneConvertie[R]], classeur: Cible) -> list[LigneConvertie[R]]:
        """Lignes dont tous les codes existent dans la table qu'ils visent."""
        connus = {
            champ.nom: codes
            for champ in self._champs
            if champ.nom in self._associes and (codes := _codes_vises(champ, self._type, classeur)) is not None
        }
        bonnes = []
        for ligne in lignes:
            valeurs = {champ: getattr(ligne.enregistrement, champ) for champ in connus}
            fautifs = [champ for champ, code in valeurs.items() if code and code not in connus[champ]]
            for champ in fautifs:
                code = valeurs[champ]
                message = f"le code « {code} » n'est pas dans le classeur : l'y créer d'abord"
                self._refuser(ligne, champ, "code inconnu", "un code du classeur", str(code), message)
            if not fautifs:
                bonnes.append(ligne)
        return bonnes

    def par_cle(self, lignes: Sequence[LigneConvertie[R]], existantes: Sequence[R]) -> None:
        """Range les lignes d'une table à clé."""
        connues = {self._cle(existante): existante for existante in existantes}
        vues: dict[tuple[object, ...], int] = {}
        for ligne in lignes:
            cle = self._cle(ligne.enregistrement)
            premiere = vues.setdefault(cle, ligne.numero)
            if premiere != ligne.numero:
                code = " / ".join(map(str, cle))
                message = f"le code « {code} » est en double : il est déjà à la ligne {premiere} du fichier"
                self._refuser(ligne, self.cles[0], "doublon", "un code par ligne", code, message)
            elif cle not in connues:
                self._ranger("crees", ligne.enregistrement)
            else:
                self._comparer(ligne, connues[cle])

    def par_contenu(self, lignes: Sequence[LigneConvertie[R]], existantes: Sequence[R]) -> None:
        """Range les lignes d'une table sans clé : le fichier n'ajoute que celles qui n'y sont pas encore."""
        deja = Counter(self._contenu(existante) for existante in existantes)
        for ligne in lignes:
            contenu = self._contenu(ligne.enregistrement)
            if deja[contenu] > 0:
                deja[contenu] -= 1
                self._ranger("inchanges", None)
            else:
                self._ranger("crees", ligne.enregistrement)

    def bilan(self, anomalies: Sequence[Anomalie], lues: int) -> Bilan[R]:
        """Bilan des lignes rangées ; les anomalies de la conversion s'ajoutent à celles du tri."""
        comptes = self._comptes
        refuses = lues - comptes["crees"] - comptes["modifies"] - comptes["inchanges"]
        toutes = sorted([*anomalies, *self._refus], key=lambda anomalie: anomalie.ou.ligne or 0)
        return Bilan(
            self._source.fichier,
            self._type.__name__,
            lues,
            comptes["crees"],
            comptes["modifies"],
            comptes["inchanges"],
            refuses,
            tuple(self._source.ecartees_dites()),
            tuple(toutes),
            tuple(self._ecrire),
            "fusionner" if self.cles else "ajouter",
        )

    def _comparer(self, ligne: LigneConvertie[R], existante: R) -> None:
        differents = {
            champ: nouvelle
            for champ in ligne.remplis
            if _comparable(nouvelle := getattr(ligne.enregistrement, champ))
            != _comparable(getattr(existante, champ))
        }
        if differents:
            self._ranger("modifies", replace(existante, **differents))  # type: ignore[type-var]
        else:
            self._ranger("inchanges", None)

    def _ranger(self, compte: str, a_ecrire: R | None) -> None:
        self._comptes[compte] += 1
        if a_ecrire is not None:
            self._ecrire.append(a_ecrire)

    def _refuser(
        self, ligne: LigneConvertie[R], champ: str, regle: str, attendu: str, trouve: str, message: str
    ) -> None:
        ou = self._source.place.precise(ligne=ligne.numero, colonne=self._entetes.get(champ, champ))
        self._refus.append(Anomalie("refus", ou, regle, attendu, f"« {trouve} »", message))

    def _cle(self, enregistrement: R) -> tuple[object, ...]:
        return tuple(_comparable(getattr(enregistrement, champ)) for champ in self.cles)

    def _contenu(self, enregistrement: R) -> tuple[object, ...]:
        return tuple(_comparable(getattr(enregistrement, champ)) for champ in self._associes)


def _comparable(valeur: object) -> object:
    """Valeur telle qu'une cellule la garde : un nombre y a quinze chiffres."""
    return format(float(valeur), CHIFFRES_DE_CELLULE) if isinstance(valeur, Decimal) else valeur


def _codes_vises(champ: Champ, type_: type, classeur: Cible) -> frozenset[object] | None:
    """Codes de la table qu'un renvoi vise ; None sans renvoi, ou si le classeur n'a pas la table."""
    renvoi = next((meta for meta in metadonnees(champ.type) if isinstance(meta, Renvoi)), None)
    visee: Any = getattr(import_module(type_.__module__), renvoi.table, None) if renvoi is not None else None
    if visee is None:
        return None
    cle = next((autre.nom for autre in champs_de(visee) if autre.est_cle), None)
    if cle is None:
        return None
    try:
        return frozenset(getattr(ligne, cle) for ligne in classeur.lire(visee))
    except ErreurTableur:
        return None
