"""FEC d'un million de lignes lu, contrôlé et rapproché, en rapport aux seuls read_csv et groupby de pandas.

Le fichier d'essai est produit ici, toujours le même : 250 000 factures de quatre lignes, en équilibre, sur douze
mois.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from mesures import chronometrer, commande, imprimer

FACTURES = 250_000
SECONDES, MEGAOCTETS, RAPPORT = 12.0, 700, 5.0
NOM = "732829320FEC20261231.txt"
ENTETES = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
    "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
)
PANDAS = (
    "import sys, pandas; "
    "d = pandas.read_csv(sys.argv[1], sep='\\t', decimal=','); "
    "d.groupby(['JournalCode', 'EcritureNum'])[['Debit', 'Credit']].sum()"
)
MEMOIRE = (
    "import resource, runpy, sys; sys.argv = sys.argv[1:]\n"
    "try: runpy.run_module('tableur', run_name='__main__')\n"
    "except SystemExit: pass\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
)

PIECES = """
import resource, sys, time
from decimal import Decimal
from tableur.actions.tva_fec import Declaree, periode_dite, piece_declaree, rapprocher_un_fec
from tableur.calculs.tva.rapprochement import CaseDeclaree
debut, factures = time.perf_counter(), int(sys.argv[2])
pieces = []
for n in range(factures):
    if 1 + n * 12 // factures == 11 and n % 1000:
        taxe = (1_000 + n * 7_919 % 499_000) // 5
        pieces.append(piece_declaree("08", f"FA{n:07d}", Decimal(taxe) / 100))
case = CaseDeclaree(case="16", taxe=sum((p.tva for p in pieces), Decimal(0)))
fait = rapprocher_un_fec(sys.argv[1], Declaree(periode_dite("2026-11"), [case], pieces), controle=True)
voulues = sum(1 for n in range(factures) if 1 + n * 12 // factures == 11 and not n % 1000)
assert voulues == fait.ecarts.nombre, (voulues, fait.ecarts.nombre)
memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{len(pieces)} {fait.ecarts.nombre} {time.perf_counter() - debut:.1f} {memoire}")
"""


def ecrire_un_fec(fichier: Path, factures: int = FACTURES) -> int:
    """Écrit le FEC d'essai, et rend la TVA collectée en novembre, en centimes."""
    novembre = 0
    with fichier.open("w", encoding="utf-8", newline="") as flux:
        flux.write(ENTETES)
        for numero in range(factures):
            mois, jour = 1 + numero * 12 // factures, 1 + numero * 336 // factures % 28
            hors_taxe = 1_000 + numero * 7_919 % 499_000
            taxe, moitie = hors_taxe // 5, hors_taxe // 2
            novembre += taxe if mois == 11 else 0
            date, client = f"2026{mois:02d}{jour:02d}", numero % 900
            compte = f"411000\tClients\tC{client:04d}\tClient {client}"
            debut = f"VE\tVentes\t{numero + 1}\t{date}\t"
            milieu = f"\tFA{numero:07d}\t{date}\tFacture {numero:07d} du client {client}\t"
            fin = "\t\t\t20270115\t\t\n"
            flux.write(
                f"{debut}{compte}{milieu}{_euros(hors_taxe + taxe)}\t0,00{fin}"
                f"{debut}707000\tVentes\t\t{milieu}0,00\t{_euros(moitie)}{fin}"
                f"{debut}707100\tVentes accessoires\t\t{milieu}0,00\t{_euros(hors_taxe - moitie)}{fin}"
                f"{debut}445710\tTVA collectée\t\t{milieu}0,00\t{_euros(taxe)}{fin}"
            )
    return novembre


def _euros(centimes: int) -> str:
    return f"{centimes // 100},{centimes % 100:02d}"


def principal() -> None:
    """Mesure, en processus entiers, pandas seul, le contrôle, et le contrôle suivi du rapprochement."""
    with tempfile.TemporaryDirectory() as dossier:
        fec, cases = Path(dossier) / NOM, Path(dossier) / "cases.json"
        novembre = ecrire_un_fec(fec)
        cases.write_text(f'{{"16": {novembre // 100}}}', encoding="utf-8")
        rapprocher = ("tva", "rapprocher", str(fec), "--cases", str(cases), "--periode", "2026-11", "--controler")
        nu, controle, tout = chronometrer(
            commande("-c", PANDAS, str(fec)),
            commande("-m", "tableur", "fec", "controler", str(fec)),
            commande("-m", "tableur", *rapprocher),
            essais=3,
        )
        detail = subprocess.run(
            [sys.executable, "-c", PIECES, str(fec), str(FACTURES)], check=True, capture_output=True, text=True
        )
        fait = subprocess.run(
            [sys.executable, "-c", MEMOIRE, "tableur", *rapprocher], check=True, capture_output=True, text=True
        )
    imprimer(
        f"FEC de {4 * FACTURES:,} lignes".replace(",", " "),
        ("pandas : read_csv et groupby, rien d'autre", nu),
        [
            ("tableur fec controler", controle, RAPPORT),
            ("tableur tva rapprocher --controler : lire, contrôler, rapprocher", tout, RAPPORT),
        ],
    )
    memoire = int(fait.stderr.split()[-1])
    print(f"  durée : {tout:.1f} s (visé : {SECONDES:g} s, {'tenu' if tout <= SECONDES else 'DÉPASSÉ'})")
    pieces, ecarts, duree, place = detail.stdout.split()
    verdict = "tenu" if float(duree) <= SECONDES and int(place) <= MEGAOCTETS else "DÉPASSÉ"
    print(
        f"  pièce par pièce : {pieces} pièces déclarées, {ecarts} oubliées et retrouvées : {duree} s, {place} Mo"
    )
    print(f"    (visé : {SECONDES:g} s et {MEGAOCTETS} Mo, {verdict})")
    verdict = "tenu" if memoire <= MEGAOCTETS else "DÉPASSÉ"
    print(f"  mémoire au plus haut : {memoire} Mo (visé : {MEGAOCTETS} Mo, {verdict})")


if __name__ == "__main__":
    principal()
