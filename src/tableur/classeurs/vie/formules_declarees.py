"""Formules d'un classeur, traduites en formules de déclaration : les adresses y deviennent des noms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tableur.classeurs.formules import FONCTIONS
from tableur.classeurs.retouche.references import LIGNES_MAXIMUM, Zone, lettres, lire_zone, nom_nu
from tableur.frontiere import plier

_JETONS = re.compile(
    r"""(?P<texte>"(?:[^"]|"")*")
    |(?P<table>[^\W\d][\w.]*)?(?P<crochet>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?:(?P<feuille>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
     (?P<plage>\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w(.])
    |(?P<fonction>[^\W\d][\w.]*)(?P<appel>\()
    |(?P<nom>[^\W\d][\w.]*)
    |(?P<faute>[!\[\]{}])""",
    re.VERBOSE,
)
_COIN = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_SUR_UNE_LIGNE = frozenset({"SUM", "MAX", "MIN", "AVERAGE", "COUNT", "COUNTA"})


class Intraduisible(Exception):
    """Une formule qui ne s'écrit pas dans une déclaration, et pourquoi."""


@dataclass(frozen=True)
class TableNommee:
    """Table déclarée : sa place dans la feuille d'origine, et le champ de chaque colonne."""

    nom: str
    nom_excel: str
    feuille: str
    debut: int
    fin: int
    champs: Mapping[int, str]
    entetes: Mapping[str, str]  # champ par en-tête plié


class Traducteur:
    """Traduit les formules d'un classeur dont les tables et les réglages ont reçu leurs noms."""

    def __init__(
        self, tables: list[TableNommee], reglages: Mapping[tuple[str, int, int], str], noms: Mapping[str, str]
    ) -> None:
        """Prépare la traduction.

        Args:
            tables: Les tables déclarées.
            reglages: Nom de chaque réglage, par feuille (en minuscules), ligne et colonne.
            noms: Nom de réglage de chaque nom défini, en minuscules.
        """
        self._tables, self._reglages, self._noms = tables, reglages, noms

    def traduire(self, formule: str, table: TableNommee, ligne: int) -> str:
        """Formule de déclaration, sans « = ».

        Args:
            formule: Formule du fichier, sans « = ».
            table: Table où elle se trouve.
            ligne: Sa ligne.

        Raises:
            Intraduisible: Elle cite autre chose que des colonnes et des réglages, ou une fonction trop récente.
        """
        texte = sans_recherchev(formule)
        fonctions: list[str] = []
        morceaux, place, profondeur = [], 0, 0
        for jeton in _JETONS.finditer(texte):
            entre = texte[place : jeton.start()]
            profondeur += entre.count("(") - entre.count(")")
            del fonctions[max(profondeur, 0) :]
            morceaux.append(entre)
            if jeton["fonction"]:
                fonctions += [""] * (profondeur - len(fonctions)) + [jeton["fonction"]]
                profondeur += 1
            morceaux.append(self._jeton(jeton, table, ligne, fonctions[-1] if fonctions else ""))
            place = jeton.end()
        return "".join(morceaux) + texte[place:]

    def _jeton(self, jeton: "re.Match[str]", table: TableNommee, ligne: int, fonction: str) -> str:
        if jeton["texte"]:
            return jeton[0]
        if jeton["crochet"]:
            return self._structuree(jeton["table"] or "", jeton["crochet"], table)
        if jeton["plage"]:
            feuille = nom_nu(jeton["feuille"]) if jeton["feuille"] else table.feuille
            return self._plage(feuille, jeton["plage"], table, ligne, fonction)
        if jeton["appel"]:
            if jeton["fonction"] not in FONCTIONS:
                raise Intraduisible(
                    f"la fonction {jeton['fonction']} n'est pas de celles que les déclarations admettent"
                )
            return jeton[0]
        if jeton["nom"]:
            if jeton["nom"] in ("TRUE", "FALSE"):
                return jeton[0]
            nom = self._noms.get(jeton["nom"].casefold())
            if nom is None:
                raise Intraduisible(f"le nom « {jeton['nom']} » n'est pas un réglage")
            return nom
        raise Intraduisible(f"« {jeton[0]} » ne s'écrit pas dans une déclaration")

    def _structuree(self, nom: str, crochet: str, table: TableNommee) -> str:
        visee = next((t for t in self._tables if t.nom_excel.casefold() == nom.casefold()), None) if nom else table
        if visee is None:
            raise Intraduisible(f"la table « {nom} » n'est pas déclarée")
        interieur = crochet[1:-1]
        ici = interieur.startswith("@") or "#This Row" in interieur
        noms = re.findall(r"\[([^\[\]#]+)\]", interieur) or [interieur.lstrip("@")]
        if "#" in interieur.replace("#This Row", "").replace("#Data", "") or len(noms) != 1:
            raise Intraduisible(f"« {nom}{crochet} » ne s'écrit pas dans une déclaration")
        champ = visee.entetes.get(plier(noms[0].replace("'", "")))
        if champ is None or (ici and visee is not table):
            raise Intraduisible(f"« {nom}{crochet} » ne s'écrit pas dans une déclaration")
        if ici:
            return f"[{champ}]"
        return f"{{{champ}}}" if visee is table else f"{{{visee.nom}.{champ}}}"

    def _plage(self, feuille: str, plage: str, table: TableNommee, ligne: int, fonction: str) -> str:
        zone = lire_zone(plage.replace("$", ""))
        coins = _COIN.findall(plage)
        if zone is None:
            raise Intraduisible(f"« {plage} » ne s'écrit pas dans une déclaration")
        if len(coins) == 1:
            return self._cellule(feuille, zone, table, ligne, absolue=bool(coins[0][2]), ecrite=plage)
        meme = feuille.casefold() == table.feuille.casefold()
        if meme and zone.l1 == zone.l2 == ligne and not coins[0][2] and fonction in _SUR_UNE_LIGNE:
            champs = [table.champs.get(c) for c in range(zone.c1, zone.c2 + 1)]
            if all(champs):
                return ",".join(f"[{champ}]" for champ in champs)
        if zone.c1 == zone.c2:
            cumul = len(coins) == 2 and coins[0][2] and not coins[1][2]
            if meme and cumul and zone.l1 == table.debut and zone.l2 == ligne and zone.c1 in table.champs:
                return f"{{{table.champs[zone.c1]} jusqu'ici}}"
            fixe = not coins or (coins[0][2] and coins[1][2])
            for visee in self._tables:
                if visee.feuille.casefold() == feuille.casefold() and zone.c1 in visee.champs:
                    entiere = visee.debut - 1 <= zone.l1 <= visee.debut or zone.l2 == LIGNES_MAXIMUM
                    if fixe and entiere and zone.l2 >= visee.fin:
                        champ = visee.champs[zone.c1]
                        return f"{{{champ}}}" if visee is table else f"{{{visee.nom}.{champ}}}"
        raise Intraduisible(f"la plage « {plage} » n'est pas une colonne entière d'une table déclarée")

    def _cellule(
        self, feuille: str, zone: Zone, table: TableNommee, ligne: int, *, absolue: bool, ecrite: str
    ) -> str:
        reglage = self._reglages.get((feuille.casefold(), zone.l1, zone.c1))
        if reglage is not None:
            return reglage
        meme = feuille.casefold() == table.feuille.casefold()
        if meme and zone.l1 == ligne and not absolue and zone.c1 in table.champs:
            return f"[{table.champs[zone.c1]}]"
        raise Intraduisible(f"la cellule « {ecrite} » n'est ni sur la même ligne, ni un réglage")


def sans_recherchev(formule: str) -> str:
    """Formule où une recherche exacte VLOOKUP est écrite INDEX et MATCH, qui citent des colonnes.

    >>> sans_recherchev("VLOOKUP(A2,Tarif!$A$2:$C$9,3,FALSE)*2")
    'INDEX(Tarif!$C$2:$C$9,MATCH(A2,Tarif!$A$2:$A$9,0))*2'
    """
    depart = 0
    while (trouve := re.compile(r"(?<![\w.])VLOOKUP\(").search(formule, depart)) is not None:
        arguments, fin = _arguments(formule, trouve.end())
        ecrite = _index_match(arguments)
        if ecrite is None:
            depart = trouve.end()
            continue
        formule = formule[: trouve.start()] + ecrite + formule[fin:]
    return formule


def _index_match(arguments: list[str]) -> str | None:
    if (
        len(arguments) != 4
        or arguments[3].strip().upper() not in ("0", "FALSE")
        or not arguments[2].strip().isdigit()
    ):
        return None
    feuille, point, plage = arguments[1].strip().rpartition("!")
    coins = _COIN.findall(plage)
    zone = lire_zone(plage.replace("$", ""))
    rang = int(arguments[2])
    if zone is None or not 1 <= rang <= zone.c2 - zone.c1 + 1:
        return None

    def colonne(numero: int) -> str:
        lettre = lettres(numero)
        if len(coins) != 2:
            return f"{feuille}{point}${lettre}:${lettre}"
        return f"{feuille}{point}${lettre}{coins[0][2]}{zone.l1}:${lettre}{coins[1][2]}{zone.l2}"

    return f"INDEX({colonne(zone.c1 + rang - 1)},MATCH({arguments[0].strip()},{colonne(zone.c1)},0))"


def _arguments(formule: str, debut: int) -> tuple[list[str], int]:
    """Arguments d'un appel dont la parenthèse s'ouvre juste avant `debut`, et place de la suite."""
    arguments: list[str] = []
    courant, profondeur, place = "", 0, debut
    texte = apostrophe = False
    while place < len(formule):
        lettre = formule[place]
        if lettre == '"' and not apostrophe:
            texte = not texte
        elif lettre == "'" and not texte:
            apostrophe = not apostrophe
        elif not texte and not apostrophe:
            if lettre in "([{":
                profondeur += 1
            elif lettre in ")]}":
                if profondeur == 0:
                    return [*arguments, courant], place + 1
                profondeur -= 1
            elif lettre == "," and profondeur == 0:
                arguments.append(courant)
                courant, place = "", place + 1
                continue
        courant += lettre
        place += 1
    return [], place
