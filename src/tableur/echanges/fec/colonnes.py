"""Les dix-huit colonnes d'un FEC, leur ordre et ce qu'elles exigent (LPF, art. A47 A-1)."""

from tableur.frontiere import plier

DEBIT_CREDIT = ("Debit", "Credit")
MONTANT_SENS = ("Montant", "Sens")

COLONNES = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    *DEBIT_CREDIT,
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
"""Ordre du texte ; Montant et Sens peuvent y remplacer Debit et Credit."""

INDISPENSABLES = ("JournalCode", "EcritureNum", "EcritureDate", "CompteNum")
"""Sans ces colonnes, et sans montants, rien ne peut être contrôlé."""

OBLIGATOIRES = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "ValidDate",
)
"""Colonnes dont aucune cellule n'est vide."""

DATES = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")

_NOMS = {plier(nom): nom for nom in (*COLONNES, *MONTANT_SENS)}


def nom_de_colonne(entete: str) -> str | None:
    """Colonne que désigne un en-tête, casse, accents et espaces ignorés ; None s'il n'en désigne aucune.

    >>> nom_de_colonne("MontantDevise"), nom_de_colonne("Écriture date"), nom_de_colonne("Solde")
    ('Montantdevise', 'EcritureDate', None)
    """
    return _NOMS.get(plier(entete))
