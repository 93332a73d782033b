"""FEC d'essai écrits pour les tests : une écriture est une liste de lignes, une ligne un dictionnaire de colonnes."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tableur.echanges.fec.colonnes import COLONNES
from tableur.echanges.fec.controles import controler
from tableur.echanges.fec.lecture import lire_fec
from tableur.echanges.fec.modele import Fec

NOM = "732829320FEC20261231.txt"
MODELE = {
    "JournalCode": "VE",
    "JournalLib": "Ventes",
    "EcritureNum": "1",
    "EcritureDate": "20261105",
    "CompteNum": "411000",
    "CompteLib": "Clients",
    "CompAuxNum": "",
    "CompAuxLib": "",
    "PieceRef": "F1",
    "PieceDate": "20261105",
    "EcritureLib": "Facture F1",
    "Debit": "0,00",
    "Credit": "0,00",
    "EcritureLet": "",
    "DateLet": "",
    "ValidDate": "20261231",
    "Montantdevise": "",
    "Idevise": "",
}
LIBELLES = {"411000": "Clients", "707000": "Ventes", "445710": "TVA collectée", "607000": "Achats"}


def ligne(compte: str = "411000", debit: str = "0,00", credit: str = "0,00", **autres: str) -> dict[str, str]:
    """Ligne d'essai ; les colonnes qu'on ne dit pas sont celles du modèle."""
    libelle = LIBELLES.get(compte, f"Compte {compte}")
    return {**MODELE, "CompteNum": compte, "CompteLib": libelle, "Debit": debit, "Credit": credit, **autres}


def vente(numero: int = 1, **autres: str) -> list[dict[str, str]]:
    """Vente de 100 € hors taxes à 20 %, en trois lignes équilibrées."""
    communs = {"EcritureNum": str(numero), "PieceRef": f"F{numero}", "EcritureLib": f"Facture F{numero}", **autres}
    return [
        ligne("411000", "120,00", **communs),
        ligne("707000", credit="100,00", **communs),
        ligne("445710", credit="20,00", **communs),
    ]


def en_texte(
    lignes: Iterable[Mapping[str, str]],
    separateur: str = "\t",
    colonnes: Sequence[str] = COLONNES,
    saut: str = "\r\n",
) -> str:
    """Texte d'un FEC, en-têtes compris."""
    rangees = [separateur.join(colonnes), *(separateur.join(rang.get(c, "") for c in colonnes) for rang in lignes)]
    return saut.join(rangees) + saut


def ecrire(dossier: Path, contenu: str | bytes, nom: str = NOM, encodage: str = "utf-8") -> Path:
    """Fichier d'essai."""
    fichier = dossier / nom
    fichier.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode(encodage))
    return fichier


def lu(dossier: Path, lignes: Iterable[Mapping[str, str]], **formes: str) -> Fec:
    """FEC écrit, puis lu."""
    return lire_fec(ecrire(dossier, en_texte(lignes, **formes)))


def regles(fec: Fec) -> dict[str, int]:
    """Nombre d'anomalies de chaque règle, contrôles compris."""
    controler(fec)
    return {constat.regle: constat.nombre for constat in fec.releve.constats}
