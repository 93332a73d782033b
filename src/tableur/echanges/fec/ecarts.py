"""Les écritures qui font l'écart entre la TVA des comptes et celle de la déclaration, et leur cause probable.

Avec les pièces déclarées, l'écart se lit pièce par pièce. Avec les seules cases, ce sont les écritures que leur
montant, leur date ou leur taux désigne.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from tableur.calculs.tva.rapprochement import COURANTS, EcartDEcriture, LigneDeRapprochement, PieceDeclaree
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.octets import MARGE, Champ, Entiers, Mots, Texte
from tableur.echanges.fec.tva import POSTES, TvaDuFec, euros
from tableur.echanges.fec.valeurs import ABSENTE, en_date, en_nombre
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import ZERO

MONTRES = 200
"""Écritures dites par poste ; au-delà, elles sont comptées."""

_CENTIME_D_ARRONDI = 2


@dataclass(frozen=True, slots=True)
class Ecarts:
    """Écritures en écart, les premières dites, et leur nombre entier."""

    lignes: list[EcartDEcriture]
    nombre: int


def ecarts_par_piece(fec: Fec, tva: TvaDuFec, declarees: Sequence[PieceDeclaree]) -> Ecarts:
    """Pièces dont la TVA comptabilisée dans la période n'est pas celle qui est déclarée.

    Args:
        fec: Le FEC.
        tva: Sa TVA dans la période.
        declarees: Pièces de la déclaration.
    """
    empreintes = fec.texte.empreinte(_restreint(fec.champ("PieceRef"), tva.places))
    courants = tva.postes < len(COURANTS)
    siennes = courants & tva.dans_la_periode
    comptes = _sommes(empreintes[siennes], tva.postes[siennes], tva.centimes[siennes])
    cles = empreintes_de([piece.piece.strip(" ") for piece in declarees], fec.texte.encodage)
    rangs = np.array([POSTES.index(piece.poste) for piece in declarees], dtype=np.int64)
    centimes = np.array([int((piece.tva * 100).to_integral_value()) for piece in declarees], dtype=np.int64)
    declares = _sommes(cles, rangs, centimes)
    tout = comptes.join(declares, how="outer", lsuffix="_comptes", rsuffix="_declares").fillna(0).astype(np.int64)
    tout["ecart"] = tout["somme_comptes"] - tout["somme_declares"]
    faux = tout[tout["ecart"].abs() > _CENTIME_D_ARRONDI]
    faux = faux.reindex(faux["ecart"].abs().sort_values(ascending=False, kind="stable").index)
    noms = {(int(cle), int(rang)): piece for cle, rang, piece in zip(cles, rangs, declarees, strict=True)}
    lecteur = _Lecteur(fec, tva, empreintes, courants)
    montrees = faux.head(MONTRES)
    lignes = [
        lecteur.ligne(cle, rang, comptabilise, declare, noms)
        for (cle, rang), comptabilise, declare in zip(
            montrees.index, montrees["somme_comptes"], montrees["somme_declares"], strict=True
        )
    ]
    return Ecarts(lignes, len(faux))


def empreintes_de(textes: Sequence[str], encodage: str) -> Mots:
    """Empreintes de quelques textes, les mêmes que celles des champs du fichier."""
    codes = [texte.encode(encodage, "replace") for texte in textes]
    longueurs = np.array([len(code) for code in codes], dtype=np.int64)
    octets = np.frombuffer(b"".join(codes) + bytes(MARGE), dtype=np.uint8)
    return Texte(octets, encodage).empreinte(Champ(np.cumsum(longueurs) - longueurs, longueurs))


def _restreint(champ: Champ, places: Entiers) -> Champ:
    return Champ(champ.debut[places], champ.longueur[places])


def _sommes(cles: Mots, postes: Entiers, centimes: Entiers) -> pd.DataFrame:
    table = pd.DataFrame({"cle": cles, "poste": postes, "somme": centimes})
    return table.groupby(["cle", "poste"]).sum()


@dataclass(frozen=True, slots=True)
class _Lecteur:
    """Ce qui dit une pièce en écart : ses lignes dans le FEC, à toutes les dates."""

    fec: Fec
    tva: TvaDuFec
    empreintes: Mots
    courants: np.ndarray

    def ligne(
        self,
        cle: int,
        rang: int,
        comptabilise: int,
        declare: int,
        noms: Mapping[tuple[int, int], PieceDeclaree],
    ) -> EcartDEcriture:
        """Écart d'une pièce, à la première ligne du FEC qui la porte."""
        siennes = (self.empreintes == np.uint64(cle)) & self.courants & ~self.tva.hors_factures
        du_poste = siennes & (self.tva.postes == rang)
        retenues = du_poste & self.tva.dans_la_periode
        montree = next((m for m in (retenues, du_poste, siennes) if m.any()), None)
        cause = self._cause(siennes, du_poste, rang, int(comptabilise), int(declare))
        piece = noms.get((int(cle), rang))
        vue = {} if montree is None else description(self.fec, int(self.tva.places[np.flatnonzero(montree)[0]]))
        if piece is not None:
            vue["piece"] = piece.piece
        return EcartDEcriture(
            poste=POSTES[rang],
            comptabilise=euros(comptabilise),
            declare=euros(declare),
            ecart=euros(comptabilise - declare),
            cause=cause,
            **vue,  # type: ignore[arg-type]
        )

    def _cause(self, siennes: np.ndarray, du_poste: np.ndarray, rang: int, comptabilise: int, declare: int) -> str:
        if not declare:
            return self._non_declaree(siennes, du_poste, rang)
        if not comptabilise:
            return self._non_comptabilisee(siennes, du_poste, rang, declare)
        if comptabilise == -declare:
            return "Sens inversé : la pièce est passée à l'envers"
        if comptabilise % declare == 0:
            return f"Passée {comptabilise // declare} fois dans les comptes"
        if declare % comptabilise == 0 and declare // comptabilise > 1:
            return f"Déclarée {declare // comptabilise} fois"
        if abs(declare) < abs(comptabilise):
            return "Déclarée en partie : paiement partiel, part récupérable, ou taux différent"
        return "Déclarée pour plus que les comptes : taux différent, ou ligne oubliée"

    def _non_declaree(self, siennes: np.ndarray, du_poste: np.ndarray, rang: int) -> str:
        pieces = self.fec.dates.get("PieceDate")
        if pieces is not None:
            dates = pieces[self.tva.places[du_poste & self.tva.dans_la_periode]]
            dates = dates[dates > ABSENTE]
            if len(dates) and dates.max() < en_nombre(self.tva.du):
                avant = "facture reçue en retard (ligne 21)" if POSTES[rang] != "TVA brute" else "vente oubliée"
                jour = date_ecrite(en_date(int(dates.max())))
                return f"Non déclarée : pièce du {jour}, d'une période passée, {avant}"
        return "Comptabilisée et non déclarée : facture absente du classeur, ou pas encore exigible"

    def _non_comptabilisee(self, siennes: np.ndarray, du_poste: np.ndarray, rang: int, declare: int) -> str:
        ailleurs = np.flatnonzero(du_poste & ~self.tva.dans_la_periode)
        if len(ailleurs):
            jour = int(self.fec.dates["EcritureDate"][self.tva.places[ailleurs[0]]])
            return (
                f"Comptabilisée le {date_ecrite(en_date(jour))}, hors de la période"
                if jour > 0
                else "Date illisible"
            )
        autres = np.flatnonzero(siennes & (self.tva.postes != rang))
        if len(autres):
            return f"Comptabilisée au poste « {POSTES[int(self.tva.postes[autres[0]])]} »"
        return "Déclarée et absente des comptes : à comptabiliser, ou numéro de pièce différent"


