"""Pratiques de paie reconnues : d'autres chiffres que les nôtres, qui ne sont pas une faute.

Le bulletin est refait selon la pratique ; si ses chiffres y sont, l'écart n'est pas reproché au cabinet, mais dit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.assiettes import Assiettes
from tableur.calculs.paie.csg import UNITE_D_ARRONDI
from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.gains import gains_du_mois
from tableur.calculs.paie.heures_exonerees import part_exoneree_d_impot
from tableur.calculs.paie.hypotheses import Calcul, Hypothese, Retouche, Situation, retouchee
from tableur.calculs.paie.nets import prelevement_a_la_source
from tableur.calculs.paie.postes import Ecart
from tableur.calculs.paie.totaux import Nets
from tableur.socle.arrondis import arrondir_au_multiple, arrondir_centime
from tableur.socle.grandeurs import UN, ZERO

PREFIXE = "pratique_"
_PARTAGE = "Partage de la CSG des heures exonérées : CSS, art. L136-1-1 ; CGI, art. 154 quinquies"
_CENTIME = Decimal("0.01")
_ARRONDI_DES_SOMMES = {
    "total_salarial": Decimal("0.03"),
    "montant_net_social": Decimal("0.03"),
    "net_imposable": Decimal("0.03"),
    "net_a_payer_avant_impot": Decimal("0.03"),
    "net_a_payer": Decimal("0.04"),
    "prelevement_a_la_source": _CENTIME,
    "total_patronal": Decimal("0.08"),
    "cout_total_avant_aides": Decimal("0.08"),
}
"""Centimes que l'arrondi de lignes réunies déplace : un demi par ligne, sept du salarié, seize de l'employeur."""

Lignes = Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]]


def pratiques(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Pratiques reconnues qui peuvent changer ce bulletin."""
    yield from _arrondi_de_l_exoneration(s)
    annuelles = s.etablissement.contributions_annuelles_mensualisees
    phrase = "prises chaque mois par le cabinet" if not annuelles else "laissées par le cabinet au paiement annuel"
    chez = replace(s.etablissement, contributions_annuelles_mensualisees=not annuelles)
    yield Hypothese(
        f"{PREFIXE}contributions_annuelles",
        f"Contributions annuelles (solde de la taxe d'apprentissage, effort de construction, CSA), {phrase}.",
        "Contributions annuelles, étalées ou non sur l'année",
        "C. trav., art. L6241-4 et L6242-1",
        lambda situation: replace(situation, etablissement=chez),
    )


def est_une_pratique(hypothese: Hypothese) -> bool:
    """Vrai pour une pratique reconnue, et non une faute."""
    return hypothese.code.startswith(PREFIXE)


def que_des_arrondis(ecarts: Sequence[Ecart]) -> bool:
    """Vrai si tous les écarts sont des sommes, fausses des quelques centimes que l'arrondi déplace."""
    return bool(ecarts) and all(
        e.cle[1] == "total" and abs(e.ecart) <= _ARRONDI_DES_SOMMES.get(e.cle[0], ZERO) for e in ecarts
    )


def _arrondi_de_l_exoneration(s: Situation) -> Iterator[Hypothese]:
    """Part exonérée des heures supplémentaires prise au centime, à l'euro, ou à l'euro jusque dans l'imposable."""
    exonerees = _heures_exonerees(s)
    if not exonerees:
        return
    le = s.periode.debut
    notre = baremes.nombre(UNITE_D_ARRONDI, le)
    for code, unite, mot in (("au_centime", _CENTIME, "au centime"), ("a_l_euro", UN, "à l'euro")):
        if unite != notre:
            yield retouchee(
                f"{PREFIXE}arrondi_de_l_exoneration_{code}",
                f"Arrondi de l'exonération : la part exonérée des heures est prise {mot} pour la CSG.",
                _PARTAGE, baremes.valeur_datee(UNITE_D_ARRONDI, le).source,
                Retouche(lignes=_csg_partagee(unite)),
            )  # fmt: skip
    a_l_euro = _arrondies(exonerees, UN)
    if a_l_euro != exonerees:
        yield retouchee(
            f"{PREFIXE}arrondi_de_l_exoneration_imposable",
            "Arrondi de l'exonération : la part exonérée des heures est prise à l'euro, net imposable compris.",
            _PARTAGE, baremes.valeur_datee(UNITE_D_ARRONDI, le).source,
            Retouche(lignes=_csg_partagee(UN), nets=_imposable_de(exonerees - a_l_euro)),
        )  # fmt: skip


def _heures_exonerees(s: Situation) -> Decimal:
    """Rémunération des heures exonérée d'impôt ce mois-ci, avant tout arrondi."""
    gains = gains_du_mois(s.periode, s.salarie, s.variables, s.deja)
    payees = gains.heures_sup + gains.heures_complementaires
    return part_exoneree_d_impot(payees, s.deja.heures_exonerees_impot, s.periode.debut) if payees else ZERO


def _arrondies(heures: Decimal, unite: Decimal) -> Decimal:
    return arrondir_au_multiple(heures + unite / 2, unite, "inferieur")


def _csg_partagee(unite: Decimal) -> Lignes:
    """Lignes de CSG où la part exonérée des heures est arrondie à cette unité."""

    def partagee(s: Situation, _: Assiettes, lignes: list[LigneDeBulletin]) -> list[LigneDeBulletin]:
        le = s.periode.debut
        abattement, deductible, non_deductible, crds = (
            baremes.nombre(f"paie_cotisations.{nom}", le)
            for nom in ("abattement_csg", "csg_deductible", "csg_non_deductible", "crds")
        )
        heures = _arrondies(_heures_exonerees(s), unite) * (UN - abattement)
        ancienne = next((u.base for u in lignes if u.code == "csg_crds_hs"), ZERO)
        if not any(u.code == "csg_crds_hs" for u in lignes):
            return lignes

        def part(code: str, base: Decimal) -> Decimal:
            if code == "csg_deductible":
                return base * deductible
            return base * (non_deductible + crds) + heures * crds

        refaites = []
        for une in lignes:
            base = une.base + ancienne - heures
            if une.code in ("csg_deductible", "csg_crds_non_deductible"):
                salariale = arrondir_centime(part(une.code, base))
                refaites.append(replace(une, base=base, part_salariale=salariale))
            elif une.code == "csg_crds_hs":
                salariale = arrondir_centime(heures * (deductible + non_deductible))
                refaites.append(replace(une, base=heures, part_salariale=salariale))
            else:
                refaites.append(une)
        return refaites

    return partagee


def _imposable_de(en_plus: Decimal) -> Callable[[Situation, list[LigneDeBulletin], Nets], Nets]:
    def imposable(s: Situation, _: list[LigneDeBulletin], nets: Nets) -> Nets:
        change, soumis = nets.imposable + en_plus, nets.soumis_au_pas + en_plus
        jour = s.variables.date_paiement or s.periode.fin
        prelevement = prelevement_a_la_source(soumis, jour, nets.taux)
        return replace(nets, imposable=change, soumis_au_pas=soumis, prelevement=prelevement)

    return imposable
