"""Les boutons et le menu « Tableur » dans LibreOffice : « org.tableur:bouton » lance l'interpréteur noté.

Module embarqué, exécuté par le Python de LibreOffice. Le programme parle par ses tubes, dans un fil d'exécution à
lui : Calc reste vivant pendant le calcul. Les messages reviennent au fil principal de LibreOffice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from typing import Any

from tableur import __version__
from tableur.liaisons import interpreteur
from tableur.liaisons.calc.classeur_de_calc import ClasseurDuDocument, lancer_un_appel
from tableur.socle.erreurs import ErreurTableur

PROTOCOLE = "org.tableur:"
MODULE = "tableur.liaisons.calc.service"
IMPLEMENTATION = "TABLEUR.Boutons"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)
_DEJA = "Le bouton d'avant n'a pas fini sur ce classeur : attendre son message, puis recommencer."
_SANS_CLASSEUR = "Ouvrir d'abord un classeur dans Calc, puis recommencer."
_MUET = (
    "Le programme de tableur s'est arrêté sans répondre : rien n'a été écrit. Lancer « tableur diagnostic », et "
    "au besoin « tableur installer --calc »."
)

_en_cours: set[str] = set()
_verrou = threading.Lock()


class Parole:
    """Ce que la personne entend : une fenêtre de message, la barre d'état ; ou le rappel d'un programme.

    Args:
        contexte: Contexte de LibreOffice.
        cadre: La fenêtre du document.
        sur_fin: Rappel qui reçoit le message final au lieu de la fenêtre, ou None.
    """

    def __init__(self, contexte: Any, cadre: Any, sur_fin: Any) -> None:
        """Retient la fenêtre."""
        self._contexte, self._cadre, self._sur_fin = contexte, cadre, sur_fin
        self._etat: Any = None
        self._finale: tuple[str, bool] | None = None

    @property
    def a_parle(self) -> bool:
        """Vrai si le message final est connu."""
        return self._finale is not None

    def message(self, texte: str, grave: bool = False) -> None:
        """Retient le message final : il se montre quand le bouton a fini, et qu'un autre peut être pressé."""
        self._finale = (texte, grave)

    def conclure(self) -> None:
        """Montre le message final, sans attendre qu'il soit lu."""
        if self._finale is None:
            return
        texte, grave = self._finale
        if self._sur_fin is not None:
            self._sur_fin.notify(texte)
            return
        self._dans_le_fil_principal(lambda: self._fenetre(texte, grave=grave, question=False))

    def question(self, texte: str) -> bool:
        """Pose une question et attend la réponse."""
        if self._sur_fin is not None:
            return True
        recues: list[int] = []
        fini = threading.Event()

        def poser() -> None:
            try:
                recues.append(self._fenetre(texte, grave=False, question=True))
            finally:
                fini.set()

        self._dans_le_fil_principal(poser)
        fini.wait()
        return recues == [2]  # com.sun.star.awt.MessageBoxResults.YES

    def progres(self, texte: str) -> None:
        """Écrit dans la barre d'état."""
        with suppress(Exception):  # une fenêtre cachée n'a pas de barre d'état
            if self._etat is None:
                self._etat = self._cadre.createStatusIndicator()
                self._etat.start(texte, 1)
            elif texte:
                self._etat.setText(texte)
            if not texte:
                self._etat.end()
                self._etat = None

    def _fenetre(self, texte: str, *, grave: bool, question: bool) -> int:
        from com.sun.star.awt.MessageBoxType import INFOBOX, QUERYBOX, WARNINGBOX

        boite = self._contexte.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self._contexte)
        genre = QUERYBOX if question else WARNINGBOX if grave else INFOBOX
        boutons = 3 if question else 1  # BUTTONS_YES_NO, BUTTONS_OK
        fenetre = boite.createMessageBox(self._cadre.getContainerWindow(), genre, boutons, "tableur", texte)
        try:
            return int(fenetre.execute())
        finally:
            fenetre.dispose()

    def _dans_le_fil_principal(self, faire: Any) -> None:
        import unohelper
        from com.sun.star.awt import XCallback

        class Rappel(unohelper.Base, XCallback):  # type: ignore[misc]
            def notify(self, _donnee: Any) -> None:
                with suppress(Exception):
                    faire()

        postier = self._contexte.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.AsyncCallback", self._contexte
        )
        postier.addCallback(Rappel(), None)


def presser(contexte: Any, cadre: Any, bouton: str, sur_fin: Any = None) -> None:
    """Lance un bouton sur le classeur d'une fenêtre ; rend la main aussitôt.

    Args:
        contexte: Contexte de LibreOffice.
        cadre: La fenêtre.
        bouton: Nom du bouton.
        sur_fin: Rappel qui reçoit le message final, ou None pour une fenêtre.
    """
    parole = Parole(contexte, cadre, sur_fin)
    document = _document(cadre)
    if document is None:
        parole.message(_SANS_CLASSEUR, grave=True)
        parole.conclure()
        return
    cle = document.getURL() or document.RuntimeUID
    with _verrou:
        libre = cle not in _en_cours
        if libre:
            _en_cours.add(cle)
    if not libre:
        parole.message(_DEJA, grave=True)
        parole.conclure()
        return
    threading.Thread(target=_travailler, args=(document, parole, bouton, cle), daemon=True).start()


