"""`tableur classeur lire` et `tableur classeur importer` : les tables d'un fichier reçu, vues ou importées."""

import json
import sys
from collections.abc import Callable, Sequence
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.affichage import aligner
from tableur.cli.affichage import table as table_rendue
from tableur.cli.compte_rendu import en_json as compte_rendu_json
from tableur.cli.compte_rendu import rendu
from tableur.cli.groupes import Commande
from tableur.frontiere import plier
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import ErreurTableur, Ou, refus

if TYPE_CHECKING:
    from tableur.classeurs.importation import Bilan, Correspondance
    from tableur.classeurs.modeles import Modele, Table
    from tableur.classeurs.tables_de_fichier import TableDeFichier, TableLue
    from tableur.dossier import Dossier

LIGNES_MONTREES = 20
LARGEUR_MONTREE = 40

_GENRES = {"table": "table Excel", "nom": "nom défini", "feuille": "feuille", "fichier": "fichier texte"}
_JSON = click.Option(["--json", "en_json"], is_flag=True, help="Sortie en JSON, pour un autre programme.")


def _lire(fichier: str, table: str | None, en_json: bool, en_csv: bool) -> int:
    from tableur.classeurs import tables_de_fichier as tables

    if en_json and en_csv:
        raise ErreurTableur("Choisir --json ou --csv, pas les deux.")
    if table is None and not en_csv:
        return _lister(tables.lister_les_tables(Path(fichier), _demander()), en_json)
    lue = tables.lire_une_table(Path(fichier), table or "", _demander())
    if en_json:
        _ecrire_json(tables.en_json(lue))
    elif en_csv:
        click.echo(tables.en_csv(lue), nl=False)
        _dire_ce_qui_manque(lue, err=True)
    else:
        click.echo(_table_montree(lue))
        _dire_ce_qui_manque(lue, err=False)
    return ANOMALIES if lue.anomalies else FAIT


def _lister(trouvees: "Sequence[TableDeFichier]", en_json: bool) -> int:
    if en_json:
        from tableur.frontiere import ecrire_json

        _ecrire_json(ecrire_json(list(trouvees)))
    elif not trouvees:
        click.echo("Aucune table : il faut une ligne d'en-têtes (des mots, une colonne chacun).")
    else:
        lignes = [
            [t.nom, _GENRES[t.genre], t.feuille, str(t.entete), str(t.lignes), _court(", ".join(t.colonnes), 60)]
            for t in trouvees
        ]
        entetes = ["Table", "Trouvée par", "Feuille", "En-têtes, ligne", "Lignes", "Colonnes"]
        click.echo(aligner(entetes, lignes, [False, False, False, True, True, False]))
    return FAIT if trouvees else ANOMALIES


def _table_montree(lue: "TableLue") -> str:
    titre = (
        f"« {lue.table.nom} » : {compte_ecrit(len(lue.lignes), 'ligne')}, "
        f"{compte_ecrit(len(lue.entetes), 'colonne')}, en-têtes à la ligne {lue.table.entete}"
    )
    if not lue.lignes:
        return titre
    cellules = [[_court(_cellule(c), LARGEUR_MONTREE) for c in ligne] for ligne in lue.lignes[:LIGNES_MONTREES]]
    nombres = [all(not isinstance(v, str) or not v for v in colonne) for colonne in zip(*lue.lignes, strict=True)]
    reste = len(lue.lignes) - LIGNES_MONTREES
    suite = (
        [f"… et {compte_ecrit(reste, 'ligne')} de plus : --json ou --csv les donne toutes."] if reste > 0 else []
    )
    return "\n".join([titre, "", aligner(lue.entetes, cellules, nombres), *suite])


def _cellule(valeur: object) -> str:
    from tableur.classeurs.tables_de_fichier.sorties import texte_de_cellule

    return valeur if isinstance(valeur, str) else texte_de_cellule(valeur)


def _court(texte: str, largeur: int) -> str:
    texte = " ".join(texte.split())
    return texte if len(texte) <= largeur else texte[: largeur - 1] + "…"


