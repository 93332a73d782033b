"""Paie : dix mille bulletins avec cumuls, et le même calcul par openfisca-france et modele-social s'ils sont là.

    python benchmarks/paie.py [--openfisca PYTHON] [--modele-social DOSSIER]

PYTHON est l'interpréteur d'un environnement à part où openfisca-france est installé, DOSSIER celui où
« npm i modele-social publicodes » a été fait : ni l'un ni l'autre n'est une dépendance. Mêmes entrées : des
non-cadres, un mois de 2026 ; mêmes sorties : les lignes d'un bulletin et le net. Tout est en temps de processeur.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Etablissement, Salarie, Variables
from tableur.socle.dates import Mois

BULLETINS, LIMITE, MEMOIRE, RAPPORT = 10_000, 10, 200, 100
BRUTS = [1900 + 55 * rang for rang in range(30)]
CHEZ = Etablissement(effectif=15, taux_at=Decimal("0.02"), taux_versement_mobilite=Decimal("0.015"))

OPENFISCA = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem
systeme = FranceTaxBenefitSystem()
sorties = ["mmid_employeur", "famille", "vieillesse_plafonnee_employeur", "vieillesse_deplafonnee_employeur",
           "vieillesse_plafonnee_salarie", "vieillesse_deplafonnee_salarie", "agirc_arrco_employeur",
           "agirc_arrco_salarie", "contribution_equilibre_general_employeur",
           "contribution_equilibre_general_salarie", "chomage_employeur", "ags", "accident_du_travail",
           "contribution_solidarite_autonomie", "fnal", "formation_professionnelle", "taxe_apprentissage",
           "financement_organisations_syndicales", "versement_transport", "csg_deductible_salaire",
           "csg_imposable_salaire", "crds_salaire", "allegement_general", "salaire_imposable", "salaire_net",
           "salaire_super_brut"]
sorties = [nom for nom in sorties if nom in systeme.variables]
def une(brut):
    mois = "2026-03"
    un = {"date_naissance": {"ETERNITY": "1990-01-01"}, "salaire_de_base": {mois: brut},
          "effectif_entreprise": {mois: 15}, "categorie_salarie": {mois: "prive_non_cadre"}}
    situation = {"individus": {"un": un}, "foyers_fiscaux": {"ff": {"declarants": ["un"]}},
        "menages": {"m": {"personne_de_reference": ["un"]}}, "familles": {"f": {"parents": ["un"]}}}
    simulation = SimulationBuilder().build_from_entities(systeme, situation)
    return [float(simulation.calculate(nom, mois)[0]) for nom in sorties]
une(2000)
debut = time.process_time()
for brut in json.loads(sys.argv[1]):
    une(brut)
print(json.dumps([time.process_time() - debut, len(sorties)]))
"""

MODELE_SOCIAL = """
import { createRequire } from 'module'; import { pathToFileURL } from 'url'; import path from 'path';
const dossier = process.argv[2], bruts = JSON.parse(process.argv[3]);
const charger = n => import(pathToFileURL(path.join(dossier, 'node_modules', n, 'dist/index.js')).href);
const regles = (await charger('modele-social')).default, Moteur = (await charger('publicodes')).default;
const muet = { log() {}, warn() {}, error() {} };
const moteur = new Moteur(regles, { logger: muet });
const c = n => 'salarié . cotisations . ' + n;
const sorties = ['maladie . employeur', 'allocations familiales', 'vieillesse . employeur',
  'vieillesse . salarié', 'retraite complémentaire . employeur', 'retraite complémentaire . salarié',
  'CEG . employeur', 'CEG . salarié', 'chômage', 'AGS', 'ATMP', 'CSA', 'FNAL', 'formation professionnelle',
  "taxe d'apprentissage", 'contribution au dialogue social', 'CSG-CRDS', 'exonérations . RGDU'].map(c);
sorties.push('salarié . rémunération . net . à payer avant impôt', 'salarié . coût total employeur');
const une = brut => { moteur.setSituation({ date: '01/03/2026', 'salarié . contrat': "'CDI'",
  'salarié . contrat . salaire brut': brut + ' €/mois', 'entreprise . salariés . effectif': '15' });
  return sorties.map(n => moteur.evaluate(n).nodeValue); };
une(2000);
const debut = process.cpuUsage();
for (const brut of bruts) une(brut);
const { user, system } = process.cpuUsage(debut);
console.log(JSON.stringify([(user + system) / 1e6, sorties.length]));
"""


def bulletins(nombre: int) -> None:
    """Calcule des bulletins, chacun sur les cumuls du précédent, douze par salarié."""
    faits = 0
    while faits < nombre:
        salarie = Salarie(cadre=faits % 4 == 0, sante_mensuelle=Decimal(60))
        brut, cumuls = Decimal(BRUTS[faits % len(BRUTS)]), None
        for mois in range(1, min(12, nombre - faits) + 1):
            variables = Variables(brut=brut, heures_supplementaires_25=Decimal(8 if faits % 5 == 0 else 0))
            cumuls = bulletin_de_paie(Mois(2026, mois), salarie, CHEZ, variables, cumuls).cumuls
            faits += 1


def principal() -> None:
    """Mesure les nôtres, puis les moteurs publics donnés, et imprime les rapports."""
    lecteur = argparse.ArgumentParser(description="Vitesse de la paie.")
    lecteur.add_argument("--openfisca", help="Python d'un environnement où openfisca-france est installé.")
    lecteur.add_argument("--modele-social", help="Dossier où npm a installé modele-social et publicodes.")
    options = lecteur.parse_args()
    debut = time.process_time()
    bulletins(BULLETINS)
    duree = time.process_time() - debut
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    nous = duree / BULLETINS
    print(f"{BULLETINS} bulletins avec cumuls : {duree:.2f} s de processeur ({_verdict(duree, LIMITE)} s)")
    print(f"  mémoire au plus haut : {memoire:.0f} Mo ({_verdict(memoire, MEMOIRE)} Mo)")
    print(f"  un bulletin : {nous * 1000:.2f} ms, toutes ses lignes, ses totaux et ses cumuls")
    if options.openfisca:
        _comparer("openfisca-france", [options.openfisca, "-c", OPENFISCA, json.dumps(BRUTS)], nous)
    if options.modele_social:
        dossier = str(Path(options.modele_social).resolve())
        mots = ["node", "--input-type=module", "-", dossier, json.dumps(BRUTS)]
        _comparer("modele-social", mots, nous, MODELE_SOCIAL)


def _comparer(nom: str, mots: list[str], nous: float, entree: str | None = None) -> None:
    fait = subprocess.run(mots, input=entree, capture_output=True, text=True, check=False)
    if fait.returncode:
        print(f"{nom} : {fait.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return
    duree, sorties = json.loads(fait.stdout.strip().splitlines()[-1])
    un = duree / len(BRUTS)
    print(f"{nom} : {un * 1000:.1f} ms par simulation ({sorties} sorties), × {un / nous:.0f} (visé : {RAPPORT})")


def _verdict(mesure: float, limite: float) -> str:
    return f"{'tenu' if mesure <= limite else 'DÉPASSÉ'} : au plus {limite}"


if __name__ == "__main__":
    principal()