def ecritures_suspectes(
    fec: Fec, tva: TvaDuFec, lignes: Sequence[LigneDeRapprochement], taux: Sequence[Decimal] = ()
) -> Ecarts:
    """Écritures de la période que leur montant, leur date ou leur taux désigne, pour les postes en écart.

    Args:
        fec: Le FEC.
        tva: Sa TVA dans la période.
        lignes: Le rapprochement des postes ; un écart d'arrondi n'est pas cherché.
        taux: Taux de TVA en vigueur : une écriture dont la base et la taxe n'en suivent aucun est dite.
    """
    causes: dict[int, str] = {}
    for ligne in lignes:
        if ligne.poste in COURANTS and ligne.ecart and not ligne.cause.startswith("Arrondi"):
            for place, cause in _suspectes_du_poste(fec, tva, POSTES.index(ligne.poste), ligne.ecart).items():
                causes.setdefault(place, cause)
    if causes or any(ligne.ecart for ligne in lignes if ligne.poste in COURANTS):
        for place in _taux_etranges(fec, tva, taux):
            causes.setdefault(place, "La taxe ne suit aucun taux en vigueur de la base de l'écriture")
    trouvees = sorted(causes)
    return Ecarts([_suspecte(fec, tva, place, causes[place]) for place in trouvees[:MONTRES]], len(trouvees))


