"""Les états du diagnostic : ce qui est là, ce qui manque, et pour chacun quoi faire, sans donnée personnelle."""

import getpass
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from tableur import __version__
from tableur.socle.erreurs import ErreurTableur

ABSENT = "absent"
_POLICES = {"Calibri": ("calibri", "carlito"), "Cambria": ("cambria", "caladea")}
_PAQUETS_DE_POLICES = {"Calibri": "fonts-crosextra-carlito", "Cambria": "fonts-crosextra-caladea"}


@dataclass(frozen=True, slots=True)
class Etat:
    """Un état constaté.

    Args:
        titre: Ce qui est regardé.
        constat: Ce qui a été trouvé.
        remede: Quoi faire, en une phrase ; vide s'il n'y a rien à faire.
        defaut: Vrai si `tableur` marche mal ; faux si ce n'est qu'un manque que l'on peut accepter.
    """

    titre: str
    constat: str
    remede: str = ""
    defaut: bool = False

    def __str__(self) -> str:
        """« titre : constat », puis, s'il y a quelque chose à faire, une ligne qui le dit."""
        return f"{self.titre} : {self.constat}" + (f"\n    → {self.remede}" if self.remede else "")


def etats() -> Iterator[Etat]:
    """Tous les états, dans l'ordre où l'on chercherait une panne."""
    yield Etat("tableur", __version__)
    yield _python()
    yield Etat("Système", f"{platform.system()} {platform.release()} ({platform.machine()})")
    yield from _dependances()
    yield _libreoffice()
    yield _formules_dans_calc()
    yield from _interpreteurs()
    yield from _excel()
    yield from _confiance()
    yield from _polices()
    yield from _dossiers()


def sans_nom(texte: str) -> str:
    """Texte où le dossier de la personne devient « ~ », sans son nom ni le mot de passe d'une adresse."""
    drapeau = re.IGNORECASE if sys.platform == "win32" else re.NOFLAG
    maison = str(Path.home())
    if len(maison) > len(Path(maison).anchor):
        texte = re.sub(re.escape(maison) + r"(?![\w.-])", "~", texte, flags=drapeau)
    texte = re.sub(r"//[^/\s@]+@", "//…@", texte)
    try:
        nom = getpass.getuser()
    except (ImportError, KeyError, OSError):
        return texte
    return re.sub(rf"(?<=[\\/]){re.escape(nom)}(?=[\\/]|$)", "…", texte, flags=drapeau | re.MULTILINE)


def _python() -> Etat:
    bits = sys.maxsize.bit_length() + 1
    constat = f"{platform.python_version()} ({platform.python_implementation()}, {bits} bits)"
    if "\\windowsapps\\" in sys.base_prefix.lower() + "\\":
        return Etat(
            "Python",
            f"{constat}, du Microsoft Store",
            "Installer Python depuis https://www.python.org, puis relancer installer.cmd : Excel ne trouve "
            "pas les fichiers de celui du Store.",
            defaut=True,
        )
    return Etat("Python", constat)


def _dependances() -> Iterator[Etat]:
    try:
        exigees = requires("tableur") or []
    except PackageNotFoundError:
        exigees = ["click", "lxml", "python-calamine", "python-stdnum", "rich", "XlsxWriter"]
    nom_seul = re.compile(r"[\s;<>=!~\[(]")
    facultatives = {nom_seul.split(e, maxsplit=1)[0] for e in exigees if "extra ==" in e}
    for nom in sorted({nom_seul.split(exigee, maxsplit=1)[0] for exigee in exigees}, key=str.lower):
        try:
            yield Etat(nom, version(nom))
        except PackageNotFoundError:
            if nom in facultatives:
                yield Etat(nom, f"{ABSENT} (facultatif)")
            else:
                yield Etat(nom, ABSENT, "Relancer l'installateur de tableur : cette bibliothèque manque.", True)


