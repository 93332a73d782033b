"""Fautes d'assiette : cumul oublié, plafond entier, tranche 2 oubliée, CSG sans abattement, absence autrement."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.allegements import Allegements
from tableur.calculs.paie.assiettes import Assiettes, assiettes_du_mois, base_salariale
from tableur.calculs.paie.droit import mensualiser, parametres
from tableur.calculs.paie.effectifs import effectif_pour
from tableur.calculs.paie.enregistrements import Cumuls, LigneDeBulletin
from tableur.calculs.paie.gains import Gains, gains_du_mois, heures_du_contrat
from tableur.calculs.paie.hypotheses import Calcul, Hypothese, Retouche, Situation, retouchee
from tableur.calculs.paie.reductions import reduction_generale
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import UN, ZERO

_PLAFOND = "Plafond et tranches : CSS, art. R242-2, R242-7 et R243-10"
_ABATTEMENT = "paie_cotisations.abattement_csg"
_CSG = ("csg_deductible", "csg_crds_non_deductible", "csg_crds_hs")
_TAUX_DE_CSG = ("csg_deductible", "csg_non_deductible", "crds")
_METHODES = (
    ("absence_heures_moyennes", "sur les heures moyennes du mois", "heures"),
    ("absence_trentiemes", "en trentièmes", "trentiemes"),
    ("absence_jours_moyens", "sur les jours ouvrés moyens du mois", "jours"),
)


def fautes_d_assiette(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Fautes d'assiette qui peuvent toucher ce bulletin."""
    if s.cumuls is not None and s.periode.mois > 1:
        yield from _cumuls_oublies()
    yield from _plafond(s)
    yield from _tranche_2(juste)
    yield from _csg(s, juste)
    if s.variables.heures_absence:
        yield from _absences(s)
    if s.variables.complement_conges:
        yield _conges_au_maintien()


def _cumuls_oublies() -> Iterator[Hypothese]:
    """Le plafond, la réduction, ou les deux, calculés sur le mois seul."""
    reduction = "Réduction générale régularisée sur l'année : CSS, art. L241-13 et D241-7"
    yield retouchee(
        "reduction_non_regularisee",
        "La réduction générale est calculée sur le mois seul, sans régularisation du cumul de l'année.",
        reduction,
        "CSS, art. L241-13 et D241-7 ; BOSS, réduction générale",
        Retouche(allegements=_sur_le_mois_seul),
    )
    yield retouchee(
        "plafond_non_cumule",
        "Le plafond et les tranches sont pris sur le mois seul, sans le cumul de l'année.",
        _PLAFOND,
        "CSS, art. R243-10",
        Retouche(assiettes=_tranches_du_mois_seul),
    )
    yield Hypothese(
        "mois_isole",
        "Le bulletin est calculé comme un mois isolé : ni le plafond ni la réduction ne suivent le cumul.",
        f"{_PLAFOND} ; {reduction}",
        "CSS, art. R243-10, L241-13 et D241-7",
        lambda situation: replace(situation, cumuls=None),
    )


def _sur_le_mois_seul(s: Situation, assiettes: Assiettes, allegements: Allegements) -> Allegements:
    le, effectif = s.periode.debut, effectif_pour(s.etablissement, 50)
    return replace(
        allegements, generale=reduction_generale(assiettes.soumis, assiettes.smic_reduction, effectif, le)
    )


def _tranches_du_mois_seul(s: Situation, assiettes: Assiettes) -> Assiettes:
    gains = gains_du_mois(s.periode, s.salarie, s.variables, s.deja)
    seul = assiettes_du_mois(s.periode, s.salarie, s.etablissement, s.variables, gains, Cumuls())
    return replace(
        assiettes,
        tranche_1=seul.tranche_1,
        tranche_2=seul.tranche_2,
        prevoyance=seul.prevoyance,
        quatre_plafonds=seul.quatre_plafonds,
        technique=seul.technique,
    )


