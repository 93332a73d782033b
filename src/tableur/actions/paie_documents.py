"""Documents de la paie : bulletins en lot, écriture comptable du mois, éléments à recopier dans la déclaration."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tableur.actions.bulletins_imprimes import Bulletins, bulletins_a_imprimer
from tableur.actions.bulletins_proteges import Proteges, bulletins_proteges
from tableur.actions.bulletins_proteges import mots_de_passe as mots_de_passe_lus
from tableur.actions.courriers import codec_present, creer_le_dossier, pdf_des_documents
from tableur.actions.mentions_du_bulletin import DOCUMENT, LigneImprimee
from tableur.actions.paie_lu import (
    PaieLue,
    chemin_pres_de,
    exiger_des_bulletins,
    lire_la_paie,
    mois_demande,
)
from tableur.calculs.paie.ecriture import LigneDEcriture, comptes_de_paie, ecriture_de_paie
from tableur.calculs.paie.elements_dsn import A_CONFIRMER, echeances_sociales, elements_dsn
from tableur.calculs.paie.modele_de_bulletin import ModeleDeBulletin, libelles_a_confirmer, regles_du_modele
from tableur.calculs.paie.tables.enregistrements import LigneDsn
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.classeurs.port import Classeur
from tableur.courriers.lot import lancer
from tableur.fichiers.csv_francais import csv_francais
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.ressources import ressource
from tableur.frontiere import est_vide, lire
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus
from tableur.socle.grandeurs import ZERO, Code
from tableur.socle.marques import action
from tableur.socle.ramassage import sans_ramassage

NOM_DU_BULLETIN = "{{{{ document }}}} {mois} - {{{{ nom }}}} ({{{{ matricule }}}})"
ENTETES_DE_L_ECRITURE = ("Date", "Journal", "Pièce", "Compte", "Libellé", "Débit", "Crédit")


@action(mots=("mois_de_paie",))
def bulletins(
    classeur: Classeur,
    *,
    le: date,
    mois_de_paie: Code = "",
    modele: ModeleDeBulletin = "rénové",
    repertoire: str = "",
    pdf: bool = False,
    mots_de_passe: str = "",
    garder_les_word: bool = False,
    simuler: bool = False,
) -> CompteRendu:
    """Écrit les bulletins de paie d'un mois, en Word et en PDF, mentions contrôlées.

    Chaque bulletin est un spécimen tant que le dossier ne déclare pas la paie établie par l'entreprise : le
    cabinet fait déjà les siens, et il n'y a qu'un bulletin par déclaration. Une personne
    refusée n'arrête pas les autres.

    Args:
        classeur: Le classeur de paie.
        le: Date du jour.
        mois_de_paie: Mois des bulletins, comme 2026-11. Vide : le mois du jour.
        modele: Modèle de l'arrêté : rénové, obligatoire au 1er janvier 2027, ou adapté jusque-là.
        repertoire: Où les écrire. Vide : « bulletins MOIS », à côté du classeur.
        pdf: Vrai pour avoir aussi les PDF.
        mots_de_passe: Fichier CSV, matricule;mot de passe : des PDF seuls, qui ne s'ouvrent qu'avec le leur.
        garder_les_word: Avec des mots de passe, vrai pour avoir aussi les fichiers Word, en clair.
        simuler: Contrôle et rend compte sans rien écrire.

    Raises:
        Refus: Une table ou le fichier des mots de passe a des anomalies, ou personne n'est payé ce mois-là.
        ValeurInvalide: Le mois ne convient pas.
    """
    word = ressource("templates_docx", f"{DOCUMENT}.docx")
    mots = mots_de_passe_lus(chemin_pres_de(classeur, mots_de_passe)) if mots_de_passe.strip() else None
    with sans_ramassage():
        prets = _bulletins_prets(classeur, mois_de_paie, le, word, modele)
    faits = Proteges()
    if not simuler and prets.lignes:
        sortie = Path(repertoire) if repertoire else classeur.fichier.parent / f"bulletins {prets.mois}"
        creer_le_dossier(sortie)
        nom = NOM_DU_BULLETIN.format(mois=prets.mois)
        if mots is None:
            faits = _en_clair(word, prets.lignes, sortie, nom, pdf=pdf)
        else:
            faits = bulletins_proteges(word, prets.lignes, sortie, mots, nom=nom, garder_les_word=garder_les_word)
    return CompteRendu(
        titre=f"Bulletins de paie de {prets.mois}",
        lignes_lues=prets.lues,
        ecartes=faits.ecartes,
        points=[*_points_des_bulletins(prets, modele), *faits.points],
        anomalies=[*prets.refus, *prets.alertes, *_sans_fichier(mots_de_passe, faits)],
        fichiers=faits.fichiers,
    )


@action(mots=("mois_de_paie",))
def comptabiliser(
    classeur: Classeur,
    *,
    le: date,
    mois_de_paie: Code = "",
    fichier: str = "",
    simuler: bool = False,
) -> CompteRendu:
    """Écrit l'écriture comptable de la paie d'un mois, équilibrée, en CSV à importer.

    Les comptes sont ceux du plan comptable général ; une cellule nommée « compte_urssaf », « compte_net_a_payer »…
    dans Paramètres en choisit d'autres.

    Args:
        classeur: Le classeur de paie.
        le: Date du jour.
        mois_de_paie: Mois à comptabiliser, comme 2026-11. Vide : le mois du jour.
        fichier: Fichier CSV à écrire. Vide : « écriture de paie MOIS.csv », à côté du classeur.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, ou une paie du mois est refusée : l'écriture serait incomplète.
        ValeurInvalide: Le mois ou un compte ne convient pas.
    """
    lue, mois, livre = _livre(classeur, mois_de_paie, le)
    _exiger_le_mois_entier(lue, livre)
    cles = comptes_de_paie(mois.debut, {}).comptes
    choisis = {cle: lire(brut, Code) for cle in cles if not est_vide(brut := classeur.valeur(f"compte_{cle}"))}
    lignes = ecriture_de_paie(mois, [(p.bulletin, p.variables) for p in livre.du_mois], choisis)
    produits = []
    if not simuler:
        sortie = Path(fichier) if fichier else classeur.fichier.parent / f"écriture de paie {mois}.csv"
        produits = [_ecrire_le_csv(sortie, lignes)]
    total = sum((ligne.debit for ligne in lignes), ZERO)
    return CompteRendu(
        titre=f"Écriture de paie de {mois}",
        lignes_lues=lue.lues,
        lignes_ecrites={"Écriture": len(lignes)},
        points=[
            f"{compte_ecrit(len(lignes), 'ligne')}, débit et crédit égaux : {montant_ecrit(total)}.",
            *(f"{li.compte} {li.libelle} : {_cote(li)} {montant_ecrit(li.debit or li.credit)}" for li in lignes),
        ],
        fichiers=produits,
    )


@action(mots=("mois_de_paie",))
def declarer(
    classeur: Classeur,
    *,
    le: date,
    mois_de_paie: Code = "",
    simuler: bool = False,
) -> CompteRendu:
    """Remplit « Éléments DSN » : ce qui se recopie dans le logiciel déclarant, et quand déclarer.

    Ce n'est pas une déclaration : elle se fait dans le logiciel déclarant, ou par le cabinet.

    Args:
        classeur: Le classeur de paie.
        le: Date du jour.
        mois_de_paie: Mois à déclarer, comme 2026-11. Vide : le mois du jour.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, ou personne n'est payé ce mois-là.
        ValeurInvalide: Le mois ne convient pas.
    """
    lue, mois, livre = _livre(classeur, mois_de_paie, le)
    elements = elements_dsn(livre.du_mois)
    if not simuler:
        mention = f"Calculé le {date_ecrite(le)} sur {lue.sources}, paie de {mois}. Ce n'est pas une déclaration."
        classeur.ecrire(LigneDsn, elements, mention=mention)
    return CompteRendu(
        titre=f"Éléments à déclarer de {mois}",
        lignes_lues=lue.lues,
        lignes_ecrites={"Éléments DSN": len(elements)},
        points=[
            *_echeances(mois, lue.saisies.reglages.etablissement.effectif, livre),
            *_codes_a_confirmer(elements),
        ],
        anomalies=[lue.anomalie_du_refus(refusee) for refusee in livre.refusees],
    )


def _echeances(mois: Mois, effectif: int, livre: Livre) -> list[str]:
    """Échéances du mois ; un jour férié d'Alsace-Moselle seul n'est qu'un report possible, à confirmer."""
    echeances = echeances_sociales(mois, effectif)
    points = [f"{date_ecrite(e.quand)} : {e.quoi}." for e in echeances]
    locale = echeances_sociales(mois, effectif, "alsace_moselle")[0].quand
    if locale != echeances[0].quand and any(paye.salarie.alsace_moselle for paye in livre.du_mois):
        points.append(
            f"Jour férié d'Alsace-Moselle : report au {date_ecrite(locale)} possible, à confirmer par l'Urssaf."
        )
    return points


