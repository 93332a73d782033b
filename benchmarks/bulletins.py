"""Mille bulletins de paie, du classeur au papier ; et docxtpl, sur le même modèle et les mêmes lignes.

    python benchmarks/bulletins.py [--pdf]

Le modèle est celui qui est livré. docxtpl ne répète pas une rangée de lui-même et n'a pas nos filtres : il en
reçoit la même déclaration, boucles et valeurs déjà écrites ; les textes des documents sont comparés. La commande
entière lit le classeur, calcule onze mois par personne, contrôle les mentions et écrit ; docxtpl rend seulement.
Les rapports sont en temps de processeur, le meilleur de trois essais alternés ; le PDF, en temps d'horloge.
"""

import gc
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import tableur
from tableur.actions.bulletins_imprimes import bulletins_a_imprimer
from tableur.actions.mentions_du_bulletin import DOCUMENT
from tableur.actions.paie_lu import PaieLue, lire_la_paie
from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.courriers.batir.declaration import lire_declaration
from tableur.courriers.batir.document import octets_du_modele
from tableur.courriers.exigences import texte_du_document
from tableur.courriers.lot import lancer
from tableur.courriers.modele import colonnes_connues, compiler
from tableur.courriers.pdf import en_pdf
from tableur.dossier import Dossier
from tableur.fichiers.ressources import ressource
from tableur.socle.dates import Mois
from tableur.socle.ramassage import sans_ramassage

NOMBRE, ECHANTILLON, ESSAIS, PAQUET = 1000, 20, 3, 100
MOIS = Mois(2026, 11)
IDENTITE = {
    "identite.adresse": "12 quai des Brumes",
    "identite.code_postal": "29000",
    "identite.ville": "Kerfictif",
    "identite.siret": "73282932000074",
    "identite.naf": "47.11B",
}
REGLAGES = {"effectif": 1000, "taux_at": 0.02, "taux_versement_mobilite": 0.015, "sante_mensuelle": 60,
            "convention_collective": "commerce de détail (IDCC 2216)"}  # fmt: skip
_CHAMP_DE_TABLE = re.compile(r"\b(\w+)\.(\w+)\b")
_FILTRE = re.compile(r"\{\{ *([\w.]+) *\|[^}]*\}\}")

Ligne = dict[str, Any]


def fiches() -> Iterator[FicheSalarie]:
    """Mille salariés : un sur quatre est cadre, un sur dix à temps partiel, salaires de 1 900 à 6 890 €."""
    for rang in range(NOMBRE):
        yield FicheSalarie(
            matricule=f"{rang:04d}",
            nom=f"SALARIÉ{rang}",
            prenom="Anne",
            entree=date(2020, 1, 6),
            emploi="Vendeuse",
            classification="niveau III",
            adresse="4 rue des Lavoirs",
            code_postal="29000",
            ville="Kerfictif",
            salaire_mensuel=Decimal(1900 + 5 * (rang % 999)),
            cadre=rang % 4 == 0,
            heures_semaine=Decimal(28) if rang % 10 == 0 else None,
            taux_pas=Decimal("0.041"),
        )


def classeur(racine: Path) -> Path:
    """Dossier d'entreprise et son classeur de paie, remplis."""
    Dossier.creer(racine, "Le Comptoir de Kerfictif", IDENTITE)
    paie, lignes = modele("paie"), list(fiches())
    corps = {table.nom: corps_de(table, lignes) for _, table in paie.tables() if table.nom == "FicheSalarie"}
    construire(paie, racine / "paie.xlsx", Contenu(tables=corps, reglages=REGLAGES))
    return racine / "paie.xlsx"


def modele_a_boucles() -> bytes:
    """Le modèle livré, chaque rangée d'une table répétée par une boucle écrite, sans filtre."""
    declaration = lire_declaration(DOCUMENT)
    corps = "\n".join(_en_boucle(ligne) for ligne in declaration.corps.splitlines())
    return octets_du_modele(replace(declaration, corps=_FILTRE.sub(r"{{ \1 | d }}", corps)))


