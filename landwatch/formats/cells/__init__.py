"""What a cell means: headers and words of offices, dates, numbers, identifiers; and values as cells again."""
