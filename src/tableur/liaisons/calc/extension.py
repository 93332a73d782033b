"""L'extension de LibreOffice (.oxt), fabriquée depuis le catalogue : mêmes sources, mêmes octets.

Elle porte les formules et leur aide, la description de leurs types en texte, et nos modules purs : LibreOffice
n'a besoin de rien d'autre que de son propre Python.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tableur import __version__
from tableur.catalogue import Argument, Catalogue, Fonction, recenser
from tableur.frontiere import metadonnees
from tableur.liaisons.calc import menu
from tableur.liaisons.calc.boutons_hote import IMPLEMENTATION, SERVICES
from tableur.liaisons.calc.composant import SERVICE
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import Unite

IDENTIFIANT = "org.tableur"
NOM_DE_FICHIER = "tableur.oxt"
AIDE_MAXIMALE = 255

_SALLES_PURES = ("socle", "baremes", "calculs", "frontiere", "catalogue")
_MODULES_DE_LIAISON = (
    "__init__",
    "boutons_hote",
    "classeur_de_calc",
    "composant",
    "formules",
    "hote",
    "pont",
)
_SUFFIXES = (".py", ".toml", ".typed")
_STDNUM_GENERAL = ("eu", "fr", "iso7064")
_DONNEES_MAXIMUM = 65_536  # octets ; au-delà, ce sont des annuaires dont aucun calcul ne se sert
_MOMENT = (1980, 1, 1, 0, 0, 0)

_TABLE = "sequence< sequence< any > >"  # les espaces sont exigées par LibreOffice
_LANGUES = ("fr", "en-US")
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class _Parametre:
    """Argument d'une méthode : type d'UNO, nom et aide montrés ; un nom vide est un argument caché."""

    type: str
    nom: str
    aide: str


@dataclass(frozen=True, slots=True)
class _Methode:
    """Méthode du service : nom en capitales, aide, arguments."""

    nom: str
    aide: str
    parametres: tuple[_Parametre, ...]


_DOCUMENT = _Parametre("com::sun::star::beans::XPropertySet", "", "")  # donné par Calc, absent de l'assistant
_EXPLICATIONS = (
    _Methode(
        "EXPLICATION_DE",
        "Explication d'une formule de TABLEUR donnée en texte : le calcul développé, ou la raison de l'erreur.",
        (_Parametre("any", "formule", "Texte d'une formule : TABLEUR.POINT_DE_COMMANDE(20;5;30)."), _DOCUMENT),
    ),
    _Methode(
        "EXPLICATION_DE_CELLULE",
        "Explication de la formule de TABLEUR que contient une cellule, même si cette cellule est en erreur.",
        (
            _Parametre("com::sun::star::table::XCellRange", "cellule", "Cellule qui contient la formule : B2."),
            _DOCUMENT,
        ),
    ),
)


def fabriquer(sortie: Path, catalogue: Catalogue | None = None) -> Path:
    """Écrit l'extension.

    Args:
        sortie: Fichier .oxt à écrire.
        catalogue: Fonctions marquées ; par défaut, toutes celles de `tableur.calculs`.

    Raises:
        MarqueInvalide: Au moins une fonction est mal marquée.
        ErreurTableur: python-stdnum n'est pas installé.
    """
    fichiers = contenu(recenser("tableur.calculs") if catalogue is None else catalogue)
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, octets in fichiers.items():
            membre = zipfile.ZipInfo(nom, _MOMENT)
            membre.create_system = 3
            membre.external_attr = 0o644 << 16
            archive.writestr(membre, octets, zipfile.ZIP_DEFLATED, 9)
    return sortie


def contenu(catalogue: Catalogue) -> dict[str, bytes]:
    """Fichiers de l'extension, dans l'ordre où ils sont rangés.

    Raises:
        MarqueInvalide: Au moins une fonction est mal marquée.
        ErreurTableur: python-stdnum n'est pas installé.
    """
    catalogue.exiger()
    formules = [catalogue[nom] for nom in catalogue]
    methodes = [*(_methode(f) for f in formules if f.marque.genre == "formule"), *_EXPLICATIONS]
    textes = {
        "META-INF/manifest.xml": _manifeste(),
        "Addons.xcu": menu.menu(menu.boutons_livres()),
        "CalcAddIns.xcu": _aide_des_fonctions(methodes),
        "LICENCES.txt": _LICENCES,
        "ProtocolHandler.xcu": menu.protocole(),
        "composant_tableur.py": _composant(methodes),
        "description.txt": _DESCRIPTION,
        "description.xml": _identite(),
        "tableur.components": _composants(),
        "tableur.idl": _types(methodes),
    }
    return {nom: texte.encode() for nom, texte in textes.items()} | dict(sorted(_modules()))


def _methode(fonction: Fonction) -> _Methode:
    parametres = tuple(
        _Parametre(_TABLE if argument.obligatoire else "any", argument.nom, _aide(argument))
        for argument in fonction.arguments
    )
    return _Methode(fonction.nom.upper(), fonction.resume, parametres)


def _aide(argument: Argument) -> str:
    """Aide d'un argument, avec son unité si elle n'y est pas déjà dite, et « facultatif »."""
    aide = argument.aide
    for meta in metadonnees(argument.type):
        if isinstance(meta, Unite) and meta.libelle and meta.libelle not in aide:
            aide = f"{aide.rstrip('.')} [{meta.libelle}]."
    if not argument.obligatoire:
        aide = f"Facultatif. {aide}"
    return aide if len(aide) <= AIDE_MAXIMALE else argument.aide


def _types(methodes: list[_Methode]) -> str:
    """Description des types en texte : LibreOffice la lit telle quelle, sans outil de développement."""
    lignes = []
    for methode in methodes:
        parametres = ", ".join(f"[in] {p.type} {_rang(rang)}" for rang, p in enumerate(methode.parametres))
        lignes.append(f"    {_TABLE} {methode.nom}({parametres});\n")
    return f"module org {{ module tableur {{\ninterface XFormules {{\n{''.join(lignes)}}};\n}}; }};\n"


def _rang(rang: int) -> str:
    """Nom interne d'un argument ; sur deux chiffres, pour que Calc les range dans le bon ordre."""
    return f"a{rang:02d}"


