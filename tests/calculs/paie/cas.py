"""Cas de paie partagés : bulletins publics, scénarios de régularisation, et de quoi les calculer."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Etablissement, Salarie, Variables
from tableur.frontiere import lire
from tableur.socle.dates import Mois

DOSSIER = Path(__file__).parent
PUBLICS: dict[str, Any] = json.loads((DOSSIER / "bulletins_publics.json").read_text(encoding="utf-8"))
SCENARIOS: dict[str, Any] = json.loads((DOSSIER / "regularisation.json").read_text(encoding="utf-8"))
ETABLISSEMENT = Etablissement(effectif=15, taux_at=Decimal("0.02"), taux_versement_mobilite=Decimal("0.015"))
TAUX_CSA = {"2.5": Decimal("0.001"), "5": Decimal(0)}


def bulletin_public(entrees: dict[str, Any]) -> Bulletin:
    """Bulletin d'un cas public, avec les hypothèses que son fichier dit."""

    def lu(nom: str, defaut: str = "0") -> Decimal:
        return Decimal(str(entrees.get(nom, defaut)))

    jour = lire(entrees.get("date_embauche", "01/06/2020"), date)
    salarie = Salarie(
        cadre=entrees["cadre"],
        contrat=entrees.get("contrat", "CDI"),
        date_contrat=jour,
        heures_semaine=lu("heures_semaine", "35"),
        alsace_moselle=entrees.get("alsace_moselle", False),
        sante_mensuelle=lu("mutuelle", "60"),
        part_employeur_sante=Decimal("0.5"),
    )
    etablissement = Etablissement(
        effectif=entrees["effectif"],
        taux_at=lu("at", "2") / 100,
        taux_versement_mobilite=Decimal("0.015"),
        taux_csa_alternance=TAUX_CSA[str(entrees.get("ratio_alternants", 5))],
        contributions_annuelles_mensualisees=True,
    )
    variables = Variables(brut=lu("brut"), heures_supplementaires_25=lu("hs"))
    return bulletin_de_paie(Mois.lire(entrees["date"]), salarie, etablissement, variables)


def annee(
    bruts: list[Decimal],
    *,
    salarie: Salarie | None = None,
    etablissement: Etablissement = ETABLISSEMENT,
    annee: int = 2026,
    cumuls: Cumuls | None = None,
    depart: int = 1,
) -> Iterator[Bulletin]:
    """Bulletins successifs, chacun sur les cumuls du précédent."""
    for rang, brut in enumerate(bruts):
        bulletin = bulletin_de_paie(
            Mois(annee, depart + rang), salarie or Salarie(), etablissement, Variables(brut=brut), cumuls
        )
        cumuls = bulletin.cumuls
        yield bulletin
