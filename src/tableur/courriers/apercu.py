"""Aperçu d'un publipostage, avant d'imprimer : trois comptes, lignes écartées, et lettres à regarder d'abord."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tableur.courriers.adresse import bloc_adresse
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.filtres import Ligne
from tableur.courriers.modele import Modele
from tableur.courriers.valeurs import ecrit, est_sans_valeur


@dataclass(frozen=True, slots=True)
class Ecart:
    """Ligne qui n'aurait pas de lettre : son rang, pourquoi, et le champ à corriger s'il y en a un."""

    rang: int
    raison: str
    champ: str = ""


@dataclass(slots=True)
class Apercu:
    """Ce qu'un publipostage donnerait.

    Args:
        lues: Lignes lues.
        produites: Lettres qui seraient produites.
        ecarts: Lignes laissées de côté.
        doublons: Rang de chaque ligne dont la clé est déjà prise, et rang de la première.
        premiere: Rang de la première lettre.
        plus_longue_adresse: Rang de la lettre dont l'adresse a le plus de lignes, puis de caractères.
        variantes: Pour chaque forme de lettre, le rang de la première qui la prend, et leur nombre.
    """

    lues: int = 0
    produites: int = 0
    ecarts: list[Ecart] = field(default_factory=list)
    doublons: list[tuple[int, int]] = field(default_factory=list)
    premiere: int = 0
    plus_longue_adresse: int = 0
    variantes: list[tuple[int, int]] = field(default_factory=list)


def apercevoir(modele: Modele, lignes: Iterable[Ligne], *, cle: str | None = None) -> Apercu:
    """Aperçu d'un modèle sur des lignes : tout est rendu en mémoire, rien n'est écrit.

    Args:
        modele: Le modèle compilé.
        lignes: Les lignes.
        cle: Colonne qui désigne une ligne ; les doublons se comptent sur elle.
    """
    apercu = Apercu()
    vues: dict[str, int] = {}
    formes: dict[tuple[int, ...], list[int]] = {}
    longueur = (0, 0)
    for rang, ligne in enumerate(lignes, 1):
        apercu.lues += 1
        if cle is not None and not est_sans_valeur(ligne.get(cle)):
            premier = vues.setdefault(ecrit(ligne[cle]), rang)
            if premier != rang:
                apercu.doublons.append((rang, premier))
        try:
            parties = modele.rendre_parties(ligne, rang=rang)
        except LigneEcartee as erreur:
            apercu.ecarts.append(Ecart(rang, str(erreur)))
            continue
        except ErreurDeDocument as erreur:
            apercu.ecarts.append(Ecart(rang, str(erreur), erreur.champ))
            continue
        apercu.produites += 1
        apercu.premiere = apercu.premiere or rang
        formes.setdefault(_forme(parties), []).append(rang)
        adresse = bloc_adresse(ligne)
        if (mesure := (adresse.count("\n"), len(adresse))) > longueur:
            longueur, apercu.plus_longue_adresse = mesure, rang
    apercu.variantes = [(rangs[0], len(rangs)) for rangs in formes.values()]
    return apercu


def _forme(parties: list[tuple[str, str]]) -> tuple[int, ...]:
    """Ce qui distingue deux variantes d'une lettre : le nombre de paragraphes et de morceaux de chaque partie."""
    return tuple(
        n for _, texte in parties for n in (texte.count("<w:p>") + texte.count("<w:p "), texte.count("<w:r>"))
    )
