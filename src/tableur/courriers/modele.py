"""Un modèle compilé une fois, rendu par ligne.

`compiler` ouvre, vérifie et traduit le modèle ; `Modele.rendre` donne le document d'une ligne, ou une
`ErreurDeDocument` qui dit où et pourquoi. Les lignes sont des dictionnaires, d'où qu'elles viennent.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Template, TemplateSyntaxError, UndefinedError

from tableur.courriers.arbre import SORTIE, Durcissement, Emploi, verifier
from tableur.courriers.assemblage import Assemblage, Codec, assembler_un
from tableur.courriers.blocs import faute_de_syntaxe, fautes_de_blocs
from tableur.courriers.endroits import Endroit, ErreurDeDocument, Faute, LigneEcartee, situer
from tableur.courriers.environnement import TOURS_MAXIMUM, Inconnu, SansValeur, environnement, faute_de_filtre
from tableur.courriers.filtres import Curseur, Ligne
from tableur.courriers.instructions import FICHE, LETTRE, Lexique
from tableur.courriers.noms import Colonnes, cle_de_champ, colonnes_de, en_fiches, suggestion
from tableur.courriers.paquet import Paquet, ouvrir_modele
from tableur.courriers.preparation import Partie, Preparation
from tableur.courriers.reparations import reparer
from tableur.courriers.securite import fautes_de_securite
from tableur.socle.erreurs import ErreurTableur, Refus

if TYPE_CHECKING:
    from lxml.etree import _Element

DOCUMENT_MAXIMAL = 50 << 20  # caractères d'une partie rendue
MORCEAUX_MAXIMUM = 2_000_000

Retoucher = Callable[[str], "_Element | None"]

_INTERNES = frozenset({FICHE, LETTRE, "_rang"})
_ARRETS = (SansValeur, UndefinedError, ErreurTableur, TypeError, ValueError, ArithmeticError, AttributeError)


@dataclass(frozen=True, slots=True)
class PartieCompilee:
    """Partie du modèle prête à être rendue."""

    membre: str
    origine: bytes
    gabarit: Template
    emplois: tuple[Emploi, ...]
    champs: Mapping[str, int]
    composes: frozenset[str]
    prevus_absents: frozenset[str] = frozenset()
    videes: frozenset[str] = frozenset()
    dessins: bool = False

    def rendre(self, contexte: dict[str, Any]) -> str:
        """Texte de la partie pour une ligne.

        Raises:
            ErreurTableur: Le document serait démesuré.
        """
        gabarit = self.gabarit
        morceaux = list(
            islice(gabarit.root_render_func(gabarit.new_context(contexte, shared=True)), MORCEAUX_MAXIMUM)
        )
        if len(morceaux) == MORCEAUX_MAXIMUM or sum(map(len, morceaux)) > DOCUMENT_MAXIMAL:
            raise ErreurTableur("Ce document serait démesuré : vérifier ses boucles et ses tables.")
        texte = "".join(morceaux)
        if self.videes or self.dessins:
            return reparer(texte, self.videes, dessins=self.dessins)
        return texte


class Modele:
    """Modèle compilé ; voir `compiler`."""

    def __init__(
        self, paquet: Paquet, parties: list[PartieCompilee], lexique: Lexique, codec: Codec, *, suite: bool
    ):
        """Prépare le bloc constant et la liste des champs."""
        self.paquet, self.parties, self.lexique, self.suite, self.codec = paquet, parties, lexique, suite, codec
        self._liaisons: dict[tuple[str, ...], list[tuple[str, str, bool]]] = {}
        self._budget, self._dessins = environnement().budget, environnement().dessins
        self._demandes = {nom for partie in parties for nom in partie.champs} - _INTERNES
        self._composes = {nom for partie in parties for nom in partie.composes}
        self._avec_fiche = any(nom in partie.champs for partie in parties for nom in (FICHE, "_rang"))

    @property
    def nom(self) -> str:
        """Nom du fichier du modèle."""
        return self.paquet.nom

    @property
    def empreinte(self) -> str:
        """SHA-256 du modèle."""
        return self.paquet.empreinte

    @cached_property
    def depend_du_rang(self) -> bool:
        """Vrai si un document porte le rang de sa ligne (MERGEREC)."""
        return any("_rang" in partie.champs for partie in self.parties)

    @cached_property
    def champs(self) -> list[str]:
        """Champs demandés aux lignes, tels qu'ils sont écrits ; une seule fois chacun."""
        libelles: dict[str, str] = {}
        for nom in [n for partie in self.parties for n in partie.champs if n not in _INTERNES]:
            libelle = self.lexique.libelle(nom)
            libelles.setdefault(cle_de_champ(libelle), libelle)
        return list(libelles.values())

    @property
    def a_dessine(self) -> bool:
        """Vrai si le dernier rendu a écrit une image des données."""
        return bool(self._dessins.images)

    @cached_property
    def _assemblage(self) -> Assemblage:
        return Assemblage(self.paquet, {partie.membre for partie in self.parties}, self.codec)

    def rendre(self, ligne: Ligne, *, rang: int = 1, suivantes: Iterable[Ligne] = ()) -> bytes:
        """Document .docx d'une ligne.

        Args:
            ligne: Valeurs par colonne ; une liste de dictionnaires est une table fille.
            rang: Rang de la ligne, pour MERGEREC.
            suivantes: Lignes suivantes, pour un modèle qui avance lui-même (NEXT) ; celles employées sont prises.

        Raises:
            ErreurDeDocument: Un champ manque, est vide ou ne se lit pas ; la phrase dit où.
            LigneEcartee: Le modèle écarte cette ligne (SKIPIF).
        """
        rendues = self.rendre_parties(ligne, rang=rang, suivantes=suivantes)
        parties = [(membre, texte.encode()) for membre, texte in rendues]
        if self._dessins.images:
            return assembler_un(self.paquet, dict(parties) | self._dessins.membres(self.paquet), self.codec)
        return self._assemblage.assembler(parties)

    def rendre_parties(
        self,
        ligne: Ligne,
        *,
        rang: int = 1,
        suivantes: Iterable[Ligne] = (),
        autres: Mapping[str, Any] | None = None,
    ) -> list[tuple[str, str]]:
        """Parties rendues d'une ligne : membre et texte.

        Raises:
            ErreurDeDocument: Un champ manque, est vide ou ne se lit pas.
            LigneEcartee: Le modèle écarte cette ligne.
        """
        contexte = self._contexte(ligne, rang, suivantes)
        if autres:
            contexte |= autres
        self._budget.reste = TOURS_MAXIMUM
        self._dessins.vider()
        rendues: list[tuple[str, str]] = []
        for partie in self.parties:
            self._dessins.partie = partie.membre
            try:
                rendues.append((partie.membre, partie.rendre(contexte)))
            except LigneEcartee:
                raise
            except _ARRETS as erreur:
                raise self._situee(partie, erreur, ligne) from erreur
        return rendues

    def _contexte(self, ligne: Ligne, rang: int, suivantes: Iterable[Ligne]) -> dict[str, Any]:
        noms = tuple(ligne)
        liaison = self._liaisons.get(noms)
        if liaison is None:
            liaison = self._liaisons[noms] = self._lier(noms)
        contexte: dict[str, Any] = {
            nom: en_fiches(ligne[colonne]) if compose else ligne[colonne] for nom, colonne, compose in liaison
        }
        if self._avec_fiche or self.suite:
            contexte[FICHE], contexte["_rang"] = Curseur(ligne, suivantes, rang), rang
        return contexte

    def _lier(self, noms: tuple[str, ...]) -> list[tuple[str, str, bool]]:
        """Pour chaque nom que demande le modèle, la colonne qui le donne."""
        colonnes = colonnes_de(noms)
        trouvees = [(nom, colonnes.trouver(self.lexique.libelle(nom))) for nom in sorted(self._demandes)]
        return [(nom, colonne, nom in self._composes) for nom, colonne in trouvees if colonne is not None]

    def _situee(self, partie: PartieCompilee, erreur: Exception, ligne: Ligne) -> ErreurDeDocument:
        """L'erreur d'un rendu, avec l'endroit et une phrase."""
        if isinstance(erreur, SansValeur):
            emploi = partie.emplois[erreur.numero]
            endroit = situer(partie.membre, partie.origine, emploi.ligne - 1)
            if isinstance(erreur, Inconnu):
                return _champ_inconnu(emploi.libelle, ligne, endroit)
            message = f"le champ « {emploi.libelle} » est vide ; s'il peut l'être, écrire « | facultatif »"
            return ErreurDeDocument(message, endroit, regle="champ sans valeur", champ=emploi.libelle)
        endroit = situer(partie.membre, partie.origine, _ligne_du_gabarit(partie.gabarit, erreur) - 1)
        if isinstance(erreur, UndefinedError):
            return _champ_inconnu(self.lexique.libelle(str(erreur)).removeprefix("_lignes_"), ligne, endroit)
        if isinstance(erreur, ErreurTableur):
            return ErreurDeDocument(str(erreur), endroit, regle="valeur")
        message = (
            "ce calcul ou cette comparaison mêle un texte et un nombre, ou un vide : préciser « | en_nombre »"
        )
        return ErreurDeDocument(message, endroit, regle="calcul")


