"""Le texte VBA : macros/ est ce que le catalogue donne, et un interpréteur de VBA l'exécute."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tableur.catalogue import recenser
from tableur.liaisons.excel import repartiteur, vba

_vba: Any = import_module("pyopenvba.interpreter")  # pyOpenVBA n'a pas de types
_execution: Any = import_module("pyopenvba.interpreter._runtime")
_valeurs: Any = import_module("pyopenvba.interpreter._values")
EMPTY, UNRESOLVED, Interpreter = _vba.EMPTY, _execution.UNRESOLVED, _vba.Interpreter
VBAArray, VBAInt, VBAErrorValue = _valeurs.VBAArray, _valeurs.VBAInt, _vba.VBAErrorValue
CONSTANTES = {"xlerrname": 2029, "xlerrvalue": 2015}


def test_les_modules_ranges_sont_ceux_que_le_catalogue_donne(tmp_path: Path) -> None:
    for fichier in vba.ecrire_les_modules(tmp_path):
        voulu = fichier.read_text("utf-8")
        assert voulu == vba.lire_module(fichier.stem), "lancer « make modeles », et committer macros/"


@pytest.mark.parametrize("nom", ["TABLEUR_Pont_Calc", *vba.projet()])
def test_chaque_ligne_tient_dans_l_editeur_de_vba(nom: str) -> None:
    texte = vba.lire_module(nom)
    assert [] == [ligne for ligne in texte.splitlines() if len(ligne) > vba.LIGNE_MAXIMALE]
    suites = [m.count("\n") for m in re.findall(r"(?:[^\n]* _\n)+", texte)]
    assert max(suites, default=0) <= vba.SUITES_MAXIMUM
    vba.en_cp1252(texte).encode("cp1252")


def test_chaque_formule_a_son_enveloppe_et_son_aide() -> None:
    enveloppes, aide = vba.lire_module("TABLEUR"), vba.lire_module("TABLEUR_Aide")
    formules = recenser("tableur.calculs")
    for nom in formules:
        fonction = formules[nom]
        if fonction.marque.genre == "formule":
            assert f"Public Function {nom.upper()}(" in enveloppes
            assert f'Aider "{nom.upper()}", ' in aide
            assert len(", ".join(argument.nom for argument in fonction.arguments)) <= 254


def test_un_texte_qui_commence_par_egal_n_est_jamais_rendu_comme_une_erreur() -> None:
    assert [["=1+1"]] == repartiteur.grille_rendue("=1+1")


class _Python(_vba.VBAObject):  # type: ignore[misc]
    """L'objet que la dll de xlwings rend : `CallUDF`, avec ce que le serveur COM fait du résultat."""

    vba_type_name = "XLPython"

    def __init__(self, *, panne: bool = False) -> None:
        self.panne, self.appels = panne, 0

    @_vba.method  # type: ignore[untyped-decorator]
    def CallUDF(self, module: str, nom: str, valeurs: Any, livre: Any, appelant: Any) -> Any:  # noqa: N802
        self.appels += 1
        if self.panne:
            raise _vba.VBARuntimeError(1000, "Could not activate Python COM server")
        assert repartiteur.__name__ == str(module)
        fonction = getattr(repartiteur, str(nom))
        assert {"raw"} == {a["options"]["convert"] for a in fonction.__xlfunc__["args"]}
        grille = fonction(*(_vers_python(valeur) for valeur in valeurs.items))
        if len(grille) == 1 and len(grille[0]) == 1:
            return _vers_vba(grille[0][0])
        if len(grille) == 1:
            return VBAArray([(0, len(grille[0]) - 1)], items=[_vers_vba(v) for v in grille[0]])
        colonnes = [_vers_vba(ligne[j]) for j in range(len(grille[0])) for ligne in grille]
        return VBAArray([(0, len(grille) - 1), (0, len(grille[0]) - 1)], items=colonnes)


def _vers_python(valeur: Any) -> Any:
    """Ce que pywin32 fait d'une valeur de VBA."""
    if valeur is EMPTY:
        return None
    if isinstance(valeur, VBAErrorValue):
        return -2146828288 + valeur.number
    if isinstance(valeur, VBAArray):
        (debut, fin), (gauche, droite) = valeur.bounds
        lignes = range(debut, fin + 1)
        return tuple(tuple(_vers_python(valeur.get([i, j])) for j in range(gauche, droite + 1)) for i in lignes)
    return valeur if isinstance(valeur, str | bool) else float(valeur)


def _vers_vba(valeur: Any) -> Any:
    """Un entier de Python devient un Long ; un flottant, un Double."""
    return VBAInt(valeur, "Long") if isinstance(valeur, int) and not isinstance(valeur, bool) else valeur


class _Application(_vba.VBAObject):  # type: ignore[misc]
    vba_type_name = "Application"

    @_vba.method  # type: ignore[untyped-decorator]
    def Caller(self) -> Any:  # noqa: N802
        return "une macro"


class _Excel(_vba.HostBridge):  # type: ignore[misc]
    """L'hôte : ses constantes, l'application, et l'objet de xlwings."""

    def __init__(self, python: _Python) -> None:
        self.objets: dict[str, object] = {
            "application": _Application(),
            "xlpy": python,
            "thisworkbook": _Application(),
        }

    def global_object(self, name: str) -> object:
        return self.objets.get(name.lower(), UNRESOLVED)

    def constant(self, name: str) -> object:
        return CONSTANTES.get(name.lower(), UNRESOLVED)


