"""Le classeur de TVA de l'entreprise d'exemple : septembre et octobre 2026 déposés, novembre en cours.

    python examples/tva.py [--vers DOSSIER]     écrit tva-exemple.xlsx

Les ventes viennent de donnees/ventes.csv, les achats de marchandises de donnees/mouvements.csv (une facture par
fournisseur et par mois) ; le reste est dans tva.toml.
"""

import csv
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

ICI = Path(__file__).resolve().parent
CLASSEUR = "tva-exemple.xlsx"
MOIS = ((2026, 9), (2026, 10), (2026, 11))
CENTIME = Decimal("0.01")
TAUX = {True: Decimal("0.20"), False: Decimal("0.055")}
Ligne = dict[str, Any]


def source() -> dict[str, Any]:
    """Ce que dit tva.toml."""
    return tomllib.loads((ICI / "tva.toml").read_text("utf-8"))


def tables() -> dict[str, list[Ligne]]:
    """Lignes de chaque table tapée, par nom d'enregistrement, dans l'ordre des dates."""
    lue = source()
    lues = {
        "Vente": [*_ventes_ordinaires(lue), *_lignes(lue, "ventes")],
        "Achat": [*_achats_de_marchandises(lue), *_lignes(lue, "achats")],
        "Encaissement": _lignes(lue, "encaissements"),
        "Decaissement": _lignes(lue, "decaissements"),
        "RepriseDeTva": _lignes(lue, "reprises"),
    }
    return {nom: sorted(lignes, key=lambda ligne: ligne["date"]) for nom, lignes in lues.items()}


def ecrire_le_classeur(chemin: Path) -> None:
    """Écrit le classeur, ses périodes déposées figées."""
    from tableur.classeurs import construire, modele
    from tableur.classeurs.contenu import Contenu, Corps, corps_de

    modele_de_tva, lue = modele("tva"), source()
    enregistrements = {nom: _enregistrements(nom, lignes) for nom, lignes in tables().items()}
    enregistrements |= _historique(enregistrements, lue)
    corps = {
        t.nom: corps_de(t, enregistrements[t.nom]) for _, t in modele_de_tva.tables() if t.nom in enregistrements
    }
    habitudes = _lignes(lue, "habitudes")
    corps["Habitude"] = Corps({c: [h[c] for h in habitudes] for c in lue["entete_des_habitudes"]}, len(habitudes))
    reglages = {**lue["reglages"], **_balance(enregistrements, lue["reglages"]["periode"])}
    construire(modele_de_tva, chemin, Contenu(tables=corps, reglages=reglages, ouverte="Déclaration"))


def _lignes(lue: dict[str, Any], nom: str) -> list[Ligne]:
    entete = lue[f"entete_des_{nom}"]
    return [{c: _valeur(c, texte) for c, texte in zip(entete, ligne, strict=True)} for ligne in lue[nom]]


def _valeur(colonne: str, texte: str) -> Any:
    if colonne == "date" or colonne.endswith("_le"):
        return date.fromisoformat(texte) if texte else None
    if colonne in ("ht", "taux", "tva", "montant", "frais"):
        return Decimal(texte) if texte else None
    return texte


def _ventes_ordinaires(lue: dict[str, Any]) -> list[Ligne]:
    """Une ligne par facture et par taux."""
    a_20 = set(lue["familles_a_20"])
    montants: dict[tuple[date, str, str, bool], Decimal] = defaultdict(Decimal)
    for vente in _csv("ventes"):
        jour = _date(vente["date"])
        if (jour.year, jour.month) in MOIS:
            montants[jour, vente["piece"], vente["client"], vente["famille"] in a_20] += _nombre(
                vente["montant_ht"]
            )
    return [
        {
            "date": jour,
            "piece": piece,
            "client": client,
            "nature": "Vente de biens",
            "designation": "Marchandises",
            "ht": ht,
            "taux": TAUX[a_vingt],
            "compte": lue["comptes"]["vente_20" if a_vingt else "vente_5"],
        }
        for (jour, piece, client, a_vingt), ht in montants.items()
    ]


