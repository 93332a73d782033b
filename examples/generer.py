"""Refait l'entreprise d'exemple : les tables en CSV et, avec --classeur, le classeur de stock.

    python examples/generer.py               les CSV, dans examples/donnees
    python examples/generer.py --classeur    et stocks-exemple.xlsx et courriers-exemple.xlsx
    python examples/generer.py --pilotage    et pilotage-exemple.xlsx, qui ne se livre pas
    python examples/generer.py --chiffres    les chiffres de l'entreprise, sans rien écrire

La simulation (simulation.py) dit ce qui s'est passé ; ce fichier le fait saisir, avec retards et erreurs.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from entreprise import REPRISE, Alea, Article, jour_ouvre_des
from simulation import ALLEES_COMPTEES, COMPTAGE, FIN, INVENTAIRE, REGULARISATION, Fait, Simulation, Vie
from ventes import objectifs, ventes

from courriers import classeur_des_courriers

GRAINE = 10
GRAINE_DU_BUREAU = 52
ICI = Path(__file__).resolve().parent
CLASSEUR = "stocks-exemple.xlsx"
CLASSEUR_DE_PILOTAGE = "pilotage-exemple.xlsx"
ENREGISTREMENTS = {
    "fournisseurs": "Fournisseur",
    "articles": "Article",
    "reprise": "Reprise",
    "lots": "Lot",
    "mouvements": "Mouvement",
    "inventaire": "Comptage",
}
DU_PILOTAGE = {"ventes": "Vente", "objectifs": "Objectif"}
COMPTEURS = ("Maëlle", "Yann", "Soizic", "Erwan")

Valeur = str | Decimal | date | None
Table = list[dict[str, Valeur]]


@dataclass(frozen=True, slots=True)
class Saisie:
    """Mouvement tel qu'il a été tapé."""

    saisi_le: date
    date: date
    code_article: str
    sens: str
    quantite: Decimal
    cout_unitaire: Decimal | None
    motif: str
    lot: str
    piece: str


