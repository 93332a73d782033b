"""`tableur publipostage courriel` : un message par ligne, écrit, prêt pour Outlook, en CSV, ou envoyé."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.actions.bilan_de_courriers import ATTENDUES, phrases_des_laissees
from tableur.cli import ANOMALIES, FAIT
from tableur.cli.bilan_de_courriers import options_de_lignes
from tableur.cli.donnees_de_courriel import LignesChoisies, choisir_les_lignes, documents_du_lot
from tableur.cli.groupes import Commande
from tableur.socle.erreurs import ErreurTableur, Ou, refus

if TYPE_CHECKING:
    from tableur.actions.lignes_de_courriers import Laissee
    from tableur.courriers.courriel.campagne import Campagne, Examen
    from tableur.courriers.courriel.envoi import BilanDEnvoi
    from tableur.courriers.courriel.serveur import Serveur

MONTRES = 30
_MODES = ("essai", "brouillons", "en_csv", "vers_moi", "envoyer")


@dataclass(frozen=True, slots=True)
class _Demande:
    """Un envoi préparé : ses messages, ses lignes, et ce que la personne en veut."""

    campagne: "Campagne"
    examen: "Examen"
    lues: LignesChoisies
    sortie: Path
    reglages: Mapping[str, str]
    options: Mapping[str, Any]


def _courriel(modele: str, donnees: str, **options: Any) -> int:
    modes = [mode for mode in _MODES if options[mode]]
    if len(modes) > 1:
        raise click.UsageError("Une seule façon : --essai, --brouillons, --csv, --vers-moi ou --envoyer.")
    reglages = _reglages(options)
    lues = choisir_les_lignes(donnees, options)
    maintenant = datetime.now().astimezone()
    campagne = _campagne(Path(modele), lues, reglages, options, maintenant)
    if options["retenir"]:
        _retenir(reglages)
    examen = campagne.examiner(maintenant)
    sortie = Path(options["sortie"])
    sortie.mkdir(parents=True, exist_ok=True)
    faire = {"en_csv": _csv, "vers_moi": _vers_moi, "envoyer": _envoyer}.get(modes[0] if modes else "", _eml)
    bilan = faire(_Demande(campagne, examen, lues, sortie, reglages, options))
    return _dire(campagne, examen, lues, bilan, options)


def _eml(demande: _Demande) -> dict[str, Any]:
    from tableur.courriers.courriel.campagne import ecrire_eml
    from tableur.courriers.courriel.journal import ouvrir_journal_des_envois

    dossier = demande.sortie / ("brouillons" if demande.options["brouillons"] else "courriels")
    with ouvrir_journal_des_envois(demande.sortie, demande.campagne.nom) as journal:
        faits, laisses = ecrire_eml(
            demande.campagne,
            demande.examen.bons,
            dossier,
            journal,
            datetime.now().astimezone(),
            brouillons=demande.options["brouillons"],
        )
    demande.examen.ecarts += laisses
    recapitulatif = demande.sortie / "recapitulatif.csv"
    _ecrire(recapitulatif, _recapitulatif(demande.campagne, demande.examen, demande.lues))
    quoi = "brouillons" if demande.options["brouillons"] else "messages écrits, rien n'est envoyé"
    return {"faits": len(faits), "quoi": quoi, "fichiers": [str(dossier), str(recapitulatif)]}


def _csv(demande: _Demande) -> dict[str, Any]:
    from tableur.courriers.courriel.campagne import MISE_EN_GARDE, csv_d_envoi

    chemin = demande.sortie / "envoi.csv"
    _ecrire(chemin, csv_d_envoi(demande.campagne, demande.examen.bons))
    return {
        "faits": len(demande.examen.bons),
        "quoi": "messages dans le fichier du service d'envoi",
        "fichiers": [str(chemin)],
        "avertissements": [MISE_EN_GARDE],
    }


def _vers_moi(demande: _Demande) -> dict[str, Any]:
    from tableur.courriers.courriel.envoi import envoyer
    from tableur.courriers.courriel.journal import ouvrir_journal_des_envois

    maintenant = datetime.now().astimezone()
    essai = replace(demande.campagne, nom=f"essai {maintenant.isoformat()} {demande.campagne.nom}")
    moi = demande.campagne.expediteur.adresse
    prets = (
        replace(pret, vers=moi)
        for pret in essai.prets(
            demande.examen.bons[: demande.options["vers_moi"]], lambda: datetime.now().astimezone()
        )
    )
    with ouvrir_journal_des_envois(demande.sortie, essai.nom) as journal:
        bilan = envoyer(prets, journal, _ouvrir(_serveur(demande.reglages)), _rythme(demande.reglages))
    return {**_envoi_en_json(bilan), "quoi": f"messages d'essai envoyés à {moi}, à personne d'autre"}


def _envoyer(demande: _Demande) -> dict[str, Any]:
    from tableur.courriers.courriel.campagne import EN_NOMBRE, MISE_EN_GARDE
    from tableur.courriers.courriel.envoi import envoyer
    from tableur.courriers.courriel.journal import ouvrir_journal_des_envois

    serveur, nombre = _serveur(demande.reglages), len(demande.examen.bons)
    avertissements = [MISE_EN_GARDE] if nombre >= EN_NOMBRE else []
    avertissements += [serveur.avertissement] if serveur.avertissement else []
    for avertissement in avertissements:
        click.echo(avertissement, err=True)
    _confirmer(nombre, len(demande.examen.ecarts) + len(demande.lues.laissees), demande.options["confirmer"])
    ouvrir = _ouvrir(serveur)
    with ouvrir_journal_des_envois(demande.sortie, demande.campagne.nom) as journal:
        prets = demande.campagne.prets(demande.examen.bons, lambda: datetime.now().astimezone())
        bilan = envoyer(
            prets, journal, ouvrir, _rythme(demande.reglages), reprendre_incertains=demande.options["incertains"]
        )
    return {**_envoi_en_json(bilan), "quoi": "messages envoyés"}


def _confirmer(nombre: int, ecartes: int, confirme: int | None) -> None:
    """Fait retaper le nombre exact de messages ; un script le donne par --confirmer."""
    if not nombre:
        raise ErreurTableur("Aucun message à envoyer : toutes les lignes sont écartées.")
    if confirme is None:
        click.echo(f"{nombre} messages à envoyer, {ecartes} lignes laissées de côté.", err=True)
        confirme = click.prompt(f"Pour envoyer, retaper le nombre de messages ({nombre})", type=int, err=True)
    if confirme != nombre:
        raise ErreurTableur(f"Rien n'est envoyé : {confirme} confirmé, {nombre} messages à envoyer.")


def _dire(
    campagne: "Campagne", examen: "Examen", lues: LignesChoisies, bilan: dict[str, Any], options: Mapping[str, Any]
) -> int:
    laissees = _laissees(examen, lues)
    reserve = campagne.prospection.reserve if campagne.prospection else ""
    avertissements = [*bilan.pop("avertissements", []), *([reserve] if reserve else [])]
    restes = [bilan.get(nom) for nom in ("incertains", "refuses", "remis", "arret")]
    code = ANOMALIES if any(restes) or any(la.genre not in ATTENDUES for la in laissees) else FAIT
    if options["en_json"]:
        ecartees = [str(laissee) for laissee in laissees]
        objet = {"lues": lues.lues, "ecartees": ecartees, "avertissements": avertissements, **bilan}
        click.echo(json.dumps(objet, ensure_ascii=False, indent=2))
        return code
    click.echo(f"Lues : {lues.lues}. Laissées de côté : {len(laissees)}. {bilan['faits']} {bilan['quoi']}.")
    for phrase in phrases_des_laissees(laissees)[1:]:
        click.echo(phrase)
    _dire_l_envoi(bilan, lues)
    for phrase in avertissements:
        click.echo(phrase)
    for fichier in bilan.get("fichiers", ()):
        click.echo(f"Fichier : {fichier}")
    return code


def _laissees(examen: "Examen", lues: LignesChoisies) -> "list[Laissee]":
    """Lignes laissées de côté, à la lecture ou faute de message, dans l'ordre du fichier."""
    from tableur.actions.lignes_de_courriers import Laissee

    toutes = [*lues.laissees, *(Laissee(lues.place(e.rang), "", e.raison) for e in examen.ecarts)]
    return sorted(toutes, key=lambda laissee: laissee.ou.ligne or 0)


