"""Livres de paie d'essai, en colonnes : trois bulletins du barème, rangés comme les cabinets les rangent."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, LigneDeBulletin, Salarie
from tableur.calculs.paie.hypotheses import Situation
from tests.calculs.paie.recus import situation

D = Decimal
Grille = list[list[object]]
PERSONNES: list[tuple[str, str, Situation]] = [
    ("001", "LOUARN Nolwenn", situation("2500")),
    ("002", "KERVELLA Yann", situation("5200", salarie=Salarie(cadre=True))),
    ("003", "TANGUY Rozenn", situation("2100", heures_supplementaires_25=D(8))),
]
TOTAUX = (
    ("montant_net_social", "Montant net social"),
    ("net_imposable", "Net imposable"),
    ("net_a_payer", "Net à payer"),
)


def bulletins() -> list[Bulletin]:
    """Bulletins justes des trois personnes."""
    return [bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables) for *_, s in PERSONNES]


def rubriques(payes: Sequence[Bulletin]) -> dict[str, str]:
    """Libellé de chaque cotisation, dans l'ordre du bulletin."""
    return {une.code: une.libelle for b in payes for une in (*b.lignes, *b.allegements)}


def ligne(paye: Bulletin, code: str) -> LigneDeBulletin | None:
    """Ligne d'un bulletin, None s'il ne l'a pas."""
    return next((une for une in (*paye.lignes, *paye.allegements) if une.code == code), None)


def _montants(payes: Sequence[Bulletin], code: str, part: str) -> list[Decimal | None]:
    lignes = [ligne(paye, code) for paye in payes]
    return [None if une is None else (getattr(une, part) or None) for une in lignes]


def _avec_total(tete: Sequence[object], montants: Sequence[Decimal | None]) -> list[object]:
    return [*tete, *montants, sum((m for m in montants if m is not None), D(0))]


def en_sections(payes: Sequence[Bulletin]) -> Grille:
    """Une colonne par personne ; les retenues, puis les charges de l'employeur ; un total à droite."""
    grille: Grille = [
        ["Livre de paie"],
        ["Société Brume - Période : juillet 2026"],
        ["Matricule", "", *(matricule for matricule, *_ in PERSONNES)],
        ["Code", "Rubrique", *(nom for _, nom, _ in PERSONNES), "Total"],
        _avec_total(["100", "Salaire de base"], [s.variables.brut for *_, s in PERSONNES]),
        _avec_total(["", "Total brut"], [paye.totaux.brut for paye in payes]),
    ]
    for titre, part in (
        ("COTISATIONS SALARIALES", "part_salariale"),
        ("COTISATIONS PATRONALES", "part_patronale"),
    ):
        grille.append(["", titre])
        for rang, (code, libelle) in enumerate(rubriques(payes).items()):
            montants = _montants(payes, code, part)
            if any(montants):
                grille.append(_avec_total([str(3000 + rang), libelle], montants))
    grille.append(["", "TOTAUX"])
    grille += [_avec_total(["", lib], [getattr(p.totaux, nom) for p in payes]) for nom, lib in TOTAUX]
    grille.append(["", "Titres-restaurant", D("12.50"), None, None, D("12.50")])
    return grille


def en_quatre_colonnes(payes: Sequence[Bulletin], personnes: Sequence[int] = (0, 1, 2)) -> Grille:
    """« Base, Taux, Salarial, Patronal » sous chaque personne, et deux colonnes de totaux."""
    vus = [payes[rang] for rang in personnes]
    noms = [f"{PERSONNES[rang][0]} {PERSONNES[rang][1]}" for rang in personnes]
    grille: Grille = [
        ["État préparatoire", "", "", "juillet 2026"],
        ["", "", *(cellule for nom in noms for cellule in (nom, "", "", "")), "TOTAL", ""],
        ["Code", "Libellé", *["Base", "Taux", "Salarial", "Patronal"] * len(vus), "Salarial", "Patronal"],
    ]
    for rang, (code, libelle) in enumerate(rubriques(payes).items()):
        cellules: list[object] = [f"R{rang}", libelle]
        for paye in vus:
            une = ligne(paye, code)
            taux = None if une is None else une.taux_salarial or une.taux_patronal
            cellules += [None] * 4 if une is None else [
                une.base, taux * 100 if taux else None, une.part_salariale or None, une.part_patronale or None,
            ]  # fmt: skip
        for part in ("part_salariale", "part_patronale"):
            cellules.append(sum((m for m in _montants(vus, code, part) if m is not None), D(0)) or None)
        grille.append(cellules)
    for nom, libelle in (("brut", "Salaire brut"), *TOTAUX):
        totaux = [getattr(paye.totaux, nom) for paye in vus]
        grille.append(["", libelle, *(c for t in totaux for c in (None, None, t, None)), sum(totaux), None])
    return grille


