"""Composant de l'extension, chargé par le Python de LibreOffice : le service TABLEUR et ses méthodes.

Écrit pour être lu par tout Python 3.8 et plus : un Python trop ancien donne une phrase, pas une panne par cellule.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any, Callable, Sequence  # noqa: UP035 - lu aussi par un Python 3.8

SERVICE = "TABLEUR"
PYTHON_MINIMUM = (3, 11)


class Panne:
    """Remplace le pont quand nos modules ne se chargent pas : une erreur par cellule, une phrase si on demande."""

    def __init__(self, phrase: str) -> None:
        """Retient la phrase."""
        self._phrase = phrase

    def appeler(self, nom: str, bruts: Sequence[object]) -> Sequence[Sequence[object]]:
        """Rend une vraie erreur."""
        return ((float("nan"),),)

    def expliquer(self, texte: object, hote: object) -> str:
        """Rend la phrase."""
        return self._phrase


def ouvrir_le_pont() -> Any:
    """Le pont vers le catalogue, ou la panne qui dit pourquoi il manque. Les imports n'ont lieu qu'ici."""
    if sys.version_info < PYTHON_MINIMUM:
        version = ".".join(map(str, sys.version_info[:3]))
        return Panne(
            f"TABLEUR demande Python 3.11 ou plus récent ; ce LibreOffice emploie Python {version}. "
            "Mettre LibreOffice à jour."
        )
    try:
        from tableur.catalogue import recenser
        from tableur.liaisons.calc.pont import Pont

        return Pont(recenser("tableur.calculs"))
    except Exception as erreur:  # noqa: BLE001 - un import raté ne doit pas être réessayé à chaque cellule
        traceback.print_exc()
        return Panne(f"TABLEUR ne se charge pas dans LibreOffice : {erreur}")


def declarer(noms: Sequence[str]) -> Any:
    """Ce que LibreOffice attend du composant : sa fabrique.

    Args:
        noms: Noms des formules, en capitales, les mêmes que dans la description des types.
    """
    import unohelper
    from com.sun.star.lang import XServiceInfo
    from org.tableur import XFormules

    pont = ouvrir_le_pont()
    noms_de_service = (SERVICE,)

    class Formules(unohelper.Base, XFormules, XServiceInfo):  # type: ignore[misc]
        """Le service TABLEUR ; une méthode par formule."""

        def __init__(self, contexte: Any) -> None:
            self._contexte = contexte

        def getImplementationName(self) -> str:  # noqa: N802 - nom d'UNO
            return SERVICE + ".Formules"

        def supportsService(self, nom: str) -> bool:  # noqa: N802
            return nom in noms_de_service

        def getSupportedServiceNames(self) -> Sequence[str]:  # noqa: N802
            return noms_de_service

        def EXPLICATION_DE(self, texte: object, document: Any) -> Any:  # noqa: N802
            if not isinstance(pont, Panne) and not (isinstance(texte, str) and "(" in texte):
                cellule = self._hote(document, None).cellule_designee(texte)
                if cellule is not None:
                    return self.EXPLICATION_DE_CELLULE(cellule, document)
            return self._expliquer(texte, document, None)

        def EXPLICATION_DE_CELLULE(self, plage: Any, document: Any) -> Any:  # noqa: N802
            cellule = plage.getCellByPosition(0, 0)
            cellule.getError()  # la fait calculer : sans cela, Calc ne signale pas ses changements à l'explication
            texte = cellule.Formula if cellule.Formula.startswith(("=", "{")) else cellule.String
            return self._expliquer(texte, document, cellule.getSpreadsheet())

        def _expliquer(self, texte: object, document: Any, feuille: Any) -> Any:
            return ((pont.expliquer(texte, self._hote(document, feuille)),),)

        def _hote(self, document: Any, feuille: Any) -> Any:
            if isinstance(pont, Panne):
                return None
            from tableur.liaisons.calc.hote import Classeur

            fabrique = self._contexte.ServiceManager
            calculs = fabrique.createInstanceWithContext("com.sun.star.sheet.FunctionAccess", self._contexte)
            return Classeur(document, feuille, calculs)

    for nom in noms:
        setattr(Formules, nom, _methode(pont.appeler, nom))
    fabriques = unohelper.ImplementationHelper()
    fabriques.addImplementation(Formules, SERVICE + ".Formules", noms_de_service)
    _declarer_les_boutons(fabriques)
    return fabriques


def _declarer_les_boutons(fabriques: Any) -> None:
    """Ajoute les boutons et le menu ; leur absence n'empêche pas les formules."""
    try:
        from tableur.liaisons.calc import boutons_hote
    except Exception:  # noqa: BLE001 - un import raté laisse vivre les formules
        traceback.print_exc()
        return
    fabriques.addImplementation(boutons_hote.fabrique(), boutons_hote.IMPLEMENTATION, boutons_hote.SERVICES)


def _methode(appeler: Callable[[str, Any], Any], nom: str) -> Callable[..., Any]:
    def methode(_service: Any, *bruts: Any) -> Any:
        return appeler(nom, bruts)

    methode.__name__ = nom
    return methode
