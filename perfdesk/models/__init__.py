"""Qt item models: plain values shown as rows and columns. No colours, no widgets, no database.

`rows` is the shared base: own sort and filter on the rows, since Qt's proxy over a Python model needs seconds
for 50,000 rows, and updates in place, since a reset drops selection, scroll position and open editors.
"""