def _cote(ligne: LigneDEcriture) -> str:
    return "débit" if ligne.debit else "crédit"


def _codes_a_confirmer(elements: Sequence[LigneDsn]) -> list[str]:
    """Une phrase par code que les sources laissent douteux ; aucune quand tous sont sûrs."""
    doutes = {(une.bloc, une.type_): une.libelle for une in elements if A_CONFIRMER in une.libelle}
    return [f"{bloc}, code {code} : {libelle}." for (bloc, code), libelle in doutes.items()]


def _livre(classeur: Classeur, mois_de_paie: str, le: date) -> tuple[PaieLue, Mois, Livre]:
    """Tables lues, mois demandé, et bulletins calculés ; aucun est un refus."""
    lue, mois = lire_la_paie(classeur), mois_demande(mois_de_paie, le)
    livre = livre_de_paie(lue.saisies, mois)
    exiger_des_bulletins(lue, livre)
    return lue, mois, livre


def _bulletins_prets(
    classeur: Classeur, mois_de_paie: str, le: date, word: Path, modele: ModeleDeBulletin
) -> Bulletins:
    """Lignes à imprimer ; le livre de l'année, lui, n'est pas gardé pendant que les documents s'écrivent."""
    regles_du_modele(modele, mois_demande(mois_de_paie, le))
    lue, _, livre = _livre(classeur, mois_de_paie, le)
    return bulletins_a_imprimer(lue, livre, classeur.fichier, word, modele)


