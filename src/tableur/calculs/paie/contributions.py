"""Contributions que seul l'employeur doit : chômage, Fnal, mobilité, formation, apprentissage, forfait social…"""

from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.paie.assiettes import Assiettes
from tableur.calculs.paie.droit import parametres, selon
from tableur.calculs.paie.effectifs import effectif_de_mobilite, effectif_pour
from tableur.calculs.paie.enregistrements import Etablissement, LigneDeBulletin, Rubrique, Salarie
from tableur.calculs.paie.lignes import ligne
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Effectif, Taux
from tableur.socle.marques import formule

C = "paie_cotisations."
AUTRES: Rubrique = "Autres contributions dues par l'employeur"


def lignes_de_l_employeur(
    le: date, salarie: Salarie, etablissement: Etablissement, assiettes: Assiettes, protection: Decimal
) -> list[LigneDeBulletin]:
    """Contributions patronales d'un mois ; `protection` est la part patronale de santé et de prévoyance."""
    onze, cinquante = effectif_pour(etablissement, 11), effectif_pour(etablissement, 50)
    lignes = [
        *_chomage(le, salarie, etablissement, assiettes),
        _simple("csa", "Contribution de solidarité pour l'autonomie", le, assiettes.soumis),
        _fnal(le, cinquante, assiettes),
        *_mobilite(le, etablissement, assiettes),
        *_formation(le, salarie, etablissement, assiettes),
    ]
    if salarie.contrat != "stage":
        social = Decimal(selon(C + "forfait_social", le, onze))
        lignes += [
            _simple("dialogue_social", "Contribution au dialogue social", le, assiettes.soumis),
            _tapee("forfait_social", "Forfait social sur la santé et la prévoyance", protection, social, le),
        ]
    if etablissement.contributions_annuelles_mensualisees:
        lignes += _annuelles(le, salarie, etablissement, assiettes)
    return lignes


def _simple(code: str, libelle: str, le: date, base: Decimal, rubrique: Rubrique = AUTRES) -> LigneDeBulletin:
    """Ligne d'un taux unique, de même nom dans le barème."""
    lue = baremes.valeur_datee(C + code, le)
    return ligne(code, libelle, rubrique, base, patronal=cast("Decimal", lue.valeur), bareme=lue)


def _tapee(code: str, libelle: str, base: Decimal, taux: Decimal, le: date, serie: str = "") -> LigneDeBulletin:
    """Ligne dont le taux dépend de l'effectif ; la série du barème porte le nom de la ligne, sauf mention."""
    lue = baremes.valeur_datee(C + (serie or code), le)
    return ligne(code, libelle, AUTRES, base, patronal=taux, bareme=lue)


def _chomage(
    le: date, salarie: Salarie, etablissement: Etablissement, assiettes: Assiettes
) -> list[LigneDeBulletin]:
    if salarie.contrat == "stage":
        return []
    chomage = _simple("chomage", "Assurance chômage", le, assiettes.quatre_plafonds, "Assurance chômage")
    if etablissement.taux_chomage is not None:
        chomage = ligne(
            "chomage",
            "Assurance chômage",
            "Assurance chômage",
            assiettes.quatre_plafonds,
            patronal=etablissement.taux_chomage,
        )
    return [chomage, _simple("ags", "AGS", le, assiettes.quatre_plafonds, "Assurance chômage")]


def _fnal(le: date, effectif: int, assiettes: Assiettes) -> LigneDeBulletin:
    regle = selon(C + "fnal", le, effectif)
    base = assiettes.tranche_1 if regle["assiette"] == "plafonnée" else assiettes.soumis
    return _tapee("fnal", "Fnal", base, Decimal(regle["taux"]), le)


def _mobilite(le: date, etablissement: Etablissement, assiettes: Assiettes) -> list[LigneDeBulletin]:
    """Versement mobilité, et versement régional : dus dès onze salariés dans le ressort."""
    if effectif_de_mobilite(etablissement) < baremes.nombre(C + "versement_mobilite", le):
        return []
    local, regional = etablissement.taux_versement_mobilite, etablissement.taux_versement_mobilite_regional
    return [
        ligne("versement_mobilite", "Versement mobilité", AUTRES, assiettes.soumis, patronal=local),
        ligne(
            "versement_mobilite_regional",
            "Versement mobilité régional et rural",
            AUTRES,
            assiettes.soumis,
            patronal=regional,
        ),
    ]