def _libreoffice() -> Etat:
    from tableur.fichiers.libreoffice import LibreOfficeAbsent, trouver_soffice
    from tableur.fichiers.libreoffice import version as version_de_libreoffice

    try:
        chemin = sans_nom(str(trouver_soffice()))
    except LibreOfficeAbsent:
        remede = (
            "Installer LibreOffice (https://fr.libreoffice.org) : sans lui, les classeurs produits n'ont leurs "
            "valeurs qu'une fois ouverts."
        )
        return Etat("LibreOffice", ABSENT, remede)
    try:
        return Etat("LibreOffice", f"{version_de_libreoffice()} ({chemin})")
    except ErreurTableur as erreur:
        remede = "Ouvrir et fermer LibreOffice une fois ; s'il ne s'ouvre pas, le réinstaller."
        return Etat("LibreOffice", f"trouvé ({chemin}), mais {sans_nom(str(erreur))}", remede, defaut=True)


def _formules_dans_calc() -> Etat:
    from tableur.liaisons.calc import extension, installation

    titre = "Formules dans Calc"
    trouvee = installation.version_installee()
    if trouvee is None:
        return Etat(titre, "non installées", "Si Calc doit s'en servir : tableur installer --calc.")
    if trouvee != extension.version_de_l_extension():
        remede = "Fermer LibreOffice, puis relancer « tableur installer --calc »."
        return Etat(titre, f"installées par une autre version ({trouvee or 'illisible'})", remede, defaut=True)
    return Etat(titre, "installées")


def _interpreteurs() -> Iterator[Etat]:
    from tableur.liaisons import interpreteur

    noms: dict[interpreteur.Hote, str] = {"calc": "de Calc", "excel": "d'Excel"}
    for hote, nom in noms.items():
        note = interpreteur.retenu(hote)
        if note is None:
            yield Etat(f"Interpréteur des boutons {nom}", "aucun")
        else:
            remede = interpreteur.defaut(hote)
            constat = sans_nom(note.programme) or "illisible"
            yield Etat(f"Interpréteur des boutons {nom}", constat, remede, defaut=bool(remede))


def _excel() -> Iterator[Etat]:
    from tableur.liaisons import installation
    from tableur.liaisons.excel import confiance
    from tableur.liaisons.excel.registre import registre

    porte = registre()
    if porte is None:
        if sys.platform == "darwin":
            yield Etat("Excel", "Mac : les boutons seulement, les formules n'y existent pas")
        return
    if not confiance.excel_est_la(porte):
        yield Etat("Excel", ABSENT)
        return
    bits = confiance.bits_d_excel(porte)
    constat = f"{bits} bits" if bits else "présent"
    if confiance.vient_du_magasin(porte):
        remede = (
            "Réinstaller Office depuis https://www.office.com : celui du Microsoft Store ne parle pas à Python."
        )
        yield Etat("Excel", f"{constat}, du Microsoft Store", remede, defaut=True)
    else:
        yield Etat("Excel", constat)
    if not installation.bibliotheques_manquantes():
        yield _lien_d_xlwings(bits)


def _lien_d_xlwings(bits: int | None) -> Etat:
    """La bibliothèque qu'Excel charge est à côté de Python, et porte la version de xlwings."""
    nom = f"xlwings{bits or 64}-{version('xlwings')}.dll"
    if any((dossier / nom).is_file() for dossier in (Path(sys.prefix), Path(sys.executable).parent)):
        return Etat("Lien entre xlwings et Excel", nom)
    remede = (
        f"Rendre {nom} à l'antivirus qui l'a retiré (quarantaine, exclusion), ou relancer installer.cmd, "
        "Excel fermé."
    )
    return Etat("Lien entre xlwings et Excel", f"{nom} manque", remede, defaut=True)


