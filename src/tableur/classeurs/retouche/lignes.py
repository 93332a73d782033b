"""Quelles lignes la table aura : d'où vient chacune, ce qui est créé, mis à jour, retiré."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from tableur.classeurs.retouche.tables import Cadre
from tableur.classeurs.retouche.valeurs import ecrire_valeur
from tableur.socle.erreurs import Anomalie, ErreurTableur, Refus

Mode = Literal["remplacer", "ajouter", "fusionner"]
Absentes = Literal["gardees", "retirees"]


class Ligne(NamedTuple):
    """Une ligne de la table après l'écriture.

    Args:
        source: Ligne de la feuille d'où elle vient, None si elle est neuve.
        donnee: Rang de la ligne de données qui la remplit, None si elle garde ce qu'elle a.
        vider: Vrai si tout y est effacé, hors formules.
    """

    source: int | None
    donnee: int | None
    vider: bool = False


@dataclass(frozen=True, slots=True)
class Bilan:
    """Ce qu'une écriture a fait d'une table.

    Args:
        table: Nom de la table.
        lignes: Lignes de la table après l'écriture.
        creees: Lignes neuves.
        mises_a_jour: Lignes dont au moins une cellule a changé.
        inchangees: Lignes reçues qui étaient déjà telles.
        retirees: Lignes qui n'y sont plus.
        avertissements: Ce que la personne doit savoir, une phrase par cas.
    """

    table: str
    lignes: int
    creees: int
    mises_a_jour: int
    inchangees: int
    retirees: int
    avertissements: tuple[str, ...] = ()


class Lu(NamedTuple):
    """Ce que l'on sait des lignes présentes : celles qui sont vides, et la clé de chacune."""

    vides: frozenset[int]
    cles: Mapping[int, str]


def preparer(
    mode: str, cadre: Cadre, lu: Lu, nombre: int, cles: Sequence[str] | None, absentes: str
) -> list[Ligne]:
    """Lignes de la table après l'écriture, dans l'ordre.

    Args:
        mode: « remplacer », « ajouter » ou « fusionner ».
        cadre: La table.
        lu: Ses lignes présentes.
        nombre: Nombre de lignes de données.
        cles: Clé de chaque ligne de données, None sans clé.
        absentes: « gardees » ou « retirees », pour « fusionner ».

    Raises:
        ErreurTableur: Le mode n'existe pas, ou il lui faut une clé.
        Refus: Une clé est vide ou deux fois.
    """
    if mode not in ("remplacer", "ajouter", "fusionner"):
        raise ErreurTableur(f"Le mode « {mode} » n'existe pas : remplacer, ajouter ou fusionner.")
    presentes = list(range(cadre.debut, cadre.fin + 1))
    if cles is not None:
        _refuser_les_doublons(cadre, cles)
    if mode == "fusionner":
        if cles is None:
            raise ErreurTableur("Pour fusionner, dire la colonne de la clé.")
        return _fusionner(cadre, lu, presentes, cles, absentes)
    if mode == "ajouter":
        return _ajouter(lu, presentes, list(range(nombre)))
    if nombre == 0:
        return [Ligne(presentes[0] if presentes else None, None, vider=True)]
    if cles is None:
        return [Ligne(presentes[i] if i < len(presentes) else None, i) for i in range(nombre)]
    sources = {cle: ligne for ligne, cle in sorted(lu.cles.items(), reverse=True) if cle}
    return [Ligne(sources.get(cle), i) for i, cle in enumerate(cles)]


def _ajouter(lu: Lu, presentes: list[int], nouvelles: list[int]) -> list[Ligne]:
    """Les lignes neuves prennent d'abord les lignes vides qui finissent la table."""
    libres = len(presentes)
    while libres and presentes[libres - 1] in lu.vides:
        libres -= 1
    gardees = [Ligne(ligne, None) for ligne in presentes[:libres]]
    reprises = [Ligne(ligne, i) for ligne, i in zip(presentes[libres:], nouvelles, strict=False)]
    neuves = [Ligne(None, i) for i in nouvelles[len(reprises) :]]
    reste = [Ligne(ligne, None) for ligne in presentes[libres + len(reprises) :]]
    return (gardees + reprises + neuves + reste) or [Ligne(None, None, vider=True)]


def _fusionner(cadre: Cadre, lu: Lu, presentes: list[int], cles: Sequence[str], absentes: str) -> list[Ligne]:
    if absentes not in ("gardees", "retirees"):
        raise ErreurTableur(f"Les lignes absentes sont « gardees » ou « retirees », et non « {absentes} ».")
    rangs = {cle: i for i, cle in enumerate(cles)}
    vues: dict[str, int] = {}
    lignes = []
    for ligne in presentes:
        cle = lu.cles.get(ligne, "")
        if cle and cle in rangs:
            if cle in vues:
                message = (
                    f"la clé « {cle} » est déjà ligne {vues[cle]} : la fusion ne saurait pas laquelle changer."
                )
                raise Refus(
                    [Anomalie("refus", cadre.ou.precise(ligne=ligne), "doublon", "une clé unique", cle, message)]
                )
            vues[cle] = ligne
            lignes.append(Ligne(ligne, rangs[cle]))
        elif not cle or absentes == "gardees":
            lignes.append(Ligne(ligne, None))
    nouvelles = [i for i, cle in enumerate(cles) if cle not in vues]
    fin = len(lignes)
    while fin and lignes[fin - 1].donnee is None and lignes[fin - 1].source in lu.vides:
        fin -= 1
    libres = [ligne.source for ligne in lignes[fin:] if ligne.source is not None]
    return lignes[:fin] + _ajouter(lu, libres, nouvelles) if libres or nouvelles or not lignes else lignes


def _refuser_les_doublons(cadre: Cadre, cles: Sequence[str]) -> None:
    vues: dict[str, int] = {}
    anomalies = []
    for rang, cle in enumerate(cles, 1):
        if not cle:
            message = f"la ligne {rang} des données n'a pas de clé."
            anomalies.append(Anomalie("refus", cadre.ou, "clé vide", "une clé", "", message))
        elif cle in vues:
            message = f"la clé « {cle} » est deux fois dans les données, lignes {vues[cle]} et {rang}."
            anomalies.append(Anomalie("refus", cadre.ou, "doublon", "une clé unique", cle, message))
        vues.setdefault(cle, rang)
    if anomalies:
        raise Refus(anomalies)


def cle_de(valeur: object) -> str:
    """Clé telle qu'on la compare : le code 12 et le texte « 12 » sont la même clé, « 012 » est une autre.

    >>> cle_de(12.0), cle_de("12 "), cle_de(Decimal("12.50")), cle_de(None)
    ('12', '12', '12.5', '')
    """
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return valeur.strip()
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, int | float | Decimal | date):
        ecrit = ecrire_valeur(valeur).texte
        return ecrit.rstrip("0").rstrip(".") if "." in ecrit else ecrit
    return str(valeur).strip()
