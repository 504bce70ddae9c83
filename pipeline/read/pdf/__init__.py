"""PDF: text layers in reading order, tables, forms, scans and what was stamped over a page (`pdf.read.READER`)."""
