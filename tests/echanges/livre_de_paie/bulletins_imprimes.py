"""Bulletins d'essai, imprimés dans les mises en page que les logiciels de paie emploient, puis rendus en PDF.

python -m tests.echanges.livre_de_paie.bulletins_imprimes DOSSIER    refait les PDF (il faut LibreOffice)

Ces formes sont celles que l'on rencontre (colonnes, ordre, signes) ; aucune n'est la copie d'un bulletin réel.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from tableur.calculs.paie.enregistrements import Bulletin, LigneDeBulletin
from tests.echanges.livre_de_paie.livres import (
    PERSONNES,
    TOTAUX,
    bulletins,
    ecrire_en_classeur,
    en_quatre_colonnes,
    en_sections,
)

D = Decimal
Grille = list[list[object]]
Rangee = Callable[[LigneDeBulletin], list[object]]


def _pourcent(taux: Decimal | None) -> Decimal | None:
    return None if taux is None else taux * 100


def _tete(rang: int) -> Grille:
    matricule, nom, _ = PERSONNES[rang]
    return [
        ["Fournil de la Rade", None, None, "BULLETIN DE PAIE"],
        ["12 quai des Brumes, 29200 Brest", None, None, "Période : juillet 2026"],
        [f"Matricule : {matricule}", None, None, f"Mme {nom}"],
        ["Date d'entrée : 01/09/2020", None, None, "Convention collective : boulangerie"],
        [],
    ]


def _bulletin(rang: int, paye: Bulletin, entetes: Grille, gain: int, rangee: Rangee, total: int) -> Grille:
    """Bulletin : l'identité, les en-têtes, les gains, les cotisations, les totaux."""

    def seul(libelle: str, montant: Decimal, place: int) -> list[object]:
        return [libelle, *[None] * (place - 1), montant]

    s = PERSONNES[rang][2]
    grille = [*_tete(rang), *entetes, seul("Salaire de base", s.variables.brut, gain)]
    if paye.totaux.remuneration_heures_sup:
        grille.append(seul("Heures supplémentaires 25 %", paye.totaux.remuneration_heures_sup, gain))
    grille.append(seul("Salaire brut", paye.totaux.brut, gain))
    grille += [[une.libelle, *rangee(une)] for une in (*paye.lignes, *paye.allegements)]
    grille += [seul(libelle, getattr(paye.totaux, nom), total) for nom, libelle in TOTAUX]
    return grille


def a_deduire_a_payer(rang: int, paye: Bulletin) -> Grille:
    """« Base, Taux, À déduire, À payer, Charges patronales » : un seul taux, celui du salarié."""
    entetes: Grille = [["Éléments de paie", "Base", "Taux", "À déduire", "À payer", "Charges patronales"]]
    return _bulletin(
        rang, paye, entetes, 4,
        lambda u: [u.base, _pourcent(u.taux_salarial), u.part_salariale or None, None, u.part_patronale or None],
        4,
    )  # fmt: skip


def gains_et_retenues(rang: int, paye: Bulletin) -> Grille:
    """« Base, Taux, Gain, Retenue » au salarié, « Taux, Retenue » à l'employeur."""
    entetes: Grille = [
        ["Rubriques", None, "Part salariale", None, None, "Part patronale"],
        ["Désignation", "Base", "Taux", "Gain", "Retenue", "Taux", "Retenue"],
    ]
    return _bulletin(
        rang, paye, entetes, 3,
        lambda u: [u.base, _pourcent(u.taux_salarial), None, u.part_salariale or None,
                   _pourcent(u.taux_patronal), u.part_patronale or None],
        3,
    )  # fmt: skip


def taux_et_montant(rang: int, paye: Bulletin) -> Grille:
    """« Base, Taux, Montant, Taux, Montant » : la part se lit au rang de la colonne."""
    entetes: Grille = [
        [None, None, "Salarié", None, "Employeur"],
        ["Libellé", "Base", "Taux", "Montant", "Taux", "Montant"],
    ]
    return _bulletin(
        rang, paye, entetes, 3,
        lambda u: [u.base, _pourcent(u.taux_salarial), u.part_salariale or None,
                   _pourcent(u.taux_patronal), u.part_patronale or None],
        3,
    )  # fmt: skip


