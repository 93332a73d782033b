"""Mesure commune aux bancs d'essai : deux façons de faire, en alternance, dans la même exécution."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def chronometrer(*taches: Callable[[], object], essais: int = 5) -> list[float]:
    """Durée médiane de chaque tâche, en secondes ; les tâches alternent pour subir la même machine."""
    durees: list[list[float]] = [[] for _ in taches]
    for tache in taches:
        tache()
    for _ in range(essais):
        for rang, tache in enumerate(taches):
            debut = time.perf_counter()
            tache()
            durees[rang].append(time.perf_counter() - debut)
    return [statistics.median(d) for d in durees]


def commande(*mots: str) -> Callable[[], object]:
    """Tâche qui lance une commande du même Python, comme un processus entier ; le code 1 dit des alertes."""

    def lancer() -> None:
        fait = subprocess.run([sys.executable, *mots], check=False, capture_output=True)
        if fait.returncode > 1:
            raise RuntimeError(fait.stderr.decode())

    return lancer


def imprimer(titre: str, reference: tuple[str, float], autres: Sequence[tuple[str, float, float]]) -> None:
    """Imprime la référence, puis chaque mesure avec son rapport à la référence et le rapport visé."""
    print(f"\n{titre}")
    print(f"  {reference[0]:<52} {reference[1] * 1000:9.1f} ms")
    for nom, duree, vise in autres:
        rapport = duree / reference[1]
        verdict = "tenu" if rapport <= vise else "DÉPASSÉ"
        print(f"  {nom:<52} {duree * 1000:9.1f} ms   × {rapport:.2f} (visé : {vise:g}, {verdict})")
