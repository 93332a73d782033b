"""Comment Excel parle à la personne : une fenêtre à la fin, la barre d'état pendant."""

from contextlib import suppress
from typing import Any

TITRE = "tableur"
_LONGUEUR_DE_MESSAGE = 1_000  # Excel coupe un message plus long, sans le dire


class HoteDExcel:
    """Excel, par l'objet `App` de xlwings."""

    def __init__(self, app: Any) -> None:
        """Retient l'application."""
        self._app = app

    def message(self, texte: str, *, grave: bool = False) -> None:
        """Montre un message final, avec un bouton OK."""
        court = texte if len(texte) <= _LONGUEUR_DE_MESSAGE else texte[: _LONGUEUR_DE_MESSAGE - 2].rstrip() + " …"
        self._app.alert(court, TITRE, "ok", "critical" if grave else "info")

    def question(self, texte: str) -> bool:
        """Pose une question à laquelle on répond par oui ou par non."""
        return bool(self._app.alert(texte, TITRE, "yes_no", "info") == "yes")

    def progres(self, texte: str) -> None:
        """Dit où l'on en est, dans la barre d'état ; vide pour la rendre à Excel."""
        with suppress(Exception):  # la barre d'état n'est qu'un confort
            self._app.status_bar = texte or False
