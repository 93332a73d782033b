"""Bulletins de cabinets, tirés au sort : justes, rangés et arrondis à leur façon, ou faux d'une seule faute.

Les lignes viennent du barème ; ce qu'un cabinet en fait (regrouper, arrondir, additionner, se tromper) est refait
ici, à la main, sans les hypothèses du contrôle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.controle_enregistrements import LigneRecue, TotauxRecus
from tableur.calculs.paie.enregistrements import Etablissement, Salarie, Variables
from tableur.calculs.paie.hypotheses import Situation
from tableur.socle.dates import Mois

D = Decimal
ZERO = D(0)
NON_DEDUCTIBLES = ("csg_crds_non_deductible", "csg_crds_hs")
ALLEGEMENTS = ("reduction_generale", "deduction_patronale_heures_sup", "reduction_salariale_heures_sup")
CSG = ("csg_deductible", *NON_DEDUCTIBLES)
LIBELLES: dict[str, list[str]] = {
    "maladie": ["Sécurité Sociale-Mal. Maternité Invalidité Décès", "URSSAF maladie", "Assurance maladie"],
    "at_mp": ["Accidents du Travail & mal. professionnelles", "Accident du travail", "AT/MP", "A.T."],
    "vieillesse_plafonnee": ["Sécurité Sociale plafonnée", "Vieillesse plafonnée", "URSSAF vieillesse plaf."],
    "vieillesse_deplafonnee": ["Sécurité Sociale déplafonnée", "Vieillesse déplafonnée", "Vieillesse totalité"],
    "allocations_familiales": ["Famille", "Allocations familiales", "Famille - Sécurité sociale"],
    "sante_complementaire": ["Complémentaire Santé", "Mutuelle", "Frais de santé obligatoires"],
    "prevoyance": ["Complémentaire Incapacité Invalidité Décès TA", "Prévoyance cadre T1", "Prévoyance"],
    "agirc_arrco": ["Retraite AGIRC-ARRCO", "AGIRC ARRCO Tranches 1 et 2"],
    "ceg": ["Contribution d'équilibre général", "CEG", "C.E.G."],
    "cet": ["Contribution d'équilibre technique", "CET"],
    "apec": ["APEC", "Apec cadres"],
    "chomage": ["Assurance chômage", "Pôle emploi", "Chômage T1"],
    "ags": ["AGS", "A.G.S.", "Fonds de garantie des salaires"],
    "csa": ["Contribution Solidarité Autonomie", "CSA"],
    "fnal": ["FNAL", "F.N.A.L. déplafonné", "Aide au logement"],
    "versement_mobilite": ["Versement mobilité", "Versement transport", "Contribution mobilité"],
    "formation": ["Formation professionnelle", "Contribution à la formation professionnelle"],
    "cpf_cdd": ["CPF-CDD", "Contribution CPF CDD"],
    "taxe_apprentissage": ["Taxe d'apprentissage", "Taxe d'apprentissage, part principale"],
    "taxe_apprentissage_solde": ["Taxe d'apprentissage - solde"],
    "csa_apprentissage": ["Contribution supplémentaire à l'apprentissage"],
    "peec": ["Participation à l'effort de construction", "PEEC"],
    "dialogue_social": ["Contribution au dialogue social", "Financement des organisations syndicales"],
    "forfait_social": ["Forfait social 8 %", "Forfait social"],
    "csg_deductible": ["CSG déductible de l'impôt sur le revenu", "C.S.G. déductible"],
    "csg_crds_non_deductible": ["CSG/CRDS non déductible de l'IR", "CSG CRDS imposable"],
    "csg_crds_hs": ["CSG/CRDS sur heures sup. exonérées", "CSG/CRDS sur les revenus non imposables"],
    "reduction_generale": ["Réduction générale des cotisations patronales", "Réduction Fillon"],
    "reduction_salariale_heures_sup": ["Réduction salariale heures supplémentaires", "Exonération salariale HS"],
    "deduction_patronale_heures_sup": ["Déduction patronale heures sup.", "Déduction forfaitaire HS"],
}  # fmt: skip


@dataclass
class Ligne:
    """Cotisation : ses parts, et ses produits exacts, que certains n'arrondissent qu'une fois réunis."""

    salariale: Decimal
    patronale: Decimal
    base: Decimal = ZERO
    exacte_salariale: Decimal | None = None
    exacte_patronale: Decimal | None = None

    def exactes(self) -> tuple[Decimal, Decimal]:
        """Parts avant arrondi, ou arrondies si leur produit n'est pas connu."""
        salariale, patronale = self.exacte_salariale, self.exacte_patronale
        return (
            self.salariale if salariale is None else salariale,
            self.patronale if patronale is None else patronale,
        )


