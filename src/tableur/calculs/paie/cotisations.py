"""Lignes de cotisations d'un bulletin : sécurité sociale, retraite, chômage, santé, prévoyance, CSG."""

from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.paie.assiettes import Assiettes, base_salariale, date_du_contrat
from tableur.calculs.paie.contributions import lignes_de_l_employeur
from tableur.calculs.paie.csg import csg_crds
from tableur.calculs.paie.droit import citation
from tableur.calculs.paie.enregistrements import Etablissement, LigneDeBulletin, Rubrique, Salarie
from tableur.calculs.paie.lignes import CONTRAT, deux_parts, ligne, ligne_de_parts, utiles
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.grandeurs import UN, ZERO

C = "paie_cotisations."


def lignes_du_mois(
    le: date,
    salarie: Salarie,
    etablissement: Etablissement,
    assiettes: Assiettes,
    heures_exonerees: Decimal,
) -> list[LigneDeBulletin]:
    """Toutes les lignes d'un mois, dans l'ordre du bulletin ; celles qui ne sont pas dues n'y sont pas.

    Args:
        le: Premier jour du mois de paie.
        salarie: Le salarié.
        etablissement: L'établissement.
        assiettes: Assiettes du mois.
        heures_exonerees: Rémunération des heures exonérée d'impôt.
    """
    complementaires = lignes_de_protection(le, salarie, assiettes)
    patronales = sum((une.part_patronale for une in complementaires), ZERO)
    lignes = [
        *_securite_sociale(le, salarie, etablissement, assiettes),
        *complementaires,
        *_retraite(le, salarie, assiettes),
        *lignes_de_l_employeur(le, salarie, etablissement, assiettes, patronales),
        *_csg(le, salarie, assiettes, heures_exonerees, patronales),
    ]
    return utiles(lignes)


def _securite_sociale(
    le: date, salarie: Salarie, etablissement: Etablissement, assiettes: Assiettes
) -> list[LigneDeBulletin]:
    tranche_1, soumis, _ = base_salariale(assiettes)
    plafonnee, deplafonnee = "vieillesse_plafonnee", "vieillesse_deplafonnee"
    return [
        _maladie(le, salarie, assiettes),
        ligne(
            "at_mp",
            "Accidents du travail et maladies professionnelles",
            "Accidents du travail et maladies professionnelles",
            assiettes.soumis,
            patronal=etablissement.taux_at or ZERO,
        ),
        _a_deux_parts(plafonnee, "Sécurité sociale plafonnée", "Retraite", le, assiettes.tranche_1, tranche_1),
        _a_deux_parts(deplafonnee, "Sécurité sociale déplafonnée", "Retraite", le, assiettes.soumis, soumis),
        _avec_taux_reduit("allocations_familiales", "Famille", le, assiettes.soumis, assiettes.complement_famille),
    ]


def _maladie(le: date, salarie: Salarie, assiettes: Assiettes) -> LigneDeBulletin:
    employeur = _avec_taux_reduit("maladie", "Santé", le, assiettes.soumis, assiettes.complement_maladie)
    if not salarie.alsace_moselle:
        return employeur
    local = baremes.valeur_datee(C + "maladie_alsace_moselle", le)
    taux = cast("Decimal", local.valeur)
    return ligne_de_parts(
        "maladie",
        "Sécurité sociale : maladie, maternité, invalidité, décès ; régime local",
        "Santé",
        assiettes.soumis,
        base_salariale(assiettes)[1] * taux,
        employeur.part_patronale,
        taux_salarial=taux,
        taux_patronal=employeur.taux_patronal,
        bareme=f"{employeur.bareme} ; {citation(local)}",
        source=f"{employeur.source} ; {local.source}",
    )


_LIBELLES = {
    "maladie": "Sécurité sociale : maladie, maternité, invalidité, décès",
    "allocations_familiales": "Allocations familiales",
}


