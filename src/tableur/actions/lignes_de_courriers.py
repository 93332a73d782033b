"""Lignes d'un publipostage : lues, corrigées, jointes à leurs tables filles, choisies ; et laissées de côté."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from tableur.actions.donnees_de_courriers import (
    Donnees,
    Fiche,
    ajouter_l_identite,
    colonne_demandee,
    joindre_les_filles,
    lire_les_donnees,
)
from tableur.actions.modeles_de_courrier import paquet_et_nature
from tableur.courriers import regles
from tableur.courriers.modele import Modele, colonnes_connues, compiler
from tableur.courriers.noms import cle_de_champ
from tableur.courriers.paquet import Paquet
from tableur.courriers.prospection import Prospection
from tableur.courriers.selection import condition, trier
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.fichiers.chemins import chemin_recu
from tableur.fichiers.mots_de_passe import Demander
from tableur.socle.erreurs import ErreurTableur, Ou, Refus


@dataclass(frozen=True, slots=True)
class Demande:
    """Ce que la personne demande ; le journal la retient pour la reprise.

    Args:
        modele: Fichier du modèle.
        donnees: Fichier de données.
        sortie: Dossier de sortie, ou fichier pour un seul document.
        feuille: Feuille ou table des données.
        ou: Condition que les lignes remplissent : « ville='Rennes' ».
        trier: Colonne de tri.
        nom: Motif du nom des documents.
        cle: Colonne qui désigne une ligne, et relie les feuilles filles.
        corrections: Fichier « à corriger » rempli.
        rangs: Rangs choisis parmi les lignes lues, de 1 ; vide pour toutes.
        prospection: Vrai pour appliquer les règles de la prospection à un modèle qui ne la déclare pas.
        destinataires: « consommateurs » ou « professionnels », quand ni le modèle ni les données ne le disent.
        pdf: Vrai pour produire aussi les PDF.
        pdfa: Vrai pour des PDF/A.
        forcer: Vrai pour remplacer, après copie, un document retouché à la main.
        copie: Copie à lire à la place du fichier de données : ce qu'un classeur ouvert montre à l'écran.
    """

    modele: str
    donnees: str
    sortie: str = ""
    feuille: str = ""
    ou: str = ""
    trier: str = ""
    nom: str = ""
    cle: str = ""
    corrections: str = ""
    rangs: tuple[int, ...] = ()
    prospection: bool = False
    destinataires: regles.Destinataires = ""
    pdf: bool = False
    pdfa: bool = False
    forcer: bool = False
    copie: str = ""

    def lire(self, demander: Demander | None = None) -> Donnees:
        """Lignes des données, prises de la copie s'il y en a une.

        Raises:
            Refus: Le fichier est absent ou illisible, ou la table n'y est pas.
        """
        return lire_les_donnees(self.copie or self.donnees, self.feuille, demander)

    def ajouter_l_identite(self, donnees: Donnees, champs: Callable[[], Iterable[str]]) -> None:
        """Donne aux lignes l'identité de l'organisation du dossier où est le fichier de données.

        Raises:
            Refus: Le `tableur.toml` de ce dossier est fautif.
        """
        ajouter_l_identite(donnees, champs, chemin_recu(self.donnees).resolve().parent)


@dataclass(frozen=True, slots=True)
class Laissee:
    """Ligne laissée de côté : sa place, sa clé, le champ à corriger s'il y en a un, et pourquoi."""

    ou: Ou
    cle: str
    raison: str
    champ: str = ""
    genre: str = "faute"

    def __str__(self) -> str:
        """« clients.xlsx, feuille « Clients », ligne 12 (C012) : … »."""
        return f"{self.ou}{f' ({self.cle})' if self.cle else ''} : {self.raison}"


@dataclass(slots=True)
class Publipostage:
    """Lignes prêtes à être fusionnées, et celles qui sont déjà laissées de côté."""

    demande: Demande
    paquet: Paquet
    nature: regles.Nature
    donnees: Donnees
    lignes: list[Fiche]
    places: list[Ou]
    lues: int
    laissees: list[Laissee] = field(default_factory=list)
    cle: str = ""
    prospection: Prospection | None = None

    def compile(self) -> Modele:
        """Modèle compilé pour ces lignes."""
        return compiler(self.paquet, colonnes_connues(self.lignes[0]) if self.lignes else None)

    def cle_de(self, rang: int) -> str:
        """Clé de la ligne de ce rang, de 1 ; vide sans colonne de clé."""
        return cle_ecrite(self.lignes[rang - 1], self.cle)

    def ecarter(self, raisons: Mapping[int, str]) -> None:
        """Laisse de côté les lignes de ces rangs, de 1, chacune pour sa raison de droit."""
        for rang, raison in sorted(raisons.items()):
            self.laissees.append(Laissee(self.places[rang - 1], self.cle_de(rang), raison, genre="droit"))
        gardes = [rang for rang in range(1, len(self.lignes) + 1) if rang not in raisons]
        self.lignes = [self.lignes[rang - 1] for rang in gardes]
        self.places = [self.places[rang - 1] for rang in gardes]


