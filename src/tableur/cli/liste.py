"""`tableur formules` : la liste des formules, pour l'œil ou en JSON."""

import sys
from typing import Any

import click

from tableur.catalogue import Argument, Fonction
from tableur.catalogue.exemples import exemple_de
from tableur.cli.calcul import ecrire_en_json
from tableur.cli.francais import Aide
from tableur.cli.genres import choix, colonnes_de, enregistrement_de, libelle_d_unite, nature
from tableur.cli.groupes import Commande, completions, suggestion
from tableur.cli.recueil import familles
from tableur.cli.recueil import formules as toutes_les_formules
from tableur.frontiere import ecrire_json
from tableur.socle.erreurs import ErreurTableur


def _lister(famille: str | None, en_json: bool) -> int:
    trouvees = toutes_les_formules()
    if famille is not None:
        trouvees = [f for f in trouvees if f.famille == famille.lower()]
        if not trouvees:
            proche = suggestion(famille, familles()) or f" Familles : {', '.join(familles())}."
            raise ErreurTableur(f"Aucune formule dans la famille « {famille} ».{proche}")
    if en_json:
        ecrire_en_json([description(f) for f in trouvees])
        return 0
    # Dans un tuyau, une ligne par formule : elle se cherche ; dans un terminal, elle se coupe à sa largeur.
    sortie = Aide(width=None if sys.stdout.isatty() else 200, max_width=120)
    for nom in dict.fromkeys(f.famille for f in trouvees):
        lignes = [(f.nom_de_commande, _resume(f)) for f in trouvees if f.famille == nom]
        with sortie.section(nom):
            sortie.write_dl(lignes, col_max=40)
    click.echo(sortie.getvalue().strip())
    return 0


def _resume(fonction: Fonction) -> str:
    return fonction.resume + (" [avancé]" if fonction.marque.avance else "")


def description(fonction: Fonction) -> dict[str, object]:
    """Tout ce que le catalogue sait d'une formule, en valeurs JSON."""
    exemple = exemple_de(fonction)
    return {
        "nom": fonction.nom,
        "commande": fonction.nom_de_commande,
        "cellule": fonction.nom_de_cellule,
        "famille": fonction.famille,
        "avance": fonction.marque.avance,
        "resume": fonction.resume,
        "description": fonction.documentation.description,
        "arguments": [_argument(argument) for argument in fonction.arguments],
        "retour": _type(fonction.retour),
        "erreurs": fonction.documentation.erreurs,
        "exemple": {"cellule": exemple.cellule, "commande": exemple.commande},
    }


def _argument(argument: Argument) -> dict[str, object]:
    defaut = None if argument.obligatoire else ecrire_json(argument.defaut)
    return {
        "nom": argument.nom,
        **_type(argument.type),
        "aide": argument.aide,
        "obligatoire": argument.obligatoire,
        "defaut": defaut,
    }


def _type(type_: Any) -> dict[str, object]:
    enregistrement = enregistrement_de(type_)
    description: dict[str, object] = {"type": nature(type_), "unite": libelle_d_unite(type_)}
    if choix(type_):
        description["choix"] = list(choix(type_))
    if enregistrement is not None:
        colonnes = colonnes_de(enregistrement).items()
        description["colonnes"] = [{"nom": nom, **_type(colonne)} for nom, colonne in colonnes]
    return description


formules = Commande(
    "formules",
    callback=_lister,
    help="Liste les formules : leur nom, leur famille et ce qu'est leur résultat.",
    params=[
        click.Option(
            ["--famille"],
            metavar="FAMILLE",
            help="Ne montre que cette famille.",
            shell_complete=lambda ctx, param, incomplet: completions(incomplet, dict.fromkeys(familles(), "")),
        ),
        click.Option(["--json", "en_json"], is_flag=True, help="Donne tout ce que le catalogue sait, en JSON."),
    ],
)