def _avec_taux_reduit(
    nom: str, rubrique: Rubrique, le: date, soumis: Decimal, complement: Decimal | None
) -> LigneDeBulletin:
    """Maladie ou famille : le taux plein, ou le taux réduit de 2025 et son complément là où il est dû."""
    plein = baremes.valeur_datee(C + nom, le)
    taux = cast("Decimal", plein.valeur)
    if complement is None or complement == soumis:
        return ligne(nom, _LIBELLES[nom], rubrique, soumis, patronal=taux, bareme=plein)
    lu = baremes.valeur_datee(f"{C}{nom}_taux_reduit", le)
    reduit = Decimal(str(cast("dict[str, Decimal]", lu.valeur)["taux"]))
    return ligne_de_parts(
        nom,
        _LIBELLES[nom],
        rubrique,
        soumis,
        ZERO,
        soumis * reduit + complement * (taux - reduit),
        taux_patronal=None if complement else reduit,
        bareme=citation(lu),
        source=lu.source,
    )


def lignes_de_protection(le: date, salarie: Salarie, assiettes: Assiettes) -> list[LigneDeBulletin]:
    """Complémentaire santé, et prévoyance : celle des cadres, et celle que la convention ajoute."""
    part = salarie.part_employeur_sante
    minimale = baremes.valeur_datee(C + "part_employeur_sante", le) if part is None else None
    fraction = cast("Decimal", minimale.valeur) if minimale is not None else cast("Decimal", part)
    patronale = arrondir_centime(salarie.sante_mensuelle * fraction)
    sante = ligne_de_parts(
        "sante_complementaire",
        "Complémentaire santé",
        "Santé",
        salarie.sante_mensuelle,
        salarie.sante_mensuelle - patronale,
        patronale,
        taux_salarial=UN - fraction,
        taux_patronal=fraction,
        bareme=CONTRAT if minimale is None else citation(minimale),
        source=CONTRAT if minimale is None else minimale.source,
    )
    return utiles([sante, _prevoyance(le, salarie, assiettes)])


def _prevoyance(le: date, salarie: Salarie, assiettes: Assiettes) -> LigneDeBulletin:
    """Prévoyance, sur le brut jusqu'au plafond entier : l'accord ne le réduit pas au temps partiel."""
    cadre, lue = ZERO, None
    if salarie.cadre and salarie.contrat != "stage":
        lue = baremes.valeur_datee(C + "prevoyance_cadre", le)
        cadre = cast("Decimal", lue.valeur)
        if salarie.taux_prevoyance_cadre is not None:
            cadre, lue = salarie.taux_prevoyance_cadre, None
    return ligne(
        "prevoyance",
        "Complémentaire incapacité, invalidité, décès",
        "Santé",
        assiettes.prevoyance,
        salarial=salarie.taux_prevoyance_salarial,
        patronal=cadre + salarie.taux_prevoyance_patronal,
        bareme=None if salarie.taux_prevoyance_patronal else lue,
        origine=CONTRAT,
    )


def _retraite(le: date, salarie: Salarie, assiettes: Assiettes) -> list[LigneDeBulletin]:
    """Agirc-Arrco, CEG et CET, chacun sur ses deux tranches, et l'Apec des cadres ; rien pour un stagiaire."""
    if salarie.contrat == "stage":
        return []
    lignes = [
        _sur_deux_tranches("agirc_arrco", "Retraite complémentaire Agirc-Arrco", le, assiettes),
        _sur_deux_tranches("ceg", "Contribution d'équilibre général", le, assiettes),
    ]
    if assiettes.technique:
        libelle = "Contribution d'équilibre technique"
        salarie_cet = base_salariale(assiettes)[2]
        lignes.append(_a_deux_parts("cet", libelle, "Retraite", le, assiettes.technique, salarie_cet))
    if salarie.cadre:
        lignes.append(_a_deux_parts("apec", "Apec", "Apec", le, assiettes.quatre_plafonds))
    return lignes


