Attribute VB_Name = "TABLEUR_Pont"
' Passage d'une formule d'Excel au Python de tableur, par xlwings : valeurs à l'aller, vraies erreurs au retour.
' De Python revient un nombre en Double, et une erreur en Long, qui est son numéro pour CVErr.
Option Explicit
Option Private Module

Private Const MODULE_PYTHON As String = "tableur.liaisons.excel.repartiteur"
Private Const ATTENTE As Double = 10 ' secondes avant de réessayer quand Python ne répond pas

Private enPanneDepuis As Double

Public Function Appeler(ByVal nom As String, arguments As Variant) As Variant
    Dim valeurs() As Variant, rang As Long
    On Error GoTo Panne
    ReDim valeurs(0 To UBound(arguments) + 1)
    valeurs(0) = nom
    For rang = 0 To UBound(arguments)
        valeurs(rang + 1) = ValeurDe(arguments(rang))
    Next rang
    Appeler = Demander("appeler_depuis_excel", valeurs)
    Exit Function
Panne:
    Appeler = CVErr(xlErrName)
End Function

' Pendant un calcul, Excel ne laisse pas Python lire les cellules : VBA lit ce que Python demande, puis le lui donne.
Public Function Expliquer(cellule As Variant) As Variant
    Dim formule(0 To 0) As Variant, valeurs() As Variant, demandes As Variant, rang As Long
    On Error GoTo Panne
    If Not IsObject(cellule) Then
        formule(0) = cellule
        Expliquer = Demander("expliquer_depuis_excel", formule)
        Exit Function
    End If
    formule(0) = cellule.Cells(1, 1).Formula
    demandes = EnListe(Demander("demander_depuis_excel", formule))
    ReDim valeurs(0 To 2 * (UBound(demandes) + 1))
    valeurs(0) = formule(0)
    For rang = 0 To UBound(demandes)
        valeurs(2 * rang + 1) = demandes(rang)
        valeurs(2 * rang + 2) = Evaluee(cellule.Worksheet, demandes(rang))
    Next rang
    Expliquer = Demander("expliquer_depuis_excel", valeurs)
    Exit Function
Panne:
    Expliquer = CVErr(xlErrName)
End Function

' Valeur d'une référence ou d'une formule dans sa feuille ; une erreur si elle ne s'évalue pas.
Private Function Evaluee(ByVal feuille As Object, ByVal texte As Variant) As Variant
    Evaluee = CVErr(xlErrValue)
    On Error Resume Next
    If texte <> "" Then Evaluee = ValeurDe(feuille.Evaluate(texte))
End Function

Private Function EnListe(valeur As Variant) As Variant
    Dim liste() As Variant, rang As Long
    If Not IsArray(valeur) Then
        EnListe = Array(valeur)
        Exit Function
    End If
    ReDim liste(0 To UBound(valeur) - LBound(valeur))
    For rang = 0 To UBound(liste)
        liste(rang) = valeur(LBound(valeur) + rang)
    Next rang
    EnListe = liste
End Function

' Sans réponse de Python, les cellules suivantes n'attendent pas chacune leur tour.
Private Function Demander(ByVal fonction As String, valeurs() As Variant) As Variant
    Dim ecoule As Double
    If enPanneDepuis > 0 Then
        ecoule = Timer - enPanneDepuis
        If ecoule >= 0 And ecoule < ATTENTE Then
            Demander = CVErr(xlErrName)
            Exit Function
        End If
    End If
    On Error GoTo Panne
    Demander = EnCellules(AppelPython(fonction, valeurs))
    enPanneDepuis = 0
    Exit Function
Panne:
    enPanneDepuis = Timer
    Demander = CVErr(xlErrName)
End Function

Private Function AppelPython(ByVal fonction As String, valeurs() As Variant) As Variant
#If Mac Then
    Err.Raise 1000, , "Sur un Mac, seuls les boutons fonctionnent."
#Else
    AppelPython = XLPy.CallUDF(MODULE_PYTHON, fonction, valeurs, ThisWorkbook, Appelant())
#End If
End Function

Private Function Appelant() As Object
    Set Appelant = Nothing
    If TypeName(Application.Caller) = "Range" Then Set Appelant = Application.Caller
End Function

' Value2 : ni monnaie à quatre décimales, ni date dépendante du fuseau ; une cellule en erreur y est une erreur.
Private Function ValeurDe(Optional argument As Variant) As Variant
    Dim plage As Object, derniere As Long
    If IsMissing(argument) Then
        ValeurDe = Empty
        Exit Function
    End If
    If Not IsObject(argument) Then
        ValeurDe = argument
        Exit Function
    End If
    Set plage = argument
    If plage.Areas.Count > 1 Then
        ValeurDe = CVErr(xlErrValue)
        Exit Function
    End If
    If plage.Rows.Count = plage.Worksheet.Rows.Count Then
        derniere = plage.Worksheet.UsedRange.Row + plage.Worksheet.UsedRange.Rows.Count - 1
        Set plage = plage.Resize(derniere)
    End If
    ValeurDe = plage.Value2
End Function

Private Function EnCellules(resultat As Variant) As Variant
    Dim ligne As Long, colonne As Long
    Select Case Dimensions(resultat)
    Case 0
        EnCellules = EnCellule(resultat)
        Exit Function
    Case 1
        For colonne = LBound(resultat) To UBound(resultat)
            resultat(colonne) = EnCellule(resultat(colonne))
        Next colonne
    Case Else
        For ligne = LBound(resultat, 1) To UBound(resultat, 1)
            For colonne = LBound(resultat, 2) To UBound(resultat, 2)
                resultat(ligne, colonne) = EnCellule(resultat(ligne, colonne))
            Next colonne
        Next ligne
    End Select
    EnCellules = resultat
End Function

Private Function EnCellule(valeur As Variant) As Variant
    If VarType(valeur) = vbLong Then
        EnCellule = CVErr(valeur)
    Else
        EnCellule = valeur
    End If
End Function

Private Function Dimensions(tableau As Variant) As Long
    Dim borne As Long
    Dimensions = 0
    If Not IsArray(tableau) Then Exit Function
    Dimensions = 1
    On Error GoTo Fin
    borne = UBound(tableau, 2)
    Dimensions = 2
Fin:
End Function
