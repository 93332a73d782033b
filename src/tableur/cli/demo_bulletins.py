"""Les bulletins de « tableur demo » : bulletins en PDF, écriture comptable et éléments à déclarer d'un mois."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from tableur.catalogue import lancer
from tableur.cli.recueil import fonction
from tableur.socle.compte_rendu import CompteRendu

POINTS_MONTRES = 4


def demontrer_les_bulletins(classeur: Path, le: date, mois: str) -> list[str]:
    """Produit les documents de paie d'un mois, les dit au fur et à mesure, et rend ce qu'il y a à ouvrir.

    Args:
        classeur: Classeur de paie rempli ; l'identité vient du dossier où il est.
        le: Date de la démonstration.
        mois: Mois de paie, comme « 2026-11 ».

    Raises:
        Refus: Le classeur a des anomalies, ou personne n'est payé ce mois-là.
        ConversionIncomplete: LibreOffice est là, et des PDF manquent ; chacun est nommé.
    """
    from tableur.fichiers.libreoffice import LibreOfficeAbsent

    try:
        bulletins = _montrer("bulletins", classeur, le, mois, {"pdf": True})
    except LibreOfficeAbsent as absent:
        click.echo(f"      Pas de PDF cette fois : {absent}")
        bulletins = _montrer("bulletins", classeur, le, mois, {})
    ecriture = _montrer("comptabiliser", classeur, le, mois, {})
    _montrer("declarer", classeur, le, mois, {})
    pdf = [fichier for fichier in bulletins.fichiers if fichier.suffix == ".pdf"]
    montres = pdf or bulletins.fichiers
    a_ouvrir = [f"{montres[0]} (un bulletin de paie, sur {len(montres)})"] if montres else []
    return [
        *a_ouvrir,
        *(f"{fichier} (l'écriture du mois)" for fichier in ecriture.fichiers),
        f"{classeur}, feuille « Éléments DSN » (à recopier dans le logiciel déclarant)",
    ]


def _montrer(verbe: str, fichier: Path, le: date, mois: str, options: Mapping[str, object]) -> CompteRendu:
    """Lance une action de la paie et dit ses premiers points."""
    from tableur.classeurs.fabrique import ouvrir

    with ouvrir(fichier) as classeur:
        compte_rendu = lancer(fonction(f"paie.{verbe}"), classeur, {"mois_de_paie": mois, **options}, le)
    click.echo(compte_rendu.titre)
    for point in compte_rendu.points[:POINTS_MONTRES]:
        click.echo(f"      {point}")
    for anomalie in compte_rendu.anomalies:
        click.echo(f"      {anomalie.message}")
    return compte_rendu
