Attribute VB_Name = "TABLEUR_Boutons"
' Fait par tableur : ne pas modifier à la main.
' Une macro par bouton ; le travail est fait par Python, qui parle à ce classeur.
Option Explicit

Public Sub Reapprovisionner()
    Lancer "reapprovisionner"
End Sub

Public Sub Alerter()
    Lancer "alerter"
End Sub

Public Sub Valoriser()
    Lancer "valoriser"
End Sub

Public Sub FeuilleDeComptage()
    Lancer "inventorier"
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
Private Sub Lancer(ByVal bouton As String)
    Dim phrase As String
    phrase = TABLEUR_Controle.Defaut()
    If phrase <> "" Then
        MsgBox phrase, vbExclamation, "tableur"
        Exit Sub
    End If
    RunPython "from tableur.liaisons.excel import boutons; boutons.lancer('" & bouton & "')"
End Sub
