"""Le texte VBA du classeur Excel, fait depuis le catalogue : fonctions de feuille, aide, boutons.

Trois modules sont fabriqués (`TABLEUR`, `TABLEUR_Aide`, `TABLEUR_Boutons`) et rangés dans `macros/` ; les autres y
sont écrits à la main. `python -m tableur.liaisons.excel.vba` les refait.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from tableur.catalogue import Argument, Catalogue, Fonction, recenser
from tableur.classeurs.declaration import DOSSIER as MODELES
from tableur.classeurs.declaration import modele
from tableur.classeurs.macros.boutons import BOUTONS_DE_TOUS, macro
from tableur.fichiers.ressources import dossier_de_ressources, lister_ressources, ressource
from tableur.socle.erreurs import ErreurTableur

DOSSIER = "macros"
LARGEUR = 100
LIGNE_MAXIMALE = 1023  # caractères d'une ligne logique de VBA, suites comprises pour plus de sûreté
SUITES_MAXIMUM = 24  # lignes que « _ » peut prolonger
AIDE_MAXIMALE = 255
_MOTS = """
base case class compare compatible const date declare dim each error event explicit get global goto if imp
implements in input is let lib like line local lock loop lset me mod module name new next not object on option
optional or preserve print private property public redim rem resume return rset select set shared static step
stop string sub system text then to type until variant with xor
"""
MOTS_DU_BASIC = frozenset(_MOTS.split())
ENCODAGE = "cp1252"  # celui du projet VBA
ECRITS_A_LA_MAIN = ("TABLEUR_Pont", "TABLEUR_Controle", "ThisWorkbook")

_FAIT = "' Fait par tableur d'après son catalogue : ne pas modifier à la main.\n"
_EXPLICATION = "Explication d'une cellule calculée par tableur : le calcul développé, ou la raison de l'erreur."
_ABSENTS_DE_CP1252 = str.maketrans(
    {
        "\u202f": "\u00a0",
        "\u2011": "-",
        "≤": "<=",
        "≥": ">=",
        "≠": "<>",
        "→": "->",
        "−": "-",
        "√": "racine de ",
        "σ": "sigma ",
    }
)


def actions_des_modeles() -> list[str]:
    """Ce que lancent les boutons de tous les modèles livrés, sans doublon, puis les boutons de tout classeur."""
    noms = [declaration.stem for declaration in lister_ressources(MODELES, "*.toml")]
    actions = [bouton.action for nom in noms for bouton in modele(nom).boutons]
    return list(dict.fromkeys([*actions, *BOUTONS_DE_TOUS]))


def modules(catalogue: Catalogue | None = None) -> dict[str, str]:
    """Texte des modules fabriqués, par nom de module.

    Args:
        catalogue: Fonctions marquées ; par défaut, celles de `tableur.calculs`.

    Raises:
        MarqueInvalide: Au moins une fonction est mal marquée.
        ErreurTableur: Une ligne de VBA serait trop longue, ou un caractère n'a pas de place dans un projet VBA.
    """
    connues = recenser("tableur.calculs") if catalogue is None else catalogue
    connues.exiger()
    formules = [f for nom in connues if (f := connues[nom]).marque.genre == "formule"]
    textes = {
        "TABLEUR": _enveloppes(formules),
        "TABLEUR_Aide": _aide(formules),
        "TABLEUR_Boutons": _boutons(actions_des_modeles()),
    }
    for nom, texte in textes.items():
        _verifier(nom, texte)
    return textes


def projet(*, pour_calc: bool = False) -> dict[str, str]:
    """Texte de tous les modules du projet, tels qu'ils sont livrés ; `ThisWorkbook` à part dans sa clé.

    Args:
        pour_calc: Vrai pour le pont de LibreOffice : les formules seules, sans xlwings ni boutons.

    Raises:
        ErreurTableur: Un module n'est pas livré.
    """
    if pour_calc:
        return {"TABLEUR": lire_module("TABLEUR"), "TABLEUR_Pont": lire_module("TABLEUR_Pont_Calc")}
    noms = ("TABLEUR", "TABLEUR_Pont", "TABLEUR_Controle", "TABLEUR_Aide", "TABLEUR_Boutons", "ThisWorkbook")
    return {nom: lire_module(nom) for nom in noms}


def lire_module(nom: str) -> str:
    """Texte d'un module livré.

    Raises:
        ErreurTableur: Il n'est pas livré.
    """
    return ressource(DOSSIER, f"{nom}.bas").read_text("utf-8")


def ecrire_les_modules(dossier: Path | None = None) -> list[Path]:
    """Écrit les modules fabriqués ; par défaut, dans `macros/`."""
    produits = []
    for nom, texte in modules().items():
        fichier = (dossier or dossier_de_ressources(DOSSIER)) / f"{nom}.bas"
        fichier.write_text(texte, "utf-8", newline="\n")
        produits.append(fichier)
    return produits


def en_cp1252(texte: str) -> str:
    """Texte dont chaque caractère a sa place dans un projet VBA.

    Raises:
        ErreurTableur: Un caractère n'y a ni place, ni remplaçant.

    >>> en_cp1252("de 1 à 5 : x ≥ 0")
    'de 1 à 5 : x >= 0'
    """
    remplace = texte.translate(_ABSENTS_DE_CP1252)
    try:
        remplace.encode(ENCODAGE)
    except UnicodeEncodeError as erreur:
        fautif = remplace[erreur.start]
        raise ErreurTableur(f"Le caractère « {fautif} » n'a pas de place dans un texte VBA : {texte}") from None
    return remplace


def _enveloppes(formules: Iterable[Fonction]) -> str:
    entete = (
        'Attribute VB_Name = "TABLEUR"\n' + _FAIT + "' Une fonction de feuille par formule ; toutes passent par "
        "TABLEUR_Pont, qui rend de vraies erreurs.\nOption Explicit\n"
    )
    morceaux = [entete, *map(_enveloppe, formules)]
    morceaux.append(
        _fonction("EXPLICATION_DE", ["cellule As Variant"], _EXPLICATION, "TABLEUR_Pont.Expliquer(cellule)")
    )
    return "\n".join(morceaux)


def _enveloppe(fonction: Fonction) -> str:
    nom = fonction.nom.upper()
    noms = [_nom_de_parametre(argument) for argument in fonction.arguments]
    appel = f'TABLEUR_Pont.Appeler("{nom}", Array({", ".join(noms)}))'
    return _fonction(nom, _parametres(fonction), fonction.resume, appel)


def _parametres(fonction: Fonction) -> list[str]:
    """Paramètres de la fonction VBA ; après un facultatif, VBA les veut tous facultatifs."""
    declares, facultatif = [], ""
    for argument in fonction.arguments:
        facultatif = facultatif or ("" if argument.obligatoire else "Optional ")
        declares.append(f"{facultatif}{_nom_de_parametre(argument)} As Variant")
    return declares


def _nom_de_parametre(argument: Argument) -> str:
    """Nom d'un paramètre ; un mot de VBA ou du Basic de LibreOffice (« Option Base 1 ») prend un souligné."""
    return f"{argument.nom}_" if argument.nom in MOTS_DU_BASIC else argument.nom


