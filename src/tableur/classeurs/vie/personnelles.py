"""Colonnes de données personnelles : reconnues au type déclaré, à l'en-tête, ou aux valeurs (NIR, IBAN)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from tableur.classeurs.modeles import Colonne, Modele
from tableur.frontiere import lecteur, metadonnees, plier
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import Iban, Identifiant, Nir

_MOTIFS = r"""
    nir | (?:n|no|num|numero)\ ?(?:de\ )?(?:secu(?:rite)?(?:\ sociale)?|ss) | iban | rib | (?:banque\ )?bic
    | (?:coordonnees|compte)s?\ bancaires?
    | .*\bsalaires?\b.* | .*\bremunerations?\b.* | .*\bappointements?\b.*
    | (?:salaire\ )?brut(?:\ mensuel|\ annuel)? | net\ (?:paye|imposable|social|avant\ impot)
    | .*\bnet\ a\ payer\ avant\ impot.* | (?:taux\ )?pas | .*prelevement\ a\ la\ source.*
    | .*saisies?\ sur\ salaires?.*
    | .*\b(?:date|lieu|commune|pays|departement|nom)\ de\ naissance\b.* | nee?\ le | age
    | situation\ (?:de\ famille|familiale|matrimoniale) | (?:nombre\ d\ )?enfants?(?:\ a\ charge)? | nationalite
    | .*\b(?:adresse|tel|telephone|portable|mobile|mail|email|courriel)\ perso(?:nnel(?:le)?s?)?\b.* | domicile
    | .*\bpasseport\b.* | .*\bcarte\ (?:nationale\ )?d\ identite\b.* | .*\btitre\ de\ sejour\b.* | cni
    | .*\bhandicap.* | rqth | .*\binvalidite\b.* | .*\barrets?\ (?:de\ )?maladie\b.* | .*\bsyndicale?\b.*
"""
_EN_TETE = re.compile(_MOTIFS, re.VERBOSE)
_UNITE = re.compile(r"\([^)]*\)|€|\beur(os?)?\b")
_IDENTIFIANTS = {"numéro de sécurité sociale", "IBAN"}
_LONGUEUR_D_ENTETE = 80
_ASSEZ = 0.8  # part des valeurs d'une colonne qui suffit à la reconnaître

NIR = re.compile(r"(?<![0-9A-Z])[12378]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}\d{2}(?![0-9A-Z])")
IBAN = re.compile(r"(?<![0-9A-Z])[A-Z]{2}\d{2}[0-9A-Z]{11,30}(?![0-9A-Z])")


@lru_cache(maxsize=1 << 16)
def est_personnel(en_tete: str) -> bool:
    """Vrai si un en-tête est celui d'une donnée personnelle.

    >>> est_personnel("N° de sécurité sociale"), est_personnel("Salaire brut (€)"), est_personnel("Net à payer")
    (True, True, False)
    """
    if len(en_tete) > _LONGUEUR_D_ENTETE:
        return False
    sans_unite = _UNITE.sub(" ", en_tete.casefold())
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", sans_unite) if not unicodedata.combining(c))
    mots = " ".join(re.findall(r"[a-z]+|\d+", sans_accents.replace("n°", "no ").replace("nº", "no ")))
    return _EN_TETE.fullmatch(mots) is not None


def en_tetes_declares(modele: Modele | None) -> frozenset[str]:
    """En-têtes pliés des colonnes que le modèle dit personnelles, par leur type ou par `personnelle = true`."""
    if modele is None:
        return frozenset()
    colonnes = [c for _, table in modele.tables() for c in table.colonnes if _est_declaree(c)]
    return frozenset(plier(texte) for c in colonnes for texte in (c.nom, c.libelle))


def _est_declaree(colonne: Colonne) -> bool:
    noms = {m.nom for m in metadonnees(colonne.type) if isinstance(m, Identifiant)}
    return colonne.personnelle or bool(noms & _IDENTIFIANTS)


def a_des_valeurs_personnelles(valeurs: Iterable[object]) -> bool:
    """Vrai si les textes d'une colonne sont, pour la plupart, des NIR ou des IBAN dont la clé est juste."""
    textes = [compact(v) for v in valeurs if isinstance(v, str | float) and compact(v)]
    if len(textes) < 2:
        return False
    justes = sum(est_un_nir(t) or est_un_iban(t) for t in textes)
    return justes >= _ASSEZ * len(textes)


def compact(valeur: object) -> str:
    """Texte sans espaces, points ni tirets, en capitales ; un nombre entier sans décimales.

    >>> compact("1 85 05 78 006 084 91")
    '185057800608491'
    """
    texte = f"{valeur:.0f}" if isinstance(valeur, float) and valeur.is_integer() else str(valeur)
    return re.sub(r"[\s. \u202f-]", "", texte).upper()


def est_un_nir(texte: str) -> bool:
    """Vrai pour un NIR compact dont la clé est juste."""
    return NIR.fullmatch(texte) is not None and _se_lit(texte, Nir)


def est_un_iban(texte: str) -> bool:
    """Vrai pour un IBAN compact dont la clé est juste."""
    return IBAN.fullmatch(texte) is not None and _se_lit(texte, Iban)


def _se_lit(texte: str, type_: Any) -> bool:
    try:
        lecteur(type_)(texte)
    except ErreurTableur:
        return False
    return True


def colonnes_personnelles(
    entetes: Sequence[object], colonnes: Sequence[Sequence[object]], declares: frozenset[str]
) -> list[int]:
    """Rangs des colonnes personnelles d'une table.

    Args:
        entetes: En-têtes.
        colonnes: Valeurs de chaque colonne.
        declares: En-têtes pliés que le modèle dit personnels.
    """
    trouvees = []
    for rang, (entete, valeurs) in enumerate(zip(entetes, colonnes, strict=True)):
        texte = "" if entete is None else str(entete)
        declaree = bool(texte) and (plier(texte) in declares or est_personnel(texte))
        if declaree or a_des_valeurs_personnelles(valeurs):
            trouvees.append(rang)
    return trouvees
