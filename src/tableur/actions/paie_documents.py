"""Documents de la paie : bulletins en lot, écriture comptable du mois, éléments à recopier dans la déclaration."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Literal

from tableur.actions.bulletins_imprimes import Bulletins, bulletins_a_imprimer
from tableur.actions.courriers import codec_present, creer_le_dossier, pdf_des_documents
from tableur.actions.paie_lu import PaieLue, exiger_des_bulletins, lire_la_paie, mois_demande
from tableur.calculs.paie.ecriture import LigneDEcriture, ecriture_de_paie
from tableur.calculs.paie.elements_dsn import echeances_sociales, elements_dsn
from tableur.calculs.paie.presentation import ModeleDeBulletin
from tableur.calculs.paie.tables.enregistrements import LigneDsn
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.classeurs.port import Classeur
from tableur.courriers.lot import lancer
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.ressources import ressource
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, Ou, refus
from tableur.socle.grandeurs import ZERO, Code
from tableur.socle.marques import action
