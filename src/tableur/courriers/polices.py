"""Polices qu'un modèle demande et que cette machine n'a pas : les PDF y auraient une autre pagination."""

import re
import shutil
import subprocess
from functools import lru_cache

from tableur.courriers.endroits import q
from tableur.courriers.paquet import Paquet
from tableur.frontiere import plier

_DELAI = 20.0
_SYMBOLES = frozenset({"symbol", "wingdings", "wingdings2", "wingdings3", "webdings", "couriernew"})
# Mêmes chasses : la pagination ne change pas.
_EQUIVALENTES = {
    "calibri": "carlito", "cambria": "caladea", "arial": "liberationsans", "timesnewroman": "liberationserif",
    "couriernew": "liberationmono", "helvetica": "liberationsans",
}  # fmt: skip
_POLICE_DE_THEME = re.compile(rb'<a:latin typeface="([^"]+)"')


def polices_du_modele(paquet: Paquet) -> list[str]:
    """Polices demandées par le texte, les styles et le thème."""
    polices: dict[str, None] = {}
    for membre, genre in paquet.types.items():
        if not genre.endswith("+xml") or "wordprocessingml" not in genre or "fontTable" in genre:
            continue
        for element in paquet.xml(membre).iter(q("rFonts")):
            polices |= dict.fromkeys(filter(None, (element.get(q("ascii")), element.get(q("hAnsi")))))
    for membre, genre in paquet.types.items():
        if "theme+xml" in genre:
            noms = _POLICE_DE_THEME.findall(paquet.lire(membre))[:2]
            polices |= dict.fromkeys(nom.decode("utf-8", "replace") for nom in noms)
    return list(polices)


def polices_absentes(paquet: Paquet) -> list[str]:
    """Polices du modèle absentes d'ici et sans équivalente ; vide si on ne peut pas le savoir."""
    presentes = polices_de_la_machine()
    if not presentes:
        return []
    absentes: list[str] = []
    for police in polices_du_modele(paquet):
        pliee = plier(police)
        if pliee not in presentes and pliee not in _SYMBOLES and _EQUIVALENTES.get(pliee, "?") not in presentes:
            absentes.append(police)
    return absentes


@lru_cache(maxsize=1)
def polices_de_la_machine() -> frozenset[str]:
    """Noms pliés des polices installées, d'après fontconfig ; vide là où il n'est pas."""
    programme = shutil.which("fc-list")
    if programme is None:
        return frozenset()
    try:
        sortie = subprocess.run(  # noqa: S603 - programme trouvé, arguments fixes
            [programme, ":", "family"], capture_output=True, check=True, timeout=_DELAI
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    lignes = sortie.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(plier(nom) for ligne in lignes for nom in ligne.split(","))
