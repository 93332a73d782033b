"""Lecture d'une déclaration de classeur, `templates_xlsx/<nom>.toml` : toutes ses fautes d'un coup.

Une table qui porte `enregistrement = "stock.Article"` tire ses colonnes et leurs types de cet enregistrement ; la
déclaration n'y ajoute que la présentation. Une table sans enregistrement donne un `type` à chaque colonne.
"""

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args, get_origin

from tableur.classeurs.bord.declares import lire_le_tableau
from tableur.classeurs.formulaire.declares import lire_le_formulaire
from tableur.classeurs.modeles import (
    LARGEUR_DE_BOUTON,
    Bouton,
    Cloture,
    Colonne,
    Feuille,
    FormatConditionnel,
    Genre,
    GenreDeGraphique,
    Graphique,
    Modele,
    Parametre,
    Source,
    Table,
)
from tableur.classeurs.regles import LARGEUR_DE_DATE, REGLES, formats_de_la_regle, formats_de_la_table
from tableur.classeurs.verification import fautes_du_modele
from tableur.fichiers.ressources import ressource
from tableur.frontiere import champs_de, plier, type_simple
from tableur.socle import grandeurs
from tableur.socle.erreurs import Anomalie, Ou, Refus

DOSSIER = "templates_xlsx"
TYPES: dict[str, Any] = {
    "texte": str,
    "date": date,
    "oui_non": bool,
    "code": grandeurs.Code,
    "nombre": grandeurs.Nombre,
    "entier": grandeurs.Entier,
    "euros": grandeurs.Euros,
    "prix_unitaire": grandeurs.PrixUnitaire,
    "taux": grandeurs.Taux,
    "quantite": grandeurs.Quantite,
    "jours": grandeurs.Jours,
    "heures": grandeurs.Heures,
    "siren": grandeurs.Siren,
    "siret": grandeurs.Siret,
    "nir": grandeurs.Nir,
    "iban": grandeurs.Iban,
    "code_postal": grandeurs.CodePostal,
}

_MODELE = {"titre", "modele", "modele_version", "mode_d_emploi", "sources", "feuilles", "boutons"}
_FEUILLE = {"nom", "genre", "aide", "commande", "sources", "tables", "graphiques", "parametres"}
_FEUILLE |= {"protegee", "tableau", "formulaire"}
_TABLE = {"enregistrement", "nom", "titre", "colonnes", "formats", "regles", "colonnes_calculees"}
_TABLE |= {"a_la_cloture", "lignes", "bareme"}
_COLONNE = {f.name for f in dataclasses.fields(Colonne)} - {"nom", "liste_de"} | {"cle", "renvoi", "regles"}
_COLONNE_DE_TABLE = re.compile(r"\{(\w+\.\w+)\}")
_BOUTON = {f.name for f in dataclasses.fields(Bouton)}
_PARAMETRE = {f.name for f in dataclasses.fields(Parametre)}
_LARGEURS = {date: 12.0, bool: 9.0, str: 16.0}


@lru_cache(maxsize=16)
def modele(nom: str) -> Modele:
    """Modèle livré de ce nom.

    Raises:
        ErreurTableur: Aucun modèle ne porte ce nom.
        Refus: Sa déclaration est fautive.
    """
    return lire_declaration(ressource(DOSSIER, f"{nom}.toml"))


