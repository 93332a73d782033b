"""Vérification d'un modèle : ce qui l'empêche de servir, ce qui lui manque, et les lignes qu'il refusera."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tableur.courriers.blocs import fautes_de_blocs
from tableur.courriers.endroits import ErreurDeDocument, Faute, LigneEcartee, situer
from tableur.courriers.filtres import Ligne
from tableur.courriers.modele import (
    Modele,
    PartieCompilee,
    colonnes_connues,
    compiler_partie,
    preparer,
)
from tableur.courriers.noms import Colonnes, cle_de_champ, suggestion
from tableur.courriers.paquet import Paquet, ouvrir_modele
from tableur.courriers.polices import polices_absentes
from tableur.courriers.securite import fautes_de_securite
from tableur.courriers.structure import LIGNES
from tableur.socle.ecriture import compte_ecrit


@dataclass(frozen=True, slots=True)
class LigneRefusee:
    """Ligne qui n'aurait pas de document : son rang, le champ en cause, la phrase."""

    rang: int
    champ: str
    message: str


@dataclass(slots=True)
class Rapport:
    """Ce que la vérification a trouvé.

    Args:
        modele: Nom du modèle.
        champs: Champs que le modèle demande.
        inutilisees: Colonnes que le modèle n'emploie pas.
        fautes: Fautes du modèle, avec leur endroit.
        lues: Lignes essayées.
        refusees: Lignes en faute : champ vide, valeur illisible.
        ecartees: Lignes que le modèle écarte lui-même.
    """

    modele: str
    champs: list[str] = field(default_factory=list)
    inutilisees: list[str] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)
    lues: int = 0
    refusees: list[LigneRefusee] = field(default_factory=list)
    ecartees: int = 0

    @property
    def utilisable(self) -> bool:
        """Vrai si rien n'empêche de se servir du modèle."""
        return not any(faute.gravite == "refus" for faute in self.fautes)

    def texte(self) -> str:
        """Le rapport, une phrase par ligne."""
        dits = [f"{self.modele} : {compte_ecrit(len(self.champs), 'champ')}."]
        signes = {"refus": "✗", "alerte": "!"}
        dits += [f"{signes[faute.gravite]} {faute}" for faute in self.fautes]
        if self.inutilisees:
            dits.append(f"Colonnes non employées : {', '.join(self.inutilisees)}.")
        if self.lues:
            pluriel = "s" if self.lues > 1 else ""
            dits.append(f"{compte_ecrit(self.lues, 'ligne')} lue{pluriel}, {len(self.refusees)} en faute.")
            dits += [f"✗ ligne {refusee.rang} : {refusee.message}" for refusee in self.refusees]
        if self.utilisable and not self.refusees:
            dits.append("Le modèle peut servir.")
        return "\n".join(dits)

    def en_json(self) -> dict[str, object]:
        """Le rapport, pour `--json`."""
        return {
            "modele": self.modele,
            "utilisable": self.utilisable,
            "champs": self.champs,
            "colonnes_inutilisees": self.inutilisees,
            "fautes": [_faute_en_json(faute) for faute in self.fautes],
            "lignes_lues": self.lues,
            "lignes_ecartees": self.ecartees,
            "lignes_refusees": [{"rang": r.rang, "champ": r.champ, "message": r.message} for r in self.refusees],
        }


def verifier_modele(
    modele: Path | bytes,
    colonnes: Iterable[str] | None = None,
    lignes: Iterable[Ligne] = (),
    *,
    nom: str = "modèle",
) -> Rapport:
    """Rapport sur un modèle, ses colonnes et les lignes qu'on lui destine ; rien n'est produit.

    Args:
        modele: Le modèle.
        colonnes: Colonnes des données, « table.colonne » pour une table fille ; sinon celles de la 1re ligne.
        lignes: Lignes à essayer, toutes rendues en mémoire.
        nom: Nom que disent les phrases, pour un contenu.

    Raises:
        Refus: Le fichier n'est pas un modèle Word, ou deux colonnes ne se distinguent pas.
    """
    paquet = ouvrir_modele(modele, nom)
    suite = iter(lignes)
    premiere = next(suite, None)
    connues = list(colonnes) if colonnes is not None else None if premiere is None else colonnes_connues(premiere)
    rapport = Rapport(paquet.nom, fautes=fautes_de_securite(paquet))
    lexique, parties, par_series = preparer(paquet, connues)
    compilees: list[PartieCompilee] = []
    for partie in parties:
        rapport.fautes += partie.fautes
        if partie.source is None:
            continue
        rapport.fautes += (blocs := fautes_de_blocs(partie))
        compilee = [] if blocs else compiler_partie(partie, lexique, suite=par_series)
        if isinstance(compilee, PartieCompilee):
            compilees.append(compilee)
        else:
            rapport.fautes += compilee
    compile_ = Modele(paquet, compilees, lexique, "zlib", suite=par_series)
    rapport.champs = compile_.champs
    if connues is not None:
        _comparer(rapport, compile_, connues)
    rapport.fautes += _alertes(paquet)
    if rapport.utilisable and premiere is not None:
        _essayer(rapport, compile_, premiere, suite)
    rapport.fautes = list(dict.fromkeys(rapport.fautes))
    return rapport


