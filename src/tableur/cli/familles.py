"""Une commande par famille : `tableur stock point-de-commande 20 5`, `tableur stock reapprovisionner FICHIER`."""

import contextlib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.catalogue import Argument, Fonction, lancer
from tableur.cli.appel import (
    CommandeDeFormule,
    aide_d_argument,
    completer_les_choix,
    ecrire_les_erreurs,
    metavariable,
)
from tableur.cli.calcul import ecrire_en_json
from tableur.cli.compte_rendu import en_json as bilan_en_json
from tableur.cli.compte_rendu import rendu as bilan
from tableur.cli.groupes import Commande, Groupe, completions, ecrire_liste, importer, suggestion
from tableur.cli.mots import ranger
from tableur.cli.mots_d_action import argument_des_mots, exemple_des_mots, fichier_et_reglages
from tableur.cli.recueil import fonction, noms_de_famille
from tableur.cli.saisie import demander_le_mot_de_passe
from tableur.frontiere import lire
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import ErreurTableur, FonctionInconnue, Ou, Refus, ValeurInvalide, refus

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SE_REMPLISSENT = {".xlsx", ".xlsm"}
_PREFIXE = "reglage_"
PAR_FICHIERS = {
    "paie": {
        "controler": (
            "tableur.cli.controle_de_paie",
            "controler",
            "Contrôle les bulletins reçus du cabinet, ligne à ligne.",
        ),
    },
    "tva": {
        "rapprocher": ("tableur.cli.tva_par_fichiers", "rapprocher", "Rapproche un FEC et la déclaration de TVA."),
        "importer-factures": (
            "tableur.cli.tva_par_fichiers",
            "importer_factures",
            "Ajoute des factures électroniques aux achats et aux ventes.",
        ),
    },
}
"""Commandes d'une famille qui reçoivent d'autres fichiers qu'un classeur : elles sont écrites à la main."""


