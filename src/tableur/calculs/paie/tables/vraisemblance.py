"""Ce qui se paie, mais surprend : absences qui se chevauchent, éléments hors du contrat, saisie trop forte…"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations

from tableur import baremes
from tableur.calculs.calendrier import jours_ouvrables_entre
from tableur.calculs.paie.droit import mensualiser, parametres
from tableur.calculs.paie.gains import heures_payees
from tableur.calculs.paie.mesures import part
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, bornes_d_emploi, jours_ouvres
from tableur.calculs.paie.saisie import quotite_saisissable
from tableur.calculs.paie.tables.enregistrements import Absence, FicheSalarie, VariablesTapees
from tableur.calculs.paie.tables.livre import Livre, Paye
from tableur.calculs.paie.tables.refus import SaisieRefusee
from tableur.calculs.paie.tables.reprises import surprises_de_la_reprise
from tableur.calculs.paie.tables.saisies import Saisies, present
from tableur.calculs.paie.tables.surprises import Surprise
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO

_PAYES_AU_MOIS = {
    "heures_supplementaires_25": "heures supplémentaires",
    "heures_supplementaires_50": "heures supplémentaires",
    "heures_complementaires_10": "heures complémentaires",
    "heures_complementaires_25": "heures complémentaires",
    "heures_de_stage": "heures de stage",
    "avantages_en_nature": "avantages en nature",
    "remboursements": "frais",
    "titres_restaurant": "titres-restaurant",
    "retenues_diverses": "retenues",
    "acomptes": "acomptes",
    "saisies": "saisies",
}


def surprises_du_mois(livre: Livre, saisies: Saisies) -> Iterator[Surprise]:
    """Ce qui surprend dans les lignes tapées d'un mois ; le calcul est fait.

    Les personnes refusées n'y sont pas : leur refus dit déjà ce qui ne va pas.

    Args:
        livre: Livre de paie.
        saisies: Tables tapées.
    """
    yield from _des_reglages(livre, saisies)
    refusees = {refusee.fiche.matricule for refusee in livre.refusees}
    for rang, fiche in enumerate(saisies.fiches):
        if fiche.matricule in refusees:
            continue
        paye = livre.paye(fiche.matricule, livre.mois)
        try:
            yield from surprises_des_saisies(saisies, fiche, livre.mois)
            yield from surprises_de_la_reprise(saisies, fiche, livre.mois)
            if paye is not None:
                yield from _des_variables(saisies, paye)
                yield from _du_bulletin(paye, rang)
        except SaisieRefusee as refus:
            yield Surprise(fiche, refus.table, refus.rang, refus.champ, refus.regle, str(refus))


def surprises_des_saisies(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[Surprise]:
    """Ce qui surprend sans qu'un bulletin soit calculé : absences, éléments hors du contrat.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: Une ligne ne convient pas.
    """
    yield from _des_absences(saisies, fiche, mois)
    yield from _hors_du_contrat(saisies, fiche, mois)


def _des_reglages(livre: Livre, saisies: Saisies) -> Iterator[Surprise]:
    part_employeur = saisies.reglages.part_employeur_sante
    phrase = _mutuelle(part_employeur, livre.mois)
    if phrase and saisies.reglages.sante_mensuelle:
        yield Surprise(None, "", 0, "part_employeur_sante", "mutuelle", phrase)


def _mutuelle(part_employeur: Decimal | None, mois: Mois) -> str:
    minimum = baremes.nombre("paie_cotisations.part_employeur_sante", mois.debut)
    if part_employeur is None or part_employeur >= minimum:
        return ""
    return (
        f"L'employeur paie {nombre_ecrit(part_employeur * 100)}\u00a0% de la mutuelle : "
        f"{nombre_ecrit(minimum * 100)}\u00a0% au moins (CSS, art. L911-7)."
    )


def _des_absences(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[Surprise]:
    siennes = saisies.absences_de(fiche, mois)
    for (_, une), (rang, autre) in combinations(siennes, 2):
        if une.heures is not None and autre.heures is not None:
            continue
        premier, dernier = max(une.debut, autre.debut), min(une.fin, autre.fin)
        if premier <= dernier:
            message = (
                f"Deux absences couvrent les mêmes jours, {_periode(premier, dernier)} : "
                "ils comptent deux fois. Corriger les dates de l'une."
            )
            yield Surprise(fiche, "Absence", rang, "debut", "absences qui se chevauchent", message)
    for rang, absence in siennes:
        yield from _d_une_absence(fiche, rang, absence, mois)


def _d_une_absence(fiche: FicheSalarie, rang: int, absence: Absence, mois: Mois) -> Iterator[Surprise]:
    premier, dernier = max(absence.debut, mois.debut), min(absence.fin, mois.fin)
    if premier < fiche.entree or (fiche.sortie is not None and dernier > fiche.sortie):
        fin = f"finit le {date_ecrite(fiche.sortie)}" if fiche.sortie else ""
        contrat = f"commence le {date_ecrite(fiche.entree)}" if premier < fiche.entree else fin
        message = (
            f"Absence {_periode(absence.debut, absence.fin)}, et le contrat {contrat} : "
            "les jours hors du contrat ne comptent pas."
        )
        yield Surprise(fiche, "Absence", rang, "debut", "absence hors du contrat", message)
    if absence.heures is None:
        return
    semaine = heures_payees(fiche.heures_semaine, mois.debut)
    prevues = jours_ouvres(absence.debut, absence.fin) * semaine / JOURS_PAR_SEMAINE
    if absence.heures > prevues:
        message = (
            f"{nombre_ecrit(absence.heures)} heures d'absence {_periode(absence.debut, absence.fin)} : "
            f"le salaire du contrat en paie {nombre_ecrit(prevues)}."
        )
        yield Surprise(fiche, "Absence", rang, "heures", "heures d'absence", message)


def _hors_du_contrat(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[Surprise]:
    """Éléments tapés pour un mois où la personne n'a pas de bulletin : ils ne sont payés nulle part."""
    if present(fiche, mois):
        return
    borne = f"entrée le {date_ecrite(fiche.entree)}"
    if fiche.sortie is not None and fiche.sortie < mois.debut:
        borne = f"sortie le {date_ecrite(fiche.sortie)}"
    suite = (
        f"hors du contrat ({borne}) : aucun bulletin ne le paie. Choisir un mois du contrat, ou corriger ses "
        "dates."
    )
    trouvee = saisies.variables_de(fiche.matricule, mois)
    if trouvee is not None:
        rang, ligne = trouvee
        champs = [champ for champ in _PAYES_AU_MOIS if getattr(ligne, champ)]
        if champs:
            quoi = ", ".join(dict.fromkeys(_PAYES_AU_MOIS[champ] for champ in champs))
            message = f"{quoi[0].upper()}{quoi[1:]} de {mois}, {suite}"
            yield Surprise(fiche, "VariablesTapees", rang, champs[0], "hors du contrat", message)
    for rang, prime in saisies.primes_de(fiche.matricule, mois):
        message = f"Prime de {montant_ecrit(prime.montant)} de {mois}, {suite}"
        yield Surprise(fiche, "Prime", rang, "mois", "hors du contrat", message)


