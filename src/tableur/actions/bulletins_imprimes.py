"""D'un bulletin calculé à la ligne que le modèle Word imprime ; ce qui empêche de l'imprimer est dit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeGuard

from tableur.actions.conges_imprimes import compteurs_ecrits, conges_ecrits, gains_des_conges
from tableur.actions.mentions_du_bulletin import LigneImprimee, MentionsDuBulletin
from tableur.actions.paie_lu import PaieLue
from tableur.calculs.courrier.lettres import date_longue
from tableur.calculs.paie.modele_de_bulletin import ModeleDeBulletin
from tableur.calculs.paie.presentation import BulletinImprime, Gain, RangeeDeBulletin, bulletin_imprime
from tableur.calculs.paie.tables.arrets_imprimes import gains_detailles
from tableur.calculs.paie.tables.enregistrements import FicheSalarie, NatureDeForfait
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.calculs.paie.tables.primes import DANS_LES_PRIMES
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.dossier import FICHIER, Dossier
from tableur.socle.arrondis import arrondir
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import Anomalie, Gravite, Ou, Refus, ValeurInvalide, refus

SANS_CONVENTION = "Sans convention collective : code du travail pour la durée des congés payés et des préavis"
SANS_CLASSIFICATION = "sans classification conventionnelle"
TITRE, TITRE_DE_STAGE = "BULLETIN DE PAIE", "ÉTAT DE GRATIFICATION DE STAGE"
SANS_SALAIRE = (
    "La gratification d'un stage n'est pas un salaire (C. éduc., art. L124-6) : ce document n'est pas un bulletin "
    "de paie. La convention et l'attestation de stage en portent le montant."
)
MAJOREES, ALLEGEMENTS = "majorées", "allègements"
HORS_CLASSIFICATION = "stage, hors classification"
PRIMES: Mapping[str, str] = {
    "prime": "Prime",
    "prime_annuelle": "Prime annuelle",
    "treizieme_mois": "Treizième mois",
    "anciennete": "Prime d'ancienneté",
}
FORFAITS: Mapping[NatureDeForfait, str] = {
    "heures_semaine": "forfait hebdomadaire de {} heures",
    "heures_mois": "forfait mensuel de {} heures",
    "heures_an": "forfait annuel de {} heures",
    "jours_an": "forfait annuel de {} jours",
}
_IDENTITE = {
    "soc_nom": "nom",
    "soc_adresse": "adresse",
    "soc_cp": "code_postal",
    "soc_ville": "ville",
    "soc_siret": "siret",
    "soc_naf": "naf",
}
_DITS = {
    "nom": "le nom",
    "adresse": "l'adresse",
    "code_postal": "le code postal",
    "ville": "la ville",
    "siret": "le SIRET",
    "naf": "le code NAF",
}


@dataclass(slots=True)
class Bulletins:
    """Lignes à imprimer, personnes dont la paie ou le bulletin est refusé, et alertes sur les autres."""

    mois: Mois
    specimen: bool
    lues: dict[str, int] = field(default_factory=dict)
    lignes: list[LigneImprimee] = field(default_factory=list)
    refus: list[Anomalie] = field(default_factory=list)
    alertes: list[Anomalie] = field(default_factory=list)


def bulletins_a_imprimer(
    lue: PaieLue, livre: Livre, fichier: Path, word: Path, modele: ModeleDeBulletin
) -> Bulletins:
    """Bulletins d'un mois, chacun contrôlé sur ses mentions obligatoires et interdites.

    Ce qui manque à l'employeur se dit une fois : aucun bulletin ne s'en passerait.

    Args:
        lue: Tables du classeur.
        livre: Bulletins calculés.
        fichier: Le classeur : l'identité vient du dossier où il est.
        word: Le modèle Word.
        modele: Modèle de l'arrêté.

    Raises:
        Refus: Le `tableur.toml` du dossier, ou le modèle Word, est fautif ; il manque une mention de l'employeur ;
            tous les bulletins sont refusés.
    """
    dossier = Dossier.chercher(fichier.resolve().parent)
    identite = {champ: dossier.reglage(f"identite.{nom}") if dossier else "" for champ, nom in _IDENTITE.items()}
    _exiger_l_employeur(dossier, identite)
    specimen = dossier is None or dossier.reglage("paie.etablie_par") != "entreprise"
    bulletins = Bulletins(livre.mois, specimen, lue.lues)
    bulletins.refus += [lue.anomalie_du_refus(refusee) for refusee in livre.refusees]
    mentions = MentionsDuBulletin(word, livre.mois.debut)
    for paye in livre.du_mois:
        try:
            ligne = ligne_imprimee(lue, paye, identite, specimen=bulletins.specimen, modele=modele)
            mentions.exiger(ligne, paye.conges.prises)
        except (ValeurInvalide, ErreurDeDocument, LigneEcartee) as erreur:
            bulletins.refus.append(_anomalie(lue, paye, "refus", str(erreur)))
        else:
            bulletins.lignes.append(ligne)
            if (net := paye.bulletin.totaux.net_a_payer) < 0:
                phrase = (
                    f"net à payer négatif, {montant_ecrit(net)} : acomptes, saisies et retenues dépassent ce qui "
                    "est dû ; les réduire, ou reporter la différence"
                )
                bulletins.alertes.append(_anomalie(lue, paye, "alerte", phrase))
    if not bulletins.lignes:
        raise Refus(bulletins.refus)
    return bulletins


def _exiger_l_employeur(dossier: Dossier | None, identite: Mapping[str, str]) -> None:
    """Refuse des bulletins sans l'identité de l'employeur (C. trav., art. R3243-1, 1° et 2°)."""
    manques = [nom for champ, nom in _IDENTITE.items() if not identite[champ].strip()]
    if not manques:
        return
    commande = f"tableur dossier {'creer' if dossier is None else 'regler'}"
    reglages = " ".join(f"identite.{nom}=…" for nom in manques)
    aide = (
        f"« {commande} {reglages} »"
        if dossier
        else f"« {commande} DOSSIER », puis « tableur dossier regler {reglages} »"
    )
    dits = ", ".join(_DITS[nom] for nom in manques)
    message = f"Aucun bulletin sans l'identité de l'employeur : il manque {dits}. Écrire {aide}."
    raise refus(Ou(FICHIER), "identité de l'employeur", message)


def _anomalie(lue: PaieLue, paye: Paye, gravite: Gravite, phrase: str) -> Anomalie:
    """Anomalie d'un bulletin, à la ligne de la personne."""
    rang = lue.saisies.rang_des_fiches.get(paye.fiche.matricule)
    ou = Ou(fichier=lue.fichier, feuille="Salariés") if rang is None else lue.fiches.ou(rang)
    message = f"{paye.nom} ({paye.fiche.matricule}) : {phrase}"
    return Anomalie(gravite, ou, "bulletin", "", paye.fiche.matricule, message)


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
    imprime = bulletin_detaille(lue.saisies, paye, modele)
    total = next(
        rangee for rangee in imprime.obligatoires if rangee.libelle == imprime.libelles["total_obligatoires"]
    )
    return {
        **identite,
        **_personne(paye),
        **_montants(paye),
        **_a_controler(paye, imprime),
        **{f"dit_{nom}": dit for nom, dit in imprime.libelles.items()},
        "periode_ecrite": date_longue(paye.mois.debut).split("\u00a0", 1)[1],
        "specimen": "oui" if specimen else "",
        "gains": [_gain(gain) for gain in _sans_heures(paye, imprime.gains)],
        "obligatoires": [
            _rangee(rangee)
            for rangee in (*imprime.obligatoires, *((imprime.allegements,) if imprime.allegements else ()))
        ],
        "contributions_employeur": "" if total.patronal is None else _montant(total.patronal),
        "facultatives": [_rangee(rangee) for rangee in imprime.facultatives],
        "ajouts": [_gain(gain) for gain in imprime.ajouts],
        "deductions": [_gain(gain) for gain in imprime.deductions],
        "retenues": [_gain(gain) for gain in imprime.retenues],
        "remarques": " ".join(f"{mention.rstrip('.')}." for mention in paye.bulletin.mentions),
    }


