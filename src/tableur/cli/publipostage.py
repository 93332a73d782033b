"""`tableur publipostage` : lancer, reprendre, relire le journal ; d'autres modules y ajoutent leur verbe."""

from pathlib import Path
from typing import Any

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.bilan_de_courriers import (
    ecrire_en_json,
    option_json,
    option_remplacer,
    options_de_lignes,
    options_de_pdf,
    rendre_compte,
)
from tableur.cli.groupes import Commande, Groupe, ecrire_liste, importer
from tableur.cli.saisie import demander_le_mot_de_passe

# Verbes écrits ailleurs : module, commande, résumé. Un module absent n'empêche pas les autres.
AILLEURS: dict[str, tuple[str, str, str]] = {
    "apercu": ("tableur.cli.apercu_de_publipostage", "apercu", "Montre ce qui serait produit, et ce qui manque."),
    "courriel": ("tableur.cli.courriel", "courriel", "Un courriel par ligne : préparé, ou envoyé sur ordre."),
}


class _GroupeDePublipostage(Groupe):
    """Groupe dont les verbes écrits ailleurs ne s'importent que si on les appelle."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Verbes d'ailleurs, puis d'ici."""
        return [*AILLEURS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Importe le verbe de ce nom."""
        if cmd_name in AILLEURS:
            module, attribut, _ = AILLEURS[cmd_name]
            return importer(module, attribut)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Liste les verbes sans les importer."""
        ici = [(nom, commande.get_short_help_str(80)) for nom, commande in self.commands.items()]
        ecrire_liste(formatter, "Commandes", [*((n, resume) for n, (_, _, resume) in AILLEURS.items()), *ici])


groupe = _GroupeDePublipostage("publipostage", help="Produit les courriers de toute une liste.")


def demande_de(fichiers: tuple[str, ...], options: dict[str, Any]) -> Any:
    """Demande tirée des mots de la commande : MODELE et DONNEES, puis les options.

    Raises:
        UsageError: Il manque un fichier, ou il y en a trop.
    """
    from tableur.actions.lignes_de_courriers import Demande

    sans_modele = bool(options.pop("sans_modele", False))
    if len(fichiers) != 2 and not (sans_modele and len(fichiers) == 1):
        raise click.UsageError("Il faut le modèle et les données : tableur publipostage lancer MODELE DONNEES.")
    modele, donnees = ("", fichiers[0]) if len(fichiers) == 1 else fichiers
    connues = {nom: valeur for nom, valeur in options.items() if nom in Demande.__dataclass_fields__}
    return Demande(modele, donnees, **connues)


def _lancer(
    fichiers: tuple[str, ...],
    un_seul: bool,
    recto_verso: bool,
    etiquettes: str,
    enveloppes: str,
    depart: int,
    remplacer: bool,
    en_json: bool,
    **options: Any,
) -> int:
    from tableur.actions import courriers

    adresses = bool(etiquettes or enveloppes)
    if (etiquettes and enveloppes) or (adresses and un_seul):
        raise click.UsageError("Choisir une seule sortie : --un-seul, --etiquettes ou --enveloppes.")
    demande = demande_de(fichiers, {**options, "sans_modele": adresses})
    demander = demander_le_mot_de_passe()
    if adresses:
        from tableur.actions.etiquettes_de_courriers import produire_les_adresses

        resultat = produire_les_adresses(
            demande,
            etiquettes=etiquettes,
            enveloppes=enveloppes,
            depart=depart,
            remplacer=remplacer,
            demander=demander,
        )
        return rendre_compte(resultat, en_json=en_json, unite="étiquette" if etiquettes else "enveloppe")
    if un_seul:
        resultat = courriers.produire_un_seul(
            demande, recto_verso=recto_verso, remplacer=remplacer, demander=demander
        )
        return rendre_compte(resultat, en_json=en_json, unite="lettre")
    return rendre_compte(courriers.lancer(demande, demander), en_json=en_json)


def _reprendre(dossier: str, en_json: bool) -> int:
    from tableur.actions.courriers import reprendre

    return rendre_compte(reprendre(Path(dossier), demander_le_mot_de_passe()), en_json=en_json)


def _journal(dossier: str, en_json: bool) -> int:
    from dataclasses import asdict

    from tableur.courriers.journal import lire_journal

    inscriptions = lire_journal(Path(dossier))
    if en_json:
        ecrire_en_json([asdict(i) for i in inscriptions])
    elif not inscriptions:
        click.echo("Ce dossier n'a pas de journal de publipostage.")
    else:
        comptes = {etat: sum(1 for i in inscriptions if i.etat == etat) for etat in ("produit", "modifie")}
        click.echo(
            f"{comptes['produit']} produits, {comptes['modifie']} laissés tels qu'on les a retouchés, "
            f"{len(inscriptions) - sum(comptes.values())} sans document."
        )
        for i in inscriptions:
            click.echo(f"{i.rang:>6}  {i.etat:<8}  {i.fichier or '—'}{f'  {i.message}' if i.message else ''}")
    return ANOMALIES if any(i.etat == "erreur" for i in inscriptions) else FAIT


groupe.add_command(
    Commande(
        "lancer",
        callback=_lancer,
        help="Produit les documents, les étiquettes ou les enveloppes.\n\n"
        "DONNEES : classeur, CSV, ou liste JSON d'objets. Interrompu, le lot se reprend sans rien refaire.\n"
        "Un document par ligne, ou un seul fichier. Pour des étiquettes ou enveloppes, MODELE est facultatif.\n\n"
        "Exemple : tableur publipostage lancer relance.docx clients.xlsx --sortie envoi --cle ref",
        params=[
            click.Argument(["fichiers"], metavar="MODELE DONNEES", nargs=-1),
            click.Option(["--sortie"], metavar="DOSSIER", required=True, help="Dossier des documents."),
            *options_de_lignes(),
            click.Option(
                ["--nom"], metavar="MOTIF", default="", help='Nom des documents : "{{ ref }} - {{ nom }}".'
            ),
            click.Option(["--un-seul"], is_flag=True, help="Un seul fichier de toutes les lettres."),
            click.Option(["--recto-verso"], is_flag=True, help="Chaque lettre commence sur un recto."),
            *options_de_pdf(),
            click.Option(
                ["--etiquettes"],
                metavar="PLANCHE",
                default="",
                help="L7160, L7163, L7159, L7651, 105x37, 70x37, ou un .toml ; MODELE devient facultatif.",
            ),
            click.Option(["--depart"], type=int, default=1, help="Étiquette où commencer une planche entamée."),
            click.Option(["--enveloppes"], metavar="FORMAT", default="", help="DL, C5 ou C4 ; MODELE facultatif."),
            click.Option(
                ["--forcer"], is_flag=True, help="Remplace, après copie, un document retouché à la main."
            ),
            option_remplacer(),
            option_json(),
        ],
    )
)
groupe.add_command(
    Commande(
        "reprendre",
        callback=_reprendre,
        help="Reprend un publipostage interrompu, sans refaire ce qui est à jour.",
        params=[click.Argument(["dossier"], metavar="DOSSIER"), option_json()],
    )
)
groupe.add_command(
    Commande(
        "journal",
        callback=_journal,
        help="Dit ce que chaque ligne a produit dans un dossier.",
        params=[click.Argument(["dossier"], metavar="DOSSIER"), option_json()],
    )
)
