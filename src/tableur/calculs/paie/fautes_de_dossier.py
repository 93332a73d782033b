"""Fautes de dossier : effectif, statut, date du contrat, contributions, allègements, nets, lignes oubliées."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tableur import baremes
from tableur.calculs.paie.allegements import AUCUNE, Allegements
from tableur.calculs.paie.assiettes import Assiettes
from tableur.calculs.paie.effectifs import effectif_pour
from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.hypotheses import Calcul, Hypothese, Retouche, Situation, retouchee
from tableur.calculs.paie.nets import prelevement_a_la_source
from tableur.calculs.paie.reductions import part_du_smic_retenue, smic_de_la_reduction
from tableur.calculs.paie.totaux import Nets
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import UN, ZERO

_SEUILS = (11, 20, 50, 250)
_SEUIL_APPRENTI = "paie_alternance.apprenti_seuil_salarial"
_IMPOSABLE = "Net imposable : CGI, art. 83, 1° quater"
_NET_SOCIAL = "Montant net social : arrêté du 31/01/2023 modifié"


def fautes_de_dossier(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Fautes sur la personne, l'établissement, les allègements ou les nets qui peuvent toucher ce bulletin."""
    yield from _effectifs(s)
    yield from _statut(s)
    yield from _contrat_d_apprentissage(s)
    yield from _allegements(s, juste)
    yield from _nets(juste)
    for une in juste.lignes:
        yield retouchee(
            f"oubli_{une.code}",
            f"La ligne « {une.libelle} » est oubliée.",
            une.bareme,
            une.source,
            Retouche(lignes=_sans(une.code)),
        )


def _effectifs(s: Situation) -> Iterator[Hypothese]:
    """Un effectif de l'autre côté d'un seuil, pour tout ou pour ce seuil seul."""
    for seuil in _SEUILS:
        retenu = effectif_pour(s.etablissement, seuil) if seuil != 20 else s.etablissement.effectif
        faux = seuil - 1 if retenu >= seuil else seuil
        cote = "moins de" if faux < seuil else "au moins"
        phrase = f"Les taux sont ceux d'un effectif de {cote} {seuil} ; le vôtre est de {retenu}."
        yield Hypothese(
            f"effectif_{seuil}",
            phrase,
            f"Seuil de {seuil} salariés, gel de cinq ans compris : CSS, art. L130-1",
            "CSS, art. L130-1",
            _etablissement(
                **{f"effectif_seuil_{seuil}": faux}, **({"effectif_mobilite": faux} if seuil == 11 else {})
            ),
        )


def _etablissement(**champs: Any) -> Callable[[Situation], Situation]:
    return lambda s: replace(s, etablissement=replace(s.etablissement, **champs))


def _salarie(**champs: Any) -> Callable[[Situation], Situation]:
    return lambda s: replace(s, salarie=replace(s.salarie, **champs))


def _statut(s: Situation) -> Iterator[Hypothese]:
    cadre, local = s.salarie.cadre, s.salarie.alsace_moselle
    mot, autre = ("non-cadre", "cadre") if cadre else ("cadre", "non-cadre")
    yield Hypothese(
        "statut_cadre",
        f"Le salarié est traité en {mot} ; il est {autre}.",
        "Apec et prévoyance des cadres : ANI du 17/11/2017",
        "ANI du 17/11/2017",
        _salarie(cadre=not cadre),
    )
    ou = "comme hors d'Alsace-Moselle" if local else "au régime local d'Alsace-Moselle"
    lue = baremes.valeur_datee("paie_cotisations.maladie_alsace_moselle", s.periode.debut)
    yield Hypothese(
        "alsace_moselle",
        f"Le salarié est traité {ou}.",
        "Cotisation salariale du régime local",
        lue.source,
        _salarie(alsace_moselle=not local),
    )
    if s.salarie.contrat == "apprentissage":
        yield Hypothese(
            "apprenti_en_cdi",
            "L'apprenti est traité comme un salarié ordinaire : aucune exonération salariale.",
            "Exonération salariale des apprentis",
            baremes.valeur_datee(_SEUIL_APPRENTI, s.periode.debut).source,
            _salarie(contrat="CDI"),
        )


def _contrat_d_apprentissage(s: Situation) -> Iterator[Hypothese]:
    """Le seuil d'un contrat d'une autre date : la date du contrat décide, non celle de la paie."""
    jour = s.salarie.date_contrat or s.salarie.entree
    if s.salarie.contrat != "apprentissage" or jour is None:
        return
    lue = baremes.valeur_datee(_SEUIL_APPRENTI, jour)
    for autre in baremes.historique(_SEUIL_APPRENTI):
        if autre.abolie or autre.depuis == lue.depuis:
            continue
        part, juste = (nombre_ecrit(Decimal(str(v.valeur)) * 100) for v in (autre, lue))
        yield Hypothese(
            "date_du_contrat",
            f"L'exonération de l'apprenti est celle des contrats conclus depuis le {date_ecrite(autre.depuis)}, "
            f"{part} % du SMIC ; le contrat, du {date_ecrite(jour)}, donne {juste} %.",
            "La date du contrat décide de l'exonération, non celle de la paie",
            lue.source,
            _date_de_contrat(autre.depuis),
        )


def _date_de_contrat(jour: date) -> Callable[[Situation], Situation]:
    return _salarie(date_contrat=jour)


