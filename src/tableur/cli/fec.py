"""`tableur fec controler` : toutes les anomalies d'un fichier des écritures comptables."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.calcul import ecrire_en_json
from tableur.cli.groupes import Commande, Groupe
from tableur.frontiere import lire
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import ErreurTableur, Refus

if TYPE_CHECKING:
    from tableur.echanges.fec.modele import Fec
    from tableur.echanges.fec.releve import Constat

MONTREES = 5

groupe = Groupe("fec", help="Contrôle un fichier des écritures comptables (FEC), hors ligne.")


def _controler(
    fichier: str, debut: str | None, fin: str | None, plan: str | None, tout: bool, en_json: bool
) -> int:
    from tableur.echanges.fec.controles import controler
    from tableur.echanges.fec.lecture import lire_fec

    bornes = [lire(mot, date) if mot else None for mot in (debut, fin)]
    comptes = _comptes(Path(plan)) if plan else None
    try:
        lu = lire_fec(fichier)
        controler(lu, debut=bornes[0], fin=bornes[1], plan=comptes)
    except Refus as erreur:
        if en_json:
            from tableur.cli.compte_rendu import en_json as anomalies_en_json

            ecrire_en_json({"erreur": str(erreur), "anomalies": anomalies_en_json(erreur.anomalies)})
        raise
    if en_json:
        ecrire_en_json(_en_objet(lu))
    else:
        click.echo(_rendu(lu, tout=tout))
    return ANOMALIES if lu.releve.total else FAIT


def _comptes(fichier: Path) -> frozenset[str]:
    """Comptes d'un plan : la colonne « compte », à défaut la première, d'un CSV ou d'un classeur."""
    from tableur.classeurs.tables_de_fichier import lire_une_table
    from tableur.classeurs.tables_de_fichier.sorties import texte_de_cellule
    from tableur.frontiere import plier

    lue = lire_une_table(fichier, "")
    rang = next((n for n, entete in enumerate(lue.entetes) if plier(entete) in ("compte", "comptenum")), 0)
    comptes = frozenset(texte_de_cellule(ligne[rang]).strip() for ligne in lue.lignes)
    if not comptes:
        raise ErreurTableur(f"{fichier.name} n'a aucun compte dans sa colonne « {lue.entetes[rang]} ».")
    return comptes


def _en_objet(lu: "Fec") -> dict[str, Any]:
    from tableur.cli.compte_rendu import en_json
    from tableur.echanges.fec.valeurs import centimes_ecrits

    return {
        "fichier": lu.fichier,
        "siren": lu.siren,
        "cloture": lu.cloture.isoformat() if lu.cloture else None,
        "encodage": lu.texte.encodage,
        "separateur": lu.separateur,
        "lignes": len(lu),
        "ecritures": len(lu.distinctes("JournalCode", "EcritureNum")),
        "total_debit": centimes_ecrits(int(lu.debit.sum())).replace(",", "."),
        "total_credit": centimes_ecrits(int(lu.credit.sum())).replace(",", "."),
        "nombre_d_anomalies": lu.releve.total,
        "regles": [{"regle": c.regle, "gravite": c.gravite, "nombre": c.nombre} for c in lu.releve.constats],
        "anomalies": en_json(lu.releve.anomalies),
    }


def _rendu(lu: "Fec", *, tout: bool) -> str:
    from tableur.echanges.fec.entetes import NOMS_DES_SEPARATEURS
    from tableur.echanges.fec.tva import euros
    from tableur.socle.ecriture import montant_ecrit

    ecritures = compte_ecrit(len(lu.distinctes("JournalCode", "EcritureNum")), "écriture")
    separateur = NOMS_DES_SEPARATEURS[lu.separateur]
    debit, credit = (montant_ecrit(euros(int(somme.sum()))) for somme in (lu.debit, lu.credit))
    morceaux = [
        f"{lu.fichier} : {compte_ecrit(len(lu), 'ligne')}, {ecritures}, {separateur}, {lu.texte.encodage}.",
        f"  Débit {debit}, crédit {credit}.",
    ]
    constats = sorted(lu.releve.constats, key=lambda constat: constat.gravite != "refus")
    if not constats:
        return "\n".join([*morceaux, "Aucune anomalie."])
    refus = sum(constat.nombre for constat in constats if constat.gravite == "refus")
    alertes = lu.releve.total - refus
    morceaux.append(f"{compte_ecrit(refus, 'défaut')}, {compte_ecrit(alertes, 'alerte')} :")
    return "\n".join([*morceaux, *(ligne for constat in constats for ligne in _constat(constat, tout=tout))])


def _constat(constat: "Constat", *, tout: bool) -> list[str]:
    montrees = constat.anomalies if tout else constat.anomalies[:MONTREES]
    genre = "défaut" if constat.gravite == "refus" else "alerte"
    lignes = [f"{genre} : {constat.regle} ({constat.nombre})", *(f"  • {anomalie}" for anomalie in montrees)]
    reste = constat.nombre - len(montrees)
    return [*lignes, f"  • … et {reste} de plus"] if reste > 0 else lignes


groupe.add_command(
    Commande(
        "controler",
        callback=_controler,
        short_help="Dit toutes les anomalies d'un FEC, situées et comptées.",
        help="Dit toutes les anomalies d'un FEC : forme (LPF, art. A47 A-1), équilibre, numéros, dates, comptes, "
        "lettrage, doublons.\n\nLe fichier n'est jamais changé. « défaut » : le texte n'est pas respecté ; "
        "« alerte » : à regarder.\n\nExemple : tableur fec controler 732829320FEC20261231.txt",
        params=[
            click.Argument(["fichier"], metavar="FICHIER"),
            click.Option(
                ["--debut"], metavar="DATE", help="Premier jour de l'exercice ; sinon, un an avant sa fin."
            ),
            click.Option(
                ["--fin"], metavar="DATE", help="Clôture de l'exercice ; sinon, celle du nom du fichier."
            ),
            click.Option(
                ["--plan"], metavar="FICHIER", help="Comptes de la maison (CSV, classeur) : les autres sont dits."
            ),
            click.Option(["--tout"], is_flag=True, help="Montre vingt anomalies par règle, au lieu de cinq."),
            click.Option(["--json", "en_json"], is_flag=True, help="Écrit le relevé en JSON."),
        ],
    )
)
