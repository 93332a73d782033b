"""`tableur classeur declarer | mettre-a-jour | nouvel-exercice | figer` : la vie d'un classeur."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.calcul import ecrire_en_json
from tableur.cli.groupes import Commande, completions
from tableur.socle.erreurs import ErreurTableur

if TYPE_CHECKING:
    from tableur.classeurs.modeles import Modele
    from tableur.socle.compte_rendu import CompteRendu

# Action qui calcule les reports d'un modèle : `f(classeur, *, le) -> {enregistrement: lignes}`.
REPORTS = {
    "stocks": ("tableur.actions.stock_cloture", "reports_a_la_cloture"),
    "tva": ("tableur.actions.tva_cloture", "reports_a_la_cloture"),
}

_JSON = click.Option(["--json", "en_json"], is_flag=True, help="Affiche le compte rendu en JSON.")
_SIMULER = click.Option(["--simuler"], is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
_REMPLACER = click.Option(["--remplacer"], is_flag=True, help="Remplace la sortie qui existe, après une copie.")


def _dire(bilan: "CompteRendu", *, en_json: bool, simuler: bool = False) -> int:
    from tableur.cli import compte_rendu

    if en_json:
        ecrire_en_json(compte_rendu.en_json(bilan))
    else:
        click.echo(compte_rendu.rendu(bilan, simule=simuler))
    return ANOMALIES if bilan.anomalies else FAIT


def _chemin(texte: str) -> Path:
    from tableur.fichiers.chemins import chemin_recu

    return chemin_recu(texte)


def _modele(nom: str | None, fichier: Path) -> "Modele":
    """Modèle livré de ce nom, déclaration de ce chemin, ou modèle que nomme le classeur."""
    from tableur import classeurs
    from tableur.classeurs.vie.modeles_connus import modele_du_fichier

    if nom is None:
        connu = modele_du_fichier(fichier)
        if connu is None:
            raise ErreurTableur(f"« {fichier.name} » ne dit pas quel modèle il suit : le donner avec --modele.")
        return connu
    return classeurs.lire_declaration(_chemin(nom)) if nom.endswith(".toml") else classeurs.modele(nom)


def _declarer(fichier: str, sortie: str | None, remplacer: bool) -> int:
    from tableur.classeurs.vie.declarer import declarer
    from tableur.fichiers.ecriture import ecriture_atomique

    texte = declarer(_chemin(fichier))
    if sortie is None:
        click.echo(texte, nl=False)
        return FAIT
    chemin = _chemin(sortie)
    with ecriture_atomique(chemin, remplacer=remplacer) as provisoire:
        provisoire.write_text(texte, "utf-8")
    click.echo(f"Déclaration écrite : {chemin}")
    return FAIT


def _mettre_a_jour(
    fichier: str, modele: str | None, sortie: str | None, simuler: bool, remplacer: bool, en_json: bool
) -> int:
    from tableur.classeurs.vie.mise_a_jour import mettre_a_jour

    source = _chemin(fichier)
    bilan = mettre_a_jour(
        source,
        _modele(modele, source),
        _chemin(sortie) if sortie else None,
        simuler=simuler,
        remplacer=remplacer,
    )
    return _dire(bilan, en_json=en_json, simuler=simuler)


def _nouvel_exercice(
    fichier: str,
    exercice: str,
    sortie: str | None,
    modele: str | None,
    cloture: str | None,
    simuler: bool,
    remplacer: bool,
    en_json: bool,
) -> int:
    from tableur.classeurs.vie.exercice import nouvel_exercice

    source = _chemin(fichier)
    suivi = _modele(modele, source)
    cible = _chemin(sortie) if sortie else _nomme_pour(source, exercice)
    reports = _reports(suivi, source, _cloture(cloture, exercice))
    bilan = nouvel_exercice(source, exercice, cible, reports, modele=suivi, simuler=simuler, remplacer=remplacer)
    return _dire(bilan, en_json=en_json, simuler=simuler)


def _nomme_pour(source: Path, exercice: str) -> Path:
    """Nom du nouveau classeur : l'exercice y remplace le précédent, ou s'y ajoute."""
    if exercice.isdigit() and (ancien := str(int(exercice) - 1)) in source.stem:
        return source.with_name(source.name.replace(ancien, exercice))
    return source.with_name(f"{source.stem} {exercice}{source.suffix}")


def _cloture(texte: str | None, exercice: str) -> date:
    """Jour de la clôture : celui que l'on donne, sinon le 31 décembre de l'année d'avant."""
    from tableur.frontiere import lire

    if texte is not None:
        jour: date = lire(texte, date)
        return jour
    if len(exercice) == 4 and exercice.isdigit():
        return date(int(exercice) - 1, 12, 31)
    raise ErreurTableur("Le jour de la clôture est à donner avec --cloture : l'exercice n'est pas une année.")


