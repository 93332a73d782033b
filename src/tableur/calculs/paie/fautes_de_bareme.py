"""Fautes de barème : un SMIC pour l'autre, 151,67 h, un taux périmé, la formule de l'an passé."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.baremes import ValeurDatee
from tableur.calculs.paie.allegements import Allegements
from tableur.calculs.paie.assiettes import Assiettes
from tableur.calculs.paie.droit import mensualiser
from tableur.calculs.paie.effectifs import effectif_pour
from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.gains import Gains
from tableur.calculs.paie.hypotheses import Calcul, Hypothese, Retouche, Situation, retouchee
from tableur.calculs.paie.reductions import FILLON, RGDU, SMIC_DE_REFERENCE, reduction_generale
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO

SMIC = "paie.smic_horaire"
_SERIE = re.compile(r"paie_cotisations\.\w+")
_REDUCTION = "Réduction générale : CSS, art. L241-13 et D241-7"


def fautes_de_bareme(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Fautes de barème qui peuvent toucher ce bulletin."""
    yield from _smic_pour_l_autre(s)
    yield from _smic_perime(s)
    yield _heures_de_la_reduction(s)
    yield from _formule_de_l_an_passe(s)
    yield from _taux_perimes(s, juste)
    yield from _taux_reduits_d_hier(s, juste)
    yield from _taux_horaire(s)


def _smic_pour_l_autre(s: Situation) -> Iterator[Hypothese]:
    """Le SMIC du salaire minimal, là où celui de la réduction générale est figé."""
    courant, fige = (baremes.valeur_datee(nom, s.periode.debut) for nom in (SMIC, SMIC_DE_REFERENCE))
    if courant.valeur == fige.valeur:
        return
    phrase = (
        f"La réduction générale est calculée avec le SMIC courant, {_prix(courant)}, au lieu de celui de la "
        f"réduction, {_prix(fige)}"
    )
    rapport = Decimal(str(courant.valeur)) / Decimal(str(fige.valeur))
    yield retouchee("smic_courant", f"{phrase}.", _REDUCTION, fige.source, _avec_le_smic(rapport))
    mois = s.periode.mois - Mois.de(courant.depuis).mois if courant.depuis.year == s.periode.annee else 0
    if s.cumuls is None or mois <= 0:
        return

    def depuis_le_changement(situation: Situation) -> Situation:
        deja = situation.deja
        mensuel = deja.smic / (situation.periode.mois - 1)
        cumuls = replace(deja, smic=deja.smic + mensuel * mois * (rapport - 1))
        return replace(situation, cumuls=cumuls).avec(_avec_le_smic(rapport))

    depuis = f"{phrase}, depuis le {date_ecrite(courant.depuis)}."
    yield Hypothese("smic_courant_cumule", depuis, _REDUCTION, fige.source, depuis_le_changement)


def _smic_perime(s: Situation) -> Iterator[Hypothese]:
    actuel = baremes.valeur_datee(SMIC_DE_REFERENCE, s.periode.debut)
    ancien = _precedente(SMIC_DE_REFERENCE, s.periode.debut)
    if ancien is None or ancien.valeur == actuel.valeur:
        return
    phrase = (
        f"La réduction générale est calculée avec un SMIC périmé, {_prix(ancien)}, au lieu de {_prix(actuel)} "
        f"depuis le {date_ecrite(actuel.depuis)}."
    )
    rapport = Decimal(str(ancien.valeur)) / Decimal(str(actuel.valeur))
    yield retouchee("smic_perime", phrase, _REDUCTION, actuel.source, _avec_le_smic(rapport))


def _heures_de_la_reduction(s: Situation) -> Hypothese:
    """151,67 heures au lieu du douzième des heures annuelles."""
    le = s.periode.debut
    lue = baremes.valeur_datee("paie.heures_annuelles_du_smic", le)
    exactes = Decimal(str(lue.valeur)) / 12
    arrondies = arrondir_centime(exactes)
    phrase = (
        f"Le SMIC de la réduction générale est pris sur {nombre_ecrit(arrondies)} heures, au lieu de "
        f"{nombre_ecrit(Decimal(str(lue.valeur)))} heures par an divisées par 12."
    )
    return retouchee("heures_arrondies", phrase, _REDUCTION, lue.source, _avec_le_smic(arrondies / exactes))


