"""Un petit classeur de pilotage, tiré au sort à graine fixe."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tableur.calculs.pilotage.activite import (
    chiffre_d_affaires_par_client,
    chiffre_d_affaires_par_famille,
    chiffre_d_affaires_par_mois,
)
from tableur.calculs.pilotage.enregistrements import (
    CaDeClient,
    CaDeFamille,
    CaDuMois,
    Objectif,
    StockDuMois,
    ValeurFournie,
    Vente,
)
from tableur.classeurs import construire, modele
from tableur.classeurs.contenu import Contenu, corps_de

D = Decimal
FAMILLES = ("Farines", "Épicerie", "Sucre*", "", "~Divers?", ">5", "farines")
CLIENTS = (
    "Durand",
    "Le Goff & Filles",
    "",
    "=Martin",
    'Chez "Soazig"',
    "O'Neil",
    "A*",
    "AB",
    "Zoé",
    "K",
    "L",
    "M",
    "N",
)


@dataclass
class Pilotage:
    """Ce que les tables tapées contiennent, et les réglages."""

    mois: date | None = date(2026, 11, 1)
    au: date | None = date(2026, 11, 24)
    premier_mois: int = 1
    ventes: list[Vente] = field(default_factory=list)
    objectifs: list[Objectif] = field(default_factory=list)
    fournies: list[ValeurFournie] = field(default_factory=list)
    stocks: list[StockDuMois] = field(default_factory=list)
    commentaire: str = ""

    def attendus(self) -> tuple[list[CaDuMois], list[CaDeClient], list[CaDeFamille]]:
        """Les trois tables d'activité, selon Python."""
        au = self.au or max((v.date for v in self.ventes), default=date(2026, 11, 24))
        mois = self.mois or au
        return (
            chiffre_d_affaires_par_mois(self.ventes, mois, au, self.objectifs),
            chiffre_d_affaires_par_client(self.ventes, mois, au, self.premier_mois),
            chiffre_d_affaires_par_famille(self.ventes, mois, au, self.premier_mois),
        )

    def construire(self, fichier: Path) -> Path:
        """Écrit le classeur."""
        pilotage = modele("pilotage")
        par_mois, clients, familles = self.attendus()
        lignes: dict[str, Sequence[object]] = {
            "Vente": self.ventes,
            "Objectif": self.objectifs,
            "ValeurFournie": self.fournies,
            "StockDuMois": self.stocks,
            "CaDuMois": par_mois,
            "CaDeClient": clients,
            "CaDeFamille": familles,
        }
        corps = {t.nom: corps_de(t, lignes[t.nom]) for _, t in pilotage.tables() if lignes.get(t.nom)}
        reglages = {
            "mois_choisi": self.mois,
            "donnees_au": self.au,
            "premier_mois": self.premier_mois,
            "commentaire": self.commentaire,
        }
        construire(pilotage, fichier, Contenu(tables=corps, reglages=reglages))
        return fichier


def pilotage_d_essai(graine: int = 1, ventes: int = 400, **champs: object) -> Pilotage:
    """Pilotage dont les ventes vont de janvier 2025 à novembre 2026."""
    tirage = random.Random(graine)  # noqa: S311 - des données d'essai
    premier = date(2025, 1, 1)
    tirees = [
        Vente(
            date=premier + timedelta(days=tirage.randrange(693)),
            piece=f"FA-{rang:04d}",
            client=tirage.choice(CLIENTS),
            famille=tirage.choice(FAMILLES),
            montant_ht=D(tirage.randrange(-20_000, 200_000)) / 100,
        )
        for rang in range(ventes)
    ]
    objectifs = [
        Objectif(mois=date(2026, m, 1 + m), montant=D(tirage.randrange(10_000, 20_000))) for m in range(1, 12)
    ]
    return Pilotage(ventes=tirees, objectifs=objectifs, **champs)  # type: ignore[arg-type]
