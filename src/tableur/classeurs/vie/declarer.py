"""Déclaration d'un classeur existant : il devient un modèle, que l'on peut relire, corriger et reconstruire."""

import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tableur.classeurs.bord.modele import NOMS_DE_PERIODE
from tableur.classeurs.verification import FEUILLES_DES_HOTES, FEUILLES_DU_MOTEUR
from tableur.classeurs.vie.bord_ecrit import bord_connu
from tableur.classeurs.vie.declaration_ecrite import texte_toml
from tableur.classeurs.vie.figer import en_xlsx
from tableur.classeurs.vie.formules_declarees import Intraduisible, TableNommee, Traducteur
from tableur.classeurs.vie.liens_devines import ColonneVue, cles_devinees, renvois_devines
from tableur.classeurs.vie.modeles_connus import PROPRIETE, modele_des_parties, proprietes
from tableur.classeurs.vie.reglages_releves import ReglageReleve, nom_unique, reglages_de, slug
from tableur.classeurs.vie.regles_relevees import ListeRelevee, cible_de_liste, formats_de, listes_de
from tableur.classeurs.vie.releve import ColonneRelevee, FeuilleRelevee, Releve, TableRelevee
from tableur.classeurs.vie.types_devines import type_devine
from tableur.fichiers.libreoffice import recalculer
from tableur.frontiere import plier
from tableur.socle.erreurs import ErreurTableur, Ou, refus

_LIGNES_TRADUITES = 200
_UNANIMITE = 0.8
_LISTE_MAXIMALE = 255
_NOMBRES = {"nombre", "entier", "euros", "prix_unitaire", "taux", "quantite", "jours", "heures"}


@dataclass
class ColonneEcrite:
    """Colonne d'une déclaration : ses clés TOML, dans l'ordre, et ce qui ne s'y dit pas."""

    champ: str
    cles: dict[str, object]
    remarques: list[str] = field(default_factory=list)


@dataclass
class TableEcrite:
    """Table d'une déclaration."""

    nom: str
    colonnes: list[ColonneEcrite]
    formats: list[dict[str, object]] = field(default_factory=list)
    calculees: bool = False
    lignes: int = 0


@dataclass
class FeuilleEcrite:
    """Feuille d'une déclaration, et ce qui ne s'y dit pas."""

    nom: str
    genre: str
    tables: list[TableEcrite] = field(default_factory=list)
    reglages: list[ReglageReleve] = field(default_factory=list)
    aide: str = ""
    remarques: list[str] = field(default_factory=list)
    suite: list[str] = field(default_factory=list)  # lignes TOML d'un tableau de bord


def declarer(fichier: Path) -> str:
    """Texte TOML de la déclaration d'un classeur, que `lire_declaration` accepte.

    Les types, les clés et les renvois sont devinés : à relire. Ce qui ne se déclare pas est dit en commentaire.

    Args:
        fichier: Classeur .xlsx ou .xlsm ; un .ods est converti d'abord.

    Raises:
        Refus: Le fichier ne se lit pas, ou il n'a ni table ni réglage.
    """
    with tempfile.TemporaryDirectory(prefix="tableur-") as atelier:
        source = en_xlsx(fichier, Path(atelier))
        releve = Releve(source)
        if releve.sans_valeur:
            with suppress(ErreurTableur):  # sans LibreOffice, les types se devinent d'après les en-têtes
                releve.completer(Releve(recalculer(source, Path(atelier) / "recalcule.xlsx")))
        declaration = _Declaration(releve)
        feuilles, globales = declaration.feuilles(), declaration.remarques
    if not any(f.tables or f.reglages for f in feuilles):
        message = "Ce classeur n'a ni table ni réglage : il faut une ligne d'en-têtes, un mot par colonne."
        raise refus(Ou(fichier=fichier.name), "rien à déclarer", message)
    return texte_toml(fichier.stem, slug(fichier.stem, "modele"), feuilles, globales)