def _allegements(s: Situation, juste: Calcul) -> Iterator[Hypothese]:
    """Allègements oubliés, et heures supplémentaires oubliées dans le SMIC de la réduction."""
    regles = {une.code: une for une in juste.allegements}
    for code, champs in (
        ("reduction_generale", {"generale": AUCUNE}),
        ("reduction_salariale_heures_sup", {"salariale": ZERO}),
        ("deduction_patronale_heures_sup", {"deduction": ZERO}),
    ):
        if code in regles:
            une = regles[code]
            phrase = f"« {une.libelle} » n'est pas appliquée."
            yield retouchee(
                f"oubli_{code}", phrase, une.bareme, une.source, Retouche(allegements=_changes(champs))
            )
    heures = (s.variables.heures_supplementaires_25 + s.variables.heures_supplementaires_50
              + s.variables.heures_complementaires_10 + s.variables.heures_complementaires_25)  # fmt: skip
    if heures:
        yield retouchee(
            "heures_hors_du_smic",
            "Les heures supplémentaires ou complémentaires ne sont pas ajoutées au SMIC de la réduction générale.",
            "SMIC de la réduction : CSS, art. D241-7",
            "CSS, art. D241-7",
            Retouche(assiettes=_smic_sans(heures)),
        )
        yield retouchee(
            "heures_imposees",
            "La rémunération des heures supplémentaires n'est pas exonérée d'impôt.",
            "Exonération d'impôt des heures : CGI, art. 81 quater",
            "CGI, art. 81 quater",
            Retouche(sans_exoneration_des_heures=True),
        )
    partiel = s.salarie.heures_semaine
    if partiel is not None and partiel < baremes.nombre("paie.duree_legale", s.periode.debut):
        yield retouchee(
            "smic_entier",
            "Le SMIC de la réduction générale n'est pas réduit au temps partiel.",
            "SMIC de la réduction : CSS, art. D241-7",
            "CSS, art. D241-7",
            Retouche(assiettes=_smic_a_temps_plein),
        )


def _changes(champs: dict[str, Any]) -> Callable[[Situation, Assiettes, Allegements], Allegements]:
    return lambda _, __, allegements: replace(allegements, **champs)


def _smic_sans(heures: Decimal) -> Callable[[Situation, Assiettes], Assiettes]:
    def sans(s: Situation, assiettes: Assiettes) -> Assiettes:
        le, part = s.periode.debut, s.salarie.part_du_smic
        en_plus = smic_de_la_reduction(le, None, None, None, heures) - smic_de_la_reduction(le)
        retenue = part_du_smic_retenue(part, le)
        return replace(assiettes, smic_reduction=assiettes.smic_reduction - en_plus * retenue)

    return sans


def _smic_a_temps_plein(s: Situation, assiettes: Assiettes) -> Assiettes:
    le, heures = s.periode.debut, s.salarie.heures_semaine or ZERO
    duree = min(heures / baremes.nombre("paie.duree_legale", le), UN)
    return replace(
        assiettes, smic_reduction=assiettes.smic_reduction / duree if duree else assiettes.smic_reduction
    )


def _nets(juste: Calcul) -> Iterator[Hypothese]:
    """Nets où la part patronale de protection sociale est ajoutée à tort, ou oubliée."""
    sante = _patronale(juste.lignes, "sante_complementaire")
    prevoyance = _patronale(juste.lignes, "prevoyance")
    cas = (
        ("prevoyance_imposee", prevoyance, ZERO, "La prévoyance patronale est ajoutée à l'imposable", _IMPOSABLE),
        ("sante_non_imposee", -sante, ZERO, "La part patronale de santé manque au net imposable", _IMPOSABLE),
        ("sante_dans_le_net_social", ZERO, sante + prevoyance,
         "La part patronale de santé et de prévoyance est ajoutée au montant net social", _NET_SOCIAL),
        ("sante_sociale", ZERO, _salariale(juste.lignes, "sante_complementaire", "prevoyance"),
         "La part salariale de santé et de prévoyance n'est pas déduite du montant net social", _NET_SOCIAL),
    )  # fmt: skip
    for code, imposable, social, phrase, regle in cas:
        if imposable or social:
            yield retouchee(
                code, f"{phrase}.", regle, regle.partition(" : ")[2], Retouche(nets=_ajoute(imposable, social))
            )


def _ajoute(imposable: Decimal, social: Decimal) -> Callable[[Situation, list[LigneDeBulletin], Nets], Nets]:
    def ajouter(s: Situation, _: list[LigneDeBulletin], nets: Nets) -> Nets:
        if not imposable:
            return replace(nets, social=nets.social + social)
        change, soumis = nets.imposable + imposable, nets.soumis_au_pas + imposable
        jour = s.variables.date_paiement or s.periode.fin
        taux = nets.taux
        prelevement = prelevement_a_la_source(soumis, jour, taux)
        return replace(nets, imposable=change, soumis_au_pas=soumis, prelevement=prelevement)

    return ajouter


def _patronale(lignes: tuple[LigneDeBulletin, ...], code: str) -> Decimal:
    return sum((une.part_patronale for une in lignes if une.code == code), ZERO)


def _salariale(lignes: tuple[LigneDeBulletin, ...], *codes: str) -> Decimal:
    return sum((une.part_salariale for une in lignes if une.code in codes), ZERO)


def _sans(code: str) -> Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]]:
    return lambda _, __, lignes: [une for une in lignes if une.code != code]
