"""Le menu « Tableur » de Calc et l'adresse de ses lignes, d'après les boutons que les modèles déclarent."""

from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from tableur.classeurs.declaration import DOSSIER, modele
from tableur.classeurs.modeles import Bouton
from tableur.fichiers.ressources import lister_ressources
from tableur.liaisons.calc.boutons_hote import IMPLEMENTATION, PROTOCOLE

_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_TOUJOURS = ("verifier", "pourquoi", "annuler")
_LANGUES = ("fr", "en-US")
_ENTETE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{nom}" oor:package="org.openoffice.Office">\n'
)


def boutons_livres() -> list[Bouton]:
    """Boutons de tous les modèles livrés, chacun une fois ; les actions d'abord, puis ceux de tout classeur.

    Une action que deux modèles nomment autrement, « Calculer la TVA », « Calculer la paie », est dite
    « Calculer » : le classeur ouvert décide.
    """
    noms = [declaration.stem for declaration in lister_ressources(DOSSIER, "*.toml")]
    tous: dict[str, Bouton] = {}
    for bouton in [bouton for nom in sorted(noms) for bouton in modele(nom).boutons]:
        if (connu := tous.setdefault(bouton.action, bouton)).libelle != bouton.libelle:
            tous[bouton.action] = replace(connu, libelle=bouton.action.replace("_", " ").capitalize())
    return sorted(tous.values(), key=lambda bouton: bouton.action in _TOUJOURS)


def menu(boutons: Sequence[Bouton]) -> str:
    """Addons.xcu : une ligne de menu par bouton, sur tout classeur."""
    lignes = []
    for rang, bouton in enumerate(boutons):
        if bouton.action == next((b.action for b in boutons if b.action in _TOUJOURS), None) and rang:
            trait = '<prop oor:name="URL"><value>private:separator</value></prop>'
            lignes.append(f'<node oor:name="m{rang:02d}a" oor:op="replace">{trait}</node>\n')
        lignes.append(
            f'<node oor:name="m{rang:02d}b" oor:op="replace">{_propriete("Context", _CALC)}'
            f"{_propriete('URL', PROTOCOLE + bouton.action)}{_titre(bouton.libelle)}"
            f"{_propriete('Target', '_self')}</node>\n"
        )
    return (
        _ENTETE.format(nom="Addons")
        + '<node oor:name="AddonUI"><node oor:name="OfficeMenuBar">'
        + f'<node oor:name="org.tableur.menu" oor:op="replace">{_propriete("Context", _CALC)}{_titre("Tableur")}'
        + f'{_propriete("Target", "_self")}<node oor:name="Submenu">\n{"".join(lignes)}'
        + "</node></node></node></node>\n"
        + "</oor:component-data>\n"
    )


def protocole() -> str:
    """ProtocolHandler.xcu : qui reçoit les adresses « org.tableur: »."""
    return (
        _ENTETE.format(nom="ProtocolHandler")
        + f'<node oor:name="HandlerSet"><node oor:name={quoteattr(IMPLEMENTATION)} oor:op="replace">'
        + f'<prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOLE}*</value></prop>'
        + "</node></node>\n"
        + "</oor:component-data>\n"
    )


def _propriete(nom: str, valeur: str) -> str:
    return f'<prop oor:name="{nom}" oor:type="xs:string"><value>{escape(valeur)}</value></prop>'


def _titre(texte: str) -> str:
    valeurs = "".join(f'<value xml:lang="{langue}">{escape(texte)}</value>' for langue in _LANGUES)
    return f'<prop oor:name="Title" oor:type="xs:string">{valeurs}</prop>'