def _dire_l_envoi(bilan: Mapping[str, Any], lues: LignesChoisies) -> None:
    if bilan.get("deja"):
        click.echo(f"Déjà envoyés avant, laissés : {bilan['deja']}.")
    if incertains := bilan.get("incertains"):
        click.echo(f"Incertains, peut-être partis : {len(incertains)}. Voir avec les destinataires, puis, s'il le")
        click.echo("faut, les renvoyer par --reprendre-incertains.")
        for rang, _ in incertains[:MONTRES]:
            click.echo(f"  • {lues.place(rang)}")
    for nom, titre in (("refuses", "Refusés par le serveur"), ("remis", "Pas encore partis, à relancer")):
        if cas := bilan.get(nom):
            click.echo(f"{titre} : {len(cas)}.")
            for rang, raison in cas[:MONTRES]:
                click.echo(f"  • {lues.place(rang)} : {raison}")


def _envoi_en_json(bilan: "BilanDEnvoi") -> dict[str, Any]:
    return {
        "faits": bilan.envoyes,
        "deja": bilan.deja,
        "incertains": bilan.incertains,
        "refuses": bilan.refuses,
        "remis": bilan.remis,
        "arret": bilan.arret,
    }


def _campagne(
    chemin: Path,
    lues: LignesChoisies,
    reglages: Mapping[str, str],
    options: Mapping[str, Any],
    maintenant: datetime,
) -> "Campagne":
    from tableur.courriers.courriel.campagne import Campagne
    from tableur.courriers.courriel.message import Expediteur
    from tableur.courriers.courriel.modele import ModeleDeMessage, lire_modele
    from tableur.courriers.modele import colonnes_connues
    from tableur.courriers.prospection import Prospection

    source = lire_modele(chemin)
    colonnes = colonnes_connues(dict(lues.colonnes))
    prospection = None
    if options["prospection"]:
        prospection = Prospection.pour(
            "courriel",
            options["prospection"],
            le=maintenant.date(),
            colonnes=colonnes,
            fichier=lues.fichier,
            textes=source.textes,
        )
        if not reglages.get("desinscription"):
            message = "Un envoi de prospection porte une adresse de désinscription : --desinscription mailto:…"
            raise refus(Ou(source.nom), "prospection", message, attendu="mailto: ou https:")
    if not reglages.get("expediteur"):
        message = "L'expéditeur manque : --expediteur, ou tableur dossier regler courriel.expediteur=…"
        raise refus(Ou(), "expéditeur", message)
    expediteur = Expediteur(
        reglages["expediteur"],
        reglages.get("nom", ""),
        reglages.get("repondre_a", ""),
        reglages.get("desinscription", "") if prospection else "",
    )
    return Campagne(
        options["campagne"] or chemin.stem,
        ModeleDeMessage(source, colonnes),
        expediteur,
        [dict(ligne) for ligne in lues.lignes],
        Path(options["pieces"]) if options["pieces"] else source.dossier,
        options["cle"] or "",
        documents_du_lot(options),
        prospection,
        options["taille"] << 20,
        lues.places,
    )


