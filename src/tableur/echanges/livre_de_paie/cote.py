"""Côté d'un montant seul : part salariale ou patronale, d'après ce que le livre en dit, ou le droit."""

import re
from typing import Literal

from tableur.calculs.paie.correspondances import AUTRES, mots

Cote = Literal["salariale", "patronale", ""]

_SALARIALE = re.compile(
    r"\bsalari(al|ale|aux|ales)\b|\bpart (du )?salaries?\b|\bsal\b\.?|\bouvri\w+|\bretenues?\b|"
    r"\((s|ps)\)|[-/ ](s|ps)$"
)
_PATRONALE = re.compile(
    r"\bpatronal(e|es)?\b|\bpatronaux\b|\bpart (de l')?employeurs?\b|\bcharges employeur\b|\bpat\b\.?|"
    r"\((p|pp)\)|[-/ ](p|pp)$"
)
_MOTS_DE_COTE = {
    "s": "salariale", "ps": "salariale", "sal": "salariale", "salarie": "salariale", "salarial": "salariale",
    "salariale": "salariale", "ouvriere": "salariale", "retenue": "salariale", "p": "patronale",
    "pp": "patronale", "pat": "patronale", "patronal": "patronale", "patronale": "patronale",
    "employeur": "patronale", "e": "patronale",
}  # fmt: skip
_MENTION = re.compile(
    r"\s*[-–,:/(]+\s*(parts? |cotisations? |montant )?(salariales?|salarial|salarié|sal\.?|patronales?|patronal|"
    r"employeur|pat\.?)\s*\)?\s*$|\s+parts? (salariales?|patronales?|salarié|employeur)$|\s+(sal|pat)\.$|"
    r"\s*\((s|p|ps|pp)\)\s*$|\s+[-/]\s*(s|p)$",
    re.IGNORECASE,
)
_DU_SALARIE = frozenset({
    "csg_deductible", "csg_crds_non_deductible", "csg_crds_hs", "csg_deductible_ppv",
    "csg_crds_non_deductible_ppv", "reduction_salariale_heures_sup",
})  # fmt: skip
_DE_L_EMPLOYEUR = frozenset({
    "at_mp", "allocations_familiales", "chomage", "ags", "fnal", "csa", "dialogue_social", "formation", "cpf_cdd",
    "taxe_apprentissage", "taxe_apprentissage_solde", "csa_apprentissage", "peec", "versement_mobilite",
    "versement_mobilite_regional", "forfait_social", "forfait_social_ppv", "reduction_generale",
    "deduction_patronale_heures_sup", AUTRES,
})  # fmt: skip


def cote_du_libelle(libelle: str) -> Cote:
    """Côté que dit un libellé ou un titre de section, vide s'il n'en dit rien.

    >>> cote_du_libelle("Retraite T1 - part salariale"), cote_du_libelle("COTISATIONS PATRONALES")
    ('salariale', 'patronale')
    >>> cote_du_libelle("Vieillesse plafonnée")
    ''
    """
    plie = mots(libelle)
    salariale, patronale = _SALARIALE.search(plie), _PATRONALE.search(plie)
    if (salariale is None) == (patronale is None):
        return ""
    return "salariale" if salariale else "patronale"


def cote_d_un_mot(mot: str) -> Cote:
    """Côté d'une cellule de la colonne « Part » : « S », « Pat. », « Employeur » ; vide sinon.

    >>> cote_d_un_mot("S"), cote_d_un_mot("Pat."), cote_d_un_mot("12")
    ('salariale', 'patronale', '')
    """
    cote = _MOTS_DE_COTE.get(mots(mot).strip(" ."), "")
    return "salariale" if cote == "salariale" else "patronale" if cote == "patronale" else ""


def sans_la_mention(libelle: str) -> str:
    """Libellé sans la mention de sa part : deux lignes d'une même cotisation s'y rejoignent.

    >>> sans_la_mention("Retraite T1 - part salariale"), sans_la_mention("Retraite T1 (P)")
    ('Retraite T1', 'Retraite T1')
    >>> sans_la_mention("Réduction générale des cotisations patronales")
    'Réduction générale des cotisations patronales'
    """
    return _MENTION.sub("", libelle).strip() or libelle


def cote_du_droit(codes: tuple[str, ...], libelle: str) -> Cote:
    """Côté de cotisations qui n'en ont qu'un ; vide pour celles que l'employeur et le salarié se partagent."""
    if not codes:
        return ""
    if set(codes) <= _DU_SALARIE:
        return "salariale"
    if codes == ("maladie",):
        return "salariale" if re.search(r"alsace|local", mots(libelle)) else "patronale"
    return "patronale" if set(codes) <= _DE_L_EMPLOYEUR else ""
