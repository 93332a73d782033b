"""Correspondance : d'où vient chaque champ d'une table quand on importe l'export d'un autre logiciel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast

from tableur.classeurs.importation.formes import FORMES
from tableur.classeurs.tables_de_fichier import TableLue
from tableur.frontiere import champs_de, plier
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus


@dataclass(frozen=True, slots=True)
class Association:
    """D'où vient un champ : une colonne, deux colonnes débit et crédit, ou une valeur par défaut.

    Args:
        champ: Champ de l'enregistrement.
        colonne: En-tête de la colonne du fichier ; vide pour débit et crédit, ou pour une valeur par défaut seule.
        debit: En-tête de la colonne des débits.
        credit: En-tête de la colonne des crédits.
        positif: Côté compté en positif quand il y a débit et crédit.
        forme: Forme des dates ou des nombres de la colonne ; vide pour la lecture ordinaire.
        valeurs: Traduction des valeurs du fichier : « E » → « entree ».
        defaut: Valeur d'une cellule vide, à la création d'une ligne.
        motif: Pourquoi elle est proposée ; n'est pas gardé.
    """

    champ: str
    colonne: str = ""
    debit: str = ""
    credit: str = ""
    positif: Literal["credit", "debit"] = "credit"
    forme: str = ""
    valeurs: Mapping[str, str] = field(default_factory=dict)
    defaut: str = ""
    motif: str = ""

    @property
    def colonnes(self) -> tuple[str, ...]:
        """En-têtes des colonnes employées."""
        return tuple(colonne for colonne in (self.colonne, self.debit, self.credit) if colonne)

    def dite(self) -> str:
        """Association telle qu'on la lit : « PU HT » (virgule), ou « toujours « achat » »."""
        if self.debit or self.credit:
            source = f"« {self.credit} » moins « {self.debit} »"
            if self.positif == "debit":
                source = f"« {self.debit} » moins « {self.credit} »"
        else:
            source = f"« {self.colonne} »" if self.colonne else f"toujours « {self.defaut} »"
        details = [self.forme, *(f"« {avant} » = {apres}" for avant, apres in self.valeurs.items()), self.motif]
        if self.defaut and self.colonnes:
            details.append(f"vide = « {self.defaut} »")
        dits = " ; ".join(detail for detail in details if detail)
        return f"{source} ({dits})" if dits else source


@dataclass(frozen=True, slots=True)
class Doute:
    """Ce qui n'est pas proposé parce que plusieurs réponses sont possibles."""

    champs: tuple[str, ...]
    colonnes: tuple[str, ...]
    pourquoi: str

    def __str__(self) -> str:
        """Phrase pour la personne."""
        colonnes = ", ".join(f"« {colonne} »" for colonne in self.colonnes)
        return f"{', '.join(self.champs)} ← {colonnes} : {self.pourquoi}"


@dataclass(frozen=True, slots=True)
class Correspondance:
    """Correspondance entre une table d'un fichier et un enregistrement.

    Args:
        associations: Une par champ rempli.
        ignorees: Colonnes du fichier laissées de côté, exprès.
        doutes: Ce qui reste à décider ; n'est pas gardé.
    """

    associations: tuple[Association, ...]
    ignorees: tuple[str, ...] = ()
    doutes: tuple[Doute, ...] = ()

    def association(self, champ: str) -> Association | None:
        """Association d'un champ, None s'il n'en a pas."""
        return next((a for a in self.associations if a.champ == champ), None)

    def sans_colonne(self, type_: Any) -> list[str]:
        """Champs obligatoires d'un enregistrement qui ne viennent de nulle part."""
        remplis = {association.champ for association in self.associations}
        return [champ.nom for champ in champs_de(type_) if champ.obligatoire and champ.nom not in remplis]

    def exiger(self, source: TableLue, type_: Any, libelles: Mapping[str, str]) -> None:
        """Refuse une correspondance qui ne peut pas servir pour ce fichier et cet enregistrement.

        Raises:
            Refus: Une colonne n'est plus dans le fichier, un champ n'existe pas, un champ obligatoire manque.
        """
        anomalies = [*self._colonnes_absentes(source), *self._champs_inconnus(source, type_)]
        for champ in self.sans_colonne(type_):
            libelle = libelles.get(champ, champ)
            message = f"aucune colonne du fichier ne donne « {libelle} » ({champ}), qui est obligatoire"
            anomalies.append(_anomalie(source.place, "champ sans colonne", libelle, "", message))
        if anomalies:
            raise Refus(anomalies)

    def _colonnes_absentes(self, source: TableLue) -> list[Anomalie]:
        presentes = {plier(entete) for entete in source.entetes}
        absentes = [c for a in self.associations for c in a.colonnes if plier(c) not in presentes]
        connues = ", ".join(f"« {entete} »" for entete in source.entetes)
        place = source.place.precise(ligne=source.table.entete)
        return [
            _anomalie(
                place.precise(colonne=colonne),
                "colonne absente",
                colonne,
                connues,
                f"la correspondance attend la colonne « {colonne} » ; colonnes présentes : {connues}",
            )
            for colonne in absentes
        ]

    def _champs_inconnus(self, source: TableLue, type_: Any) -> list[Anomalie]:
        connus = [champ.nom for champ in champs_de(type_)]
        return [
            _anomalie(
                source.place,
                "champ inconnu",
                ", ".join(connus),
                association.champ,
                f"le champ « {association.champ} » n'existe pas ; champs connus : {', '.join(connus)}",
            )
            for association in self.associations
            if association.champ not in connus
        ]


