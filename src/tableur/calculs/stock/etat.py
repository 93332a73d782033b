"""État du stock de tous les articles à une date, en un seul passage sur les mouvements.

Les mouvements datés du jour de la reprise ou d'avant y sont déjà compris : ils sont écartés et comptés. Ceux
d'après la date demandée le sont aussi. Une reprise postérieure à la date demandée ne sert pas. Le coût est le
CUMP après chaque entrée ; le même jour, les entrées passent avant les sorties.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.stock.enregistrements import EtatDArticle, Mouvement, Reprise
from tableur.calculs.stock.gardes import exiger_positif
from tableur.calculs.stock.tenue import TenueAuCump, valeur_affichee
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import ZERO
from tableur.socle.marques import formule

MOTIFS_DE_CONSOMMATION = frozenset({"vente", "consommation", None})
MOTIFS_D_ACHAT = frozenset({"achat", None})
UN_JOUR = timedelta(days=1)


@dataclass(slots=True)
class Compte:
    """Stock d'un article pendant le passage sur les mouvements.

    Args:
        tenue: Quantité, valeur et CUMP.
        depuis: Date de sa reprise, None s'il n'en a pas.
        premiere_entree: Première entrée après la reprise.
        derniere_entree: Dernière entrée, tous motifs.
        derniere_sortie: Dernière sortie de vente, de consommation ou sans motif.
        dernier_prix: Coût unitaire de la dernière entrée d'achat ou sans motif.
        consommations: Jour, quantité et valeur de chaque consommation ; un retour de client y est négatif.
        negatif: Premier passage sous zéro : rang du mouvement, et quantité atteinte.
        sans_cout: Rang de la première entrée sans coût reçue sans coût moyen connu.
    """

    tenue: TenueAuCump = field(default_factory=TenueAuCump)
    depuis: date | None = None
    premiere_entree: date | None = None
    derniere_entree: date | None = None
    derniere_sortie: date | None = None
    dernier_prix: Decimal | None = None
    consommations: list[tuple[date, Decimal, Decimal]] = field(default_factory=list)
    negatif: tuple[int, Decimal] | None = None
    sans_cout: int | None = None

    @property
    def quantite(self) -> Decimal:
        """Stock présent."""
        return self.tenue.quantite

    @property
    def valeur(self) -> Decimal:
        """Valeur du stock présent, au centime."""
        return valeur_affichee(self.tenue.valeur)

    @property
    def cump(self) -> Decimal | None:
        """Coût unitaire moyen pondéré."""
        return self.tenue.cump


@dataclass(slots=True)
class Comptes:
    """Comptes de tous les articles, et ce qui a été écarté.

    Args:
        le: Date du stock.
        articles: Compte de chaque article, par code.
        premier_jour: Premier jour suivi dans l'entreprise : lendemain de la première reprise, ou premier
            mouvement.
        avant_reprise: Rangs des mouvements déjà compris dans une reprise.
        apres: Rangs des mouvements postérieurs à la date.
        reprises_a_venir: Rangs des reprises postérieures à la date.
    """

    le: date
    articles: dict[str, Compte] = field(default_factory=dict)
    premier_jour: date | None = None
    avant_reprise: list[int] = field(default_factory=list)
    apres: list[int] = field(default_factory=list)
    reprises_a_venir: list[int] = field(default_factory=list)

    def compte(self, code_article: str) -> Compte:
        """Compte d'un article ; vide s'il n'a ni reprise ni mouvement."""
        return self.articles.get(code_article) or Compte()

    def suivi_depuis(self, code_article: str) -> date | None:
        """Premier jour suivi d'un article : lendemain de sa reprise, à défaut premier jour de l'entreprise."""
        depuis = self.compte(code_article).depuis
        return self.premier_jour if depuis is None else depuis + UN_JOUR


