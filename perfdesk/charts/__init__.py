"""Pictures as plain shapes: what is drawn where, in which role of the look, and what it says.

`documents` draws them with reportlab and `views` with QPainter, so that paper and screen show one drawing.
Shapes carry names of colour roles, never colours, and a word for those who can't see them.
"""
