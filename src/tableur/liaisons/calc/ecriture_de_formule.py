"""Formule de fichier .xlsx, récrite comme Calc la lit par programme : « ; » sépare, « $'Feuille'.A1 » désigne."""

import re

_MORCEAUX = re.compile(r"(?P<texte>\"(?:[^\"]|\"\")*\")|(?P<feuille>'(?:[^']|'')+'|[^\W\d]\w*)!|(?P<virgule>,)")


def en_formule_de_calc(formule: str) -> str:
    """Formule écrite pour Calc.

    Les matrices écrites « {1,2} » et les unions « (A1,B1) » n'y sont pas : nos formules n'en ont pas.

    >>> en_formule_de_calc('=IF(COUNTA(\\'Écarts d\\'\\'inventaire\\'!$A$5:$B$9)<>3,"a, b!","")&"x"')
    '=IF(COUNTA($\\'Écarts d\\'\\'inventaire\\'.$A$5:$B$9)<>3;"a, b!";"")&"x"'
    """

    def recrire(morceau: "re.Match[str]") -> str:
        if morceau["virgule"]:
            return ";"
        return f"${morceau['feuille']}." if morceau["feuille"] else morceau[0]

    return _MORCEAUX.sub(recrire, formule)