def _anomalie(ou: Ou, regle: str, attendu: str, trouve: str, message: str) -> Anomalie:
    return Anomalie("refus", ou, regle, attendu, trouve, message)


_GARDES = {f.name: f.type for f in fields(Association) if f.name not in ("champ", "motif")}


def en_objet(correspondance: Correspondance) -> dict[str, Any]:
    """Correspondance en objet simple, tel que le dossier le garde : une table par champ."""
    champs = {
        a.champ: {
            nom: dict(valeur) if isinstance(valeur, Mapping) else valeur
            for nom in _GARDES
            if (valeur := getattr(a, nom)) and not (nom == "positif" and not (a.debit or a.credit))
        }
        for a in correspondance.associations
    }
    return {"ignorees": list(correspondance.ignorees), "champs": champs}


def d_un_objet(objet: Mapping[str, Any], place: str) -> Correspondance:
    """Correspondance lue dans un objet gardé.

    Args:
        objet: L'objet : `ignorees`, et une table `champs`.
        place: D'où il vient, dit dans les erreurs.

    Raises:
        ErreurTableur: Une clé, une forme ou une valeur ne convient pas.
    """
    champs = objet.get("champs", {})
    if not isinstance(champs, Mapping):
        raise ErreurTableur(f"{place} : « champs » doit être une table, un champ par ligne.")
    ignorees = objet.get("ignorees", [])
    if not isinstance(ignorees, Sequence) or isinstance(ignorees, str):
        raise ErreurTableur(f"{place} : « ignorees » doit être une liste de colonnes.")
    associations = tuple(_association(str(champ), brute, place) for champ, brute in champs.items())
    return Correspondance(associations, tuple(map(str, ignorees)))


def _association(champ: str, brute: object, place: str) -> Association:
    if isinstance(brute, str):
        return Association(champ, colonne=brute)
    if not isinstance(brute, Mapping):
        raise ErreurTableur(f"{place} : le champ « {champ} » doit donner une colonne ou une table.")
    inconnues = [cle for cle in brute if cle not in _GARDES]
    if inconnues:
        connues = ", ".join(_GARDES)
        raise ErreurTableur(
            f"{place} : « {champ} » a la clé inconnue « {inconnues[0]} » ; clés connues : {connues}."
        )
    forme = brute.get("forme", "")
    if forme and forme not in FORMES:
        raise ErreurTableur(
            f"{place} : « {champ} » a la forme « {forme} » ; formes connues : {', '.join(FORMES)}."
        )
    if brute.get("positif", "credit") not in ("credit", "debit"):
        raise ErreurTableur(f"{place} : « {champ} » : « positif » vaut « credit » ou « debit ».")
    valeurs = brute.get("valeurs", {})
    if not isinstance(valeurs, Mapping):
        raise ErreurTableur(f"{place} : « {champ} » : « valeurs » doit être une table.")
    textes = {cle: str(valeur) for cle, valeur in brute.items() if cle != "valeurs"}
    traduites = {str(avant): str(apres) for avant, apres in valeurs.items()}
    if not textes and not traduites:
        raise ErreurTableur(f"{place} : « {champ} » ne dit ni colonne, ni valeur par défaut.")
    return Association(champ, valeurs=traduites, **cast("dict[str, Any]", textes))
