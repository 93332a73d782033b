Attribute VB_Name = "TABLEUR_Pont"
' Passage des mêmes formules à l'extension TABLEUR de LibreOffice, sans xlwings.
' LibreOffice 7.4 ignore les lignes « # » et compile donc les deux branches : la sienne, la dernière, l'emporte.
Option Explicit

Private relais As Object
Private pret As Boolean

Public Function Appeler(ByVal nom As String, arguments As Variant) As Variant
#If VBA7 Then
    Appeler = CVErr(2029)
#Else
    Appeler = Demander(nom, arguments)
#End If
End Function

Public Function Expliquer(cellule As Variant) As Variant
#If VBA7 Then
    Expliquer = CVErr(2029)
#Else
    Expliquer = Demander("EXPLICATION_DE", Array(cellule, ThisComponent))
#End If
End Function

#If VBA7 Then
#Else
Private Function Demander(ByVal nom As String, arguments As Variant) As Variant
    Dim valeurs() As Variant, places() As Integer, sorties() As Variant, rang As Long, grille As Variant
    If Not pret Then
        Set relais = createUnoService("com.sun.star.script.Invocation").createInstanceWithArguments(Array(createUnoService("TABLEUR")))
        pret = True
    End If
    ReDim valeurs(UBound(arguments))
    For rang = 0 To UBound(arguments)
        If IsMissing(arguments(rang)) Then
            valeurs(rang) = Null
        ElseIf IsObject(arguments(rang)) Then
            valeurs(rang) = EnGrille(arguments(rang).Value)
        Else
            valeurs(rang) = EnGrille(arguments(rang))
        End If
    Next rang
    grille = relais.invoke(nom, valeurs, places, sorties)
    If UBound(grille) = 0 Then
        If UBound(grille(0)) = 0 Then
            Demander = grille(0)(0)
            Exit Function
        End If
    End If
    Demander = EnTableau(grille)
End Function

' Grille d'UNO : sans le dire, Basic donnerait aux cases le type de la première.
Private Function EnGrille(valeur As Variant) As Variant
    Dim lignes() As Variant, cases() As Variant, ligne As Long, colonne As Long
    If Not IsArray(valeur) Then
        EnGrille = CreateUnoValue("[][]any", Array(Array(valeur)))
        Exit Function
    End If
    ReDim lignes(UBound(valeur, 1) - LBound(valeur, 1))
    For ligne = 0 To UBound(lignes)
        ReDim cases(UBound(valeur, 2) - LBound(valeur, 2))
        For colonne = 0 To UBound(cases)
            cases(colonne) = valeur(LBound(valeur, 1) + ligne, LBound(valeur, 2) + colonne)
        Next colonne
        lignes(ligne) = cases
    Next ligne
    EnGrille = CreateUnoValue("[][]any", lignes)
End Function

Private Function EnTableau(grille As Variant) As Variant
    Dim tableau() As Variant, ligne As Long, colonne As Long
    ReDim tableau(UBound(grille), UBound(grille(0)))
    For ligne = 0 To UBound(grille)
        For colonne = 0 To UBound(grille(0))
            tableau(ligne, colonne) = grille(ligne)(colonne)
        Next colonne
    Next ligne
    EnTableau = tableau
End Function
#End If
