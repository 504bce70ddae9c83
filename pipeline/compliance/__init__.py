"""Compliance: which directives each province cites, carries out and reports on, with the sentence that proves it."""
