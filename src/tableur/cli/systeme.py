"""L'installation : `installer`, `desinstaller`, `diagnostic`, `completion`."""

import re
import sys
from pathlib import Path

import click

from tableur.cli.groupes import Commande
from tableur.socle.erreurs import ErreurTableur

_SOURCES = re.compile(r"^((?:Processing|Looking in links:) ).*[\\/]", re.MULTILINE)  # où la roue était rangée
JOURNAL_D_INSTALLATION = "installation.log"  # écrit par installer.sh et installer.cmd

_LIGNES_DE_COMPLETION = {
    "bash": ("~/.bashrc", 'eval "$(tableur completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(tableur completion zsh)"'),
    "fish": ("~/.config/fish/completions/tableur.fish", "tableur completion fish | source"),
}


def _installer(calc: bool, excel: bool, dossier_approuve: str | None) -> int:
    from tableur.liaisons import installation
    from tableur.liaisons.interpreteur import Hote

    demandes: dict[Hote, bool] = {"calc": calc, "excel": excel}
    hotes: list[Hote] = [hote for hote, demande in demandes.items() if demande]
    if not hotes:
        raise ErreurTableur(
            "Préciser où installer : tableur installer --calc, pour LibreOffice, ou tableur installer --excel."
        )
    return _dire(installation.installer(hotes, dossier_approuve))


def _desinstaller() -> int:
    from tableur.liaisons import installation

    try:
        return _dire([*installation.desinstaller(), *_effacer_le_programme()])
    except installation.DefaiteIncomplete as erreur:
        _dire(erreur.faites)
        raise


def _effacer_le_programme() -> list[str]:
    """Comment effacer le programme lui-même, s'il a été posé par l'installateur et non lancé de ses sources."""
    windows = sys.platform == "win32"
    dossier = Path(sys.prefix).parent
    installateur = dossier / ("installer.cmd" if windows else "installer.sh")
    if not installateur.is_file() or (dossier / "pyproject.toml").is_file():
        return []
    commande = f'"{installateur}" /desinstaller' if windows else f'sh "{installateur}" --desinstaller'
    return [f"Pour effacer aussi le programme : {commande}"]


def _dire(phrases: list[str]) -> int:
    for phrase in phrases:
        click.echo(phrase)
    return 0


def _diagnostiquer(rapport: str | None) -> int:
    from tableur.cli.etats import etats

    constates = list(etats())
    texte = "\n".join(map(str, constates))
    click.echo(texte)
    a_faire = sum(bool(etat.remede) for etat in constates)
    click.echo(f"\nÀ voir : {a_faire} (les lignes « → »)." if a_faire else "\nRien à faire : tout est en place.")
    if rapport is not None:
        ecrire_le_rapport(Path(rapport), texte)
        click.echo(f"Rapport écrit : {rapport}")
    return int(any(etat.defaut for etat in constates))


def ecrire_le_rapport(chemin: Path, texte: str) -> None:
    """Écrit l'archive du diagnostic : les versions, et le journal.

    Raises:
        Refus: Le fichier existe déjà, ou le dossier ne permet pas d'écrire.
    """
    from zipfile import ZIP_DEFLATED, ZipFile

    from tableur.cli.etats import sans_nom
    from tableur.fichiers.ecriture import ecriture_atomique
    from tableur.fichiers.journal import dossier_d_etat, fichiers_du_journal

    with ecriture_atomique(chemin) as provisoire, ZipFile(provisoire, "w", ZIP_DEFLATED) as archive:
        archive.writestr("diagnostic.txt", texte + "\n")
        for fichier in fichiers_du_journal():
            archive.write(fichier, f"journal/{fichier.name}")
        installation = dossier_d_etat() / JOURNAL_D_INSTALLATION
        if installation.is_file():
            lisible = installation.read_text("utf-8", "replace")
            archive.writestr(f"journal/{JOURNAL_D_INSTALLATION}", sans_nom(_SOURCES.sub(r"\1…/", lisible)))


def _completer(shell: str) -> int:
    from click.shell_completion import get_completion_class

    from tableur.cli.commande import tableur
    from tableur.cli.francais import traduire_click

    traduire_click()  # la complétion de click, importée ici, aussi
    classe = get_completion_class(shell.lower())
    if classe is None or shell.lower() not in _LIGNES_DE_COMPLETION:
        raise ErreurTableur(f"La complétion existe pour {', '.join(_LIGNES_DE_COMPLETION)} : « {shell} » reçu.")
    fichier, ligne = _LIGNES_DE_COMPLETION[shell.lower()]
    click.echo(f"# Complétion de tableur. Pour l'installer, ajouter cette ligne à {fichier} :\n#   {ligne}")
    click.echo(classe(tableur, {}, "tableur", "_TABLEUR_COMPLETE").source())
    return 0


installer = Commande(
    "installer",
    callback=_installer,
    help="Branche tableur sur LibreOffice Calc ou sur Excel, pour cet utilisateur seulement.",
    params=[
        click.Option(["--calc"], is_flag=True, help="Les formules =TABLEUR.… de LibreOffice Calc."),
        click.Option(["--excel"], is_flag=True, help="Les classeurs à boutons d'Excel (Windows, Mac)."),
        click.Option(
            ["--dossier-approuve"],
            metavar="DOSSIER",
            help="Dossier dont les classeurs s'ouvriront sans avertissement de macros, sous-dossiers compris.",
        ),
    ],
)
desinstaller = Commande(
    "desinstaller", callback=_desinstaller, help="Défait tout ce que « tableur installer » a fait."
)
diagnostic = Commande(
    "diagnostic",
    callback=_diagnostiquer,
    help="Décrit l'installation, sans donnée personnelle : de quoi demander de l'aide.",
    params=[
        click.Option(
            ["--rapport"], metavar="FICHIER", help="Écrit aussi une archive zip, avec le journal des erreurs."
        )
    ],
)
completion = Commande(
    "completion",
    callback=_completer,
    help="Imprime le script de complétion du terminal, et dit comment l'installer.",
    params=[
        click.Argument(
            ["shell"],
            metavar="[bash|zsh|fish]",
            shell_complete=lambda ctx, param, incomplet: [
                nom for nom in _LIGNES_DE_COMPLETION if nom.startswith(incomplet)
            ],
        )
    ],
)