def _excel(python: _Python) -> Any:
    interprete = Interpreter(_Excel(python))
    for nom in ("TABLEUR", "TABLEUR_Pont"):
        texte = "\n".join(x for x in vba.lire_module(nom).splitlines() if not x.startswith("Attribute "))
        interprete.add_module(texte.replace("TABLEUR_Pont.", ""), name=nom)  # il ne qualifie pas par le module
    return interprete


def test_un_interpreteur_de_vba_execute_les_enveloppes_jusqu_a_python() -> None:
    excel = _excel(_Python())
    assert 130.0 == excel.run("POINT_DE_COMMANDE", [20.0, 5.0, 30.0])
    assert 100.0 == excel.run("POINT_DE_COMMANDE", [20.0, 5.0])
    colonne = VBAArray([(1, 2), (1, 1)], items=[20.0, 10.0])
    rendu = excel.run("POINT_DE_COMMANDE", [colonne, 5.0])
    assert isinstance(rendu, VBAArray)
    assert [100.0, 50.0] == rendu.items


def test_une_erreur_est_une_vraie_erreur_pas_un_texte() -> None:
    excel = _excel(_Python())
    assert VBAErrorValue(2015) == excel.run("POINT_DE_COMMANDE", [-1.0, 5.0])
    assert VBAErrorValue(2015) == excel.run("POINT_DE_COMMANDE", [VBAErrorValue(2042), 5.0])
    melee = VBAArray([(1, 2), (1, 1)], items=[20.0, "abc"])
    rendu = excel.run("POINT_DE_COMMANDE", [melee, 5.0])
    assert isinstance(rendu, VBAArray)
    assert [100.0, VBAErrorValue(2015)] == rendu.items


def test_sans_reponse_de_python_les_cellules_suivantes_n_attendent_pas() -> None:
    python = _Python(panne=True)
    excel = _excel(python)
    rendus = [excel.run("TABLEUR.POINT_DE_COMMANDE", [20.0, 5.0]) for _ in range(2)]
    assert [VBAErrorValue(2029)] * 2 == rendus
    assert python.appels >= 1


def test_l_explication_d_une_formule_passe_par_le_meme_pont() -> None:
    texte = _excel(_Python()).run("EXPLICATION_DE", ["POINT_DE_COMMANDE(20,5,30)"])
    assert "20 × 5 + 30 = 130" in str(texte)


def test_vba_lit_pour_python_ce_que_la_formule_cite() -> None:
    formule = "=IF(A1>0,POINT_DE_COMMANDE(A2,SUM(B1:B3),'Mes réglages'!C4),0)"
    demandes = repartiteur.demander_depuis_excel(formule)
    assert [["A2", "SUM(B1:B3)", "'Mes réglages'!C4"]] == demandes
    couples = [x for paire in zip(demandes[0], (20.0, 5.0, 30.0), strict=True) for x in paire]
    assert "20 × 5 + 30 = 130" in str(repartiteur.expliquer_depuis_excel(formule, *couples)[0][0])
    fautif = repartiteur.expliquer_depuis_excel(formule, "A2", -2146826246)
    assert "« A2 » est en erreur" in str(fautif[0][0])


class _Fichiers(_vba.VBAObject):  # type: ignore[misc]
    """`Scripting.FileSystemObject` d'un poste Windows qui n'a que ces fichiers."""

    vba_type_name = "FileSystemObject"

    def __init__(self, presents: set[str]) -> None:
        self.presents = presents

    @_vba.method  # type: ignore[untyped-decorator]
    def FileExists(self, chemin: str) -> bool:  # noqa: N802
        return str(chemin) in self.presents

    @_vba.method  # type: ignore[untyped-decorator]
    def GetParentFolderName(self, chemin: str) -> str:  # noqa: N802
        return str(chemin).rpartition("\\")[0]


class _Windows(_Excel):
    def __init__(self, presents: set[str]) -> None:
        super().__init__(_Python())
        self.presents = presents

    def create(self, type_name_: str) -> object:
        return _Fichiers(self.presents) if "FileSystemObject" in type_name_ else UNRESOLVED


_XLWINGS = """
Public Const XLWINGS_VERSION As String = "9.9.9"
Public Function GetConfig(cle As String) As String
    If cle = "INTERPRETER_WIN" Then GetConfig = "C:\\Été\\py\\python.exe"
    If cle = "TABLEUR_VERSION" Then GetConfig = "1.2.3"
End Function
"""


@pytest.mark.parametrize(
    ("presents", "debut"),
    [
        (set(), "Le Python de tableur n'est plus à sa place (C:\\Été\\py\\python.exe)"),
        ({"C:\\Été\\py\\python.exe"}, "Ce classeur attend xlwings 9.9.9, qui n'est pas dans le Python de tableur"),
    ],
)
def test_le_controle_dit_une_phrase_francaise(presents: set[str], debut: str) -> None:
    excel = Interpreter(_Windows(presents))
    excel.add_module(_XLWINGS, name="xlwings")
    texte = "\n".join(
        x for x in vba.lire_module("TABLEUR_Controle").splitlines() if not x.startswith("Attribute ")
    )
    sans_environnement = texte.replace('Environ("APPDATA")', '"C:\\donnees"')  # l'interpréteur n'en a pas
    excel.add_module(sans_environnement, name="TABLEUR_Controle")
    phrase = str(excel.run("Defaut", []))
    assert phrase.startswith(debut), phrase
    assert phrase.endswith(".")
    assert "\n" not in phrase


def test_aucun_parametre_n_est_un_mot_du_basic() -> None:
    parametres = re.findall(r"(\w+) As Variant[,)]", vba.lire_module("TABLEUR"))
    assert "base_" in parametres
    assert not {p.lower() for p in parametres} & vba.MOTS_DU_BASIC