@dataclass
class Paie:
    """Paie d'un mois : la situation que le dossier connaît, et ce que le cabinet calcule."""

    situation: Situation
    lignes: dict[str, Ligne]
    brut: Decimal
    heures_exonerees: Decimal
    taux_pas: Decimal
    sante_imposee: bool = True
    prevoyance_imposee: bool = False
    fautes: tuple[str, ...] = ()


def sort_de(graine: object) -> Random:
    """Sort que la graine décide : les mêmes tirages à chaque essai."""
    return Random(str(graine))  # noqa: S311 - des bulletins d'essai, non des secrets


def centime(montant: Decimal) -> Decimal:
    """Arrondi au centime le plus proche, la moitié vers le haut."""
    return montant.quantize(D("0.01"), rounding=ROUND_HALF_UP)


def situation_au_sort(sort: Random) -> Situation:
    """Salarié, établissement et mois tirés au sort, avec les cumuls de l'année deux fois sur trois."""
    cadre = sort.random() < 0.3
    brut = D(sort.randrange(350_000, 900_000) if cadre else sort.randrange(186_800, 420_000)) / 100
    partiel = not cadre and sort.random() < 0.2
    semaine = D(sort.choice([20, 24, 28, 30])) if partiel else D(35)
    brut = centime(brut * semaine / 35)
    apprenti = not cadre and not partiel and sort.random() < 0.08
    salarie = Salarie(
        cadre=cadre,
        contrat="apprentissage" if apprenti else sort.choice(["CDI", "CDI", "CDI", "CDD"]),
        date_contrat=date(2025, 9, 1) if apprenti else None,
        part_du_smic=D("0.78") if apprenti else None,
        entree=date(2023, 9, 1) if not apprenti else date(2025, 9, 1),
        heures_semaine=semaine,
        alsace_moselle=sort.random() < 0.15,
        sante_mensuelle=D(sort.randrange(30_00, 120_00)) / 100,
        part_employeur_sante=D("0.5"),
        taux_pas=D(sort.randrange(0, 180)) / 1000,
    )
    chez = Etablissement(
        effectif=sort.choice([3, 8, 15, 25, 40, 60, 120, 300]),
        taux_at=D(sort.randrange(80, 400)) / 10000,
        taux_versement_mobilite=D(sort.choice(["0", "0.0085", "0.0200", "0.0295"])),
    )
    heures = D(sort.choice([0, 0, 4, 8, 17, 13])) if not partiel and not cadre and not apprenti else ZERO
    rang = sort.choice([1, 3, 6, 7, 9, 11])
    bruts = [centime(brut * D(sort.choice(["1", "1", "1", "1.1", "0.97"]))) for _ in range(rang - 1)]
    variables = Variables(brut=brut if not apprenti else D("1480.00"), heures_supplementaires_25=heures)
    mois, cumuls = Mois(2026, rang), None
    if rang > 1 and sort.random() < 0.67:
        for numero, ancien in enumerate(bruts, 1):
            avant = Variables(brut=ancien if not apprenti else D("1480.00"))
            cumuls = bulletin_de_paie(Mois(2026, numero), salarie, chez, avant, cumuls).cumuls
    return Situation(mois, salarie, chez, variables, cumuls)


