"""Livre de paie d'un cabinet : table ou PDF, lu en bulletins reçus ; ce qui n'est pas compris est dit."""

from tableur.echanges.livre_de_paie.pdf import lignes_d_un_pdf
from tableur.echanges.livre_de_paie.recu import BulletinRecu, LivreRecu
from tableur.echanges.livre_de_paie.table import livre_d_une_table
from tableur.echanges.livre_de_paie.texte import livre_d_un_texte

__all__ = ["BulletinRecu", "LivreRecu", "lignes_d_un_pdf", "livre_d_un_texte", "livre_d_une_table"]
