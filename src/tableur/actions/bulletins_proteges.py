"""Bulletins en PDF, chacun ouvert par le mot de passe de son salarié ; rien n'en reste en clair."""

import csv
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from tableur.actions.courriers import codec_present
from tableur.actions.mentions_du_bulletin import LigneImprimee
from tableur.courriers.lot import lancer
from tableur.courriers.pdf import en_pdf
from tableur.courriers.pdf_protege import chiffrer, est_a_jour, est_en_clair, exiger_pikepdf
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.sauvegardes import SAUVEGARDES
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus, refus

LONGUEUR = 8
_REGLE = "mots de passe"
_SOLIDE = f"{LONGUEUR} caractères au moins, pas seulement des chiffres, ni le nom, ni le matricule"


@dataclass(slots=True)
class Proteges:
    """PDF protégés d'un mois, personnes laissées de côté, et ce qu'il faut savoir."""

    fichiers: list[Path] = field(default_factory=list)
    ecartes: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)


def mots_de_passe(fichier: Path) -> dict[str, str]:
    """Mots de passe par matricule, d'un CSV à deux colonnes, point-virgule, en UTF-8 ou Windows-1252.

    Raises:
        Refus: Le fichier ne se lit pas, une ligne est mal écrite, ou un matricule y est deux fois.
    """
    try:
        octets = fichier.read_bytes()
    except OSError as erreur:
        message = "Ce fichier de mots de passe ne se lit pas : vérifier son nom et ses droits."
        raise refus(Ou(str(fichier)), _REGLE, message) from erreur
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", "replace")
    mots: dict[str, str] = {}
    anomalies: list[Anomalie] = []
    for rang, ligne in enumerate(csv.reader(StringIO(texte), delimiter=";"), 1):
        cellules = [cellule.strip() for cellule in ligne]
        if not any(cellules) or (rang == 1 and cellules[0].casefold() == "matricule"):
            continue
        if len(cellules) != 2 or not cellules[0]:
            message = "Cette ligne ne se lit pas : matricule;mot de passe, séparés par un point-virgule."
        elif cellules[0] in mots:
            message = f"Le matricule {cellules[0]} a déjà un mot de passe plus haut : en garder un seul."
        else:
            mots[cellules[0]] = cellules[1]
            continue
        anomalies.append(Anomalie("refus", Ou(fichier.name, ligne=rang), _REGLE, "", "", message))
    if anomalies:
        raise Refus(anomalies)
    return mots


def bulletins_proteges(
    word: Path,
    lignes: Sequence[LigneImprimee],
    sortie: Path,
    mots: Mapping[str, str],
    *,
    nom: str,
    garder_les_word: bool = False,
) -> Proteges:
    """Écrit les PDF protégés ; Word et PDF en clair ne vivent que dans un dossier provisoire, effacé à la fin.

    Args:
        word: Le modèle Word.
        lignes: Bulletins à imprimer.
        sortie: Où vont les PDF.
        mots: Mot de passe par matricule ; qui n'en a pas de solide n'a pas de fichier, et c'est dit.
        nom: Motif du nom des fichiers.
        garder_les_word: Vrai pour avoir aussi les fichiers Word, en clair.

    Raises:
        ErreurTableur: pikepdf n'est pas installé.
        ConversionIncomplete: Des PDF manquent ; chacun est nommé.
        Refus: Un fichier ne peut pas être écrit.
    """
    exiger_pikepdf()
    faits = Proteges()
    retenues = [ligne for ligne in lignes if _a_un_mot(ligne, mots, faits)]
    _dire_les_mots(lignes, mots, faits)
    if not retenues:
        return faits
    with tempfile.TemporaryDirectory(prefix="tableur-paie-") as provisoire:
        atelier = Path(provisoire)
        bilan = lancer(word, retenues, atelier / "word", cle="matricule", nom=nom, codec=codec_present())
        faits.ecartes += [f"{ecartee.cle} : {ecartee.raison}" for ecartee in bilan.ecartees]
        laissees = {ecartee.rang for ecartee in bilan.ecartees}
        matricules = [str(x["matricule"]) for rang, x in enumerate(retenues, 1) if rang not in laissees]
        _chiffrer(dict(zip(bilan.fichiers, (mots[m] for m in matricules), strict=True)), atelier, sortie, faits)
        if garder_les_word:
            faits.fichiers += [_recopier(document, sortie) for document in bilan.fichiers]
            faits.points.append("Les fichiers Word, demandés, ne sont pas protégés : ne pas les envoyer.")
        else:
            _dire_ce_qui_est_en_clair(bilan.fichiers, sortie, faits)
    return faits