def _dire_ce_qui_manque(lue: "TableLue", *, err: bool) -> None:
    for phrase in lue.ecartees_dites():
        click.echo(f"Écarté : {phrase}.", err=err)
    for anomalie in lue.anomalies:
        click.echo(f"Anomalie : {anomalie}", err=err)


def _importer(
    fichier: str,
    table: str,
    vers: str,
    table_source: str | None,
    source: str | None,
    correspondance: str | None,
    simuler: bool,
    oui: bool,
    en_json: bool,
) -> int:
    from tableur.classeurs import importation
    from tableur.classeurs.tables_de_fichier import lire_une_table

    lue = lire_une_table(Path(fichier), table_source or "", _demander())
    classeur = _ouvrir(Path(vers), simuler=simuler)
    cible = table_du_modele(classeur.modele, table, Path(vers).name)
    dossier = _dossier_de(Path(vers))
    gardee = _gardee(cible.nom, source, correspondance, dossier)
    choisie = gardee or importation.proposer(lue, cible.type, cible.libelles)
    if not en_json:
        _montrer_la_correspondance(choisie, cible, gardee=gardee is not None)
    choisie.exiger(lue, cible.type, cible.libelles)
    if gardee is None and not (simuler or oui):
        vu = importation.apercu(lue, choisie, cible.type, cible.libelles)
        click.echo(f"\nPremières lignes :\n{table_rendue(vu.lignes, cible.type)}", err=en_json)
        _confirmer()
    with classeur:
        bilan = importation.importer(classeur, lue, choisie, cible.type, cible.libelles)
    return _conclure(bilan, choisie, cible, dossier, source, simuler=simuler, en_json=en_json)


def _ouvrir(chemin: Path, *, simuler: bool) -> Any:
    """Classeur d'arrivée : un port qui lit, et qui écrit en place à la fin de son bloc."""
    from tableur import classeurs

    return classeurs.ouvrir(chemin, simuler=simuler)


def table_du_modele(modele: "Modele", nom: str, fichier: str) -> "Table":
    """Table tapée d'un modèle, par son nom, son titre, sa feuille ou son enregistrement.

    Raises:
        Refus: Le modèle n'a pas cette table ; la phrase dit celles qu'il a.
    """
    tapees = [(feuille, table) for feuille, table in modele.tables() if feuille.genre == "S"]
    for feuille, table in tapees:
        noms = (table.nom, table.titre, feuille.nom, getattr(table.type, "__name__", ""))
        if plier(nom) in map(plier, noms):
            return table
    connues = ", ".join(f"« {feuille.nom} »" for feuille, _ in tapees)
    message = f"Le classeur n'a pas de table « {nom} » à remplir ; tables présentes : {connues}."
    raise refus(Ou(fichier=fichier), "table absente", message, attendu=nom, trouve=connues)


def _dossier_de(chemin: Path) -> "Dossier | None":
    """Dossier de l'organisation qui contient le classeur, None s'il n'est dans aucun."""
    from tableur.dossier import Dossier

    return Dossier.chercher(chemin.resolve().parent)


def _gardee(
    table: str, source: str | None, fichier: str | None, dossier: "Dossier | None"
) -> "Correspondance | None":
    """Correspondance d'un fichier donné, ou celle que le dossier garde pour cette source."""
    if fichier is not None:
        from tableur.dossier import lire_correspondance

        lue = lire_correspondance(Path(fichier), table)
        if lue is None:
            raise ErreurTableur(f"« {fichier} » n'a pas de correspondance pour la table « {table} ».")
        return lue
    if source is None or dossier is None:
        return None
    return dossier.correspondance(source, table)


def _montrer_la_correspondance(choisie: "Correspondance", cible: "Table", *, gardee: bool) -> None:
    click.echo("Correspondance gardée :" if gardee else "Correspondance proposée :")
    for association in choisie.associations:
        libelle = cible.libelles.get(association.champ, association.champ)
        click.echo(f"  {libelle} ← {association.dite()}")
    if choisie.ignorees:
        click.echo(f"  laissées de côté : {', '.join(choisie.ignorees)}")
    for doute in choisie.doutes:
        click.echo(f"  à décider : {doute}")


