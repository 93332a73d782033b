"""Première ligne et nom d'un FEC : ses colonnes, son séparateur, le SIREN et la clôture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tableur.echanges.fec.colonnes import COLONNES, DEBIT_CREDIT, INDISPENSABLES, MONTANT_SENS, nom_de_colonne
from tableur.echanges.fec.releve import Releve
from tableur.echanges.fec.valeurs import date_lue, en_date
from tableur.frontiere import lire
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Refus
from tableur.socle.grandeurs import Siren

SEPARATEURS = {"\t": "tabulation", "|": "barre verticale"}
_AUTRES_SEPARATEURS = {";": "point-virgule", ",": "virgule"}
NOMS_DES_SEPARATEURS = {**SEPARATEURS, **_AUTRES_SEPARATEURS}
_NOM = re.compile(r"(?P<siren>\d{9})FEC(?P<cloture>\d{8})(?:_\d+)?\.(?:txt|csv|tsv)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entetes:
    """Colonnes trouvées dans la première ligne.

    Args:
        colonnes: Place de chaque colonne du texte.
        autres: Place de chaque colonne en plus.
        largeur: Nombre de champs de la première ligne.
    """

    colonnes: dict[str, int]
    autres: dict[str, int]
    largeur: int

    @property
    def montants(self) -> tuple[str, str]:
        """Les deux colonnes de montants : Debit et Credit, ou Montant et Sens."""
        return DEBIT_CREDIT if all(nom in self.colonnes for nom in DEBIT_CREDIT) else MONTANT_SENS


def separateur_de(entete: str, releve: Releve) -> str:
    """Séparateur de la première ligne, celui qui y revient le plus ; hors du texte, il est relevé.

    Raises:
        Refus: Aucun séparateur : ce n'est pas un FEC.
    """
    separateur = max((*SEPARATEURS, *_AUTRES_SEPARATEURS), key=entete.count)
    if not entete.count(separateur):
        message = (
            "La première ligne n'a pas de colonnes séparées par une tabulation ou une barre : ce n'est pas un FEC."
        )
        raise Refus([releve.anomalie("refus", "en-têtes", message, ligne=1, trouve=entete[:80])])
    if separateur in _AUTRES_SEPARATEURS:
        nom = _AUTRES_SEPARATEURS[separateur]
        message = f"Les champs sont séparés par « {separateur} » ({nom}) : la tabulation ou « | » est exigée."
        releve.ajouter("refus", "séparateur", message, ligne=1, attendu="tabulation ou |", trouve=separateur)
    return separateur


def lire_les_entetes(mots: Sequence[str], releve: Releve) -> Entetes:
    """Colonnes de la première ligne ; manques, ordre et colonnes en plus sont relevés.

    Raises:
        Refus: Une colonne sans laquelle rien ne se contrôle manque ; toutes celles qui manquent sont dites.
    """
    mots = [mot.strip().strip('"') for mot in mots]
    colonnes: dict[str, int] = {}
    autres: dict[str, int] = {}
    for place, mot in enumerate(mots):
        nom = nom_de_colonne(mot)
        if nom is not None and nom not in colonnes:
            colonnes[nom] = place
        elif mot or place < len(mots) - 1:
            autres[_libre(mot or f"colonne {place + 1}", autres)] = place
            _relever_en_plus(mot, nom, place, releve)
        else:
            message = "La ligne d'en-têtes finit par un séparateur de trop."
            releve.ajouter("alerte", "séparateur final", message, ligne=1)
    entetes = Entetes(colonnes, autres, len(mots))
    _relever_les_manques(entetes, releve)
    _relever_l_ordre(entetes, releve)
    return entetes


def _libre(nom: str, pris: dict[str, int]) -> str:
    return nom if nom not in pris else f"{nom} ({len(pris) + 1})"


def _relever_en_plus(mot: str, nom: str | None, place: int, releve: Releve) -> None:
    if nom is not None:
        message = f"La colonne « {nom} » est deux fois dans les en-têtes : seule la première est lue."
        releve.ajouter("refus", "colonne en double", message, ligne=1, colonne=nom, trouve=mot)
    else:
        message = (
            f"La colonne « {mot} » (n° {place + 1}) n'est pas de celles du FEC ; elle est gardée sans être lue."
        )
        releve.ajouter("alerte", "colonne en plus", message, ligne=1, colonne=mot, trouve=mot)


def _relever_les_manques(entetes: Entetes, releve: Releve) -> None:
    attendues = [n for n in COLONNES if n not in DEBIT_CREDIT]
    absentes = [nom for nom in attendues if nom not in entetes.colonnes]
    deux = entetes.montants
    absents = [nom for nom in deux if nom not in entetes.colonnes]
    if absents:
        absentes += [nom for nom in DEBIT_CREDIT if nom not in entetes.colonnes]
    anomalies = [_absence(nom, releve) for nom in absentes]
    if absents or any(nom in absentes for nom in INDISPENSABLES):
        raise Refus(anomalies)
    for nom in absentes:
        anomalie = _absence(nom, releve)
        releve.ajouter("refus", anomalie.regle, anomalie.message, ligne=1, colonne=nom, attendu=nom)


def _absence(nom: str, releve: Releve) -> Anomalie:
    ou = " ou « Montant » et « Sens »" if nom in DEBIT_CREDIT else ""
    message = f"La colonne « {nom} »{ou} manque dans les en-têtes."
    return releve.anomalie("refus", "colonne absente", message, ligne=1, colonne=nom, attendu=nom)


def _relever_l_ordre(entetes: Entetes, releve: Releve) -> None:
    ordre = [nom for nom in COLONNES if nom not in DEBIT_CREDIT]
    rang = ordre.index("EcritureLib") + 1
    ordre[rang:rang] = entetes.montants
    attendu = [nom for nom in ordre if nom in entetes.colonnes]
    trouve = sorted(attendu, key=entetes.colonnes.__getitem__)
    if attendu != trouve:
        premiere = next(n for n, voulue in zip(trouve, attendu, strict=True) if n != voulue)
        message = f"Les colonnes ne sont pas dans l'ordre du texte, à partir de « {premiere} »."
        releve.ajouter(
            "refus",
            "ordre des colonnes",
            message,
            ligne=1,
            colonne=premiere,
            attendu=", ".join(attendu),
            trouve=", ".join(trouve),
        )


def identite_du_nom(nom: str, releve: Releve) -> tuple[str, date | None]:
    """SIREN et date de clôture que porte le nom d'un FEC ; ce qui ne va pas est relevé.

    >>> identite_du_nom("732829320FEC20261231.txt", Releve(""))
    ('732829320', datetime.date(2026, 12, 31))
    """
    trouve = _NOM.fullmatch(nom)
    if trouve is None:
        message = "Le nom du fichier n'est pas de la forme SIRENFECAAAAMMJJ.txt (SIREN, puis date de clôture)."
        releve.ajouter("alerte", "nom du fichier", message, attendu="SIRENFECAAAAMMJJ.txt", trouve=nom)
        return "", None
    siren, cloture = trouve["siren"], date_lue(trouve["cloture"])
    try:
        lire(siren, Siren)
    except ErreurTableur as erreur:
        message = f"Le SIREN du nom du fichier ne convient pas. {erreur}"
        releve.ajouter("alerte", "SIREN", message, trouve=siren)
    if cloture <= 0:
        message = f"La date de clôture du nom du fichier n'existe pas : {trouve['cloture']}."
        releve.ajouter("alerte", "nom du fichier", message, attendu="AAAAMMJJ", trouve=trouve["cloture"])
        return siren, None
    return siren, en_date(cloture)


def champs_de_trop(nombre: int, largeur: int) -> str:
    """« 17 champs au lieu de 18 »."""
    return f"{compte_ecrit(nombre, 'champ')} au lieu de {largeur}"