def _des_variables(saisies: Saisies, paye: Paye) -> Iterator[Surprise]:
    trouvee = saisies.variables_de(paye.fiche.matricule, paye.mois)
    if trouvee is None:
        return
    rang, ligne = trouvee
    for champ, regle, message in (
        *_des_heures(paye, ligne),
        *_des_titres(saisies, paye, ligne),
        *_de_la_saisie(paye),
    ):
        yield Surprise(paye.fiche, "VariablesTapees", rang, champ, regle, message)


def _des_heures(paye: Paye, ligne: VariablesTapees) -> Iterator[tuple[str, str, str]]:
    le, fiche = paye.mois.debut, paye.fiche
    legale = baremes.nombre("paie.duree_legale", le)
    partiel = fiche.heures_semaine is not None and fiche.heures_semaine < legale
    if partiel and (ligne.heures_supplementaires_25 or ligne.heures_supplementaires_50):
        message = (
            f"Heures supplémentaires pour un contrat de {nombre_ecrit(fiche.heures_semaine or ZERO)} heures : "
            "au temps partiel, ce sont des heures complémentaires."
        )
        yield "heures_supplementaires_25", "heures supplémentaires", message
    if not partiel and (ligne.heures_complementaires_10 or ligne.heures_complementaires_25):
        message = "Heures complémentaires pour un temps plein : ce sont des heures supplémentaires."
        yield "heures_complementaires_10", "heures complémentaires", message
    if partiel and fiche.heures_semaine is not None:
        limite = parametres("paie_elements.heures_complementaires", le)["limite"]
        permises = arrondir_centime(part(mensualiser(fiche.heures_semaine), limite))
        if ligne.heures_complementaires_10 > permises:
            message = (
                f"{nombre_ecrit(ligne.heures_complementaires_10)} heures complémentaires à 10 % : au-delà du "
                f"dixième du contrat, {nombre_ecrit(permises)} heures dans un mois moyen, elles sont à 25 %."
            )
            yield "heures_complementaires_10", "heures complémentaires", message
    if ligne.heures_de_stage and fiche.contrat != "stage":
        yield (
            "heures_de_stage",
            "heures de stage",
            "Heures de stage d'un salarié qui n'est pas stagiaire : ignorées.",
        )


