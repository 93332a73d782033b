"""Les boutons des lettres : vérifier, apercevoir une ligne, fusionner la sélection ou tout, ouvrir le dossier.

Ils marchent dans tout classeur qui a une liste. Les destinataires se lisent à l'écran, enregistrés ou non.
Des cellules nommées règlent le reste, chacune facultative : `courrier_modele`, `courrier_feuille`, `courrier_cle`,
`courrier_nom`, `courrier_dossier`, `courrier_pdf`.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tableur.actions import courriers
from tableur.actions.bilan_de_courriers import bilan, phrases_des_laissees, trois_comptes
from tableur.actions.lignes_de_courriers import Demande, preparer
from tableur.actions.modeles_de_courrier import modeles_livres, verifier
from tableur.dossier import Dossier
from tableur.frontiere import est_vide
from tableur.liaisons.bouton.hote import ClasseurOuvert, Etat, Hote
from tableur.liaisons.bouton.lecture import copier_l_ecran
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import ErreurTableur, Refus

MODELES_PROPOSES = 6
LAISSEES_DITES = 8
PHRASES_DITES = 14
APERCU = "tableur-apercu-"
JOUR = 86_400  # secondes
_OUI = ("oui", "vrai", "true", "1", "1.0", "x")
_SUITE = "« Vérifier les lettres » les montre"


@dataclass(frozen=True, slots=True)
class Appui:
    """Un appui sur un bouton des lettres : le classeur ouvert, son fichier, la personne, et le jour."""

    ouvert: ClasseurOuvert
    etat: Etat
    hote: Hote
    chemin: Path
    le: date

    def reglage(self, nom: str) -> str:
        """Texte de la cellule nommée, vide si elle n'existe pas ou n'est pas remplie."""
        zones = {connu.casefold(): zone for connu, zone in self.etat.noms.items()}
        zone = zones.get(f"courrier_{nom}")
        valeur = None if zone is None else self.ouvert.valeurs(zone)[0][0]
        return "" if est_vide(valeur) else str(valeur).strip()

    def feuille(self) -> str:
        """Feuille ou table des destinataires : celle qui est réglée, sinon celle que la personne regarde."""
        return self.reglage("feuille") or self.ouvert.selection().feuille

    def modele(self) -> Path:
        """Modèle Word : celui qui est réglé, sinon le seul qui soit là, sinon celui que la personne choisit.

        Raises:
            ErreurTableur: Il n'y en a pas, il y en a trop, ou la personne n'en prend aucun.
        """
        demande = self.reglage("modele")
        if demande:
            return self._modele_nomme(demande)
        presents = [m for dossier in self._dossiers_de_modeles() for m in sorted(dossier.glob("*.docx"))]
        presents = [m for m in presents if not m.name.startswith("~$")]
        if not presents:
            raise ErreurTableur(
                "Il n'y a pas de modèle Word à côté de ce classeur : y mettre le sien, ou écrire son nom, ou "
                "celui d'un modèle livré (« tableur modele lister »), dans la cellule nommée « courrier_modele »."
            )
        if len(presents) > MODELES_PROPOSES:
            raise ErreurTableur(
                f"Il y a {len(presents)} modèles Word à côté de ce classeur : écrire le nom de celui qu'il faut "
                "dans une cellule nommée « courrier_modele »."
            )
        if len(presents) == 1:
            return presents[0]
        for present in presents:
            if self.hote.question(f"Prendre le modèle « {present.name} » ?"):
                return present
        raise ErreurTableur("Aucun modèle n'a été choisi : rien n'a été produit.")

    def _dossiers_de_modeles(self) -> list[Path]:
        dossier = Dossier.chercher(self.chemin.parent)
        modeles = dossier.modeles if dossier is not None else self.chemin.parent / "modeles"
        return list(dict.fromkeys((self.chemin.parent, modeles)))

    def _modele_nomme(self, demande: str) -> Path:
        nom = demande if demande.lower().endswith((".docx", ".docm", ".dotx")) else f"{demande}.docx"
        for place in [Path(nom)] if Path(nom).is_absolute() else [d / nom for d in self._dossiers_de_modeles()]:
            if place.is_file():
                return place
        livre = next((m for m in modeles_livres() if m.identifiant == demande.replace("-", "_")), None)
        if livre is None:
            raise ErreurTableur(
                f"Le modèle « {demande} » de la cellule « courrier_modele » n'est ni à côté de ce classeur, ni "
                "dans le dossier des modèles, ni parmi les modèles livrés (« tableur modele lister »)."
            )
        return livre.document

    def sortie(self, modele: Path) -> Path:
        """Dossier des lettres : celui qui est réglé, sinon un dossier au nom du modèle parmi les sorties."""
        voulu = self.reglage("dossier")
        if voulu:
            return self.chemin.parent / voulu  # un chemin absolu reste lui-même
        dossier = Dossier.chercher(self.chemin.parent)
        sorties = dossier.sorties if dossier is not None else self.chemin.parent / "sorties"
        return sorties / "courriers" / modele.stem

    @contextmanager
    def demande(self) -> Iterator[Demande]:
        """Demande de publipostage sur ce qui est à l'écran, copié le temps de le lire."""
        feuille, modele = self.feuille(), self.modele()
        with tempfile.TemporaryDirectory(prefix="tableur-") as provisoire:
            copie = copier_l_ecran(self.ouvert, self.chemin, Path(provisoire))
            yield Demande(
                str(modele),
                str(self.chemin),
                str(self.sortie(modele)),
                feuille=feuille,
                cle=self.reglage("cle"),
                nom=self.reglage("nom"),
                pdf=self.reglage("pdf").casefold() in _OUI,
                copie=str(copie),
            )

    def rangs_choisis(self, demande: Demande) -> tuple[int, ...]:
        """Rangs, de 1, des destinataires sur les lignes choisies ; une ligne que masque un filtre n'en est pas.

        Raises:
            ErreurTableur: La sélection n'est pas sur des destinataires.
        """
        zone, donnees = self.ouvert.selection(), demande.lire()
        feuille = donnees.places[0].feuille or zone.feuille
        lignes = [place.ligne or 0 for place in donnees.places]
        choisie = replace(zone, derniere_ligne=min(zone.derniere_ligne, max(lignes) - 1))  # une colonne entière
        la_bonne = zone.feuille == feuille and choisie.hauteur > 0
        suites = self.ouvert.lignes_visibles(choisie) if la_bonne else []
        rangs = [rang for rang, n in enumerate(lignes, 1) if any(debut < n <= fin + 1 for debut, fin in suites)]
        if not rangs:
            raise ErreurTableur(
                f"La sélection n'est sur aucun destinataire : choisir des lignes de la feuille « {feuille} », "
                "sous ses en-têtes, puis recommencer."
            )
        return tuple(rangs)


