"""Papers as PDF: plain values in, A4 pages out.

Here: the values a paper is made of, the faces, the line breaker, the page with its tables, and one file per kind
of paper. Not here: reading the firm's file, choosing or opening target files (the caller hands over a stream),
rules of appraisal (values arrive computed). Pages are drawn straight on reportlab's canvas by a small table
layout of our own instead of platypus: its paragraphs break Chinese lines wrongly and cost most of the time of a
page, and its tables know nothing of a head that must stay with two rows. Fixed words come through the Translator
of the paper's language; values arrive as texts of that language, as numbers and as dates.
"""