def compiler(
    modele: Path | bytes | Paquet,
    colonnes: Iterable[str] | None = None,
    *,
    nom: str = "modèle",
    codec: Codec = "zlib",
    retoucher: Retoucher | None = None,
) -> Modele:
    """Modèle compilé, prêt à être rendu ligne par ligne.

    Args:
        modele: Fichier .docx ou .dotx, son contenu, ou un modèle déjà ouvert.
        colonnes: Colonnes des lignes, « table.colonne » pour celles d'une table fille (voir `colonnes_connues`) ;
            sans elles, un « Champ » tapé reste du texte.
        nom: Nom que disent les phrases, pour un contenu.
        codec: Compression : zlib, ou isal (option « rapide »).
        retoucher: Change l'arbre d'une partie avant qu'elle soit préparée.

    Raises:
        Refus: Toutes les fautes du modèle, avec leur endroit.
    """
    paquet = modele if isinstance(modele, Paquet) else ouvrir_modele(modele, nom)
    fautes = fautes_de_securite(paquet)
    if not any(f.gravite == "refus" for f in fautes):
        lexique, parties, suite = preparer(paquet, colonnes, retoucher)
        compilees, autres = compiler_parties(parties, lexique, suite=suite)
        fautes = [f for partie in parties for f in partie.fautes] + autres
        if not fautes:
            return Modele(paquet, compilees, lexique, codec, suite=suite)
    raise Refus(f.en_anomalie(paquet.nom) for f in fautes if f.gravite == "refus")


