"""Les emplacements approuvés d'Excel, dans le registre de l'utilisateur : en ajouter un, et retirer le nôtre.

Excel 2016, 2019, 2021, 2024 et 365 lisent la même clé, « 16.0 ». Chaque emplacement y est une sous-clé ; une règle
de l'organisation peut les ignorer tous, ou ceux de l'utilisateur.
"""

from itertools import count
from pathlib import Path

from tableur.liaisons.dossiers_approuves import Pose, noter, oublier
from tableur.liaisons.excel.registre import Registre
from tableur.socle.erreurs import ErreurTableur

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
EMPLACEMENTS = rf"{EXCEL}\Security\Trusted Locations"
DESCRIPTION = "Classeurs de tableur"

_REGLES_D_EXCEL = r"Software\Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
_REGLES_COMMUNES = r"Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations"
_PROGRAMME = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLIC_POUR_INSTALLER = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OUTLOOK = r"SOFTWARE\Microsoft\Office\16.0\Outlook"


def excel_est_la(registre: Registre) -> bool:
    """Vrai si Excel est installé sur ce poste, ou a déjà servi à cet utilisateur."""
    return programme_d_excel(registre) != "" or registre.sous_cles("utilisateur", EXCEL) is not None


def programme_d_excel(registre: Registre) -> str:
    """Chemin d'Excel sur ce poste, ou rien."""
    chemin = registre.valeur("poste", _PROGRAMME, "") or registre.valeur("utilisateur", _PROGRAMME, "")
    return str(chemin or "")


def bits_d_excel(registre: Registre) -> int | None:
    """32 ou 64, selon l'Excel installé ; None si le registre ne le dit pas."""
    plateforme = registre.valeur("poste", _CLIC_POUR_INSTALLER, "Platform") or registre.valeur(
        "poste", _OUTLOOK, "Bitness"
    )
    return {"x64": 64, "x86": 32}.get(str(plateforme or "").lower())


def vient_du_magasin(registre: Registre) -> bool:
    """Vrai si Excel vient du Microsoft Store : il est enfermé, et ne parle pas à Python."""
    return "\\windowsapps\\" in programme_d_excel(registre).lower()


def obstacle(registre: Registre) -> str:
    """Règle qui empêche un emplacement approuvé de servir, en une phrase ; vide s'il n'y en a pas."""
    for cle in (_REGLES_D_EXCEL, EMPLACEMENTS):
        if registre.valeur("utilisateur", cle, "AllLocationsDisabled"):
            return (
                "Excel ignore tous les emplacements approuvés sur ce poste : demander au service informatique, ou "
                "débloquer chaque classeur (Propriétés, « Débloquer »)."
            )
    if registre.valeur("utilisateur", _REGLES_COMMUNES, "AllowUserLocations") == 0:
        return (
            "L'organisation n'accepte que ses propres emplacements approuvés : demander au service informatique "
            "d'ajouter ce dossier."
        )
    return ""


def emplacements(registre: Registre) -> dict[str, str]:
    """Emplacements approuvés de l'utilisateur : nom de la sous-clé, dossier."""
    noms = registre.sous_cles("utilisateur", EMPLACEMENTS) or []
    return {nom: str(registre.valeur("utilisateur", rf"{EMPLACEMENTS}\{nom}", "Path") or "") for nom in noms}


def est_approuve(registre: Registre, dossier: Path | str) -> bool:
    """Vrai si ce dossier est déjà un emplacement approuvé, ou sous l'un d'eux qui compte ses sous-dossiers."""
    voulu = _normalise(str(dossier))
    for nom, autre in emplacements(registre).items():
        approuve = _normalise(autre)
        sous = registre.valeur("utilisateur", rf"{EMPLACEMENTS}\{nom}", "AllowSubfolders")
        if autre and (voulu == approuve or (sous and voulu.startswith(approuve))):
            return True
    return False


def approuver(registre: Registre, dossier: Path | str) -> list[str]:
    """Ajoute un emplacement approuvé, sous-dossiers compris, et le note ; rend ce qui a été fait.

    Args:
        registre: La porte du registre.
        dossier: Dossier déjà passé par `dossier_a_approuver`.

    Raises:
        ErreurTableur: Une règle de l'organisation l'empêche, ou la note ne peut pas être écrite.
    """
    if phrase := obstacle(registre):
        raise ErreurTableur(phrase)
    if est_approuve(registre, dossier):
        return [f"Excel approuve déjà le dossier « {dossier} » : rien n'a été changé."]
    prises = {nom.casefold() for nom in emplacements(registre)}
    nom = next(f"Location{rang}" for rang in count() if f"location{rang}" not in prises)
    chemin = str(dossier).rstrip("\\") + "\\"
    noter(Pose("excel", chemin, nom))
    registre.ecrire(rf"{EMPLACEMENTS}\{nom}", {"Path": chemin, "AllowSubfolders": 1, "Description": DESCRIPTION})
    return [f"Excel approuve le dossier « {dossier} » et ses sous-dossiers ; fermer et rouvrir Excel."]


def retirer(registre: Registre | None, poses: list[Pose]) -> list[str]:
    """Retire les emplacements que `tableur` a posés, si personne ne les a changés depuis.

    Args:
        registre: La porte du registre ; None si ce poste n'en a pas.
        poses: Les notes d'Excel.

    Raises:
        ErreurTableur: Windows l'a refusé, ou la note ne peut pas être écrite.
    """
    phrases = []
    for pose in poses:
        cle = rf"{EMPLACEMENTS}\{pose.endroit}"
        actuel = registre.valeur("utilisateur", cle, "Path") if registre is not None else None
        if registre is not None and actuel == pose.dossier:
            registre.effacer(cle)
            phrases.append(f"Excel n'approuve plus le dossier « {pose.dossier} ».")
        else:
            phrases.append(f"L'emplacement approuvé « {pose.dossier} » n'était plus le nôtre : laissé tel quel.")
        oublier(pose)
    return phrases


def _normalise(dossier: str) -> str:
    return dossier.replace("/", "\\").rstrip("\\").casefold() + "\\"