class Bureau:
    """L'assistante de gestion saisit les bons : le plus souvent le jour même, parfois tard, parfois de travers."""

    def __init__(self, vie: Vie, graine: int) -> None:
        """Prend la pile de bons."""
        self.vie = vie
        self.alea = Alea(graine)
        self.erreurs: dict[str, str] = {}

    def saisies(self) -> list[Saisie]:
        """Mouvements dans l'ordre où ils ont été saisis."""
        journees = self._journees()
        saisies: list[Saisie] = []
        for fait in self.vie.faits:
            saisies += self._saisir(fait, journees[fait.jour, fait.article.code])
        saisies = self._se_tromper_d_article(saisies)
        saisies = self._taper_un_zero_de_trop(saisies)
        return sorted(saisies, key=lambda saisie: saisie.saisi_le)

    def _journees(self) -> dict[tuple[date, str], Decimal]:
        """Stock réel de chaque article à la fin de chacune de ses journées, entrées du jour non comptées."""
        stocks = {article.code: quantite for article, quantite, _ in self.vie.reprise}
        entres: dict[tuple[date, str], Decimal] = {}
        fins: dict[tuple[date, str], Decimal] = {}
        for fait in self.vie.faits:
            cle, entree = (fait.jour, fait.article.code), fait.sens == "entree"
            stocks[fait.article.code] += fait.quantite if entree else -fait.quantite
            entres[cle] = entres.get(cle, Decimal(0)) + (fait.quantite if entree else 0)
            fins[cle] = stocks[fait.article.code] - entres[cle]
        return fins

    def _saisir(self, fait: Fait, reste: Decimal) -> Iterable[Saisie]:
        exacte = Saisie(
            fait.saisi_le,
            fait.jour,
            fait.article.code,
            fait.sens,
            fait.quantite,
            fait.cout,
            fait.motif,
            fait.lot,
            fait.piece,
        )
        if fait.motif == "inventaire":
            return [exacte]
        if fait.sens == "sortie":
            if self.alea.reel() < 0.013:
                return [replace(exacte, saisi_le=self._plus_tard(fait.jour, 18))]
        elif self.alea.reel() < 0.02 and reste >= 0:
            return [replace(exacte, saisi_le=self._plus_tard(fait.jour, 4))]
        if self.alea.reel() < 0.006:
            return self._corriger(fait, exacte, reste)
        return [exacte]

    def _plus_tard(self, jour: date, au_plus: int) -> date:
        return min(FIN, jour_ouvre_des(jour + timedelta(days=self.alea.entier(1, au_plus))))

    def _corriger(self, fait: Fait, exacte: Saisie, reste: Decimal) -> list[Saisie]:
        """Une erreur de frappe, et la correction passée quelques jours après."""
        jour = self._plus_tard(fait.jour, 9)
        if fait.jour <= REGULARISATION <= jour or jour == FIN:
            return [exacte]
        correction = replace(exacte, saisi_le=jour, date=jour, cout_unitaire=None, motif="correction")
        if fait.sens == "entree" and fait.motif == "achat":
            trop = fait.article.multiple
            faux = replace(exacte, quantite=fait.quantite + trop)
            return [faux, replace(correction, sens="sortie", quantite=trop)]
        if fait.motif == "vente" and fait.quantite >= 4 and self.alea.reel() < 0.5:
            oubli = fait.quantite // 2
            faux = replace(exacte, quantite=fait.quantite - oubli)
            return [faux, replace(correction, quantite=oubli)]
        if fait.motif == "vente" and reste > 6 * fait.quantite and not fait.lot:
            return [exacte, exacte, replace(correction, sens="entree")]
        return [exacte]

    def _se_tromper_d_article(self, saisies: list[Saisie]) -> list[Saisie]:
        """Une réception de novembre tapée sur l'autre conditionnement : l'article passe en négatif."""
        articles = {article.code: article for article in self.vie.articles}
        for rang, saisie in enumerate(saisies):
            article = articles[saisie.code_article]
            recente = saisie.motif == "achat" and date(2026, 10, 26) <= saisie.date <= date(2026, 11, 18)
            voisin = saisie.code_article[:-1] + ("2" if saisie.code_article.endswith("1") else "1")
            comptee = article.emplacement[0] in ALLEES_COMPTEES and not saisie.lot
            if recente and comptee and voisin in articles and article.stock < saisie.quantite:
                self.erreurs[article.code] = f"réception {saisie.piece} saisie sur {voisin}"
                return [*saisies[:rang], replace(saisie, code_article=voisin), *saisies[rang + 1 :]]
        raise SystemExit("Aucune réception ne se prête à l'erreur d'article : changer de graine.")

    def _taper_un_zero_de_trop(self, saisies: list[Saisie]) -> list[Saisie]:
        """Une vente de l'avant-veille tapée avec un zéro de trop : l'article passe en négatif."""
        articles = {article.code: article for article in self.vie.articles}
        for rang, saisie in enumerate(saisies):
            article = articles[saisie.code_article]
            recente = saisie.motif == "vente" and saisie.date >= date(2026, 11, 20) and not saisie.lot
            trop = 9 * saisie.quantite
            if (
                recente
                and 3 <= saisie.quantite <= 15
                and 0 < article.stock < trop
                and article.code not in self.erreurs
            ):
                self.erreurs[article.code] = (
                    f"vente {saisie.piece} de {saisie.quantite} saisie avec un zéro de trop"
                )
                return [*saisies[:rang], replace(saisie, quantite=saisie.quantite + trop), *saisies[rang + 1 :]]
        raise SystemExit("Aucune vente ne se prête au zéro de trop : changer de graine.")


def tables(graine: int = GRAINE, du_bureau: int = GRAINE_DU_BUREAU) -> tuple[dict[str, Table], Vie, Bureau]:
    """Tables de l'entreprise, la vie simulée, et le bureau qui l'a saisie."""
    vie = Simulation(graine).simuler()
    bureau = Bureau(vie, du_bureau)
    saisies = bureau.saisies()
    produites: dict[str, Table] = {
        "fournisseurs": _fournisseurs(vie),
        "articles": [_article(article, bureau.alea) for article in vie.articles],
        "reprise": [
            {"code_article": article.code, "date": REPRISE, "quantite": quantite, "cout_unitaire": cout}
            for article, quantite, cout in vie.reprise
        ],
        "lots": _lots(vie),
        "mouvements": [_mouvement(saisie) for saisie in saisies],
        "inventaire": _inventaire(vie, bureau.alea),
        "ventes": ventes(vie),
    }
    produites["objectifs"] = objectifs(produites["ventes"])
    return produites, vie, bureau


def _fournisseurs(vie: Vie) -> Table:
    return [
        {
            "code_fournisseur": f["code"],
            "nom": f["nom"],
            "minimum_de_commande": Decimal(f["minimum"]),
            "franco": Decimal(f["franco"]),
        }
        for f in vie.fournisseurs
    ]


