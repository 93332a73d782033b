"""`tableur publipostage apercu` : les lettres à regarder, les lignes laissées de côté, leur correction."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.actions.bilan_de_courriers import ATTENDUES, phrases_des_laissees, trois_comptes
from tableur.cli import ANOMALIES, FAIT
from tableur.cli.bilan_de_courriers import (
    ecrire_en_json,
    laissees_en_json,
    option_json,
    option_remplacer,
    options_de_lignes,
)
from tableur.cli.groupes import Commande
from tableur.cli.publipostage import demande_de
from tableur.cli.saisie import demander_le_mot_de_passe
from tableur.socle.ecriture import compte_ecrit

if TYPE_CHECKING:
    from tableur.actions.apercu_de_courriers import ApercuDePublipostage
    from tableur.actions.lignes_de_courriers import Laissee

LIGNES_DE_LETTRE = 40


def _apercu(
    fichiers: tuple[str, ...],
    a_corriger: str | None,
    corriger: bool,
    remplacer: bool,
    en_json: bool,
    **options: Any,
) -> int:
    from tableur.actions.apercu_de_courriers import apercu as apercevoir

    demande = demande_de(fichiers, options)
    vu = apercevoir(demande, demander_le_mot_de_passe())
    if en_json:
        ecrire_en_json(_en_json(vu))
    else:
        click.echo(_texte(vu))
    if a_corriger:
        from tableur.actions.corrections_de_courriers import ecrire_a_corriger

        nombre = ecrire_a_corriger(Path(a_corriger), vu.publipostage.donnees, vu.laissees, remplacer=remplacer)
        click.echo(f"À corriger : {compte_ecrit(nombre, 'ligne')}, {a_corriger} (puis --corrections)", err=en_json)
    elif _peut_demander(corriger, en_json) and _corriger(vu):
        vu = apercevoir(demande, demander_le_mot_de_passe())
        click.echo(_texte(vu))
    return ANOMALIES if any(la.genre not in ATTENDUES for la in vu.laissees) else FAIT


def _peut_demander(voulu: bool, en_json: bool) -> bool:
    """Vrai devant un terminal : la personne peut répondre."""
    return not en_json and (voulu or (sys.stdin.isatty() and sys.stdout.isatty()))


def _corriger(vu: "ApercuDePublipostage") -> bool:
    """Demande chaque valeur qui manque, puis les écrit dans le classeur ; vrai s'il a changé."""
    from tableur.actions import corrections_de_courriers as corrections

    donnees = vu.publipostage.donnees
    manques = corrections.a_corriger(vu.laissees)
    if not manques:
        return False
    if not donnees.modifiable:
        click.echo("Ces données ne se corrigent pas sur place : --a-corriger FICHIER en écrit la liste.")
        return False
    click.echo("Corriger (Entrée pour passer, Ctrl-D pour finir) :")
    voulues = []
    for laissee in manques:
        valeur = _demander(laissee, corrections.valeur_actuelle(donnees, laissee))
        if valeur is None:
            break
        if valeur:
            voulues.append(corrections.correction_de(laissee, valeur))
    if not voulues:
        return False
    nombre = corrections.corriger_le_classeur(donnees, voulues, demander_le_mot_de_passe())
    copie = donnees.fichier.parent / "sauvegardes"
    click.echo(f"{compte_ecrit(nombre, 'cellule')} dans {donnees.fichier.name} ; l'ancien est dans {copie}.")
    return True


def _demander(laissee: "Laissee", actuelle: str) -> str | None:
    """Valeur tapée, vide pour passer, None pour finir."""
    dit = f" [{actuelle}]" if actuelle else ""
    click.echo(f"  {laissee.ou}{f' ({laissee.cle})' if laissee.cle else ''}, {laissee.champ}{dit} : ", nl=False)
    ligne = sys.stdin.readline()
    return ligne.strip() if ligne else None


def _texte(vu: "ApercuDePublipostage") -> str:
    morceaux = [trois_comptes(vu.lues, vu.laissees, vu.produites, "lettre")]
    morceaux.append(f"{compte_ecrit(vu.doublons, 'doublon')} sur la clé ou la ligne entière.")
    if vu.memes_adresses:
        nombre = compte_ecrit(vu.memes_adresses, "lettre")
        morceaux.append(f"Attention : {nombre} de plus au même nom et à la même adresse.")
    morceaux += phrases_des_laissees(vu.laissees, montrees=None)
    for lettre in vu.lettres:
        lignes = lettre.texte.splitlines()
        coupe = ["…"] if len(lignes) > LIGNES_DE_LETTRE else []
        morceaux += ["", f"── {lettre.titre} ({lettre.ou}) ──", *lignes[:LIGNES_DE_LETTRE], *coupe]
    morceaux += [f"Écrit : {fichier}" for fichier in vu.fichiers]
    return "\n".join(morceaux)


def _en_json(vu: "ApercuDePublipostage") -> dict[str, object]:
    return {
        "lues": vu.lues,
        "laissees": laissees_en_json(vu.laissees),
        "produites": vu.produites,
        "doublons": vu.doublons,
        "memes_adresses": vu.memes_adresses,
        "lettres": [
            {"titre": le.titre, "rang": le.rang, "ou": le.ou, "adresse": le.adresse, "texte": le.texte}
            for le in vu.lettres
        ],
        "fichiers": [str(fichier) for fichier in vu.fichiers],
    }


apercu = Commande(
    "apercu",
    callback=_apercu,
    help="Montre les trois comptes, les lignes laissées de côté, et les lettres à regarder d'abord.\n\n"
    "Devant un terminal, demande les valeurs qui manquent et les écrit dans le classeur, après une copie.",
    params=[
        click.Argument(["fichiers"], metavar="MODELE DONNEES", nargs=-1),
        *options_de_lignes(),
        click.Option(["--sortie"], metavar="DOSSIER", default="", help="Y écrit les lettres à regarder."),
        click.Option(["--a-corriger"], metavar="FICHIER", help="Écrit le CSV des lignes laissées de côté."),
        click.Option(["--corriger"], is_flag=True, help="Demande les valeurs qui manquent, même sans terminal."),
        option_remplacer(),
        option_json(),
    ],
)