def _en_boucle(ligne: str) -> str:
    table = _CHAMP_DE_TABLE.search("".join(re.findall(r"\{[{%].*?[%}]\}", ligne)))
    if not ligne.startswith("|") or table is None:
        return ligne
    vides = "| " * (len(re.sub(r"\{[{%].*?[%}]\}", "", ligne).strip().strip("|").split("|")))
    return "\n".join(
        (f"| {{%tr for rangee in {table[1]} %}} {vides}",
         ligne.replace(f"{table[1]}.", "rangee."),
         f"| {{%tr endfor %}} {vides}")
    )  # fmt: skip


def par_docxtpl(octets: bytes, ligne: Mapping[str, Any]) -> bytes:
    """Un document par docxtpl, comme sa documentation le fait, échappement compris."""
    from docxtpl import DocxTemplate

    gabarit = DocxTemplate(io.BytesIO(octets))
    gabarit.render(dict(ligne), autoescape=True)
    fichier = io.BytesIO()
    gabarit.save(fichier)
    return fichier.getvalue()


def _valeurs_ecrites(ligne: Mapping[str, Any]) -> Ligne:
    """La ligne que reçoit docxtpl : ce que nos filtres écriraient l'est déjà."""
    from tableur.courriers.filtres import FILTRES

    filtres = {"soc_cp": "code_postal", "soc_siret": "siret", "nir": "nir", "debut": "date_courte",
               "fin": "date_courte", "date_paiement": "date_courte"}  # fmt: skip
    ecrits = {nom: FILTRES[f](ligne[nom]) for nom, f in filtres.items() if ligne[nom]}
    return {**ligne, **ecrits}


def principal() -> None:
    """Mesure les étapes et les rapports ; sort en erreur si un texte diffère."""
    with tempfile.TemporaryDirectory() as nom:
        fichier = classeur(Path(nom) / "dossier")
        word = ressource("templates_docx", f"{DOCUMENT}.docx")
        with ouvrir(fichier, recalculer=False) as lu:
            lue = lire_la_paie(lu)
        livre = livre_de_paie(lue.saisies, MOIS)
        lignes: list[Ligne] = [dict(x) for x in bulletins_a_imprimer(lue, livre, fichier, word, "rénové").lignes]
        print(f"{len(lignes)} bulletins, un sur quatre est celui d'un cadre")
        _comparer_les_textes(word, lignes)
        _rapports(Path(nom), word, lignes, lue, livre, fichier)
        if "--pdf" in sys.argv:
            _pdf(Path(nom), word, lignes)


def _comparer_les_textes(word: Path, lignes: list[Ligne]) -> None:
    notre, octets = compiler(word, colonnes_connues(lignes[0])), modele_a_boucles()
    for ligne in lignes[:ECHANTILLON]:
        notre_texte = texte_du_document(notre.rendre(ligne))
        if notre_texte != texte_du_document(par_docxtpl(octets, _valeurs_ecrites(ligne))):
            raise SystemExit(f"textes différents : {ligne['nom']}")
    print(f"  texte identique à docxtpl : {ECHANTILLON} sur {ECHANTILLON}")