def _des_titres(saisies: Saisies, paye: Paye, ligne: VariablesTapees) -> Iterator[tuple[str, str, str]]:
    """Un titre par repas compris dans le jour de travail (C. trav., art. R3262-7) : six par semaine au plus."""
    debut, fin = bornes_d_emploi(paye.mois, paye.fiche.entree, paye.fiche.sortie)
    jours = jours_ouvrables_entre(debut, fin)
    for _, absence in saisies.absences_de(paye.fiche, paye.mois):
        premier, dernier = max(debut, absence.debut), min(fin, absence.fin)
        if absence.heures is None and premier <= dernier:
            jours -= jours_ouvrables_entre(premier, dernier)
    if ligne.titres_restaurant > max(jours, 0):
        message = (
            f"{nombre_ecrit(ligne.titres_restaurant)} titres-restaurant : un par jour travaillé, et le mois a "
            f"{nombre_ecrit(max(jours, 0))} jours ouvrables, absences ôtées."
        )
        yield "titres_restaurant", "titres-restaurant", message


def _de_la_saisie(paye: Paye) -> Iterator[tuple[str, str, str]]:
    variables, totaux = paye.variables, paye.bulletin.totaux
    if not variables.saisies:
        return
    net = totaux.net_a_payer_avant_impot - totaux.prelevement_a_la_source - variables.remboursements
    net += variables.retenues_diverses + variables.avantages_en_nature
    quotite = quotite_saisissable(max(ZERO, net), paye.mois.fin)
    if variables.saisies > quotite:
        message = (
            f"Saisie de {montant_ecrit(variables.saisies)} : la quotité saisissable d'un net de "
            f"{montant_ecrit(net)} est de {montant_ecrit(quotite)} sans personne à charge. Une pension "
            "alimentaire n'a pas cette limite (QUOTITE_SAISISSABLE)."
        )
        yield "saisies", "quotité saisissable", message


def _du_bulletin(paye: Paye, rang: int) -> Iterator[Surprise]:
    totaux, cumuls = paye.bulletin.totaux, paye.bulletin.cumuls
    phrase = _mutuelle(paye.fiche.part_employeur_sante, paye.mois)
    if phrase and paye.salarie.sante_mensuelle:
        yield Surprise(paye.fiche, "FicheSalarie", rang, "part_employeur_sante", "mutuelle", phrase)
    if totaux.brut < ZERO:
        message = (
            f"Le brut du mois est négatif : {montant_ecrit(totaux.brut)} ; vérifier les primes et les absences."
        )
        yield Surprise(paye.fiche, "FicheSalarie", rang, "", "brut négatif", message)
    if paye.variables.prime_partage_valeur:
        loi = parametres("paie_elements.prime_de_partage", paye.mois.debut)
        plafond, avec_accord = Decimal(str(loi["plafond"])), Decimal(str(loi["plafond_avec_accord"]))
        if cumuls.prime_partage_valeur > plafond:
            message = (
                f"Prime de partage de la valeur : {montant_ecrit(cumuls.prime_partage_valeur)} dans l'année. "
                f"Au-delà de {montant_ecrit(plafond)} ({montant_ecrit(avec_accord)} avec un accord "
                "d'intéressement), elle est soumise à cotisations : taper l'excédent en « Prime »."
            )
            yield Surprise(paye.fiche, "FicheSalarie", rang, "", "prime de partage de la valeur", message)


def _periode(premier: date, dernier: date) -> str:
    if premier == dernier:
        return f"le {date_ecrite(premier)}"
    return f"du {date_ecrite(premier)} au {date_ecrite(dernier)}"