def presser(bouton: str, appui: Appui) -> str:
    """Fait ce que dit un bouton des lettres, et rend le message final.

    Raises:
        ErreurTableur: Un réglage est faux, la sélection n'est pas un destinataire.
        Refus: Le modèle ou les données ont des anomalies, ou le droit interdit cet envoi.
    """
    return _BOUTONS[bouton](appui)


def _verifier(appui: Appui) -> str:
    with appui.demande() as demande:
        appui.hote.progres("tableur : vérification des lettres…")
        rapport = verifier(
            demande.modele, demande.copie, feuille=demande.feuille, cle=demande.cle, dossier=appui.chemin.parent
        )
        try:
            publipostage = preparer(demande)
            laissees = phrases_des_laissees(publipostage.laissees, montrees=None)
        except Refus as refus:
            laissees = [str(anomalie) for anomalie in refus.anomalies]
    phrases = [*rapport.texte().splitlines(), *laissees]
    if len(phrases) > PHRASES_DITES:
        reste = len(phrases) - PHRASES_DITES
        phrases = [
            *phrases[:PHRASES_DITES],
            f"… et {reste} de plus : « tableur modele verifier » les montre toutes.",
        ]
    return "\n".join(phrases)


def _apercevoir(appui: Appui) -> str:
    _oter_les_vieux_apercus()
    with appui.demande() as demande:
        appui.hote.progres("tableur : aperçu de la ligne…")
        rangs = appui.rangs_choisis(demande)
        provisoire = tempfile.mkdtemp(prefix=APERCU)  # un document ouvert survit au bouton
        une = replace(demande, rangs=rangs[:1], sortie=provisoire, pdf=False)
        resultat = courriers.produire_une(une, le=appui.le)
    document, *annexes = resultat.fichiers
    dits = [f"Aperçu de « {document.stem} »."]
    if len(rangs) > 1:
        dits.append(f"{compte_ecrit(len(rangs), 'ligne')} choisies : c'est la première qui est montrée.")
    dits += [annexe.read_text("utf-8").rstrip() for annexe in annexes]
    try:
        courriers.ouvrir(document)
    except Refus as refus:
        dits += [str(anomalie) for anomalie in refus.anomalies]
    return "\n".join([*dits, "Ce document est provisoire : rien n'a été produit dans le dossier des lettres."])


