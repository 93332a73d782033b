Attribute VB_Name = "TABLEUR_Pont"
' Passage des mêmes formules à l'extension TABLEUR de LibreOffice, sans xlwings.
' LibreOffice 7.4 ignore les lignes « # » et compile donc les deux branches : la sienne, la dernière, l'emporte.
Option Explicit

Private relais As Object

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
    If IsNull(relais) Then
        Set relais = createUnoService("com.sun.star.script.Invocation").createInstanceWithArguments(Array(createUnoService("TABLEUR")))
    End If
    ReDim valeurs(UBound(arguments))
    For rang = 0 To UBound(arguments)
        If IsMissing(arguments(rang)) Then
            valeurs(rang) = Null
        ElseIf IsArray(arguments(rang)) Then
            valeurs(rang) = arguments(rang)
        Else
            valeurs(rang) = Array(Array(arguments(rang)))
        End If
    Next rang
    grille = relais.invoke(nom, valeurs, places, sorties)
    If UBound(grille) = 0 Then
        If UBound(grille(0)) = 0 Then
            Demander = grille(0)(0)
            Exit Function
        End If
    End If
    Demander = grille
End Function
#End If
