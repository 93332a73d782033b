"""Ce qu'un document appelle : formalités, avec leur date, et contrôles que la personne doit faire elle-même."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tableur.calculs.calendrier import date_apres_jours_ouvres, est_jour_ferie
from tableur.calculs.courrier.duree_determinee import delai_de_carence_cdd, essai_maximal_cdd, plus_des_mois
from tableur.calculs.courrier.mentions import (
    ChampRempli,
    champs_lus,
    exiger_les_choix,
    fiabilite_de,
    regles_du_document,
    s_applique,
)
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.marques import formule

_CALCULS: Mapping[str, Callable[[date, date], int]] = {
    "essai_maximal_cdd": essai_maximal_cdd,
    "delai_de_carence_cdd": delai_de_carence_cdd,
}


@dataclass(frozen=True, slots=True)
class Formalite:
    """Une chose à faire.

    Args:
        echeance: Dernier jour, ou jour dit ; vide si la date de départ n'est pas connue, ou pour un contrôle.
        quoi: Ce qu'il faut faire ou vérifier.
        quand: La règle de date, en mots.
        source: Texte de droit ou usage.
        fiabilite: « texte lu », ou « à vérifier : cité de mémoire ».
        depassee: Vrai si l'échéance est passée à la date du document.
    """

    echeance: date | None
    quoi: str
    quand: str
    source: str
    fiabilite: str
    depassee: bool = False


@formule
def formalites_a_faire(document: str, champs: list[ChampRempli], le: date) -> list[Formalite]:
    """Liste « À faire » d'un document : formalités par date, puis contrôles sans date.

    Args:
        document: Nom du modèle : cdd, cdi_temps_plein…
        champs: Champs remplis : une colonne de noms, une colonne de valeurs.
        le: Date du document.

    Raises:
        ValeurInvalide: Ce document n'existe pas, seul un portail le produit, ou une date ne se lit pas.

    >>> embauche = [ChampRempli("date_debut", "01/12/2026")]
    >>> [(f.echeance, f.quoi) for f in formalites_a_faire("cdd", embauche, date(2026, 11, 24))][2]
    (datetime.date(2026, 12, 3), 'Remettre le contrat signé')
    """
    regles, remplis = regles_du_document(document, le), champs_lus(champs)
    exiger_les_choix(regles, remplis)
    datees = [_formalite(r, remplis, le) for r in regles.get("a_faire", ()) if s_applique(r, remplis)]
    datees.sort(key=lambda f: (f.echeance is None, f.echeance or le))
    return [*datees, *(_controle(r, remplis) for r in regles.get("controles", ()) if s_applique(r, remplis))]


def feuille_a_faire(document: str, champs: list[ChampRempli], le: date) -> str:
    """La liste « À faire » en texte, une ligne par chose : elle ne s'imprime pas avec le document.

    Args:
        document: Nom du modèle.
        champs: Champs remplis.
        le: Date du document.

    Raises:
        ValeurInvalide: Comme `formalites_a_faire`.
    """
    titre = regles_du_document(document, le)["titre"]
    return "\n".join([f"À faire – {titre}", *map(_ligne, formalites_a_faire(document, champs, le))]) + "\n"


def _ligne(formalite: Formalite) -> str:
    jour = date_ecrite(formalite.echeance) if formalite.echeance else "          "
    retard = " – DÉPASSÉ" if formalite.depassee else ""
    quand = f" ({formalite.quand})" if formalite.quand else ""
    return f"[ ] {jour}  {formalite.quoi}{quand}{retard} – {formalite.source} ; {formalite.fiabilite}"


def _controle(regle: Mapping[str, Any], remplis: Mapping[str, str]) -> Formalite:
    """Contrôle à faire ; ce qui s'en calcule est ajouté quand le début et la fin sont connus."""
    quoi, debut, fin = regle["texte"], remplis.get("date_debut"), remplis.get("date_fin")
    if "calcul" in regle and debut and fin:
        jours = _CALCULS[regle["calcul"]](_date_lue("date_debut", debut), _date_lue("date_fin", fin))
        quoi = f"{quoi} ; ici, {jours} jours"
    return Formalite(None, quoi, "à contrôler", regle["source"], fiabilite_de(regle))


def _formalite(regle: Mapping[str, Any], remplis: Mapping[str, str], le: date) -> Formalite:
    depart = remplis.get(regle["champ"])
    echeance = None if depart is None else _echeance(_date_lue(regle["champ"], depart), regle)
    depassee = echeance is not None and echeance < le
    return Formalite(echeance, regle["quoi"], regle["quand"], regle["source"], fiabilite_de(regle), depassee)


def _echeance(depart: date, regle: Mapping[str, Any]) -> date:
    nombre, unite = int(regle["nombre"]), regle["unite"]
    if unite == "jours":
        return depart + timedelta(days=nombre)
    if unite == "ouvres":
        return date_apres_jours_ouvres(depart, nombre)
    if unite == "mois":
        return plus_des_mois(depart, nombre)
    return next(
        jour for rang, jour in enumerate(_ouvrables(depart, 1 if nombre > 0 else -1), 1) if rang == abs(nombre)
    )


def _ouvrables(depart: date, sens: int) -> Iterator[date]:
    """Jours ouvrables qui suivent, ou précèdent, un jour : ni dimanche, ni jour férié légal."""
    jour = depart
    while True:
        jour += timedelta(days=sens)
        if jour.weekday() != 6 and not est_jour_ferie(jour):
            yield jour


def _date_lue(champ: str, texte: str) -> date:
    morceaux = texte.split("/")
    try:
        if len(morceaux) == 3:
            return date(int(morceaux[2]), int(morceaux[1]), int(morceaux[0]))
        return date.fromisoformat(texte)
    except ValueError:
        raise ValeurInvalide(f"« {champ} » doit être une date, comme 31/12/2026 : « {texte} » reçu.") from None
