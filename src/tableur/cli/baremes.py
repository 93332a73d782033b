"""Commande `tableur baremes` : les valeurs de droit, leur histoire, ce qui est à relire, ce qui change."""

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from tableur import baremes
from tableur.baremes import Serie, ValeurDatee
from tableur.cli.ecriture_de_bareme import comparaison_ecrite, en_retrait, valeur_ecrite
from tableur.cli.groupes import Groupe
from tableur.frontiere import ecrire_json
from tableur.socle.dates import date_ecrite

_DATE_ECRITE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

if TYPE_CHECKING:
    _TypeDate = click.ParamType[date]
else:
    _TypeDate = click.ParamType  # générique seulement dans les versions récentes de click


class DateFrancaise(_TypeDate):
    """Date tapée « 31/12/2026 » ou « 2026-12-31 »."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """La date, ou une phrase qui dit comment l'écrire."""
        if isinstance(value, date):
            return value
        lue = _DATE_ECRITE.fullmatch(str(value).strip())
        if lue is None:
            self.fail(f"« {value} » n'est pas une date : écrire 31/12/2026 ou 2026-12-31.", param, ctx)
        annee, mois, jour = lue.group(1, 2, 3) if lue[1] else lue.group(6, 5, 4)
        try:
            return date(int(annee), int(mois), int(jour))
        except ValueError:
            self.fail(f"« {value} » n'existe pas dans le calendrier.", param, ctx)


def _aujourd_hui() -> date:
    return datetime.now().astimezone().date()


_LE = click.option(
    "--le", type=DateFrancaise(), default=_aujourd_hui, help="Date du droit ; aujourd'hui par défaut."
)
_JSON = click.option("--json", "en_json", is_flag=True, help="Sortie en JSON, pour un autre programme.")


@click.group("baremes", cls=Groupe)
def groupe() -> None:
    """Valeurs de droit datées, avec leur source : taux, plafonds, jours fériés."""


@groupe.command()
@_LE
@_JSON
@click.pass_context
def lister(contexte: click.Context, le: date, en_json: bool) -> None:
    """Liste les barèmes et leur valeur à une date."""
    actuelles = [(serie, _en_vigueur(serie, le)) for serie in baremes.lister()]
    if en_json:
        _ecrire_json([_serie_json(serie, valeur) for serie, valeur in actuelles])
    else:
        for serie, valeur in actuelles:
            click.echo(f"{serie.nom} — {serie.libelle} ({serie.unite})")
            click.echo(en_retrait(_resume(valeur) if valeur else "pas encore de valeur à cette date"))
    _sortir_avec_les_refus(contexte, le)


@groupe.command()
@click.argument("nom")
@click.option("--le", type=DateFrancaise(), help="Ne montrer que la valeur à cette date.")
@_JSON
def montrer(nom: str, le: date | None, en_json: bool) -> None:
    """Montre l'histoire du barème NOM.

    Chaque valeur, de la plus récente à la plus ancienne : dates d'effet, source, fiabilité, réserves.
    """
    valeurs = baremes.historique(nom) if le is None else (baremes.valeur_datee(nom, le),)
    if en_json:
        _ecrire_json(ecrire_json(valeurs))
        return
    click.echo(f"{nom} — {valeurs[0].libelle} ({valeurs[0].unite})")
    for valeur in reversed(valeurs):
        click.echo("\n" + "\n".join(_description(valeur)))


@groupe.command()
@_LE
@_JSON
@click.pass_context
def verifier(contexte: click.Context, le: date, en_json: bool) -> None:
    """Cherche les valeurs à relire ou dépassées.

    Fichiers mauvais, sources relues il y a trop longtemps, valeurs dépassées : code de sortie 1 s'il y en a.
    """
    anomalies = baremes.verifier(le)
    if en_json:
        _ecrire_json(ecrire_json(anomalies))
    elif anomalies:
        click.echo("\n".join(f"{anomalie.gravite.capitalize()} : {anomalie}" for anomalie in anomalies))
    else:
        click.echo(f"{len(baremes.lister())} barèmes vérifiés au {date_ecrite(le)} : rien à signaler.")
    contexte.exit(1 if anomalies else 0)


@groupe.command()
@click.argument("avant", metavar="D1", type=DateFrancaise())
@click.argument("apres", metavar="D2", type=DateFrancaise())
@click.option("--famille", default="", help="Début du nom des barèmes à comparer : paie, paie_cotisations.")
@_JSON
@click.pass_context
def comparer(contexte: click.Context, avant: date, apres: date, famille: str, en_json: bool) -> None:
    """Montre ce qui change entre les dates D1 et D2."""
    ecarts = [ecart for ecart in baremes.comparer(avant, apres) if ecart.nom.startswith(famille)]
    if en_json:
        _ecrire_json(ecrire_json(ecarts))
    elif not ecarts:
        click.echo(f"Aucun barème ne change entre le {date_ecrite(avant)} et le {date_ecrite(apres)}.")
    else:
        click.echo("\n".join(comparaison_ecrite(ecarts, avant, apres)))
    _sortir_avec_les_refus(contexte, apres)


def _sortir_avec_les_refus(contexte: click.Context, le: date) -> None:
    """Dit les fichiers écartés ; code de sortie 1 s'il y en a."""
    refus = [anomalie for anomalie in baremes.verifier(le) if anomalie.gravite == "refus"]
    for anomalie in refus:
        click.echo(f"Barème écarté : {anomalie}", err=True)
    contexte.exit(1 if refus else 0)


def _en_vigueur(serie: Serie, le: date) -> ValeurDatee | None:
    return next((valeur for valeur in reversed(serie.valeurs) if valeur.depuis <= le), None)


def _resume(valeur: ValeurDatee) -> str:
    marque = " (valeur locale)" if valeur.locale else ""
    return f"depuis le {date_ecrite(valeur.depuis)}{marque} : {valeur_ecrite(valeur.valeur)}"


def _description(valeur: ValeurDatee) -> list[str]:
    fin = f"au {date_ecrite(valeur.fin)}" if valeur.fin else "à ce jour"
    memoire = " ; de mémoire, sans texte relu" if valeur.memoire else ""
    lignes = [
        f"Du {date_ecrite(valeur.depuis)} {fin}{' — valeur locale' if valeur.locale else ''}",
        en_retrait(valeur_ecrite(valeur.valeur)),
        en_retrait(f"Source : {valeur.source}"),
        en_retrait(f"Fiabilité {valeur.fiabilite}, source relue le {date_ecrite(valeur.verifie_le)}{memoire}"),
    ]
    if valeur.valable_jusqu_au:
        depassee = ", à revérifier" if valeur.a_reverifier else ""
        lignes.append(en_retrait(f"Valable jusqu'au {date_ecrite(valeur.valable_jusqu_au)}{depassee}"))
    return [*lignes, en_retrait(f"Note : {valeur.note}")] if valeur.note else lignes


def _serie_json(serie: Serie, valeur: ValeurDatee | None) -> dict[str, object]:
    entete: dict[str, object] = {"nom": serie.nom, "libelle": serie.libelle, "unite": serie.unite}
    return {**entete, "fichier": serie.fichier, "en_vigueur": ecrire_json(valeur)}


def _ecrire_json(donnees: object) -> None:
    click.echo(json.dumps(donnees, ensure_ascii=False, indent=2))