def _reports(modele: "Modele", fichier: Path, le: date) -> dict[type, Any]:
    """Lignes à reporter d'un modèle, que son action calcule ; rien pour un modèle qui n'en a pas."""
    from tableur import classeurs

    place = REPORTS.get(modele.nom)
    calcul = getattr(import_module(place[0]), place[1], None) if place else None
    return {} if calcul is None else dict(calcul(classeurs.ouvrir(fichier), le=le))


def _figer(
    fichier: str,
    feuilles: tuple[str, ...],
    sortie: str | None,
    modele: str | None,
    avec_personnelles: bool,
    pdf: bool,
    simuler: bool,
    remplacer: bool,
    en_json: bool,
) -> int:
    from tableur.classeurs.vie.figer import figer

    source = _chemin(fichier)
    cible = _chemin(sortie) if sortie else source.with_name(f"{source.stem} (envoi).xlsx")
    bilan = figer(
        source,
        cible,
        feuilles or None,
        avec_personnelles=avec_personnelles,
        pdf=pdf,
        modele=_modele(modele, source) if modele else None,
        remplacer=remplacer,
        simuler=simuler,
    )
    return _dire(bilan, en_json=en_json, simuler=simuler)


def _modeles() -> list[str]:
    from tableur.fichiers.ressources import lister_ressources

    return [chemin.stem for chemin in lister_ressources("templates_xlsx", "*.toml")]


def _option_de_modele() -> click.Option:
    return click.Option(
        ["--modele"],
        metavar="NOM",
        help="Modèle livré, ou déclaration .toml ; sinon, celui que nomme le classeur.",
        shell_complete=lambda ctx, param, incomplet: completions(incomplet, dict.fromkeys(_modeles(), "")),
    )


def _fichier() -> click.Argument:
    return click.Argument(["fichier"], metavar="FICHIER")


declarer = Commande(
    "declarer",
    callback=_declarer,
    help=(
        "Écrit la déclaration d'un classeur existant, pour en faire un modèle.\n\n"
        "Exemple : tableur classeur declarer ventes.xlsx --sortie ventes.toml"
    ),
    params=[
        _fichier(),
        click.Option(["--sortie"], metavar="FICHIER", help="Déclaration à écrire ; sinon, elle s'affiche."),
        _REMPLACER,
    ],
)
mettre_a_jour = Commande(
    "mettre-a-jour",
    callback=_mettre_a_jour,
    help=(
        "Ajoute à un classeur rempli ce qu'un modèle plus récent a de nouveau ; rien n'en est retiré.\n\n"
        "Exemple : tableur classeur mettre-a-jour stocks.xlsx --simuler"
    ),
    params=[
        _fichier(),
        _option_de_modele(),
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à écrire ; sinon, le même, après une copie."),
        _SIMULER,
        _REMPLACER,
        _JSON,
    ],
)
nouvel_exercice = Commande(
    "nouvel-exercice",
    callback=_nouvel_exercice,
    help=(
        "Écrit le classeur du nouvel exercice, et met l'ancien en lecture seule.\n\n"
        'Exemple : tableur classeur nouvel-exercice "stocks 2026.xlsx" 2027'
    ),
    params=[
        _fichier(),
        click.Argument(["exercice"], metavar="EXERCICE"),
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à écrire ; sinon, à côté de l'ancien."),
        _option_de_modele(),
        click.Option(["--cloture"], metavar="DATE", help="Jour de la clôture ; sinon, le 31 décembre d'avant."),
        _SIMULER,
        _REMPLACER,
        _JSON,
    ],
)
figer = Commande(
    "figer",
    callback=_figer,
    help=(
        "Écrit une copie à envoyer : sans macros, sans liens, sans données personnelles.\n\n"
        'Exemple : tableur classeur figer paie.xlsx --feuille "Journal" --pdf'
    ),
    params=[
        _fichier(),
        click.Option(
            ["--feuille", "feuilles"], multiple=True, metavar="NOM", help="Feuille à envoyer ; l'option se répète."
        ),
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à écrire ; sinon, « FICHIER (envoi).xlsx »."),
        _option_de_modele(),
        click.Option(
            ["--avec-personnelles"], is_flag=True, help="Laisse les NIR, IBAN, salaires et autres données privées."
        ),
        click.Option(["--pdf"], is_flag=True, help="Fait aussi un PDF, à côté."),
        _SIMULER,
        _REMPLACER,
        _JSON,
    ],
)

COMMANDES = (declarer, mettre_a_jour, nouvel_exercice, figer)