def _fonction(nom: str, parametres: list[str], aide: str, appel: str) -> str:
    declaration = f"Public Function {nom}({', '.join(parametres)}) As Variant"
    return (
        f"{_a_la_ligne(declaration)}\n"
        f"Attribute {nom}.VB_Description = {_texte(aide)}\n"
        f'Attribute {nom}.VB_ProcData.VB_Invoke_Func = " \\n14"\n'
        f"{_a_la_ligne(f'    {nom} = {appel}')}\n"
        "End Function\n"
    )


def _a_la_ligne(ligne: str) -> str:
    """Ligne coupée après une virgule par les « _ » de VBA, avant `LARGEUR` caractères."""
    retrait = " " * 8
    lignes, courante = [], ""
    for morceau in ligne.split(", "):
        suite = f"{courante}, {morceau}" if courante else morceau
        if courante and len(suite) > LARGEUR:
            lignes.append(f"{courante}, _")
            suite = retrait + morceau
        courante = suite
    return "\n".join([*lignes, courante])


def _aide(formules: list[Fonction]) -> str:
    par_famille = {cle: list(f) for cle, f in groupby(sorted(formules, key=_par_famille), key=lambda f: f.famille)}
    appels = "".join(f"    Decrire_{_identifiant(famille)}\n" for famille in par_famille)
    entete = (
        'Attribute VB_Name = "TABLEUR_Aide"\n'
        + _FAIT
        + "' Catégorie, description et aide des arguments que montre "
        "l'assistant de fonctions d'Excel.\nOption Explicit\nOption Private Module\n\nPublic Sub Decrire()\n"
    )
    debut = f'    Aider "EXPLICATION_DE", "tableur", {_texte(_EXPLICATION)}, _\n'
    explication = debut + '        Array("Cellule à expliquer.")\n'
    corps = [f"{entete}{appels}{explication}End Sub\n"]
    for famille, siennes in par_famille.items():
        lignes = "".join(map(_aide_de, siennes))
        corps.append(f"Private Sub Decrire_{_identifiant(famille)}()\n{lignes}End Sub\n")
    return "\n".join([*corps, _AIDER])