def bulletin_detaille(saisies: Saisies, paye: Paye, modele: ModeleDeBulletin) -> BulletinImprime:
    """Le bulletin tel qu'il s'imprime, où chaque prime, chaque absence et chaque congé a ses lignes.

    Args:
        saisies: Tables tapées : les primes y ont leur libellé.
        paye: Le bulletin, et ce qui l'a fait.
        modele: Modèle de l'arrêté.
    """
    imprime = bulletin_imprime(paye.bulletin, paye.salarie, paye.variables, modele)
    gains = gains_detailles(paye, _primes_detaillees(saisies, paye, imprime))
    return replace(imprime, gains=gains_des_conges(paye, gains), ajouts=gains_detailles(paye, imprime.ajouts))


def _a_controler(paye: Paye, imprime: BulletinImprime) -> dict[str, object]:
    """Ce que ce bulletin doit porter en plus, et ce qu'il en imprime : les mentions dues le comparent."""
    variables = paye.variables
    majorees = [gain.libelle for gain in imprime.gains if MAJOREES in gain.libelle and gain.nombre and gain.taux]
    dues = (
        variables.heures_supplementaires_25,
        variables.heures_supplementaires_50,
        variables.heures_complementaires_10,
        variables.heures_complementaires_25,
    )
    versees = (*imprime.ajouts, *imprime.deductions, *imprime.retenues)
    autres = (
        variables.remboursements,
        variables.retenues_diverses,
        variables.acomptes,
        variables.saisies,
        variables.ijss_subrogees,
        variables.prime_partage_valeur,
        variables.avantages_en_nature,
    )
    exonerees = [rangee for rangee in (imprime.allegements, *imprime.obligatoires) if _est_un_allegement(rangee)]
    return {
        "majorees": "oui" if any(dues) else "",
        "heures_majorees": ", ".join(majorees) if len(majorees) == sum(map(bool, dues)) else "",
        "cotise": "oui" if paye.bulletin.lignes else "",
        "autres_sommes": "oui" if any(autres) else "",
        "versements": ", ".join(gain.libelle for gain in versees),
        "exonere": "oui" if paye.bulletin.allegements else "",
        "exonerations": exonerees[0].libelle if exonerees else "",
    }