def _avec_le_smic(rapport: Decimal) -> Retouche:
    return Retouche(
        assiettes=lambda _, assiettes: replace(assiettes, smic_reduction=assiettes.smic_reduction * rapport)
    )


def _formule_de_l_an_passe(s: Situation) -> Iterator[Hypothese]:
    """La réduction d'avant, 1,6 SMIC, appliquée sous la nouvelle formule."""
    le = s.periode.debut
    if not baremes.est_en_vigueur(RGDU, le) or baremes.est_en_vigueur(FILLON, le):
        return
    avant = next((v for v in reversed(baremes.historique(FILLON)) if not v.abolie), None)
    actuelle = baremes.valeur_datee(RGDU, le)
    if avant is None:
        return

    def ancienne(situation: Situation, assiettes: Assiettes, allegements: Allegements) -> Allegements:
        deja = situation.deja
        veille = _dernier_jour(avant, actuelle.depuis)
        generale = reduction_generale(
            assiettes.soumis,
            assiettes.smic_reduction,
            effectif_pour(situation.etablissement, 50),
            veille,
            deja.brut,
            deja.smic,
            deja.reduction_generale,
        )
        return replace(allegements, generale=generale)

    phrase = (
        f"La réduction générale suit encore la formule d'avant le {date_ecrite(actuelle.depuis)} (sortie à "
        "1,6 SMIC)."
    )
    yield retouchee("formule_perimee", phrase, _REDUCTION, actuelle.source, Retouche(allegements=ancienne))


def _dernier_jour(valeur: ValeurDatee, suivante: date) -> date:
    return Mois.de(valeur.fin or suivante).debut if valeur.fin else (Mois.de(suivante) + -1).debut


def _taux_perimes(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Chaque ligne d'un seul taux, au taux que le barème portait avant."""
    for une in juste.lignes:
        series = _SERIE.findall(une.bareme)
        if len(series) != 1 or une.code.startswith("csg"):
            continue
        actuelle, ancienne = (
            baremes.valeur_datee(series[0], s.periode.debut),
            _precedente(series[0], s.periode.debut),
        )
        if ancienne is None:
            continue
        taux = _taux_anciens(une, ancienne)
        if taux is None or taux == (une.taux_salarial, une.taux_patronal):
            continue
        salarial, patronal = taux
        ecrit = " et ".join(_pourcent(t) for t in (salarial, patronal) if t)
        phrase = f"{une.libelle} : taux périmé, {ecrit}, changé le {date_ecrite(actuelle.depuis)}."
        yield retouchee(
            f"taux_perime_{une.code}", phrase, f"Taux en vigueur : {une.bareme}", une.source,
            Retouche(lignes=_au_taux(une.code, salarial, patronal)),
        )  # fmt: skip


def _taux_anciens(une: LigneDeBulletin, ancienne: ValeurDatee) -> tuple[Decimal | None, Decimal | None] | None:
    """Taux salarial et patronal d'avant ; None si la valeur n'a pas la forme d'un taux."""
    valeur = ancienne.valeur
    if isinstance(valeur, Decimal):
        return (valeur, None) if une.taux_patronal is None else (None, valeur)
    parts = valeur if isinstance(valeur, dict) else {}
    if {"salarial", "patronal"} <= set(parts):
        return Decimal(str(parts["salarial"])) or None, Decimal(str(parts["patronal"])) or None
    return None


def _au_taux(
    code: str, salarial: Decimal | None, patronal: Decimal | None
) -> Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]]:
    """Lignes où celle de ce code a ces taux ; un taux vide laisse sa part telle quelle."""

    def au_taux(_: Situation, __: Assiettes, lignes: list[LigneDeBulletin]) -> list[LigneDeBulletin]:
        return [_refaite(une, salarial, patronal) if une.code == code else une for une in lignes]

    return au_taux


def _refaite(une: LigneDeBulletin, salarial: Decimal | None, patronal: Decimal | None) -> LigneDeBulletin:
    if salarial is not None and une.taux_salarial:
        une = replace(une, taux_salarial=salarial, part_salariale=arrondir_centime(_base(une, True) * salarial))
    if patronal is not None and une.taux_patronal:
        une = replace(une, taux_patronal=patronal, part_patronale=arrondir_centime(_base(une, False) * patronal))
    return une


