"""Bulletins reçus d'essai : un bulletin juste du barème, tel qu'un cabinet l'imprime, puis faussé à la main."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.controle import controler_un_bulletin
from tableur.calculs.paie.controle_enregistrements import ControleDeBulletin, LigneRecue, TotauxRecus
from tableur.calculs.paie.enregistrements import Bulletin, Etablissement, Salarie, Variables
from tableur.calculs.paie.hypotheses import Calcul, Situation
from tableur.calculs.paie.postes import NOMS_DES_TOTAUX
from tableur.frontiere import lire
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tests.calculs.paie.cas import TAUX_CSA

CHEZ = Etablissement(effectif=15, taux_at=Decimal("0.02"), taux_versement_mobilite=Decimal("0.015"))
JUILLET = Mois(2026, 7)


def situation(
    brut: str,
    *,
    mois: Mois = JUILLET,
    chez: Etablissement = CHEZ,
    salarie: Salarie | None = None,
    **variables: Any,
) -> Situation:
    """Situation d'un salarié qui a une complémentaire santé et un taux de prélèvement."""
    personne = salarie or Salarie()
    personne = replace(personne, sante_mensuelle=Decimal(60), taux_pas=Decimal("0.05"))
    return Situation(mois, personne, chez, Variables(brut=Decimal(brut), **variables))


def situation_publique(entrees: dict[str, Any]) -> Situation:
    """Situation d'un cas public."""
    nombres = {nom: Decimal(str(entrees.get(nom, defaut))) for nom, defaut in _DEFAUTS.items()}
    salarie = Salarie(
        cadre=entrees["cadre"],
        contrat=entrees.get("contrat", "CDI"),
        date_contrat=lire(entrees.get("date_embauche", "01/06/2020"), date),
        heures_semaine=nombres["heures_semaine"],
        alsace_moselle=entrees.get("alsace_moselle", False),
        sante_mensuelle=nombres["mutuelle"],
        part_employeur_sante=Decimal("0.5"),
        taux_pas=Decimal("0.083"),
    )
    chez = Etablissement(
        effectif=entrees["effectif"],
        taux_at=nombres["at"] / 100,
        taux_versement_mobilite=Decimal("0.015"),
        taux_csa_alternance=TAUX_CSA[str(entrees.get("ratio_alternants", 5))],
        contributions_annuelles_mensualisees=True,
    )
    variables = Variables(brut=nombres["brut"], heures_supplementaires_25=nombres["hs"])
    return Situation(Mois.lire(entrees["date"]), salarie, chez, variables)


_DEFAUTS = {"heures_semaine": "35", "mutuelle": "60", "at": "2", "brut": "0", "hs": "0"}


def imprime(s: Situation) -> tuple[list[LigneRecue], TotauxRecus]:
    """Lignes et totaux du bulletin du barème, sans nos codes : le cabinet a ses libellés."""
    return imprime_de(bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables, s.cumuls))


def imprime_de(paie: Bulletin | Calcul) -> tuple[list[LigneRecue], TotauxRecus]:
    """Lignes et totaux d'un bulletin, ou d'un calcul fautif."""
    lignes = [
        LigneRecue(
            libelle=une.libelle,
            base=une.base,
            taux_salarial=une.taux_salarial,
            part_salariale=une.part_salariale or None,
            taux_patronal=une.taux_patronal,
            part_patronale=une.part_patronale or None,
        )
        for une in (*paie.lignes, *paie.allegements)
    ]
    return lignes, TotauxRecus(**{nom: arrondir_centime(getattr(paie.totaux, nom)) for nom in NOMS_DES_TOTAUX})


def controle(
    recue: Situation, *, dossier: Situation | None = None, lignes: bool = True, totaux: bool = True
) -> ControleDeBulletin:
    """Contrôle, avec les données du dossier, d'un bulletin que le cabinet a tiré d'une autre situation."""
    imprimees, imprimes = imprime(recue)
    return controler_un_bulletin(
        dossier or recue, imprimees if lignes else [], imprimes if totaux else TotauxRecus(), "Mme Louarn"
    )


def codes(controle_fait: ControleDeBulletin) -> list[str]:
    """Codes des causes prouvées."""
    return [cause.code for cause in controle_fait.causes]