def _est_un_allegement(rangee: RangeeDeBulletin | None) -> TypeGuard[RangeeDeBulletin]:
    return rangee is not None and ALLEGEMENTS in rangee.libelle.casefold()


def _sans_heures(paye: Paye, gains: Sequence[Gain]) -> Sequence[Gain]:
    """Gains d'un forfait en jours : le salaire n'y a ni nombre d'heures ni taux ; d'un stage, son nom."""
    premier, *autres = gains
    if paye.fiche.contrat == "stage":
        premier = replace(premier, libelle="Gratification de stage", nombre=None, taux=None)
    elif paye.fiche.forfait == "jours_an":
        premier = replace(premier, nombre=None, taux=None)
    return [premier, *autres]


def _personne(paye: Paye) -> dict[str, object]:
    fiche, mois, convention = paye.fiche, paye.mois, paye.etablissement.convention_collective
    stage, en_jours = fiche.contrat == "stage", fiche.forfait == "jours_an"
    sans = HORS_CLASSIFICATION if stage else "" if convention else SANS_CLASSIFICATION
    return {
        "titre": TITRE_DE_STAGE if stage else TITRE,
        "statut": "Stagiaire" if stage else "Salarié",
        "piece": "cet état" if stage else "ce bulletin de paie",
        "avertissement": SANS_SALAIRE if stage else "",
        "document": "Gratification" if stage else "Bulletin",
        "matricule": fiche.matricule,
        "nom": paye.nom,
        "adresse": fiche.adresse,
        "cp": fiche.code_postal or "",
        "ville": fiche.ville,
        "nir": fiche.nir or "",
        "convention": f"Convention collective : {convention}" if convention else SANS_CONVENTION,
        "emploi": fiche.emploi,
        "classification": fiche.classification or sans,
        "debut": max(mois.debut, fiche.entree),
        "fin": mois.fin if fiche.sortie is None else min(mois.fin, fiche.sortie),
        "date_paiement": paye.variables.date_paiement or mois.fin,
        "entree": date_ecrite(fiche.entree),
        "est_un_bulletin": "" if stage else "oui",
        "en_heures": "" if en_jours or stage else "oui",
        "heures": _heures(paye),
        "au_forfait": "oui" if fiche.forfait else "",
        "forfait": _forfait(fiche),
        "conges": conges_ecrits(paye),
        "compteurs": compteurs_ecrits(paye),
    }


