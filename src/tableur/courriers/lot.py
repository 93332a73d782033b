"""Un document par ligne, en lot, à l'épreuve des pannes.

Par cent : les documents s'écrivent à côté, tout va sur le disque, chacun prend sa place, puis le journal le dit.
Un arrêt brutal ne laisse que des documents entiers, et la reprise ne refait que ce qui manque : le résultat est le
même, à l'octet près. Une ligne en faute n'arrête pas le lot ; un document retouché à la main n'est jamais écrasé.
"""

import hashlib
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from tableur.courriers.assemblage import Codec
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.filtres import Ligne
from tableur.courriers.journal import Etat, Inscription, Journal, ouvrir_journal
from tableur.courriers.modele import Modele, colonnes_connues, compiler
from tableur.courriers.noms import colonnes_de, suggestion
from tableur.courriers.noms_de_documents import Motif, NomsUniques, nom_de_document
from tableur.courriers.paquet import ouvrir_modele
from tableur.courriers.rendus import Rendu, rendre_groupe, rendre_lignes
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.fichiers.provisoires import nettoyer, provisoire, synchroniser, synchroniser_dossier
from tableur.fichiers.sauvegardes import SAUVEGARDES, empreinte_de, sauvegarder
from tableur.fichiers.verrous import verrou_de
from tableur.socle.erreurs import Ou, refus

PAR_GROUPE = 100
GROUPES_D_AVANCE = 4
VERSION = "1"  # à changer quand les mêmes données ne donnent plus les mêmes octets


@dataclass(frozen=True, slots=True)
class Ecartee:
    """Ligne qui n'a pas de document, et pourquoi.

    Args:
        rang: Rang de la ligne dans les données, de 1.
        cle: Sa clé.
        etat: « erreur », « ecarte » ou « modifie ».
        raison: La phrase, avec l'endroit du modèle.
    """

    rang: int
    cle: str
    etat: Etat
    raison: str


@dataclass(slots=True)
class Bilan:
    """Les trois comptes d'un lot : lues, laissées de côté et pourquoi, produites.

    Args:
        lues: Lignes lues.
        produits: Documents écrits cette fois.
        inchanges: Documents déjà à jour.
        ecartees: Lignes sans document à jour.
        fichiers: Documents à jour, produits ou inchangés, dans l'ordre des lignes.
    """

    lues: int = 0
    produits: int = 0
    inchanges: int = 0
    ecartees: list[Ecartee] = field(default_factory=list)
    fichiers: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Demande:
    """Ligne à traiter : sa clé, son empreinte d'entrée et son nom de fichier, ou ce qui l'écarte."""

    rang: int
    cle: str
    ligne: Ligne
    entree: str
    fichier: str = ""
    etat: Etat = "produit"
    raison: str = ""
    a_jour: bool = False


@dataclass(slots=True)
class _Groupe:
    """Groupe de documents rendus, que le disque reçoit à côté de leur place pendant que le suivant se prépare."""

    lues: int
    rendus: list[tuple[_Demande, bytes]] = field(default_factory=list)
    poses: list[tuple[_Demande, str, Path]] = field(default_factory=list)
    inscriptions: list[Inscription] = field(default_factory=list)
    pile: ExitStack = field(default_factory=ExitStack)