def _article(article: Article, alea: Alea) -> dict[str, Valeur]:
    """Ligne de la table des articles, avec ce qui est commandé ou promis au dernier jour."""
    promis = alea.reel() < 0.06 and article.stock >= 6
    return {
        "code_article": article.code,
        "designation": article.designation,
        "famille": article.famille,
        "unite": article.unite,
        "code_fournisseur": article.fournisseur,
        "emplacement": article.emplacement,
        "delai": Decimal(article.delai),
        "delai_maximal": None if article.delai_maximal is None else Decimal(article.delai_maximal),
        "prix_achat": article.prix,
        "multiple": article.multiple,
        "minimum": article.minimum,
        "stock_cible": article.cible,
        "en_commande": sum((quantite for _, quantite in article.attendus), Decimal(0)),
        "reserve": Decimal(alea.entier(1, int(article.stock) // 3)) if promis else Decimal(0),
    }


def _lots(vie: Vie) -> Table:
    return [
        {
            "code_article": article.code,
            "lot": lot.nom,
            "type_de_date": article.type_de_date,
            "date_limite": lot.limite,
            "entre_le": lot.entre_le,
            "quantite": a_la_reprise,
        }
        for article, lot, a_la_reprise in vie.lots
    ]


def _mouvement(saisie: Saisie) -> dict[str, Valeur]:
    return {
        "date": saisie.date,
        "code_article": saisie.code_article,
        "sens": saisie.sens,
        "quantite": saisie.quantite,
        "cout_unitaire": saisie.cout_unitaire,
        "motif": saisie.motif,
        "lot": saisie.lot,
        "piece": saisie.piece,
    }


def _inventaire(vie: Vie, alea: Alea) -> Table:
    """Feuilles de comptage, par emplacement ; quelques articles sont à deux places, trois restent à compter."""
    lignes: Table = []
    for jour in (INVENTAIRE, COMPTAGE):
        comptes = [(article, compte) for quand, article, compte in vie.comptages if quand == jour]
        comptes.sort(key=lambda ligne: (ligne[0].emplacement, ligne[0].code))
        a_compter = {alea.entier(0, len(comptes) - 1) for _ in range(3)} if jour == COMPTAGE else set()
        for rang, (article, compte) in enumerate(comptes):
            compteur = COMPTEURS[ord(article.emplacement[0]) % len(COMPTEURS)]
            base: dict[str, Valeur] = {"date": jour, "code_article": article.code}
            if rang in a_compter:
                a_remplir = {"emplacement": article.emplacement, "quantite_comptee": None, "compte_par": ""}
                lignes.append(base | a_remplir)
                continue
            en_reserve = compte // 3 if compte >= 30 and alea.reel() < 0.2 else Decimal(0)
            places = [(article.emplacement, compte - en_reserve), (f"R-01-{rang % 6 + 1:02d}", en_reserve)]
            for place, quantite in places[: 2 if en_reserve else 1]:
                lignes.append({**base, "emplacement": place, "quantite_comptee": quantite, "compte_par": compteur})
    return lignes


def ecrit(valeur: Valeur) -> str:
    """Valeur telle qu'on la tape : 31/12/2026 et 12,5."""
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        return f"{valeur.day:02d}/{valeur.month:02d}/{valeur.year:04d}"
    if isinstance(valeur, Decimal):
        return format(valeur, "f").replace(".", ",")
    return valeur


def ecrire_csv(chemin: Path, table: Table) -> None:
    """Écrit une table : point-virgule, UTF-8, une ligne d'en-têtes."""
    with chemin.open("w", encoding="utf-8", newline="") as fichier:
        sortie = csv.writer(fichier, delimiter=";", lineterminator="\n")
        sortie.writerow(table[0])
        sortie.writerows([ecrit(valeur) for valeur in ligne.values()] for ligne in table)


def ecrire_classeur(chemin: Path, donnees: Path) -> None:
    """Écrit le classeur de stock de l'entreprise, d'après ses CSV et le modèle « stocks »."""
    chemin.write_bytes(remanier(_construit("stocks", donnees, "stock", ENREGISTREMENTS)))


def ecrire_classeur_de_pilotage(chemin: Path, donnees: Path) -> None:
    """Écrit le classeur de pilotage de l'entreprise, ventes et objectifs remplis, d'après ses CSV."""
    chemin.write_bytes(_construit("pilotage", donnees, "pilotage", DU_PILOTAGE).getvalue())


def _construit(modele_voulu: str, donnees: Path, famille: str, enregistrements: dict[str, str]) -> BytesIO:
    """Classeur d'un modèle, rempli des CSV."""
    from importlib import import_module

    from tableur.classeurs.construction import construire
    from tableur.classeurs.contenu import Contenu, corps_de
    from tableur.classeurs.declaration import modele
    from tableur.frontiere import lire_table
    from tableur.socle.erreurs import Ou, Refus

    suivi = modele(modele_voulu)
    types = import_module(f"tableur.calculs.{famille}.enregistrements")
    corps = {}
    for nom, enregistrement in enregistrements.items():
        with (donnees / f"{nom}.csv").open(encoding="utf-8", newline="") as fichier:
            grille = list(csv.reader(fichier, delimiter=";"))
        type_: type[object] = getattr(types, enregistrement)
        lignes = lire_table(grille, type_, Ou(fichier=f"{nom}.csv"))
        if lignes.anomalies:
            raise Refus(lignes.anomalies)
        _, table = suivi.table_lue(type_)
        corps[table.nom] = corps_de(table, lignes)
    tampon = BytesIO()
    construire(suivi, tampon, Contenu(tables=corps))
    tampon.seek(0)
    return tampon


COULEUR_DU_MODELE, COULEUR_DE_LA_MAISON = b"FFE7E9EC", b"FFF3DFC1"
REMARQUES = {
    "O4": "Remarque",
    "O5": "vérifier les palettes à la livraison",
    "O12": "voir avec Mme Le Goff avant de commander",
    "O20": "remplacé par le 020301 au printemps",
}


def remanier(classeur: BytesIO) -> bytes:
    """Le classeur tel que l'entreprise l'a remanié : ses couleurs, une colonne à elle, un réglage."""
    from tableur.classeurs.retouche import Retouche

    retouche = Retouche(classeur, CLASSEUR)
    for adresse, texte in REMARQUES.items():
        retouche.poser(("Articles", adresse), texte)
    retouche.poser("jours_a_couvrir", 30)
    tampon, remanie = BytesIO(), BytesIO()
    retouche.ecrire_dans(tampon)
    with ZipFile(tampon) as source, ZipFile(remanie, "w", ZIP_DEFLATED) as copie:
        for membre in source.infolist():
            octets = source.read(membre)
            if membre.filename == "xl/styles.xml":
                octets = octets.replace(COULEUR_DU_MODELE, COULEUR_DE_LA_MAISON)
            copie.writestr(ZipInfo(membre.filename, membre.date_time), octets, ZIP_DEFLATED)
    return remanie.getvalue()


def chiffres(produites: dict[str, Table], vie: Vie, bureau: Bureau) -> list[str]:
    """Les chiffres de l'entreprise, une phrase chacun."""
    ca = sum(vie.chiffre_d_affaires.values(), Decimal(0))
    couts = sum(vie.cout_des_ventes.values(), Decimal(0))
    stock = sum((article.stock * article.prix for article in vie.articles), Decimal(0))
    marge = (100 * (1 - couts / ca)).quantize(Decimal("0.1"))
    pertes = sum(f.quantite * f.article.prix_le(f.jour) for f in vie.faits if f.motif == "perte")
    tailles = ", ".join(f"{len(table)} {nom}" for nom, table in produites.items())
    return [
        f"Lignes : {tailles}.",
        f"Ventes : {ca:.0f} € hors taxes en dix-huit mois, marge {ecrit(marge)} %.",
        f"Ventes manquées, en tout ou partie : {vie.ventes_manquees}.",
        f"Stock au {ecrit(FIN)} : {stock:.0f} € aux derniers prix ; pertes {pertes:.0f} €.",
        f"Articles à zéro : {sum(1 for article in vie.articles if article.stock <= 0)}.",
        *(f"Erreur de saisie voulue : {code}, {quoi}." for code, quoi in bureau.erreurs.items()),
    ]


def principal(arguments: Sequence[str]) -> None:
    """Lit la ligne de commande, et écrit ce qui est demandé."""
    lecteur = argparse.ArgumentParser(description="Refait l'entreprise d'exemple.")
    lecteur.add_argument("--vers", type=Path, default=ICI, help="dossier de sortie")
    lecteur.add_argument("--classeur", action="store_true", help="faire aussi les classeurs livrés")
    lecteur.add_argument("--pilotage", action="store_true", help="faire aussi le classeur de pilotage")
    lecteur.add_argument("--chiffres", action="store_true", help="afficher les chiffres, ne rien écrire")
    options = lecteur.parse_args(arguments)
    produites, vie, bureau = tables()
    if options.chiffres:
        sys.stdout.write("\n".join(chiffres(produites, vie, bureau)) + "\n")
        return
    dossier = options.vers / "donnees"
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, table in produites.items():
        ecrire_csv(dossier / f"{nom}.csv", table)
    if options.classeur:
        ecrire_classeur(options.vers / CLASSEUR, dossier)
        (options.vers / "courriers-exemple.xlsx").write_bytes(classeur_des_courriers())
    if options.pilotage:
        ecrire_classeur_de_pilotage(options.vers / CLASSEUR_DE_PILOTAGE, dossier)


if __name__ == "__main__":
    principal(sys.argv[1:])
