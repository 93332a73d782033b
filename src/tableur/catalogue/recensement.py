"""Recensement : lit les marques d'un paquet, sans importer plus que ce qu'on demande."""

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from types import ModuleType

from tableur.catalogue.fonctions import Fonction, MarqueInvalide, fonction_de
from tableur.frontiere import plier
from tableur.socle.erreurs import FonctionInconnue
from tableur.socle.marques import marque_de

_DEFINITION = re.compile(r"^@(?:formule|action)\b[^\n]*\n(?:@[^\n]*\n)*def (\w+)\(", re.MULTILINE)


class Catalogue(Mapping[str, Fonction]):
    """Fonctions marquées d'un ou de plusieurs paquets, par nom.

    Chercher un nom n'importe que le module qui le définit ; parcourir le catalogue les importe tous.
    Une fonction mal marquée manque seule : sa faute est dans `fautes`.
    """

    def __init__(self, *paquets: ModuleType | str) -> None:
        """Retient les paquets ; rien n'est encore importé."""
        self._paquets = tuple(p if isinstance(p, str) else p.__name__ for p in paquets)
        self.fautes: list[str] = []
        self._connues: dict[str, Fonction] = {}

    @cached_property
    def _modules(self) -> dict[str, str]:
        """Module de chaque nom marqué, lu dans le texte des sources."""
        trouves: dict[str, list[str]] = {}
        for paquet in self._paquets:
            for module, chemin in _sources(paquet):
                with open(chemin, encoding="utf-8") as source:
                    for nom in _DEFINITION.findall(source.read()):
                        trouves.setdefault(nom, []).append(module)
        modules: dict[str, str] = {}
        for nom, ou in trouves.items():
            if _homonymes(ou):
                modules |= {f"{famille_de(module)}.{nom}": module for module in ou}
                continue
            modules[nom] = ou[0]
            self.fautes += [f"{nom} : nom déjà pris par {ou[0]}, refusé dans {module}" for module in ou[1:]]
        return modules

    def _cle(self, nom: str) -> str:
        """Clé d'un nom tapé ; « paie.calculer » dit la famille, ce que deux actions de même nom demandent."""
        cle = nom.strip().removeprefix("TABLEUR.").replace("-", "_").lower()
        famille, _, seul = cle.rpartition(".")
        if famille and cle not in self._modules and famille_de(self._modules.get(seul, "")) == famille:
            return seul
        return cle

    def __getitem__(self, nom: str) -> Fonction:
        """Fonction de ce nom ; tirets, casse et « TABLEUR. » n'importent pas.

        Une action se demande aussi avec sa famille, « paie.calculer » : deux familles peuvent avoir la même.

        Raises:
            FonctionInconnue: Aucune fonction ne porte ce nom, elle est mal marquée, ou plusieurs familles l'ont.
        """
        cle = self._cle(nom)
        if cle not in self._connues:
            module = self._modules.get(cle)
            if module is None:
                raise FonctionInconnue(self._phrase_d_inconnue(nom))
            try:
                self._connues[cle] = _fonction(module, cle)
            except MarqueInvalide as faute:
                raise FonctionInconnue(f"La fonction {cle} est mal déclarée. {faute}") from faute
        return self._connues[cle]

    def __contains__(self, nom: object) -> bool:
        """Vrai si une fonction porte ce nom."""
        return isinstance(nom, str) and self._cle(nom) in self._modules

    def __iter__(self) -> Iterator[str]:
        """Noms des fonctions bien marquées, dans l'ordre alphabétique."""
        for nom in sorted(self._modules):
            try:
                self[nom]
            except Exception as faute:  # noqa: BLE001 - dans un hôte, seule la fonction fautive doit manquer
                if str(faute) not in self.fautes:
                    self.fautes.append(str(faute))
                continue
            yield nom

    def __len__(self) -> int:
        """Nombre de fonctions bien marquées."""
        return sum(1 for _ in self)

    @property
    def familles(self) -> list[str]:
        """Familles du catalogue, dans l'ordre alphabétique, sans importer les modules."""
        return sorted({famille_de(module) for module in self._modules.values()})

    def noms_de_famille(self, famille: str) -> list[str]:
        """Noms des fonctions d'une famille, sans importer les modules."""
        noms = (nom for nom, module in self._modules.items() if famille_de(module) == famille)
        return sorted(nom.rpartition(".")[2] for nom in noms)

    def exiger(self) -> None:
        """Importe tout, et refuse la moindre faute : pour construire une porte, et pour les tests.

        Raises:
            MarqueInvalide: Au moins une fonction est mal marquée.
        """
        list(self)
        if self.fautes:
            raise MarqueInvalide("\n".join(self.fautes))

    def _phrase_d_inconnue(self, nom: str) -> str:
        from difflib import get_close_matches

        homonymes = [connu for connu in self._modules if connu.endswith(f".{nom}")]
        if homonymes:
            return f"Plusieurs familles ont « {nom} » : dire laquelle ({', '.join(homonymes)})."
        plies = {plier(connu): connu for connu in self._modules}
        proches = [plies[p] for p in get_close_matches(plier(nom), plies, n=3, cutoff=0.6)]
        suite = f" Peut-être : {', '.join(proches)}." if proches else " « tableur formules » en donne la liste."
        return f"Aucune fonction ne s'appelle « {nom} ».{suite}"


def recenser(*paquets: ModuleType | str) -> Catalogue:
    """Catalogue des fonctions marquées des paquets donnés."""
    return Catalogue(*paquets)


def famille_de(module: str) -> str:
    """Famille d'un module : « stock » pour `tableur.calculs.stock.fiche`, et pour `tableur.actions.stock_cloture`.

    >>> famille_de("tableur.calculs.tva.declaration"), famille_de("tableur.actions.tva_suivi")
    ('tva', 'tva')
    """
    morceaux = module.split(".")
    famille = morceaux[2] if len(morceaux) > 2 else morceaux[-1]
    return famille.partition("_")[0] if morceaux[1:2] == ["actions"] else famille


def _homonymes(modules: list[str]) -> bool:
    """Vrai pour des actions de même nom, une par famille : « tva calculer » et « paie calculer »."""
    familles = {famille_de(module) for module in modules}
    return len(modules) > 1 and len(familles) == len(modules) and all(".actions." in f"{m}." for m in modules)


def _sources(paquet: str) -> Iterator[tuple[str, str]]:
    """Modules d'un paquet et fichier source de chacun, sans importer les modules."""
    racine = import_module(paquet)
    if racine.__file__ is not None:
        yield paquet, racine.__file__
    for dossier in getattr(racine, "__path__", []):
        for entree in sorted(os.scandir(dossier), key=lambda entree: entree.name):
            nom, extension = os.path.splitext(entree.name)
            if extension == ".py" and nom != "__init__":
                yield f"{paquet}.{nom}", entree.path
            elif entree.is_dir() and os.path.exists(os.path.join(entree.path, "__init__.py")):
                yield from _sources(f"{paquet}.{nom}")


def _fonction(module: str, nom: str) -> Fonction:
    py = getattr(import_module(module), nom.rpartition(".")[2])
    if marque_de(py) is None:
        raise MarqueInvalide(f"{nom} ne porte aucune marque.")
    return fonction_de(py, famille_de(module))