def lancer(
    modele: Path | bytes,
    lignes: Iterable[Ligne],
    dossier: Path,
    *,
    cle: str | None = None,
    nom: str = "",
    codec: Codec = "zlib",
    forcer: bool = False,
    garder_les_anciens: bool = False,
    executeur: Executor | None = None,
    progression: Callable[[int], None] | None = None,
) -> Bilan:
    """Produit un document par ligne dans un dossier ; relancé, reprend où il en était.

    Args:
        modele: Le modèle.
        lignes: Les lignes, lues une à une.
        dossier: Dossier de sortie, créé s'il manque ; son journal s'y trouve.
        cle: Colonne qui désigne une ligne, sans doublon ; par défaut, le contenu de la ligne.
        nom: Motif du nom : « {{ ref }} - {{ nom }} » ; par défaut, le nom du modèle et la clé ou le rang.
        codec: Compression.
        forcer: Vrai pour remplacer, après copie dans `sauvegardes/`, un document retouché à la main.
        garder_les_anciens: Vrai pour copier aussi un document du lot avant de le remplacer.
        executeur: Où rendre les documents, par groupes de cent ; par défaut ici même.
        progression: Reçoit le nombre de lignes traitées après chaque groupe.

    Raises:
        Refus: Le modèle ou le motif a des fautes, la clé manque, ou un autre lot tourne dans le dossier.
    """
    octets = modele if isinstance(modele, bytes) else ouvrir_modele(modele).octets
    titre = "document" if isinstance(modele, bytes) else modele.stem
    iterateur, bilan = iter(lignes), Bilan()
    premiere = next(iterateur, None)
    if premiere is None:
        return bilan
    colonnes = tuple(colonnes_connues(premiere))
    compile_ = compiler(octets, colonnes, nom=titre, codec=codec)
    if compile_.suite:
        message = "Ce modèle avance lui-même de ligne en ligne (NEXT) : le produire en un seul fichier."
        raise refus(Ou(titre), "étiquettes", message)
    motif = Motif(compile_, nom, colonnes) if nom else None
    colonne_de_cle = None if cle is None else _colonne_de_cle(cle, premiere)
    dossier.mkdir(parents=True, exist_ok=True)
    with ouvrir_journal(dossier) as journal:
        nettoyer(dossier)
        lot = _Lot(compile_, journal, dossier, bilan, titre=titre, cle=colonne_de_cle, motif=motif, forcer=forcer)
        lot.avertir, lot.garder_les_anciens = progression, garder_les_anciens
        rendre = partial(_ici, compile_)
        if executeur is not None:
            rendre = partial(_ailleurs, executeur, octets, colonnes, codec)
        groupes = lot.groupes(_une_puis(premiere, iterateur))
        with ThreadPoolExecutor(1) as disque:  # il écrit pendant que le groupe suivant se prépare
            attente: tuple[_Groupe, Future[None]] | None = None
            for demandes, rendus in rendre(groupes):
                groupe = lot.trier(demandes, rendus)
                suivante = groupe, disque.submit(_mettre_sur_le_disque, groupe, dossier)
                if attente is not None:
                    lot.poser(*attente)
                attente = suivante
            if attente is not None:
                lot.poser(*attente)
    return bilan


