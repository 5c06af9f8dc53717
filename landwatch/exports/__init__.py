"""What goes out in the forms that come in: reports, templates, ledgers, facts, boundaries, layers, cards.

The headers, words and units are those of the readers (:mod:`landwatch.ingest.vocabulary`), so that whatever
is written here can be read again.
"""