def _comparer(rapport: Rapport, modele: Modele, connues: list[str]) -> None:
    """Champs sans colonne, et colonnes sans champ."""
    colonnes = Colonnes(nom for nom in connues if "." not in nom)
    filles = {cle_de_champ(m): nom for nom in connues for m in nom.split(".")[1:]}
    employees: set[str] = set()
    vus: set[str] = set()
    for partie in modele.parties:
        for nom, ligne in partie.champs.items():
            libelle = modele.lexique.libelle(nom)
            colonne = colonnes.trouver(libelle)
            if colonne is not None:
                employees.add(colonne)
            elif nom in partie.prevus_absents:  # « {{ logo | d }} » : la colonne peut manquer
                continue
            elif nom not in ("_fiche", "_rang", "_lettre") and cle_de_champ(libelle) not in vus:
                vus.add(cle_de_champ(libelle))
                rapport.fautes.append(_inconnu(libelle, colonnes.proches(libelle), partie, ligne))
        for emploi in partie.emplois:
            table, point, dernier = emploi.libelle.removeprefix(LIGNES).rpartition(".")
            if point and filles and table != "loop" and cle_de_champ(dernier) not in filles:
                proches = Colonnes(dict.fromkeys(n.rpartition(".")[2] for n in filles.values())).proches(dernier)
                rapport.fautes.append(_inconnu(emploi.libelle, proches, partie, emploi.ligne))
    avec_adresse = any("_fiche" in partie.champs for partie in modele.parties)
    if not avec_adresse:  # un bloc d'adresse prend ses colonnes par leur nom usuel
        rapport.inutilisees = [nom for nom in colonnes.noms if nom not in employees]


def _inconnu(libelle: str, proches: list[str], partie: PartieCompilee, ligne: int) -> Faute:
    message = f"le champ « {libelle} » n'est pas une colonne des données{suggestion(proches)}"
    endroit = situer(partie.membre, partie.origine, ligne - 1)
    return Faute("refus", "champ inconnu", message, endroit, proches[0] if proches else "", libelle)


def _alertes(paquet: Paquet) -> list[Faute]:
    """Ce qui n'empêche pas de produire, mais étonnerait : révisions, commentaires, polices absentes d'ici."""
    corps = paquet.lire(paquet.principal)
    alertes: list[Faute] = []
    if b"<w:ins " in corps or b"<w:del " in corps:
        dit = "Le modèle a des révisions non acceptées : elles seront dans tous les documents."
        alertes.append(Faute("alerte", "révisions", dit))
    if b"<w:commentReference" in corps:
        alertes.append(
            Faute("alerte", "commentaires", "Le modèle a des commentaires : ils seront dans les documents.")
        )
    absentes = polices_absentes(paquet)
    if absentes:
        dit = f"Polices absentes de cette machine, remplacées dans les PDF : {', '.join(absentes)}."
        alertes.append(Faute("alerte", "polices", dit))
    return alertes


def _essayer(rapport: Rapport, modele: Modele, premiere: Ligne, suite: Iterable[Ligne]) -> None:
    """Rend chaque ligne en mémoire."""
    iterateur = iter(suite)
    ligne: Ligne | None = premiere
    while ligne is not None:
        rapport.lues += 1
        try:
            modele.rendre_parties(ligne, rang=rapport.lues, suivantes=iterateur if modele.suite else ())
        except LigneEcartee:
            rapport.ecartees += 1
        except ErreurDeDocument as erreur:
            rapport.refusees.append(LigneRefusee(rapport.lues, erreur.champ, str(erreur)))
        ligne = next(iterateur, None)


def _faute_en_json(faute: Faute) -> dict[str, object]:
    endroit = faute.endroit
    place: dict[str, object] = {}
    if endroit is not None:
        place = {
            nom: getattr(endroit, nom)
            for nom in ("partie", "paragraphe", "tableau", "ligne", "colonne", "extrait")
        }
    return {
        "gravite": faute.gravite,
        "regle": faute.regle,
        "message": faute.message,
        "suggestion": faute.suggestion,
        "champ": faute.champ,
        "endroit": place,
    }
