"""Lecture d'un XML de facture nœud par nœud : textes, montants et dates, toutes les fautes relevées d'un coup."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from tableur.echanges.factures.modele import Cadre, Partie
from tableur.socle.erreurs import Anomalie, Ou, Refus

if TYPE_CHECKING:
    from lxml.etree import _Element

_MONTANT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_CENT = Decimal(100)
_SIREN, _SIRET = "0002", "0009"
_CADRES: dict[str, Cadre] = {"B": "biens", "S": "services", "M": "mixte"}


@dataclass(slots=True)
class Lecteur:
    """Cherche dans un nœud par un chemin court, et retient ce qui manque ou ne se lit pas.

    Args:
        ou: Le fichier.
        espaces: Préfixes des chemins et leurs espaces de noms.
    """

    ou: Ou
    espaces: dict[str, str]
    anomalies: list[Anomalie] = field(default_factory=list)

    def tous(self, noeud: "_Element | None", chemin: str) -> "list[_Element]":
        """Nœuds d'un chemin, dans l'ordre du fichier."""
        return [] if noeud is None else noeud.findall(chemin, self.espaces)

    def un(self, noeud: "_Element | None", chemin: str) -> "_Element | None":
        """Premier nœud d'un chemin."""
        return None if noeud is None else noeud.find(chemin, self.espaces)

    def texte(self, noeud: "_Element | None", chemin: str) -> str:
        """Texte d'un nœud, blancs de bord ôtés ; vide s'il manque."""
        trouve = self.un(noeud, chemin)
        return "" if trouve is None else "".join(map(str, trouve.itertext())).strip()

    def montant(self, noeud: "_Element | None", chemin: str) -> Decimal | None:
        """Nombre d'un nœud, None s'il manque ; un texte qui n'en est pas un est relevé."""
        lu = self.texte(noeud, chemin)
        if not lu:
            return None
        try:
            if not _MONTANT.fullmatch(lu):
                raise InvalidOperation
            return Decimal(lu)
        except InvalidOperation:
            self.relever("montant illisible", chemin, f"« {lu[:40]} » n'est pas un montant.", lu)
            return None

    def montant_exige(self, noeud: "_Element | None", chemin: str, nom: str) -> Decimal:
        """Nombre d'un nœud ; relevé s'il manque."""
        lu = self.montant(noeud, chemin)
        if lu is None and not self.texte(noeud, chemin):
            self.relever("montant absent", chemin, f"{nom} manque.", "")
        return lu if lu is not None else Decimal(0)

    def taux(self, noeud: "_Element | None", chemin: str) -> Decimal | None:
        """Taux d'un nœud, écrit en pour cent, rendu en fraction."""
        lu = self.montant(noeud, chemin)
        return None if lu is None else lu / _CENT

    def date(self, noeud: "_Element | None", chemin: str) -> date | None:
        """Date d'un nœud, AAAAMMJJ ou AAAA-MM-JJ ; None s'il manque ; une date qui n'existe pas est relevée."""
        lu = self.texte(noeud, chemin)
        if not lu:
            return None
        try:
            return date.fromisoformat(lu[:10])
        except ValueError:
            self.relever("date illisible", chemin, f"« {lu[:40]} » n'est pas une date.", lu)
            return None

    def relever(self, regle: str, chemin: str, message: str, trouve: str) -> None:
        """Retient un refus, situé par le nom du nœud."""
        nom = chemin.rsplit("/", 1)[-1].rsplit(":", 1)[-1].split("[")[0]
        self.anomalies.append(Anomalie("refus", self.ou.precise(colonne=nom), regle, "", trouve[:80], message))

    def conclure(self) -> None:
        """Arrête si quelque chose manque ou ne se lit pas.

        Raises:
            Refus: Toutes les fautes.
        """
        if self.anomalies:
            raise Refus(self.anomalies)


def partie(nom: str, pays: str, legaux: list[tuple[str, str]], tva: str) -> Partie:
    """Vendeur ou acheteur, d'après ses identifiants et leur schéma (0002 : SIREN ; 0009 : SIRET).

    >>> partie("Le fournisseur", "FR", [("0009", "732 829 320 00074")], "FR44732829320").siren
    '732829320'
    """
    propres = [(schema, re.sub(r"\s", "", identifiant)) for schema, identifiant in legaux]
    siret = next((i for schema, i in propres if schema == _SIRET), "")
    siren = next((i for schema, i in propres if schema == _SIREN), "") or siret[:9]
    numero = re.sub(r"\s", "", tva)
    if not siren and re.fullmatch(r"FR\w{2}\d{9}", numero):
        siren = numero[4:]
    return Partie(nom=nom, siren=siren, siret=siret, numero_tva=numero, pays=pays)


def cadre_de(processus: str) -> Cadre:
    """Biens, services ou les deux, d'après le cadre de facturation (BT-23 : B1, S1, M1…).

    >>> cadre_de("S5"), cadre_de("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
    ('services', '')
    """
    return _CADRES[processus[0]] if re.fullmatch(r"[BSM]\d", processus) else ""