def avec_une_colonne_de_part(payes: Sequence[Bulletin]) -> Grille:
    """Deux lignes par cotisation, « S » puis « P », comme un export à plat."""
    grille: Grille = [["Rubrique", "Part", *(f"{nom} ({m})" for m, nom, _ in PERSONNES)]]
    for code, libelle in rubriques(payes).items():
        for mot, part in (("S", "part_salariale"), ("P", "part_patronale")):
            montants = _montants(payes, code, part)
            if any(montants):
                grille.append([libelle, mot, *montants])
    grille += [[lib, "", *(getattr(p.totaux, nom) for p in payes)] for nom, lib in (("brut", "Brut"), *TOTAUX)]
    return grille


def a_titres_composes(payes: Sequence[Bulletin]) -> Grille:
    """« LOUARN Nolwenn - Part salariale » : la personne et la part dans le même en-tête, les prénoms en plus."""
    titres = [f"{nom} - {part}" for _, nom, _ in PERSONNES for part in ("Part salariale", "Part patronale")]
    grille: Grille = [["Libellé", *titres]]
    for code, libelle in rubriques(payes).items():
        parts = ("part_salariale", "part_patronale")
        grille.append([libelle, *(_montants([p], code, part)[0] for p in payes for part in parts)])
    for nom, libelle in (("brut", "Brut"), *TOTAUX):
        grille.append([libelle, *(c for p in payes for c in (getattr(p.totaux, nom), None))])
    return grille


def en_montants_mentionnes(payes: Sequence[Bulletin]) -> Grille:
    """« Base, Taux, Montant » sous chaque personne ; le libellé dit « (P) » ou « (S) »."""
    grille: Grille = [
        ["Salariés", *(c for _, nom, _ in PERSONNES for c in (nom, "", ""))],
        ["Matricule", *(c for m, *_ in PERSONNES for c in (float(m), "", ""))],
        ["Rubrique", *["Base", "Taux", "Montant"] * len(PERSONNES)],
    ]
    for code, libelle in rubriques(payes).items():
        for mot, part in (("S", "salarial"), ("P", "patronal")):
            cellules: list[object] = [f"{libelle} ({mot})"]
            for paye in payes:
                une = ligne(paye, code)
                taux = None if une is None else getattr(une, f"taux_{part}")
                montant = None if une is None else getattr(une, f"part_{part}e") or None
                cellules += [une.base if une and montant else None, taux * 100 if taux else None, montant]
            if any(cellules[1:]):
                grille.append(cellules)
    grille += [
        [libelle, *(c for p in payes for c in (None, None, getattr(p.totaux, nom)))]
        for nom, libelle in (("brut", "Brut"), *TOTAUX)
    ]
    return grille


def ecrire_en_classeur(grille: Grille, fichier: Path) -> Path:
    """Grille dans un classeur, nombres en nombres, textes en textes, en-têtes répétés à l'impression."""
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        feuille, nombre = classeur.add_worksheet("Livre"), classeur.add_format({"num_format": "[$-40C]#,##0.00"})
        feuille.set_landscape()
        feuille.set_paper(8)
        feuille.fit_to_pages(1, 0)
        feuille.repeat_rows(1, 3)
        feuille.set_column(0, 0, 10)
        feuille.set_column(1, 1, 60)
        feuille.set_column(2, 40, 20)
        for rang, cellules in enumerate(grille):
            for colonne, cellule in enumerate(cellules):
                if isinstance(cellule, Decimal | float):
                    feuille.write_number(rang, colonne, float(cellule), nombre)
                elif cellule:
                    feuille.write_string(rang, colonne, str(cellule))
    return fichier


def ecrire_en_csv(grille: Grille, fichier: Path) -> Path:
    """Grille en CSV français."""
    textes = [[_texte(cellule) for cellule in cellules] for cellules in grille]
    fichier.write_text("\n".join(";".join(cellules) for cellules in textes) + "\n", encoding="utf-8")
    return fichier


def _texte(cellule: object) -> str:
    if cellule is None:
        return ""
    return f"{cellule:.2f}".replace(".", ",") if isinstance(cellule, Decimal) else str(cellule)


def en_page(grille: Grille, *, libelle: int = 2, largeur: int = 13) -> list[str]:
    """Grille imprimée en texte : nombres calés à droite, titres à gauche, qui débordent sur une cellule vide."""
    lignes = []
    for cellules in grille:
        textes = [_texte(cellule) for cellule in cellules]
        ligne = f"{' '.join(texte for texte in textes[:libelle] if texte)[:76]:<80}"
        for rang, (cellule, texte) in enumerate(zip(cellules[libelle:], textes[libelle:], strict=True)):
            if isinstance(cellule, Decimal):
                ligne = f"{ligne:<{80 + (rang + 1) * largeur - len(texte)}}{texte}"
            elif texte:
                ligne = f"{ligne:<{80 + rang * largeur + 1}}{texte}"
        lignes.append(ligne.rstrip())
    return lignes
