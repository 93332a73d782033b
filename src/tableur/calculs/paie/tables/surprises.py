"""Ce qui surprend dans une ligne tapée : elle se paie, mais elle est à relire."""

from dataclasses import dataclass

from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.saisies import nom_de


@dataclass(frozen=True, slots=True)
class Surprise:
    """Ce qui surprend dans une ligne tapée : la personne, la table, le rang et la colonne, la phrase.

    Sans personne ni table, c'est un réglage de la feuille Paramètres.
    """

    fiche: FicheSalarie | None
    table: str
    rang: int
    champ: str
    regle: str
    message: str

    @property
    def matricule(self) -> str:
        """Matricule de la personne ; vide pour un réglage."""
        return self.fiche.matricule if self.fiche else ""

    @property
    def nom(self) -> str:
        """Nom et prénom de la personne ; « Tous » pour un réglage."""
        return nom_de(self.fiche) if self.fiche else "Tous"
