"""L'installation : `installer`, `desinstaller`, `diagnostic`, `completion`."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tableur import __version__
from tableur.cli.groupes import Commande
from tableur.socle.erreurs import ErreurTableur

_ABSENT = "absent"
_LIGNES_DE_COMPLETION = {
    "bash": ("~/.bashrc", 'eval "$(tableur completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(tableur completion zsh)"'),
    "fish": ("~/.config/fish/completions/tableur.fish", "tableur completion fish | source"),
}


def _installer(calc: bool) -> int:
    if not calc:
        raise ErreurTableur("Préciser ce qu'il faut installer : tableur installer --calc.")
    from tableur.liaisons.calc import installation

    return _dire(installation.installer())


def _desinstaller() -> int:
    from tableur.liaisons.calc import installation

    return _dire(installation.desinstaller())


def _dire(phrases: list[str]) -> int:
    for phrase in phrases:
        click.echo(phrase)
    return 0


def _diagnostiquer(rapport: str | None) -> int:
    texte = "\n".join(f"{titre} : {etat}" for titre, etat in etats())
    click.echo(texte)
    if rapport is not None:
        ecrire_le_rapport(Path(rapport), texte)
        click.echo(f"\nRapport écrit : {rapport}")
    return 0


def etats() -> Iterator[tuple[str, str]]:
    """Ce qu'il faut savoir d'une installation, sans donnée personnelle."""
    from tableur.baremes import dossier_local
    from tableur.fichiers.journal import dossier_d_etat

    yield "tableur", __version__
    yield (
        "Python",
        f"{platform.python_version()} ({platform.python_implementation()}, {sys.maxsize.bit_length() + 1} bits)",
    )
    yield "Système", f"{platform.system()} {platform.release()} ({platform.machine()})"
    yield from _dependances()
    yield "LibreOffice", _libreoffice()
    yield "Formules dans Calc", _extension()
    dossier = dossier_local()
    yield "Barèmes locaux", _sans_nom(dossier) + ("" if Path(dossier).is_dir() else " (aucun)")
    yield "Journal", _sans_nom(str(dossier_d_etat()))


def _dependances() -> Iterator[tuple[str, str]]:
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        exigees = requires("tableur") or []
    except PackageNotFoundError:
        exigees = ["click", "lxml", "python-calamine", "python-stdnum", "rich", "XlsxWriter"]
    for nom in sorted({re.split(r"[\s;<>=!~\[(]", exigee, maxsplit=1)[0] for exigee in exigees}, key=str.lower):
        try:
            yield nom, version(nom)
        except PackageNotFoundError:
            yield nom, _ABSENT


def _libreoffice() -> str:
    from tableur.fichiers.libreoffice import LibreOfficeAbsent, trouver_soffice, version

    try:
        chemin = _sans_nom(str(trouver_soffice()))
    except LibreOfficeAbsent:
        return _ABSENT
    try:
        return f"{version()} ({chemin})"
    except ErreurTableur as erreur:
        return f"trouvé ({chemin}), mais {erreur}"


def _extension() -> str:
    from tableur.liaisons.calc import installation

    return "installées" if installation.est_installee() else "non installées"


def _sans_nom(chemin: str) -> str:
    """Chemin où le dossier de la personne, qui porte souvent son nom, devient « ~ »."""
    return chemin.replace(str(Path.home()), "~")


def ecrire_le_rapport(chemin: Path, texte: str) -> None:
    """Écrit l'archive du diagnostic : les versions, et le journal.

    Raises:
        Refus: Le fichier existe déjà, ou le dossier ne permet pas d'écrire.
    """
    from zipfile import ZIP_DEFLATED, ZipFile

    from tableur.fichiers.ecriture import ecriture_atomique
    from tableur.fichiers.journal import fichiers_du_journal

    with ecriture_atomique(chemin) as provisoire, ZipFile(provisoire, "w", ZIP_DEFLATED) as archive:
        archive.writestr("diagnostic.txt", texte + "\n")
        for fichier in fichiers_du_journal():
            archive.write(fichier, f"journal/{fichier.name}")


def _completer(shell: str) -> int:
    from click.shell_completion import get_completion_class

    from tableur.cli.commande import tableur
    from tableur.cli.francais import traduire_click

    traduire_click()
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
    help="Installe les formules de tableur dans LibreOffice Calc, pour cet utilisateur.",
    params=[click.Option(["--calc"], is_flag=True, help="Les formules =TABLEUR.… de LibreOffice Calc.")],
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
