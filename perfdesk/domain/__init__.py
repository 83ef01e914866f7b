"""The rules of appraisal and improvement, pure and exact.

Here: plain values (frozen dataclasses, Decimal) and functions over them, with the field's own words. Not here:
Qt, SQL, files, translation, today's date (always an argument). Every rule names its section of the domain
reference and its worked examples are tests.
"""
