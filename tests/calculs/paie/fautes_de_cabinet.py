"""Fautes de cabinets, chacune commise à la main sur une paie tirée au sort ; None si elle n'a pas de sens ici.

Chaque faute dit le code de la cause attendue ; vide, aucune cause ne doit être donnée : l'écart seul est dit.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tableur.calculs.paie.hypotheses import Situation
from tests.calculs.paie.cabinets import ALLEGEMENTS, CSG, Ligne, Paie, centime, paie_de

D = Decimal
ZERO = D(0)
SMIC_DE_LA_REDUCTION, SMIC_DE_JUIN, SMIC_DE_2025 = D("12.02"), D("12.31"), D("11.88")
Faute = Callable[[Random, Situation], Paie | None]


def _autre(s: Situation, **champs: object) -> Paie:
    """Paie d'un autre salarié ou d'un autre établissement, envoyée pour celui du dossier."""
    salarie = {nom: v for nom, v in champs.items() if nom in s.salarie.__dataclass_fields__}
    chez = {nom: v for nom, v in champs.items() if nom not in salarie}
    faite = replace(
        s,
        salarie=replace(s.salarie, **salarie),  # type: ignore[arg-type]  # des champs de leur type
        etablissement=replace(s.etablissement, **chez),  # type: ignore[arg-type]
    )
    return paie_de(faite, s)


def _avec(paie: Paie, **lignes: Ligne | None) -> Paie:
    """Paie dont des lignes changent, ou manquent si elles sont None."""
    gardees = {code: une for code, une in {**paie.lignes, **lignes}.items() if une is not None}
    return replace(paie, lignes=gardees)


def _reduction(s: Situation, paie: Paie, smic: Decimal) -> Paie:
    """Réduction générale de 2026 refaite au SMIC donné pour le mois (CSS, art. D241-7)."""
    deja = s.deja
    brut, total = deja.brut + paie.brut, deja.smic + smic
    delta = D("0.3821") if s.etablissement.effectif >= 50 else D("0.3781")
    part = min(max((3 * total / brut - 1) / 2, ZERO), D(1))
    coefficient = (D("0.02") + delta * part ** D("1.75")) if part else ZERO
    coefficient = coefficient.quantize(D("0.0001"), rounding=ROUND_HALF_UP)
    montant = centime(coefficient * brut) - deja.reduction_generale
    return _avec(paie, reduction_generale=Ligne(ZERO, -montant, paie.brut) if montant else None)


def _a_le_smic_entier(s: Situation) -> bool:
    """Ni temps partiel, ni apprenti, ni heures en plus : le SMIC de la réduction est celui du mois."""
    v = s.variables
    return s.salarie.heures_semaine == 35 and s.salarie.part_du_smic is None and not v.heures_supplementaires_25


def smic_de_juin(_: Random, s: Situation) -> Paie | None:
    """Un SMIC pour l'autre : 12,31 € dans la réduction, au lieu de 12,02 €."""
    paie = paie_de(s)
    if s.periode.mois < 6 or not _a_le_smic_entier(s) or "reduction_generale" not in paie.lignes:
        return None
    return _reduction(s, paie, SMIC_DE_JUIN * 1820 / 12)


def smic_de_l_an_passe(_: Random, s: Situation) -> Paie | None:
    """Le SMIC de 2025, 11,88 €, dans la réduction."""
    paie = paie_de(s)
    if not _a_le_smic_entier(s) or "reduction_generale" not in paie.lignes:
        return None
    return _reduction(s, paie, SMIC_DE_2025 * 1820 / 12)


def heures_151_67(_: Random, s: Situation) -> Paie | None:
    """151,67 heures dans le SMIC de la réduction."""
    paie = paie_de(s)
    if not _a_le_smic_entier(s) or "reduction_generale" not in paie.lignes:
        return None
    return _reduction(s, paie, SMIC_DE_LA_REDUCTION * D("151.67"))


def vieillesse_de_2025(_: Random, s: Situation) -> Paie | None:
    """Vieillesse déplafonnée de l'employeur à 2,02 %, son taux de 2025."""
    paie = paie_de(s)
    une = paie.lignes["vieillesse_deplafonnee"]
    exacte = une.base * D("0.0202")
    fausse = Ligne(une.salariale, centime(exacte), une.base, une.exacte_salariale, exacte)
    return _avec(paie, vieillesse_deplafonnee=fausse)


def chomage_de_2025(_: Random, s: Situation) -> Paie | None:
    """Chômage à 4,05 %, le taux d'avant mai 2025."""
    paie = paie_de(s)
    exacte = paie.lignes["chomage"].base * D("0.0405")
    return _avec(paie, chomage=Ligne(ZERO, centime(exacte), paie.lignes["chomage"].base, ZERO, exacte))


