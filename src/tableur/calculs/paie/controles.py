"""Refus et alertes d'un bulletin : ce qui arrête le calcul d'une personne, et ce qu'il faut savoir du résultat."""

from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.baremes import ValeurDatee
from tableur.calculs.paie.droit import mensualiser, parametres
from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.gains import heures_du_contrat
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide, ValeurManquante
from tableur.socle.grandeurs import UN, ZERO

CONVENTION_NON_CONTROLEE = "Non contrôlé : convention collective (minima, ancienneté, maintien, prévoyance)"
_POSITIFS = (
    ("brut", "Le brut"),
    ("heures_supplementaires_25", "Le nombre d'heures supplémentaires"),
    ("heures_supplementaires_50", "Le nombre d'heures supplémentaires"),
    ("heures_complementaires_10", "Le nombre d'heures complémentaires"),
    ("heures_complementaires_25", "Le nombre d'heures complémentaires"),
    ("heures_absence", "Le nombre d'heures d'absence"),
    ("jours_absence", "Le nombre de jours d'absence"),
    ("retenue_absence", "La retenue pour absence"),
    ("heures_conges", "Le nombre d'heures de congés payés"),
    ("complement_conges", "Le complément d'indemnité de congés payés"),
    ("salaire_maintenu", "Le salaire maintenu"),
    ("avantages_en_nature", "Le montant des avantages en nature"),
    ("prime_partage_valeur", "Le montant de la prime de partage de la valeur"),
)
_TAUX = ("taux_at", "taux_versement_mobilite", "taux_versement_mobilite_regional", "taux_csa_alternance")
_TAUX_DU_SALARIE = (
    "part_employeur_sante",
    "taux_prevoyance_cadre",
    "taux_prevoyance_patronal",
    "taux_prevoyance_salarial",
    "part_du_smic",
)


def exiger_le_calculable(
    periode: Mois, salarie: Salarie, etablissement: Etablissement, variables: Variables, cumuls: Cumuls
) -> None:
    """Refuse ce qu'aucun calcul ne doit deviner (règle d'or 17).

    Raises:
        ValeurInvalide: Régime hors périmètre, sortie avant entrée, nombre négatif, taux qui n'est pas une
            fraction, heures du contrat impossibles, ou cumuls qui ne s'arrêtent pas au mois précédent.
        ValeurManquante: Le taux AT/MP n'est pas connu, ou les cumuls sont incomplets.
    """
    _exiger_le_perimetre(periode, salarie, etablissement)
    if salarie.entree and salarie.sortie and salarie.sortie < salarie.entree:
        raise ValeurInvalide(
            f"La sortie, le {date_ecrite(salarie.sortie)}, précède l'entrée, le {date_ecrite(salarie.entree)}."
        )
    if etablissement.taux_at is None:
        raise ValeurManquante(
            "Le taux AT/MP manque (taux_at) : il est notifié à l'établissement (0,0208 pour 2,08 %)."
        )
    if etablissement.effectif < 0:
        raise ValeurInvalide(f"L'effectif ne peut pas être négatif : {etablissement.effectif} reçu.")
    for champ, nom in _POSITIFS:
        nombre = getattr(variables, champ)
        if nombre is not None and nombre < ZERO:
            raise ValeurInvalide(f"{nom} ne peut pas être négatif : {nombre_ecrit(nombre)} reçu ({champ}).")
    for porteur, champs in ((etablissement, _TAUX), (salarie, _TAUX_DU_SALARIE)):
        for champ in champs:
            _exiger_une_fraction(champ, getattr(porteur, champ))
    semaine = salarie.heures_semaine
    if semaine is not None and not ZERO < semaine <= 168:
        raise ValeurInvalide(f"heures_semaine va de 0 à 168 : {nombre_ecrit(semaine)} reçu.")
    _exiger_la_suite(periode, cumuls)


def _exiger_le_perimetre(periode: Mois, salarie: Salarie, etablissement: Etablissement) -> None:
    regime = (salarie.regime_particulier or etablissement.regime_particulier).strip()
    if not regime or regime.lower() in ("général", "general"):
        return
    connus = parametres("paie.hors_perimetre", periode.debut)
    raison = connus.get(regime.lower(), "ses règles propres")
    raise ValeurInvalide(
        f"Hors périmètre, « {regime} » : cette paie ne connaît pas {raison} ; aucun chiffre rendu."
    )


def _exiger_une_fraction(champ: str, taux: Decimal | None) -> None:
    if taux is not None and not ZERO <= taux <= UN:
        ecrit = nombre_ecrit(taux)
        raise ValeurInvalide(f"{champ} est une fraction entre 0 et 1 : {ecrit} reçu (écrire 0,02 pour 2 %).")


def _exiger_la_suite(periode: Mois, cumuls: Cumuls) -> None:
    dernier = cumuls.mois
    if dernier is not None and dernier + 1 != periode:
        raise ValeurInvalide(
            f"Cumuls manquants : ils s'arrêtent au mois {dernier}, le bulletin de {periode} attend ceux de "
            f"{periode + -1}."
        )
    if cumuls.plafond_entier is not None:
        return  # cumuls d'un de nos bulletins : un mois sans une heure payée, mais une prime, a un SMIC nul
    for champ, nom in (
        ("plafond", "le cumul des plafonds"),
        ("smic", "le cumul du SMIC de la réduction générale"),
    ):
        if cumuls.brut > ZERO and getattr(cumuls, champ) <= ZERO:
            raise ValeurManquante(f"Cumuls incomplets : {nom} manque ({champ}), le brut cumulé est donné.")