def montants_negatifs(rang: int, paye: Bulletin) -> Grille:
    """Une colonne « Montant salarial » où les retenues sont en moins, comme dans les bulletins en ligne."""
    entetes: Grille = [
        ["Libellé", "Base", "Taux salarial", "Montant salarial", "Taux patronal", "Montant patronal"]
    ]
    return _bulletin(
        rang, paye, entetes, 3,
        lambda u: [u.base, _pourcent(u.taux_salarial), -u.part_salariale or None,
                   _pourcent(u.taux_patronal), u.part_patronale or None],
        3,
    )  # fmt: skip


def codes_de_rubrique(rang: int, paye: Bulletin) -> Grille:
    """Un code de rubrique devant chaque libellé, la part de l'employeur sans taux."""
    entetes: Grille = [["Code et libellé", "Base", "Taux", "Part salarié", "Part employeur"]]
    grille = _bulletin(
        rang, paye, entetes, 3,
        lambda u: [u.base, _pourcent(u.taux_salarial), u.part_salariale or None, u.part_patronale or None],
        3,
    )  # fmt: skip
    debut = next(numero for numero, cellules in enumerate(grille) if cellules[:1] == ["Salaire de base"])
    for numero, cellules in enumerate(grille[debut:]):
        cellules[0] = f"{1000 + 10 * numero} {cellules[0]}"
    return grille


FORMES: dict[str, Callable[[int, Bulletin], Grille]] = {
    "bulletin-a-deduire": a_deduire_a_payer,
    "bulletin-gains-et-retenues": gains_et_retenues,
    "bulletin-taux-et-montant": taux_et_montant,
    "bulletin-montants-negatifs": montants_negatifs,
    "bulletin-codes": codes_de_rubrique,
}


def ecrire_les_bulletins(forme: Callable[[int, Bulletin], Grille], fichier: Path) -> None:
    """Classeur d'une feuille par personne, prêt à imprimer : nombres à la française."""
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        nombre = classeur.add_format({"num_format": "[$-40C]#,##0.00"})
        droite = classeur.add_format({"align": "right"})
        for rang, paye in enumerate(bulletins()):
            feuille = classeur.add_worksheet(PERSONNES[rang][0])
            feuille.fit_to_pages(1, 1)
            feuille.set_column(0, 0, 62)
            feuille.set_column(1, 7, 18)
            for numero, cellules in enumerate(forme(rang, paye)):
                for colonne, cellule in enumerate(cellules):
                    if isinstance(cellule, Decimal):
                        feuille.write_number(numero, colonne, float(cellule), nombre)
                    elif cellule:
                        feuille.write_string(numero, colonne, str(cellule), droite if colonne else None)


def _en_pdf(classeur: Path, profil: Path) -> None:
    commande = ["soffice", f"-env:UserInstallation={profil.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*commande, "--outdir", str(classeur.parent), str(classeur)], check=True, timeout=120)


def refaire(dossier: Path) -> Sequence[Path]:
    """Refait tous les PDF d'essai dans un dossier."""
    for nom, forme in FORMES.items():
        ecrire_les_bulletins(forme, dossier / f"{nom}.xlsx")
    ecrire_en_classeur(en_sections(bulletins()), dossier / "livre-en-sections.xlsx")
    ecrire_en_classeur(en_quatre_colonnes(bulletins()), dossier / "livre-en-quatre-colonnes.xlsx")
    for classeur in sorted(dossier.glob("*.xlsx")):
        _en_pdf(classeur, dossier / "profil")
    return sorted(dossier.glob("*.pdf"))


if __name__ == "__main__":
    sys.stdout.write("\n".join(map(str, refaire(Path(sys.argv[1])))) + "\n")
