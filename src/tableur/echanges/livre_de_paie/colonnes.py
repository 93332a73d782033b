"""Colonnes d'un livre de paie : à quel champ répond chaque en-tête."""

import re
from collections.abc import Sequence

from tableur.calculs.paie.correspondances import mots

_COLONNES: tuple[tuple[str, str], ...] = (
    (r"(taux|tx|%).*(patron|employeur|emp\b).*", "taux_patronal"),
    (r"(taux|tx|%).*(salari|ouvri|sal\b).*", "taux_salarial"),
    (r"(base|assiette).*", "base"),
    (r"(taux|tx)\.?", "taux_salarial"),
    (r"(n|no|num|numero|code|matr|id)\b\.?( du| de)?( salarie| employe| personnel)?|matricule.*",
     "matricule"),
    (r"nom.*|salarie e?t?.*prenom|employe|salarie\(e\)", "nom"),
    (r"prenom", "prenom"),
    (r"mois.*|periode.*", "mois"),
    (r"(code|n|no|numero)\b.*(rubrique|ligne|cotisation)|rubrique (code|n)\b.*|code.*", "code"),
    (r"(montant|part|retenue|cot\w*|a deduire|charges?)?s?.*(patron|employeur)\w*.*", "part_patronale"),
    (r"(montant|part|retenue|cot\w*|charges?)?s?.*(salarial|salarie|ouvri|\bsal)\w*.*|retenues?|a deduire",
     "part_salariale"),
    (r"(libelle|intitule|designation|rubrique|cotisation|description|ligne).*", "libelle"),
    (r"gains?|a payer|montant|valeur", "gain"),
)  # fmt: skip
CODE_COLLE = re.compile(r"^([A-Z]{1,3}\d{1,6}|\d{2,6})\s+(\D.+)$")
"""Libellé imprimé derrière le code de sa rubrique : « 3010 Maladie »."""
CHIFFRES = ("base", "taux_salarial", "part_salariale", "taux_patronal", "part_patronale", "gain")
"""Champs d'une colonne de nombres."""


def champ_de_colonne(entete: str) -> str:
    """Champ auquel un en-tête répond, vide si rien ne le reconnaît.

    >>> [champ_de_colonne(e) for e in ("Matricule", "Libellé", "Taux salarial", "Montant patronal", "Humeur")]
    ['matricule', 'libelle', 'taux_salarial', 'part_patronale', '']
    """
    plie = mots(entete).replace("°", "").strip(" .:")
    for motif, champ in _COLONNES:
        if re.fullmatch(motif, plie):
            return champ
    return ""


def champs_des_colonnes(entetes: Sequence[str], nombres: Sequence[bool]) -> list[str]:
    """Champ de chaque colonne ; « Salarié » est une personne s'il porte du texte, une part s'il porte des nombres.

    Args:
        entetes: En-têtes, de gauche à droite.
        nombres: Vrai pour une colonne dont les cellules remplies sont toutes des nombres.
    """
    champs = [champ_de_colonne(entete) for entete in entetes]
    for rang, (champ, est_nombre) in enumerate(zip(champs, nombres, strict=True)):
        if champ == "part_salariale" and not est_nombre and "nom" not in champs:
            champs[rang] = "nom"
        elif champ == "libelle" and est_nombre:
            champs[rang] = ""
        elif champ == "matricule" and champs.index("matricule") != rang:
            champs[rang] = "code"
    if "libelle" in champs and "matricule" not in champs and "nom" not in champs:
        champs = ["code" if champ == "matricule" else champ for champ in champs]
    return champs