class _Lot:
    """Un lot en cours : donne les groupes à rendre, puis pose les documents rendus."""

    def __init__(
        self,
        modele: Modele,
        journal: Journal,
        dossier: Path,
        bilan: Bilan,
        *,
        titre: str,
        cle: str | None,
        motif: Motif | None,
        forcer: bool,
    ) -> None:
        self._modele, self._journal, self._dossier, self._bilan = modele, journal, dossier, bilan
        self._titre, self._colonne_de_cle, self._motif, self._forcer = titre, cle, motif, forcer
        self._noms = NomsUniques((i.cle, i.fichier) for i in journal)
        self._vues: dict[str, int] = {}
        self._base = hashlib.sha256("\0".join((VERSION, modele.empreinte, modele.codec, titre)).encode())
        self.avertir: Callable[[int], None] | None = None
        self.garder_les_anciens = False

    def groupes(self, lignes: Iterable[Ligne]) -> Iterator[list[_Demande]]:
        """Demandes, par cent."""
        numerotees = enumerate(lignes, 1)
        while groupe := list(islice(numerotees, PAR_GROUPE)):
            yield [self._demande(rang, ligne) for rang, ligne in groupe]

    def trier(self, demandes: list[_Demande], rendus: list[Rendu]) -> "_Groupe":
        """Documents d'un groupe à écrire, et inscriptions des lignes qui n'en ont pas."""
        suite = iter(rendus)
        groupe = _Groupe(len(demandes))
        for demande in demandes:
            if not _est_a_rendre(demande):
                self._noter(demande, groupe.inscriptions)
                continue
            rendu = next(suite)
            if not isinstance(rendu, bytes):
                self._ecarter(demande, *rendu, groupe.inscriptions)
            elif (raison := self._obstacle(demande, rendu)) is not None:
                self._ecarter(demande, "modifie", raison, groupe.inscriptions)
            else:
                groupe.rendus.append((demande, rendu))
                self._bilan.fichiers.append(self._dossier / demande.fichier)
        return groupe

    def poser(self, groupe: "_Groupe", ecrit_: "Future[None]") -> None:
        """Donne leur place aux documents d'un groupe dès qu'ils sont sur le disque, puis écrit le journal."""
        with groupe.pile:
            ecrit_.result()
            for demande, sortie, part in groupe.poses:
                groupe.inscriptions.append(self._prendre_place(demande, sortie, part))
        if groupe.poses:
            synchroniser_dossier(self._dossier)
        self._journal.inscrire(groupe.inscriptions)
        self._bilan.lues += groupe.lues
        if self.avertir is not None:
            self.avertir(self._bilan.lues)

    def _demande(self, rang: int, ligne: Ligne) -> _Demande:
        contenu = json.dumps(ligne, sort_keys=True, ensure_ascii=False, default=repr)
        cle, faute = self._cle(ligne, contenu)
        premiere = self._vues.setdefault(cle, rang) if not faute else rang
        if faute or premiere != rang:
            dit = faute or f"La ligne {rang} a la même clé que la ligne {premiere}, « {cle[:40]} » : doublon."
            return _Demande(rang, cle, ligne, "", etat="erreur" if faute else "ecarte", raison=dit)
        try:
            souche = self._souche(ligne, cle, rang)
        except (ErreurDeDocument, LigneEcartee) as erreur:
            return _Demande(rang, cle, ligne, "", etat="erreur", raison=str(erreur))
        fichier = self._noms.attribuer(souche, cle)
        empreinte = self._base.copy()
        empreinte.update(f"\0{rang if self._modele.depend_du_rang else 0}\0{contenu}".encode())
        entree = empreinte.hexdigest()
        return _Demande(rang, cle, ligne, entree, fichier, a_jour=self._est_a_jour(cle, entree, fichier))

    def _cle(self, ligne: Ligne, contenu: str) -> tuple[str, str]:
        """Clé d'une ligne, et ce qui l'empêche d'en avoir une."""
        if self._colonne_de_cle is None:
            return hashlib.sha256(contenu.encode()).hexdigest(), ""
        valeur = ligne.get(self._colonne_de_cle)
        if est_sans_valeur(valeur):
            return contenu[:200], f"La clé « {self._colonne_de_cle} » est vide."
        return ecrit(valeur), ""

    def _souche(self, ligne: Ligne, cle: str, rang: int) -> str:
        if self._motif is not None:
            return self._motif.nom(ligne, rang)
        suite = f"{rang:05d}" if self._colonne_de_cle is None else cle
        return nom_de_document(f"{self._titre} - {suite}")

    def _est_a_jour(self, cle: str, entree: str, fichier: str) -> bool:
        """Vrai si le document de cette entrée est en place, tel que le lot l'a écrit."""
        connue = self._journal.trouver(cle)
        if connue is None or connue.entree != entree or connue.fichier != fichier or not connue.sortie:
            return False
        chemin = self._dossier / fichier
        try:
            etat = chemin.stat()
        except OSError:
            return False
        if (etat.st_size, etat.st_mtime_ns) == (connue.taille, connue.modifie):
            return True
        return empreinte_de(chemin).sha256 == connue.sortie

    def _obstacle(self, demande: _Demande, octets: bytes) -> str | None:
        """Pourquoi le fichier déjà en place ne doit pas être remplacé, None s'il peut l'être."""
        chemin = self._dossier / demande.fichier
        if os.path.basename(demande.fichier) != demande.fichier:
            return f"Le nom « {demande.fichier} » sort du dossier."
        if not chemin.exists():
            return None
        if (verrou := verrou_de(chemin)) is not None:
            return f"« {demande.fichier} » est ouvert par {verrou} : le fermer, puis reprendre."
        trouve = empreinte_de(chemin).sha256
        connue = self._journal.trouver(demande.cle)
        du_lot = connue is not None and trouve == connue.sortie
        if trouve == hashlib.sha256(octets).hexdigest():
            return None
        if self.garder_les_anciens if du_lot else self._forcer:
            sauvegarder(chemin, self._dossier / SAUVEGARDES)
        elif not du_lot:
            dit = "existe déjà, et ce lot ne l'a pas écrit" if connue is None else "a été retouché à la main"
            return f"« {demande.fichier} » {dit} : il est laissé tel quel."
        return None

    def _prendre_place(self, demande: _Demande, sortie: str, part: Path) -> Inscription:
        chemin = self._dossier / demande.fichier
        self._ranger_l_ancien(demande)
        try:
            os.replace(part, chemin)
        except OSError as erreur:
            raison = (
                f"« {demande.fichier} » n'a pas pu être écrit ({erreur.strerror}) : le fermer, puis reprendre."
            )
            self._bilan.ecartees.append(Ecartee(demande.rang, demande.cle, "erreur", raison))
            self._bilan.fichiers.remove(chemin)
            return Inscription(demande.cle, demande.rang, demande.fichier, etat="erreur", message=raison)
        self._bilan.produits += 1
        etat = chemin.stat()
        return Inscription(
            demande.cle, demande.rang, demande.fichier, demande.entree, sortie, etat.st_size, etat.st_mtime_ns
        )

    def _ranger_l_ancien(self, demande: _Demande) -> None:
        """Le document d'une clé a changé de nom : l'ancien, s'il est intact, va dans `sauvegardes/`."""
        connue = self._journal.trouver(demande.cle)
        if connue is None or not connue.sortie or connue.fichier == demande.fichier:
            return
        ancien = self._dossier / connue.fichier
        if ancien.is_file() and empreinte_de(ancien).sha256 == connue.sortie:
            sauvegarder(ancien, self._dossier / SAUVEGARDES)
            ancien.unlink()

    def _noter(self, demande: _Demande, inscriptions: list[Inscription]) -> None:
        """Ligne sans rien à rendre : déjà à jour, ou écartée d'avance."""
        if demande.a_jour:
            self._bilan.inchanges += 1
            self._bilan.fichiers.append(self._dossier / demande.fichier)
        else:
            self._ecarter(demande, demande.etat, demande.raison, inscriptions)

    def _ecarter(self, demande: _Demande, etat: Etat, raison: str, inscriptions: list[Inscription]) -> None:
        """Note une ligne sans document ; le journal garde l'empreinte du document qu'elle avait."""
        self._bilan.ecartees.append(Ecartee(demande.rang, demande.cle, etat, raison))
        if etat == "ecarte" and not demande.entree:
            return  # un doublon a la clé d'une autre ligne
        connue = self._journal.trouver(demande.cle)
        garde = (
            (connue.fichier, "", connue.sortie, connue.taille, connue.modifie) if connue else ("", "", "", 0, 0)
        )
        inscriptions.append(Inscription(demande.cle, demande.rang, *garde, etat, raison))