def _exiger_le_mois_entier(lue: PaieLue, livre: Livre) -> None:
    if livre.refusees:
        raise Refus([lue.anomalie_du_refus(refusee) for refusee in livre.refusees])


def _en_clair(word: Path, lignes: Sequence[LigneImprimee], sortie: Path, nom: str, *, pdf: bool) -> Proteges:
    """Bulletins en Word, et en PDF si c'est demandé ; une copie garde ce qu'ils remplacent."""
    bilan = lancer(word, lignes, sortie, cle="matricule", nom=nom, codec=codec_present(), garder_les_anciens=True)
    faits = Proteges(list(bilan.fichiers), [f"{ecartee.cle} : {ecartee.raison}" for ecartee in bilan.ecartees])
    if pdf:
        faits.fichiers += pdf_des_documents(bilan.fichiers, sortie)
    return faits


def _sans_fichier(mots_de_passe: str, faits: Proteges) -> list[Anomalie]:
    """Alerte qui compte les bulletins calculés, mais qu'aucun fichier ne porte ; chacun est nommé plus haut."""
    if not mots_de_passe.strip() or not faits.ecartes:
        return []
    combien = compte_ecrit(len(faits.ecartes), "bulletin")
    message = f"{combien} sans fichier, faute d'un mot de passe convenable : compléter ce fichier, et recommencer"
    return [Anomalie("alerte", Ou(fichier=Path(mots_de_passe).name), "mot de passe", "", "", message)]


def _points_des_bulletins(prets: Bulletins, modele: ModeleDeBulletin) -> list[str]:
    suite = f", {compte_ecrit(len(prets.refus), 'personne')} sans bulletin" if prets.refus else ""
    etats = sum(1 for ligne in prets.lignes if ligne["avertissement"])
    stages = f", {compte_ecrit(etats, 'état')} de gratification de stage" if etats else ""
    points = [f"{compte_ecrit(len(prets.lignes) - etats, 'bulletin')} au modèle {modele}{stages}{suite}."]
    a_confirmer = len(libelles_a_confirmer(modele, prets.mois.debut))
    points.append(
        f"{compte_ecrit(a_confirmer, 'libellé')} du modèle à confirmer sur l'annexe de l'arrêté : "
        f"« tableur paie libelles-a-confirmer {modele} {prets.mois.debut.isoformat()} » les liste."
    )
    if prets.specimen:
        points.append(
            "Spécimens : le dossier ne déclare pas la paie établie par l'entreprise "
            "(tableur dossier regler paie.etablie_par=entreprise)."
        )
    return points


def _ecrire_le_csv(sortie: Path, lignes: Sequence[LigneDEcriture]) -> Path:
    """Écriture en CSV : points-virgules, virgule décimale, UTF-8 que les tableurs reconnaissent."""
    rangees = [
        (
            li.date,
            li.journal,
            li.piece,
            li.compte,
            li.libelle,
            arrondir_centime(li.debit),
            arrondir_centime(li.credit),
        )
        for li in lignes
    ]
    with ecriture_atomique(sortie, remplacer=True) as provisoire:
        provisoire.write_bytes(csv_francais(ENTETES_DE_L_ECRITURE, rangees).encode("utf-8-sig"))
    return sortie
