"""D'un bulletin calculé à la ligne que le modèle Word imprime ; ce qui empêche de l'imprimer est dit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from tableur.actions.conges_imprimes import (
    compteurs_ecrits,
    conges_ecrits,
    exiger_les_conges,
    gains_des_conges,
)
from tableur.actions.paie_lu import PaieLue
from tableur.calculs.courrier.lettres import date_longue
from tableur.calculs.courrier.mentions import exiger_les_mentions
from tableur.calculs.paie.presentation import (
    BulletinImprime,
    Gain,
    ModeleDeBulletin,
    RangeeDeBulletin,
    bulletin_imprime,
    mentions_interdites,
)
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.calculs.paie.tables.saisies import DANS_LES_PRIMES
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.exigences import champs_remplis, texte_des_parties
from tableur.courriers.modele import colonnes_connues, compiler
from tableur.dossier import Dossier
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import Anomalie, Ou, ValeurInvalide
from tableur.socle.grandeurs import ZERO

DOCUMENT = "bulletin_paie"
SANS_CONVENTION = "aucune : code du travail (durée des congés payés et des préavis)"
SANS_CLASSIFICATION = "sans classification conventionnelle"
_IDENTITE = {
    "soc_nom": "nom",
    "soc_adresse": "adresse",
    "soc_cp": "code_postal",
    "soc_ville": "ville",
    "soc_siret": "siret",
    "soc_naf": "naf",
}
_NOMS_PROPRES = (
    "soc_nom",
    "soc_adresse",
    "soc_ville",
    "convention",
    "nom",
    "adresse",
    "ville",
    "emploi",
    "classification",
)

LigneImprimee = Mapping[str, object]


@dataclass(slots=True)
class Bulletins:
    """Lignes à imprimer, et les personnes dont le bulletin est refusé."""

    specimen: bool
    lignes: list[LigneImprimee] = field(default_factory=list)
    refus: list[Anomalie] = field(default_factory=list)


def bulletins_a_imprimer(
    lue: PaieLue, livre: Livre, fichier: Path, word: Path, modele: ModeleDeBulletin
) -> Bulletins:
    """Bulletins d'un mois, chacun contrôlé sur ses mentions obligatoires et interdites.

    Args:
        lue: Tables du classeur.
        livre: Bulletins calculés.
        fichier: Le classeur : l'identité vient du dossier où il est.
        word: Le modèle Word.
        modele: Modèle de l'arrêté.

    Raises:
        Refus: Le `tableur.toml` du dossier, ou le modèle Word, est fautif.
    """
    dossier = Dossier.chercher(fichier.resolve().parent)
    identite = {champ: dossier.reglage(f"identite.{nom}") if dossier else "" for champ, nom in _IDENTITE.items()}
    bulletins = Bulletins(dossier is None or dossier.reglage("paie.etablie_par") != "entreprise")
    compile_ = None
    for paye in livre.du_mois:
        try:
            ligne = ligne_imprimee(lue, paye, identite, specimen=bulletins.specimen, modele=modele)
            exiger_les_champs(ligne, paye.mois.debut)
            compile_ = compile_ or compiler(word, colonnes_connues(ligne))
            texte = texte_des_parties(compile_.rendre_parties(ligne))
            exiger_les_mentions(DOCUMENT, champs_remplis(ligne), paye.mois.debut, texte)
            exiger_les_conges(paye.conges.prises, texte)
            exiger_sans_interdit(ligne, texte, paye.mois.debut)
        except (ValeurInvalide, ErreurDeDocument, LigneEcartee) as erreur:
            rang = lue.saisies.rang_des_fiches.get(paye.fiche.matricule)
            ou = Ou(fichier=lue.fichier, feuille="Salariés") if rang is None else lue.fiches.ou(rang)
            message = f"{paye.nom} ({paye.fiche.matricule}) : {erreur}"
            bulletins.refus.append(Anomalie("refus", ou, "bulletin", "", paye.fiche.matricule, message))
        else:
            bulletins.lignes.append(ligne)
    return bulletins


def exiger_les_champs(ligne: LigneImprimee, le: date) -> None:
    """Refuse une ligne à qui manque un champ obligatoire, avant de la rendre ; la phrase dit où le remplir.

    Raises:
        ValeurInvalide: Un champ obligatoire est vide.
    """
    try:
        exiger_les_mentions(DOCUMENT, champs_remplis(ligne), le)
    except ValeurInvalide as erreur:
        aide = (
            " L'identité et le code NAF se règlent par « tableur dossier regler identite.naf=… » ; "
            "emploi et classification, dans la feuille Salariés."
        )
        raise ValeurInvalide(f"{erreur}{aide}") from erreur


def exiger_sans_interdit(ligne: LigneImprimee, texte: str, le: date) -> None:
    """Refuse un bulletin qui parle de grève ou de représentation du personnel, noms propres mis à part.

    Raises:
        ValeurInvalide: Un mot interdit s'y trouve.
    """
    for champ in _NOMS_PROPRES:
        if propre := str(ligne.get(champ) or ""):
            texte = texte.replace(propre, " ")
    trouves = mentions_interdites(texte.splitlines(), le)
    if trouves:
        dits = ", ".join(f"« {mot} »" for mot in trouves)
        raise ValeurInvalide(
            f"mention interdite sur un bulletin de paie : {dits} (C. trav., art. R3243-4 : ni grève, ni "
            "représentation du personnel) ; changer le libellé de la prime"
        )


def ligne_imprimee(
    lue: PaieLue, paye: Paye, identite: Mapping[str, str], *, specimen: bool, modele: ModeleDeBulletin
) -> LigneImprimee:
    """Champs du modèle Word pour un bulletin ; les nombres sont écrits à la française.

    Args:
        lue: Tables du classeur.
        paye: Le bulletin, et ce qui l'a fait.
        identite: Champs de l'employeur.
        specimen: Vrai si le bulletin n'est qu'un spécimen.
        modele: Modèle de l'arrêté.
    """
    imprime = bulletin_imprime(paye.bulletin, paye.salarie, paye.variables, modele)
    imprime = replace(imprime, gains=gains_des_conges(paye, _primes_detaillees(lue, paye, imprime)))
    return {
        **identite,
        **_personne(paye),
        **_montants(paye),
        "periode_ecrite": date_longue(paye.mois.debut).split("\u00a0", 1)[1],
        "specimen": "oui" if specimen else "",
        "convention": paye.etablissement.convention_collective or SANS_CONVENTION,
        "gains": [_gain(gain) for gain in imprime.gains],
        "titre_obligatoires": imprime.libelles["titre_obligatoires"],
        "obligatoires": [_rangee(rangee) for rangee in imprime.obligatoires],
        "allegements": [_rangee(imprime.allegements)] if imprime.allegements else [],
        "facultatives": [_rangee(rangee) for rangee in imprime.facultatives],
        "ajouts": [_gain(gain) for gain in imprime.ajouts],
        "deductions": [_gain(gain) for gain in imprime.deductions],
        "retenues": [_gain(gain) for gain in imprime.retenues],
        "remarques": " ".join(f"{mention.rstrip('.')}." for mention in paye.bulletin.mentions),
    }


def _personne(paye: Paye) -> dict[str, object]:
    fiche, mois = paye.fiche, paye.mois
    sans = "" if paye.etablissement.convention_collective else SANS_CLASSIFICATION
    return {
        "matricule": fiche.matricule,
        "nom": paye.nom,
        "adresse": fiche.adresse,
        "cp": fiche.code_postal or "",
        "ville": fiche.ville,
        "nir": fiche.nir or "",
        "emploi": fiche.emploi,
        "classification": fiche.classification or sans,
        "debut": max(mois.debut, fiche.entree),
        "fin": mois.fin if fiche.sortie is None else min(mois.fin, fiche.sortie),
        "date_paiement": paye.variables.date_paiement or mois.fin,
        "entree": date_ecrite(fiche.entree),
        "heures": _nombre(paye.bulletin.totaux.heures_mois),
        "conges": conges_ecrits(paye),
        "compteurs": compteurs_ecrits(paye),
    }


def _montants(paye: Paye) -> dict[str, object]:
    totaux, cumuls = paye.bulletin.totaux, paye.bulletin.cumuls
    transmis = paye.salarie.taux_pas is not None
    return {
        "brut": _montant(totaux.brut),
        "net_social": _montant(totaux.montant_net_social),
        "net_avant_impot": _montant(totaux.net_a_payer_avant_impot),
        "net_imposable": _montant(totaux.net_imposable),
        "cumul_imposable": _montant(cumuls.net_imposable),
        "heures_exonerees": _montant(totaux.heures_exonerees_impot),
        "cumul_heures_exonerees": _montant(cumuls.heures_exonerees_impot),
        "taux_pas_nature": "taux transmis par l'administration" if transmis else "grille de taux par défaut",
        "taux_pas": f"{_nombre(totaux.taux_pas * 100)} %",
        "pas": _montant(-totaux.prelevement_a_la_source),
        "cumul_pas": _montant(-cumuls.prelevement_a_la_source),
        "net_a_payer": _montant(totaux.net_a_payer),
        "total_employeur": _montant(totaux.cout_total_avant_aides),
    }


def _primes_detaillees(lue: PaieLue, paye: Paye, imprime: BulletinImprime) -> tuple[Gain, ...]:
    """Gains, où chaque prime tapée a sa ligne et son libellé ; le reste est le maintien de salaire."""
    primes = [
        Gain(libelle=prime.libelle or prime.nature.replace("_", " ").capitalize(), montant=prime.montant)
        for _, prime in lue.saisies.primes_de(paye.fiche.matricule, paye.mois)
        if prime.nature in DANS_LES_PRIMES and prime.montant
    ]
    maintien = paye.variables.primes - sum((prime.montant for prime in primes), ZERO)
    if maintien:
        primes.append(Gain(libelle="Maintien de salaire", montant=maintien))
    return tuple(une for gain in imprime.gains for une in (primes if gain.libelle == "Primes" else [gain]))


def _gain(gain: Gain) -> dict[str, object]:
    return {
        "libelle": gain.libelle,
        "nombre": "" if gain.nombre is None else _nombre(gain.nombre),
        "taux": "" if gain.taux is None else nombre_ecrit(gain.taux),
        "montant": _montant(gain.montant),
    }


def _rangee(rangee: RangeeDeBulletin) -> dict[str, object]:
    return {
        "gras": rangee.genre != "ligne",
        "libelle": rangee.libelle,
        "base": "" if rangee.base is None else _montant(rangee.base),
        "taux": "" if rangee.taux is None else _taux(rangee.taux),
        "salarial": "" if rangee.salarial is None else _montant(rangee.salarial),
        "patronal": "" if rangee.patronal is None else _montant(rangee.patronal),
    }


def _montant(montant: Decimal) -> str:
    """Montant au centime, sans le signe de l'euro."""
    return montant_ecrit(arrondir_centime(montant)).rsplit("\u00a0", 1)[0]


def _taux(taux: Decimal) -> str:
    """Taux en pour cent : deux décimales, trois s'il le faut (0,024 pour l'Apec)."""
    entier, _, fraction = nombre_ecrit(arrondir(taux * 100, 3)).partition(",")
    return f"{entier},{fraction.ljust(2, '0')}"


def _nombre(nombre: Decimal) -> str:
    """Nombre à deux décimales."""
    return _montant(arrondir(nombre, 2))