def _colonne_de_cle(nom: str, ligne: Ligne) -> str:
    colonnes = colonnes_de(tuple(ligne))
    colonne = colonnes.trouver(nom)
    if colonne is None:
        message = f"La colonne de clé « {nom} » n'est pas dans les données{suggestion(colonnes.proches(nom))}."
        raise refus(Ou(colonne=nom), "clé", message)
    return colonne


def _ici(modele: Modele, groupes: Iterable[list[_Demande]]) -> Iterator[tuple[list[_Demande], list[Rendu]]]:
    """Groupes rendus dans ce processus."""
    for demandes in groupes:
        yield demandes, rendre_lignes(modele, _a_rendre(demandes))


def _ailleurs(
    executeur: Executor,
    octets: bytes,
    colonnes: tuple[str, ...],
    codec: Codec,
    groupes: Iterable[list[_Demande]],
) -> Iterator[tuple[list[_Demande], list[Rendu]]]:
    """Groupes rendus par l'exécuteur, quelques-uns d'avance, dans l'ordre."""
    en_cours: deque[tuple[list[_Demande], Future[list[Rendu]]]] = deque()
    for demandes in groupes:
        en_cours.append((demandes, executeur.submit(rendre_groupe, octets, colonnes, codec, _a_rendre(demandes))))
        if len(en_cours) > GROUPES_D_AVANCE:
            prets, futur = en_cours.popleft()
            yield prets, futur.result()
    while en_cours:
        prets, futur = en_cours.popleft()
        yield prets, futur.result()


def _a_rendre(demandes: list[_Demande]) -> list[tuple[int, Ligne]]:
    return [(d.rang, d.ligne) for d in demandes if _est_a_rendre(d)]


def _est_a_rendre(demande: _Demande) -> bool:
    return not demande.a_jour and not demande.raison


def _une_puis(premiere: Ligne, autres: Iterator[Ligne]) -> Iterator[Ligne]:
    yield premiere
    yield from autres


def _mettre_sur_le_disque(groupe: _Groupe, dossier: Path) -> None:
    """Écrit à côté les documents d'un groupe, et attend qu'ils soient sur le disque, d'un coup si possible."""
    for demande, rendu in groupe.rendus:
        part = groupe.pile.enter_context(provisoire(dossier / demande.fichier))
        part.write_bytes(rendu)
        groupe.poses.append((demande, hashlib.sha256(rendu).hexdigest(), part))
    groupe.rendus.clear()
    if groupe.poses and sys.platform == "linux":
        os.sync()
    else:
        for _, _, part in groupe.poses:
            synchroniser(part)