def _achats_de_marchandises(lue: dict[str, Any]) -> list[Ligne]:
    """Une facture par fournisseur, par mois et par taux, au dernier jour ouvré où il a livré."""
    a_20 = set(lue["familles_a_20"])
    familles = {x["code_article"]: (x["famille"], x["code_fournisseur"]) for x in _csv("articles")}
    noms = {x["code_fournisseur"]: x["nom"] for x in _csv("fournisseurs")}
    montants: dict[tuple[str, int, bool], Decimal] = defaultdict(Decimal)
    jours: dict[tuple[str, int], date] = {}
    for mouvement in _csv("mouvements"):
        jour = _date(mouvement["date"])
        if mouvement["motif"] != "achat" or (jour.year, jour.month) not in MOIS:
            continue
        famille, fournisseur = familles[mouvement["code_article"]]
        valeur = _nombre(mouvement["quantite"]) * _nombre(mouvement["cout_unitaire"])
        montants[fournisseur, jour.month, famille in a_20] += valeur
        jours[fournisseur, jour.month] = max(jour, jours.get((fournisseur, jour.month), jour))
    return [
        {
            "date": jours[fournisseur, mois],
            "piece": f"{fournisseur}-26-{mois:02d}",
            "fournisseur": noms[fournisseur],
            "nature": "Achat de marchandises",
            "designation": "Livraisons du mois",
            "ht": ht.quantize(CENTIME, ROUND_HALF_UP),
            "taux": TAUX[a_vingt],
            "compte": lue["comptes"]["achat_20" if a_vingt else "achat_5"],
        }
        for (fournisseur, mois, a_vingt), ht in sorted(montants.items())
    ]


def _enregistrements(nom: str, lignes: Iterable[Ligne]) -> list[Any]:
    from tableur.calculs.tva import enregistrements

    type_ = getattr(enregistrements, nom)
    return [type_(**{c: v for c, v in ligne.items() if v is not None}) for ligne in lignes]


def _balance(saisies: dict[str, list[Any]], periode: str) -> dict[str, float]:
    """Soldes de la balance de la période ouverte : ventes facturées, TVA exigible et TVA déductible."""
    ventes = [v for v in saisies["Vente"] if v.date.strftime("%Y-%m") == periode and v.compte.startswith("70")]
    return {"solde_70": float(sum((v.ht for v in ventes), Decimal(0)))}


def _historique(saisies: dict[str, list[Any]], lue: dict[str, Any]) -> dict[str, list[Any]]:
    """Périodes déposées, et leurs cases et leurs lignes telles qu'elles l'ont été."""
    from tableur.calculs.tva import natures
    from tableur.calculs.tva.declaration import declaration_ca3
    from tableur.calculs.tva.detail import lignes_a_figer
    from tableur.calculs.tva.enregistrements import CaseFigee, LigneFigee, PeriodeDeclaree
    from tableur.calculs.tva.exigibilite import operations_declarees, operations_exigibles
    from tableur.calculs.tva.periodes import periode_lue

    reprises = natures.operations_de_reprise(saisies["RepriseDeTva"])
    ventes = [*natures.operations_des_ventes(saisies["Vente"]), *(o for o in reprises if o.nature == "vente")]
    achats = natures.operations_des_achats(saisies["Achat"])
    recus, payes = natures.reglements(saisies["Encaissement"]), natures.reglements(saisies["Decaissement"])
    credit = sum((r.montant for r in saisies["RepriseDeTva"]), Decimal(0))
    figees: dict[str, list[Any]] = {"PeriodeDeclaree": [], "CaseFigee": [], "LigneFigee": []}
    for depot in lue["depots"]:
        periode = periode_lue(depot["periode"])
        exigibles = [
            *operations_exigibles(ventes, recus, periode.debut, periode.fin),
            *operations_exigibles(achats, payes, periode.debut, periode.fin),
        ]
        cases = declaration_ca3(operations_declarees(exigibles), str(periode), credit_anterieur=credit)
        taxes = {ligne.case: ligne.taxe or Decimal(0) for ligne in cases}
        credit = taxes.get("27", Decimal(0))
        figees["PeriodeDeclaree"].append(
            PeriodeDeclaree(
                periode=str(periode),
                depose_le=depot["depose_le"],
                accuse=depot["accuse"],
                tva_brute=taxes.get("16", Decimal(0)),
                tva_deductible=taxes.get("23", Decimal(0)),
                tva_nette=taxes.get("TD", Decimal(0)),
                credit=credit,
                a_payer=taxes.get("32", Decimal(0)),
            )
        )
        figees["CaseFigee"] += [
            CaseFigee(
                periode=str(periode),
                case=ligne.case,
                base=ligne.base,
                taxe=ligne.taxe,
                nombre_de_lignes=ligne.nombre_de_lignes,
            )
            for ligne in cases
        ]
        lignes: Sequence[LigneFigee] = lignes_a_figer(exigibles, str(periode))
        figees["LigneFigee"] += lignes
    return figees


def _csv(nom: str) -> list[dict[str, str]]:
    with (ICI / "donnees" / f"{nom}.csv").open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))


def _date(texte: str) -> date:
    jour, mois, annee = texte.split("/")
    return date(int(annee), int(mois), int(jour))


def _nombre(texte: str) -> Decimal:
    return Decimal(texte.replace(",", ".").replace("\u202f", "").replace(" ", "") or "0")


if __name__ == "__main__":
    vers = Path(sys.argv[sys.argv.index("--vers") + 1]) if "--vers" in sys.argv else ICI
    ecrire_le_classeur(vers / CLASSEUR)
