"""Les fiches d'un contrôle, prises du classeur de paie : salariés, variables, absences, cumuls."""

from pathlib import Path

from tableur.actions.paie_lu import lire_la_paie
from tableur.actions.paie_rapprochement import AControler
from tableur.calculs.paie.controle_enregistrements import TotauxRecus
from tableur.calculs.paie.hypotheses import Situation
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.classeurs import ouvrir
from tableur.fichiers.mots_de_passe import Demander
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Ou


def fiches_du_classeur(
    fichier: Path, mois: Mois, demander: Demander | None = None
) -> tuple[list[AControler], list[str]]:
    """Personnes payées un mois, d'après le classeur de paie, et celles dont la paie est refusée.

    Args:
        fichier: Classeur de paie.
        mois: Mois à contrôler.
        demander: Demande le mot de passe d'un classeur chiffré.

    Raises:
        Refus: Le classeur ne se lit pas, ou une table a des anomalies.
    """
    with ouvrir(fichier, simuler=True, demander=demander) as classeur:
        livre = livre_de_paie(lire_la_paie(classeur).saisies, mois)
    return fiches_du_livre(livre, fichier.name)


def fiches_du_livre(livre: Livre, fichier: str) -> tuple[list[AControler], list[str]]:
    """Personnes payées d'un livre de paie calculé, prêtes à être contrôlées, et celles dont la paie est refusée.

    Args:
        livre: Livre de paie calculé.
        fichier: Nom du classeur d'où il vient.
    """
    ou = Ou(fichier=fichier)
    fiches = [
        AControler(p.nom, Situation(p.mois, p.salarie, p.etablissement, p.variables, p.avant), TotauxRecus(), ou)
        for p in livre.du_mois
    ]
    return fiches, [f"{refusee.fiche.matricule} : {refusee.message}" for refusee in livre.refusees]
