"""Le nom de nos fonctions dans une formule, d'un hôte à l'autre : « X( » dans Excel, « TABLEUR.X( » dans Calc.

Seuls ces noms changent dans le XML : chaînes, feuilles citées et tout le reste gardent leurs octets.
"""

import re
from collections.abc import Callable, Collection
from html import unescape
from typing import Literal

Hote = Literal["excel", "calc"]

EXPLICATION, EXPLICATION_DE_CELLULE = "EXPLICATION_DE", "EXPLICATION_DE_CELLULE"
_MOTS = re.compile(
    r"""(?P<texte>"(?:[^"]|"")*"|'(?:[^']|'')*')
    |(?<![\w.!$\]])(?P<module>tableur\.)?(?P<nom>[A-Za-z_]\w*)(?=\s*\()(?P<texte_donne>(?=\s*\(\s*"))?""",
    re.VERBOSE | re.IGNORECASE,
)
_ELEMENTS = r"f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula"
_XLSX = re.compile(rf"(<(?:\w+:)?(?:{_ELEMENTS})(?:\s[^<>]*)?(?<!/)>)([^<]+)(?=</)".encode())
_ODF = re.compile(
    rb"""(\s(?:table:(?:formula|condition|expression)|calcext:(?:value|expression)|style:condition"""
    rb"""|[\w-]+:formula)=)("[^"]*"|'[^']*')"""
)
Changer = Callable[[str], str]


def traducteur(noms: Collection[str], vers: Hote) -> Changer:
    """Fonction qui écrit une formule pour un hôte.

    Args:
        noms: Noms de nos fonctions, en capitales.
        vers: L'hôte visé.

    >>> pour_calc = traducteur({"STOCK_MOYEN"}, "calc")
    >>> pour_calc('IF(A1="STOCK_MOYEN(","",stock_moyen(A1,B1))')
    'IF(A1="STOCK_MOYEN(","",TABLEUR.STOCK_MOYEN(A1,B1))'
    """
    connus = {*noms, EXPLICATION, EXPLICATION_DE_CELLULE}

    def remplacer(mot: "re.Match[str]") -> str:
        nom = (mot["nom"] or "").upper()
        if mot["texte"] is not None or nom not in connus:
            return mot[0]
        if vers == "excel":
            return EXPLICATION if nom == EXPLICATION_DE_CELLULE else nom
        if nom == EXPLICATION and mot["texte_donne"] is None and not mot["module"]:
            nom = EXPLICATION_DE_CELLULE
        return f"TABLEUR.{nom}"

    return lambda formule: _MOTS.sub(remplacer, formule)


def changer_le_xlsx(octets: bytes, changer: Changer) -> tuple[bytes, int]:
    """Partie d'un .xlsx dont les formules sont changées, et leur nombre : cellules, noms, contrôles, formats."""
    compte = 0

    def remplacer(trouve: "re.Match[bytes]") -> bytes:
        nonlocal compte
        ancienne = unescape(trouve[2].decode())
        nouvelle = changer(ancienne)
        if nouvelle == ancienne:
            return trouve[0]
        compte += 1
        return trouve[1] + nouvelle.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()

    return _XLSX.sub(remplacer, octets), compte


def changer_l_odf(octets: bytes, changer: Changer) -> tuple[bytes, int]:
    """`content.xml` ou `styles.xml` d'un .ods dont les formules sont changées, et leur nombre."""
    compte = 0

    def remplacer(trouve: "re.Match[bytes]") -> bytes:
        nonlocal compte
        ancienne = unescape(trouve[2][1:-1].decode())
        nouvelle = changer(ancienne)
        if nouvelle == ancienne:
            return trouve[0]
        compte += 1
        echappee = nouvelle.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        return trouve[1] + b'"' + echappee.encode() + b'"'

    return _ODF.sub(remplacer, octets), compte
