"""`tableur tva rapprocher` et `tableur tva importer-factures` : la TVA face aux fichiers des autres."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.calcul import ecrire_en_json
from tableur.cli.compte_rendu import en_json as bilan_en_json
from tableur.cli.compte_rendu import rendu
from tableur.cli.groupes import Commande
from tableur.cli.saisie import demander_le_mot_de_passe
from tableur.socle.erreurs import ErreurTableur, Refus

if TYPE_CHECKING:
    from tableur.actions.tva_fec import Declaree, Rapprochement
    from tableur.calculs.tva.categories import Sens

_JSON = click.Option(["--json", "en_json"], is_flag=True, help="Écrit le résultat en JSON.")


def _rapprocher(
    fec: str,
    classeur: str | None,
    cases: str | None,
    periode: str | None,
    comptes: str | None,
    dossier: str | None,
    controle: bool,
    en_json: bool,
) -> int:
    from tableur.actions import tva_fec
    from tableur.calculs.tva.rapprochement import CompteDeTva

    try:
        declaree = _declaree(classeur, cases, periode or "", dossier)
        siens = tva_fec.lire_la_table(Path(comptes), CompteDeTva) if comptes else []
        fait = tva_fec.rapprocher_un_fec(fec, declaree, siens, controle=controle)
    except ErreurTableur as erreur:
        _dire_le_refus(erreur, en_json)
        raise
    bilan = tva_fec.compte_rendu(fait)
    if en_json:
        ecrire_en_json(_en_objet(fait, bilan_en_json(bilan)))
    else:
        click.echo(rendu(bilan))
    return ANOMALIES if bilan.anomalies else FAIT


def _declaree(classeur: str | None, cases: str | None, periode: str, dossier: str | None) -> "Declaree":
    """Déclaration d'un fichier de cases, d'un classeur donné, ou du classeur de TVA du dossier."""
    from tableur import classeurs
    from tableur.actions.tva_fec import declaration_du_classeur, declaration_du_fichier
    from tableur.cli.familles import classeur_du_dossier

    if classeur and cases:
        raise ErreurTableur("Choisir --classeur ou --cases, pas les deux.")
    if cases:
        return declaration_du_fichier(cases, periode)
    chemin = Path(classeur) if classeur else classeur_du_dossier("tva", dossier)
    with classeurs.ouvrir(chemin, simuler=True, demander=demander_le_mot_de_passe()) as ouvert:
        return declaration_du_classeur(ouvert, periode)


def _en_objet(fait: "Rapprochement", bilan: dict[str, Any]) -> dict[str, Any]:
    from tableur.frontiere import ecrire_json

    return {
        "periode": str(fait.periode),
        "postes": ecrire_json(fait.lignes),
        "ecarts": ecrire_json(fait.ecarts.lignes),
        "nombre_d_ecarts": fait.ecarts.nombre,
        "par_piece": fait.par_piece,
        "nombre_d_anomalies_du_fec": fait.nombre_d_anomalies,
        **bilan,
    }


def _dire_le_refus(erreur: ErreurTableur, en_json: bool) -> None:
    if en_json:
        anomalies = erreur.anomalies if isinstance(erreur, Refus) else ()
        ecrire_en_json({"erreur": str(erreur), "anomalies": bilan_en_json(anomalies)})


def _importer(
    classeur: str,
    factures: tuple[str, ...],
    feuille: str | None,
    nature: str | None,
    simuler: bool,
    en_json: bool,
) -> int:
    from tableur import classeurs
    from tableur.actions.tva_factures import importer_les_factures

    try:
        with classeurs.ouvrir(Path(classeur), simuler=simuler, demander=demander_le_mot_de_passe()) as ouvert:
            fait = importer_les_factures(
                ouvert,
                factures,
                le=datetime.now().astimezone().date(),
                feuille=cast("Sens | None", feuille),
                nature=nature or "",
                simuler=simuler,
            )
    except ErreurTableur as erreur:
        _dire_le_refus(erreur, en_json)
        raise
    fait.fichiers += [produit for produit in ouvert.produits if produit not in fait.fichiers]
    if en_json:
        ecrire_en_json(bilan_en_json(fait))
    else:
        click.echo(rendu(fait, simule=simuler))
    return ANOMALIES if fait.anomalies else FAIT


rapprocher = Commande(
    "rapprocher",
    callback=_rapprocher,
    short_help="Rapproche un FEC et la déclaration de TVA.",
    help="Compare la TVA des comptes 445 d'un FEC aux cases de la déclaration, et dit les écritures qui font "
    "l'écart.\n\nLa déclaration vient du classeur de TVA (celui du dossier à défaut), pièce par pièce ; ou d'un "
    "fichier de cases, JSON ou CSV (colonnes case et taxe) : les écritures sont alors désignées par leur montant, "
    "leur date ou leur taux.\n\n"
    "Exemple : tableur tva rapprocher 732829320FEC20261231.txt --cases cases.csv --periode 2026-11",
    params=[
        click.Argument(["fec"], metavar="FEC"),
        click.Option(["--classeur"], metavar="FICHIER", help="Classeur de TVA calculé ; sinon, celui du dossier."),
        click.Option(
            ["--cases"], metavar="FICHIER", help="Cases déclarées, en JSON ou en CSV, au lieu d'un classeur."
        ),
        click.Option(["--periode"], metavar="PERIODE", help="2026-11 ou 2026-T4 ; sinon, celle du classeur."),
        click.Option(
            ["--comptes"],
            metavar="FICHIER",
            help="Comptes de la maison : colonnes racine et poste (CSV, classeur).",
        ),
        click.Option(["--dossier"], metavar="DOSSIER", help="Dossier dont on prend le classeur."),
        click.Option(["--controler", "controle"], is_flag=True, help="Contrôle aussi tout le FEC."),
        _JSON,
    ],
)

importer_factures = Commande(
    "importer-factures",
    callback=_importer,
    short_help="Ajoute des factures électroniques aux achats et aux ventes.",
    help="Ajoute aux feuilles « Achats » et « Ventes » une ligne par facture et par taux.\n\n"
    "PDF Factur-X, XML CII ou UBL. Une facture dont le vendeur a notre SIREN (feuille « Paramètres ») va aux "
    "ventes. Une facture déjà présente est refusée, les autres sont importées.\n\n"
    "Exemple : tableur tva importer-factures tva.xlsx recues/*.pdf --simuler",
    params=[
        click.Argument(["classeur"], metavar="CLASSEUR"),
        click.Argument(["factures"], metavar="FACTURES…", nargs=-1, required=True),
        click.Option(
            ["--feuille"],
            metavar="FEUILLE",
            type=click.Choice(["achats", "ventes"]),
            help="achats ou ventes, sans voir le SIREN.",
        ),
        click.Option(["--nature"], metavar="NATURE", help="Nature de toutes les lignes taxées."),
        click.Option(["--simuler"], is_flag=True, help="Lit et affiche, sans rien écrire."),
        _JSON,
    ],
)