def ags_de_2024(_: Random, s: Situation) -> Paie | None:
    """AGS à 0,20 %, le taux d'avant juillet 2024."""
    paie = paie_de(s)
    exacte = paie.lignes["ags"].base * D("0.0020")
    return _avec(paie, ags=Ligne(ZERO, centime(exacte), paie.lignes["ags"].base, ZERO, exacte))


def maladie_reduite(_: Random, s: Situation) -> Paie | None:
    """Maladie de l'employeur à 7 %, taux réduit aboli en 2026."""
    paie = paie_de(s)
    une = paie.lignes["maladie"]
    exacte = une.base * D("0.07")
    return _avec(paie, maladie=Ligne(une.salariale, centime(exacte), une.base, une.exacte_salariale, exacte))


def plafond_non_cumule(_: Random, s: Situation) -> Paie | None:
    """Tranches du mois seul : les cotisations plafonnées ne suivent pas le cumul."""
    if s.cumuls is None:
        return None
    paie, seul = paie_de(s), paie_de(replace(s, cumuls=None))
    plafonnees = ("vieillesse_plafonnee", "agirc_arrco", "ceg", "cet", "fnal", "prevoyance", "forfait_social",
                  "apec", "chomage", "ags", "reduction_salariale_heures_sup", *CSG)  # fmt: skip
    lignes: dict[str, Ligne | None] = {code: seul.lignes.get(code) for code in plafonnees}
    return _avec(paie, **lignes)


def reduction_non_regularisee(_: Random, s: Situation) -> Paie | None:
    """Réduction générale du mois seul."""
    if s.cumuls is None:
        return None
    seul = paie_de(replace(s, cumuls=None))
    return _avec(paie_de(s), reduction_generale=seul.lignes.get("reduction_generale"))


def mois_isole(_: Random, s: Situation) -> Paie | None:
    """Ni plafond ni réduction cumulés."""
    return paie_de(replace(s, cumuls=None), s) if s.cumuls is not None else None


def date_du_contrat(_: Random, s: Situation) -> Paie | None:
    """Apprenti de septembre 2025 traité comme ceux d'avant mars 2025."""
    return _autre(s, date_contrat=date(2024, 9, 1)) if s.salarie.contrat == "apprentissage" else None


def effectif_11(_: Random, s: Situation) -> Paie | None:
    """De l'autre côté du seuil de 11 salariés."""
    faux = 10 if s.etablissement.effectif >= 11 else 11
    return _autre(s, effectif_seuil_11=faux, effectif_mobilite=faux)


def effectif_50(_: Random, s: Situation) -> Paie | None:
    """De l'autre côté du seuil de 50 salariés."""
    return _autre(s, effectif_seuil_50=49 if s.etablissement.effectif >= 50 else 50)


def statut(_: Random, s: Situation) -> Paie | None:
    """Cadre traité en non-cadre, ou l'inverse."""
    return _autre(s, cadre=not s.salarie.cadre) if s.salarie.contrat != "apprentissage" else None


def alsace_moselle(_: Random, s: Situation) -> Paie | None:
    """Régime local oublié, ou pris à tort."""
    return _autre(s, alsace_moselle=not s.salarie.alsace_moselle)


def sante_non_imposee(_: Random, s: Situation) -> Paie | None:
    """Part patronale de santé oubliée dans le net imposable."""
    return replace(paie_de(s), sante_imposee=False) if s.salarie.contrat != "apprentissage" else None


def prevoyance_imposee(_: Random, s: Situation) -> Paie | None:
    """Prévoyance patronale ajoutée au net imposable."""
    paie = paie_de(s)
    return replace(paie, prevoyance_imposee=True) if "prevoyance" in paie.lignes else None


def at_autre(sort: Random, s: Situation) -> Paie | None:
    """Taux AT/MP d'un autre établissement."""
    faux = (s.etablissement.taux_at or ZERO) + D(sort.choice(["0.004", "-0.003", "0.0111"]))
    return _autre(s, taux_at=faux)


def mobilite_autre(_: Random, s: Situation) -> Paie | None:
    """Versement mobilité d'une autre commune."""
    if s.etablissement.effectif < 11 or not s.etablissement.taux_versement_mobilite:
        return None
    return _autre(s, taux_versement_mobilite=D("0.0175"))


def prelevement_autre(_: Random, s: Situation) -> Paie | None:
    """Taux de prélèvement périmé."""
    if s.salarie.contrat == "apprentissage":
        return None
    paie = paie_de(s)
    return replace(paie, taux_pas=paie.taux_pas + D("0.013"))