def _aide_des_fonctions(methodes: list[_Methode]) -> str:
    """Ce que montre l'assistant de fonctions : le même texte français quelle que soit la langue de l'interface."""
    noeuds = "".join(map(_noeud_de_fonction, methodes))
    return (
        f'{_XML}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">\n'
        f'<node oor:name="AddInInfo"><node oor:name="{SERVICE}" oor:op="replace">'
        f'<node oor:name="AddInFunctions">\n{noeuds}</node></node></node>\n</oor:component-data>\n'
    )


def _noeud_de_fonction(methode: _Methode) -> str:
    parametres = "".join(
        f'<node oor:name="{_rang(rang)}" oor:op="replace">'
        f"{_texte('DisplayName', p.nom)}{_texte('Description', p.aide)}</node>"
        for rang, p in enumerate(methode.parametres)
        if p.nom
    )
    return (
        f'<node oor:name="{methode.nom}" oor:op="replace">{_texte("DisplayName", f"{SERVICE}.{methode.nom}")}'
        f'{_texte("Description", methode.aide)}<prop oor:name="Category"><value>Add-In</value></prop>'
        f'{_texte("CompatibilityName", methode.nom)}<node oor:name="Parameters">{parametres}</node></node>\n'
    )


def _texte(nom: str, valeur: str) -> str:
    valeurs = "".join(f'<value xml:lang="{langue}">{escape(valeur)}</value>' for langue in _LANGUES)
    return f'<prop oor:name="{nom}">{valeurs}</prop>'


def _manifeste() -> str:
    entrees = {
        "tableur.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
        "tableur.components": "application/vnd.sun.star.uno-components",
        "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
        "Addons.xcu": "application/vnd.sun.star.configuration-data",
        "ProtocolHandler.xcu": "application/vnd.sun.star.configuration-data",
    }
    lignes = "".join(
        f"<manifest:file-entry manifest:full-path={quoteattr(nom)} manifest:media-type={quoteattr(genre)}/>\n"
        for nom, genre in entrees.items()
    )
    espace = "http://openoffice.org/2001/manifest"
    return f'{_XML}<manifest:manifest xmlns:manifest="{espace}">\n{lignes}</manifest:manifest>\n'


def _composants() -> str:
    """Déclare le seul service TABLEUR : sans « AddIn », Calc n'ouvre Python qu'à la première formule."""
    return (
        f'{_XML}<components xmlns="http://openoffice.org/2010/uno-components">'
        '<component loader="com.sun.star.loader.Python" uri="composant_tableur.py">'
        f'<implementation name="{SERVICE}.Formules"><service name="{SERVICE}"/></implementation>'
        f'<implementation name="{IMPLEMENTATION}"><service name="{SERVICES[0]}"/></implementation>'
        "</component></components>\n"
    )


def _composant(methodes: list[_Methode]) -> str:
    noms = "".join(f'    "{m.nom}",\n' for m in methodes if m not in _EXPLICATIONS)
    return (
        '"""Composant TABLEUR, fabriqué par tableur : voir tableur.liaisons.calc."""\n\n'
        "from tableur.liaisons.calc.composant import declarer\n\n"
        f"g_ImplementationHelper = declarer((\n{noms}))\n"
    )