def _reglages(options: dict[str, Any]) -> dict[str, str]:
    """Réglages du dossier, et options qui les remplacent ; jamais le mot de passe."""
    from tableur.dossier import REGLAGES, Dossier
    from tableur.socle.erreurs import Refus

    try:
        dossier = Dossier.ouvrir(Path(options["dossier"])) if options["dossier"] else Dossier.trouver(Path.cwd())
        trouves = dict(dossier.reglages.get("courriel", {}))
    except Refus as erreur:
        if options["dossier"] or erreur.anomalies[0].regle != "dossier absent":
            raise
        trouves = {}
    return trouves | {nom: str(options[nom]) for nom in REGLAGES["courriel"] if options.get(nom)}


def _serveur(reglages: Mapping[str, str]) -> "Serveur":
    from tableur.courriers.courriel.serveur import PORTS, Serveur

    securite, mode = reglages.get("securite", "starttls"), reglages.get("authentification", "mot_de_passe")
    if securite not in PORTS or mode not in ("mot_de_passe", "xoauth2"):
        message = "securite vaut starttls, ssl ou aucune ; authentification vaut mot_de_passe ou xoauth2."
        raise refus(Ou(), "courriel", message, trouve=f"{securite}, {mode}")
    port = _entier(reglages, "port", 0)
    return Serveur(reglages.get("serveur", ""), port, securite, reglages.get("compte", ""), mode)  # type: ignore[arg-type]