def _suspectes_du_poste(fec: Fec, tva: TvaDuFec, rang: int, ecart: Decimal) -> dict[int, str]:
    """Rangs, dans les lignes de TVA, des lignes désignées, et pourquoi ; le montant d'abord, la date ensuite."""
    du_poste = (tva.postes == rang) & ~tva.hors_factures
    dedans = du_poste & tva.dans_la_periode
    vise, marge = int(ecart * 100), 50
    causes: dict[int, str] = {}

    def noter(masque: np.ndarray, cause: str) -> None:
        for place in np.flatnonzero(masque)[: MONTRES + 1].tolist():
            causes.setdefault(place, cause)

    if abs(vise) > marge:
        noter(
            dedans & (np.abs(tva.centimes - vise) <= marge),
            "Son montant est celui de l'écart : écriture non déclarée",
        )
        inverse = np.abs(2 * tva.centimes - vise) <= marge
        noter(
            dedans & inverse, "Son montant est la moitié de l'écart : passée ou déclarée à l'envers, ou deux fois"
        )
    pieces = fec.dates.get("PieceDate")
    if pieces is not None:
        siennes = pieces[tva.places]
        avant = (siennes > ABSENTE) & (siennes < en_nombre(tva.du))
        noter(dedans & avant, "Pièce d'une période passée : déclarée alors, ou à déclarer en retard")
        de_la_periode = (siennes >= en_nombre(tva.du)) & (siennes <= en_nombre(tva.au))
        noter(
            du_poste & ~tva.dans_la_periode & de_la_periode,
            "Pièce de la période, comptabilisée hors de la période",
        )
    return causes


def _taux_etranges(fec: Fec, tva: TvaDuFec, taux: Sequence[Decimal]) -> list[int]:
    """Première ligne de TVA des écritures dont la taxe ne suit aucun taux, ni aucun mélange de deux taux."""
    if not taux:
        return []
    ecritures = fec.distinctes("JournalCode", "EcritureNum").codes
    comptes = fec.distinctes("CompteNum")
    numeros = fec.lire_plusieurs("CompteNum", comptes.premieres.tolist())
    de_base = np.array([n[:1] in "267" and bool(n) for n in numeros], dtype=np.bool_)[comptes.codes]
    table = pd.DataFrame({"ecriture": ecritures, "base": np.where(de_base, fec.solde, 0)})
    bases = table.groupby("ecriture")["base"].sum().abs()
    dedans = np.flatnonzero(tva.dans_la_periode & (tva.postes < len(COURANTS)))
    lignes = pd.DataFrame({"ecriture": ecritures[tva.places[dedans]], "taxe": fec.solde[tva.places[dedans]]})
    taxes = lignes.groupby("ecriture")["taxe"].sum().abs()
    siennes = bases.reindex(taxes.index)
    bornes = [float(valeur) for valeur in (min(taux), max(taux))]
    haut = taxes > siennes * bornes[1] + _CENTIME_D_ARRONDI
    bas = (taxes > 0) & (taxes < siennes * bornes[0] - _CENTIME_D_ARRONDI)
    fautives = set(taxes.index[(haut | bas) & (siennes > 0)].tolist())
    premieres = lignes.drop_duplicates("ecriture")
    rangs: list[int] = dedans[premieres.index[premieres["ecriture"].isin(fautives)]].tolist()
    return rangs


def _suspecte(fec: Fec, tva: TvaDuFec, rang: int, cause: str) -> EcartDEcriture:
    montant = euros(int(tva.centimes[rang]))
    return EcartDEcriture(
        poste=POSTES[int(tva.postes[rang])],
        comptabilise=montant,
        declare=ZERO,
        ecart=montant,
        cause=cause,
        **description(fec, int(tva.places[rang])),  # type: ignore[arg-type]
    )


def description(fec: Fec, place: int) -> dict[str, object]:
    """Ce qui désigne une écriture à la personne : journal, numéro, date, compte, pièce, libellé, ligne."""
    jour = int(fec.dates["EcritureDate"][place])
    return {
        "journal": fec.lire("JournalCode", place),
        "numero": fec.lire("EcritureNum", place),
        "date": en_date(jour) if jour > ABSENTE else None,
        "compte": fec.lire("CompteNum", place),
        "piece": fec.lire("PieceRef", place),
        "libelle": fec.lire("EcritureLib", place),
        "ligne": int(fec.ligne[place]),
    }


def ecart_ecrit(ecart: EcartDEcriture) -> str:
    """Phrase d'un écart : la pièce, le montant et la cause."""
    qui = f"{ecart.piece or ecart.numero}{f' ({ecart.libelle})' if ecart.libelle else ''}"
    ou = f", écriture {ecart.numero} du {date_ecrite(ecart.date)}" if ecart.date is not None else ""
    return f"{ecart.poste} : {qui}{ou} : {montant_ecrit(ecart.ecart)}. {ecart.cause}."