def _base(une: LigneDeBulletin, salariale: bool) -> Decimal:
    """Base de la part : celle de la ligne, sauf pour un apprenti, dont la base salariale se déduit de la part."""
    if salariale and une.taux_salarial and arrondir_centime(une.base * une.taux_salarial) != une.part_salariale:
        return une.part_salariale / une.taux_salarial
    return une.base


def _taux_reduits_d_hier(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Maladie et famille : le taux réduit, aboli ou non dû, ou le taux plein là où le réduit est dû."""
    le = s.periode.debut
    for code, champ in (("maladie", "complement_maladie"), ("allocations_familiales", "complement_famille")):
        serie = f"paie_cotisations.{code}_taux_reduit"
        ligne = next((une for une in juste.lignes if une.code == code), None)
        dernier = next((v for v in reversed(baremes.historique(serie)) if isinstance(v.valeur, dict)), None)
        if ligne is None or dernier is None or not isinstance(dernier.valeur, dict):
            continue
        reduit = Decimal(str(dernier.valeur["taux"]))
        plein = baremes.nombre(f"paie_cotisations.{code}", le)
        for nom, taux in (("reduit", reduit), ("plein", plein)):
            if ligne.taux_patronal == taux:
                continue
            mot = "réduit" if nom == "reduit" else "plein"
            phrase = f"{ligne.libelle} : le taux {mot}, {_pourcent(taux)}, est appliqué alors qu'il n'est pas dû."
            regle = f"Taux en vigueur : {ligne.bareme}"
            retouche = Retouche(lignes=_a_la_part(code, taux))
            yield retouchee(f"taux_{nom}_{champ}", phrase, regle, ligne.source, retouche)


def _a_la_part(
    code: str, taux: Decimal
) -> Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]]:
    def a_la_part(_: Situation, assiettes: Assiettes, lignes: list[LigneDeBulletin]) -> list[LigneDeBulletin]:
        part = arrondir_centime(assiettes.soumis * taux)
        return [replace(u, taux_patronal=taux, part_patronale=part) if u.code == code else u for u in lignes]

    return a_la_part


def _taux_horaire(s: Situation) -> Iterator[Hypothese]:
    """Heures en plus payées à un taux horaire pris sur 151,67 heures, ou à deux décimales."""
    legales = mensualiser(baremes.nombre("paie.duree_legale", s.periode.debut))
    regle = "Taux horaire : salaire mensuel ÷ (heures par semaine × 52 ÷ 12), quatre décimales"
    source = "C. trav., art. L3121-27 et L3121-36"
    for code, mot, facteur in (
        ("taux_horaire_arrondi", "n'a que deux décimales", None),
        ("taux_horaire_151_67", f"est pris sur {nombre_ecrit(arrondir_centime(legales))} heures",
         legales / arrondir_centime(legales)),
    ):  # fmt: skip
        phrase = f"Le taux horaire des heures en plus {mot}."
        yield retouchee(code, phrase, regle, source, Retouche(gains=_payees_autrement(facteur)))


def _payees_autrement(facteur: Decimal | None) -> Callable[[Situation, Gains], Gains]:
    def payees(s: Situation, gains: Gains) -> Gains:
        semaine = s.salarie.heures_semaine
        mensuelles = mensualiser(
            baremes.nombre("paie.duree_legale", s.periode.debut) if semaine is None else semaine
        )
        taux = s.variables.brut / mensuelles if mensuelles else ZERO
        if not taux:
            return gains
        faux = arrondir_centime(taux) if facteur is None else arrondir(taux * facteur, 4)
        rapport = faux / arrondir(taux, 4)
        return replace(
            gains,
            heures_sup=arrondir_centime(gains.heures_sup * rapport),
            heures_complementaires=arrondir_centime(gains.heures_complementaires * rapport),
        )

    return payees


def _precedente(nom: str, le: date) -> ValeurDatee | None:
    """Valeur d'une série juste avant celle qui vaut à une date."""
    return next(
        (v for v in reversed(baremes.historique(nom)) if v.fin is not None and v.fin < le and not v.abolie), None
    )


def _prix(valeur: ValeurDatee) -> str:
    return montant_ecrit(Decimal(str(valeur.valeur)))


def _pourcent(taux: Decimal | None) -> str:
    return f"{nombre_ecrit((taux or ZERO) * 100)} %"