def preparer(demande: Demande, demander: Demander | None = None) -> Publipostage:
    """Lignes à fusionner : lues, corrigées, jointes à leurs tables filles, choisies, triées, sans doublon.

    Args:
        demande: Ce que la personne demande.
        demander: Pose la question du mot de passe d'un classeur chiffré.

    Raises:
        Refus: Un fichier ne se lit pas, une colonne nommée n'existe pas, ou le droit interdit cet envoi.
    """
    paquet, nature = paquet_et_nature(demande.modele)
    nature = replace(
        nature,
        prospection=nature.prospection or demande.prospection,
        destinataires=demande.destinataires or nature.destinataires,
    )
    donnees = demande.lire(demander)
    cle = colonne_demandee(donnees.lignes, demande.cle, "clé") if demande.cle else ""
    le = aujourd_hui()
    if (faute := regles.jamais_en_lot(paquet, nature, le)) is not None:
        raise Refus([faute])
    prospection = None
    if nature.prospection:
        prospection = Prospection.pour(
            "lettre", "particuliers", le=le, colonnes=donnees.lignes[0], fichier=donnees.fichier.name,
            textes={paquet.nom: regles.texte_du_modele(paquet)},
        )  # fmt: skip
    if demande.corrections:
        from tableur.actions.corrections_de_courriers import appliquer

        appliquer(Path(demande.corrections), donnees, cle)
    demande.ajouter_l_identite(donnees, lambda: compiler(paquet).champs)
    if cle:
        joindre_les_filles(donnees, lambda: compiler(paquet).champs, cle, demander)
    publipostage = Publipostage(demande, paquet, nature, donnees, [], [], len(donnees.lignes), cle=cle)
    publipostage.prospection = prospection
    publipostage.lues += len(donnees.ecartees)
    publipostage.laissees += laissees_a_la_lecture(donnees)
    _retenir(publipostage)
    return publipostage


def cle_ecrite(ligne: Fiche, colonne: str) -> str:
    """Clé d'une ligne, vide sans colonne de clé."""
    valeur = ligne.get(colonne) if colonne else None
    return "" if est_sans_valeur(valeur) else ecrit(valeur).strip()


def _retenir(publipostage: Publipostage) -> None:
    """Applique la sélection, la condition, les règles de prospection, les doublons, puis le tri."""
    demande, donnees = publipostage.demande, publipostage.donnees
    retenue = condition(demande.ou, list(donnees.lignes[0])) if demande.ou else None
    choisis = set(demande.rangs)
    place_de = {id(ligne): place for ligne, place in zip(donnees.lignes, donnees.places, strict=True)}
    vues: dict[object, Ou] = {}
    retenues: list[Fiche] = []
    for rang, ligne in enumerate(donnees.lignes, 1):
        cle, place = cle_ecrite(ligne, publipostage.cle), place_de[id(ligne)]
        if choisis and rang not in choisis:
            raison, genre = "hors de la sélection", "sélection"
        else:
            raison, genre = _raison(publipostage, ligne, cle, retenue)
        if not raison:
            premiere = vues.setdefault(cle or repr(ligne), place)
            if premiere is not place:
                raison, genre = f"en double avec la ligne {premiere.ligne}", "doublon"
        if raison:
            publipostage.laissees.append(
                Laissee(place, cle, raison, publipostage.cle if genre == "clé" else "", genre)
            )
        else:
            retenues.append(ligne)
    if demande.trier and retenues:
        retenues = [dict_ for dict_ in trier(retenues, demande.trier) if isinstance(dict_, dict)]
    publipostage.lignes = retenues
    publipostage.places = [place_de[id(ligne)] for ligne in retenues]


def _raison(
    publipostage: Publipostage, ligne: Fiche, cle: str, retenue: Callable[[Fiche], bool] | None
) -> tuple[str, str]:
    """Pourquoi une ligne est laissée de côté avant tout rendu, et le genre de cette raison."""
    if raison := hors_de_la_condition(ligne, publipostage.demande.ou, retenue):
        return raison, "condition"
    if publipostage.cle and not cle:
        return f"la clé « {publipostage.cle} » est vide", "clé"
    if publipostage.prospection is None:
        return "", ""
    return publipostage.prospection.raison_d_ecart(ligne) or "", "prospection"


def hors_de_la_condition(ligne: Fiche, ou: str, retenue: Callable[[Fiche], bool] | None) -> str:
    """Pourquoi la condition laisse une ligne de côté, vide si elle la prend ou s'il n'y en a pas.

    Args:
        ligne: La ligne.
        ou: La condition, telle qu'elle a été tapée.
        retenue: La même, compilée par `condition` ; None s'il n'y en a pas.
    """
    try:
        return "" if retenue is None or retenue(ligne) else f"ne remplit pas la condition « {ou} »"
    except ErreurTableur as erreur:
        return str(erreur)


def laissees_a_la_lecture(donnees: Donnees) -> list[Laissee]:
    """Lignes du fichier qui ne sont pas des destinataires."""
    return [Laissee(ou, "", raison, genre="pas une donnée") for ou, raison in donnees.ecartees]


def aujourd_hui() -> date:
    """Jour de l'envoi, à l'heure de la machine : les règles de ce jour s'appliquent."""
    return datetime.now().astimezone().date()


def champ_de(publipostage: Publipostage, champ: str) -> str:
    """Colonne que désigne un champ du modèle, vide si ce n'en est pas une."""
    cle = cle_de_champ(champ)
    return next((nom for nom in publipostage.donnees.lignes[0] if cle_de_champ(nom) == cle), "")