def mentions_du_bulletin(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    cumuls: Cumuls | None,
    lues: tuple[ValeurDatee, ...],
) -> tuple[str, ...]:
    """Alertes et réserves d'un bulletin ; le calcul est fait.

    Args:
        periode: Mois de paie.
        salarie: Le salarié.
        etablissement: L'établissement.
        variables: Éléments du mois.
        cumuls: Cumuls reçus ; None pour un mois isolé.
        lues: Valeurs de droit à surveiller : leurs dates de validité dépassées sont dites.
    """
    mentions = [
        *_minimum(periode.debut, salarie, variables),
        *_durees(periode.debut, salarie, variables),
        *_contrat(periode, salarie, variables),
        *_coefficient(periode.debut, salarie, etablissement),
    ]
    if cumuls is None and periode.mois > 1 and (salarie.entree is None or Mois.de(salarie.entree) < periode):
        mentions.append("Mois isolé : sans les cumuls de l'année, rien n'est régularisé.")
    depassees = [v.libelle for v in lues if v.a_reverifier]
    if depassees:
        mentions.append(f"Barèmes à revérifier pour {periode} : {', '.join(depassees)}.")
    if not etablissement.convention_collective.strip():
        mentions.append(CONVENTION_NON_CONTROLEE)
    return tuple(mentions)


def _coefficient(le: date, salarie: Salarie, etablissement: Etablissement) -> list[str]:
    """Taux AT/MP sous la part imputable : le coefficient maximal est alors à ajuster (CSS, art. D241-7)."""
    imputable = "paie_reductions.at_mp_imputable"
    taux = etablissement.taux_at
    if taux is None or salarie.contrat == "stage" or not baremes.est_en_vigueur(imputable, le):
        return []
    part = baremes.nombre(imputable, le)
    if taux >= part:
        return []
    du, dit = nombre_ecrit(taux * 100), nombre_ecrit(part * 100)
    reste = "que la réduction générale suppose ; son coefficient maximal est à ajuster (CSS, art. D241-7)."
    return [f"Non contrôlé : taux AT/MP de {du} %, sous les {dit} % {reste}"]


def _minimum(le: date, salarie: Salarie, variables: Variables) -> list[str]:
    """Brut sous le minimum, jugé sur l'heure du contrat : ni les absences ni les primes n'y entrent."""
    if salarie.contrat == "stage":
        return []
    heures = mensualiser(heures_du_contrat(salarie, le))
    part = UN if salarie.part_du_smic is None else salarie.part_du_smic
    if salarie.contrat == "apprentissage" and salarie.part_du_smic is None:
        return ["Non contrôlé : part du SMIC de l'apprenti (part_du_smic) ; son minimum n'est pas jugé."]
    minimum = arrondir_centime(baremes.nombre("paie.smic_horaire", le) * part * heures)
    if variables.brut >= minimum:
        return []
    du_mois = nombre_ecrit(arrondir_centime(heures))
    recu, attendu = montant_ecrit(variables.brut), montant_ecrit(minimum)
    return [f"Brut sous le minimum : {recu} pour {du_mois} heures, {attendu} attendus au moins."]


def _durees(le: date, salarie: Salarie, variables: Variables) -> list[str]:
    """Heures au-delà de la durée maximale : elles sont dues, et dites."""
    maximum = Decimal(parametres("paie.durees_maximales", le)["semaine"])
    en_plus = variables.heures_supplementaires_25 + variables.heures_supplementaires_50
    payees = heures_du_contrat(salarie, le)
    if salarie.heures_semaine is not None and salarie.heures_semaine > payees and not en_plus:
        contrat, legales = nombre_ecrit(salarie.heures_semaine), nombre_ecrit(payees)
        return [f"Contrat de {contrat} heures : au-delà de {legales}, les heures supplémentaires sont à saisir."]
    moyenne = payees + en_plus / mensualiser(UN)
    if moyenne <= maximum:
        return []
    recue, admise = nombre_ecrit(arrondir_centime(moyenne)), nombre_ecrit(maximum)
    phrase = f"Durée du travail : {recue} heures par semaine en moyenne, {admise} au plus ; elles restent dues."
    return [phrase]


def _contrat(periode: Mois, salarie: Salarie, variables: Variables) -> list[str]:
    if variables.heures_absence and variables.jours_absence is None:
        return [
            "Plafond : jours d'absence comptés d'après les heures ; taper les jours calendaires (jours_absence)."
        ]
    if salarie.contrat == "CDD" and salarie.sortie is None and variables.indemnite_fin_contrat is None:
        return ["Indemnité de fin de contrat payée chaque mois, faute de date de sortie."]
    if salarie.contrat != "stage":
        return []
    if variables.heures_de_stage is None:
        return ["Non contrôlé : heures de présence du stagiaire ; franchise de 15 % du plafond du mois."]
    minimum = baremes.nombre("paie_alternance.stage_gratification", periode.debut) * variables.heures_de_stage
    if variables.brut < arrondir_centime(minimum):
        return [f"Gratification sous le minimum de {montant_ecrit(minimum)}, due si le stage dépasse deux mois."]
    return []