def _plafond(s: Situation) -> Iterator[Hypothese]:
    """Plafond entier là où un prorata est dû, et plafond de l'année d'avant."""
    lue = baremes.valeur_datee("paie.plafond_mensuel", s.periode.debut)
    entier = Decimal(str(lue.valeur))
    yield retouchee(
        "plafond_non_proratise",
        "Le plafond du mois est pris entier, sans prorata (temps partiel, entrée, sortie, absence).",
        _PLAFOND,
        lue.source,
        Retouche(assiettes=_au_plafond(entier)),
    )
    anciennes = [v for v in baremes.historique(lue.nom) if v.fin is not None and v.fin < s.periode.debut]
    if anciennes and isinstance(anciennes[-1].valeur, Decimal):
        ancien = anciennes[-1].valeur
        phrase = f"Le plafond est celui d'avant, {nombre_ecrit(ancien)} €, au lieu de {nombre_ecrit(entier)} €."
        yield retouchee(
            "plafond_perime", phrase, _PLAFOND, lue.source,
            Retouche(assiettes=lambda _, a: _au_plafond(arrondir_centime(a.plafond * ancien / entier))(_, a)),
        )  # fmt: skip


def _au_plafond(plafond: Decimal) -> Callable[[Situation, Assiettes], Assiettes]:
    """Assiettes dont le plafond du mois, donc les tranches, est celui-là."""

    def au_plafond(s: Situation, assiettes: Assiettes) -> Assiettes:
        tranches = parametres("paie_cotisations.tranches", s.periode.debut)
        deux, quatre = Decimal(tranches["tranche_2"]), Decimal(tranches["chomage_et_apec"])
        avant = (assiettes.brut_deja, assiettes.plafond_deja)
        apres = (avant[0] + assiettes.soumis, avant[1] + plafond)

        def dans(limite: Decimal) -> Decimal:
            return min(apres[0], limite * apres[1]) - min(avant[0], limite * avant[1])

        def technique(brut: Decimal, base: Decimal) -> Decimal:
            return min(brut, deux * base) if brut > base else ZERO

        return replace(
            assiettes,
            plafond=plafond,
            tranche_1=dans(UN),
            tranche_2=dans(deux) - dans(UN),
            quatre_plafonds=dans(quatre),
            technique=technique(*apres) - technique(*avant),
        )

    return au_plafond


def _tranche_2(juste: Calcul) -> Iterator[Hypothese]:
    if not juste.totaux.tranche_2:
        return
    regle, source = "Retraite complémentaire sur deux tranches : ANI du 17/11/2017", "ANI du 17/11/2017"
    for code, phrase, champs in (
        ("tranche_2_oubliee", "La tranche 2 est oubliée : retraite complémentaire sur la tranche 1 seule.",
         {"tranche_2": ZERO, "technique": ZERO}),
        ("tranche_2_oubliee_avec_cet", "La tranche 2 est oubliée pour l'Agirc-Arrco et la CEG, non pour la CET.",
         {"tranche_2": ZERO}),
        ("cet_oubliee", "La contribution d'équilibre technique (CET) est oubliée.", {"technique": ZERO}),
    ):  # fmt: skip
        yield retouchee(code, phrase, regle, source, Retouche(assiettes=_remplacees(champs)))


def _remplacees(champs: dict[str, Decimal]) -> Callable[[Situation, Assiettes], Assiettes]:
    def remplacer(_: Situation, assiettes: Assiettes) -> Assiettes:
        return replace(assiettes, **champs)  # type: ignore[arg-type]  # des champs de même type

    return remplacer


