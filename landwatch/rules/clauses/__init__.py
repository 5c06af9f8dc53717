"""The clauses as functions: each public one is a value of the graph, named after what it gives."""