def _par_famille(fonction: Fonction) -> tuple[str, str]:
    return fonction.famille, fonction.nom.upper()


def _identifiant(famille: str) -> str:
    return "".join(lettre if lettre.isalnum() else "_" for lettre in famille)


def _aide_de(fonction: Fonction) -> str:
    debut = (
        f'    Aider "{fonction.nom.upper()}", {_texte(f"tableur {fonction.famille}")}, {_texte(fonction.resume)}, '
    )
    aides = [_texte(_aide_d_argument(argument)) for argument in fonction.arguments]
    return (
        f"{debut}Array( _\n        {(', _' + chr(10) + ' ' * 8).join(aides)})\n" if aides else f"{debut}Array()\n"
    )


def _aide_d_argument(argument: Argument) -> str:
    aide = argument.aide if argument.obligatoire else f"Facultatif. {argument.aide}"
    return aide if len(aide) <= AIDE_MAXIMALE else argument.aide


_AIDER = """\
' Une fonction qu'Excel refuse de décrire n'empêche pas de décrire les autres.
Private Sub Aider(ByVal nom As String, ByVal categorie As String, ByVal aide As String, arguments As Variant)
    On Error Resume Next
    If UBound(arguments) < 0 Then
        Application.MacroOptions Macro:=nom, Description:=aide, Category:=categorie
    Else
        Application.MacroOptions Macro:=nom, Description:=aide, Category:=categorie, _
            ArgumentDescriptions:=arguments
    End If
End Sub
"""


def _boutons(actions: Iterable[str]) -> str:
    entete = (
        'Attribute VB_Name = "TABLEUR_Boutons"\n'
        + _FAIT.replace(" d'après son catalogue", "")
        + "' Une macro par "
        "bouton ; le travail est fait par Python, qui parle à ce classeur.\nOption Explicit\n\n"
        "Private enCours As Boolean\n"
    )
    macros = [f'Public Sub {macro(action)}()\n    Lancer "{action}"\nEnd Sub\n' for action in actions]
    return "\n".join([entete, *macros, _LANCER])


_LANCER = """\
' Pressé deux fois, un bouton ne travaille qu'une fois. Si ce Python n'a plus tableur, xlwings montre la phrase.
Private Sub Lancer(ByVal bouton As String)
    Dim phrase As String
    If enCours Then Exit Sub
    phrase = TABLEUR_Controle.Defaut()
    If phrase = "" And ThisWorkbook.Path = "" Then
        phrase = "Enregistrer d'abord ce classeur, puis presser le bouton."
    End If
    If phrase <> "" Then
        MsgBox phrase, vbExclamation, "tableur"
        Exit Sub
    End If
    enCours = True
    On Error GoTo Fin
    RunPython "import importlib.util as u, sys; u.find_spec('tableur') or sys.exit('Ce Python n a plus " & _
        "tableur : lancer tableur installer --excel, puis rouvrir ce classeur.'); " & _
        "from tableur.liaisons.excel import boutons; boutons.lancer('" & bouton & "')"
Fin:
    enCours = False
    If Err.Number <> 0 Then
        MsgBox "Ce bouton n'a pas pu lancer Python : faire « tableur diagnostic ».", vbExclamation, "tableur"
    End If
End Sub
"""


def _texte(texte: str) -> str:
    """Chaîne de VBA, guillemets doublés, coupée à ce que l'assistant d'Excel accepte."""
    nu = " ".join(en_cp1252(texte).split())
    return '"' + nu[:AIDE_MAXIMALE].replace('"', '""') + '"'


def _verifier(nom: str, texte: str) -> None:
    en_cp1252(texte)
    for ligne, suites in _lignes_logiques(texte):
        if any(len(morceau) > LIGNE_MAXIMALE for morceau in ligne.split("\n")) or suites > SUITES_MAXIMUM:
            raise ErreurTableur(f"{nom} : ligne VBA trop longue, « {ligne[:60]}… ».")


def _lignes_logiques(texte: str) -> Iterator[tuple[str, int]]:
    """Chaque ligne avec ses suites, et leur nombre."""
    courante: list[str] = []
    for ligne in texte.splitlines():
        courante.append(ligne)
        if not ligne.endswith(" _"):
            yield "\n".join(courante), len(courante) - 1
            courante = []


if __name__ == "__main__":
    ecrire_les_modules()