def _rythme(reglages: Mapping[str, str]) -> Any:
    from tableur.courriers.courriel.envoi import DEBIT, Rythme

    return Rythme(_entier(reglages, "debit", DEBIT))


def _entier(reglages: Mapping[str, str], nom: str, defaut: int) -> int:
    brut = reglages.get(nom, "")
    if (brut and not brut.isascii()) or (brut and not brut.isdigit()):
        raise refus(Ou(), nom, f"courriel.{nom} est un nombre entier : « {brut} » reçu.")
    return int(brut) if brut else defaut


def _ouvrir(serveur: "Serveur") -> Any:
    from functools import partial

    from tableur.courriers.courriel.serveur import ouvrir_session
    from tableur.fichiers.mots_de_passe import secret_de_compte

    secret = secret_de_compte(f"courriel:{serveur.compte}", VARIABLE) if serveur.compte else ""
    return partial(ouvrir_session, serveur, secret)


VARIABLE = "TABLEUR_COURRIEL_MOT_DE_PASSE"


def _retenir(reglages: Mapping[str, str]) -> None:
    from getpass import getpass

    from tableur.fichiers.mots_de_passe import retenir_secret

    compte = reglages.get("compte", "")
    if not compte:
        raise ErreurTableur("Le compte manque : --compte, ou tableur dossier regler courriel.compte=…")
    retenir_secret(f"courriel:{compte}", getpass(f"Mot de passe de « {compte} » : "))


def _recapitulatif(campagne: "Campagne", examen: "Examen", lues: LignesChoisies) -> str:
    """Une ligne par ligne lue : la place, l'état, l'adresse, l'objet, les pièces, la raison."""
    from tableur.fichiers.csv_francais import csv_francais

    faits = campagne.courriels(examen.bons)
    fait = next(faits, None)
    raisons = {e.rang: e.raison for e in examen.ecarts}
    lignes = list[tuple[object, ...]]()
    for rang in range(1, examen.lues + 1):
        raison, dits = raisons.get(rang, ""), ["", "", ""]
        if fait is not None and fait.rang == rang:
            dits = [fait.rendu.a, fait.rendu.objet, " | ".join(p.name for p in fait.pieces)]
            fait = next(faits, None)
        lignes.append((lues.place(rang).ligne or rang, "écarté" if raison else "prêt", *dits, raison))
    lignes += [(laissee.ou.ligne, "écarté", "", "", "", laissee.raison) for laissee in lues.laissees]
    return csv_francais(("ligne", "état", "courriel", "objet", "pièces", "raison"), lignes)


def _ecrire(chemin: Path, texte: str) -> None:
    from tableur.fichiers.ecriture import ecriture_atomique

    with ecriture_atomique(chemin, remplacer=True) as part:
        part.write_bytes(texte.encode("utf-8-sig"))