def _a_deux_parts(
    code: str,
    libelle: str,
    rubrique: Rubrique,
    le: date,
    base: Decimal,
    base_du_salarie: Decimal | None = None,
    serie: str = "",
) -> LigneDeBulletin:
    """Ligne d'une cotisation à deux parts ; la série du barème porte son nom, sauf mention."""
    lue, salarial, patronal = deux_parts(C + (serie or code), le)
    return ligne(
        code,
        libelle,
        rubrique,
        base,
        salarial=salarial,
        patronal=patronal,
        base_salariale=base_du_salarie,
        bareme=lue,
    )


def _sur_deux_tranches(code: str, libelle: str, le: date, assiettes: Assiettes) -> LigneDeBulletin:
    tranche_1 = base_salariale(assiettes)[0]
    if not assiettes.tranche_2:
        premiere_seule = f"{libelle}, tranche 1"
        return _a_deux_parts(code, premiere_seule, "Retraite", le, assiettes.tranche_1, tranche_1, f"{code}_t1")
    premiere, salarie_1, employeur_1 = deux_parts(f"{C}{code}_t1", le)
    seconde, salarie_2, employeur_2 = deux_parts(f"{C}{code}_t2", le)
    return ligne_de_parts(
        code,
        f"{libelle}, tranches 1 et 2",
        "Retraite",
        assiettes.tranche_1 + assiettes.tranche_2,
        tranche_1 * salarie_1 + assiettes.tranche_2 * salarie_2,
        assiettes.tranche_1 * employeur_1 + assiettes.tranche_2 * employeur_2,
        bareme=f"{citation(premiere)} ; {citation(seconde)}",
        source=f"{premiere.source} ; {seconde.source}",
    )


def _csg(
    le: date,
    salarie: Salarie,
    assiettes: Assiettes,
    heures_exonerees: Decimal,
    patronales: Decimal,
) -> list[LigneDeBulletin]:
    """CSG et CRDS ; un apprenti n'en doit que sur sa part soumise, et selon la date de son contrat."""
    brut = base_salariale(assiettes)[1]
    if salarie.contrat == "apprentissage":
        due = bool(baremes.valeur("paie_alternance.apprenti_csg", date_du_contrat(salarie)))
        if not due or not brut:
            return []
    elif not brut and salarie.contrat == "stage":
        return []
    masse = assiettes.brut_deja, assiettes.plafond_deja
    montants = csg_crds(brut, patronales, assiettes.plafond, le, heures_exonerees, *masse)
    deductible = baremes.valeur_datee(C + "csg_deductible", le)
    non_deductible = baremes.valeur_datee(C + "csg_non_deductible", le)
    crds = baremes.valeur_datee(C + "crds", le)
    taux, taux_non, taux_crds = (cast("Decimal", v.valeur) for v in (deductible, non_deductible, crds))
    return [
        ligne_de_parts(
            "csg_deductible",
            "CSG déductible de l'impôt sur le revenu",
            "CSG déductible de l'impôt sur le revenu",
            montants.assiette,
            montants.csg_deductible,
            ZERO,
            taux_salarial=taux,
            bareme=citation(deductible),
            source=deductible.source,
        ),
        ligne_de_parts(
            "csg_crds_non_deductible",
            "CSG et CRDS non déductibles de l'impôt sur le revenu",
            "CSG et CRDS non déductibles de l'impôt sur le revenu",
            montants.assiette,
            montants.csg_crds_non_deductible,
            ZERO,
            taux_salarial=None if montants.assiette_heures else taux_non + taux_crds,
            bareme=f"{citation(non_deductible)} ; {citation(crds)}",
            source=f"{non_deductible.source} ; {crds.source}",
        ),
        ligne_de_parts(
            "csg_crds_hs",
            "CSG sur les heures supplémentaires exonérées d'impôt",
            "CSG et CRDS non déductibles de l'impôt sur le revenu",
            montants.assiette_heures,
            montants.csg_crds_hs,
            ZERO,
            taux_salarial=taux + taux_non,
            bareme=f"{citation(deductible)} ; {citation(non_deductible)}",
            source=f"{deductible.source} ; {non_deductible.source}",
        ),
    ]
