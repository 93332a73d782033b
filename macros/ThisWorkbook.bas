' À l'ouverture : l'aide des fonctions, puis une phrase si quelque chose empêche Python de répondre.
Option Explicit

Private Sub Workbook_Open()
    Dim phrase As String, enregistre As Boolean
    enregistre = ThisWorkbook.Saved
    On Error Resume Next
    TABLEUR_Aide.Decrire
    phrase = TABLEUR_Controle.Defaut()
    ThisWorkbook.Saved = enregistre
    On Error GoTo 0
    If phrase <> "" Then MsgBox phrase, vbExclamation, "tableur"
End Sub
