"""Pages of the files a run has read, as pictures, with the place of a row marked.

`painter` asks a process of its own (`child`), for the files are anybody's and PDFium is not made for threads; there
`original` finds the file's bytes, `drawing` draws the page, and `spot` finds the words on it.
"""