def _document(cadre: Any) -> Any:
    """Classeur de Calc d'une fenêtre, None si c'en est une autre."""
    vue = cadre.getController() if cadre is not None else None
    document = vue.getModel() if vue is not None else None
    if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return None
    return document


def _travailler(document: Any, parole: Parole, bouton: str, cle: str) -> None:
    classeur = ClasseurDuDocument(document, f"tableur : {bouton}")
    try:
        servir(classeur, parole, bouton)
    except ErreurTableur as erreur:
        parole.message(str(erreur), grave=True)
    except Exception:  # noqa: BLE001 - la dernière porte dans LibreOffice
        traceback.print_exc()
        with suppress(Exception):
            if not parole.a_parle:
                parole.message(_MUET, grave=True)
    finally:
        with suppress(Exception):
            classeur.abandonner()
        with suppress(Exception):
            parole.progres("")
        with _verrou:
            _en_cours.discard(cle)
        with suppress(Exception):  # Calc s'est fermé : plus personne à qui parler
            parole.conclure()


def servir(classeur: ClasseurDuDocument, parole: Parole, bouton: str) -> None:
    """Lance le programme et sert ses appels jusqu'à sa fin.

    Raises:
        ErreurTableur: L'interpréteur n'est plus là, ou ne se lance pas.
    """
    note = interpreteur.exige("calc")
    try:
        programme = _lancer([note.programme, "-m", MODULE, bouton, __version__])
    except OSError as erreur:
        raise ErreurTableur(
            f"Le Python de tableur ne se lance pas ({note.programme} : {erreur.strerror or erreur}) : "
            "réinstaller tableur, puis lancer « tableur installer --calc »."
        ) from erreur
    paroles = {"message": parole.message, "question": parole.question, "progres": parole.progres}
    try:
        for ligne in programme.stdout or ():
            reponse = _repondre(classeur, paroles, json.loads(ligne))
            if programme.stdin is not None:
                programme.stdin.write(json.dumps(reponse, ensure_ascii=False) + "\n")
                programme.stdin.flush()
    except BrokenPipeError:
        pass
    finally:
        with suppress(OSError):
            if programme.stdin is not None:
                programme.stdin.close()
        try:
            programme.wait(10)
        except subprocess.TimeoutExpired:
            programme.kill()
    if not parole.a_parle:
        classeur.abandonner()
        parole.message(_MUET, grave=True)


def _repondre(classeur: ClasseurDuDocument, paroles: dict[str, Any], appel: list[Any]) -> dict[str, Any]:
    try:
        nom, *valeurs = appel
        if nom in paroles:
            return {"rendu": paroles[nom](*valeurs)}
        return {"rendu": lancer_un_appel(classeur, appel)}
    except ErreurTableur as erreur:
        return {"erreur": str(erreur)}


def _lancer(commande: list[str]) -> subprocess.Popen[str]:
    """Programme lancé sans fenêtre de terminal, sans rien du Python de LibreOffice."""
    variables = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PYTHON")}
    options: dict[str, Any] = {"creationflags": 0x08000000} if sys.platform == "win32" else {}  # CREATE_NO_WINDOW
    return subprocess.Popen(  # noqa: S603 - l'interpréteur que l'installation a noté
        commande,
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        **options,
    )


def fabrique() -> Any:
    """Classe du gestionnaire d'adresses « org.tableur: », telle que LibreOffice l'attend."""
    import unohelper
    from com.sun.star.frame import XDispatch, XDispatchProvider
    from com.sun.star.lang import XInitialization, XServiceInfo

    class Boutons(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):  # type: ignore[misc]
        """Reçoit les adresses des boutons et des lignes de menu."""

        def __init__(self, contexte: Any) -> None:
            self._contexte, self._cadre = contexte, None

        def initialize(self, arguments: Any) -> None:
            if arguments:
                self._cadre = arguments[0]

        def queryDispatch(self, adresse: Any, cible: str, recherche: int) -> Any:  # noqa: N802 - nom d'UNO
            return self if adresse.Complete.startswith(PROTOCOLE) else None

        def queryDispatches(self, demandes: Any) -> Any:  # noqa: N802
            return tuple(self.queryDispatch(d.FeatureURL, d.FrameName, d.SearchFlags) for d in demandes)

        def dispatch(self, adresse: Any, arguments: Any) -> None:
            sur_fin = next((a.Value for a in arguments if a.Name == "SurFin"), None)
            bouton = adresse.Complete.removeprefix(PROTOCOLE).partition("?")[0]
            presser(self._contexte, self._cadre or self._devant(), bouton, sur_fin)

        def _devant(self) -> Any:
            nom = "com.sun.star.frame.Desktop"
            return self._contexte.ServiceManager.createInstanceWithContext(nom, self._contexte).getCurrentFrame()

        def addStatusListener(self, ecouteur: Any, adresse: Any) -> None:  # noqa: N802
            pass

        def removeStatusListener(self, ecouteur: Any, adresse: Any) -> None:  # noqa: N802
            pass

        def getImplementationName(self) -> str:  # noqa: N802
            return IMPLEMENTATION

        def supportsService(self, nom: str) -> bool:  # noqa: N802
            return nom in SERVICES

        def getSupportedServiceNames(self) -> Any:  # noqa: N802
            return SERVICES

    return Boutons