def _rapports(dossier: Path, word: Path, lignes: list[Ligne], lue: PaieLue, livre: Livre, fichier: Path) -> None:
    notre, octets = compiler(word, colonnes_connues(lignes[0])), modele_a_boucles()
    ecrites = [_valeurs_ecrites(ligne) for ligne in lignes[:ECHANTILLON]]
    debits = dict.fromkeys(("docxtpl", "moteur", "lot", "documents", "calcul", "commande"), 0.0)

    def en_documents() -> None:
        """Du livre calculé aux fichiers : lignes, mentions contrôlées, rendu, disque."""
        with sans_ramassage():  # comme la commande
            prets = bulletins_a_imprimer(lue, livre, fichier, word, "rénové")
        _lot(word, prets.lignes, dossier)

    def calculer() -> None:
        with sans_ramassage():
            livre_de_paie(lue.saisies, MOIS)

    gc.freeze()  # ce banc garde le livre, que la commande oublie : ne le reparcourir ni pour nous, ni pour docxtpl
    for _ in range(ESSAIS):  # en alternance, sur la même machine ; le meilleur de chacun
        for nom, tache, nombre in (
            ("docxtpl", lambda: [par_docxtpl(octets, ligne) for ligne in ecrites], ECHANTILLON),
            ("moteur", lambda: [notre.rendre(ligne) for ligne in lignes], NOMBRE),
            ("lot", lambda: _lot(word, lignes, dossier), NOMBRE),
            ("documents", en_documents, NOMBRE),
            ("calcul", calculer, NOMBRE),
            ("commande", lambda: _commande(fichier, dossier), NOMBRE),
        ):
            debits[nom] = max(debits[nom], _debit(tache, nombre))
    reference = debits["docxtpl"]
    print(f"  {'docxtpl, un DocxTemplate par bulletin':<58} {reference:7.0f} documents/s")
    _dire("moteur seul", debits["moteur"], reference, 40)
    _dire("lot à l'épreuve des pannes, compilation et disque", debits["lot"], reference, 25)
    _dire("lignes, mentions contrôlées, rendu et disque", debits["documents"], reference, 25)
    print(f"  {'calcul seul : onze mois par personne':<58} {debits['calcul']:7.0f} personnes/s")
    _dire("commande entière : lecture, onze mois, mentions, disque", debits["commande"], reference, 25)
    print(f"    soit {NOMBRE / debits['commande']:.2f} s pour {NOMBRE} bulletins")


def _lot(word: Path, lignes: list[Any], dossier: Path) -> None:
    sortie = Path(tempfile.mkdtemp(dir=dossier))
    lancer(word, lignes, sortie, cle="matricule", nom="{{ nom }} ({{ matricule }})")


def _commande(fichier: Path, dossier: Path) -> None:
    sortie = Path(tempfile.mkdtemp(dir=dossier))
    mots = ["paie", "bulletins", str(fichier), "--mois-de-paie", str(MOIS), "--repertoire", str(sortie)]
    subprocess.run(
        [sys.executable, "-m", "tableur", *mots],
        env={**os.environ, "PYTHONPATH": str(Path(tableur.__file__).parents[1])},
        check=True,
        capture_output=True,
    )
    if (faits := len(list(sortie.glob("*.docx")))) != NOMBRE:
        raise SystemExit(f"{faits} bulletins sur {NOMBRE}")


def _pdf(dossier: Path, word: Path, lignes: list[Ligne]) -> None:
    """Durée d'un PDF, par paquets de cent ; chaque essai est dit."""
    notre, durees = compiler(word, colonnes_connues(lignes[0])), []
    for essai in range(ESSAIS):
        atelier = Path(tempfile.mkdtemp(dir=dossier))
        fichiers = [atelier / f"{rang:03d}.docx" for rang in range(PAQUET)]
        for document, ligne in zip(fichiers, lignes[essai * PAQUET :], strict=False):
            document.write_bytes(notre.rendre(ligne))
        debut = time.perf_counter()
        faits = en_pdf(fichiers, atelier / "pdf")
        durees.append((time.perf_counter() - debut) / len(faits))
    dites = ", ".join(f"{duree:.3f}" for duree in durees)
    print(f"  PDF par paquets de {PAQUET} : {dites} s le document (visé : 0,1, {_verdict(min(durees) <= 0.1)})")


def _debit(tache: Callable[[], object], nombre: int) -> float:
    """Documents par seconde de processeur, celui des processus lancés compris."""
    debut = sum(os.times()[:4])
    tache()
    return nombre / (sum(os.times()[:4]) - debut)


def _dire(nom: str, debit: float, reference: float, vise: float) -> None:
    rapport = debit / reference
    print(f"  {nom:<58} {debit:7.0f} documents/s   × {rapport:.0f} (visé : {vise:g}, {_verdict(rapport >= vise)})")


def _verdict(tenu: bool) -> str:
    return "tenu" if tenu else "MANQUÉ"


if __name__ == "__main__":
    principal()
