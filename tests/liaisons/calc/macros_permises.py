"""Ouvre un document avec macros dans un vrai LibreOffice et imprime si elles sont permises.

Usage : macros_permises.py GESTIONNAIRE SOFFICE PROFIL DOCUMENT…   (par un Python qui a UNO)
"""

import importlib.util
import sys
import uuid
from pathlib import Path


def principal() -> None:
    """Imprime True ou False pour chaque document, dans l'ordre."""
    plan = importlib.util.spec_from_file_location("gestionnaire", sys.argv[1])
    assert plan is not None
    assert plan.loader is not None
    gestionnaire = importlib.util.module_from_spec(plan)
    plan.loader.exec_module(gestionnaire)
    import uno  # noqa: F401 - c'est lui qui permet la ligne suivante
    from com.sun.star.beans import PropertyValue

    tube = f"tableur{uuid.uuid4().hex}"
    processus = gestionnaire.lancer(sys.argv[2], sys.argv[3], tube)
    contexte = None
    try:
        contexte = gestionnaire.connecter(tube, processus)
        bureau = contexte.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        # 5 : les réglages de la personne décident, et ce qui demanderait confirmation est refusé.
        mots = (PropertyValue("Hidden", 0, True, 0), PropertyValue("MacroExecutionMode", 0, 5, 0))
        for fichier in sys.argv[4:]:
            document = bureau.loadComponentFromURL(Path(fichier).as_uri(), "_blank", 0, mots)
            print(document.AllowMacroExecution)  # noqa: T201
            document.close(True)
    finally:
        gestionnaire.arreter(contexte, processus)


if __name__ == "__main__":
    principal()