def _identite() -> str:
    return (
        f'{_XML}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:d="http://openoffice.org/extensions/description/2006" '
        'xmlns:l="http://libreoffice.org/extensions/description/2011" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<identifier value="{IDENTIFIANT}"/>\n<version value={quoteattr(version_de_l_extension())}/>\n'
        '<dependencies><l:LibreOffice-minimal-version value="7.4" d:name="LibreOffice 7.4"/></dependencies>\n'
        '<publisher><name xlink:href="" lang="fr">Les auteurs de tableur</name></publisher>\n'
        '<display-name><name lang="fr">tableur : calculs de gestion (licence MIT)</name></display-name>\n'
        '<extension-description><src xlink:href="description.txt" lang="fr"/></extension-description>\n'
        "</description>\n"
    )


def version_de_l_extension() -> str:
    """Version que LibreOffice compare : des nombres et des points seulement."""
    trouve = re.match(r"\d+(?:\.\d+)*", __version__)
    return trouve.group() if trouve else "0"


def _modules() -> Iterator[tuple[str, bytes]]:
    """Modules Python de l'extension : nos salles pures, la liaison, et python-stdnum."""
    racine = _dossier_de("tableur")
    yield _embarque(racine, racine / "__init__.py")
    for salle in _SALLES_PURES:
        for chemin in (racine / salle).rglob("*"):
            if chemin.suffix in _SUFFIXES:
                yield _embarque(racine, chemin)
    yield _embarque(racine, racine / "liaisons" / "__init__.py")
    for module in _MODULES_DE_LIAISON:
        yield _embarque(racine, racine / "liaisons" / "calc" / f"{module}.py")
    yield _embarque(racine, racine / "liaisons" / "interpreteur.py")
    stdnum = _dossier_de("stdnum")
    for chemin in _fichiers_de_stdnum(stdnum):
        yield _embarque(stdnum, chemin)
    licence = _licence_de("python-stdnum", "COPYING")
    if licence:
        yield "pythonpath/stdnum/COPYING", licence


def _embarque(racine: Path, chemin: Path) -> tuple[str, bytes]:
    return f"pythonpath/{racine.name}/{chemin.relative_to(racine).as_posix()}", chemin.read_bytes()


def _dossier_de(paquet: str) -> Path:
    trouve = find_spec(paquet)
    if trouve is None or trouve.origin is None:
        raise ErreurTableur(f"Le paquet {paquet} n'est pas installé : l'extension en a besoin.")
    return Path(trouve.origin).parent


def _fichiers_de_stdnum(racine: Path) -> Iterator[Path]:
    """Modules généraux, France, Europe, et pays dont la clé d'IBAN a sa règle ; sans les annuaires."""
    pays = [dossier for dossier in racine.iterdir() if dossier.is_dir()]
    gardes = [p for p in pays if p.name in _STDNUM_GENERAL or (p / "iban.py").is_file()]
    for dossier in (racine, *gardes):
        for chemin in dossier.iterdir():
            donnees = chemin.suffix == ".dat" and chemin.stat().st_size <= _DONNEES_MAXIMUM
            if chemin.suffix in _SUFFIXES or donnees:
                yield chemin


def _licence_de(paquet: str, nom: str) -> bytes | None:
    """Texte de licence que le paquet installé porte."""
    try:
        fichiers = distribution(paquet).files or []
    except PackageNotFoundError:
        return None
    chemins = [Path(str(fichier.locate())) for fichier in fichiers if fichier.name == nom]
    return chemins[0].read_bytes() if chemins and chemins[0].is_file() else None


_DESCRIPTION = """\
Les formules de gestion de tableur dans Calc : stock, dates, et leur explication.
Elles se tapent TABLEUR.NOM et se trouvent dans l'assistant de fonctions, catégorie « Add-in ».
Licence MIT ; contient python-stdnum (LGPL 2.1 ou ultérieure). Voir LICENCES.txt.
"""

_LICENCES = """\
tableur est sous licence MIT :

  Copyright (c) 2026 Les auteurs de tableur

  Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
  documentation files (the "Software"), to deal in the Software without restriction, including without limitation
  the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
  to permit persons to whom the Software is furnished to do so, subject to the following conditions:

  The above copyright notice and this permission notice shall be included in all copies or substantial portions of
  the Software.

  THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
  THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
  AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
  CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
  IN THE SOFTWARE.

Le dossier pythonpath/stdnum est une partie non modifiée de python-stdnum (https://arthurdejong.org/python-stdnum/),
Copyright (C) Arthur de Jong et d'autres, distribué sous la licence GNU LGPL, version 2.1 ou ultérieure, dont le
texte est dans pythonpath/stdnum/COPYING. Ce dossier peut être remplacé par une autre version de python-stdnum.
"""
