"""Ce que le droit exige d'un courrier avant qu'il parte, et ce que le courrier appelle ensuite."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from tableur.actions.donnees_de_courriers import Fiche
from tableur.actions.lignes_de_courriers import Publipostage
from tableur.actions.modeles_de_courrier import modeles_livres
from tableur.courriers import regles
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.exigences import a_faire, exiger_le_document
from tableur.courriers.modele import Modele
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.erreurs import Ou, ValeurInvalide, refus

A_FAIRE = "à faire.txt"


def ecarter_ce_que_le_droit_refuse(publipostage: Publipostage, le: date) -> None:
    """Laisse de côté les lettres que le droit refuse, chacune pour sa raison.

    Un consommateur ne doit pas l'indemnité de recouvrement ; un document livré porte ses mentions obligatoires.
    """
    indemnite = regles.reclame_l_indemnite(regles.texte_du_modele(publipostage.paquet), le)
    livre = _est_livre(publipostage.nature.identifiant)
    if not (indemnite or livre) or not publipostage.lignes:
        return
    modele, raisons = publipostage.compile(), dict[int, str]()
    for rang, fiche in enumerate(publipostage.lignes, 1):
        try:
            if livre:
                exiger_le_document(publipostage.nature.identifiant, fiche, modele.rendre(fiche, rang=rang), le)
            if indemnite and _reclame_a_un_consommateur(modele, publipostage.nature, fiche, rang, le):
                raisons[rang] = regles.regle(regles.INDEMNITE, le)
        except ValeurInvalide as erreur:
            raisons[rang] = str(erreur)
        except (ErreurDeDocument, LigneEcartee):
            continue  # le rendu dira lui-même sa raison
    publipostage.ecarter(raisons)


def ecrire_ce_qu_ils_appellent(
    publipostage: Publipostage, dossier: Path, le: date, *, sauf: Collection[int]
) -> Path | None:
    """Écrit la feuille « à faire » d'un lot, une partie par document ; None si rien n'est à faire.

    Args:
        publipostage: Le lot.
        dossier: Où écrire la feuille.
        le: Date des documents.
        sauf: Rangs, de 1, des lignes qui n'ont pas eu de document.
    """
    identifiant = publipostage.nature.identifiant
    if not _est_livre(identifiant):
        return None
    parties = []
    for rang, fiche in enumerate(publipostage.lignes, 1):
        if rang in sauf:
            continue
        titre, *choses = a_faire(identifiant, fiche, le).splitlines()
        if choses:
            qui = publipostage.cle_de(rang) or str(publipostage.places[rang - 1])
            parties.append("\n".join([f"{titre} – {qui}", *choses]))
    if not parties:
        return None
    feuille = dossier / A_FAIRE
    with ecriture_atomique(feuille, remplacer=True) as provisoire:
        provisoire.write_text("\n\n".join(parties) + "\n", encoding="utf-8")
    return feuille


def ce_qu_appelle_un_document(identifiant: str, fiche: Fiche, octets: bytes, le: date, place: Ou) -> str:
    """Feuille « à faire » d'un document livré, vide pour un autre.

    Raises:
        Refus: Une mention obligatoire manque, ou un champ ne se lit pas.
    """
    if not _est_livre(identifiant):
        return ""
    try:
        exiger_le_document(identifiant, fiche, octets, le)
        return a_faire(identifiant, fiche, le)
    except ValeurInvalide as erreur:
        raise refus(place, "mentions", str(erreur)) from erreur


def refuser_l_indemnite(modele: Modele, fiche: Fiche, rang: int, place: Ou, le: date) -> None:
    """Refuse une lettre qui réclamerait à un consommateur l'indemnité que seuls les professionnels doivent.

    Raises:
        Refus: Elle la réclame.
    """
    if any(regles.reclame_l_indemnite(texte, le) for _, texte in modele.rendre_parties(fiche, rang=rang)):
        message = f"Cette lettre ne peut pas partir : {regles.regle(regles.INDEMNITE, le)}."
        raise refus(place, "indemnité", message)


def _reclame_a_un_consommateur(modele: Modele, nature: regles.Nature, fiche: Fiche, rang: int, le: date) -> bool:
    if not regles.est_consommateur(fiche, nature):
        return False
    return any(regles.reclame_l_indemnite(texte, le) for _, texte in modele.rendre_parties(fiche, rang=rang))


def _est_livre(identifiant: str) -> bool:
    return any(livre.identifiant == identifiant for livre in modeles_livres())
