"""Une table lue, donnée à un autre programme : JSON, CSV à la française, DataFrame de pandas."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tableur.classeurs.tables_de_fichier.situees import TableLue
from tableur.classeurs.tables_de_fichier.typage import nature_de, typees, utiles
from tableur.fichiers.csv_francais import avec_garde, csv_de_textes
from tableur.frontiere import ErreurDeCellule, FormuleSansValeur, ecrire_json
from tableur.frontiere.lecture import CHIFFRES_DE_CELLULE
from tableur.socle.dates import date_ecrite
from tableur.socle.ramassage import sans_ramassage

if TYPE_CHECKING:
    import pandas

ENTIER_EXACT = 2**53  # au-delà, une cellule ne garde plus les unités


def en_json(table: TableLue) -> dict[str, Any]:
    """Table en valeurs JSON : un objet par ligne, dates ISO, nombres à 15 chiffres, vide et erreur : null.

    Dans un fichier texte, une colonne n'est de nombres ou de dates que si toutes ses cellules le sont.
    """
    colonnes = [list(map(_valeur_json, colonne)) for colonne in _colonnes_typees(table)]
    noms = table.noms_de_colonnes
    return {
        "fichier": table.fichier,
        "table": table.table.nom,
        "trouvee_par": table.table.genre,
        "feuille": table.table.feuille,
        "ligne_d_entetes": table.table.entete,
        "colonnes": list(noms),
        "lignes": [dict(zip(noms, ligne, strict=True)) for ligne in zip(*colonnes, strict=True)],
        "ecartees": ecrire_json(list(table.ecartees)),
        "anomalies": [{**_objet(anomalie), "phrase": str(anomalie)} for anomalie in table.anomalies],
    }


def en_csv(table: TableLue) -> str:
    """Table en CSV à la française : point-virgule, virgule décimale, dates jj/mm/aaaa.

    Un texte qui commence par « = », « + », « - » ou « @ » est précédé d'une apostrophe, que notre lecteur retire :
    aucun tableur n'en fera une formule. Un nombre n'y touche jamais.
    """
    ecrire = _texte_d_un_texte if table.en_texte else texte_de_cellule
    return csv_de_textes(table.entetes, ([ecrire(cellule) for cellule in ligne] for ligne in table.lignes))


def en_dataframe(table: TableLue) -> "pandas.DataFrame":
    """Table en DataFrame : nombres en `float64` ou `int64`, dates en `datetime64`, vide et erreur : absents."""
    import pandas

    with sans_ramassage():
        colonnes = {
            nom: _serie(valeurs, pandas)
            for nom, valeurs in zip(table.noms_de_colonnes, _colonnes_typees(table), strict=True)
        }
        return pandas.DataFrame(colonnes, columns=list(table.noms_de_colonnes))


def _colonnes_typees(table: TableLue) -> list[Sequence[object]]:
    """Valeurs de chaque colonne ; le vide et les erreurs deviennent None."""
    if not table.lignes:
        return [[] for _ in table.entetes]
    colonnes: list[Sequence[object]] = list(zip(*table.lignes, strict=True))
    if not table.en_texte:
        return [utiles(colonne) for colonne in colonnes]
    return [typees(colonne, entete) for colonne, entete in zip(colonnes, table.entetes, strict=True)]


def _serie(valeurs: Sequence[object], pandas: Any) -> Any:
    genres = set(map(type, valeurs)) - {type(None)}
    if genres == {Decimal}:
        valeurs, genres = [None if v is None else float(v) for v in valeurs], {float}  # type: ignore[arg-type]
    if genres and genres <= {float, int}:
        if None not in valeurs and all(map(_est_entier, valeurs)):
            return pandas.Series(valeurs, dtype="float64").astype("int64")
        return pandas.Series(valeurs, dtype="float64")
    if genres and genres <= {date, datetime}:
        return pandas.to_datetime(pandas.Series(valeurs, dtype="object")).dt.as_unit("us")
    return pandas.Series(valeurs, dtype="str" if genres == {str} else "object")


def _est_entier(valeur: Any) -> bool:
    """Vrai pour un nombre entier qu'un `int64` rend tel quel."""
    return bool(abs(valeur) < ENTIER_EXACT and valeur == int(valeur))


def _valeur_json(valeur: object) -> object:
    if isinstance(valeur, float):
        exact = float(format(valeur, CHIFFRES_DE_CELLULE))
        return int(exact) if exact.is_integer() else exact
    if isinstance(valeur, Decimal):
        return _valeur_json(float(valeur))
    if isinstance(valeur, datetime | date | time):
        return valeur.isoformat()
    return str(valeur) if isinstance(valeur, timedelta) else valeur


def _objet(anomalie: object) -> dict[str, Any]:
    objet = ecrire_json(anomalie)
    return objet if isinstance(objet, dict) else {}


def _texte_d_un_texte(cellule: object) -> str:
    """Cellule d'un fichier texte : un nombre, même négatif, n'est pas gardé."""
    texte = str(cellule)
    return texte if nature_de([texte]) == "nombre" or _est_un_nombre_signe(texte) else avec_garde(texte)


def _est_un_nombre_signe(texte: str) -> bool:
    """Vrai pour un nombre négatif ou avec sa monnaie : « -12,50 € », « +1.234,50 »."""
    nu = texte.strip().removesuffix("€").strip()
    reste = nu[1:].translate(_SEPARATEURS_DE_NOMBRE)
    return nu[:1] in ("+", "-") and reste.isascii() and reste.isdigit()


_SEPARATEURS_DE_NOMBRE = str.maketrans("", "", " .,\u00a0\u202f\u2009")


def texte_de_cellule(cellule: object) -> str:
    """Texte d'une cellule de classeur, comme on le lit en France ; un texte qui ferait une formule est gardé."""
    ecrire = _ECRITURES.get(type(cellule))
    return ecrire(cellule) if ecrire is not None else str(cellule)


def _nombre(valeur: Any) -> str:
    return format(Decimal(format(valeur, CHIFFRES_DE_CELLULE)), "f").replace(".", ",")


def _horodatage(valeur: Any) -> str:
    return f"{date_ecrite(valeur.date())} {valeur:%H:%M:%S}"


_ECRITURES: dict[type, Callable[[Any], str]] = {
    str: avec_garde,
    float: _nombre,
    int: str,
    bool: lambda valeur: "VRAI" if valeur else "FAUX",
    datetime: _horodatage,
    date: date_ecrite,
    ErreurDeCellule: lambda valeur: str(valeur.code),
    FormuleSansValeur: lambda valeur: "",
    type(None): lambda valeur: "",
}