def _confirmer() -> None:
    """Demande l'accord ; sans terminal, dit comment le donner d'avance, et ne fait rien.

    Raises:
        ErreurTableur: Personne ne peut répondre, ou la réponse est non.
    """
    if not _quelqu_un_repond():
        raise ErreurTableur(
            "Rien n'est importé : relire la correspondance proposée, puis ajouter --oui (ou --correspondance)."
        )
    if not click.confirm("Importer ainsi ?"):
        raise ErreurTableur("Rien n'est importé.")


def _quelqu_un_repond() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _demander() -> Callable[[str], str] | None:
    """Pose sans écho la question d'un mot de passe ; None sans terminal : rien n'est alors demandé."""
    return getpass if _quelqu_un_repond() else None


def _conclure(
    bilan: "Bilan[Any]",
    choisie: "Correspondance",
    cible: "Table",
    dossier: "Dossier | None",
    source: str | None,
    *,
    simuler: bool,
    en_json: bool,
) -> int:
    compte_rendu = bilan.compte_rendu()
    if dossier is not None and source is not None and not simuler:
        compte_rendu.fichiers.append(dossier.garder(source, cible.nom, choisie))
    if en_json:
        from tableur.classeurs.importation import en_objet

        comptes = {nom: getattr(bilan, nom) for nom in ("lus", "crees", "modifies", "inchanges", "refuses")}
        _ecrire_json({**comptes, "correspondance": en_objet(choisie), **compte_rendu_json(compte_rendu)})
    else:
        click.echo("\n" + rendu(compte_rendu, simule=simuler))
    return ANOMALIES if bilan.refuses else FAIT


def _ecrire_json(objet: object) -> None:
    click.echo(json.dumps(objet, ensure_ascii=False, indent=2))


lire = Commande(
    "lire",
    callback=_lire,
    short_help="Liste les tables d'un fichier, ou montre les lignes d'une table.",
    help="Liste les tables d'un fichier, ou montre les lignes d'une table.\n\n"
    "Classeurs .xlsx, .xlsm, .ods, .xls ; textes .csv, .tsv, .txt.\n\n"
    "Exemple : tableur classeur lire releve.csv --json",
    params=[
        click.Argument(["fichier"], metavar="FICHIER"),
        click.Argument(["table"], metavar="[TABLE]", required=False),
        _JSON,
        click.Option(["--csv", "en_csv"], is_flag=True, help="Sortie en CSV à la française."),
    ],
)

importer = Commande(
    "importer",
    callback=_importer,
    short_help="Importe l'export d'un autre logiciel dans une table d'un classeur.",
    help="Importe l'export d'un autre logiciel dans la table TABLE d'un classeur.\n\n"
    "Propose d'où vient chaque colonne, montre les premières lignes, puis compte ce qui est créé, modifié, "
    "inchangé et refusé. Importer deux fois ne change rien.\n\n"
    "Exemple : tableur classeur importer articles.csv Articles --vers stocks.xlsx --source Sage",
    params=[
        click.Argument(["fichier"], metavar="FICHIER"),
        click.Argument(["table"], metavar="TABLE"),
        click.Option(["--vers"], metavar="CLASSEUR", required=True, help="Classeur d'arrivée."),
        click.Option(["--table-source"], metavar="NOM", help="Table du fichier, s'il en a plusieurs."),
        click.Option(["--source"], metavar="NOM", help="D'où vient le fichier : sa correspondance est gardée."),
        click.Option(["--correspondance"], metavar="FICHIER", help="Fichier de correspondances à employer."),
        click.Option(["--simuler"], is_flag=True, help="Compte et affiche, sans rien écrire."),
        click.Option(["--oui"], is_flag=True, help="Accepte d'avance la correspondance proposée."),
        _JSON,
    ],
)