def colonnes_connues(ligne: Ligne) -> list[str]:
    """Colonnes d'une ligne, et « table.colonne » pour celles de ses tables filles."""
    connues: list[str] = []
    for nom, valeur in ligne.items():
        connues.append(nom)
        premiere = valeur[0] if isinstance(valeur, list | tuple) and valeur else valeur
        if isinstance(premiere, Mapping):
            connues += [f"{nom}.{colonne}" for colonne in colonnes_connues(premiere)]
    return connues


def preparer(
    paquet: Paquet, colonnes: Iterable[str] | None, retoucher: Retoucher | None = None
) -> tuple[Lexique, list[Partie], bool]:
    """Parties préparées d'un modèle, et vrai s'il avance lui-même de ligne en ligne (NEXT).

    Args:
        paquet: Le modèle.
        colonnes: Colonnes des lignes.
        retoucher: Change l'arbre d'une partie avant qu'elle soit préparée, None pour la laisser.
    """
    noms = None if colonnes is None else list(colonnes)
    connues = None if noms is None else Colonnes(nom for nom in noms if "." not in nom)
    cles = [] if noms is None else [cle_de_champ(m) for nom in noms for m in nom.split(".")[1:]]
    suite = False
    while True:
        lexique = Lexique()
        preparation = Preparation(lexique, connues, cles, suite=suite)
        parties = [
            preparation.preparer(membre, paquet.lire(membre), None if retoucher is None else retoucher(membre))
            for membre in paquet.porteurs
        ]
        if suite or not any(partie.contient_suite for partie in parties):
            return lexique, parties, suite
        suite = True