def _oter_les_vieux_apercus() -> None:
    """Retire les aperçus de plus d'un jour : ils portent des noms et des adresses."""
    for vieux in Path(tempfile.gettempdir()).glob(f"{APERCU}*"):
        with suppress(OSError):
            if time.time() - vieux.stat().st_mtime > JOUR:
                shutil.rmtree(vieux)


def _fusionner_la_selection(appui: Appui) -> str:
    return _fusionner(appui, choisis=True)


def _fusionner_tout(appui: Appui) -> str:
    return _fusionner(appui, choisis=False)


def _fusionner(appui: Appui, *, choisis: bool) -> str:
    with appui.demande() as toute:
        appui.hote.progres("tableur : lecture des destinataires…")
        demande = replace(toute, rangs=appui.rangs_choisis(toute)) if choisis else toute
        prepare = preparer(demande)
        nombre = len(prepare.lignes)
        if not nombre:
            comptes = trois_comptes(prepare.lues, prepare.laissees, 0, "lettre")
            laissees = phrases_des_laissees(prepare.laissees, montrees=LAISSEES_DITES, suite=_SUITE)
            return "\n".join([comptes, *laissees])
        comptes = trois_comptes(prepare.lues, prepare.laissees, nombre, "lettre")
        question = (
            f"Produire {compte_ecrit(nombre, 'lettre')} d'après « {Path(demande.modele).name} » ?\n\n{comptes}\n"
            f"Dossier : {demande.sortie}"
        )
        if not appui.hote.question(question):
            return "Rien n'a été produit."
        appui.hote.progres(f"tableur : {compte_ecrit(nombre, 'lettre')}…")
        resultat = courriers.lancer(
            demande, progression=lambda faites: appui.hote.progres(f"tableur : lettre {faites} sur {nombre}…")
        )
    return bilan(resultat, "lettre", montrees=LAISSEES_DITES, suite=_SUITE)


def _ouvrir_le_dossier(appui: Appui) -> str:
    dossier = appui.sortie(appui.modele())
    if not dossier.is_dir():
        return f"Aucune lettre n'a encore été produite : elles iront dans « {dossier} »."
    courriers.ouvrir(dossier)
    return f"Dossier des lettres : {dossier}"


_BOUTONS: dict[str, Callable[[Appui], str]] = {
    "courriers_verifier": _verifier,
    "courriers_apercevoir": _apercevoir,
    "courriers_selection": _fusionner_la_selection,
    "courriers_tous": _fusionner_tout,
    "courriers_dossier": _ouvrir_le_dossier,
}