def _option(nom: str, aide: str, **mots: Any) -> click.Option:
    return click.Option([nom, *mots.pop("autres", [])], help=aide, **mots)


courriel = Commande(
    "courriel",
    callback=_courriel,
    help=(
        "Fait un courriel par ligne. Sans autre option, écrit les messages sans rien envoyer.\n\n"
        "Exemple : tableur publipostage courriel relance.txt clients.xlsx --sortie envoi\n\n"
        "Le mot de passe vient du trousseau du système, ou de la variable TABLEUR_COURRIEL_MOT_DE_PASSE."
    ),
    params=[
        click.Argument(["modele"], metavar="MODELE"),
        click.Argument(["donnees"], metavar="DONNEES"),
        _option("--sortie", "Dossier des messages et du journal.", required=True, metavar="DOSSIER"),
        *(option for option in options_de_lignes() if option.name in ("feuille", "ou", "trier")),
        _option("--essai", "Écrit des .eml et un récapitulatif, sans rien envoyer (par défaut).", is_flag=True),
        _option("--brouillons", "Écrit des .eml qu'Outlook ouvre en brouillons.", is_flag=True),
        _option("--csv", "Écrit le fichier d'un service d'envoi.", is_flag=True, autres=["en_csv"]),
        _option("--vers-moi", "Envoie les N premiers à l'expéditeur seul.", type=click.IntRange(1), metavar="N"),
        _option("--envoyer", "Envoie, après avoir fait retaper le nombre exact.", is_flag=True),
        _option("--confirmer", "Nombre exact de messages, pour un script.", type=int, metavar="N"),
        _option("--reprendre-incertains", "Renvoie l'incertain.", is_flag=True, autres=["incertains"]),
        _option("--cle", "Colonne qui désigne une ligne ; sinon, l'adresse.", metavar="COLONNE"),
        _option("--campagne", "Nom de la campagne ; sinon, celui du modèle.", metavar="NOM"),
        _option("--pieces", "Dossier des pièces jointes ; sinon, celui du modèle.", metavar="DOSSIER"),
        _option("--lot", "Dossier d'un publipostage : joint le document de chaque ligne.", metavar="DOSSIER"),
        _option("--pdf", "Avec --lot, joint le PDF et non le document Word.", is_flag=True),
        _option("--taille", "Plafond des pièces d'un message, en Mo.", type=click.IntRange(1, 50), default=10),
        _option(
            "--prospection", "C'est de la prospection, et à qui.",
            type=click.Choice(["particuliers", "clients", "professionnels"]),
        ),
        _option("--desinscription", "Où se désinscrire : mailto:… ou https://…", metavar="ADRESSE"),
        _option("--expediteur", "Adresse de l'expéditeur.", metavar="ADRESSE"),
        _option("--nom", "Nom de l'expéditeur.", metavar="NOM"),
        _option("--repondre-a", "Adresse des réponses.", metavar="ADRESSE"),
        _option("--serveur", "Serveur d'envoi.", metavar="HOTE"),
        _option("--port", "Port du serveur.", type=click.IntRange(1, 65535), metavar="PORT"),
        _option("--securite", "Chiffrement.", type=click.Choice(["starttls", "ssl", "aucune"])),
        _option("--compte", "Compte du serveur.", metavar="COMPTE"),
        _option("--authentification", "Identification.", type=click.Choice(["mot_de_passe", "xoauth2"])),
        _option("--debit", "Messages par minute (20).", type=click.IntRange(1), metavar="N"),
        _option("--retenir-mot-de-passe", "Demande le mot de passe et le garde au trousseau.", is_flag=True,
                autres=["retenir"]),
        _option("--dossier", "Dossier de l'organisation ; sinon, celui d'ici ou d'au-dessus.", metavar="DOSSIER"),
        _option("--json", "Sortie en JSON, pour un autre programme.", is_flag=True, autres=["en_json"]),
    ],
)  # fmt: skip