def _formation(
    le: date, salarie: Salarie, etablissement: Etablissement, assiettes: Assiettes
) -> list[LigneDeBulletin]:
    """Formation, CPF des CDD, et part principale de la taxe d'apprentissage."""
    if not assiettes.contributions_formation:
        return []
    taux = Decimal(selon(C + "formation", le, effectif_pour(etablissement, 11)))
    libelle = "Contribution à la formation professionnelle"
    lignes = [_tapee("formation", libelle, assiettes.soumis, taux, le)]
    if salarie.contrat == "CDD":
        lignes.append(_simple("cpf_cdd", "Contribution au CPF des CDD", le, assiettes.soumis))
    if _doit_la_taxe(le, etablissement):
        principale = _taux_de_la_taxe("taxe_apprentissage", le, salarie)
        intitule = "Taxe d'apprentissage, part principale"
        base = assiettes.taxe_apprentissage
        lignes.append(_tapee("taxe_apprentissage", intitule, base, principale, le))
    return lignes


def _annuelles(
    le: date, salarie: Salarie, etablissement: Etablissement, assiettes: Assiettes
) -> list[LigneDeBulletin]:
    """Contributions annuelles étalées sur le mois, à la demande seulement (règle d'or 13)."""
    lignes = []
    if assiettes.contributions_formation and _doit_la_taxe(le, etablissement):
        solde = _taux_de_la_taxe("taxe_apprentissage_solde", le, salarie)
        libelle = "Taxe d'apprentissage, solde"
        base = assiettes.taxe_apprentissage
        lignes.append(_tapee("taxe_apprentissage_solde", libelle, base, solde, le))
    regle = parametres(C + "csa_alternance_particularites", le)
    if effectif_pour(etablissement, 250) >= regle["seuil"]:
        taux = etablissement.taux_csa_alternance
        taux *= regle["part_alsace_moselle"] if salarie.alsace_moselle else 1
        libelle = "Contribution supplémentaire à l'apprentissage"
        lignes.append(ligne("csa_apprentissage", libelle, AUTRES, assiettes.taxe_apprentissage, patronal=taux))
    peec = Decimal(selon(C + "peec", le, effectif_pour(etablissement, 50)))
    lignes.append(_tapee("peec", "Participation à l'effort de construction", assiettes.soumis, peec, le))
    return lignes


def _doit_la_taxe(le: date, etablissement: Etablissement) -> bool:
    if not etablissement.association_non_lucrative:
        return True
    return bool(baremes.valeur(C + "taxe_apprentissage_associations", le))


def _taux_de_la_taxe(nom: str, le: date, salarie: Salarie) -> Decimal:
    regle = parametres(C + nom, le)
    return Decimal(regle["alsace_moselle" if salarie.alsace_moselle else "taux"])


@formule
def taux_de_contribution_alternance(part_d_alternants: Taux, effectif: Effectif, le: date) -> Taux:
    """Taux de la contribution supplémentaire à l'apprentissage, selon la part d'alternants.

    Due par les entreprises de 250 salariés et plus qui ont moins de 5 % d'alternants (C. trav., art. L6242-1),
    une fois par an, hors du bulletin mensuel.

    Args:
        part_d_alternants: Alternants rapportés à l'effectif : 0,025 pour 2,5 %.
        effectif: Effectif de l'entreprise.
        le: Date du droit.

    Raises:
        ValeurInvalide: La part n'est pas une fraction entre 0 et 1.

    >>> taux_de_contribution_alternance(Decimal("0.025"), 300, date(2026, 1, 1))
    Decimal('0.001')
    """
    if not ZERO <= part_d_alternants <= 1:
        raise ValeurInvalide(
            f"La part d'alternants est une fraction : {part_d_alternants} reçu (écrire 0,025 pour 2,5 %)."
        )
    regle = parametres(C + "csa_alternance_particularites", le)
    if effectif < regle["seuil"]:
        return ZERO
    taux = Decimal(selon(C + "csa_alternance", le, part_d_alternants))
    if effectif >= regle["grand_effectif"] and taux == Decimal(selon(C + "csa_alternance", le, 0)):
        return Decimal(regle["taux_grand_effectif"])
    return taux