def comptes_au(mouvements: Sequence[Mouvement], reprises: Sequence[Reprise] | None, le: date) -> Comptes:
    """Comptes de tous les articles à une date.

    Raises:
        ValeurInvalide: La quantité ou le coût d'un mouvement est négatif.
    """
    comptes = Comptes(le)
    for rang, reprise in enumerate(reprises or ()):
        if reprise.date > le:
            comptes.reprises_a_venir.append(rang)
            continue
        valeur = arrondir_centime(reprise.quantite * reprise.cout_unitaire)
        cump = reprise.cout_unitaire if reprise.quantite or reprise.cout_unitaire else None
        tenue = TenueAuCump(reprise.quantite, valeur, cump)
        comptes.articles[reprise.code_article] = Compte(tenue, reprise.date)
        _commencer(comptes, reprise.date + UN_JOUR)
    rangs = sorted(range(len(mouvements)), key=lambda r: (mouvements[r].date, mouvements[r].sens == "sortie"))
    for rang in rangs:
        mouvement = mouvements[rang]
        if mouvement.date > le:
            comptes.apres.append(rang)
            continue
        compte = comptes.articles.setdefault(mouvement.code_article, Compte())
        _noter_le_prix(compte, mouvement)
        if compte.depuis is not None and mouvement.date <= compte.depuis:
            comptes.avant_reprise.append(rang)
            continue
        _commencer(comptes, mouvement.date)
        _passer(compte, mouvement, rang)
    return comptes


def _commencer(comptes: Comptes, jour: date) -> None:
    if comptes.premier_jour is None or jour < comptes.premier_jour:
        comptes.premier_jour = jour


def _noter_le_prix(compte: Compte, mouvement: Mouvement) -> None:
    """Le dernier prix d'achat reste vrai même s'il date d'avant la reprise."""
    if mouvement.cout_unitaire is not None and mouvement.sens == "entree" and mouvement.motif in MOTIFS_D_ACHAT:
        compte.dernier_prix = mouvement.cout_unitaire


def _passer(compte: Compte, mouvement: Mouvement, rang: int) -> None:
    """Passe un mouvement dans le compte de son article."""
    tenue, quantite, cout = compte.tenue, mouvement.quantite, mouvement.cout_unitaire
    if quantite < ZERO or (cout is not None and cout < ZERO):
        ou = f"du mouvement de {mouvement.code_article} du {date_ecrite(mouvement.date)}"
        exiger_positif(f"La quantité {ou}", quantite)
        exiger_positif(f"Le coût {ou}", cout or ZERO)
    avant = tenue.valeur
    if mouvement.sens == "entree":
        if cout is None and tenue.cump is None and compte.sans_cout is None:
            compte.sans_cout = rang
        tenue.entrer(quantite, None if cout is None else arrondir_centime(quantite * cout))
        compte.derniere_entree = mouvement.date
        if compte.premiere_entree is None:
            compte.premiere_entree = mouvement.date
        if mouvement.motif == "retour":
            compte.consommations.append((mouvement.date, -quantite, avant - tenue.valeur))
        return
    tenue.sortir(quantite)
    if tenue.quantite < ZERO and compte.negatif is None:
        compte.negatif = (rang, tenue.quantite)
    if mouvement.motif in MOTIFS_DE_CONSOMMATION:
        compte.consommations.append((mouvement.date, quantite, avant - tenue.valeur))
        compte.derniere_sortie = mouvement.date


@formule
def etat_du_stock(
    mouvements: list[Mouvement], le: date, reprises: list[Reprise] | None = None
) -> list[EtatDArticle]:
    """Stock de chaque article à une date : quantité, coût moyen, valeur et derniers mouvements.

    CUMP après chaque entrée depuis la reprise de l'article ; les mouvements jusqu'au jour de la reprise y sont
    compris. La dernière sortie est celle d'une vente, d'une consommation ou sans motif.

    Args:
        mouvements: Entrées et sorties de tous les articles.
        le: Date du stock ; les mouvements de ce jour comptent.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.

    Raises:
        ValeurInvalide: La quantité ou le coût d'un mouvement est négatif.

    >>> etat_du_stock([Mouvement(date=date(2026, 1, 5), code_article="VIS", sens="entree", quantite=D(50),
    ...     cout_unitaire=D(13))], date(2026, 1, 31), [Reprise(code_article="VIS", date=date(2025, 12, 31),
    ...     quantite=D(100), cout_unitaire=D(10))])[0].valeur
    Decimal('1650.00')
    """
    comptes = comptes_au(mouvements, reprises, le)
    return [
        EtatDArticle(
            code_article=code,
            quantite=compte.quantite,
            cout_unitaire=compte.cump,
            valeur=compte.valeur,
            derniere_entree=compte.derniere_entree,
            derniere_sortie=compte.derniere_sortie,
            alerte=_alerte(compte, mouvements),
        )
        for code, compte in sorted(comptes.articles.items())
    ]


def _alerte(compte: Compte, mouvements: Sequence[Mouvement]) -> str:
    if compte.negatif is None:
        return ""
    rang, quantite = compte.negatif
    return f"Stock négatif ({nombre_ecrit(quantite)}) le {date_ecrite(mouvements[rang].date)}."