class GroupeDeFamille(Groupe):
    """Groupe des formules et des actions d'une famille, tirées du catalogue."""

    def __init__(self, famille: str) -> None:
        """Retient la famille ; aucun de ses modules n'est importé."""
        super().__init__(famille, help=resume_de_famille(famille), subcommand_metavar="NOM [VALEURS]…")
        self._noms = noms_de_famille(famille)
        self._par_fichiers = PAR_FICHIERS.get(famille, {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Noms de la famille."""
        return sorted([*(nom.replace("_", "-") for nom in self._noms), *self._par_fichiers])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Commande de la formule ou de l'action de ce nom."""
        if cmd_name in self._par_fichiers:
            module, attribut, _ = self._par_fichiers[cmd_name]
            return importer(module, attribut)
        nom = cmd_name.replace("-", "_").lower()
        return commande_de(fonction(f"{self.name}.{nom}")) if nom in self._noms else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Liste les actions, puis les formules."""
        connues = []
        for nom in self._noms:
            with contextlib.suppress(FonctionInconnue):
                connues.append(fonction(f"{self.name}.{nom}"))
        for titre, genre in (("Actions", "action"), ("Formules", "formule")):
            lignes = [(f.nom_de_commande, f.resume) for f in connues if f.marque.genre == genre]
            if genre == "action":
                lignes += [(nom, resume) for nom, (_, _, resume) in self._par_fichiers.items()]
            if lignes:
                with formatter.section(titre):
                    formatter.write_dl(lignes, col_max=40)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complète les noms de la famille, sans importer leurs modules."""
        return completions(incomplete, dict.fromkeys(self.list_commands(ctx), ""))

    def phrase_d_inconnue(self, ctx: click.Context, nom: str) -> str:
        """Dit les noms proches."""
        return f"La famille {self.name} n'a pas de « {nom} ».{suggestion(nom, self.list_commands(ctx))}"


def resume_de_famille(famille: str) -> str:
    """Résumé d'une famille, sans importer ses modules."""
    nombre = len(noms_de_famille(famille))
    return f"Famille « {famille} » : {nombre} calcul{'s' if nombre > 1 else ''} et actions."


def commande_de(trouvee: Fonction) -> click.Command:
    """Commande d'une fonction du catalogue."""
    return CommandeDAction(trouvee) if trouvee.marque.genre == "action" else CommandeDeFormule(trouvee)


class CommandeDAction(Commande):
    """Commande d'une action : un classeur, celui du dossier à défaut, des options, un compte rendu."""

    def __init__(self, action: Fonction) -> None:
        """Tire les options et l'aide de l'action."""
        self.action = action
        options = [_option(argument) for argument in action.arguments]
        if all(argument.nom != "simuler" for argument in action.arguments):
            options.append(_drapeau("simuler", "Calcule et affiche, sans rien écrire."))
        super().__init__(
            action.nom_de_commande,
            params=[
                argument_des_mots(action),
                *options,
                *_options_de_sortie(),
            ],
            callback=self._lancer,
            short_help=action.resume,
            help="\n\n".join([action.resume, action.documentation.description]).strip(),
        )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Erreurs de l'action, et exemple."""
        ecrire_les_erreurs(self.action, formatter)
        exigees = [a for a in self.action.arguments if a.obligatoire and a.nom != "le"]
        mots = [f"--{a.nom.replace('_', '-')} {metavariable(a)}" for a in exigees]
        from tableur.classeurs.fabrique import modele_de_famille

        modele = modele_de_famille(self.action.famille)
        exemple = " ".join(
            [
                "tableur",
                self.action.famille,
                self.action.nom_de_commande,
                f"{modele or self.action.famille}.xlsx",
                *mots,
                "--simuler",
            ]
        )
        exemples = [("commande", exemple)]
        if en_mots := exemple_des_mots(self.action):
            exemples.append(("ou bien", exemple.replace(" --simuler", f" {en_mots} --simuler")))
        ecrire_liste(formatter, "Exemple", exemples)

    def _lancer(
        self,
        mots: tuple[str, ...] | str | None,
        dossier: str | None,
        sortie: str | None,
        remplacer: bool,
        sans_recalcul: bool,
        en_json: bool,
        **reglages: Any,
    ) -> int:
        options = {nom.removeprefix(_PREFIXE): str(mot) for nom, mot in reglages.items() if mot is not None}
        simuler = options.get("simuler") == "oui"
        if all(argument.nom != "simuler" for argument in self.action.arguments):
            options.pop("simuler", None)
        try:
            fichier, donnes = fichier_et_reglages(self.action, (mots,) if isinstance(mots, str) else mots or ())
            doubles = [nom for nom in donnes if nom in options]
            if doubles:
                raise ValeurInvalide(f"{doubles[0]} : valeur donnée deux fois.")
            options |= donnes
            compte_rendu = executer(
                self.action,
                Path(fichier) if fichier else classeur_du_dossier(self.action.famille, dossier),
                options,
                Path(sortie) if sortie else None,
                simuler,
                remplacer,
                not sans_recalcul,
            )
        except ErreurTableur as erreur:
            if en_json:
                anomalies = erreur.anomalies if isinstance(erreur, Refus) else ()
                ecrire_en_json({"erreur": str(erreur), "anomalies": bilan_en_json(anomalies)})
            raise
        if en_json:
            ecrire_en_json(bilan_en_json(compte_rendu))
        else:
            click.echo(bilan(compte_rendu, simule=simuler))
        return 1 if compte_rendu.anomalies else 0


def executer(
    action: Fonction,
    fichier: Path,
    options: dict[str, str],
    sortie: Path | None,
    simuler: bool,
    remplacer: bool,
    recalculer: bool,
) -> CompteRendu:
    """Lance une action sur un classeur fermé et rend son compte rendu, fichier produit compris.

    Raises:
        ErreurTableur: Une option ne convient pas, le fichier est illisible, ou l'action est refusée.
    """
    from tableur import classeurs

    reglages = ranger(action, (), options).valeurs
    aujourd_hui = datetime.now().astimezone().date()
    le = lire(reglages["le"], date) if reglages.get("le") else aujourd_hui
    if sortie is None and fichier.suffix.lower() not in SE_REMPLISSENT:
        sortie = sortie_par_defaut(fichier, action.nom_de_commande, le)
    with classeurs.ouvrir(
        fichier,
        sortie=None if simuler else sortie,
        simuler=simuler,
        remplacer=remplacer,
        recalculer=recalculer,
        demander=demander_le_mot_de_passe(),
    ) as classeur:
        compte_rendu = lancer(action, classeur, reglages, aujourd_hui)
    produits = [produit for produit in classeur.produits if produit not in compte_rendu.fichiers]
    if produits:
        compte_rendu.fichiers += produits
        compte_rendu.ecartes += classeur.non_repris
        if classeur.formules_sans_valeur:
            nombre = compte_ecrit(classeur.formules_sans_valeur, "formule")
            compte_rendu.ecartes.append(f"{nombre} sans valeur : le tableur les calculera à l'ouverture")
    return compte_rendu


def classeur_du_dossier(famille: str, chemin: str | None) -> Path:
    """Classeur qu'une action prend quand on ne lui en donne pas : celui du dossier, pour sa famille.

    Args:
        famille: Famille de l'action : « stock ».
        chemin: Dossier donné, None pour le chercher en remontant.

    Raises:
        Refus: Il n'y a pas de dossier, ou il n'a pas ce classeur.
    """
    from tableur.classeurs.fabrique import modele_de_famille
    from tableur.cli.dossier import dossier_de

    nom = modele_de_famille(famille)
    if nom is None:
        raise ErreurTableur(f"La famille {famille} n'a pas de classeur livré : donner le FICHIER.")
    try:
        dossier = dossier_de(chemin)
    except Refus as absent:
        conseil = "Donner le FICHIER, ou lancer la commande dans un dossier de tableur."
        raise ErreurTableur(f"{conseil}\n{absent}") from None
    fichier = dossier.classeur(nom)
    if not fichier.is_file():
        message = (
            f"Le dossier « {dossier.nom} » n'a pas ce classeur : donner le FICHIER, le créer par "
            f"« tableur classeur creer {nom} », ou le désigner par "
            f"« tableur dossier regler classeurs.{nom}=… »."
        )
        raise refus(Ou(fichier=fichier.name), "classeur absent", message)
    return fichier


def sortie_par_defaut(fichier: Path, verbe: str, le: date) -> Path:
    """Classeur écrit à côté d'un fichier qui ne se remplit pas, .ods par exemple ; il dit l'action et la date.

    >>> sortie_par_defaut(Path("stocks.ods"), "alerter", date(2026, 11, 24)).name
    'stocks - alerter 2026-11-24.xlsx'
    """
    return fichier.with_name(f"{fichier.stem} - {verbe} {le.isoformat()}.xlsx")


def _options_de_sortie() -> list[click.Option]:
    """Options que la porte ajoute à celles de l'action."""
    return [
        click.Option(["--dossier"], metavar="DOSSIER", help="Dossier dont on prend le classeur, sans FICHIER."),
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à écrire ; sinon, FICHIER lui-même."),
        click.Option(["--remplacer"], is_flag=True, help="Remplace la sortie qui existe, après une copie."),
        click.Option(["--sans-recalcul"], is_flag=True, help="Laisse au tableur les formules périmées."),
        click.Option(["--json", "en_json"], is_flag=True, help="Écrit le compte rendu en JSON."),
    ]


def _option(argument: Argument) -> click.Option:
    aide = f"{argument.aide} [par défaut : aujourd'hui]" if argument.nom == "le" else aide_d_argument(argument)
    if getattr(argument.type, "__name__", "") == "bool":
        return _drapeau(argument.nom, argument.aide, avec_contraire=argument.defaut is True)
    return click.Option(
        [f"--{argument.nom.replace('_', '-')}", f"{_PREFIXE}{argument.nom}"],
        metavar=metavariable(argument),
        help=aide,
        shell_complete=completer_les_choix(argument),
    )


def _drapeau(nom: str, aide: str, *, avec_contraire: bool = False) -> click.Option:
    """Drapeau ; absent, il laisse parler la feuille Paramètres."""
    tirets = nom.replace("_", "-")
    declaration = f"--{tirets}/--sans-{tirets}" if avec_contraire else f"--{tirets}"

    def dire(ctx: click.Context, param: click.Parameter, leve: bool | None) -> str | None:
        return None if leve is None or not (leve or avec_contraire) else "oui" if leve else "non"

    return click.Option([declaration, f"{_PREFIXE}{nom}"], is_flag=True, default=None, help=aide, callback=dire)
