Attribute VB_Name = "TABLEUR_Boutons"
' Fait par tableur : ne pas modifier à la main.
' Une macro par bouton ; le travail est fait par Python, qui parle à ce classeur.
Option Explicit

Private enCours As Boolean

Public Sub CourriersVerifier()
    Lancer "courriers_verifier"
End Sub

Public Sub CourriersApercevoir()
    Lancer "courriers_apercevoir"
End Sub

Public Sub CourriersSelection()
    Lancer "courriers_selection"
End Sub

Public Sub CourriersTous()
    Lancer "courriers_tous"
End Sub

Public Sub CourriersDossier()
    Lancer "courriers_dossier"
End Sub

Public Sub Calculer()
    Lancer "calculer"
End Sub

Public Sub Bulletins()
    Lancer "bulletins"
End Sub

Public Sub Comptabiliser()
    Lancer "comptabiliser"
End Sub

Public Sub Collecter()
    Lancer "collecter"
End Sub

Public Sub Comparer()
    Lancer "comparer"
End Sub

Public Sub ControlerLesBulletins()
    Lancer "controler_les_bulletins"
End Sub

Public Sub Declarer()
    Lancer "declarer"
End Sub

Public Sub Verifier()
    Lancer "verifier"
End Sub

Public Sub Pourquoi()
    Lancer "pourquoi"
End Sub

Public Sub Annuler()
    Lancer "annuler"
End Sub

Public Sub Reapprovisionner()
    Lancer "reapprovisionner"
End Sub

Public Sub Alerter()
    Lancer "alerter"
End Sub

Public Sub Valoriser()
    Lancer "valoriser"
End Sub

Public Sub Inventorier()
    Lancer "inventorier"
End Sub

Public Sub Controler()
    Lancer "controler"
End Sub

Public Sub Cloturer()
    Lancer "cloturer"
End Sub

Public Sub Rouvrir()
    Lancer "rouvrir"
End Sub

Public Sub Remettre()
    Lancer "remettre"
End Sub

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