def compiler_parties(
    parties: Iterable[Partie], lexique: Lexique, *, suite: bool = False
) -> tuple[list[PartieCompilee], list[Faute]]:
    """Parties compilées, et ce qui empêche de compiler les autres."""
    compilees: list[PartieCompilee] = []
    fautes: list[Faute] = []
    for partie in parties:
        if partie.source is None:
            continue
        trouvees = fautes_de_blocs(partie)
        if not trouvees:
            compilee = compiler_partie(partie, lexique, suite=suite)
            if isinstance(compilee, PartieCompilee):
                compilees.append(compilee)
            else:
                trouvees = compilee
        fautes += trouvees
    return compilees, fautes


def compiler_partie(
    partie: Partie, lexique: Lexique, *, suite: bool = False, sortie: str = SORTIE
) -> PartieCompilee | list[Faute]:
    """Partie vérifiée, durcie et compilée ; ou ses fautes."""
    try:
        return _compiler(partie, lexique, suite=suite, sortie=sortie)
    except TemplateSyntaxError as erreur:
        return [faute_de_syntaxe(partie, erreur)]
    except (RecursionError, SyntaxError, MemoryError):
        message = "ses balises sont trop imbriquées : les répartir sur plusieurs paragraphes"
        return [Faute("refus", "balise refusée", message, situer(partie.membre, b"", 0))]


def _compiler(partie: Partie, lexique: Lexique, *, suite: bool, sortie: str) -> PartieCompilee | list[Faute]:
    env = environnement()
    arbre = env.parse(partie.source or "")
    refus = list(verifier(arbre, faute_de_filtre))
    if refus:
        return [
            Faute("refus", "balise refusée", r.message, situer(partie.membre, partie.origine, r.ligne - 1))
            for r in refus
        ]
    durcissement = Durcissement(lexique, suite=suite, sortie=sortie)
    durcissement.durcir(arbre)
    arbre.set_environment(env)
    gabarit = env.from_string(arbre)
    return PartieCompilee(
        partie.membre,
        partie.origine,
        gabarit,
        tuple(durcissement.emplois),
        durcissement.champs,
        frozenset(durcissement.composes),
        frozenset(durcissement.prevus_absents),
        partie.videes,
        partie.dessins_repetes,
    )


def _champ_inconnu(libelle: str, ligne: Ligne, endroit: Endroit) -> ErreurDeDocument:
    connues = colonnes_connues(ligne)
    proches = Colonnes(dict.fromkeys(n for n in connues if "." not in n)).proches(libelle)
    if "." in libelle:
        proches = [
            n for n in connues if cle_de_champ(n.rpartition(".")[2]) == cle_de_champ(libelle.rpartition(".")[2])
        ]
    message = f"le champ « {libelle} » n'est pas une colonne des données{suggestion(proches)}"
    return ErreurDeDocument(message, endroit, regle="champ inconnu", champ=libelle)


def _ligne_du_gabarit(gabarit: Template, erreur: BaseException) -> int:
    """Ligne de la source où l'erreur a été levée, d'après la pile d'appels."""
    trace, ligne = erreur.__traceback__, 1
    while trace is not None:
        if (
            trace.tb_frame.f_globals.get("__jinja_template__") is gabarit
            or "<template>" in trace.tb_frame.f_code.co_filename
        ):
            ligne = gabarit.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return ligne