def heures_imposees(_: Random, s: Situation) -> Paie | None:
    """Heures supplémentaires imposées : ni exonération, ni CSG à part."""
    paie = paie_de(s)
    if not paie.heures_exonerees:
        return None
    heures, csg = paie.lignes["csg_crds_hs"], paie.lignes["csg_deductible"]
    assiette = csg.base + heures.base
    return replace(
        _avec(
            paie,
            csg_deductible=Ligne(centime(assiette * D("0.068")), ZERO, assiette),
            csg_crds_non_deductible=Ligne(centime(assiette * D("0.029")), ZERO, assiette),
            csg_crds_hs=None,
        ),
        heures_exonerees=ZERO,
    )


def _oubli(code: str) -> Faute:
    def oubli(_: Random, s: Situation) -> Paie | None:
        paie = paie_de(s)
        return _avec(paie, **{code: None}) if code in paie.lignes else None

    return oubli


def csg_sur_tout(_: Random, s: Situation) -> Paie | None:
    """CSG et CRDS sur 100 % du brut, sans l'abattement de 1,75 %."""
    paie = paie_de(s)
    if paie.heures_exonerees or "csg_deductible" not in paie.lignes or s.salarie.contrat == "apprentissage":
        return None
    protection = sum(
        (paie.lignes[c].patronale for c in ("sante_complementaire", "prevoyance") if c in paie.lignes), ZERO
    )
    assiette = paie.brut + protection
    return _avec(
        paie,
        csg_deductible=Ligne(centime(assiette * D("0.068")), ZERO, assiette),
        csg_crds_non_deductible=Ligne(centime(assiette * D("0.029")), ZERO, assiette),
    )


def montant_quelconque(sort: Random, s: Situation) -> Paie | None:
    """Une ligne fausse d'un montant sans raison : aucune cause ne doit être inventée."""
    paie = paie_de(s)
    propres = ("at_mp", "versement_mobilite", "reduction_generale", *CSG, *ALLEGEMENTS)
    code = sort.choice([c for c in paie.lignes if c not in propres])
    une, en_plus = paie.lignes[code], D(sort.randrange(217, 9_973)) / 100
    fausse = Ligne(une.salariale, une.patronale + en_plus, une.base, une.exacte_salariale)
    return _avec(paie, **{code: fausse})


FAUTES: dict[str, tuple[Faute, str]] = {
    "SMIC de juin": (smic_de_juin, "smic_courant"),
    "SMIC périmé": (smic_de_l_an_passe, "smic_perime"),
    "151,67 heures": (heures_151_67, "heures_arrondies"),
    "vieillesse périmée": (vieillesse_de_2025, "taux_perime_vieillesse_deplafonnee"),
    "chômage périmé": (chomage_de_2025, "taux_perime_chomage"),
    "AGS périmée": (ags_de_2024, "taux_perime_ags"),
    "maladie réduite": (maladie_reduite, "taux_reduit_complement_maladie"),
    "plafond non cumulé": (plafond_non_cumule, "plafond_non_cumule"),
    "réduction non régularisée": (reduction_non_regularisee, "reduction_non_regularisee"),
    "mois isolé": (mois_isole, "mois_isole"),
    "date du contrat": (date_du_contrat, "date_du_contrat"),
    "effectif 11": (effectif_11, "effectif_11"),
    "effectif 50": (effectif_50, "effectif_50"),
    "statut cadre": (statut, "statut_cadre"),
    "Alsace-Moselle": (alsace_moselle, "alsace_moselle"),
    "santé hors imposable": (sante_non_imposee, "sante_non_imposee"),
    "prévoyance imposée": (prevoyance_imposee, "prevoyance_imposee"),
    "autre taux AT/MP": (at_autre, "taux_at_autre"),
    "autre mobilité": (mobilite_autre, "taux_versement_mobilite_autre"),
    "autre prélèvement": (prelevement_autre, "taux_de_prelevement"),
    "heures imposées": (heures_imposees, "heures_imposees"),
    "Fnal oublié": (_oubli("fnal"), "oubli_fnal"),
    "CSA oubliée": (_oubli("csa"), "oubli_csa"),
    "CEG oubliée": (_oubli("ceg"), "oubli_ceg"),
    "réduction générale oubliée": (_oubli("reduction_generale"), "oubli_reduction_generale"),
    "réduction des heures oubliée": (
        _oubli("reduction_salariale_heures_sup"),
        "oubli_reduction_salariale_heures_sup",
    ),
    "déduction des heures oubliée": (
        _oubli("deduction_patronale_heures_sup"),
        "oubli_deduction_patronale_heures_sup",
    ),
    "CSG sans abattement": (csg_sur_tout, "csg_sans_abattement"),
    "montant quelconque": (montant_quelconque, ""),
}