def _heures(paye: Paye) -> str:
    """Heures payées ; celles de présence d'un stagiaire si elles sont tapées ; aucune pour un forfait en jours."""
    if paye.fiche.contrat == "stage":
        presence = paye.variables.heures_de_stage
        return "" if presence is None else _nombre(presence)
    return "" if paye.fiche.forfait == "jours_an" else _nombre(paye.bulletin.totaux.heures_mois)


def _forfait(fiche: FicheSalarie) -> str:
    """Nature et volume du forfait (R3243-1, 5° a) ; vide si le volume n'est pas tapé."""
    if fiche.forfait is None or not fiche.volume_du_forfait:
        return ""
    dit = FORFAITS[fiche.forfait].format(nombre_ecrit(fiche.volume_du_forfait))
    return dit if fiche.forfait == "jours_an" else f" – {dit}"


def _montants(paye: Paye) -> dict[str, object]:
    totaux, cumuls = paye.bulletin.totaux, paye.bulletin.cumuls
    transmis = paye.salarie.taux_pas is not None
    return {
        "brut": _montant(totaux.brut),
        "net_social": _montant(totaux.montant_net_social),
        "net_avant_impot": _montant(totaux.net_a_payer_avant_impot),
        "net_imposable": _montant(totaux.net_imposable),
        "cumul_imposable": _montant(cumuls.net_imposable),
        "soumis_au_pas": _montant(totaux.soumis_au_pas),
        "heures_exonerees": _montant(totaux.heures_exonerees_impot),
        "cumul_heures_exonerees": _montant(cumuls.heures_exonerees_impot),
        "taux_pas_nature": "Taux personnalisé" if transmis else "Taux non personnalisé",
        "taux_pas": _nombre(totaux.taux_pas * 100),
        "pas": _montant(-totaux.prelevement_a_la_source),
        "cumul_pas": _montant(-cumuls.prelevement_a_la_source),
        "net_a_payer": _montant(totaux.net_a_payer),
        "total_employeur": _montant(totaux.cout_total_avant_aides),
    }


def _primes_detaillees(saisies: Saisies, paye: Paye, imprime: BulletinImprime) -> tuple[Gain, ...]:
    """Gains, où chaque prime tapée a sa ligne et son libellé."""
    primes = [
        Gain(libelle=prime.libelle or PRIMES[prime.nature], montant=prime.montant)
        for _, prime in saisies.primes_de(paye.fiche.matricule, paye.mois)
        if prime.nature in DANS_LES_PRIMES and prime.montant
    ]
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
    """Montant au centime, sans le signe de l'euro ; le signe moins a la largeur d'un chiffre."""
    return montant_ecrit(montant)[:-2]


def _taux(taux: Decimal) -> str:
    """Taux en pour cent : deux décimales, trois s'il le faut (0,024 pour l'Apec)."""
    entier, _, fraction = nombre_ecrit(arrondir(taux * 100, 3)).partition(",")
    return f"{entier},{fraction.ljust(2, '0')}"


def _nombre(nombre: Decimal) -> str:
    """Nombre à deux décimales."""
    return _montant(arrondir(nombre, 2))
