"""Installer `tableur` dans Excel ou dans Calc, sur demande seulement, et tout défaire."""

import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from tableur.liaisons import interpreteur
from tableur.liaisons.dossiers_approuves import dossier_a_approuver, notees
from tableur.liaisons.excel import confiance as confiance_d_excel
from tableur.liaisons.excel.registre import Registre, registre
from tableur.liaisons.interpreteur import Hote
from tableur.socle.erreurs import ErreurTableur

BIBLIOTHEQUES_D_EXCEL = {"xlwings": "xlwings", "pyopenvba": "pyOpenVBA"}


class DefaiteIncomplete(ErreurTableur):
    """Une partie n'a pas pu être défaite ; `faites` dit ce qui l'a été."""

    def __init__(self, faites: list[str], restes: list[str]) -> None:
        """Garde les phrases de ce qui a été fait ; le texte de l'erreur dit ce qui reste."""
        self.faites = faites
        super().__init__("\n".join(restes))


def installer(hotes: Iterable[Hote], dossier: str | None = None) -> list[str]:
    """Installe dans ces hôtes, et y approuve un dossier s'il est donné ; rend ce qui a été fait.

    Args:
        hotes: « calc », « excel », ou les deux.
        dossier: Dossier à approuver, tel qu'il a été tapé.

    Raises:
        DossierRefuse: Le dossier ne peut pas être approuvé : rien n'a été fait.
        ErreurTableur: L'hôte manque, il est ouvert, ou il a refusé.
    """
    approuve = None if dossier is None else dossier_a_approuver(dossier)
    faire = {"calc": _installer_calc, "excel": _installer_excel}
    return [phrase for hote in hotes for phrase in faire[hote](approuve)]


def desinstaller() -> list[str]:
    """Défait tout ce qu'`installer` a fait, dans les deux hôtes, et rien d'autre ; rend ce qui a été fait.

    Raises:
        DefaiteIncomplete: Une partie a résisté (LibreOffice ouvert, droits) ; le reste est défait.
    """
    faites: list[str] = []
    restes: list[str] = []
    parties: tuple[Callable[[], list[str]], ...] = (_retirer_de_calc, _desapprouver, _oublier_excel)
    for partie in parties:
        try:
            faites += partie()
        except ErreurTableur as erreur:
            if str(erreur) not in restes:
                restes.append(str(erreur))
    if restes:
        raise DefaiteIncomplete(faites, restes)
    return faites


def bibliotheques_manquantes() -> list[str]:
    """Bibliothèques qu'il faut pour Excel et que cet interpréteur n'a pas."""
    return [nom for module, nom in BIBLIOTHEQUES_D_EXCEL.items() if find_spec(module) is None]


def commande_pip() -> str:
    """Commande exacte qui ajoute à cet interpréteur ce qu'il faut pour Excel."""
    return f'"{sys.executable}" -m pip install "xlwings>=0.37" "pyOpenVBA>=6.5,<7"'


def _installer_calc(dossier: Path | None) -> list[str]:
    from tableur.liaisons.calc import confiance, installation

    phrases = installation.installer()
    return phrases if dossier is None else [*phrases, *confiance.approuver(dossier)]


def _installer_excel(dossier: Path | None) -> list[str]:
    porte = registre()
    _exiger_excel(porte)
    if manquantes := bibliotheques_manquantes():
        raise ErreurTableur(
            f"Pour Excel, il manque {' et '.join(manquantes)} à ce Python ; les ajouter par : {commande_pip()}"
        )
    phrases = []
    if dossier is not None:
        if porte is None:
            raise ErreurTableur(
                "Excel pour Mac n'a pas de dossier approuvé : à l'ouverture du classeur, choisir « Activer les "
                "macros » ; recommencer sans --dossier-approuve."
            )
        phrases = confiance_d_excel.approuver(porte, dossier)
    reglage = interpreteur.retenir("excel")
    return [
        *phrases,
        f"Interpréteur retenu pour les boutons d'Excel : {sys.executable} (dans {reglage}).",
        "Un classeur à boutons se crée par : tableur classeur creer stocks --excel.",
    ]


def _exiger_excel(porte: Registre | None) -> None:
    if porte is None:
        if sys.platform != "darwin":
            raise ErreurTableur("Excel n'existe pas sur ce système : tableur installer --calc, pour LibreOffice.")
        return
    if not confiance_d_excel.excel_est_la(porte):
        raise ErreurTableur(
            "Excel 2016 ou plus récent est introuvable sur ce poste : l'installer et l'ouvrir une fois, ou "
            "choisir LibreOffice (tableur installer --calc)."
        )
    if confiance_d_excel.vient_du_magasin(porte):
        raise ErreurTableur(
            "Cet Excel vient du Microsoft Store, et ne peut pas parler à Python : le réinstaller depuis "
            "https://www.office.com, ou choisir LibreOffice (tableur installer --calc)."
        )


def _retirer_de_calc() -> list[str]:
    from tableur.liaisons.calc import installation

    return installation.desinstaller()


def _desapprouver() -> list[str]:
    from tableur.liaisons.calc import confiance

    poses = notees()
    return [
        *confiance_d_excel.retirer(registre(), [pose for pose in poses if pose.hote == "excel"]),
        *confiance.retirer([pose for pose in poses if pose.hote == "calc"]),
    ]


def _oublier_excel() -> list[str]:
    return interpreteur.oublier("excel")