class _Declaration:
    def __init__(self, releve: Releve) -> None:
        self._releve = releve
        self._de_tableur = PROPRIETE in proprietes(releve.parties)
        pris: set[str] = set()
        suivi = modele_des_parties(releve.parties)
        self._bord = bord_connu(suivi, [feuille.nom for feuille in releve.feuilles])
        periodes = set(NOMS_DE_PERIODE) if self._bord is not None else set()
        self._reglages = [r for r in reglages_de(releve, pris) if r.nom_defini not in periodes]
        self._tables = list(self._nommer())
        places = {(r.feuille.casefold(), r.ligne, r.colonne): r.nom for r in self._reglages}
        noms = {nom: nom for nom in periodes}
        noms |= {r.nom_defini.casefold(): r.nom for r in self._reglages if r.nom_defini}
        self._traducteur = Traducteur([nommee for _, _, nommee in self._tables], places, noms)
        self._types = self._typer()
        self._cles, self._renvois = self._lier()

    def feuilles(self) -> list[FeuilleEcrite]:
        """Feuilles de la déclaration."""
        ecrites: list[FeuilleEcrite] = []
        moteur = {plier(nom) for nom in FEUILLES_DU_MOTEUR}
        noms = set(moteur)
        for feuille in self._releve.feuilles:
            if feuille.nom in FEUILLES_DES_HOTES:
                continue
            if self._est_le_bord(feuille):
                ecrites += self._feuille_de_bord(feuille)
                noms.add(plier(feuille.nom))
                continue
            tables = [(t, n) for f, t, n in self._tables if f is feuille]
            reglages = [r for r in self._reglages if r.feuille == feuille.nom]
            if plier(feuille.nom) in moteur and (self._de_tableur or not (tables or reglages)):
                continue  # le moteur compose ces feuilles lui-même
            remarques = [f"ne se déclarent pas : {', '.join(feuille.autres)}"] if feuille.autres else []
            if reglages and tables:
                remarques.append("ses réglages sont déclarés dans une feuille à part")
            for rang, (table, nommee) in enumerate(tables):
                voulu = feuille.nom if rang == 0 else nommee.nom_excel or nommee.nom
                nom = _nom_de_feuille(voulu, noms)
                noms.add(plier(nom))
                dites = remarques if rang == 0 else [f"table venue de la feuille « {feuille.nom} »"]
                ecrite = FeuilleEcrite(nom, "S", [self._table(feuille, table, nommee)], aide=_aide(feuille, table))
                ecrite.remarques += dites
                ecrites.append(ecrite)
            if reglages:
                nom = _nom_de_feuille(f"Réglages {feuille.nom}"[:31], noms) if tables else feuille.nom
                noms.add(plier(nom))
                dites = [] if tables else remarques
                ecrites.append(FeuilleEcrite(nom, "P", [], reglages, "Réglages du classeur.", dites))
            if not tables and not reglages:
                dites = remarques + _libres(feuille)
                ecrites.append(FeuilleEcrite(feuille.nom, "", remarques=dites or ["feuille vide"]))
        return ecrites

    def _est_le_bord(self, feuille: FeuilleRelevee) -> bool:
        return self._bord is not None and feuille.nom == self._bord.feuille.nom

    def _feuille_de_bord(self, feuille: FeuilleRelevee) -> list[FeuilleEcrite]:
        """Feuille du tableau de bord, avec les noms que la déclaration donne à ses tables."""
        if self._bord is None:
            return []
        section = self._bord.section([nommee for _, _, nommee in self._tables])
        if not section:
            return [
                FeuilleEcrite(feuille.nom, "", remarques=["tableau de bord non repris : une de ses tables manque"])
            ]
        reglages = self._bord.reglages(self._reglages)
        return [FeuilleEcrite(feuille.nom, "V", [], reglages, self._bord.feuille.aide, suite=section)]

    @property
    def remarques(self) -> list[str]:
        """Ce qui, dans le classeur entier, ne se déclare pas."""
        dites = []
        if any(p.endswith("vbaProject.bin") for p in self._releve.parties):
            dites.append("les macros ne se déclarent pas")
        if any("/externalLinks/" in p for p in self._releve.parties):
            dites.append("les liens vers d'autres classeurs ne se déclarent pas")
        poses = {r.nom_defini for r in self._reglages}
        plages = [nom for nom, (_, zone) in self._releve.noms.items() if nom not in poses and zone[:2] != zone[2:]]
        if plages:
            dites.append(f"noms de plages non repris : {', '.join(plages)}")
        return dites

    def _nommer(self) -> "list[tuple[FeuilleRelevee, TableRelevee, TableNommee]]":
        """Tables et leurs champs ; une feuille de réglages n'a pas de table."""
        nommees = []
        pris: set[str] = set()
        de_reglages = Counter(r.feuille for r in self._reglages)
        for feuille in self._releve.feuilles:
            for table in feuille.tables if not self._est_le_bord(feuille) else ():
                if not table.excel and de_reglages[feuille.nom] * 2 >= max(1, table.fin - table.debut + 1):
                    continue
                nom = nom_unique(_nom_de_table(table, feuille.nom), pris)
                champs = _champs(table)
                entetes = {plier(c.entete): champs[c.rang] for c in table.colonnes}
                nom_excel = table.nom if table.excel else ""
                nommee = TableNommee(nom, nom_excel, feuille.nom, table.debut, table.fin, champs, entetes)
                nommees.append((feuille, table, nommee))
        return nommees

    def _typer(self) -> dict[tuple[str, str], str]:
        return {
            (nommee.nom, nommee.champs[c.rang]): type_devine(
                c.entete, c.valeurs, c.formats, calculee=bool(c.formules)
            )
            for _, table, nommee in self._tables
            for c in table.colonnes
        }

    def _lier(self) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
        vues = []
        for _, table, nommee in self._tables:
            for c in table.colonnes:
                champ = nommee.champs[c.rang]
                genre = self._types[nommee.nom, champ]
                vues.append(ColonneVue(nommee.nom, champ, c.entete, genre, c.valeurs, bool(c.formules)))
        cles = cles_devinees(vues)
        return cles, renvois_devines(vues, cles)

    def _table(self, feuille: FeuilleRelevee, table: TableRelevee, nommee: TableNommee) -> TableEcrite:
        listes = {liste.colonne: liste for liste in listes_de(feuille, table)}
        ecrite = TableEcrite(nommee.nom, [])
        vus: set[str] = set()
        for colonne in table.colonnes:
            champ = nommee.champs[colonne.rang]
            libelle = _libelle_unique(colonne.entete or champ, vus)
            cles: dict[str, object] = {"type": self._types[nommee.nom, champ], "libelle": libelle}
            ecrit = ColonneEcrite(champ, cles)
            if libelle != colonne.entete:
                ecrit.remarques.append(f"en-tête d'origine : « {colonne.entete} »")
            self._presenter(ecrit, colonne)
            self._relier(ecrit, nommee, listes, colonne, feuille)
            self._calculer(ecrit, colonne, nommee, table)
            if ecrit.cles.get("formule"):
                ecrite.calculees = True
            ecrite.colonnes.append(ecrit)
        self._formater(ecrite, feuille, table, nommee)
        if self._bord is not None and ecrite.colonnes and ecrite.colonnes[0].cles["type"] == "entier":
            ecrite.lignes = self._bord.lignes_de(nommee)
        return ecrite

    def _presenter(self, ecrite: ColonneEcrite, colonne: ColonneRelevee) -> None:
        if colonne.largeur is not None:
            ecrite.cles["largeur"] = round(min(max(colonne.largeur, 3.0), 120.0), 1)
        if colonne.aide:
            ecrite.cles["aide"] = " ".join(colonne.aide.split())[:255]
        if colonne.masquee:
            ecrite.cles["masquee"] = True
        if colonne.total and ecrite.cles["type"] in _NOMBRES:
            ecrite.cles["total"] = True

    def _relier(
        self,
        ecrite: ColonneEcrite,
        nommee: TableNommee,
        listes: dict[int, ListeRelevee],
        colonne: ColonneRelevee,
        feuille: FeuilleRelevee,
    ) -> None:
        champ = ecrite.champ
        if self._cles.get(nommee.nom) == champ:
            ecrite.cles["cle"] = True
        if (renvoi := self._renvois.get((nommee.nom, champ))) is not None:
            ecrite.cles["renvoi"] = renvoi
        liste = listes.get(colonne.rang)
        if liste is None or "renvoi" in ecrite.cles:
            return
        if ecrite.cles["type"] not in ("texte", "code"):
            ecrite.remarques.append("sa liste de saisie n'est pas reprise : la colonne n'est pas faite de textes")
        elif liste.textes and len(",".join(liste.textes)) <= _LISTE_MAXIMALE:
            ecrite.cles["liste"] = list(liste.textes)
        elif (source := self._source_de_liste(liste.formule, feuille.nom)) is not None:
            ecrite.cles["liste"] = source
        else:
            ecrite.remarques.append(f"liste de saisie non reprise : ={liste.formule}")

    def _source_de_liste(self, formule: str, feuille: str) -> str | None:
        cible = cible_de_liste(formule, feuille, self._releve.noms)
        if cible is None:
            return None
        citee, zone = cible
        for _, _, nommee in self._tables:
            meme = nommee.feuille.casefold() == citee.casefold() and zone.c1 in nommee.champs
            if meme and nommee.debut - 1 <= zone.l1 <= nommee.fin:
                return f"{{{nommee.nom}.{nommee.champs[zone.c1]}}}"
        return None

    def _calculer(
        self, ecrite: ColonneEcrite, colonne: ColonneRelevee, nommee: TableNommee, table: TableRelevee
    ) -> None:
        if not colonne.formules:
            return
        lignes = sorted(colonne.formules)
        gardees = lignes if len(lignes) <= _LIGNES_TRADUITES else lignes[:: len(lignes) // _LIGNES_TRADUITES + 1]
        traduites: Counter[str] = Counter()
        raison = ""
        for ligne in gardees:
            try:
                traduites[self._traducteur.traduire(colonne.formules[ligne], nommee, ligne)] += 1
            except Intraduisible as erreur:
                raison = raison or str(erreur)
        (formule, fois), *_ = [*traduites.most_common(1), ("", 0)]
        couverture = len(lignes) / max(1, table.fin - table.debut + 1)
        if not formule or fois < _UNANIMITE * len(gardees) or couverture < _UNANIMITE:
            exemple = colonne.formules[lignes[0]]
            pourquoi = raison or "les lignes n'ont pas toutes la même formule"
            ecrite.remarques.append(f"formule non reprise ({pourquoi}) : ={exemple}")
            return
        ecrite.cles["formule"] = "=" + formule
        autres = len(gardees) - fois
        if autres or couverture < 1:
            ecrite.remarques.append("des lignes n'ont pas cette formule dans le classeur d'origine")

    def _formater(
        self, ecrite: TableEcrite, feuille: FeuilleRelevee, table: TableRelevee, nommee: TableNommee
    ) -> None:
        par_champ = {c.champ: c for c in ecrite.colonnes}
        for regle in formats_de(self._releve.parties, feuille, table):
            champs = [nommee.champs[c] for c in regle.colonnes]
            if regle.regle:
                for champ in champs:
                    if par_champ[champ].cles["type"] in ("texte", "code") and "cle" not in par_champ[champ].cles:
                        par_champ[champ].cles["regles"] = [regle.regle]
                continue
            try:
                quand = self._traducteur.traduire(_a_la_ligne(regle.formule), nommee, regle.ligne)
            except Intraduisible as erreur:
                raison = f"{erreur}"
                quand = ""
            else:
                raison = f"genre « {regle.genre} »"
            if not quand:
                for champ in champs[:1]:
                    par_champ[champ].remarques.append(f"format conditionnel non repris ({raison})")
                continue
            format_: dict[str, object] = {"quand": quand, "style": regle.style}
            if len(champs) < len(table.colonnes):
                format_["colonnes"] = champs
            ecrite.formats.append(format_)


def _a_la_ligne(formule: str) -> str:
    return formule.removeprefix("=")


def _nom_de_table(table: TableRelevee, feuille: str) -> str:
    if table.excel and table.nom.isidentifier() and table.nom.isascii():
        return table.nom
    return slug(table.nom if table.excel else feuille, "table").title().replace("_", "")


def _champs(table: TableRelevee) -> dict[int, str]:
    """Champ de chaque colonne : il ne doit pas se lire comme l'en-tête d'une autre."""
    entetes = Counter(plier(c.entete) for c in table.colonnes)
    pris: set[str] = set()
    champs = {}
    for colonne in table.colonnes:
        candidat = slug(colonne.entete, "colonne")
        while plier(candidat) in entetes and plier(candidat) != plier(colonne.entete):
            candidat += "_1"
        champs[colonne.rang] = nom_unique(candidat, pris)
    return champs


def _libelle_unique(libelle: str, vus: set[str]) -> str:
    candidat, rang = libelle, 1
    while plier(candidat) in vus:
        rang += 1
        candidat = f"{libelle} ({rang})"
    vus.add(plier(candidat))
    return candidat


def _nom_de_feuille(nom: str, pris: set[str]) -> str:
    candidat, rang = nom[:31], 1
    while plier(candidat) in pris:
        rang += 1
        candidat = f"{nom[:26]} ({rang})"
    return candidat


def _aide(feuille: FeuilleRelevee, table: TableRelevee) -> str:
    """Phrase d'une feuille : le premier texte écrit au-dessus de sa table, sinon ce que l'on en sait."""
    dessus = sorted(p for p in feuille.xml.cellules if p[0] < table.entete)
    for place in dessus:
        texte = feuille.xml.valeur(place)
        if isinstance(texte, str) and len(texte.strip()) > 3 and plier(texte) != plier(feuille.nom):
            return " ".join(texte.split())[:200]
    return "Une ligne par enregistrement ; les colonnes de formules se calculent seules."


def _libres(feuille: FeuilleRelevee) -> list[str]:
    nombre = sum(1 for place in feuille.xml.cellules if feuille.xml.valeur(place) is not None)
    return (
        [f"aucune table reconnue : {nombre} cellule{'s' if nombre > 1 else ''} libre{'s' if nombre > 1 else ''}"]
        if nombre
        else []
    )


__all__ = ["ColonneEcrite", "FeuilleEcrite", "TableEcrite", "declarer"]