def _a_un_mot(ligne: LigneImprimee, mots: Mapping[str, str], faits: Proteges) -> bool:
    matricule, nom = str(ligne["matricule"]), str(ligne["nom"])
    mot = mots.get(matricule, "")
    if not mot:
        faits.ecartes.append(f"{nom} ({matricule}) : pas de mot de passe dans le fichier, donc pas de bulletin")
    elif not _est_solide(mot, matricule, nom):
        faits.ecartes.append(f"{nom} ({matricule}) : mot de passe trop faible ({_SOLIDE}), donc pas de bulletin")
    else:
        return True
    return False


def _est_solide(mot: str, matricule: str, nom: str) -> bool:
    """Faux pour un mot court, une date, un numéro de sécurité sociale, le nom ou le matricule."""
    plie = mot.casefold()
    morceaux = [morceau for morceau in (matricule, *nom.split()) if len(morceau) > 2]
    reste = plie
    for morceau in morceaux:
        reste = reste.replace(morceau.casefold(), "")
    return len(mot) >= LONGUEUR and not plie.replace(" ", "").isdigit() and len(reste) >= LONGUEUR // 2


def _dire_les_mots(lignes: Sequence[LigneImprimee], mots: Mapping[str, str], faits: Proteges) -> None:
    """Matricules sans bulletin ce mois-ci, et mots de passe que deux personnes partagent."""
    attendus = {str(ligne["matricule"]) for ligne in lignes}
    if sans := sorted(set(mots) - attendus):
        faits.points.append(f"Mots de passe sans bulletin ce mois-ci : {', '.join(sans)}.")
    par_mot: dict[str, list[str]] = {}
    for matricule, mot in mots.items():
        if mot:
            par_mot.setdefault(mot, []).append(matricule)
    if partages := [" et ".join(sorted(siens)) for siens in par_mot.values() if len(siens) > 1]:
        faits.points.append(f"Même mot de passe pour {' ; '.join(partages)} : chacun ouvrirait l'autre.")


def _chiffrer(mots: Mapping[Path, str], atelier: Path, sortie: Path, faits: Proteges) -> None:
    """Convertit et chiffre ce qui n'est pas déjà à jour sous le même mot de passe."""
    empreintes = {document: hashlib.sha256(document.read_bytes()).hexdigest() for document in mots}
    a_faire = [d for d, mot in mots.items() if not est_a_jour(_pdf(d, sortie), mot, empreintes[d])]
    for document, pdf in zip(a_faire, en_pdf(a_faire, atelier / "pdf"), strict=True):
        destination = _pdf(document, sortie)
        if est_en_clair(destination):
            faits.points.append(
                f"« {destination.name} » était en clair : il est protégé, et « {SAUVEGARDES} » en garde la copie."
            )
        chiffrer(pdf, destination, mots[document], empreintes[document])
    faits.fichiers += [_pdf(document, sortie) for document in mots]


def _pdf(document: Path, sortie: Path) -> Path:
    return sortie / f"{document.stem}.pdf"


def _recopier(document: Path, sortie: Path) -> Path:
    with ecriture_atomique(sortie / document.name, remplacer=True) as provisoire:
        provisoire.write_bytes(document.read_bytes())
    return sortie / document.name


def _dire_ce_qui_est_en_clair(documents: Sequence[Path], sortie: Path, faits: Proteges) -> None:
    restent = [document.name for document in documents if (sortie / document.name).exists()]
    if restent:
        faits.points.append(
            f"{compte_ecrit(len(restent), 'bulletin')} Word en clair dans ce dossier, d'un lancement sans mot de "
            f"passe : à supprimer ou à mettre à l'abri ({restent[0]}…)."
        )
