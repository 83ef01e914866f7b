"""Excel and text tables in: a file in, plain tables, drafts and problems out; nothing is saved here.

The road is the same for every kind: `tables` (file to cells) → `headers` (where the table stands in the
sheet) → `columns` (which column is what, by its header and by its values) → `people`, `values` or `lists`
(rows to drafts, each with a verdict, the exact cell and the reason). python-calamine reads first, since it is
ten times as fast as openpyxl and reads old .xls; openpyxl is the second reader and writes. What it leaves
out (error cells, which cells show percent, leading zeros by format) is taken from the workbook's own XML by
`archives`, which also refuses archives that would explode. Weighed and left: pandas (weight, floats), one
reader per format (more code, less sure).
"""