def _csg(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """CSG sans abattement, abattement partout, ou sans la part patronale de protection sociale."""
    if not any(une.code in _CSG for une in juste.lignes):
        return
    lue = baremes.valeur_datee(_ABATTEMENT, s.periode.debut)
    taux = Decimal(str(lue.valeur))
    part = nombre_ecrit((UN - taux) * 100)
    regle = f"Assiette de la CSG : {part} % du brut, jusqu'à quatre plafonds ; CSS, art. L136-1-1"
    yield retouchee(
        "csg_sans_abattement",
        f"La CSG et la CRDS sont prises sur 100 % du brut au lieu de {part} %.",
        regle,
        lue.source,
        Retouche(lignes=_csg_sur(lambda _, brut, protection: brut + protection)),
    )
    yield retouchee(
        "csg_sans_protection",
        "L'assiette de la CSG oublie la part patronale de santé et de prévoyance.",
        "Assiette de la CSG : CSS, art. L136-1-1",
        lue.source,
        Retouche(lignes=_csg_sur(lambda base, _, protection: base - protection)),
    )
    yield retouchee(
        "csg_protection_abattue",
        "La part patronale de santé et de prévoyance est abattue dans l'assiette de la CSG.",
        regle,
        lue.source,
        Retouche(lignes=_csg_sur(lambda base, _, protection: base - protection * taux)),
    )


def _csg_sur(
    assise: Callable[[Decimal, Decimal, Decimal], Decimal],
) -> Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]]:
    """Lignes dont la CSG est prise sur une autre assiette ; `assise` reçoit la juste, le brut et la protection."""

    def deplacer(s: Situation, assiettes: Assiettes, lignes: list[LigneDeBulletin]) -> list[LigneDeBulletin]:
        lus = {nom: baremes.nombre(f"paie_cotisations.{nom}", s.periode.debut) for nom in _TAUX_DE_CSG}
        protection = sum(
            (u.part_patronale for u in lignes if u.code in ("sante_complementaire", "prevoyance")), ZERO
        )
        heures = next((u.base for u in lignes if u.code == "csg_crds_hs"), ZERO)
        brut = base_salariale(assiettes)[1] - heures
        refaites = []
        for une in lignes:
            base = assise(une.base, brut, protection)
            if une.code == "csg_deductible":
                part = base * lus["csg_deductible"]
                refaites.append(replace(une, base=base, part_salariale=arrondir_centime(part)))
            elif une.code == "csg_crds_non_deductible":
                part = base * (lus["csg_non_deductible"] + lus["crds"]) + heures * lus["crds"]
                refaites.append(replace(une, base=base, part_salariale=arrondir_centime(part)))
            else:
                refaites.append(une)
        return refaites

    return deplacer


def _absences(s: Situation) -> Iterator[Hypothese]:
    """Une absence retenue par une autre méthode que les heures réelles."""
    for code, mots, methode in _METHODES:
        yield retouchee(
            code,
            f"L'absence est retenue {mots}, et non sur les heures réelles du mois.",
            "Retenue pour absence : heures réelles du mois ; Soc. 11/02/1982, n° 80-40359",
            "Soc. 11/02/1982, n° 80-40359",
            Retouche(gains=_retenue(methode)),
        )


def _conges_au_maintien() -> Hypothese:
    """Des congés au salaire maintenu, alors que le dixième l'emporte."""
    return Hypothese(
        "conges_au_maintien",
        "Les congés payés sont au salaire maintenu : le dixième, plus favorable, n'est pas appliqué. "
        "S'il ne l'est qu'en fin de période, demander quand.",
        "Indemnité de congés payés : le plus fort du dixième et du maintien ; C. trav., art. L3141-24",
        "C. trav., art. L3141-24",
        lambda s: replace(s, variables=replace(s.variables, complement_conges=ZERO)),
    )


def _retenue(methode: str) -> Callable[[Situation, Gains], Gains]:
    def retenir(s: Situation, gains: Gains) -> Gains:
        semaine = heures_du_contrat(s.salarie, s.periode.debut)
        heures, mensuelles = s.variables.heures_absence, mensualiser(semaine)
        jours = heures / (semaine / 5) if semaine else ZERO
        part = {
            "heures": heures / mensuelles if mensuelles else ZERO,
            "trentiemes": (s.variables.jours_absence or jours) / 30,
            "jours": jours * 12 / (5 * 52),
        }[methode]
        return replace(gains, retenue=arrondir_centime(s.variables.brut * part))

    return retenir