def lire_declaration(chemin: Path) -> Modele:
    """Modèle que décrit un fichier de déclaration.

    Raises:
        Refus: Toutes les fautes de la déclaration, situées.
    """
    lecture = _Lecture(chemin.name)
    try:
        brut = tomllib.loads(chemin.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        lecture.faute(f"ce n'est pas du TOML lisible : {erreur}")
        raise Refus(lecture.fautes) from erreur
    lu = lecture.modele(brut)
    if not lecture.fautes:
        lecture.fautes += fautes_du_modele(lu, chemin.name)
    if lecture.fautes:
        raise Refus(lecture.fautes)
    return lu


class _Lecture:
    """Lit les morceaux d'une déclaration ; ce qui ne va pas s'ajoute aux fautes, et la lecture continue."""

    def __init__(self, fichier: str) -> None:
        self._ou = Ou(fichier=fichier)
        self.fautes: list[Anomalie] = []
        self._listes: dict[str, Mapping[str, str]] = {}

    def faute(self, message: str, colonne: str = "") -> None:
        ou = self._ou.precise(colonne=colonne)
        self.fautes.append(Anomalie("refus", ou, "déclaration", "", "", message))

    def modele(self, brut: Mapping[str, Any]) -> Modele:
        self._cles(brut, _MODELE, {"titre", "modele", "modele_version", "feuilles"}, "le classeur")
        self._listes = _listes_des_reglages(brut)
        feuilles = tuple(self._feuille(f) for f in self._objets(brut, "feuilles"))
        sources = tuple(
            Source(str(s["regle"]), str(s["source"]), str(s.get("verifie_le", "")))
            for s in self._objets(brut, "sources")
            if self._cles(s, {"regle", "source", "verifie_le"}, {"regle", "source"}, "une source")
        )
        return Modele(
            nom=str(brut.get("modele", "")),
            titre=str(brut.get("titre", "")),
            version=self._entier(brut, "modele_version"),
            feuilles=feuilles,
            mode_d_emploi=tuple(map(str, brut.get("mode_d_emploi", ()))),
            sources=sources,
            boutons=tuple(b for brute in self._objets(brut, "boutons") if (b := self._bouton(brute))),
        )

    def _bouton(self, brut: Mapping[str, Any]) -> Bouton | None:
        if not self._cles(brut, _BOUTON, {"action", "libelle", "feuilles", "cellule"}, "un bouton"):
            return None
        feuilles = tuple(map(str, brut["feuilles"]))
        textes = {cle: str(brut.get(cle, "")) for cle in ("action", "libelle", "cellule", "aide")}
        return Bouton(feuilles=feuilles, largeur=float(brut.get("largeur", LARGEUR_DE_BOUTON)), **textes)

    def _feuille(self, brut: Mapping[str, Any]) -> Feuille:
        nom = str(brut.get("nom", ""))
        self._ou = dataclasses.replace(self._ou, feuille=nom)
        self._cles(brut, _FEUILLE, {"nom", "genre"}, "la feuille")
        if brut.get("genre") not in get_args(Genre):
            self.faute(f"le genre d'une feuille est S, V ou P : « {brut.get('genre')} » reçu")
        lue = Feuille(
            nom=nom,
            genre=cast("Genre", brut.get("genre")),
            aide=str(brut.get("aide", "")),
            commande=str(brut.get("commande", "")),
            sources=tuple(map(str, brut.get("sources", ()))),
            tables=tuple(self._table(t) for t in self._objets(brut, "tables")),
            graphiques=tuple(g for brute in self._objets(brut, "graphiques") if (g := self._graphique(brute))),
            parametres=tuple(p for brute in self._objets(brut, "parametres") if (p := self._parametre(brute))),
            protegee=self._vrai(brut, "protegee"),
            tableau=lire_le_tableau(brut["tableau"], TYPES, self.faute) if "tableau" in brut else None,
            formulaire=lire_le_formulaire(brut["formulaire"], self.faute) if "formulaire" in brut else None,
        )
        self._ou = dataclasses.replace(self._ou, feuille="")
        return lue

    def _table(self, brut: Mapping[str, Any]) -> Table:
        self._cles(brut, _TABLE, set(), "la table")
        type_ = self._enregistrement(brut["enregistrement"]) if "enregistrement" in brut else None
        nom = str(brut.get("nom") or str(brut.get("enregistrement", "")).rpartition(".")[2])
        if not nom.isidentifier() or not nom.isascii():
            self.faute(f"une table sans enregistrement porte un nom, sans espace ni accent : « {nom} » reçu")
        declarees = brut.get("colonnes", {})
        types = {c.nom: c.type for c in champs_de(type_)} if type_ else self._types(declarees)
        if type_ is not None and brut.get("colonnes_calculees") is True:
            types = self._avec_les_calculees(types, declarees)
        for champ in declarees:
            if champ not in types:
                self.faute(f"« {champ} » n'est pas un champ de {nom}{_proche(champ, types)}")
        colonnes = tuple(self._colonne(champ, t, declarees.get(champ)) for champ, t in types.items())
        formats = [f for brute in self._objets(brut, "formats") if (f := self._format(brute))]
        for colonne in colonnes:
            for regle in self._regles(declarees.get(colonne.nom) or {}, colonne.nom):
                trouve = formats_de_la_regle(regle, colonne)
                if trouve is None:
                    self.faute(f"la règle « {regle} » ne convient pas à ce type de colonne", colonne.nom)
                else:
                    formats.append(trouve)
        for regle in self._regles(brut):
            siennes = list(formats_de_la_table(regle, colonnes))
            formats += siennes
            if not siennes:
                self.faute(f"la règle « {regle} » ne trouve aucune colonne dans {nom} : la donner à une colonne")
        cloture = self._cloture(brut)
        calculees = self._vrai(brut, "colonnes_calculees")
        lignes = self._entier(brut, "lignes") if "lignes" in brut else 0
        bareme, titre = str(brut.get("bareme", "")), str(brut.get("titre", ""))
        return Table(nom, type_, titre, colonnes, tuple(formats), calculees, cloture, lignes, bareme)

    def _avec_les_calculees(self, types: Mapping[str, Any], declarees: Mapping[str, Any]) -> dict[str, Any]:
        """Types des champs, et des formules que la table ajoute à son enregistrement, dans l'ordre déclaré."""
        de_plus = {c: brute for c, brute in declarees.items() if c not in types and brute.get("formule")}
        tous = {**types, **self._types(de_plus)}
        return {c: tous[c] for c in [*(c for c in declarees if c in tous), *tous]}

    def _regles(self, brut: Mapping[str, Any], champ: str = "") -> list[str]:
        regles = brut.get("regles", [])
        if not isinstance(regles, list):
            self.faute('« regles » est une liste de noms : ["doublon"]', champ)
            return []
        for regle in regles:
            if regle not in REGLES:
                self.faute(
                    f"la règle « {regle} » n'existe pas : {', '.join(REGLES)}{_proche(str(regle), REGLES)}", champ
                )
        return [regle for regle in regles if regle in REGLES]

    def _cloture(self, brut: Mapping[str, Any]) -> Cloture | None:
        voulue = brut.get("a_la_cloture")
        if voulue is not None and voulue not in get_args(Cloture):
            self.faute(f"« a_la_cloture » vaut {', '.join(get_args(Cloture))} : « {voulue} » reçu")
            return None
        return cast("Cloture | None", voulue)

    def _vrai(self, brut: Mapping[str, Any], cle: str, champ: str = "") -> bool:
        if not isinstance(brut.get(cle, False), bool):
            self.faute(f"« {cle} » vaut true ou false", champ)
        return bool(brut.get(cle, False))

    def _types(self, declarees: Mapping[str, Any]) -> dict[str, Any]:
        """Types des colonnes d'une table sans enregistrement."""
        types = {}
        for champ, brute in declarees.items():
            lu = self._type(brute.get("type"), champ)
            if self._vrai(brute, "cle", champ):
                lu = Annotated[lu, grandeurs.Cle()]
            if brute.get("renvoi"):
                lu = Annotated[lu, grandeurs.Renvoi(str(brute["renvoi"]))]
            types[champ] = lu
        return types

    def _type(self, nom: object, champ: str) -> Any:
        if nom not in TYPES:
            self.faute(f"le type d'une valeur est {', '.join(TYPES)} : « {nom} » reçu", champ)
        return TYPES.get(str(nom), str)

    def _enregistrement(self, chemin: object) -> type | None:
        module, _, nom = str(chemin).rpartition(".")
        try:
            trouve = getattr(import_module(f"tableur.calculs.{module}.enregistrements"), nom)
        except (ImportError, AttributeError):
            self.faute(f"l'enregistrement « {chemin} » n'existe pas")
            return None
        if not (isinstance(trouve, type) and dataclasses.is_dataclass(trouve)):
            self.faute(f"« {chemin} » n'est pas un enregistrement")
            return None
        return trouve

    def _colonne(self, champ: str, type_: Any, brut: Mapping[str, Any] | None) -> Colonne:
        if brut is None:
            self.faute("ce champ n'a pas de libellé", champ)
            brut = {"libelle": champ}
        self._cles(brut, _COLONNE, {"libelle"}, "la colonne", champ)
        liste, liste_de = self._liste_ou_renvoi(brut.get("liste", ()), type_, champ)
        return Colonne(
            nom=champ,
            type=type_,
            libelle=str(brut.get("libelle", champ)),
            largeur=self._largeur(brut, champ, type_),
            aide=str(brut.get("aide", "")),
            liste=liste,
            formule=str(brut.get("formule", "")),
            total=self._vrai(brut, "total", champ),
            masquee=self._vrai(brut, "masquee", champ),
            obligatoire=self._vrai(brut, "obligatoire", champ),
            a_la_ligne=self._vrai(brut, "a_la_ligne", champ),
            decimales=self._decimales(brut, champ),
            personnelle=self._vrai(brut, "personnelle", champ),
            liste_de=liste_de,
        )

    def _liste_ou_renvoi(self, brute: Any, type_: Any, champ: str) -> tuple[dict[str, str], str]:
        """Liste écrite, ou celle d'un réglage ; ou bien la colonne « Table.champ » d'où elle vient."""
        if not isinstance(brute, str):
            return self._liste(brute, type_, champ), ""
        colonne = _COLONNE_DE_TABLE.fullmatch(brute)
        if colonne:
            return {}, colonne[1]
        if brute not in self._listes:
            connues = f"{{Table.colonne}}, ou le nom d'un réglage qui a une liste{_proche(brute, self._listes)}"
            self.faute(f"« liste » est une liste de textes, {connues} : « {brute} » reçu", champ)
        return dict(self._listes.get(brute, {})), ""

    def _decimales(self, brut: Mapping[str, Any], champ: str) -> int | None:
        decimales = brut.get("decimales")
        if decimales is not None and (type(decimales) is not int or not 0 <= decimales <= 9):
            self.faute(f"« decimales » est un nombre entier de 0 à 9 : « {decimales} » reçu", champ)
            return None
        return decimales

    def _largeur(self, brut: Mapping[str, Any], champ: str, type_: Any) -> float:
        datee = any(REGLES[r].sur == "date" for r in brut.get("regles", ()) if r in REGLES)
        usuelle = LARGEUR_DE_DATE if datee else _LARGEURS.get(type_simple(type_), 13.0)
        largeur = brut.get("largeur", usuelle)
        if isinstance(largeur, bool) or not isinstance(largeur, int | float) or not 3 <= largeur <= 120:
            self.faute(f"la largeur d'une colonne va de 3 à 120 caractères : « {largeur} » reçu", champ)
            return 13.0
        return float(largeur)

    def _liste(self, libelles: Iterable[object], type_: Any, champ: str) -> dict[str, str]:
        """Libellé de chaque valeur d'un choix, rapprochés par pliage ; sinon les libellés proposés."""
        textes = [str(libelle) for libelle in libelles]
        simple = type_simple(type_)
        if get_origin(simple) is not Literal:
            return {texte: texte for texte in textes}
        plies = {plier(texte): texte for texte in textes}
        valeurs = [str(valeur) for valeur in get_args(simple)]
        absents = [valeur for valeur in valeurs if plier(valeur) not in plies]
        if absents or len(textes) != len(valeurs):
            self.faute(f"la liste doit avoir un libellé pour chacun de : {', '.join(valeurs)}", champ)
        return {valeur: plies.get(plier(valeur), valeur) for valeur in valeurs}

    def _format(self, brut: Mapping[str, Any]) -> FormatConditionnel | None:
        if not self._cles(brut, {"quand", "style", "colonnes"}, {"quand", "style"}, "un format conditionnel"):
            return None
        return FormatConditionnel(
            str(brut["quand"]), str(brut["style"]), tuple(map(str, brut.get("colonnes", ())))
        )

    def _graphique(self, brut: Mapping[str, Any]) -> Graphique | None:
        exigees = {"genre", "titre", "table", "categories", "valeurs"}
        if not self._cles(brut, exigees | {"courbe", "au_plus"}, exigees, "un graphique"):
            return None
        if brut["genre"] not in get_args(GenreDeGraphique):
            genres = ", ".join(get_args(GenreDeGraphique))
            self.faute(f"le genre d'un graphique est {genres} : « {brut['genre']} » reçu")
            return None
        valeurs = brut["valeurs"] if isinstance(brut["valeurs"], list) else [brut["valeurs"]]
        if not valeurs:
            self.faute("un graphique montre au moins une colonne de valeurs")
            return None
        textes = {cle: str(brut[cle]) for cle in ("genre", "titre", "table", "categories")}
        return Graphique(
            **textes,  # type: ignore[arg-type]
            valeurs=str(valeurs[0]),
            courbe=str(brut.get("courbe", "")),
            suivantes=tuple(map(str, valeurs[1:])),
            au_plus=self._entier(brut, "au_plus") if "au_plus" in brut else 0,
        )

    def _parametre(self, brut: Mapping[str, Any]) -> Parametre | None:
        if not self._cles(brut, _PARAMETRE, {"nom", "libelle", "type"}, "un réglage"):
            return None
        nom = str(brut["nom"])
        type_ = self._type(brut["type"], nom)
        liste = {str(v): str(v) for v in brut.get("liste", ())}
        return Parametre(nom, str(brut["libelle"]), type_, brut.get("valeur"), str(brut.get("aide", "")), liste)

    def _objets(self, brut: Mapping[str, Any], cle: str) -> list[Mapping[str, Any]]:
        objets = brut.get(cle, [])
        if isinstance(objets, list) and all(isinstance(objet, Mapping) for objet in objets):
            return objets
        self.faute(f"« {cle} » est une liste de tables TOML : [[{cle}]]")
        return []

    def _entier(self, brut: Mapping[str, Any], cle: str) -> int:
        valeur = brut.get(cle, 0)
        if isinstance(valeur, bool) or not isinstance(valeur, int) or valeur < 1:
            self.faute(f"« {cle} » est un nombre entier, à partir de 1 : « {valeur} » reçu")
            return 1
        return valeur

    def _cles(
        self, brut: Mapping[str, Any], connues: set[str], exigees: set[str], quoi: str, colonne: str = ""
    ) -> bool:
        """Vrai si aucune clé n'est inconnue ni ne manque."""
        inconnues = sorted(set(brut) - connues)
        manquantes = sorted(exigees - set(brut))
        for cle in inconnues:
            self.faute(f"{quoi} a une clé inconnue, « {cle} »{_proche(cle, connues)}", colonne)
        for cle in manquantes:
            self.faute(f"{quoi} n'a pas de « {cle} »", colonne)
        return not inconnues and not manquantes


def _listes_des_reglages(brut: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """Liste de chaque réglage qui en a une, par son nom."""
    feuilles = [f for f in brut.get("feuilles", ()) if isinstance(f, Mapping)]
    reglages = [p for f in feuilles for p in f.get("parametres", ()) if isinstance(p, Mapping) and p.get("liste")]
    return {str(p.get("nom")): {str(v): str(v) for v in p["liste"]} for p in reglages}


def _proche(nom: str, connus: Iterable[str]) -> str:
    proches = difflib.get_close_matches(nom, list(connus), 1)
    return f" (peut-être « {proches[0]} »)" if proches else ""
