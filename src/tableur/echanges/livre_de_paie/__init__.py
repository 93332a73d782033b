"""Livre de paie d'un cabinet : table ou PDF, lu en bulletins reçus ; ce qui n'est pas compris est dit."""

from tableur.echanges.livre_de_paie.en_colonnes import livre_en_colonnes
from tableur.echanges.livre_de_paie.grille_de_texte import grille_d_une_page
from tableur.echanges.livre_de_paie.pdf import lignes_d_un_pdf
from tableur.echanges.livre_de_paie.recu import BulletinRecu, LivreRecu
from tableur.echanges.livre_de_paie.table import livre_d_une_table
from tableur.echanges.livre_de_paie.texte import livre_d_un_texte, pages_de_bulletins

__all__ = [
    "BulletinRecu",
    "LivreRecu",
    "grille_d_une_page",
    "lignes_d_un_pdf",
    "livre_d_un_texte",
    "livre_d_une_table",
    "livre_en_colonnes",
    "pages_de_bulletins",
]