def paie_de(s: Situation, dossier: Situation | None = None) -> Paie:
    """Paie du barème pour une situation ; `dossier` est celle que le dossier connaît, si elle est autre."""
    juste = bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables, s.cumuls)
    lignes = {}
    for une in (*juste.lignes, *juste.allegements):
        ligne = Ligne(une.part_salariale, une.part_patronale, une.base)
        if une.taux_salarial is not None and centime(une.base * une.taux_salarial) == une.part_salariale:
            ligne.exacte_salariale = une.base * une.taux_salarial
        if une.taux_patronal is not None and centime(une.base * une.taux_patronal) == une.part_patronale:
            ligne.exacte_patronale = une.base * une.taux_patronal
        lignes[une.code] = ligne
    totaux = juste.totaux
    taux = s.salarie.taux_pas if s.salarie.taux_pas is not None else totaux.taux_pas
    return Paie(dossier or s, lignes, totaux.brut, totaux.heures_exonerees_impot, taux)


def csg_au_centime(paie: Paie) -> Paie:
    """CSG d'un cabinet qui n'arrondit pas la part exonérée des heures (9,2 %, 0,5 %, abattement 1,75 %)."""
    heures, lignes = paie.heures_exonerees, paie.lignes
    if not heures or "csg_crds_hs" not in lignes:
        return paie
    abattues, ancienne = heures * D("0.9825"), lignes["csg_crds_hs"].base
    assiette = lignes["csg_deductible"].base + ancienne - abattues
    refaites = {
        "csg_deductible": Ligne(centime(assiette * D("0.068")), ZERO, assiette),
        "csg_crds_non_deductible": Ligne(centime(assiette * D("0.029") + abattues * D("0.005")), ZERO, assiette),
        "csg_crds_hs": Ligne(centime(abattues * D("0.092")), ZERO, abattues),
    }
    return replace(paie, lignes={**lignes, **refaites})


def totaux_de(paie: Paie, parts: Sequence[tuple[Decimal, Decimal]] | None = None) -> TotauxRecus:
    """Totaux que le cabinet imprime : la somme de ses lignes, telles qu'il les imprime."""
    s, lignes = paie.situation, paie.lignes
    imprimees = parts or [(une.salariale, une.patronale) for une in lignes.values()]
    salarial, patronal = sum((p[0] for p in imprimees), ZERO), sum((p[1] for p in imprimees), ZERO)
    perdues = sum((une.salariale for code, une in lignes.items() if code in NON_DEDUCTIBLES), ZERO)
    sante, prevoyance = (
        lignes[c].patronale if c in lignes else ZERO for c in ("sante_complementaire", "prevoyance")
    )
    imposable = paie.brut - salarial + perdues - paie.heures_exonerees
    imposable += (sante if paie.sante_imposee else ZERO) + (prevoyance if paie.prevoyance_imposee else ZERO)
    exonere = _exonere(s, imposable)
    imposable -= exonere
    impot = centime(max(imposable, ZERO) * paie.taux_pas)
    net = paie.brut - salarial
    reduction = lignes.get("reduction_generale")
    return TotauxRecus(
        brut=paie.brut,
        total_salarial=salarial,
        total_patronal=patronal,
        reduction_generale=-reduction.patronale if reduction is not None else ZERO,
        montant_net_social=net,
        net_imposable=imposable,
        net_a_payer_avant_impot=net,
        prelevement_a_la_source=impot,
        net_a_payer=net - impot,
        cout_total_avant_aides=paie.brut + patronal,
    )


def _exonere(s: Situation, imposable: Decimal) -> Decimal:
    """Un apprenti ne paie pas d'impôt sur un SMIC annuel : à ces salaires, tout est exonéré."""
    return imposable if s.salarie.contrat == "apprentissage" else ZERO


Rangement = Callable[[Random, Paie], tuple[list[LigneRecue], TotauxRecus]]


