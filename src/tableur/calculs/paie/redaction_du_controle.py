"""Dire un contrôle de bulletin : la phrase d'un écart, sa règle et sa source, la question à poser au cabinet."""

import re
from collections.abc import Sequence

from tableur import baremes
from tableur.calculs.paie.controle_enregistrements import CauseProuvee, EcartDeBulletin
from tableur.calculs.paie.hypotheses import Calcul
from tableur.calculs.paie.postes import Cle, Ecart
from tableur.socle.dates import Mois
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import ZERO

ECARTS_DITS = 12
_DEMANDE = (
    "Pouvez-vous nous dire ce qui a été retenu et, s'il y a lieu, nous adresser un bulletin rectifié ou "
    "régulariser sur le prochain ?"
)
_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_INTERNES = (
    "Lignes du bulletin", "Barèmes et paramètres du dossier", "Paramètres de l'établissement", "Pratique de paie",
)  # fmt: skip
"""Sources qui ne disent rien au cabinet."""
_SERIE = re.compile(r"(paie\w*\.\w+), (\d\d/\d\d/\d{4})")
_MOTEURS = ("modele-social", "openfisca", "mon-entreprise")
_TOTAUX = {
    "brut": ("Salaire, moins absences, plus heures, primes et avantages", "C. trav., art. L3221-3 et L3121-36"),
    "total_salarial": (
        "Somme des parts salariales arrondies, moins l'allègement des heures",
        "Lignes du bulletin",
    ),
    "total_patronal": ("Somme des parts patronales arrondies, moins les allègements", "Lignes du bulletin"),
    "montant_net_social": ("Brut, moins toutes les cotisations salariales", "Arrêté du 31/01/2023 modifié"),
    "net_imposable": (
        "Brut, moins cotisations et CSG déductibles, plus la part patronale de santé",
        "CGI, art. 83, 1° quater, et 81 quater",
    ),
    "net_a_payer_avant_impot": (
        "Brut, moins cotisations salariales, plus remboursements",
        "C. trav., art. R3243-1",
    ),
    "net_a_payer": ("Net avant impôt, moins prélèvement, acomptes et saisies", "C. trav., art. R3243-1"),
    "prelevement_a_la_source": ("Net imposable × taux transmis", "CGI, art. 204 A et 204 H"),
    "cout_total_avant_aides": (
        "Brut, plus cotisations patronales, moins allègements",
        "Arrêté du 25/02/2016 modifié",
    ),
    "plafond_applique": (
        "Plafond du mois, au prorata de la présence et de la durée",
        "CSS, art. R242-2 et R242-7",
    ),
    "tranche_1": ("Cumul du brut jusqu'au cumul des plafonds, moins les mois précédents", "CSS, art. R243-10"),
    "tranche_2": ("Cumul au-delà du plafond, moins les mois précédents", "ANI du 17/11/2017"),
    "reduction_generale": (
        "Coefficient du cumul × cumul, moins ce qui est déjà pratiqué",
        "CSS, art. L241-13 et D241-7",
    ),
}


def textes_de(source: str) -> str:
    """Textes d'une source, sans les moteurs de calcul qui l'ont recoupée.

    >>> textes_de("D. 2026-509 du 12/06/2026 ; openfisca-france 176.1.8, allegement_general")
    'D. 2026-509 du 12/06/2026'
    """
    textes = [un for un in source.split(" ; ") if not un.startswith(_MOTEURS)]
    return " ; ".join(dict.fromkeys(textes)) or source


def regle_dite(regle: str) -> str:
    """Règle dont les valeurs du barème sont dites par leur nom, et non par leur clé.

    >>> regle_dite("paie_reductions.rgdu, 01/01/2026")
    'Réduction générale dégressive unique, depuis le 01/01/2026'
    """

    def nom(trouve: "re.Match[str]") -> str:
        historique = baremes.historique(trouve.group(1))
        return f"{historique[0].libelle}, depuis le {trouve.group(2)}" if historique else trouve.group()

    return _SERIE.sub(nom, regle)


def mois_ecrit(periode: Mois) -> str:
    """Mois en toutes lettres.

    >>> mois_ecrit(Mois(2026, 7))
    'juillet 2026'
    """
    return f"{_MOIS[periode.mois - 1]} {periode.annee}"