def _confiance() -> Iterator[Etat]:
    from tableur.liaisons.calc import confiance as calc
    from tableur.liaisons.dossiers_approuves import notees
    from tableur.liaisons.excel import confiance as excel
    from tableur.liaisons.excel.registre import registre

    try:
        poses = [pose.hote for pose in notees()]
        adresses = calc.adresses_approuvees()
    except ErreurTableur as erreur:
        yield Etat("Dossiers approuvés", "illisibles", sans_nom(str(erreur)), defaut=True)
        return
    aide = (
        "Pour ouvrir sans avertissement les classeurs à boutons : tableur installer {} --dossier-approuve DOSSIER."
    )
    compte = f"{len(adresses)}, dont {poses.count('calc')} par tableur"
    yield Etat("Dossiers approuvés dans LibreOffice", compte, "" if adresses else aide.format("--calc"))
    porte = registre()
    if porte is not None and excel.excel_est_la(porte):
        dossiers = excel.emplacements(porte)
        remede = excel.obstacle(porte) or ("" if "excel" in poses else aide.format("--excel"))
        compte = f"{len(dossiers)}, dont {poses.count('excel')} par tableur"
        yield Etat("Dossiers approuvés dans Excel", compte, remede)


def _polices() -> Iterator[Etat]:
    for police, noms in _POLICES.items():
        titre = f"Police {police}, ou son équivalent"
        trouvee = _police(police, noms)
        if trouvee:
            yield Etat(titre, trouvee)
        else:
            remede = (
                f"Installer {noms[1].capitalize()} (Debian et Ubuntu : paquet {_PAQUETS_DE_POLICES[police]}) : "
                "sans elle, les colonnes et les pages n'ont pas la même largeur que dans Excel ou Word."
            )
            yield Etat(titre, "absente", remede)


def _police(police: str, noms: tuple[str, ...]) -> str:
    """Famille qui remplacera cette police, selon fontconfig ou les dossiers de polices ; vide sans elle."""
    if programme := shutil.which("fc-match"):
        commande = [programme, "--format=%{family}", police]
        try:
            fait = subprocess.run(commande, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            fait = None
        if fait is not None and fait.returncode == 0:
            famille = fait.stdout.partition(",")[0]
            return famille if famille.lower() in noms else ""
    for dossier in filter(Path.is_dir, _dossiers_de_polices()):
        for fichier in dossier.iterdir():
            if fichier.name.lower().startswith(noms):
                return next(nom for nom in noms if fichier.name.lower().startswith(nom)).capitalize()
    return ""


def _dossiers_de_polices() -> list[Path]:
    from tableur.fichiers.libreoffice import LibreOfficeAbsent, trouver_soffice

    dossiers = [Path.home() / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    applications = ("Microsoft Excel", "Microsoft Word")
    dossiers += [Path(f"/Applications/{nom}.app/Contents/Resources/DFonts") for nom in applications]
    dossiers.append(Path("/usr/share/fonts/truetype/crosextra"))
    if windows := os.environ.get("WINDIR"):
        dossiers.append(Path(windows) / "Fonts")
    if local := os.environ.get("LOCALAPPDATA"):
        dossiers.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
    try:
        racine = trouver_soffice().resolve().parents[1]
    except LibreOfficeAbsent:
        return dossiers
    return [*dossiers, racine / "share" / "fonts" / "truetype", racine / "Resources" / "fonts" / "truetype"]


def _dossiers() -> Iterator[Etat]:
    from tableur.baremes import dossier_local
    from tableur.fichiers.journal import dossier_d_etat

    local = dossier_local()
    yield Etat("Barèmes locaux", sans_nom(local) + ("" if Path(local).is_dir() else " (aucun)"))
    etat = dossier_d_etat()
    existant = next(dossier for dossier in (etat, *etat.parents) if dossier.exists())
    if os.access(existant, os.W_OK):
        yield Etat("Journal", sans_nom(str(etat)))
    else:
        remede = "Rendre à ce dossier le droit d'écriture : sans lui, les erreurs ne laissent pas de trace."
        yield Etat("Journal", f"{sans_nom(str(etat))}, sans droit d'écriture", remede, defaut=True)