def _imprimees(
    sort: Random, paie: Paie, groupes: dict[str, tuple[str, ...]]
) -> tuple[list[LigneRecue], TotauxRecus]:
    """Lignes imprimées, celles d'un groupe réunies en une, arrondies une à une ou une seule fois."""
    une_fois = sort.random() < 0.5
    reunies: dict[str, list[str]] = {}
    for code in paie.lignes:
        libelle = next((lib for lib, codes in groupes.items() if code in codes), "")
        reunies.setdefault(libelle or sort.choice(LIBELLES[code]), []).append(code)
    lignes, parts = [], []
    for libelle, codes in reunies.items():
        unes = [paie.lignes[code] for code in codes]
        salariale, patronale = (
            tuple(centime(sum((u.exactes()[r] for u in unes), ZERO)) for r in (0, 1))
            if une_fois and len(unes) > 1
            else (sum((u.salariale for u in unes), ZERO), sum((u.patronale for u in unes), ZERO))
        )
        parts.append((salariale, patronale))
        lignes.append(
            LigneRecue(
                libelle=libelle,
                base=unes[0].base if len(unes) == 1 else None,
                part_salariale=salariale or None,
                part_patronale=patronale or None,
            )
        )
    return lignes, totaux_de(paie, parts)


def ligne_a_ligne(sort: Random, paie: Paie) -> tuple[list[LigneRecue], TotauxRecus]:
    """Une ligne par cotisation, sous les libellés des logiciels."""
    return _imprimees(sort, paie, {})


def clarifie(sort: Random, paie: Paie) -> tuple[list[LigneRecue], TotauxRecus]:
    """Bulletin clarifié : complémentaire en une ligne, chômage et AGS ensemble, autres contributions réunies."""
    autres = ("csa", "fnal", "versement_mobilite", "formation", "cpf_cdd", "taxe_apprentissage", "dialogue_social",
              "forfait_social", "taxe_apprentissage_solde", "csa_apprentissage", "peec")  # fmt: skip
    return _imprimees(
        sort,
        paie,
        {
            "Complémentaire Tranche 1": ("agirc_arrco", "ceg", "cet"),
            "Assurance chômage et AGS": ("chomage", "ags"),
            "Autres contributions dues par l'employeur": autres,
        },
    )


def urssaf_en_une_ligne(sort: Random, paie: Paie) -> tuple[list[LigneRecue], TotauxRecus]:
    """« Urssaf » en une ligne, Agirc-Arrco avec la CEG, santé avec la prévoyance."""
    siennes = ("maladie", "at_mp", "vieillesse_plafonnee", "vieillesse_deplafonnee", "allocations_familiales",
               "csa", "fnal", "chomage", "ags", "dialogue_social", "formation", "cpf_cdd", "taxe_apprentissage",
               "versement_mobilite", "forfait_social")  # fmt: skip
    return _imprimees(
        sort,
        paie,
        {
            sort.choice(["URSSAF", "Cotisations Urssaf", "Urssaf régime général"]): siennes,
            "Agirc-Arrco + CEG": ("agirc_arrco", "ceg"),
            sort.choice(["Mutuelle et prévoyance", "Prévoyance et frais de santé"]): (
                "sante_complementaire",
                "prevoyance",
            ),
        },
    )


def csg_en_une_ligne(sort: Random, paie: Paie) -> tuple[list[LigneRecue], TotauxRecus]:
    """CSG et CRDS en une ligne, vieillesse en une ligne."""
    return _imprimees(
        sort,
        paie,
        {
            "CSG/CRDS": CSG,
            "Vieillesse plafonnée et déplafonnée": ("vieillesse_plafonnee", "vieillesse_deplafonnee"),
        },
    )


def totaux_seuls(sort: Random, paie: Paie) -> tuple[list[LigneRecue], TotauxRecus]:
    """Les huit totaux tapés, d'un bulletin dont les lignes sont réunies ou non."""
    _, totaux = sort.choice([ligne_a_ligne, clarifie, urssaf_en_une_ligne])(sort, paie)
    return [], replace(totaux, prelevement_a_la_source=None, cout_total_avant_aides=None)


RANGEMENTS: tuple[Rangement, ...] = (ligne_a_ligne, clarifie, urssaf_en_une_ligne, csg_en_une_ligne, totaux_seuls)


def paie_juste(sort: Random) -> Paie:
    """Paie juste, avec une pratique de cabinet ou deux."""
    s = situation_au_sort(sort)
    faite = s
    if sort.random() < 0.25:
        faite = replace(s, etablissement=replace(s.etablissement, contributions_annuelles_mensualisees=True))
    paie = paie_de(faite, s)
    return csg_au_centime(paie) if sort.random() < 0.6 else paie