def regle_et_source(cle: Cle, juste: Calcul) -> tuple[str, str]:
    """Règle et source d'un montant : celles de sa ligne, ou celles du total."""
    code, element = cle
    lignes = {une.code: une for une in juste.toutes}
    if code in lignes:
        return lignes[code].bareme, lignes[code].source
    if element == "total" or code in _TOTAUX:
        return _TOTAUX[code]
    siennes = [lignes[morceau] for morceau in code.split() if morceau in lignes]
    if siennes:
        return " ; ".join(dict.fromkeys(u.bareme for u in siennes)), " ; ".join(
            dict.fromkeys(u.source for u in siennes)
        )
    return "Aucune cotisation de ce nom n'est due ce mois-ci", "Barèmes et paramètres du dossier"


def phrase_d_ecart(ecart: Ecart, regle: str, source: str, cause: str) -> str:
    """« Votre bulletin dit X, le barème donne Y, écart Z. Règle : … Source : … Cause : … »."""
    _, element = ecart.cle
    precision = "" if element == "total" else f", {element}"
    difference = ("+" if ecart.ecart > ZERO else "") + montant_ecrit(ecart.ecart)
    phrase = (
        f"{ecart.libelle}{precision} : votre bulletin dit {montant_ecrit(ecart.recu)}, le barème donne "
        f"{montant_ecrit(ecart.attendu)}, écart {difference}. Règle : {regle_dite(regle)}. "
        f"Source : {textes_de(source)}."
    )
    return f"{phrase} Cause : {cause}" if cause else f"{phrase} Cause non trouvée."


def question_au_cabinet(
    periode: Mois, nom: str, ecarts: Sequence[EcartDeBulletin], causes: Sequence[CauseProuvee]
) -> str:
    """Question rédigée pour le cabinet, objet compris ; vide si le bulletin est juste."""
    if not ecarts:
        return ""
    mois = mois_ecrit(periode)
    demandes = [ecart for ecart in ecarts if ecart.element != "base"] or list(ecarts)
    seul = len(demandes) == 1
    lignes = [
        f"Objet : bulletin de paie {_de(mois)}{f', {nom}' if nom else ''}",
        "",
        "Bonjour,",
        "",
        f"En relisant le bulletin{f' de {nom}' if nom else ''} {_de(mois)}, nous ne retrouvons pas "
        + ("ce montant :" if seul else "ces montants :"),
        *(_montant_demande(ecart) for ecart in demandes[:ECARTS_DITS]),
    ]
    if len(demandes) > ECARTS_DITS:
        lignes.append(f"- et {len(demandes) - ECARTS_DITS} autres, dans le relevé joint.")
    lignes += ["", *_explications(demandes, causes), "", _DEMANDE, "", "Merci d'avance.", "", "Cordialement,"]
    return "\n".join(lignes)


def _de(mois: str) -> str:
    """« de juillet 2026 », « d'avril 2026 »."""
    return f"d'{mois}" if mois[0] in "ao" else f"de {mois}"


def _explications(demandes: Sequence[EcartDeBulletin], causes: Sequence[CauseProuvee]) -> list[str]:
    """Ce qui retrouve les chiffres du cabinet, et ce que rien n'explique."""
    if not causes:
        return ["Nous n'avons pas trouvé d'où vient la différence."]
    lignes = ["Nos calculs retrouvent vos chiffres de cette façon :"]
    for cause in causes:
        lignes.append(f"- {cause.phrase} {_texte_de(cause)}".rstrip())
        if cause.autres:
            lignes.append(f"  ou bien : {cause.autres}")
    sans_cause = [ecart.libelle for ecart in demandes if not ecart.cause]
    if sans_cause:
        noms = ", ".join(dict.fromkeys(sans_cause[:ECARTS_DITS]))
        lignes += ["", f"Pour le reste ({noms}), nous n'avons pas trouvé d'où vient la différence."]
    return lignes


def _texte_de(cause: CauseProuvee) -> str:
    """Règle et textes d'une cause, chacun une fois ; un nom de barème ne dit rien au cabinet."""
    if cause.regle.startswith("paie"):
        textes = _textes_du_cabinet(cause.source)
        return f"Texte : {textes}." if textes else ""
    regle = regle_dite(cause.regle)
    restants = [un for un in _textes_du_cabinet(cause.source).split(" ; ") if un and un not in regle]
    return f"{regle} ({' ; '.join(restants)})." if restants else f"{regle}."


def _textes_du_cabinet(source: str) -> str:
    return " ; ".join(un for un in textes_de(source).split(" ; ") if un not in _INTERNES)


def _montant_demande(ecart: EcartDeBulletin) -> str:
    precision = "" if ecart.element == "total" else f" ({ecart.element})"
    textes = _textes_du_cabinet(ecart.source)
    return (
        f"- {ecart.libelle}{precision} : {montant_ecrit(ecart.recu)} ; nous attendons "
        f"{montant_ecrit(ecart.attendu)}{f' ({textes})' if textes else ''}."
    )
