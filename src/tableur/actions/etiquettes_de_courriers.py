"""Étiquettes et enveloppes d'un publipostage : celles des lettres, dans le même ordre."""

from tableur.actions.courriers import Resultat, creer_le_dossier, fichier_de_sortie, pdf_des_documents
from tableur.actions.exigences_de_courriers import ecarter_ce_que_le_droit_refuse
from tableur.actions.lignes_de_courriers import Demande, Laissee, aujourd_hui, preparer
from tableur.courriers.adresse import adresse_postale
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.etiquettes import (
    corps_de_l_adresse,
    document_d_enveloppes,
    document_d_etiquettes,
    enveloppe,
    planche,
)
from tableur.courriers.modele import Modele
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.mots_de_passe import Demander
from tableur.socle.erreurs import ErreurTableur


def produire_les_adresses(
    demande: Demande,
    *,
    etiquettes: str = "",
    enveloppes: str = "",
    depart: int = 1,
    remplacer: bool = False,
    demander: Demander | None = None,
) -> Resultat:
    """Écrit les étiquettes, ou les enveloppes, des lignes dont la lettre serait produite.

    Args:
        demande: Ce que la personne demande ; sans modèle, toutes les lignes retenues ont leur adresse.
        etiquettes: Planche : L7160, L7163, L7159, L7651, 105x37, 70x37, ou un fichier .toml.
        enveloppes: Enveloppe : DL, C5 ou C4.
        depart: Étiquette où commencer, pour finir une planche entamée.
        remplacer: Vrai pour remplacer, après copie, un fichier existant.
        demander: Pose la question du mot de passe d'un classeur chiffré.

    Raises:
        Refus: Un fichier ne se lit pas, ou la sortie ne s'écrit pas.
        ErreurTableur: La planche ou l'enveloppe n'est pas connue.
    """
    feuille = planche(etiquettes) if etiquettes else None
    pli = enveloppe(enveloppes) if enveloppes else None
    sortie = fichier_de_sortie(
        demande, f"étiquettes {feuille.nom}" if feuille else f"enveloppes {pli.nom if pli else ''}"
    )
    creer_le_dossier(sortie.parent)
    verifier_ecriture(sortie, remplacer=remplacer)
    publipostage = preparer(demande, demander)
    resultat = Resultat(publipostage.lues)
    ecarter_ce_que_le_droit_refuse(publipostage, aujourd_hui())
    modele = publipostage.compile() if demande.modele and publipostage.lignes else None
    adresses: list[list[str]] = []
    for rang, ligne in enumerate(publipostage.lignes, 1):
        try:
            _verifier_la_lettre(modele, ligne, rang)
            adresse = adresse_postale(ligne)
            if feuille is not None:
                corps_de_l_adresse(adresse, feuille.largeur, feuille.hauteur)
            adresses.append(adresse)
        except (ErreurTableur, LigneEcartee) as erreur:
            champ = erreur.champ if isinstance(erreur, ErreurDeDocument) else ""
            place = publipostage.places[rang - 1]
            resultat.laissees.append(Laissee(place, publipostage.cle_de(rang), str(erreur), champ))
    resultat.laissees = [*publipostage.laissees, *resultat.laissees]
    if not adresses:
        return resultat
    octets = document_d_etiquettes(adresses, feuille, depart) if feuille else b""
    if pli is not None:
        octets = document_d_enveloppes(adresses, pli)
    with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
        provisoire.write_bytes(octets)
    resultat.produits, resultat.fichiers = len(adresses), [sortie]
    support = feuille or pli
    if support is not None and support.de_memoire:
        dit = f"Les cotes de {support.nom} sont de mémoire : essayer sur papier ordinaire, à 100 %, avant."
        resultat.avertissements.append(dit)
    if demande.pdf or demande.pdfa:
        resultat.pdf = pdf_des_documents([sortie], sortie.parent, pdfa=demande.pdfa, toujours=True)
    return resultat


def _verifier_la_lettre(modele: Modele | None, ligne: dict[str, object], rang: int) -> None:
    """Une étiquette sans sa lettre décalerait toutes les suivantes."""
    if modele is not None and not modele.suite:
        modele.rendre_parties(ligne, rang=rang)
